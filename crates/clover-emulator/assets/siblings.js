// Lets the field frames of one page see each other's fields.
//
// All frames of a page share our origin, so they read each other directly through `parent.frames`. Nothing is
// copied, so nothing can go stale: a removed frame is not in the list, a reloaded one shows its new fields, another
// tab has another parent, and a late INTERMEDIATE frame has missed nothing.

import { FORM_ORDER } from './field-kinds.js';

const KEY = 'emulatedCardFields';

/** Shows this frame's fields to its siblings. */
export function expose(fields) {
  window[KEY] = { born: performance.timeOrigin, fields };
}

function exposedBy(frame) {
  try {
    return frame[KEY];
  } catch {
    return undefined; // another origin, or one of ours that has not loaded yet
  }
}

/** Element type -> field, over the whole page, in the order of a form; the youngest frame of a type wins. */
export function mountedFields() {
  const youngest = new Map();
  for (let index = 0; index < window.parent.frames.length; index += 1) {
    const shown = exposedBy(window.parent.frames[index]);
    for (const field of (shown && shown.fields) || []) {
      const rival = youngest.get(field.type);
      if (!rival || rival.born <= shown.born) youngest.set(field.type, { born: shown.born, field });
    }
  }
  const inOrder = FORM_ORDER.filter((type) => youngest.has(type));
  return new Map(inOrder.map((type) => [type, youngest.get(type).field]));
}

/** The aggregate that every blur, change and focus event carries; `own` fields are always in it. */
export function formState(own) {
  const fields = mountedFields();
  for (const field of own) fields.set(field.type, field);
  return Object.fromEntries(Array.from(fields, ([type, field]) => [type, field.state()]));
}

/** Brand of the card number typed anywhere on the page, or undefined. */
export function pageBrand() {
  const number = mountedFields().get('CARD_NUMBER');
  return number && number.brand();
}

/** Has every CVV field on the page fit itself to the brand just recognised. */
export function brandChanged() {
  for (const field of mountedFields().values()) field.followBrand();
}
