// What a postal code is: US ZIP (5 or 9 digits) or Canadian (A1A 1A1), whatever the page's language.

const ZIP = /^\d{5}(?:\d{4})?$/;
const CANADIAN = /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d$/;

export function formatPostalCode(raw) {
  const all = raw.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const canadian = /^[A-Z]/.test(all);
  const kept = canadian ? all.slice(0, 6) : all.replace(/\D/g, '').slice(0, 9);
  const [size, gap] = canadian ? [3, ' '] : [5, '-'];
  const text = kept.length > size ? kept.slice(0, size) + gap + kept.slice(size) : kept;
  return { value: kept, text };
}

export function isPostalCode(value) {
  return ZIP.test(value) || CANADIAN.test(value);
}
