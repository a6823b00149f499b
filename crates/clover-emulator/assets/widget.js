// Entry of every frame: looks which element it is to be, builds that, and tells the page its size.

import { Field } from './field.js';
import { ALL_IN_ONE, fieldKind } from './field-kinds.js';
import { parameters } from './frame-parameters.js';
import { announceSize, notify } from './parent-channel.js';
import { placeholder } from './placeholder.js';
import { expose, formState } from './siblings.js';
import { applyStyles } from './style-rules.js';
import { supportedLocale, textsFor } from './texts.js';
import { startTokenizer } from './tokenizer.js';
import { walletButton } from './wallet-button.js';

const BUTTON_HEIGHT = '48';

function showFields(types) {
  const fields = types.map((type) => new Field(type, parameters.locale, tellPage));
  // The page has no listener slot for the all-in-one CARD (clover-facts 1.5), so that frame keeps its events.
  function tellPage(event) {
    if (parameters.element === 'CARD') return;
    notify(event, { realTimeFormState: formState(fields), elementType: parameters.element });
  }
  document.body.append(...fields.map((field) => field.element));
  document.body.classList.toggle('all-in-one', types.length > 1);
  expose(fields);
  // A percentage keeps the frame as wide and as high as its container, whatever the window does later.
  announceSize('100%', '100%');
}

function start() {
  document.documentElement.lang = supportedLocale(parameters.locale);
  document.title = textsFor(parameters.locale).frame;
  if (parameters.element === 'INTERMEDIATE') {
    startTokenizer();
    return;
  }
  applyStyles(parameters.styles);
  if (parameters.element === 'CARD') {
    showFields(ALL_IN_ONE);
  } else if (fieldKind(parameters.element)) {
    showFields([parameters.element]);
  } else if (parameters.element.startsWith('PAYMENT_REQUEST_BUTTON')) {
    document.body.append(walletButton());
    announceSize('100%', BUTTON_HEIGHT);
  } else if (parameters.element === 'ACH_ELEMENTS' || parameters.element === 'GIFT_CARD_ELEMENTS') {
    const note = placeholder();
    document.body.append(note);
    announceSize('100%', String(Math.ceil(note.getBoundingClientRect().height)));
  }
}

start();
