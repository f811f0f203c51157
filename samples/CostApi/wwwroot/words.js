// Figures as people read them. Amounts of receipts stay the texts that the server wrote: they have all their digits.

const usual = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 6 });
const tiny = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumSignificantDigits: 3 });
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-US');
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

export const dollars = rate => rate === null ? 'not known' : (rate > 0 && rate < 0.000001 ? tiny : usual).format(rate);
// With a space at which no line is broken.
export const percent = value => `${tenths.format(value)}\u00a0%`;
export const count = value => whole.format(value);
export const day = iso => days.format(new Date(`${iso}T00:00:00Z`));

// "0.0279" as "$0.0279", "3" as "$3.00".
export function amount(text) {
  const [units, places = ''] = text.replace('-', '').split('.');
  return `${text.startsWith('-') ? '−' : ''}$${units.replace(/\B(?=(\d{3})+$)/g, ',')}.${places.padEnd(2, '0')}`;
}

export function tokens(value) {
  return value >= 1_000_000 ? `${tenths.format(value / 1_000_000)}M` : value >= 1_000 ? `${tenths.format(value / 1_000)}K` : whole.format(value);
}

// A model's name in its colour: a short one stays in one piece, a long one may be broken behind a slash or a point.
export function modelName(name, side) {
  const pieces = name.split(/(?<=[/._:])/).flatMap((piece, i) => i === 0 ? [piece] : [element('wbr'), piece]);
  return element('span', { class: name.length > 20 ? side : `${side} short` }, ...pieces);
}

// Makes an element of texts and elements; no text is ever read as HTML.
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}
