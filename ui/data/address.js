// The address in the browser leads back to what the open tab shows.
const TAB_LINKS = [, , '?tab=audit', '?tab=library']; // of the others what is shown says it
const keepAddress = () => {
  const tabs = [...document.querySelectorAll('[role=tablist] [role=tab]')];
  const shown = [...document.querySelectorAll('[data-link]')].find((each) => each.offsetParent);
  const link = shown?.dataset.link ?? TAB_LINKS[tabs.findIndex((tab) => tab.ariaSelected === 'true')];
  if (link !== undefined) history.replaceState(null, '', link || location.pathname);
};
watch('value', () => requestAnimationFrame(keepAddress));
document.addEventListener('click', (event) => {
  if (event.target.closest('[role=tab]')) setTimeout(keepAddress, 50);
});
