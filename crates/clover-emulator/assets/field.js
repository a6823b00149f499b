// One input of a card form: formats while the payer types, knows its error, tells the page.

import { brandOf } from './card-number.js';
import { caretAfter, deleteThrough } from './caret.js';
import { fieldKind } from './field-kinds.js';
import { brandChanged, pageBrand } from './siblings.js';
import { fieldTexts } from './texts.js';

export class Field {
  /** `onEvent(name)` is called with 'onFocusEvent', 'onChangeEvent' or 'onBlurEvent' once the state is up to date. */
  constructor(type, locale, onEvent) {
    this.type = type;
    this.kind = fieldKind(type);
    this.texts = fieldTexts(locale, type);
    this.onEvent = onEvent;
    this.value = ''; // what was typed, freed of separators; a value set by script without an event never gets here
    this.text = '';
    this.touched = false;
    this.complained = false; // an error was due to be shown: from then on aria-invalid follows every key
    this.element = this.build();
  }

  build() {
    const wrapper = document.createElement(this.kind.tag);
    this.input = document.createElement('input');
    const attributes = {
      type: 'text',
      spellcheck: 'false',
      autocorrect: 'off',
      'aria-label': this.texts.label,
      'aria-invalid': 'false',
      'aria-required': 'true',
      placeholder: this.texts.placeholder,
      ...this.kind.attributes,
    };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
    const label = document.createElement('label');
    label.htmlFor = this.input.id;
    label.textContent = this.texts.label;
    wrapper.append(label, this.input);
    if (this.type === 'CARD_NUMBER') wrapper.append(this.buildMark());
    this.watch();
    return wrapper;
  }

  buildMark() {
    this.mark = document.createElement('img');
    this.mark.className = 'brand';
    this.mark.alt = '';
    this.showMark();
    return this.mark;
  }

  watch() {
    this.input.addEventListener('focus', () => {
      this.followBrand(); // the number frame may have come, gone or been replaced since
      this.onEvent('onFocusEvent');
    });
    this.input.addEventListener('input', (event) => this.take(event));
    this.input.addEventListener('compositionend', (event) => this.take(event));
    // A browser that fills forms may send only this one.
    this.input.addEventListener('change', (event) => {
      if (this.input.value !== this.text) this.take(event);
    });
    this.input.addEventListener('blur', () => this.leave());
  }

  take(event) {
    const inputType = event.inputType || '';
    const deleting = inputType.startsWith('delete');
    const caretNow = this.input.selectionStart === null ? this.input.value.length : this.input.selectionStart;
    const { raw, caret } = deleteThrough(this.text, this.input.value, caretNow, inputType);
    const hadBrand = this.brand();
    const { value, text } = this.kind.format(raw, { deleting, brand: pageBrand() });
    this.value = value;
    this.text = text;
    this.touched = true;
    if (!event.isComposing) this.show(text, caretAfter(raw, caret, text));
    if (this.brand() !== hadBrand) {
      this.showMark();
      brandChanged();
    }
    this.markValidity();
    this.onEvent('onChangeEvent');
  }

  show(text, caret) {
    if (this.input.value !== text) this.input.value = text;
    if (document.activeElement === this.input) this.input.setSelectionRange(caret, caret);
  }

  leave() {
    this.touched = true;
    this.complained = true;
    this.markValidity();
    this.onEvent('onBlurEvent');
  }

  /** The brand of a card number; undefined for every other field. */
  brand() {
    return this.type === 'CARD_NUMBER' ? brandOf(this.value) : undefined;
  }

  showMark() {
    const brand = this.brand();
    this.mark.src = `/assets/brands/${brand ? brand.mark : 'unknown'}.svg`;
    if (brand) this.mark.dataset.brand = brand.code;
    else delete this.mark.dataset.brand;
  }

  /** A CVV already typed keeps its digits when the brand changes; only its length limit and verdict follow. */
  followBrand() {
    if (this.type !== 'CARD_CVV') return;
    const brand = pageBrand();
    this.input.setAttribute('maxlength', brand ? brand.cvv : 4);
    this.markValidity();
  }

  /** The complaint a token request would raise now, or undefined. */
  error() {
    if (!this.value) return this.texts.required;
    return this.kind.valid(this.value, { brand: pageBrand() }) ? undefined : this.texts.invalid;
  }

  /** This field's part of the aggregate: no error before the payer has done anything with it. */
  state() {
    const error = this.touched ? this.error() : undefined;
    return error ? { error, touched: true } : { touched: this.touched };
  }

  /** Called when a token was asked for and this field stood in the way. */
  complain() {
    this.touched = true;
    this.complained = true;
    this.markValidity();
  }

  markValidity() {
    const wrong = this.complained && this.error() !== undefined;
    this.input.setAttribute('aria-invalid', String(wrong));
  }
}
