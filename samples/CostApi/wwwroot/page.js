// The page: every choice is in the address, and everything shown follows from it.
import { address, ask, debounced, isAbort, Latest } from './api.js';
import { ChartPlace } from './chart.js';
import { ModelBox } from './combobox.js';
import { Receipt } from './receipt.js';
import { amount, count, day, dollars, element, modelName, percent } from './words.js';

const defaults = { a: 'claude-sonnet-4-5', b: 'gpt-5.1', share: 70, on: '', input: 12_000, cached: 8_000, output: 900, pa: '', pb: '' };
const mostTokens = 1_000_000_000_000;
// Choices of one control in so quick succession are one step for the back button.
const oneStep = 1500;

const at = id => document.getElementById(id);
const figure = name => new ChartPlace(document.querySelector(`[data-chart="${name}"]`));
const charts = { compare: figure('compare'), historyA: figure('history-a'), historyB: figure('history-b'), providersA: figure('providers-a'), providersB: figure('providers-b') };
const latest = new Latest();

let state = read();
let lastControl = '';
let lastPush = 0;

const boxes = {
  a: new ModelBox(at('a'), model => change('a', { a: model, pa: '' }), announce),
  b: new ModelBox(at('b'), model => change('b', { b: model, pb: '' }), announce),
};
const receipts = {
  a: new Receipt(document.querySelector('[data-receipt=a]'), 'a', provider => change('pa', { pa: provider })),
  b: new Receipt(document.querySelector('[data-receipt=b]'), 'b', provider => change('pb', { pb: provider })),
};

// The address.

function read() {
  const said = new URLSearchParams(location.search);
  const number = (name, most, otherwise) => {
    const text = said.get(name);
    return text !== null && /^\d{1,13}$/.test(text) && Number(text) <= most ? Number(text) : otherwise;
  };
  const day = said.get('on') ?? '';
  return {
    a: said.get('a') || defaults.a,
    b: said.get('b') || defaults.b,
    share: shareOf(said.get('blend')) ?? defaults.share,
    on: /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : '',
    input: number('input', mostTokens, defaults.input),
    cached: number('cached', mostTokens, defaults.cached),
    output: number('output', mostTokens, defaults.output),
    pa: said.get('pa') ?? '',
    pb: said.get('pb') ?? '',
  };
}

// The share of input, in whole percent, of a blend of input and output: 70/30 or 3:1.
function shareOf(blend) {
  const parts = (blend ?? '').split(/[/:]/);
  const [input, output] = parts.map(Number);
  return parts.length === 2 && parts.every(part => /^\d+(\.\d+)?$/.test(part)) && input + output > 0 ? Math.round(100 * input / (input + output)) : null;
}

const blend = () => `${state.share}/${100 - state.share}`;

const pageAddress = () => address(location.pathname, {
  a: state.a, b: state.b, blend: blend(), on: state.on, input: state.input, cached: state.cached, output: state.output, pa: state.pa, pb: state.pb,
});

function remember(control) {
  const now = performance.now();
  const isSameStep = control === lastControl && now - lastPush < oneStep;
  [lastControl, lastPush] = [control, now];
  if (pageAddress() !== location.pathname + location.search) {
    history[isSameStep ? 'replaceState' : 'pushState'](null, '', pageAddress());
  }
}

// Choices.

function change(control, choices) {
  state = { ...state, ...choices };
  showChoices();
  update();
  remember(control);
}

const changeSoon = debounced(control => {
  update();
  remember(control);
}, 80);

function slide(share) {
  state = { ...state, share: Math.min(100, Math.max(0, Math.round(share))) };
  showChoices();
  changeSoon('share');
}

function showChoices() {
  const { share } = state;
  boxes.a.value = state.a;
  boxes.b.value = state.b;
  at('share').value = share;
  at('share').style.setProperty('--at', `${share}%`);
  at('share').setAttribute('aria-valuetext', `${share} % input, ${100 - share} % output`);
  at('share-input').textContent = `${share} % input`;
  at('share-output').textContent = `${100 - share} % output`;
  if (document.activeElement !== at('share-number')) {
    at('share-number').value = share;
  }
  for (const button of document.querySelectorAll('[data-share]')) {
    button.setAttribute('aria-pressed', String(Number(button.dataset.share) === share));
  }
  at('on').value = state.on || new Date().toISOString().slice(0, 10);
  at('today').setAttribute('aria-pressed', String(state.on === ''));
  for (const field of ['input', 'cached', 'output']) {
    if (document.activeElement !== at(field)) {
      at(field).value = count(state[field]);
    }
  }
}

// Answers.

async function update() {
  const { a, b, on } = state;
  const terms = { blend: blend(), on };
  const query = { a, b, ...terms };
  const signal = latest.start();
  at('results').classList.add('stale');
  try {
    const answers = await Promise.all([
      ask(address('/v1/compare', query), { signal }),
      ask(address('/v1/availability', { model: a, ...terms }), { signal }),
      ask(address('/v1/availability', { model: b, ...terms }), { signal }),
    ]);
    const [comparison, offersA, offersB] = await Promise.all(answers.map(answer => answer.json()));
    showProblem(null);
    showComparison(comparison);
    receipts.a.offers = offersA;
    receipts.b.offers = offersB;
    // Unless another is picked, a call is priced where the comparison is.
    receipts.a.usual = comparison.left.provider;
    receipts.b.usual = comparison.right.provider;
  } catch (error) {
    if (!isAbort(error)) {
      showProblem(error);
    }
    return;
  }

  at('report').href = address('/v1/compare/report.html', query);
  at('json').href = address('/v1/compare', query);
  charts.compare.show(width => ({ url: address('/v1/compare/chart.svg', { ...query, width }) }));
  charts.historyA.show(width => ({ url: address('/v1/history/chart.svg', { model: a, width }) }));
  charts.historyB.show(width => ({ url: address('/v1/history/chart.svg', { model: b, width }) }));
  charts.providersA.show(width => ({ url: address('/v1/availability/chart.svg', { model: a, ...terms, width }) }));
  charts.providersB.show(width => ({ url: address('/v1/availability/chart.svg', { model: b, ...terms, width }) }));
  updateReceipts();
}

async function updateReceipts() {
  const { input, cached, output } = state;
  const wrong = cached > input ? 'More tokens come from the cache than go in: the cached ones are a part of the input.' : null;
  at('usage-problem').textContent = wrong ?? '';
  at('usage-problem').hidden = wrong === null;
  if (wrong !== null) {
    return;
  }

  const call = { totals: { input, 'cache-read': cached, output }, ...(state.on === '' ? {} : { at: state.on }) };
  try {
    const [costA, costB] = await Promise.all([receipts.a.show(call, state.pa), receipts.b.show(call, state.pb)]);
    at('call-verdict').replaceChildren(...callVerdict(costA, costB));
  } catch (error) {
    if (!isAbort(error)) {
      throw error;
    }
  }
}

function callVerdict(costA, costB) {
  if (!costA || !costB || costA.unpriced.length + costB.unpriced.length > 0) {
    return [];
  }
  const [totalA, totalB] = [Number(costA.total), Number(costB.total)];
  if (totalA === totalB) {
    return ['This call costs the same at both.'];
  }
  const [cheap, expensive, saved] = totalA < totalB ? [costA, costB, 1 - totalA / totalB] : [costB, costA, 1 - totalB / totalA];
  return ['This call is ', element('b', {}, `${percent(100 * saved)} cheaper`), ` with ${cheap.model} of ${cheap.provider} than with ${expensive.model} of ${expensive.provider}: ${amount(cheap.total)} against ${amount(expensive.total)}.`];
}

function showProblem(error) {
  const wrong = error?.message ?? '';
  at('problem').textContent = wrong;
  at('problem').hidden = error === null;
  at('results').hidden = error !== null;
  at('results').classList.remove('stale');
  boxes.a.isWrong = wrong.includes(`'${state.a}'`);
  boxes.b.isWrong = wrong.includes(`'${state.b}'`);
}

function showComparison(comparison) {
  const { left, right } = comparison;
  document.title = `${left.name} or ${right.name}? Which model is cheaper`;
  document.querySelector('thead .first').replaceChildren(modelName(left.name, 'first'));
  document.querySelector('thead .second').replaceChildren(modelName(right.name, 'second'));
  const sentence = verdict(comparison);
  at('verdict').replaceChildren(...sentence);
  at('verdict-detail').textContent = detail(comparison);
  at('prices').tBodies[0].replaceChildren(
    rates('Input', left.inputUsdPerMillion, right.inputUsdPerMillion, comparison.input, comparison),
    rates('Output', left.outputUsdPerMillion, right.outputUsdPerMillion, comparison.output, comparison),
    rates(`Blended, ${blend()}`, left.blendedUsdPerMillion, right.blendedUsdPerMillion, comparison, comparison, 'whole'),
    line('Cheapest at', seller(left), seller(right)),
    line('Providers', count(left.providers.count), count(right.providers.count)));
  announceSoon(at('verdict').textContent);
}

function verdict({ left, right, cheaper, percentCheaper, reason }) {
  const [first, second] = [modelName(left.name, 'first'), modelName(right.name, 'second')];
  if (reason !== null) {
    return [reason];
  }
  if (left.model === right.model) {
    return ['That is one model twice.'];
  }
  if (cheaper === null) {
    return [first, ' and ', second, ' cost the same.'];
  }
  const isFirst = cheaper === left.model;
  return [isFirst ? first : second, ` is ${percent(percentCheaper)} cheaper than `, isFirst ? second : first, '.'];
}

function detail({ left, right, asOf, cheaper, percentMoreExpensive, differenceUsdPerMillion, breakEvenInputShare, reason }) {
  if (reason !== null) {
    return `Prices of ${day(asOf)}.`;
  }
  const isFirst = cheaper === left.model;
  const [cheap, expensive] = isFirst ? [left, right] : [right, left];
  const prices = `${dollars(cheap.blendedUsdPerMillion)} against ${dollars(expensive.blendedUsdPerMillion)} per 1M tokens, of which ${state.share} % are input and ${100 - state.share} % output`;
  const difference = cheaper === null ? '.' : `: ${dollars(differenceUsdPerMillion)} less${percentMoreExpensive === null ? '' : `, and ${expensive.name} is ${percent(percentMoreExpensive)} more expensive`}.`;
  const turn = breakEvenInputShare !== null ? ` They cost the same at ${percent(100 * breakEvenInputShare)} input.` : cheaper === null ? '' : ` ${cheap.name} is the cheaper one at every mix.`;
  return `${prices}${difference}${turn} Prices of ${day(asOf)}.`;
}

function rates(label, left, right, pair, { left: { model } }, kind = null) {
  const isLeft = pair.cheaper === model;
  return element(
    'tr', { class: kind }, element('th', { scope: 'row' }, label),
    element('td', { class: pair.cheaper !== null && isLeft ? 'best' : null }, dollars(left)),
    element('td', { class: pair.cheaper !== null && !isLeft ? 'best' : null }, dollars(right)),
    element('td', {}, pair.percentCheaper === null ? '' : pair.cheaper === null ? 'the same' : percent(pair.percentCheaper)));
}

const seller = side => side.provider ?? (side.blendedUsdPerMillion === null ? '—' : 'a provider that its source does not name');

const line = (label, left, right) => element('tr', {}, element('th', { scope: 'row' }, label), element('td', {}, left), element('td', {}, right), element('td'));

// For those who hear the page.
function announce(text) {
  at('status').textContent = text;
}

const announceSoon = debounced(announce, 700);

// What is typed into a field of tokens: 12000, 12,000 or 12 000.
function tokensIn(field) {
  const text = field.value.replace(/[\s,_']/g, '');
  return /^\d{1,13}$/.test(text) && Number(text) <= mostTokens ? Number(text) : null;
}

const countSoon = debounced(() => {
  updateReceipts();
  remember('usage');
}, 150);

for (const name of ['input', 'cached', 'output']) {
  at(name).addEventListener('input', () => {
    const tokens = tokensIn(at(name));
    at(name).setAttribute('aria-invalid', String(tokens === null));
    at('usage-problem').hidden = tokens !== null;
    if (tokens === null) {
      at('usage-problem').textContent = `“${at(name).value}” is not a number of tokens: write a whole number such as 12,000.`;
      return;
    }
    state = { ...state, [name]: tokens };
    countSoon();
  });
  at(name).addEventListener('blur', () => {
    at(name).setAttribute('aria-invalid', 'false');
    at(name).value = count(state[name]);
  });
}

at('share').addEventListener('input', () => slide(at('share').valueAsNumber));
at('share-number').addEventListener('input', () => Number.isNaN(at('share-number').valueAsNumber) || slide(at('share-number').valueAsNumber));
at('share-number').addEventListener('blur', showChoices);
for (const button of document.querySelectorAll('[data-share]')) {
  button.addEventListener('click', () => slide(Number(button.dataset.share)));
}
at('on').addEventListener('change', () => at('on').value === '' ? showChoices() : change('on', { on: at('on').value }));
at('today').addEventListener('click', () => change('on', { on: '' }));
at('swap').addEventListener('click', () => change('swap', { a: state.b, b: state.a, pa: state.pb, pb: state.pa }));
at('share-link').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    at('share-link').textContent = 'Copied';
    setTimeout(() => { at('share-link').textContent = 'Copy the link to this page'; }, 2000);
    announce('The link is copied.');
  } catch {
    announce('The link cannot be copied here: it is the address of this page.');
    at('share-link').textContent = 'Copy it from the address bar';
  }
});
for (const form of document.forms) {
  form.addEventListener('submit', event => event.preventDefault());
}
addEventListener('popstate', () => {
  state = read();
  lastControl = '';
  showChoices();
  update();
});

showChoices();
history.replaceState(null, '', pageAddress());
update();
