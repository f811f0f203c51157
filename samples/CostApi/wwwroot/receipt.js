// What a call costs at one provider of one model, with every line.
import { ask, isAbort, Latest } from './api.js';
import { ChartPlace } from './chart.js';
import { amount, count, dollars, element } from './words.js';

const unnamed = 'unnamed';

export class Receipt {
  #heading = element('h3');
  #select;
  #table = element('table');
  #problem = element('p', { class: 'problem', hidden: true });
  #how = element('p', { class: 'how' });
  #figure = element('figure');
  #lines = element('details');
  #chart;
  #place;
  #latest = new Latest();
  #offers = [];
  // The provider whose prices the comparison shows.
  usual = null;

  constructor(place, side, pick) {
    const id = `provider-${side}`;
    this.#place = place;
    place.classList.add(side === 'a' ? 'first' : 'second');
    this.#heading.className = place.classList.contains('first') ? 'first' : 'second';
    this.#select = element('select', { id });
    this.#select.addEventListener('change', () => pick(this.#select.value));
    place.replaceChildren(
      this.#heading,
      element('div', { class: 'field' }, element('label', { for: id }, 'Provider'), this.#select),
      this.#problem, this.#figure, this.#lines);
    this.#lines.append(element('summary', {}, 'Line by line'), this.#table, this.#how);
    this.#chart = new ChartPlace(this.#figure);
  }

  // The offers to choose from: one a provider, the cheapest first.
  set offers(availability) {
    this.#heading.textContent = availability.name;
    this.#offers = availability.offers
      .filter(offer => offer.standsForProvider && (offer.status === 'paid' || offer.status === 'free'))
      .map(offer => ({ ...offer, provider: offer.provider ?? unnamed }))
      .sort((x, y) => (x.blendedUsdPerMillion ?? Infinity) - (y.blendedUsdPerMillion ?? Infinity));
  }

  // Shows what the call costs; answers with the cost, or null where there is none.
  async show(call, provider) {
    const offer = this.#offers.find(o => o.provider === provider) ?? this.#offers.find(o => o.provider === this.usual) ?? this.#offers.find(o => o.status === 'paid') ?? this.#offers[0];
    this.#select.replaceChildren(...this.#offers.map(o => element(
      'option', { value: o.provider, selected: o === offer }, `${o.provider}, ${o.status === 'free' ? 'free' : `${dollars(o.blendedUsdPerMillion)} per 1M`}`)));
    this.#select.parentElement.hidden = this.#offers.length === 0;
    if (!offer) {
      this.#refuse('No provider of it is known with a price on this day.');
      return null;
    }

    const body = { ...call, provider: offer.provider, model: offer.model };
    this.#place.classList.add('stale');
    try {
      const response = await ask('/v1/cost', { signal: this.#latest.start(), body });
      const cost = await response.json();
      this.#fill(cost);
      this.#chart.show(width => ({ url: `/v1/cost/chart.svg?width=${width}`, body }));
      this.#place.classList.remove('stale');
      return cost;
    } catch (error) {
      if (isAbort(error)) {
        throw error;
      }
      this.#refuse(error.message);
      return null;
    }
  }

  #refuse(why) {
    this.#place.classList.remove('stale');
    this.#problem.textContent = why;
    this.#problem.hidden = false;
    this.#lines.hidden = this.#figure.hidden = true;
  }

  #fill(cost) {
    const lines = cost.lines.map(line => row(
      [words(line.meter), element('small', {}, `${count(line.quantity)} × ${amount(line.usd)} per ${line.per === 1_000_000 ? '1M' : count(line.per)}${note(line)}`)],
      amount(line.amount)));
    const adjustments = cost.adjustments.map(adjustment => row([adjustment.label], amount(adjustment.amount)));
    const unpriced = cost.unpriced.map(part => row([words(part.meter), element('small', {}, part.reason)], 'not in the total'));
    const total = cost.low === cost.high ? amount(cost.total) : `${amount(cost.low)} to ${amount(cost.high)}`;
    this.#table.replaceChildren(
      element('caption', {}, `Receipt of ${cost.provider}/${cost.model}`),
      element('tbody', {}, ...lines, ...adjustments, ...unpriced),
      element('tfoot', {}, row(['Total'], total)));
    this.#how.textContent = `Rates by ${[...new Set(cost.lines.map(line => `${line.source}, recorded ${line.recorded}`))].join('; ')}.`;
    this.#how.hidden = cost.lines.length === 0;
    this.#problem.hidden = true;
    this.#lines.hidden = this.#figure.hidden = false;
  }
}

const row = (label, figure) => element('tr', {}, element('th', { scope: 'row' }, ...label), element('td', {}, figure));

function words(meter) {
  const text = meter.replaceAll('-', ' ');
  return text[0].toUpperCase() + text.slice(1);
}

function note(line) {
  const notes = [
    line.billedAs === line.meter ? null : `billed as ${words(line.billedAs).toLowerCase()}`,
    line.condition,
    line.multiple === '1' ? null : `times ${line.multiple}`,
  ].filter(said => said);
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}
