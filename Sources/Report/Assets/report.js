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
  return found && found.matches('article, .sources li, .run, #run') ? found : null;
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

// A name at every mark: shown at the pointer, and read where the keyboard goes.
const tip = document.createElement('div');
tip.className = 'tip';
tip.hidden = true;
tip.setAttribute('aria-hidden', 'true');
document.body.append(tip);

/** @param {Element | null} mark @param {number} x @param {number} y */
function showTip(mark, x, y) {
  tip.hidden = !mark;
  if (!mark) return;
  tip.textContent = mark.getAttribute('aria-label');
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - box.width - 8))}px`;
  tip.style.top = `${y + 16 + box.height > innerHeight ? y - box.height - 12 : y + 16}px`;
}

// A stretch of an axis chosen by drawing along it: lines outside fade, a click sets all free.
for (const svg of /** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll('.figure svg:has(.grip)'))) {
  const grips = /** @type {SVGRectElement[]} */ ([...svg.querySelectorAll('.grip')]);
  const lines = [...svg.querySelectorAll('[data-shares]')].map((line) => ({ line, shares: (line.getAttribute('data-shares') ?? '').split(' ').map(Number) }));
  /** @type {Map<number, { low: number, high: number, mark: SVGRectElement }>} */
  const chosen = new Map();
  const fade = () => {
    for (const { line, shares } of lines) {
      line.classList.toggle('dim', [...chosen].some(([axis, { low, high }]) => shares[axis] < low || shares[axis] > high));
    }
  };
  for (const grip of grips) {
    const axis = Number(grip.dataset.axis);
    const [top, height] = [grip.y.baseVal.value + 4, grip.height.baseVal.value - 8];
    /** @param {PointerEvent} event */
    const place = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
      return Math.max(0, Math.min(100, 100 * (1 - (point.y - top) / height)));
    };
    let from = 0;
    grip.addEventListener('pointerdown', (event) => {
      from = place(event);
      grip.setPointerCapture(event.pointerId);
      chosen.get(axis)?.mark.remove();
      chosen.delete(axis);
      fade();
      event.preventDefault();
    });
    grip.addEventListener('pointermove', (event) => {
      if (!grip.hasPointerCapture(event.pointerId)) return;
      const to = place(event);
      if (Math.abs(to - from) < 2) return;
      const [low, high] = [Math.min(from, to), Math.max(from, to)];
      const mark = chosen.get(axis)?.mark ?? document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      mark.setAttribute('class', 'brush f-chosen');
      mark.setAttribute('x', `${grip.x.baseVal.value + 4}`);
      mark.setAttribute('width', '14');
      mark.setAttribute('y', `${top + height * (1 - high / 100)}`);
      mark.setAttribute('height', `${height * (high - low) / 100}`);
      if (!mark.parentNode) grip.before(mark);
      // A line is as wide as the pointer is unsteady: one that is touched is in.
      chosen.set(axis, { low: low - 1.5, high: high + 1.5, mark });
      fade();
    });
  }
}

for (const svg of document.querySelectorAll('.figure svg')) {
  const marks = /** @type {SVGElement[]} */ ([...svg.querySelectorAll('[data-mark]')]);
  for (const mark of marks) {
    const title = mark.querySelector(':scope > title');
    if (!title) continue;
    mark.setAttribute('aria-label', title.textContent ?? '');
    title.remove();
  }
  if (marks[0]) marks[0].setAttribute('tabindex', '0');
  svg.addEventListener('pointermove', (event) => {
    const pointer = /** @type {PointerEvent} */ (event);
    showTip(/** @type {Element} */ (event.target).closest('[data-mark]'), pointer.clientX, pointer.clientY);
  });
  svg.addEventListener('pointerleave', () => showTip(null, 0, 0));
  svg.addEventListener('focusin', (event) => {
    const mark = /** @type {Element} */ (event.target).closest('[data-mark]');
    if (!mark?.matches(':focus-visible')) return;
    const box = mark.getBoundingClientRect();
    showTip(mark, box.right, box.top);
  });
  svg.addEventListener('focusout', () => showTip(null, 0, 0));
  svg.addEventListener('keydown', (event) => {
    const key = /** @type {KeyboardEvent} */ (event).key;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    const here = marks.indexOf(/** @type {SVGElement} */ (event.target));
    const next = step && here >= 0 ? marks[(here + step + marks.length) % marks.length] : null;
    if (!next) return;
    marks[here].setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
    event.preventDefault();
  });
}

// Years: each bubble knows its places.
for (const control of document.querySelectorAll('[data-years]')) {
  const years = (control.getAttribute('data-years') ?? '').split(',');
  const slider = control.querySelector('input');
  const output = control.querySelector('output');
  const play = control.querySelector('button');
  const card = control.closest('.figure');
  if (!slider || !output || !play || !card) continue;
  const marks = [...card.querySelectorAll('[data-frames]')].map((mark) => ({
    mark,
    frames: new Map((mark.getAttribute('data-frames') ?? '').split(';').map((frame) => {
      const [year, ...place] = frame.split(',');
      return [year, place];
    })),
  }));
  const show = () => {
    const year = years[Number(slider.value)];
    output.textContent = year;
    slider.setAttribute('aria-valuetext', year);
    for (const { mark, frames } of marks) {
      const place = frames.get(year);
      mark.setAttribute('visibility', place ? 'visible' : 'hidden');
      if (!place) continue;
      ['cx', 'cy', 'r'].forEach((name, index) => mark.setAttribute(name, place[index]));
    }
    const isLast = year === years[years.length - 1];
    for (const text of card.querySelectorAll('svg text[data-label]')) text.setAttribute('visibility', isLast ? 'visible' : 'hidden');
  };
  /** @type {number | undefined} */
  let timer;
  const stop = () => { clearInterval(timer); timer = undefined; play.textContent = '▶'; };
  play.addEventListener('click', () => {
    if (timer !== undefined) { stop(); return; }
    play.textContent = '❚❚';
    slider.value = '0';
    show();
    timer = setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      show();
      if (Number(slider.value) >= years.length - 1) stop();
    }, 900);
  });
  slider.addEventListener('input', () => { stop(); show(); });
  /** @type {HTMLElement} */ (control).hidden = false;
}

// Saving a picture with its colours written out, and its numbers.
const paints = ['fill', 'stroke', 'font-family', 'font-size', 'font-weight', 'font-style'];

/** @param {SVGSVGElement} svg */
function standalone(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((node, index) => {
    const style = getComputedStyle(originals[index]);
    for (const name of paints) node.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'tabindex', 'data-mark', 'data-frames']) node.removeAttribute(name);
  });
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.documentElement).getPropertyValue('--card'));
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** @param {string} id */
function table(id) {
  const found = document.getElementById(id)?.querySelector('table');
  const separator = document.documentElement.lang === 'ru' ? ';' : ',';
  const cell = (/** @type {Element} */ node) => {
    let text = (node.textContent ?? '').replace(/[\u00a0\u202f]/g, ' ').replace(/(\d) (?=\d{3})/g, '$1').replace(/\u2212/g, '-').trim();
    if (document.documentElement.lang !== 'ru') text = text.replace(/(\d),(?=\d{3})/g, '$1');
    // A name that a spreadsheet would take for a formula stays a name.
    if (/^[=+@\t\r]|^-(?!\d)/.test(text) && !/^[+-]?[\d.,]+$/.test(text)) text = `'${text}`;
    return `"${text.replace(/"/g, '""')}"`;
  };
  const lines = [...(found?.rows ?? [])].map((row) => [...row.cells].map(cell).join(separator));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

for (const button of document.querySelectorAll('[data-save]')) {
  /** @type {HTMLElement} */ (button).hidden = false;
  button.addEventListener('click', () => {
    const card = button.closest('.figure');
    const svg = /** @type {SVGSVGElement[]} */ ([...(card?.querySelectorAll('svg') ?? [])]).find((one) => one.checkVisibility());
    if (!card || !svg) return;
    const format = button.getAttribute('data-save');
    if (format === 'csv') {
      save(new Blob([table(button.getAttribute('data-table') ?? '')], { type: 'text/csv' }), `${card.id}.csv`);
      return;
    }
    const text = standalone(svg);
    if (format === 'svg') {
      save(new Blob([text], { type: 'image/svg+xml' }), `${card.id}.svg`);
      return;
    }
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = svg.viewBox.baseVal.width * 2;
      canvas.height = svg.viewBox.baseVal.height * 2;
      canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => { if (blob) save(blob, `${card.id}.png`); });
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  });
}
