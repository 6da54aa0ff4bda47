// The newest turn comes to the top of the conversation's own frame; the page itself does not move.
watch('value', () => {
  const frame = element.closest('#chat');
  const turns = element.querySelectorAll('.mz-turn');
  const told = `${turns.length} ${element.querySelectorAll('.mz-reply').length}`; // the answer comes after its question
  if (!frame || told === element.mzTold) return;
  element.mzTold = told;
  if (turns.length < 2) return;
  const newest = turns[turns.length - 1].getBoundingClientRect().top;
  frame.scrollTop += newest - frame.getBoundingClientRect().top - 16;
});
