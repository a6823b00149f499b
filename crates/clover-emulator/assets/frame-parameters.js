// Reads what the parent script put into the frame's address (clover-facts 1.6).

const query = new URLSearchParams(location.search);

function parsed(name) {
  try {
    return JSON.parse(query.get(name) || 'null') || undefined;
  } catch {
    return undefined;
  }
}

export const parameters = Object.freeze({
  element: query.get('element') || '',
  parentOrigin: query.get('origin') || query.get('domainHost') || '',
  apiKey: query.get('apiKey') || '',
  locale: query.get('locale') || 'en',
  styles: parsed('styles'),
  paymentRequest: parsed('paymentRequest'),
  applePaymentRequest: parsed('applePaymentRequest'),
});
