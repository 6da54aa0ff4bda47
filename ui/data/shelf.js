// Buttons of this component say what they do and to which document; where a question is put, the safe answer has the focus.
const known = ['discard', 'confirm', 'keep', 'forget', 'finding'];
element.addEventListener('click', (event) => {
  const target = event.target.closest('[data-do]');
  if (!target || !element.contains(target) || !known.includes(target.dataset.do)) return;
  trigger(target.dataset.do, { id: target.dataset.id ?? '', n: Number(target.dataset.n ?? -1) });
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && element.querySelector('[role=alertdialog]')) trigger('keep', { id: '', n: -1 });
});
watch('value', () => element.querySelector('[role=alertdialog] [data-do=keep]')?.focus());
