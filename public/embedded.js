// The pay page's side of embed.js: loaded only where a page may be inside another site's. It looks at the page and never
// touches it, and speaks through a port with a parent of an origin that the merchant named, and with nobody else.
(() => {
  const HELLO = 'trefoil';
  const EVENTS = {
    tokenizing: 'processing',
    charging: 'processing',
    declined: 'declined',
    unclear: 'unclear',
    paid: 'paid',
    'partly-paid': 'paid',
  };
  const LOADING = ['loading-invoice', 'loading-fields'];
  const FONTS = [
    'arial', 'courier new', 'garamond', 'georgia', 'helvetica', 'helvetica neue', 'monospace', 'palatino', 'roboto',
    'sans-serif', 'segoe ui', 'serif', 'system-ui', 'tahoma', 'times new roman', 'trebuchet ms', 'ui-monospace',
    'ui-rounded', 'ui-sans-serif', 'ui-serif', 'verdana',
  ];
  const COLOUR = /^(#[\da-f]{3,8}|(rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\([\w\s.,%/+-]{1,80}\))$/i;
  const LENGTH = /^(0|\d{1,2}(\.\d{1,3})?(px|rem|em))$/;

  const origins = document.currentScript.dataset.origins.split(' ');
  if (parent === window) return;
  const root = document.documentElement;
  root.dataset.embedded = '';

  // What is outside of these forms is passed over: nothing from outside becomes CSS but colours, lengths and fonts.
  const dress = ({ scheme, accent, radius, font }) => {
    if (COLOUR.test(accent) && CSS.supports('color', accent)) root.style.setProperty('--embed-accent', accent);
    if (LENGTH.test(radius)) root.style.setProperty('--radius', radius === '0' ? '0px' : radius);
    const wanted = String(font).toLowerCase().split(',').map((name) => name.trim().replace(/^["']|["']$/g, ''));
    const fonts = wanted.filter((name) => FONTS.includes(name));
    if (fonts.length > 0) root.style.setProperty('--font', fonts.join(', '));
    if (scheme === 'light' || scheme === 'dark') {
      root.dataset.scheme = scheme;
      for (const { cssRules } of document.styleSheets) settle(cssRules, scheme);
    }
  };
  // The page's style sheets ask the browser; here the parent has decided.
  const settle = (rules, scheme) => {
    for (const rule of rules) {
      const asked = rule.media && /prefers-color-scheme:\s*(\w+)/.exec(rule.media.mediaText);
      if (asked) rule.media.mediaText = asked[1] === scheme ? 'screen' : 'not all';
      if (rule.cssRules) settle(rule.cssRules, scheme);
    }
  };
  try {
    dress(JSON.parse(window.name));
  } catch {
    // A parent without wishes.
  }

  let port;
  const tell = (message) => port?.postMessage(message);

  // What the server knows of the invoice. The last answer must do while there is no other.
  let facts = {};
  let before = 0;
  const ask = async (state) => {
    try {
      const answer = await fetch('/api/links' + location.pathname.replace(/^\/pay/, ''));
      const { amount_due, currency, paid = 0, standing } = await answer.json();
      const { payment, receipt } = standing;
      const due = { amount: state === 'partly-paid' ? paid - before : amount_due };
      const { amount, tip } = receipt || payment || due;
      facts = { amount, tip, currency, payment: receipt?.payment || payment?.id };
      before = paid;
    } catch {
      // Offline: the event matters more than its details.
    }
    return facts;
  };

  // Events wait for the details of those before them, so that they keep their order.
  let told = Promise.resolve();
  const announce = (type, state) => {
    told = told.then(async () => tell({ type, detail: { state, ...(type === 'processing' ? facts : await ask(state)) } }));
  };
  let last, ready;
  const look = () => {
    const state = document.querySelector('main[data-state]')?.dataset.state;
    if (!state || state === last || LOADING.includes(state)) return;
    const type = EVENTS[state];
    const [same, wasAtWork] = [type === EVENTS[last], EVENTS[last] === 'processing'];
    last = state;
    // After `processing` something always follows, even if nothing was sent because a field was wrong.
    if (!ready || (wasAtWork && !type)) announce('ready', state);
    ready = true;
    if (type && !same) announce(type, state);
  };

  const begin = () => {
    new ResizeObserver(() => tell({ height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);
    new MutationObserver(look).observe(document, {
      attributeFilter: ['data-state'],
      attributes: true,
      childList: true,
      subtree: true,
    });
    look();
    // Browsers do not scroll a page of another origin to what took the focus; only the parent can.
    addEventListener('focusin', ({ target }) => {
      if (target.tabIndex === -1) tell({ look: target.getBoundingClientRect().top });
    });
    addEventListener('keydown', ({ key }) => key === 'Escape' && tell({ escape: true }));
  };
  addEventListener('message', ({ source, origin, data, ports }) => {
    if (port || source !== parent || !origins.includes(origin) || data !== HELLO || !ports[0]) return;
    [port] = ports;
    begin();
  });

  // Other pages, Clover's and ours, do not let themselves be framed here.
  addEventListener('click', ({ target }) => {
    const link = target.closest?.('a[href]');
    if (link && /^http/.test(link.protocol) && link.pathname !== location.pathname) link.target = '_blank';
  }, true);

  const known = location.ancestorOrigins?.[0] || (document.referrer && new URL(document.referrer).origin);
  for (const origin of origins) if (!known || origin === known) parent.postMessage(HELLO, origin);
})();
