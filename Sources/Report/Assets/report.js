// Numbers that open to where they come from. Without this script each is a link to its entry at
// the end of the page; with it the entry opens beside the number, and closing gives focus back.

const dialog = document.querySelector('dialog.pop');
const body = dialog?.querySelector('.body');
const back = dialog?.querySelector('[data-back]');
/** @type {string[]} */
let trail = [];

/** @param {string} id */
function entry(id) {
  const found = document.getElementById(id);
  return found && found.matches('.x, .method, .sources li, .run, #run') ? found : null;
}

/** @param {string} id */
function show(id) {
  const source = entry(id);
  if (!source || !body || !dialog || !back) return false;
  const copy = /** @type {HTMLElement} */ (source.cloneNode(true));
  copy.removeAttribute('id');
  copy.removeAttribute('aria-labelledby');
  for (const inner of copy.querySelectorAll('[id]')) inner.removeAttribute('id');
  body.replaceChildren(copy);
  const heading = copy.querySelector('h3, h2');
  dialog.setAttribute('aria-label', heading?.textContent ?? '');
  back.hidden = trail.length < 2;
  dialog.scrollTop = 0;
  return true;
}

/** @param {string} id @param {HTMLElement} from */
function open(id, from) {
  if (!dialog) return false;
  trail = [id];
  if (!show(id)) return false;
  dialog.showModal();
  dialog.addEventListener('close', () => from.focus(), { once: true });
  return true;
}

if (dialog) {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = /** @type {HTMLElement} */ (event.target).closest?.('a[href^="#"]');
    if (!link) return;
    const id = link.getAttribute('href')?.slice(1) ?? '';
    if (dialog.contains(link)) {
      if (!entry(id)) return;
      trail.push(id);
      show(id);
      body?.focus();
      event.preventDefault();
    } else if (link.matches('[data-explain], [data-open]') && open(id, /** @type {HTMLElement} */ (link))) {
      event.preventDefault();
    }
  });
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  back?.addEventListener('click', () => {
    trail.pop();
    show(trail[trail.length - 1]);
    body?.focus();
  });
  // A click beside the panel closes it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  for (const link of document.querySelectorAll('[data-open]')) link.setAttribute('aria-haspopup', 'dialog');
}

// One stop of the Tab key a table; arrows go from number to number.
for (const table of document.querySelectorAll('table.data')) {
  const rows = [...table.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => cell.querySelector('a.n')));
  const links = /** @type {HTMLElement[]} */ (rows.flat().filter(Boolean));
  links.forEach((link, index) => { link.tabIndex = index ? -1 : 0; });
  table.addEventListener('keydown', (event) => {
    const key = /** @type {KeyboardEvent} */ (event).key;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
    const here = /** @type {HTMLElement} */ (event.target);
    if (!step || !links.includes(here)) return;
    let row = rows.findIndex((cells) => cells.includes(here));
    let column = rows[row].indexOf(here);
    do {
      row += step[0];
      column += step[1];
    } while (rows[row] && column >= 0 && column < rows[row].length && !rows[row][column]);
    const next = rows[row]?.[column];
    if (!next) return;
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
    event.preventDefault();
  });
}

// Light or dark, whatever the system says.
const themeSwitch = /** @type {HTMLElement | null} */ (document.querySelector('[data-theme-switch]'));
if (themeSwitch) {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const label = () => { themeSwitch.textContent = (isDark() ? themeSwitch.dataset.light : themeSwitch.dataset.dark) ?? ''; };
  themeSwitch.hidden = false;
  label();
  themeSwitch.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    label();
  });
}
