// What a portal may do with the events: here it says thank you, and would tell its own books.
const thanks = document.getElementById('thanks');

for (const element of document.querySelectorAll('trefoil-invoice')) {
  element.addEventListener('paid', ({ detail: { amount, tip = 0, currency } }) => {
    const money = new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency });
    const { maximumFractionDigits } = money.resolvedOptions();
    const sum = money.format((amount + tip) / 10 ** maximumFractionDigits);
    thanks.textContent = `Thank you, Grace. We have your payment of ${sum}.`;
    thanks.hidden = false;
  });
}
