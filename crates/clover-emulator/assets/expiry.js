// What an expiry date is: "MM / YY" while typing, a month not yet over when finished.

/** Whole dates as browsers and password managers write them: 12/2030, 1-30, 2030-12, 122030. Gives MMYY. */
function wholeDate(raw) {
  const text = raw.trim();
  const monthFirst = /^(\d{1,2})\s*[/. -]\s*(?:20)?(\d{2})$/.exec(text) || /^(\d{2})20(\d{2})$/.exec(text);
  if (monthFirst) return monthFirst[1].padStart(2, '0') + monthFirst[2];
  const yearFirst = /^20(\d{2})\s*[/. -]\s*(\d{1,2})$/.exec(text);
  return yearFirst ? yearFirst[2].padStart(2, '0') + yearFirst[1] : undefined;
}

function month(raw) {
  const digits = raw.replace(/\D/g, '');
  const alone = /^\s*\d\s*\//.test(raw); // "1/" means January
  const tooBig = digits[0] > '1' || (digits[0] === '1' && digits[1] > '2');
  return digits && (alone || tooBig) ? `0${digits}` : digits;
}

/** A typed four-digit year is let through until its last digit, then shortened to two. */
function year(digits) {
  if (!digits.startsWith('20') || digits.length === 2) return digits.slice(0, 2);
  return digits.length < 4 ? digits : digits.slice(2, 4);
}

/** The slash comes by itself once the month stands, and goes again when the payer deletes back to it. */
export function formatExpiry(raw, deleting) {
  // While deleting, digits only close up: padding the month then would fight the payer's correction.
  const digits = deleting ? raw.replace(/\D/g, '') : wholeDate(raw) || month(raw);
  const value = digits.slice(0, 2) + year(digits.slice(2));
  if (value.length < 2 || (value.length === 2 && deleting)) return { value, text: value };
  return { value, text: `${value.slice(0, 2)} / ${value.slice(2)}` };
}

/** "12" and "2030" of the value "1230". */
export function expiryParts(value) {
  return { month: value.slice(0, 2), year: `20${value.slice(2)}` };
}

/** A card is good through the last day of its month, by the payer's clock. */
export function isExpiry(value, now) {
  if (!/^(?:0[1-9]|1[0-2])\d{2}$/.test(value)) return false;
  const { month: mm, year: yyyy } = expiryParts(value);
  return new Date(Number(yyyy), Number(mm), 1) > now;
}
