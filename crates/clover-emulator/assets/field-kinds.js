// The field types: how each is built, formatted and judged. A row here is all a new field type needs (and its texts).

import { formatNumber, isCardNumber } from './card-number.js';
import { formatExpiry, isExpiry } from './expiry.js';
import { formatPostalCode, isPostalCode } from './postal-code.js';

const asTyped = (raw) => ({ value: raw.trim(), text: raw });

function onlyDigits(raw, brand) {
  const value = raw.replace(/\D/g, '').slice(0, brand ? brand.cvv : 4);
  return { value, text: value };
}

// `format(raw, {deleting, brand})` gives what is kept and what is shown; `valid(value, {brand})` judges what is kept.
const KINDS = {
  CARD_NUMBER: {
    tag: 'card-number',
    attributes: { id: 'cardNumber', name: 'cardnumber', autocomplete: 'cc-number', inputmode: 'numeric', maxlength: 23 },
    format: (raw) => formatNumber(raw),
    valid: (value) => isCardNumber(value),
  },
  CARD_DATE: {
    tag: 'card-date',
    attributes: { id: 'date', name: 'exp-date', autocomplete: 'cc-exp', inputmode: 'numeric', maxlength: 9 },
    format: (raw, { deleting }) => formatExpiry(raw, deleting),
    valid: (value) => isExpiry(value, new Date()),
  },
  CARD_CVV: {
    tag: 'card-cvv',
    attributes: { id: 'cvv', name: 'cvc', autocomplete: 'cc-csc', inputmode: 'numeric', maxlength: 4 },
    format: (raw, { brand }) => onlyDigits(raw, brand),
    valid: (value, { brand }) => (brand ? value.length === brand.cvv : value.length >= 3),
  },
  CARD_POSTAL_CODE: {
    tag: 'card-postal-code',
    attributes: { id: 'postal', name: 'postal', autocomplete: 'postal-code', autocapitalize: 'characters', maxlength: 10 },
    format: (raw) => formatPostalCode(raw),
    valid: (value) => isPostalCode(value),
  },
  CARD_NAME: {
    tag: 'card-name',
    attributes: { id: 'name', name: 'ccname', autocomplete: 'cc-name', autocapitalize: 'words', maxlength: 100 },
    format: asTyped,
    valid: () => true,
  },
  CARD_STREET_ADDRESS: {
    tag: 'card-street-address',
    attributes: { id: 'address', name: 'address', autocomplete: 'address-line1', maxlength: 200 },
    format: asTyped,
    valid: () => true,
  },
  CARD_PHONE_NUMBER: {
    tag: 'card-phone-number',
    attributes: { id: 'phone', name: 'phone', type: 'tel', autocomplete: 'tel', inputmode: 'tel', maxlength: 25 },
    format: asTyped,
    valid: (value) => /^\d{7,15}$/.test(value.replace(/[\s().+-]/g, '')),
  },
  CARD_EMAIL_ADDRESS: {
    tag: 'card-email-address',
    attributes: { id: 'email', name: 'email', autocomplete: 'email', inputmode: 'email', maxlength: 254 },
    format: asTyped,
    valid: (value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  },
};

/** Order of the types in the aggregate form state. */
export const FORM_ORDER = Object.keys(KINDS);

/** What the all-in-one CARD frame holds. */
export const ALL_IN_ONE = ['CARD_NUMBER', 'CARD_DATE', 'CARD_CVV', 'CARD_POSTAL_CODE'];

/** The row of a field type, or undefined for the types that are not text fields. */
export function fieldKind(type) {
  return Object.prototype.hasOwnProperty.call(KINDS, type) ? KINDS[type] : undefined;
}
