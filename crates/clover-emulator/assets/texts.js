// The words a frame shows or sends, in the three languages Clover's frames know. The wording is ours (English error
// texts follow clover-facts 1.7); pages should treat every text as opaque.

const ENGLISH = {
  CARD_NUMBER: ['Card number', 'Card number', 'Card number is required', 'Card number is invalid.'],
  CARD_DATE: ['Expiry date', 'MM / YY', 'Card expiry is required', 'Card expiry is invalid.'],
  CARD_CVV: ['Security code', 'CVV', 'Card CVV is required', 'Card CVV is invalid.'],
  CARD_POSTAL_CODE: ['ZIP code', 'ZIP code', 'Card postal code is required', 'Card postal code is invalid.'],
  CARD_NAME: ['Name on card', 'Name on card', 'Card name is required', 'Card name is invalid.'],
  CARD_STREET_ADDRESS: [
    'Street address', 'Street address', 'Card street address is required', 'Card street address is invalid.',
  ],
  CARD_PHONE_NUMBER: [
    'Phone number', 'Phone number', 'Card phone number is required', 'Card phone number is invalid.',
  ],
  CARD_EMAIL_ADDRESS: [
    'Email address', 'Email address', 'Card email address is required', 'Card email address is invalid.',
  ],
  frame: 'Card field (emulated)',
  walletButton: 'Emulated wallet',
  walletAgree: 'Pay',
  walletDeclined: 'Declined card',
  walletCancel: 'Cancel',
  noAch: 'Bank payments are not emulated.',
  noGiftCard: 'Gift cards are not emulated.',
  tokenFailed: 'The card could not be processed. Please try again.',
  unreachable: 'The card service cannot be reached. Please check your connection and try again.',
};

const CANADIAN_ENGLISH = {
  ...ENGLISH,
  CARD_POSTAL_CODE: ['Postal code', 'Postal code', 'Card postal code is required', 'Card postal code is invalid.'],
};

const CANADIAN_FRENCH = {
  CARD_NUMBER: [
    'Numéro de carte', 'Numéro de carte', 'Le numéro de carte est obligatoire.', 'Le numéro de carte est invalide.',
  ],
  CARD_DATE: [
    'Date d’expiration', 'MM / AA', 'La date d’expiration est obligatoire.', 'La date d’expiration est invalide.',
  ],
  CARD_CVV: [
    'Code de sécurité', 'CVV', 'Le code de sécurité est obligatoire.', 'Le code de sécurité est invalide.',
  ],
  CARD_POSTAL_CODE: [
    'Code postal', 'Code postal', 'Le code postal est obligatoire.', 'Le code postal est invalide.',
  ],
  CARD_NAME: [
    'Nom sur la carte', 'Nom sur la carte', 'Le nom sur la carte est obligatoire.',
    'Le nom sur la carte est invalide.',
  ],
  CARD_STREET_ADDRESS: [
    'Adresse municipale', 'Adresse municipale', 'L’adresse est obligatoire.', 'L’adresse est invalide.',
  ],
  CARD_PHONE_NUMBER: [
    'Numéro de téléphone', 'Numéro de téléphone', 'Le numéro de téléphone est obligatoire.',
    'Le numéro de téléphone est invalide.',
  ],
  CARD_EMAIL_ADDRESS: ['Courriel', 'Courriel', 'Le courriel est obligatoire.', 'Le courriel est invalide.'],
  frame: 'Champ de carte (émulé)',
  walletButton: 'Portefeuille émulé',
  walletAgree: 'Payer',
  walletDeclined: 'Carte refusée',
  walletCancel: 'Annuler',
  noAch: 'Les paiements bancaires ne sont pas émulés.',
  noGiftCard: 'Les cartes-cadeaux ne sont pas émulées.',
  tokenFailed: 'La carte n’a pas pu être traitée. Veuillez réessayer.',
  unreachable: 'Le service de cartes est injoignable. Vérifiez votre connexion et réessayez.',
};

const TEXTS = { en: ENGLISH, 'en-CA': CANADIAN_ENGLISH, 'fr-CA': CANADIAN_FRENCH };

/** An unknown locale is served in English, as in reality. */
export function supportedLocale(locale) {
  return Object.prototype.hasOwnProperty.call(TEXTS, locale) ? locale : 'en';
}

/** All texts of a locale that are not a field's own. */
export function textsFor(locale) {
  return TEXTS[supportedLocale(locale)];
}

/** Label, placeholder and the two complaints of a field type. */
export function fieldTexts(locale, type) {
  const [label, placeholder, required, invalid] = textsFor(locale)[type];
  return { label, placeholder, required, invalid };
}
