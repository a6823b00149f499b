//! Whether the browser lets this document ask for a payment by a wallet at all.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;

use crate::value;

/// Whether a wallet may be offered here: over TLS or on this machine, and, in a frame, only where the browser itself says
/// that the page around has passed `payment` on. A browser that does not say so is not trusted in a frame, as its wallet
/// would fail when it is pressed (peers W1).
pub fn may_ask_for_payment() -> bool {
    let Some(window) = web_sys::window() else { return false };
    if !window.is_secure_context() {
        return false;
    }
    let is_framed = window.parent().ok().flatten().is_none_or(|parent| parent != window);
    let document = window.document().map(JsValue::from).unwrap_or_default();
    permits(&document).unwrap_or(!is_framed)
}

/// What the browser's list of permissions says, where it has one.
fn permits(document: &JsValue) -> Option<bool> {
    let policy = ["permissionsPolicy", "featurePolicy"].iter().find_map(|name| value::get(document, name))?;
    let ask: Function = Reflect::get(&policy, &"allowsFeature".into()).ok()?.dyn_into().ok()?;
    ask.call1(&policy, &"payment".into()).ok()?.as_bool()
}
