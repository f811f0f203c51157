// A place for a chart of the server: asked for with the width of the place, and shown in a tree of its own, so that its text can be
// selected and read aloud and its styles and ids meet nobody else's.
import { ask, isAbort, Latest } from './api.js';
import { element } from './words.js';

const narrowest = 320;
const widest = 2000;
const step = 8;
// A drawing that is taller than this by half is folded, in CSS pixels.
const tall = 640;

export class ChartPlace {
  #figure;
  #drawing = element('div', { class: 'drawing' });
  #problem = element('p', { class: 'problem', hidden: true });
  #unfold = element('button', { type: 'button', hidden: true });
  #isUnfolded = false;
  #latest = new Latest();
  #source = null;
  #shown = '';

  constructor(figure) {
    this.#figure = figure;
    this.#drawing.attachShadow({ mode: 'open' });
    figure.replaceChildren(this.#drawing, this.#problem, this.#unfold);
    this.#unfold.addEventListener('click', () => {
      this.#isUnfolded = !this.#isUnfolded;
      this.#fold();
      if (!this.#isUnfolded) {
        figure.scrollIntoView({ block: 'nearest' });
      }
    });
    new ResizeObserver(() => this.#draw()).observe(figure);
  }

  // `source` gives the address for a width, and the body where it is posted.
  show(source) {
    this.#source = source;
    this.#draw();
  }

  async #draw() {
    const room = this.#figure.clientWidth;
    if (this.#source === null || room === 0) {
      return;
    }
    // The image has a margin of its own, which the style sheet lets hang over, so that its text begins where the page's does.
    const width = Math.min(widest, Math.max(narrowest, Math.floor((room + 2 * (room < 432 ? 16 : 24)) / step) * step));
    const { url, body } = this.#source(width);
    const asked = url + JSON.stringify(body ?? '');
    if (asked === this.#shown) {
      return;
    }
    this.#shown = asked;
    this.#figure.classList.add('stale');
    this.#figure.setAttribute('aria-busy', 'true');
    try {
      const response = await ask(url, { signal: this.#latest.start(), body });
      this.#put(await response.text());
    } catch (error) {
      if (isAbort(error)) {
        return;
      }
      this.#shown = '';
      this.#drawing.hidden = true;
      this.#problem.textContent = error.message;
      this.#problem.hidden = false;
    }
    this.#figure.classList.remove('stale');
    this.#figure.removeAttribute('aria-busy');
  }

  #put(text) {
    // Its styles are taken out before it is read: the page's policy allows none in markup, only such sheets.
    const sheets = [];
    const bare = text.replace(/<style>([^<]*)<\/style>/g, (_, css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css.replaceAll(':root', ':host'));
      sheets.push(sheet);
      return '';
    });
    const image = new DOMParser().parseFromString(bare, 'image/svg+xml').documentElement;
    const root = this.#drawing.shadowRoot;
    root.adoptedStyleSheets = sheets;
    root.replaceChildren(document.importNode(image, true));
    this.#drawing.hidden = false;
    this.#problem.hidden = true;
    this.#fold();
  }

  #fold() {
    const height = this.#drawing.shadowRoot.firstElementChild.getBoundingClientRect().height;
    const isTall = height > 1.5 * tall;
    const isFolded = isTall && !this.#isUnfolded;
    this.#drawing.classList.toggle('folded', isFolded);
    this.#drawing.style.setProperty('--fold', `${tall}px`);
    this.#unfold.hidden = !isTall;
    this.#unfold.textContent = isFolded ? 'Show the whole chart' : 'Show less';
    this.#unfold.setAttribute('aria-expanded', String(!isFolded));
  }
}
