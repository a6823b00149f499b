// The one network call of the frames: POST /v1/tokens on our own origin.

import { parameters } from './frame-parameters.js';
import { FAILURE_WITHOUT_FIELD } from './settings.js';
import { textsFor } from './texts.js';

const FIELD_OF_CODE = {
  invalid_number: 'CARD_NUMBER',
  incorrect_number: 'CARD_NUMBER',
  invalid_card_type: 'CARD_NUMBER',
  invalid_cvc: 'CARD_CVV',
  incorrect_cvc: 'CARD_CVV',
  invalid_expiry_month: 'CARD_DATE',
  invalid_expiry_year: 'CARD_DATE',
  expired_card: 'CARD_DATE',
  email_invalid: 'CARD_EMAIL_ADDRESS',
};

const failure = (key, text) => ({ errors: { [key]: text } });

function refusal(body) {
  const error = (body && body.error) || {};
  const key = Object.prototype.hasOwnProperty.call(FIELD_OF_CODE, error.code)
    ? FIELD_OF_CODE[error.code]
    : FAILURE_WITHOUT_FIELD;
  return failure(key, error.message || (body && body.message) || textsFor(parameters.locale).tokenFailed);
}

function success(card, answer) {
  const told = answer.card || {};
  const outcome = {
    token: answer.id,
    card: {
      brand: told.brand || card.brand,
      exp_month: told.exp_month || card.exp_month,
      exp_year: told.exp_year || card.exp_year,
      first6: told.first6 || card.number.slice(0, 6),
      last4: told.last4 || card.number.slice(-4),
    },
  };
  if (card.address_zip) outcome.card.address_zip = card.address_zip;
  return outcome;
}

/** Gives `{token, card}` or `{errors}`; never rejects. The card is neither stored nor logged. */
export async function requestToken(card, isMultipay) {
  let answer;
  try {
    const response = await fetch('/v1/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json', apikey: parameters.apiKey },
      body: JSON.stringify(isMultipay ? { card, multipay: true } : { card }),
      credentials: 'omit',
      cache: 'no-store',
    });
    answer = { ok: response.ok, body: await response.json().catch(() => undefined) };
  } catch {
    return failure(FAILURE_WITHOUT_FIELD, textsFor(parameters.locale).unreachable);
  }
  return answer.ok && answer.body && answer.body.id ? success(card, answer.body) : refusal(answer.body);
}
