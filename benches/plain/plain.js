// What the bench holds Trefoil against: an invoice page as a careful person writes it by hand, without a framework.
// It shows the invoice, mounts Clover's four fields, pays, and has a state for every end. One language, no build.

const link = location.pathname.split('/').pop();
const api = `/api/links/${link}`;
const by = (id) => document.getElementById(id);
const main = document.querySelector('main');
const FIELDS = {
  CARD_NUMBER: 'card-number',
  CARD_DATE: 'card-date',
  CARD_CVV: 'card-cvv',
  CARD_POSTAL_CODE: 'card-postal-code',
};
const DECLINES = {
  'insufficient-funds': 'The card does not have the funds needed. Nothing was charged.',
  'expired-card': 'The card has expired. Nothing was charged.',
  'incorrect-cvc': 'The security code is wrong. Nothing was charged.',
  'incorrect-number': 'The card number is wrong. Nothing was charged.',
};

let view;
let clover;

const money = (minor) =>
  new Intl.NumberFormat(view.merchant.locale, { style: 'currency', currency: view.currency })
    .format(minor / 10 ** view.decimals);
const day = (text) =>
  new Intl.DateTimeFormat(view.merchant.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));

function state(name, words = '') {
  main.dataset.state = name;
  by('status').textContent = words;
  by('pay').setAttribute('aria-disabled', String(name !== 'ready' && name !== 'declined'));
}

function ended(name, title, text = '') {
  state(name, title);
  by('form').hidden = true;
  const outcome = by('outcome');
  outcome.hidden = false;
  outcome.replaceChildren(Object.assign(document.createElement('h2'), { textContent: title }), text);
  outcome.focus();
}

function notice(text) {
  by('notice').textContent = text;
  if (text) by('notice').focus();
}

function draw() {
  document.documentElement.style.setProperty('--accent', view.merchant.accent);
  document.title = `${view.number} – ${view.merchant.name}`;
  by('merchant').textContent = view.merchant.name;
  document.querySelector('h1').textContent = `Invoice ${view.number}`;
  by('sum').textContent = money(view.totals.total) + (view.due_date ? ` due ${day(view.due_date)}` : '');
  by('lines').replaceChildren(...view.lines.map((line) => {
    const row = document.createElement('tr');
    const times = line.quantity === 1 ? '' : ` ${line.quantity} × ${money(line.unit_amount)}`;
    row.insertCell().textContent = line.description + times;
    row.insertCell().textContent = money(line.amount);
    return row;
  }));
  by('notes').textContent = view.notes;
  by('pay').textContent = `Pay ${money(view.amount_due)}`;
  by('invoice').removeAttribute('aria-busy');
}

async function ask(path, body) {
  const options = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = await fetch(path, { ...options, signal: AbortSignal.timeout(body ? 45000 : 15000) });
  return { status: answer.status, body: await answer.json() };
}

function sdk() {
  const tag = document.querySelector('script[src$="sdk.js"]');
  return window.Clover ? Promise.resolve() : new Promise((resolve, reject) => {
    tag.addEventListener('load', resolve);
    tag.addEventListener('error', reject);
    setTimeout(reject, 10000);
  });
}

async function mount(form) {
  await sdk();
  clover = new window.Clover(form.api_key, { merchantId: form.merchant_id, locale: form.locale });
  const elements = clover.elements();
  const ink = getComputedStyle(document.body).color;
  const styles = () => ({
    body: { margin: '0', fontFamily: 'system-ui,sans-serif', fontSize: '16px' },
    input: { color: ink, border: '0', padding: '0', width: '100%', height: '100%', fontSize: '16px', background: 'transparent' },
  });
  await Promise.all(Object.entries(FIELDS).map(([type, id]) => {
    const field = elements.create(type, styles());
    field.mount(`#${id}`);
    field.addEventListener('blur', (event) => complain(id, event[type]));
    return shown(by(id).firstElementChild);
  }));
  state('ready', 'The card form is ready.');
}

const shown = (frame) => new Promise((resolve) => {
  const look = () => frame.style.visibility === 'visible' && resolve();
  new MutationObserver(look).observe(frame, { attributes: true, attributeFilter: ['style'] });
  look();
});

function complain(id, report) {
  by(`${id}-error`).textContent = (report && report.touched && report.error) || '';
}

async function pay(event) {
  event.preventDefault();
  if (by('pay').getAttribute('aria-disabled') === 'true') return;
  notice('');
  state('tokenizing', 'Checking the card…');
  const made = await clover.createToken();
  if (!made.token) {
    for (const [type, id] of Object.entries(FIELDS)) by(`${id}-error`).textContent = made.errors?.[type] || '';
    state('ready');
    return notice('Check the fields above.');
  }
  state('charging', 'Paying…');
  const request = {
    token: made.token,
    idempotency_key: crypto.randomUUID(),
    amount: view.amount_due,
    ...(by('email').value && { email: by('email').value }),
  };
  await charge(request, 0);
}

async function charge(request, tries) {
  try {
    const answer = await ask(`${api}/payments`, request);
    if (answer.status < 300) return await follow(answer.body, 0);
    if (answer.status >= 500) throw new Error('unknown');
    if (answer.body.payment) return await follow({ id: answer.body.payment, state: { is: 'processing' } }, 0);
    state('ready');
    notice('The payment could not be taken. Nothing was charged.');
  } catch {
    // Whether it arrived is unknown: the same request again, by the same key.
    if (tries > 3) state('unclear', 'Do not pay again. We are finding out.');
    setTimeout(() => charge(request, tries + 1), 1000 * 2 ** Math.min(tries, 5));
  }
}

async function follow(payment, looks) {
  switch (payment.state.is) {
    case 'approved':
      return ended('paid', 'Paid. Thank you!', money(payment.state.receipt.amount));
    case 'declined':
      state('declined');
      return notice(DECLINES[payment.state.reason] || 'The card was declined. Nothing was charged.');
    case 'not-charged':
      state('ready');
      return notice('The payment did not reach the bank. Try again.');
    default:
      state(payment.state.is === 'unclear' ? 'unclear' : 'charging', 'Do not pay again. We are finding out.');
      await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(looks + 1, 20)));
      try {
        return await follow((await ask(`${api}/payments/${payment.id}`)).body, looks + 1);
      } catch {
        return follow(payment, looks + 1);
      }
  }
}

async function start() {
  const answer = await ask(api);
  if (answer.status === 404) return ended('unknown', 'There is no invoice here');
  view = answer.body;
  draw();
  const standing = view.standing;
  switch (standing.is) {
    case 'open':
      if (!standing.card_form) return ended('not-ready', 'Cards cannot be taken right now');
      state('loading-fields', 'Loading the card form…');
      return mount(standing.card_form).catch(() => ended('fields-failed', 'The card form did not load'));
    case 'in-progress':
      return follow(standing.payment, 0);
    case 'paid':
      return ended('paid', 'Paid. Thank you!', money(standing.receipt.amount));
    default:
      return ended(standing.is, standing.is === 'void' ? 'This invoice was cancelled' : 'This link has expired');
  }
}

by('form').addEventListener('submit', pay);
start().catch(() => ended('failed', 'The invoice could not be loaded', 'Check the network and load the page again.'));
