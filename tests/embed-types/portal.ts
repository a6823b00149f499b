// What a portal in TypeScript does with the element. `cargo xtask test` has the compiler read it: a line that must not
// compile is marked, and a mark on a line that does compile is an error too.
import type { TrefoilDetail, TrefoilEventMap, TrefoilInvoiceAttributes, TrefoilInvoiceElement } from './embed';

const element: TrefoilInvoiceElement = document.createElement('trefoil-invoice');
const found: TrefoilInvoiceElement | null = document.querySelector('trefoil-invoice');
found?.setAttribute('href', 'https://pay.example.com/pay/link');

/** Equal types, not only ones that fit. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => undefined;

// Every event, none more.
holds<Same<keyof TrefoilEventMap, 'ready' | 'processing' | 'declined' | 'unclear' | 'paid' | 'resize' | 'closed'>>();
// @ts-expect-error: this is no list of them all.
holds<Same<keyof TrefoilEventMap, 'ready' | 'paid'>>();

const tell = ({ state, amount, tip, currency, payment }: TrefoilDetail): string => {
  const due: number | undefined = amount;
  const more: number | undefined = tip;
  const [code, id]: (string | undefined)[] = [currency, payment];
  return `${state} ${(due ?? 0) + (more ?? 0)} ${code} ${id}`;
};
for (const type of ['ready', 'processing', 'declined', 'unclear', 'paid'] as const) {
  element.addEventListener(type, ({ detail }) => tell(detail));
}
holds<Same<keyof TrefoilDetail, 'state' | 'amount' | 'tip' | 'currency' | 'payment'>>();
// @ts-expect-error: an amount need not be known.
element.addEventListener('ready', ({ detail }) => detail.amount + 1);
// @ts-expect-error: what happened is not for portals to change.
element.addEventListener('paid', ({ detail }) => (detail.state = 'void'));
// @ts-expect-error: there is no link in a detail.
element.addEventListener('paid', ({ detail }) => detail.href);

element.addEventListener('resize', ({ detail }) => {
  const height: number = detail.height;
  return height;
});
element.addEventListener('closed', ({ detail }) => {
  const last: keyof TrefoilEventMap | undefined = detail.state;
  return last;
});
// @ts-expect-error: a closed dialog has no height.
element.addEventListener('closed', ({ detail }) => detail.height);

// The listener knows its element, can be taken away again, and options are the browser's.
const once = function (this: TrefoilInvoiceElement, event: TrefoilEventMap['paid']): void {
  this.title = tell(event.detail);
};
element.addEventListener('paid', once, { once: true });
element.removeEventListener('paid', once);
// @ts-expect-error: this listener is for what has happened, not for a height.
element.removeEventListener('resize', (event: TrefoilEventMap['paid']) => tell(event.detail));

// The browser's own events go on as they are.
element.addEventListener('click', (event: MouseEvent) => event.clientX);
element.addEventListener('keydown', ({ key }) => key.trim());
// @ts-expect-error: a click has no detail of ours.
element.addEventListener('click', ({ detail }) => detail.state);

const attributes: Required<Pick<TrefoilInvoiceAttributes, 'href' | 'mode' | 'label'>> = {
  href: 'https://pay.example.com/pay/link',
  mode: 'button',
  label: 'Pay now',
};
// @ts-expect-error: without a link there is nothing to show.
const empty: TrefoilInvoiceAttributes = { label: 'Pay now' };
// @ts-expect-error: there is one mode beside the usual one.
const sheet: TrefoilInvoiceAttributes = { href: '', mode: 'sheet' };

export { attributes, empty, sheet };
