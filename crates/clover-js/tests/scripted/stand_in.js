// A stand-in for Clover's global, with its manners (clover-facts 1.2 to 1.9) and with every call replaceable.

let state;

const fail = (text) => {
  throw new Error(text);
};

class FakeElement {
  constructor(kind) {
    this.elementType = kind;
    this.mounted = false;
  }
  mount(selector) {
    if (state.script.mount) return state.script.mount(this, selector);
    if (this.mounted) return;
    const container = document.querySelector(selector) ?? fail("Unable to find a dom element for selector " + selector);
    const frame = document.createElement("iframe");
    frame.title = this.elementType.replaceAll("_", " ");
    frame.setAttribute("style", "border: 0; width: 100%; height: 100%");
    container.appendChild(frame);
    this.mounted = true;
  }
  addEventListener(event, call) {
    state.counts.addEventListener++;
    if (state.script.addEventListener) return state.script.addEventListener(event, call);
    const slot = event + " " + this.elementType;
    if (state.listeners.has(slot)) fail(event + " event is already registered on " + this.elementType + ".");
    state.listeners.set(slot, call);
  }
  removeEventListener(event) {
    state.counts.removeEventListener++;
    const slot = event + " " + this.elementType;
    if (!state.listeners.delete(slot)) fail(event + " is not registered on " + this.elementType + ".");
  }
}

class FakeClover {
  constructor(key, options) {
    state.counts.constructed++;
    state.args = { key, options };
    if (state.script.construct) state.script.construct();
  }
  elements() {
    state.counts.elements++;
    if (state.script.elements) state.script.elements();
    return {
      create(kind, options) {
        "use strict";
        state.counts.create++;
        if (state.script.create) return state.script.create(kind, options);
        if (Object.isFrozen(options)) fail("frozen");
        state.options.push(JSON.stringify(options));
        for (const key of Object.keys(options)) delete options[key];
        return new FakeElement(kind);
      },
    };
  }
  createToken(...args) {
    state.counts.createToken++;
    state.tokenArgs = args;
    return state.script.createToken ? state.script.createToken(...args) : Promise.resolve({ token: "clv_1TSTabcdefghijklmnop" });
  }
  createApplePaymentRequest(request) {
    return { ...request, merchantCapabilities: ["supports3DS"] };
  }
  updateApplePaymentRequest(request) {
    state.appleRequest = request;
  }
  updateApplePaymentStatus(status) {
    state.appleStatus = status;
  }
}

const insertBefore = Node.prototype.insertBefore;

export function reset() {
  state = {
    counts: { constructed: 0, elements: 0, create: 0, createToken: 0, addEventListener: 0, removeEventListener: 0 },
    script: {},
    listeners: new Map(),
    options: [],
  };
  delete window.Clover;
  Node.prototype.insertBefore = insertBefore;
  for (const left of document.querySelectorAll("#stage, script[data-test], .clover-footer, [title=INTERMEDIATE], link, .own-tag")) left.remove();
  const stage = document.createElement("main");
  stage.id = "stage";
  for (const id of ["card-number", "card-date", "card-cvv", "spare"]) {
    const container = document.createElement("div");
    container.id = id;
    stage.append(container);
  }
  document.body.append(stage);
}

export function install() {
  window.Clover = FakeClover;
}

// Replaces a call of Clover's by a function body.
export function script(name, parameters, body) {
  state.script[name] = new Function("state", `return (${parameters}) => { ${body} }`)(state);
}

export function unscript(name) {
  delete state.script[name];
}

export function count(name) {
  return state.counts[name];
}

export function run(body) {
  const value = new Function("state", body)(state);
  return value === undefined ? "" : String(value);
}

export function emit(slot, payload) {
  state.listeners.get(slot)?.(JSON.parse(payload));
}

// The address of a script with this text.
export function scriptOf(text) {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

// From now on a script that is put into the page is never fetched; the test speaks for it.
export function holdScripts() {
  Node.prototype.insertBefore = function (node, before) {
    if (node.tagName === "SCRIPT") node.type = "text/held";
    return insertBefore.call(this, node, before);
  };
}
