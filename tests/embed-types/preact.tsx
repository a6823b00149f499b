/** @jsxRuntime classic */
/** @jsx h */
// The element where JSX is typed globally: nothing needs to be declared.
declare const h: (name: string, attributes: unknown, ...children: unknown[]) => JSX.Element;

export const inline = <trefoil-invoice href="https://pay.example.com/pay/link" class="wide" part="invoice" />;
// @ts-expect-error: a label is text.
export const numbered = <trefoil-invoice href="https://pay.example.com/pay/link" label={7} />;
