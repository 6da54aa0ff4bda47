// The page's picture: the marked place comes to the middle of the frame, it can be enlarged, its neighbour is fetched.
const ZOOMS = [1, 1.5, 2, 3];
let zoom = 0;
const sheet = () => element.querySelector('.mz-sheet');
const centre = () => {
  const picture = sheet()?.querySelector('img');
  if (!picture || !picture.naturalHeight || picture.dataset.top === undefined) return;
  const drawn = picture.clientWidth / picture.naturalWidth;
  sheet().scrollTop = picture.dataset.top * drawn - sheet().clientHeight / 3;
  sheet().scrollLeft = picture.dataset.left * drawn - sheet().clientWidth / 3;
};
const magnify = () => {
  sheet()?.style.setProperty('--mz-zoom', ZOOMS[zoom]);
  for (const [step, last] of [[-1, 0], [1, ZOOMS.length - 1]]) {
    const button = element.querySelector(`[data-zoom="${step}"]`);
    if (button) button.disabled = zoom === last;
  }
};
const show = () => {
  magnify();
  const picture = sheet()?.querySelector('img');
  if (picture) {
    const shown = () => {
      centre();
      if (sheet()?.dataset.following) new Image().src = sheet().dataset.following;
    };
    if (picture.complete) shown(); else picture.addEventListener('load', shown, { once: true });
  }
  if (document.body.dataset.mzWanted) {
    delete document.body.dataset.mzWanted;
    element.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  }
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-zoom]');
  if (!button) return;
  zoom = Math.min(Math.max(zoom + Number(button.dataset.zoom), 0), ZOOMS.length - 1);
  magnify();
  centre();
});
watch('value', show);
show();
