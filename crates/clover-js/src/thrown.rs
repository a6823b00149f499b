//! What JavaScript threw at us, as text that is fit for a log.

use std::fmt;

use wasm_bindgen::JsValue;

use crate::value;

/// Longer runs of letters and digits are keys, tokens or hashes, not words.
const LONGEST_WORD: usize = 19;
/// As many digits in a row may be a card number.
const LONGEST_NUMBER: usize = 11;
/// Enough for every sentence Clover is known to throw.
const LONGEST_TEXT: usize = 200;

/// Something that Clover's SDK threw: an error, a string, or anything at all.
///
/// The text is cut, and everything that looks like a key, a token or a card number is taken out of it: Clover
/// writes the API key into one of its messages (clover-facts 1.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thrown(String);

impl Thrown {
    /// The text that was thrown, without anything secret.
    pub fn text(&self) -> &str {
        &self.0
    }

    pub(crate) fn new(what: &JsValue) -> Self {
        let said = what.as_string().or_else(|| value::text(what, "message"));
        Self(said.map_or_else(|| kind_of(what).to_owned(), |said| redact(&said)))
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn kind_of(what: &JsValue) -> &'static str {
    if what.is_null() {
        "null"
    } else if what.is_undefined() {
        "undefined"
    } else {
        "a value without a message"
    }
}

fn redact(said: &str) -> String {
    let mut safe = String::new();
    let mut word = String::new();
    for letter in said.chars().chain(std::iter::once(' ')) {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            word.push(letter);
        } else {
            safe.push_str(if is_secret(&word) { "[redacted]" } else { &word });
            word.clear();
            safe.push(letter);
        }
    }
    safe.chars().take(LONGEST_TEXT).collect::<String>().trim().to_owned()
}

fn is_secret(word: &str) -> bool {
    word.starts_with("clv_")
        || word.len() > LONGEST_WORD
        || (word.len() > LONGEST_NUMBER && word.bytes().all(|byte| byte.is_ascii_digit()))
}
