// What nobody outside Clover knows for certain, gathered here so that a choice can be changed in one place.

// createToken stays unanswered unless all of these are mounted: there is nothing to make a token of. One plugin
// reports the same silence without CVV and postal code (clover-facts 1.9); add them here to rehearse that.
export const NO_ANSWER_WITHOUT = ['CARD_NUMBER', 'CARD_DATE'];

// The key under which `createToken().errors` carries a failure that belongs to no field: wrong key, server, network.
// Clover's own name for it is not known; pages are advised to show every value whatever its key.
export const FAILURE_WITHOUT_FIELD = 'TOKEN_REQUEST';

// The card behind the emulated wallet buttons.
export const WALLET_CARD = {
  number: '4242424242424242', cvv: '123', brand: 'VISA', name: 'Wallet Payer', address_zip: '10001',
};
// The card of the sheet's second button.
export const WALLET_DECLINED_NUMBER = '4264281511117771';
export const WALLET_EMAIL = 'wallet.payer@example.com';
