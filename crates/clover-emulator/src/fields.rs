//! Reading a request body field by field, each mistake with Clover's own code for it.

use clover_api::wire::Code;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::envelope::Answer;

/// Clover's ceiling of 999,999.99 in minor units.
pub(crate) const AMOUNT_LIMIT: i64 = 99_999_999;

/// Documented as "about"; whether the braces count is not (clover-facts 2.5).
const METADATA_LIMIT: usize = 500;

/// A JSON object somebody sent.
pub(crate) struct Fields<'a>(pub(crate) &'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    pub(crate) fn text(&self, name: &str) -> Result<Option<&'a str>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Answer::invalid(Code::InvalidRequest, name, "Text is expected here.")),
        }
    }

    pub(crate) fn required_text(&self, name: &str) -> Result<&'a str, Answer> {
        self.text(name)?.filter(|text| !text.trim().is_empty()).ok_or_else(|| missing(name))
    }

    /// True and false, plain or as text.
    pub(crate) fn flag(&self, name: &str) -> Result<Option<bool>, Answer> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(text)) if text == "true" => Ok(Some(true)),
            Some(Value::String(text)) if text == "false" => Ok(Some(false)),
            Some(_) => Err(Answer::invalid(Code::InvalidRequest, name, "True or false is expected here.")),
        }
    }

    /// Minor units from `least` to the ceiling; `code` is what Clover calls a bad one.
    pub(crate) fn amount(&self, name: &str, least: i64, code: Code) -> Result<Option<i64>, Answer> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let beyond = value.as_u64().is_some_and(|amount| amount > AMOUNT_LIMIT.unsigned_abs());
        match value.as_i64() {
            _ if beyond => Err(too_large(name)),
            Some(amount) if amount >= least => Ok(Some(amount)),
            _ => Err(Answer::invalid(code, name, "A whole number of minor units is expected here.")),
        }
    }

    pub(crate) fn currency(&self) -> Result<&'a str, Answer> {
        let currency = self.required_text("currency")?;
        if currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Ok(currency);
        }
        Err(Answer::invalid(Code::InvalidRequest, "currency", "Please provide a valid currency."))
    }

    pub(crate) fn email(&self, name: &str) -> Result<Option<String>, Answer> {
        match self.text(name)? {
            Some(email)
                if !email
                    .split_once('@')
                    .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty()) =>
            {
                Err(Answer::invalid(Code::EmailInvalid, name, "Please provide a valid email."))
            }
            email => Ok(email.map(str::to_owned)),
        }
    }

    /// Something with a shape of its own.
    pub(crate) fn typed<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Answer> {
        self.get(name)
            .map(|value| {
                T::deserialize(value).map_err(|_| {
                    Answer::invalid(Code::InvalidRequest, name, "This is not what is expected here.")
                })
            })
            .transpose()
    }

    /// One level of plain values, of at most 500 characters when written out.
    pub(crate) fn metadata(&self) -> Result<Option<Value>, Answer> {
        let name = "metadata";
        let Some(value) = self.get(name) else { return Ok(None) };
        let plain = |value: &Value| matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_));
        let flat = value.as_object().is_some_and(|notes| notes.values().all(plain));
        if flat && value.to_string().chars().count() <= METADATA_LIMIT {
            return Ok(Some(value.clone()));
        }
        let message = "Plain values of at most 500 characters in all are taken here.";
        Err(Answer::invalid(Code::InvalidRequest, name, message))
    }

    /// At most 12 characters, spaces included; longer ones were measured to be refused (clover-facts 2.5).
    pub(crate) fn external_reference(&self) -> Result<Option<String>, Answer> {
        let name = "external_reference_id";
        match self.text(name)? {
            Some(reference) if reference.chars().count() > 12 => {
                Err(Answer::invalid(Code::InvalidRequest, name, "At most 12 characters are taken here."))
            }
            reference => Ok(reference.map(str::to_owned)),
        }
    }
}

pub(crate) fn missing(name: &str) -> Answer {
    Answer::invalid(Code::Missing, name, "A required field is missing.")
}

pub(crate) fn too_large(name: &str) -> Answer {
    Answer::invalid(Code::AmountTooLarge, name, "The amount must not exceed 999,999.99.")
}
