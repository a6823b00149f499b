// The parent half of the emulated checkout: defines the one global `Clover` a merchant's page talks to.
// One self-contained file on purpose (pages load exactly one script). Interface, texts and quirks follow
// clover-facts 1.1 to 1.10; a quirk kept on purpose is marked "as in reality". It makes no request of its own.
(function () {
  'use strict';

  const FIELD_TYPES = [
    'CARD', 'CARD_NAME', 'CARD_CVV', 'CARD_DATE', 'CARD_NUMBER', 'CARD_POSTAL_CODE', 'CARD_STREET_ADDRESS',
    'CARD_PHONE_NUMBER', 'CARD_EMAIL_ADDRESS', 'PAYMENT_REQUEST_BUTTON', 'ACH_ELEMENTS', 'GIFT_CARD_ELEMENTS',
    'PAYMENT_REQUEST_BUTTON_APPLE_PAY',
  ];
  const EVENTS = ['blur', 'change', 'focus', 'paymentMethod', 'paymentMethodStart', 'paymentMethodEnd'];
  const LOCALES = ['en', 'en-CA', 'fr-CA'];
  const MESSAGE_FRAME = 'INTERMEDIATE';
  const BASE_HOST = baseHost();

  // Page-wide state, as in reality: shared by every Clover object this copy of the script makes.
  let listeners = {};
  let containerIds = {};
  let factory = null;
  let footerDone = false;

  // The script's own origin first; the search among script tags is what Clover does (clover-facts 1.1). Unlike
  // Clover's, the last resort is the page's own origin: an emulator must never fall back to a real host.
  function baseHost() {
    const own = document.currentScript && document.currentScript.src;
    if (own) return new URL(own).origin;
    const sources = Array.from(document.getElementsByTagName('script'), (script) => script.src);
    const found = sources.find((src) => src.indexOf('clover.com/sdk.js') > 0)
      || sources.find((src) => src.indexOf('localhost') > 0);
    if (found) return new URL(found).origin;
    console.warn('Could not determine environment');
    return location.origin;
  }

  function forgetElements() {
    containerIds = {};
    listeners = {};
    // CARD has no slot, as in reality: addEventListener on it ends in a bare TypeError.
    for (const type of FIELD_TYPES) if (type !== 'CARD') listeners[type] = {};
  }

  function newHash() {
    const digits = crypto.getRandomValues(new Uint8Array(10));
    return Array.from(digits, (value) => (value % 36).toString(36)).join('');
  }

  function widgetUrl(parameters) {
    const query = parameters
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${BASE_HOST}/widget.html?${query.join('&')}`;
  }

  const json = (value) => value && JSON.stringify(value);

  // ---- field elements ------------------------------------------------------------------------------------

  class FieldElement {
    constructor(owner, type, options) {
      this.elementType = type;
      this.owner = owner;
      this.mounted = false;
      this.takeSpecialKeys(options);
    }

    // What is not a style is deleted from the caller's object, as in reality; a frozen object throws here.
    takeSpecialKeys(options) {
      if (!options) return;
      for (const key of ['paymentReqData', 'applePaymentRequest', 'sessionIdentifier', 'phoneNumberMask']) {
        if (key in options) {
          this[key] = options[key];
          delete options[key];
        }
      }
      if (typeof options.showPhoneTypeDropDown === 'boolean') {
        this.showPhoneTypeDropDown = String(options.showPhoneTypeDropDown);
        delete options.showPhoneTypeDropDown;
      }
      this.styles = options;
    }

    mount(selector) {
      if (this.mounted) return;
      if (this.elementType === 'PAYMENT_REQUEST_BUTTON_APPLE_PAY' && !applePayWorks()) return;
      const container = document.querySelector(selector);
      if (!container) throw new Error(`Unable to find a dom element for selector ${selector}`);
      containerIds[this.elementType] = container.id;
      container.appendChild(this.frame());
      this.mounted = true;
    }

    frame() {
      const frame = document.createElement('iframe');
      frame.setAttribute('title', this.elementType.replace(/_/g, ' '));
      frame.setAttribute('src', this.url());
      frame.setAttribute('style', 'border: 0;');
      if (this.elementType !== 'ACH_ELEMENTS') {
        frame.setAttribute('width', '100%');
        frame.setAttribute('height', '100%');
      }
      if (this.elementType.startsWith('PAYMENT_REQUEST_')) {
        frame.setAttribute('allowPaymentRequest', '');
        frame.setAttribute('allow', 'payment');
      }
      return frame;
    }

    url() {
      if (this.paymentReqData) this.paymentReqData.merchantHostname = location.hostname;
      return widgetUrl([
        ['baseOrigin', BASE_HOST],
        ['element', this.elementType],
        ['origin', location.origin],
        ['apiKey', this.owner.apiKey],
        ['mId', this.owner.merchantId],
        ['styles', json(this.styles)],
        ['paymentRequest', json(this.paymentReqData)],
        ['applePaymentRequest', json(this.applePaymentRequest)],
        ['sessionIdentifier', this.sessionIdentifier],
        ['domainHost', location.origin],
        ['locale', this.owner.locale],
        ['showPhoneTypeDropDown', this.showPhoneTypeDropDown],
        ['phoneNumberMask', this.phoneNumberMask],
      ]);
    }

    addEventListener(event, callback) {
      requireEventName(event, 'adding');
      if (typeof callback !== 'function') {
        throw new Error('When adding an event listener, the second argument should be a function callback.');
      }
      if (listeners[this.elementType][event]) {
        throw new Error(`${event} event is already registered on ${this.elementType}.`);
      }
      listeners[this.elementType][event] = callback;
    }

    removeEventListener(event) {
      requireEventName(event, 'removing');
      if (!listeners[this.elementType][event]) {
        throw new Error(`${event} is not registered on ${this.elementType}.`);
      }
      delete listeners[this.elementType][event];
    }
  }

  function requireEventName(event, doing) {
    if (typeof event !== 'string') {
      throw new Error(`When ${doing} an event listener, the first argument should be a string event name.`);
    }
    if (!EVENTS.includes(event)) throw new Error('This event is not yet supported.');
  }

  function applePayWorks() {
    const session = window.ApplePaySession;
    return Boolean(session && session.canMakePayments() && session.supportsVersion(3));
  }

  class Elements {
    constructor(apiKey, merchantId, locale) {
      this.apiKey = apiKey;
      this.merchantId = merchantId;
      this.locale = locale;
    }

    create(type, options) {
      if (!type || !FIELD_TYPES.includes(type)) {
        throw new Error(`Enter a valid element such as ${FIELD_TYPES.join(', ')}`);
      }
      if (type === 'PAYMENT_REQUEST_BUTTON' && options && !options.paymentReqData) {
        throw new Error(`PaymentRequest object is invalid, apiKey-${this.apiKey}`);
      }
      return new FieldElement(this, type, options);
    }
  }

  // ---- footer --------------------------------------------------------------------------------------------

  function renderFooter(showSecurePayments, showPrivacyPolicy) {
    if (footerDone) return;
    footerDone = true;
    if (document.querySelector('.clover-footer')) return;
    const footer = document.createElement('div');
    footer.className = 'clover-footer';
    footer.setAttribute('style', 'padding: 18px 24px; background: #F4F5F5; border-radius: 6px; '
      + 'display: flex; gap: 16px; align-items: center; justify-content: center;');
    if (showSecurePayments) footer.appendChild(secureNote());
    if (showPrivacyPolicy) footer.appendChild(privacyLink());
    // With both switched off the empty grey bar is still appended, as in reality.
    document.body.appendChild(footer);
  }

  function secureNote() {
    const note = document.createElement('div');
    note.className = 'clover-secure-payments';
    note.setAttribute('style', 'display: flex; gap: 8px; align-items: center; color: #3c4043;');
    note.append(icon('lock.png'), 'Secure payments (emulated)', icon('clover-symbol.png'));
    return note;
  }

  function icon(name) {
    const image = document.createElement('img');
    image.src = `${BASE_HOST}/assets/icons/${name}`;
    image.alt = '';
    image.width = 16;
    image.height = 16;
    return image;
  }

  function privacyLink() {
    const link = document.createElement('a');
    link.className = 'clover-privacy-link';
    link.href = 'https://www.clover.com/privacy-policy';
    link.title = 'Privacy Policy';
    link.textContent = 'Privacy Policy';
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.setAttribute('style', 'color: #3c4043;');
    return link;
  }

  // ---- messages from the frames --------------------------------------------------------------------------

  function tell(event, elementType, payload) {
    const callback = listeners[elementType][event];
    if (callback) callback(payload);
  }

  const HANDLERS = {
    resizeFrame: ({ width, height }, sender) => resize(sender, width, height),
    onBlurEvent: (data) => tell('blur', data.elementType, data.realTimeFormState),
    onChangeEvent: (data) => tell('change', data.elementType, data.realTimeFormState),
    onFocusEvent: (data) => tell('focus', data.elementType, data.realTimeFormState),
    onTokenizedWallet: (data) => tell('paymentMethod', data.elementType, data.responseData),
    onWalletWindowOpen: (data) => tell('paymentMethodStart', data.elementType, data.responseData),
    onWalletWindowClose: (data) => tell('paymentMethodEnd', data.elementType, data.responseData),
    removeApplePayFromDom: ({ iFrameTitle }) => {
      for (const frame of document.querySelectorAll('iframe')) if (frame.title === iFrameTitle) frame.remove();
    },
    onAppleTokenReceived: (data) => announce('paymentMethod', {
      tokenRecieved: data.applePayToken, // the misspelling is Clover's
      customerEmail: data.emailAddress,
      status: 'apple_token_received',
    }),
    onInformMerchantOfSessionCancellation: (data) => announce('paymentMethodEnd', {
      eventMessage: data && data.eventMessage,
      status: 'session_cancelled',
    }),
  };

  function announce(name, detail) {
    window.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // Only the container's first element is looked at, and only when the container has an id, as in reality.
  function resize(elementType, width, height) {
    const id = containerIds[elementType];
    if (!id) return;
    const container = document.getElementById(id);
    const frame = container && container.firstElementChild;
    if (!frame || frame.tagName !== 'IFRAME') {
      console.error(`Failed to find or resize iframe for ${id}`);
      return;
    }
    frame.setAttribute('width', width);
    frame.setAttribute('height', height);
    frame.setAttribute('allow', 'payment *');
    frame.style.visibility = 'visible';
  }

  // ---- the global ----------------------------------------------------------------------------------------

  class Clover {
    constructor(apiKey, options) {
      if (!apiKey) throw new Error('Apikey is required');
      const { merchantId, locale = 'en', showSecurePayments = true, showPrivacyPolicy = true } = options || {};
      Object.assign(this, { apiKey, merchantId, locale, showSecurePayments, showPrivacyPolicy });
      this.pending = new Map();
      // Never removed, as in reality: two Clover objects deliver every event twice.
      window.addEventListener('message', (event) => this.receive(event));
    }

    elements() {
      forgetElements();
      this.locale = LOCALES.includes(this.locale) ? this.locale : 'en';
      this.messageFrame = this.appendMessageFrame();
      factory = factory || new Elements(this.apiKey, this.merchantId, this.locale);
      renderFooter(this.showSecurePayments, this.showPrivacyPolicy);
      return factory;
    }

    appendMessageFrame() {
      const holder = document.createElement('div');
      holder.setAttribute('style',
        'top:0; position:fixed; height:1px; width:1px; pointer-events:none; opacity:0;');
      const frame = new FieldElement(this, MESSAGE_FRAME).frame();
      holder.appendChild(frame);
      document.body.appendChild(holder);
      return frame;
    }

    receive(event) {
      if (event.origin !== BASE_HOST) return;
      try {
        const { functionToInvoke, hash, sender, data, shouldDefer } = JSON.parse(event.data);
        if (shouldDefer === false && this.pending.has(hash)) {
          this.pending.get(hash)(data);
          this.pending.delete(hash);
        } else if (Object.prototype.hasOwnProperty.call(HANDLERS, functionToInvoke)) {
          HANDLERS[functionToInvoke](data, sender);
        }
      } catch (error) {
        console.error(error);
      }
    }

    // A window that is gone or not yet loaded swallows the message, as in reality: the promise then never settles.
    post(functionToInvoke, data, shouldDefer) {
      if (!this.messageFrame) return undefined;
      const hash = newHash();
      const answer = shouldDefer ? new Promise((resolve) => this.pending.set(hash, resolve)) : undefined;
      const envelope = {
        functionToInvoke, hash, sender: 'PARENT', recipients: [MESSAGE_FRAME], data, shouldDefer, locale: this.locale,
      };
      const target = this.messageFrame.contentWindow;
      if (target) target.postMessage(JSON.stringify(envelope), BASE_HOST);
      return answer;
    }

    createToken(multipay = false) {
      return this.post('postTokenRequest', { isMultipayToken: multipay }, true);
    }

    createAchToken(options, multipay = false) {
      if (!options || !(options.amount > 0)) {
        throw new Error('Trying to create a ach token without specifying a positive amount as options');
      }
      return this.post('initiateAchTokenRequest', { isMultipayToken: multipay, options }, true);
    }

    createGiftCardToken() {
      return this.post('postGiftCardTokenRequest', {}, true);
    }

    // The old Google Pay path: a bare W3C request for the page to show().
    paymentRequest(data) {
      if (!window.PaymentRequest) throw new Error('Unable to load the Payment Request API');
      const { total = {}, currencyCode = 'USD', countryCode = 'US' } = data || {};
      const value = ((total.amount || 0) / 100).toFixed(2);
      const method = {
        supportedMethods: 'https://google.com/pay',
        data: { environment: 'TEST', apiVersion: 2, apiVersionMinor: 0, countryCode },
      };
      const label = total.label || 'Total';
      return new window.PaymentRequest([method], { total: { label, amount: { currency: currencyCode, value } } });
    }

    createApplePaymentRequest({ amount, countryCode = 'US', currencyCode = 'USD' } = {}) {
      if (!(amount > 0)) throw new Error('Amount is required');
      return {
        countryCode,
        currencyCode,
        merchantCapabilities: ['supports3DS'],
        supportedNetworks: ['visa', 'masterCard', 'amex', 'discover'],
        total: { label: 'Amount to be charged', type: 'final', amount: (amount / 100).toFixed(2) },
        requiredShippingContactFields: ['email'],
        requiredBillingContactFields: ['postalAddress', 'name'],
      };
    }

    updateApplePaymentRequest(request) {
      const updatedApplePaymentRequest = this.createApplePaymentRequest(request);
      this.post('updateApplePaymentRequest', { updatedApplePaymentRequest }, false);
    }

    updateApplePaymentStatus(status) {
      const isPaymentSuccessful = String(status).toLowerCase() === 'success';
      this.post('updateApplePaymentStatus', { isPaymentSuccessful }, false);
    }
  }

  window.Clover = Clover;
}());
