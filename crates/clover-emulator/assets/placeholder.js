// Stands where a bank-account or gift-card form would be: says that it is not emulated.

import { parameters } from './frame-parameters.js';
import { textsFor } from './texts.js';

export function placeholder() {
  const texts = textsFor(parameters.locale);
  const note = document.createElement('p');
  note.className = 'placeholder';
  note.textContent = parameters.element === 'ACH_ELEMENTS' ? texts.noAch : texts.noGiftCard;
  return note;
}
