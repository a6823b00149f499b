//! Reads JSON into values that derive `Deserialize`, by the browser's own parser.
//!
//! What cannot be read is `None`: the page says the same whatever was wrong with an answer. Because nothing here
//! writes down what was wrong, the page does without the texts of such errors and without the code that prints
//! numbers, which weighed more than all of its own.
//!
//! A struct is read field by field in the order in which it declares them; names that it does not know are passed
//! over. Enums are read by the names of their variants, without contents: what has contents is read flat
//! (`api_types::Standing` shows how).

mod fields;
mod value;

use serde::de::DeserializeOwned;

/// The value written in `text`; `None` when it is no JSON, or other JSON than `T` wants.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    let value = js_sys::JSON::parse(text).ok()?;
    T::deserialize(value::Value(value)).ok()
}
