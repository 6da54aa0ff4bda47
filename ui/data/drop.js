// Files and folders may be dropped anywhere on the tab. Browsers hand over a folder as one entry, which Gradio does not
// open: its files are put in the folder's place. Elsewhere on the page a dropped file would take the browser away.
const tab = document.querySelector('#library-tab');
const filesIn = (entry) => new Promise((done, failed) => {
  if (entry.isFile) return entry.file((file) => done([file]), failed);
  const reader = entry.createReader();
  const found = [];
  const more = () => reader.readEntries(async (entries) => {  // a part at a time, until none is left
    if (!entries.length) return done((await Promise.all(found.map(filesIn))).flat());
    found.push(...entries.filter((one) => !/^(\.|~\$)/.test(one.name)));
    more();
  }, failed);
  more();
});
const ours = /\.(pdf|txt|md|html?|docx|xlsx)$/i;
const take = async (input, entries) => {
  const opened = await Promise.all(entries.map(async (entry) => {
    const files = await filesIn(entry);
    return entry.isDirectory ? files.filter((file) => ours.test(file.name)) : files;
  }));
  const carried = new DataTransfer();
  opened.flat().forEach((file) => carried.items.add(file));
  if (!carried.files.length) return trigger('nothing');
  input.files = carried.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
};
const isFile = (event) => event.dataTransfer?.types.includes('Files');
document.addEventListener('dragover', (event) => { if (isFile(event)) event.preventDefault(); });
document.addEventListener('drop', (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  const input = tab?.contains(event.target) ? tab.querySelector('#upload input[type=file]') : null;
  if (!input) return;
  event.stopPropagation();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  take(input, entries).catch(() => trigger('nothing')); // such as a folder that may not be read
}, true);
