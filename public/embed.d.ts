/** Types of the element that embed.js defines; docs/EMBEDDING.md says what each part means. */

/** What an event is about. Amounts are whole minor units of the currency; the pay link is never in it. */
export interface TrefoilDetail {
  /** The state of the pay page, such as `ready`, `declined` or `paid`. */
  readonly state: string;
  /** What is due; for `unclear` and `paid`, what that payment is about, without its tip. After a part, that part. */
  readonly amount?: number;
  /** The tip on top of `amount`. */
  readonly tip?: number;
  /** ISO 4217 code in upper case. */
  readonly currency?: string;
  /** The payment's id at the server, once there is a payment that may have taken money. */
  readonly payment?: string;
}

export interface TrefoilEventMap {
  ready: CustomEvent<TrefoilDetail>;
  processing: CustomEvent<TrefoilDetail>;
  declined: CustomEvent<TrefoilDetail>;
  unclear: CustomEvent<TrefoilDetail>;
  paid: CustomEvent<TrefoilDetail>;
  /** The frame is this many CSS pixels high. */
  resize: CustomEvent<{ readonly height: number }>;
  /** The dialog was closed; `state` is the last event before it. */
  closed: CustomEvent<{ readonly state?: keyof TrefoilEventMap }>;
}

/** The element's own events, and those of every element. */
type Events = Omit<HTMLElementEventMap, keyof TrefoilEventMap> & TrefoilEventMap;

export interface TrefoilInvoiceElement extends HTMLElement {
  addEventListener<K extends keyof Events>(
    type: K,
    listener: (this: TrefoilInvoiceElement, event: Events[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof Events>(
    type: K,
    listener: (this: TrefoilInvoiceElement, event: Events[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The attributes, for JSX. */
export interface TrefoilInvoiceAttributes {
  /** The pay link, whole: `https://pay.example.com/pay/…`. */
  href: string;
  /** A button that opens the page in a dialog, instead of the page in its place. */
  mode?: 'button';
  /** What the button, the fallback link and the frame are called. */
  label?: string;
  id?: string;
  class?: string;
  className?: string;
  lang?: string;
  style?: unknown;
  part?: string;
  slot?: string;
  children?: unknown;
  key?: string | number;
  ref?: unknown;
}

declare global {
  interface HTMLElementTagNameMap {
    'trefoil-invoice': TrefoilInvoiceElement;
  }
  namespace JSX {
    interface IntrinsicElements {
      'trefoil-invoice': TrefoilInvoiceAttributes;
    }
  }
}
