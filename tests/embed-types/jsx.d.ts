// As much of two libraries as JSX needs, so that the tests need neither.
declare module 'react' {
  export namespace JSX {
    interface Element { readonly type: string }
    interface ElementChildrenAttribute { children: unknown }
    interface IntrinsicElements { a: { href?: string; children?: unknown } }
  }
}
declare module 'react/jsx-runtime' {
  export { JSX } from 'react';
  export function jsx(type: string, attributes: unknown, key?: string): import('react').JSX.Element;
  export function jsxs(type: string, attributes: unknown, key?: string): import('react').JSX.Element;
}
declare namespace JSX {
  interface Element { readonly type: string }
}
