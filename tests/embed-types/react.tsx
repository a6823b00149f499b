// The element in a page of React 19, as docs/EMBEDDING.md says.
import type { TrefoilInvoiceAttributes } from './embed';
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements { 'trefoil-invoice': TrefoilInvoiceAttributes }
  }
}

export const inline = (
  <trefoil-invoice href="https://pay.example.com/pay/link" lang="fr-CA" className="wide" key="1">
    <a href="https://pay.example.com/pay/link">Payer</a>
  </trefoil-invoice>
);
export const dialog = <trefoil-invoice href="https://pay.example.com/pay/link" mode="button" label="Pay now" />;
// @ts-expect-error: without a link there is nothing to show.
export const empty = <trefoil-invoice label="Pay now" />;
// @ts-expect-error: there is one mode beside the usual one.
export const sheet = <trefoil-invoice href="https://pay.example.com/pay/link" mode="sheet" />;
// @ts-expect-error: nothing else is known by that name.
export const other = <trefoil-statement href="https://pay.example.com/pay/link" />;
