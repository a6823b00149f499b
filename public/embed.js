// <trefoil-invoice href="…">: a Trefoil pay page inside another site. docs/EMBEDDING.md says how to use it.
(() => {
  const HELLO = 'trefoil';
  const WORDS = {
    en: ['Open the invoice', 'Close', 'Your payment is under way. Close this anyway?'],
    fr: ['Ouvrir la facture', 'Fermer', 'Votre paiement est en cours. Fermer quand même?'],
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; position: relative }
    :host([mode=button]) { display: inline-block }
    iframe { display: block; width: 100%; height: 24rem; border: 0 }
    [hidden] { display: none }
    [part=button] { min-height: 2.75rem; padding: 0 1.25rem; font: inherit; cursor: pointer }
    dialog { box-sizing: border-box; width: 66rem; max-width: 100%; max-height: 100%; padding: 1rem; border: 0 }
    dialog::backdrop { background: rgb(0 0 0/.6) }
    [part=close] { display: block; width: 2.75rem; height: 2.75rem; margin: -.5rem -.5rem 0 auto; border: 0; background: none; font-size: 1.25rem; cursor: pointer }
    i { position: absolute; scroll-margin: 2rem 0 9rem }`);

  function start(host) {
    const href = host.getAttribute('href');
    const isButton = host.getAttribute('mode') == 'button';
    const lang = (host.closest('[lang]') || host).lang.slice(0, 2);
    const [open, close, question] = WORDS[lang] || WORDS.en;
    const label = host.getAttribute('label') || open;
    const page = document.documentElement;
    const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
    const make = (tag, parent, facts) => parent.appendChild(Object.assign(document.createElement(tag), facts));
    let origin, box = root, port, timer, state, before;

    root.adoptedStyleSheets = [sheet];
    root.replaceChildren();
    try {
      const url = new URL(href);
      if (/^https?:$/.test(url.protocol)) origin = url.origin;
    } catch {}
    if (!origin) return make('slot', root), () => {};

    const tell = (type, detail) => host.dispatchEvent(new CustomEvent(type, { detail }));
    const unlock = () => {
      if (before != null) page.style.overflow = before;
      before = null;
    };
    const leave = () => {
      if (state != 'processing' || confirm(question)) box.close();
    };
    if (isButton) {
      make('button', root, { type: 'button', part: 'button', textContent: label }).onclick = () => {
        before = page.style.overflow;
        page.style.overflow = 'hidden';
        box.showModal();
        frame.src || load();
      };
      box = make('dialog', root, { part: 'dialog', ariaLabel: label });
      make('button', box, { type: 'button', part: 'close', ariaLabel: close, textContent: '✕' }).onclick = leave;
      box.oncancel = (event) => {
        event.preventDefault();
        leave();
      };
      box.onclose = () => {
        unlock();
        tell('closed', { state });
      };
    }
    const link = make('slot', box, { hidden: true });
    make('a', link, { href, target: '_blank', part: 'link', textContent: label });
    let frame = make('iframe', box, { title: label, allow: 'payment', referrerPolicy: 'origin' });
    const mark = make('i', box);

    const show = (works) => {
      clearTimeout(timer);
      link.hidden = works;
      frame.hidden = !works;
    };
    const wait = (time) => {
      clearTimeout(timer);
      if (!port) timer = setTimeout(show, time, false);
    };
    const load = () => {
      const style = getComputedStyle(host);
      const set = (name) => style.getPropertyValue('--trefoil-' + name).trim();
      const scheme = set('scheme') || style.colorScheme;
      const schemes = ['light', 'dark'].filter((one) => scheme.includes(one)).join(' ') || 'light';
      box == root || (box.style.colorScheme = schemes);
      frame.style.colorScheme = schemes;
      // A name counts only for a new frame; the page reads it before it draws anything.
      const name = JSON.stringify({ scheme: schemes, accent: set('accent'), radius: set('radius'), font: set('font') });
      const old = frame;
      frame = Object.assign(old.cloneNode(), { name, src: href });
      // A page that may not be shown here loads as a blank of the browser's, which says nothing.
      frame.onload = () => wait(2e3);
      old.replaceWith(frame);
      wait(2e4);
    };
    const hear = ({ source, origin: from, data }) => {
      if (source != frame.contentWindow || from != origin || data !== HELLO) return;
      const channel = new MessageChannel();
      port?.close();
      port = channel.port1;
      port.onmessage = ({ data: { height, look, escape, type, detail } }) => {
        if (height) {
          frame.style.height = height + 'px';
          tell('resize', { height });
        }
        if (look != null) {
          mark.style.top = frame.offsetTop + look + 'px';
          mark.scrollIntoView({ block: 'nearest' });
        }
        if (escape && isButton) leave();
        if (type) tell((state = type), detail);
      };
      source.postMessage(HELLO, origin, [channel.port2]);
      show(true);
    };
    const near = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) {
        near.disconnect();
        load();
      }
    }, { rootMargin: '50%' });
    addEventListener('message', hear);
    isButton || near.observe(host);
    return () => {
      removeEventListener('message', hear);
      near.disconnect();
      clearTimeout(timer);
      port?.close();
      unlock();
    };
  }

  customElements.get('trefoil-invoice') || customElements.define('trefoil-invoice', class extends HTMLElement {
    static observedAttributes = ['href', 'mode', 'label'];
    connectedCallback() {
      this.stop = start(this);
    }
    disconnectedCallback() {
      this.stop?.();
      this.stop = null;
    }
    attributeChangedCallback() {
      if (this.stop) {
        this.stop();
        this.stop = start(this);
      }
    }
  });
})();
