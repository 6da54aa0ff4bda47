// The address in the browser leads back to what the open tab shows.
const TAB_LINKS = ['', , '?tab=audit', '?tab=library']; // where nothing that is shown says it
const shown = (name) => [...document.querySelectorAll(`[data-${name}]`)].find((each) => each.offsetParent)?.dataset[name];
const keepAddress = (chosen) => {
  const tabs = [...document.querySelectorAll('[role=tablist] [role=tab]')];
  const link = shown('link') ?? TAB_LINKS[tabs.findIndex((tab) => tab.ariaSelected === 'true')];
  if (link === undefined || (!link && !chosen)) return; // while the page opens, the address says what it shall show
  const beside = shown('more') ?? ''; // the page that is open beside what is explored
  history.replaceState(null, '', `${link}${beside}` || location.pathname);
};
watch('value', () => requestAnimationFrame(() => keepAddress(false)));
requestAnimationFrame(() => keepAddress(false)); // of a tab whose facts were there before it was opened
document.addEventListener('click', (event) => {
  if (event.target.closest('[role=tab]')) setTimeout(() => keepAddress(true), 50);
});
