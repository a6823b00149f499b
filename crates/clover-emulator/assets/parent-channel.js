// Speaks with the script in the parent page: JSON strings in Clover's envelope (clover-facts 1.10), one origin only.

import { parameters } from './frame-parameters.js';

function newHash() {
  const digits = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(digits, (value) => (value % 36).toString(36)).join('');
}

function send(functionToInvoke, data, hash) {
  if (window.parent === window || !parameters.parentOrigin) return;
  const envelope = {
    functionToInvoke,
    hash,
    sender: parameters.element,
    recipients: ['PARENT'],
    data,
    shouldDefer: false,
    locale: parameters.locale,
  };
  window.parent.postMessage(JSON.stringify(envelope), parameters.parentOrigin);
}

/** Tells the parent something it did not ask for. */
export function notify(functionToInvoke, data) {
  send(functionToInvoke, data, newHash());
}

/** Settles the promise that waits in the parent under `hash`. */
export function reply(functionToInvoke, hash, data) {
  send(functionToInvoke, data, hash);
}

/** Calls `handlers[functionToInvoke](data, hash)` for messages of the embedding page; all else is passed over. */
export function listen(handlers) {
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || event.origin !== parameters.parentOrigin) return;
    let message;
    try {
      message = JSON.parse(event.data);
    } catch {
      return;
    }
    const name = message && message.functionToInvoke;
    if (Object.prototype.hasOwnProperty.call(handlers, name)) handlers[name](message.data, message.hash);
  });
}

/** First word of every visible frame: the parent shows it, at the size given. */
export function announceSize(width, height) {
  notify('resizeFrame', { width, height });
}
