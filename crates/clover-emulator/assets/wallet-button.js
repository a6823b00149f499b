// The wallet buttons: one click plays a whole wallet conversation with a built-in test card.

import { parameters } from './frame-parameters.js';
import { notify } from './parent-channel.js';
import { WALLET_CARD, WALLET_EMAIL } from './settings.js';
import { textsFor } from './texts.js';
import { requestToken } from './token-request.js';

function walletToken() {
  const exp_year = String(new Date().getFullYear() + 4);
  return requestToken({ ...WALLET_CARD, exp_month: '12', exp_year }, false);
}

async function payWithGoogle() {
  const elementType = parameters.element;
  notify('onWalletWindowOpen', { responseData: {}, elementType });
  const outcome = await walletToken();
  if (outcome.token) {
    const billingInfo = { cardNetwork: WALLET_CARD.brand, billingAddress: { postalCode: WALLET_CARD.address_zip } };
    notify('onTokenizedWallet', { responseData: { token: outcome.token, customer: { billingInfo } }, elementType });
  }
  notify('onWalletWindowClose', { responseData: {}, elementType });
}

async function payWithApple() {
  const outcome = await walletToken();
  if (outcome.token) notify('onAppleTokenReceived', { applePayToken: outcome.token, emailAddress: WALLET_EMAIL });
  else notify('onInformMerchantOfSessionCancellation', { eventMessage: Object.values(outcome.errors)[0] });
}

function caption() {
  const total = parameters.paymentRequest && parameters.paymentRequest.total;
  const words = textsFor(parameters.locale).walletButton;
  return total && total.label ? `${words}: ${total.label}` : words;
}

/** The button for PAYMENT_REQUEST_BUTTON (Google) or PAYMENT_REQUEST_BUTTON_APPLE_PAY; off while it is at work. */
export function walletButton() {
  const pay = parameters.element === 'PAYMENT_REQUEST_BUTTON' ? payWithGoogle : payWithApple;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'wallet';
  button.textContent = caption();
  button.addEventListener('click', async () => {
    button.disabled = true;
    await pay();
    button.disabled = false;
  });
  return button;
}
