// The hidden INTERMEDIATE frame: gathers the fields when the page asks for a token and answers.

import { brandOf } from './card-number.js';
import { expiryParts } from './expiry.js';
import { parameters } from './frame-parameters.js';
import { listen, reply } from './parent-channel.js';
import { NO_ANSWER_WITHOUT } from './settings.js';
import { mountedFields } from './siblings.js';
import { textsFor } from './texts.js';
import { requestToken } from './token-request.js';

function complaints(fields) {
  const errors = {};
  for (const [type, field] of fields) {
    const error = field.error();
    if (error) {
      errors[type] = error;
      field.complain();
    }
  }
  return errors;
}

// Phone and e-mail fields are checked but not sent: no place for them in a card token is documented.
function cardOf(fields) {
  const typed = (type) => (fields.has(type) ? fields.get(type).value : undefined);
  const { month, year } = expiryParts(typed('CARD_DATE'));
  const card = {
    number: typed('CARD_NUMBER'),
    exp_month: month,
    exp_year: year,
    cvv: typed('CARD_CVV'),
    brand: brandOf(typed('CARD_NUMBER')).code,
    name: typed('CARD_NAME'),
    address_line1: typed('CARD_STREET_ADDRESS'),
    address_zip: typed('CARD_POSTAL_CODE'),
  };
  return JSON.parse(JSON.stringify(card)); // drops what is not mounted
}

async function answerToken(data, hash) {
  const fields = mountedFields();
  if (!NO_ANSWER_WITHOUT.every((type) => fields.has(type))) {
    console.warn(`No answer to createToken: ${NO_ANSWER_WITHOUT.join(', ')} must be mounted.`);
    return;
  }
  const errors = complaints(fields);
  const outcome = Object.keys(errors).length
    ? { errors }
    : await requestToken(cardOf(fields), Boolean(data && data.isMultipayToken));
  reply('postTokenRequest', hash, outcome);
}

function answerNotEmulated(functionToInvoke, type, text) {
  return (_, hash) => reply(functionToInvoke, hash, { errors: { [type]: text } });
}

// Apple Pay's button is in another frame of our origin; the page tells only this one.
function tellApplePay(word) {
  for (let index = 0; index < window.parent.frames.length; index += 1) {
    try {
      const { applePayTold } = window.parent.frames[index];
      if (applePayTold) applePayTold(word);
    } catch {
      // A frame of another origin.
    }
  }
}

/** Starts listening; from here on the page gets answers. */
export function startTokenizer() {
  const texts = textsFor(parameters.locale);
  listen({
    postTokenRequest: answerToken,
    updateApplePaymentRequest: ({ updatedApplePaymentRequest }) => tellApplePay({ total: updatedApplePaymentRequest.total }),
    updateApplePaymentStatus: ({ isPaymentSuccessful }) => tellApplePay({ succeeded: isPaymentSuccessful }),
    postGiftCardTokenRequest: answerNotEmulated('postGiftCardTokenRequest', 'GIFT_CARD_ELEMENTS', texts.noGiftCard),
    initiateAchTokenRequest: answerNotEmulated('initiateAchTokenRequest', 'ACH_ELEMENTS', texts.noAch),
  });
}
