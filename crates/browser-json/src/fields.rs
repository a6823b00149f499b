//! The parts of a value one after the other: the fields of an object, the items of an array.

use js_sys::{Array, Reflect};
use serde::de::{DeserializeSeed, SeqAccess};
use wasm_bindgen::JsValue;

use crate::value::{Broken, Value};

/// The fields of an object in the order in which a struct declares them, so that no name has to be looked up.
pub(crate) struct Fields<'a> {
    object: &'a JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(object: &'a JsValue, names: &'static [&'static str]) -> Self {
        Self { object, names: names.iter() }
    }

    fn next(&mut self) -> Option<JsValue> {
        let name = self.names.next()?;
        Some(Reflect::get(self.object, &JsValue::from_str(name)).unwrap_or_default())
    }
}

impl<'de> SeqAccess<'de> for Fields<'_> {
    type Error = Broken;

    /// A field that is not there is `None` for an `Option`, and for another type the end of the sequence, which
    /// stands for its `#[serde(default)]` or is an error.
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Broken> {
        let Some(value) = self.next() else {
            return Ok(None);
        };
        let missing = value.is_undefined();
        match seed.deserialize(Value(value)) {
            Err(Broken) if missing => Ok(None),
            read => read.map(Some),
        }
    }
}

/// The items of an array.
pub(crate) struct Items<'a> {
    array: &'a Array,
    next: u32,
}

impl<'a> Items<'a> {
    pub(crate) fn of(array: &'a Array) -> Self {
        Self { array, next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Broken;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Broken> {
        if self.next >= self.array.length() {
            return Ok(None);
        }
        let item = self.array.get(self.next);
        self.next += 1;
        seed.deserialize(Value(item)).map(Some)
    }
}
