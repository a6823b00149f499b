//! Reads and writes fields of JavaScript values whose shape nobody promised.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The field, or `None` when it is missing, `undefined`, `null`, or reading it throws.
pub(crate) fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// The field as text; empty text counts as missing, since Clover uses both for "none" (clover-facts 1.7).
pub(crate) fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name)?.as_string().filter(|text| !text.is_empty())
}

/// Sets a field of an object that we made ourselves, which cannot fail.
pub(crate) fn set(of: &Object, name: &str, value: &JsValue) {
    let done = Reflect::set(of, &JsValue::from_str(name), value);
    debug_assert!(done.is_ok(), "a fresh object takes any field");
}

/// Sets a field to text.
pub(crate) fn set_text(of: &Object, name: &str, value: &str) {
    set(of, name, &JsValue::from_str(value));
}

/// The fields of an object in its own order; nothing for anything else.
pub(crate) fn entries(of: &JsValue) -> Vec<(String, JsValue)> {
    let Some(object) = of.dyn_ref::<Object>() else {
        return Vec::new();
    };
    Object::keys(object)
        .iter()
        .filter_map(|key| Some((key.as_string()?, Reflect::get(of, &key).ok()?)))
        .collect()
}
