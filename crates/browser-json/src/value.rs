//! One value of JavaScript's, as serde asks for it.

use std::fmt;

use js_sys::{Array, Number};
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, Unexpected, VariantAccess,
    Visitor,
};
use wasm_bindgen::{JsCast, JsValue};

use crate::fields::{Fields, Items};

/// Something that is not what was expected. It does not say what: see the crate.
#[derive(Debug)]
pub(crate) struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("other JSON than expected")
    }
}

impl std::error::Error for Broken {}

/// Every way to fail is spelled out, because serde's own would write a sentence.
impl Error for Broken {
    fn custom<T: fmt::Display>(_said: T) -> Self {
        Self
    }

    fn invalid_type(_found: Unexpected<'_>, _wanted: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_found: Unexpected<'_>, _wanted: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_found: usize, _wanted: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_found: &str, _known: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_found: &str, _known: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_name: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_name: &'static str) -> Self {
        Self
    }
}

/// A value of JavaScript's.
pub(crate) struct Value(pub(crate) JsValue);

impl Value {
    fn text(&self) -> Result<String, Broken> {
        self.0.as_string().ok_or(Broken)
    }

    /// A whole number below 2^53: beyond it JavaScript's are no longer exact.
    #[expect(clippy::cast_possible_truncation, reason = "such a number is the same as both")]
    fn whole(&self) -> Result<i64, Broken> {
        match self.0.as_f64() {
            Some(number) if Number::is_safe_integer(&self.0) => Ok(number as i64),
            _ => Err(Broken),
        }
    }

    fn array(&self) -> Result<&Array, Broken> {
        self.0.dyn_ref().ok_or(Broken)
    }

    fn is_nothing(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }
}

/// Reads by a hint: what has none is never asked for by the types of the page.
macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
            visitor.visit_i64(self.whole()?)
        })*
    };
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
            visitor.visit_string(self.text()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Value {
    type Error = Broken;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, Broken> {
        Err(Broken)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_bool(self.0.as_bool().ok_or(Broken)?)
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    texts! { deserialize_str deserialize_string }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Broken> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Broken> {
        visitor.visit_seq(Items::of(self.array()?))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        if self.0.is_object() { visitor.visit_seq(Fields::of(&self.0, fields)) } else { Err(Broken) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Broken> {
        visitor.visit_enum(Variant(place(&self.text()?, variants)?))
    }

    serde::forward_to_deserialize_any! {
        f32 f64 i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier
    }
}

fn place(name: &str, variants: &[&str]) -> Result<u32, Broken> {
    let found = variants.iter().position(|variant| *variant == name);
    found.and_then(|place| u32::try_from(place).ok()).ok_or(Broken)
}

/// The place of a variant that has no contents.
struct Variant(u32);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Broken;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Broken> {
        let place: U32Deserializer<Broken> = self.0.into_deserializer();
        Ok((seed.deserialize(place)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = Broken;

    fn unit_variant(self) -> Result<(), Broken> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _seed: S) -> Result<S::Value, Broken> {
        Err(Broken)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, _visitor: V) -> Result<V::Value, Broken> {
        Err(Broken)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Broken> {
        Err(Broken)
    }
}
