// Clicks on marks, figures, sources, pages and offered questions become events of the component; nothing else does.
const EVENTS = '[data-cite], [data-ask], [data-step], [data-fact], [data-sort], [data-turn-to]';
const act = (target) => {
  const data = target.dataset;
  if (data.ask !== undefined) return trigger('ask', { question: data.ask });
  if (data.step !== undefined) return trigger('step', { step: Number(data.step) });
  if (data.sort !== undefined) return trigger('sort', { column: data.sort });
  if (data.turnTo !== undefined) return trigger('turn_to', { page: Number(data.turnTo) });
  const viewer = document.querySelector(data.fact !== undefined ? '#explore-page' : '#page-image');
  if (viewer.querySelector('.mz-viewer')) viewer.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  else document.body.dataset.mzWanted = 'page'; // it comes into view when it is there
  if (data.fact !== undefined) return trigger('fact', { fact: Number(data.fact) });
  return trigger('cite', { turn: Number(data.turn), n: Number(data.cite) });
};
const copy = async (button) => {
  const text = 'address' in button.dataset ? new URL(button.dataset.copy, location.href).href : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // not over plain HTTP from another machine
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
};
element.addEventListener('click', (event) => {
  const copied = event.target.closest('[data-copy]');
  if (copied && element.contains(copied)) return copy(copied);
  const target = event.target.closest(EVENTS);
  if (!target || !element.contains(target)) return;
  if (event.detail === 0) element.mzFocus = { ...target.dataset }; // by the keyboard: it shall stay where it was
  act(target);
});
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  const target = event.target.closest('[role=button]'); // the bars of a chart, which are no buttons of HTML
  if (!target) return;
  event.preventDefault();
  act(target);
});
watch('value', () => {
  const wanted = element.mzFocus;
  if (!wanted) return;
  element.mzFocus = undefined;
  const same = [...element.querySelectorAll(EVENTS)].find((each) =>
    Object.entries(wanted).every(([name, value]) => each.dataset[name] === value));
  same?.focus({ preventScroll: true });
});
