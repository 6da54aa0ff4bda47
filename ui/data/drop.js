// Browsers hand over a dropped folder as one entry, which Gradio does not open: its files are put in the folder's place.
const box = document.querySelector('#upload');
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
box?.addEventListener('drop', async (event) => {
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const input = box.querySelector('input[type=file]');
  if (!input || !entries.some((entry) => entry.isDirectory)) return;
  event.preventDefault();
  event.stopPropagation();
  const ours = /\.(pdf|txt|md|html?|docx|xlsx)$/i;
  const files = (await Promise.all(entries.map(filesIn))).flat().filter((file) => ours.test(file.name));
  const carried = new DataTransfer();
  files.forEach((file) => carried.items.add(file));
  input.files = carried.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}, true);
