// The page at `/`: shows what the emulator holds, asks again every two seconds, and pulls levers.

import { fill, table } from './draw.js';

const byId = (id) => document.getElementById(id);
const news = byId('news');

/** Which columns of a record stand in its table; the whole record is a press away. */
const COLUMNS = {
  charges: ['id', 'created', 'amount', 'status', 'captured', 'amount_refunded', 'order'],
  orders: ['id', 'created', 'amount', 'status', 'amount_paid', 'charge'],
  refunds: ['id', 'created', 'amount', 'charge', 'status'],
  tokens: ['id', 'merchant', 'standing'],
  customers: ['id', 'email', 'firstName', 'lastName'],
  plans: ['id', 'name', 'amount', 'interval', 'active'],
  subscriptions: ['id', 'amount', 'active', 'due'],
  checkouts: ['id', 'merchant', 'state', 'order'],
  webhooks: ['number', 'kind', 'standing'],
  requests: ['method', 'path', 'route', 'merchant', 'idempotency_key'],
};

function say(text, wrong = false) {
  news.textContent = text;
  news.classList.toggle('wrong', wrong);
}

async function call(method, path, body) {
  const answer = await fetch(`/_control${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const read = await answer.json();
  if (!answer.ok) throw new Error(read.error ?? `status ${answer.status}`);
  return read;
}

async function pull(done, method, path, body) {
  try {
    await call(method, path, body);
    say(done);
  } catch (error) {
    say(`That did not work: ${error.message}`, true);
  }
  await refresh();
}

function list(target, lines, action) {
  if (lines.length === 0) return fill(target, []);
  const items = lines.map((line) => fill(document.createElement('li'), [line]));
  const set = fill(document.createElement('ul'), items);
  set.className = 'set';
  return fill(target, action ? [set, action] : [set]);
}

function button(text, press) {
  const made = fill(document.createElement('button'), [text]);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

const told = ({ kind, ...rest }) =>
  [kind, ...Object.entries(rest).map(([name, value]) => `${name} ${value}`)].join(', ');

function drawLevers(seen) {
  const armed = seen.faults.map(
    ({ route, fault, times }) => `${route}: ${told(fault)}${times ? `, ${times} more` : ', until taken away'}`,
  );
  const held = seen.held.map((route) => `held: ${route}`);
  const row = fill(document.createElement('p'), [
    button('Take all away', () => pull('All faults are taken away.', 'DELETE', '/faults')),
    ...(held.length ? [button('Release', () => pull('Released.', 'POST', '/release', {}))] : []),
  ]);
  row.className = 'row';
  list(byId('armed'), [...armed, ...held], row);
  list(byId('twists'), seen.next_webhooks.map(told));
}

function drawMerchants(merchants) {
  const card = ({ id, api_token, pakms_key }) => {
    const pairs = Object.entries({ 'Merchant id': id, 'API token': api_token, 'PAKMS key': pakms_key });
    const cells = pairs.flatMap(([name, value]) => [
      fill(document.createElement('dt'), [name]),
      fill(document.createElement('dd'), [value]),
    ]);
    const made = fill(document.createElement('div'), [fill(document.createElement('dl'), cells)]);
    made.className = 'card';
    return made;
  };
  fill(byId('merchants'), merchants.map(card));
}

/** Sections stay where they are, so that an opened one stays open and the focus stays in it. */
function drawRecords({ records }) {
  for (const name of Object.keys(COLUMNS)) {
    const { count, newest } = records[name];
    let section = byId(`records-${name}`);
    if (!section) {
      section = document.createElement('details');
      section.id = `records-${name}`;
      const figure = document.createElement('span');
      figure.className = 'count';
      const box = document.createElement('div');
      box.className = 'scroll';
      // So that the keyboard can move what is wider than the screen.
      box.tabIndex = 0;
      section.append(fill(document.createElement('summary'), [name, figure]), box);
      byId('records').append(section);
    }
    section.querySelector('.count').textContent = count;
    const text = JSON.stringify(newest);
    if (section.dataset.drawn === text) continue;
    section.dataset.drawn = text;
    fill(section.querySelector('.scroll'), [table(name, COLUMNS[name], newest, count)]);
  }
}

let drawn = '';

async function refresh() {
  try {
    const seen = await call('GET', '/overview');
    byId('clock').textContent = seen.clock.now.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC');
    byId('ahead').textContent = seen.clock.ahead_ms > 0 ? '(moved ahead)' : '';
    const rest = JSON.stringify({ ...seen, clock: null });
    if (rest === drawn) return;
    drawn = rest;
    drawLevers(seen);
    drawMerchants(seen.merchants);
    drawRecords(seen);
    if (news.dataset.lost) say('It answers again.');
    delete news.dataset.lost;
  } catch {
    drawn = '';
    news.dataset.lost = 'yes';
    say('The emulator does not answer.', true);
  }
}

byId('fault').addEventListener('submit', (event) => {
  event.preventDefault();
  const { route, fault, times } = event.target.elements;
  const body = { route: route.value, fault: JSON.parse(fault.value), times: Number(times.value) };
  pull('Set.', 'POST', '/faults', body);
});
byId('webhook').addEventListener('submit', (event) => {
  event.preventDefault();
  pull('Set.', 'POST', '/webhooks/next', JSON.parse(event.target.elements.twist.value));
});
for (const step of document.querySelectorAll('[data-advance]')) {
  const move = () => pull(`The clock went ${step.textContent} forward.`, 'POST', '/clock', { advance: step.dataset.advance });
  step.addEventListener('click', move);
}
byId('settle').addEventListener('click', () => pull('The batch is closed.', 'POST', '/settle', {}));
byId('reset').addEventListener('click', () => {
  if (confirm('Forget all charges, orders, tokens and requests?')) pull('Everything is forgotten.', 'POST', '/reset', {});
});

const { routes } = await call('GET', '/routes');
byId('fault').elements.route.append(...routes.map(({ name }) => new Option(name, name)));
await refresh();
setInterval(() => document.hidden || refresh(), 2000);
