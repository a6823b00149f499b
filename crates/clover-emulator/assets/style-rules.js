// Turns the page's styles object into CSS rules of this frame (clover-facts 1.12).
//
// Rules go through the CSS object model, so they work under a strict policy and no text can break out of them. What
// could fetch something (url() and kin, at-rules, escapes that hide them) is left out: a style may paint, never call.

const FETCHING = /url\s*\(|src\s*\(|image-set\s*\(|\\/i;

const kebab = (name) => (name.startsWith('--') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

function targetSheet() {
  try {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return sheet;
  } catch {
    return document.styleSheets[0]; // browsers without constructed sheets
  }
}

function addRule(sheet, selector, properties) {
  let rule;
  try {
    rule = sheet.cssRules[sheet.insertRule(`${selector} {}`, sheet.cssRules.length)];
  } catch {
    console.warn(`Styles: "${selector}" is not a selector and was left out.`);
    return;
  }
  for (const [name, given] of Object.entries(properties)) {
    const [, value, important] = /^(.*?)\s*(!important)?$/s.exec(String(given).trim());
    if (FETCHING.test(value)) console.warn(`Styles: ${name} of "${selector}" was left out.`);
    else rule.style.setProperty(kebab(name), value, important ? 'important' : '');
  }
}

/** Applies selector -> {property: value}; a selector list, pseudo-classes and pseudo-elements are fine. */
export function applyStyles(styles) {
  if (!styles || typeof styles !== 'object') return;
  const sheet = targetSheet();
  for (const [selector, properties] of Object.entries(styles)) {
    if (properties && typeof properties === 'object' && !/[@{}\\]/.test(selector)) {
      addRule(sheet, selector, properties);
    }
  }
  adoptColorScheme(styles.body);
}

// A frame is see-through only while its root's colour scheme is the page's; a scheme on body alone does not reach it.
function adoptColorScheme(body) {
  const scheme = body && (body.colorScheme || body['color-scheme']);
  if (scheme) document.documentElement.style.colorScheme = String(scheme);
}
