// What a card number is: its brand, its grouping, its check digit.

const ALL_FOURS = [4, 4, 4, 4, 3];

/** In order of recognition. `code` is the brand's name in the tokens API, `mark` the file of its drawing. */
const BRANDS = [
  { code: 'AMEX', mark: 'ax', prefix: /^3[47]/, lengths: [15], groups: [4, 6, 5], cvv: 4 },
  { code: 'DINERS_CLUB', mark: 'dc', prefix: /^3(?:0[0-5]|095|[689])/, lengths: [14], groups: [4, 6, 4], cvv: 3 },
  { code: 'JCB', mark: 'jc', prefix: /^35(?:2[89]|[3-8])/, lengths: [16], groups: ALL_FOURS, cvv: 3 },
  { code: 'VISA', mark: 'v', prefix: /^4/, lengths: [13, 16], groups: ALL_FOURS, cvv: 3 },
  {
    code: 'MC',
    mark: 'mc',
    prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    lengths: [16],
    groups: ALL_FOURS,
    cvv: 3,
  },
  {
    code: 'DISCOVER',
    mark: 'di',
    prefix: /^(?:6011|64[4-9]|65|622(?:12[6-9]|1[3-9]|[2-8]|9[01]|92[0-5]))/,
    lengths: [16],
    groups: ALL_FOURS,
    cvv: 3,
  },
];
const LONGEST = 19;

/** The brand whose prefix the digits already show, or undefined. */
export function brandOf(digits) {
  return BRANDS.find((brand) => brand.prefix.test(digits));
}

export function formatNumber(raw) {
  const all = raw.replace(/\D/g, '');
  const brand = brandOf(all);
  const digits = all.slice(0, brand ? Math.max(...brand.lengths) : LONGEST);
  const groups = [];
  let start = 0;
  for (const size of brand ? brand.groups : ALL_FOURS) {
    if (start < digits.length) groups.push(digits.slice(start, start + size));
    start += size;
  }
  return { value: digits, text: groups.join(' ') };
}

function passesLuhn(digits) {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const counted = place % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

export function isCardNumber(digits) {
  const brand = brandOf(digits);
  return Boolean(brand) && brand.lengths.includes(digits.length) && passesLuhn(digits);
}
