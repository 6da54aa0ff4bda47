// Clicks on marks, sources and offered questions become events of the component; nothing else here is clickable.
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-cite], [data-ask]');
  if (!target || !element.contains(target)) return;
  if (target.dataset.ask !== undefined) trigger('ask', { question: target.dataset.ask });
  else trigger('cite', { turn: Number(target.dataset.turn), n: Number(target.dataset.cite) });
});
