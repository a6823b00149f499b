//! Turns what was typed into a token, and every way that can fail into a name.

use std::fmt;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::deadline::within;
use crate::element_type::ElementType;
use crate::session::{Clover, Session};
use crate::thrown::Thrown;
use crate::value;

/// Every token of Clover's begins so (clover-facts 1.9).
const PREFIX: &str = "clv_";
/// Twice what has been seen.
const LONGEST_TOKEN: usize = 64;

/// A card token: as good as the card until it is used. It shows itself to nobody but [`CardToken::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct CardToken(String);

impl CardToken {
    /// Accepts `clv_` followed by letters and digits, 64 characters at most.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix(PREFIX)?;
        let fits = !rest.is_empty() && text.len() <= LONGEST_TOKEN;
        (fits && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| Self(text.to_owned()))
    }

    /// The token itself, for the one request that spends it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CardToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardToken([redacted])")
    }
}

/// What Clover tells of the card beside the token; each part may be missing (clover-facts 1.9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardFacts {
    /// The brand in Clover's words (`VISA`).
    pub brand: Option<String>,
    /// The last four digits.
    pub last4: Option<String>,
    /// The month of expiry, `01` to `12`.
    pub exp_month: Option<String>,
    /// The year of expiry, four digits.
    pub exp_year: Option<String>,
}

/// A token, and what is known of its card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The token to charge.
    pub token: CardToken,
    /// The card behind it.
    pub card: CardFacts,
}

/// What an error of Clover's is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKey {
    /// A field.
    Field(ElementType),
    /// Anything else: failures of Clover's server come this way, under keys nobody has listed (clover-facts 1.9).
    Other(String),
}

/// What Clover finds wrong: a text per field, and texts that belong to no field. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldErrors(Vec<(ErrorKey, String)>);

impl FieldErrors {
    /// The text for one field.
    pub fn get(&self, kind: ElementType) -> Option<&str> {
        self.iter().find_map(|(key, text)| (*key == ErrorKey::Field(kind)).then_some(text))
    }

    /// Every text with what it is about, in Clover's order.
    pub fn iter(&self) -> impl Iterator<Item = (&ErrorKey, &str)> {
        self.0.iter().map(|(key, text)| (key, text.as_str()))
    }

    fn read(errors: &JsValue) -> Option<Self> {
        let about = |(name, said): (String, JsValue)| {
            let key = ElementType::parse(&name).map_or(ErrorKey::Other(name), ErrorKey::Field);
            (key, Thrown::new(&said).text().to_owned())
        };
        let mut all: Vec<_> = match errors.as_string() {
            Some(said) => vec![about(("errors".to_owned(), JsValue::from_str(&said)))],
            None => value::entries(errors).into_iter().map(about).collect(),
        };
        all.retain(|(_, text)| !text.is_empty());
        (!all.is_empty()).then_some(Self(all))
    }
}

/// Whether the token may be charged more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Multipay {
    /// One charge.
    #[default]
    Once,
    /// Many charges.
    Many,
}

/// Why there is no token. No card was charged in any of these cases.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The payer has something to correct, or Clover's server refused.
    #[error("Clover found something wrong with what was typed")]
    Invalid(FieldErrors),
    /// No answer in time. Clover itself would wait for ever (clover-facts 1.9); asking again is right.
    #[error("Clover did not answer in time")]
    TimedOut,
    /// The answer holds neither errors nor a token of Clover's form.
    #[error("Clover's answer holds no token")]
    NotAToken,
    /// Clover has no fields to read.
    #[error("Clover's fields are not there")]
    NotReady,
    /// Clover's hidden frame was taken out of the page; only a reload brings it back.
    #[error("Clover's hidden frame was taken out of the page; reload it")]
    FrameGone,
    /// The answer to an earlier call is still awaited: a second click, not a second payment.
    #[error("a token is already being made")]
    Busy,
    /// Clover threw or rejected.
    #[error("Clover refused to make a token: {0}")]
    Thrown(Thrown),
}

impl Clover {
    /// Makes a token of what was typed into the mounted fields.
    ///
    /// Waits first until Clover's hidden frame can hear the question, but not for the fields: ask when all of
    /// them are ready, for Clover does not answer while one that it needs is missing (clover-facts 1.9).
    /// `limit` bounds all of it; thirty seconds are usual. Dropping the future gives up waiting, and the next call is free to ask anew.
    ///
    /// # Errors
    ///
    /// See [`TokenError`].
    pub async fn create_token(&self, multipay: Multipay, limit: Duration) -> Result<Token, TokenError> {
        let _turn = Turn::take(&self.0)?;
        let answer = within(limit, ask(&self.0, multipay)).await.ok_or(TokenError::TimedOut)??;
        read(&answer)
    }
}

/// Held while an answer is awaited.
struct Turn<'a>(&'a Session);

impl<'a> Turn<'a> {
    fn take(session: &'a Session) -> Result<Self, TokenError> {
        if session.asking.replace(true) { Err(TokenError::Busy) } else { Ok(Self(session)) }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.asking.set(false);
    }
}

async fn ask(session: &Session, multipay: Multipay) -> Result<JsValue, TokenError> {
    if let Some(frame) = &session.parts().ok_or(TokenError::NotReady)?.frame {
        if !frame.is_in_page() {
            return Err(TokenError::FrameGone);
        }
        frame.loaded().await;
    }
    let thrown = |thrown: JsValue| TokenError::Thrown(Thrown::new(&thrown));
    let promised = session.js.create_token(multipay == Multipay::Many).map_err(thrown)?;
    if promised.is_undefined() || promised.is_null() {
        return Err(TokenError::NotReady);
    }
    JsFuture::from(Promise::resolve(&promised)).await.map_err(thrown)
}

fn read(answer: &JsValue) -> Result<Token, TokenError> {
    if let Some(errors) = value::get(answer, "errors").and_then(|errors| FieldErrors::read(&errors)) {
        return Err(TokenError::Invalid(errors));
    }
    let token = value::text(answer, "token").and_then(|text| CardToken::parse(&text));
    let card = value::get(answer, "card").unwrap_or_default();
    Ok(Token {
        token: token.ok_or(TokenError::NotAToken)?,
        card: CardFacts {
            brand: value::text(&card, "brand"),
            last4: value::text(&card, "last4").filter(|digits| digits.len() == 4),
            exp_month: value::text(&card, "exp_month"),
            exp_year: value::text(&card, "exp_year"),
        },
    })
}
