//! JSON texts to values and back by the browser's own parser, which costs the page no bytes.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;

pub(super) use browser_json::read;

pub(super) fn write(value: &impl Serialize) -> Option<String> {
    let value = value.serialize(&Serializer::json_compatible()).ok()?;
    js_sys::JSON::stringify(&value).ok().map(Into::into)
}
