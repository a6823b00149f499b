// Keeps the caret where the payer means it to be when the text is rewritten under it.

const isSign = (character) => /[0-9A-Za-z]/.test(character);
const countSigns = (text) => Array.from(text).filter(isSign).length;

/** Place in `text` behind as many letters and digits as stood before `caret` in `raw`; the end stays the end. */
export function caretAfter(raw, caret, text) {
  if (caret >= raw.length) return text.length;
  let left = countSigns(raw.slice(0, caret));
  let place = 0;
  while (left > 0 && place < text.length) {
    if (isSign(text[place])) left -= 1;
    place += 1;
  }
  return place;
}

/**
 * When only separators were deleted ("4242| 4242" by Delete, "12 / |" by Backspace), takes the neighbouring sign
 * with them, else the key would seem dead. Gives the new raw text and caret.
 */
export function deleteThrough(before, raw, caret, inputType) {
  const untouched = { raw, caret };
  if (countSigns(before) !== countSigns(raw) || before === raw) return untouched;
  if (inputType === 'deleteContentBackward') {
    let place = caret;
    while (place > 0 && !isSign(raw[place - 1])) place -= 1;
    return place > 0 ? { raw: raw.slice(0, place - 1) + raw.slice(place), caret: place - 1 } : untouched;
  }
  if (inputType === 'deleteContentForward') {
    let place = caret;
    while (place < raw.length && !isSign(raw[place])) place += 1;
    return place < raw.length ? { raw: raw.slice(0, place) + raw.slice(place + 1), caret } : untouched;
  }
  return untouched;
}
