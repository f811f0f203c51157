// A field in which a model is typed: a combobox with a list, by the ARIA Authoring Practices' pattern.
import { address, ask, debounced, isAbort, Latest } from './api.js';
import { count, element, tokens } from './words.js';

const shown = 30;

export class ModelBox {
  #input;
  #list;
  #say;
  #chosen = '';
  #models = [];
  #active = -1;
  // While what was typed is looked for, the list is that of an earlier text: the keys wait for the new one.
  #isLooking = false;
  #steps = 0;
  #picks = false;
  #latest = new Latest();
  #search = debounced(() => this.#isLooking && this.#find(), 90);

  // `choose` is told of each model that is picked; `say` tells a screen reader.
  constructor(input, choose, say) {
    this.#input = input;
    this.#list = document.getElementById(input.getAttribute('aria-controls'));
    this.#say = say;
    this.choose = choose;
    input.addEventListener('input', () => {
      this.#latest.start();
      this.#await();
      this.#search();
    });
    input.addEventListener('focus', () => input.select());
    input.addEventListener('click', () => this.#isOpen || this.#find(true));
    input.addEventListener('blur', () => this.#leave());
    input.addEventListener('keydown', event => this.#press(event));
    // The field keeps the focus, so that a click in the list does not close it first.
    this.#list.addEventListener('pointerdown', event => event.preventDefault());
    this.#list.addEventListener('click', event => {
      const option = event.target.closest('[data-index]');
      if (option) {
        this.#pick(this.#models[Number(option.dataset.index)].id);
      }
    });
  }

  get value() {
    return this.#chosen;
  }

  set value(model) {
    this.#chosen = model;
    if (document.activeElement !== this.#input || !this.#isOpen) {
      this.#input.value = model;
    }
  }

  set isWrong(wrong) {
    this.#input.setAttribute('aria-invalid', String(wrong));
  }

  get #isOpen() {
    return !this.#list.hidden;
  }

  #await(isLooking = true) {
    this.#isLooking = isLooking;
    this.#steps = 0;
    this.#picks = false;
  }

  async #find(all = false) {
    this.#isLooking = true;
    const typed = all ? '' : this.#input.value.trim();
    try {
      const response = await ask(address('/v1/models', { q: typed, limit: shown }), { signal: this.#latest.start() });
      const { count: found, models } = await response.json();
      if (document.activeElement === this.#input) {
        this.#open(models, found);
      }
    } catch (error) {
      if (!isAbort(error)) {
        this.#await(false);
        this.#say(error.message);
      }
    }
  }

  #open(models, found) {
    this.#models = models;
    this.#list.replaceChildren(...models.map((model, index) => element(
      'li', { role: 'option', id: `${this.#input.id}-${index}`, 'data-index': index, 'aria-selected': 'false' },
      element('b', {}, model.id), element('small', {}, about(model)))));
    if (models.length === 0) {
      this.#list.append(element('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'No model has that in its name. Enter looks for it as another name of one.'));
    }
    this.#list.hidden = false;
    this.#list.scrollTop = 0;
    this.#input.setAttribute('aria-expanded', 'true');
    const chosen = models.findIndex(model => model.id === this.#chosen);
    this.#activate(this.#input.value.trim() === this.#chosen && chosen >= 0 ? chosen : models.length > 0 ? 0 : -1);
    const [steps, picks] = [this.#steps, this.#picks];
    this.#await(false);
    this.#move(steps);
    if (picks) {
      this.#enter();
      return;
    }
    this.#say(found === 0 ? 'No model found.' : `${count(found)} ${found === 1 ? 'model' : 'models'} found.`);
  }

  #close() {
    this.#latest.start();
    this.#await(false);
    this.#list.hidden = true;
    this.#active = -1;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#input.removeAttribute('aria-activedescendant');
  }

  #leave() {
    this.#close();
    this.#input.value = this.#chosen;
  }

  #activate(index) {
    this.#list.querySelector('[aria-selected=true]')?.setAttribute('aria-selected', 'false');
    this.#active = index;
    const option = this.#list.querySelector(`[data-index="${index}"]`);
    if (option) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      this.#input.setAttribute('aria-activedescendant', option.id);
    } else {
      this.#input.removeAttribute('aria-activedescendant');
    }
  }

  // From the last model on to the first, and back.
  #move(steps) {
    const all = this.#models.length;
    if (steps !== 0 && all > 0) {
      this.#activate((((this.#active + steps) % all) + all) % all);
    }
  }

  #press(event) {
    const step = event.key === 'ArrowDown' ? 1 : -1;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        if (this.#isLooking) {
          this.#steps += step;
        } else if (!this.#isOpen) {
          this.#find(this.#input.value.trim() === this.#chosen);
        } else {
          this.#move(step);
        }
        break;
      case 'Enter':
        event.preventDefault();
        this.#enter();
        break;
      case 'Escape':
        if (this.#isOpen || this.#input.value !== this.#chosen) {
          event.preventDefault();
          this.#leave();
          this.#input.select();
        }
        break;
    }
  }

  // What is typed faster than it is found is looked for under any of its names by the server, unless an arrow asked for a model of the list.
  #enter() {
    const typed = this.#input.value.trim();
    const active = this.#isOpen && !this.#isLooking ? this.#models[this.#active] : undefined;
    if (this.#isLooking && this.#steps !== 0) {
      this.#picks = true;
    } else if (active) {
      this.#pick(active.id);
    } else if (typed !== '' && typed !== this.#chosen) {
      this.#pick(typed);
    }
  }

  #pick(model) {
    this.#chosen = model;
    this.#input.value = model;
    this.#close();
    this.choose(model);
  }
}

function about(model) {
  const parts = [
    model.name === model.id ? null : model.name,
    model.developer,
    model.providers === 0 ? 'no provider known' : `${count(model.providers)} ${model.providers === 1 ? 'provider' : 'providers'}`,
    model.contextWindow === null ? null : `${tokens(model.contextWindow)} context`,
  ];
  return parts.filter(part => part).join(' · ');
}
