// The wallet buttons. A press opens a small sheet in the frame: agree, agree with a card that is declined, or cancel.

import { parameters } from './frame-parameters.js';
import { notify } from './parent-channel.js';
import { WALLET_CARD, WALLET_DECLINED_NUMBER, WALLET_EMAIL } from './settings.js';
import { textsFor } from './texts.js';
import { requestToken } from './token-request.js';

const isGoogle = () => parameters.element === 'PAYMENT_REQUEST_BUTTON';

// Apple's amount can be changed after the button is there, Google's cannot (clover-facts 1.8).
let applePayTotal = parameters.applePaymentRequest && parameters.applePaymentRequest.total;

function amount() {
  if (!isGoogle()) return applePayTotal ? applePayTotal.amount : '';
  const total = parameters.paymentRequest && parameters.paymentRequest.total;
  return total && total.amount > 0 ? (total.amount / 100).toFixed(2) : '';
}

function caption() {
  const total = parameters.paymentRequest && parameters.paymentRequest.total;
  const words = textsFor(parameters.locale).walletButton;
  return [words, total && total.label, amount()].filter(Boolean).join(': ');
}

function walletToken(number) {
  const exp_year = String(new Date().getFullYear() + 4);
  return requestToken({ ...WALLET_CARD, number, exp_month: '12', exp_year }, false);
}

function cancelled(reason) {
  if (!isGoogle()) notify('onInformMerchantOfSessionCancellation', { eventMessage: reason });
}

async function agree(number) {
  const { token, errors } = await walletToken(number);
  if (!token) {
    cancelled(Object.values(errors)[0]);
  } else if (isGoogle()) {
    const billingInfo = { cardNetwork: WALLET_CARD.brand, billingAddress: { postalCode: WALLET_CARD.address_zip } };
    const responseData = { token, customer: { billingInfo } };
    notify('onTokenizedWallet', { responseData, elementType: parameters.element });
  } else {
    notify('onAppleTokenReceived', { applePayToken: token, emailAddress: WALLET_EMAIL });
  }
}

function tellWindow(what) {
  if (isGoogle()) notify(what, { responseData: {}, elementType: parameters.element });
}

function button(name, text, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `wallet ${name}`;
  made.textContent = text;
  made.addEventListener('click', press);
  return made;
}

/** The button for PAYMENT_REQUEST_BUTTON (Google) or PAYMENT_REQUEST_BUTTON_APPLE_PAY, with its sheet. */
export function walletButton() {
  const texts = textsFor(parameters.locale);
  const holder = document.createElement('div');
  holder.className = 'wallet-holder';
  const closed = button('open', caption(), () => {
    tellWindow('onWalletWindowOpen');
    holder.replaceChildren(...sheet);
  });
  const close = async (act) => {
    holder.replaceChildren(closed);
    closed.disabled = true;
    await act();
    closed.disabled = false;
    tellWindow('onWalletWindowClose');
  };
  const sheet = [
    button('agree', `${texts.walletAgree} ${amount()}`, () => close(() => agree(WALLET_CARD.number))),
    button('agree-declined', texts.walletDeclined, () => close(() => agree(WALLET_DECLINED_NUMBER))),
    button('cancel', texts.walletCancel, () => close(async () => cancelled('cancelled by the payer'))),
  ];
  holder.append(closed);
  // The INTERMEDIATE frame hands these on, as the page only speaks with that one.
  window.applePayTold = ({ total, succeeded }) => {
    if (total) {
      applePayTotal = total;
      closed.textContent = caption();
      sheet[0].textContent = `${texts.walletAgree} ${amount()}`;
    }
    if (succeeded !== undefined) holder.dataset.told = succeeded ? 'success' : 'failed';
  };
  return holder;
}
