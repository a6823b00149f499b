//! Which of our languages a payer reads: the one that the address names, else the first that the browser asks for and
//! that we have, else the merchant's.

use std::cmp::Reverse;
use std::convert::Infallible;

use api_types::PaymentState;
use axum::extract::{FromRequestParts, Query};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use serde::Deserialize;

use crate::config::Locale;

/// More than any browser asks for; the rest of a header is passed over.
const MOST: usize = 20;

/// Who reads a page, as far as the request tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// `?lang=` of the address.
    chosen: Option<Locale>,
    /// The browser's languages, the dearest first.
    asks: Vec<String>,
}

#[derive(Deserialize)]
struct Choice {
    lang: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    /// What cannot be read is as good as not there: nobody is turned away for a language.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let choice = Query::<Choice>::try_from_uri(&parts.uri).ok();
        let chosen = choice.and_then(|Query(choice)| Locale::parse(&choice.lang?).ok());
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self { chosen, asks: asks(header.unwrap_or_default()) })
    }
}

impl Reader {
    /// The language for pages of a merchant with this one.
    pub fn locale(&self, of_merchant: Locale) -> Locale {
        let asked = || self.asks.iter().find_map(|tag| fitting(tag, of_merchant));
        self.chosen.or_else(asked).unwrap_or(of_merchant)
    }

    /// The language where the merchant's does not matter: the address names it, or it is the one that the browser wants most.
    pub fn alone(&self) -> Option<Locale> {
        self.chosen.or_else(|| self.asks.first().and_then(|tag| exactly(tag)))
    }

    /// Whether neither the address nor the browser says anything.
    pub fn is_silent(&self) -> bool {
        self.chosen.is_none() && self.asks.is_empty()
    }

    /// The language that the address names.
    pub fn chosen(&self) -> Option<Locale> {
        self.chosen
    }

    /// The path of a page of ours that opens in the language that was chosen, if one was; no path stays none.
    pub fn onward(&self, path: &str) -> String {
        match self.chosen {
            Some(locale) if path.contains('?') => [path, "&lang=", locale.as_str()].concat(),
            Some(locale) if !path.is_empty() => [path, "?lang=", locale.as_str()].concat(),
            Some(_) | None => path.to_owned(),
        }
    }

    /// The payment, with the way to its receipt in the language that was chosen.
    #[must_use]
    pub fn leads(&self, mut payment: api_types::Payment) -> api_types::Payment {
        if let PaymentState::Approved { receipt } = &mut payment.state {
            receipt.page = self.onward(&receipt.page).into();
        }
        payment
    }
}

/// Ours for a tag of the browser's. One that names only the language, or another country, gets the merchant's if that
/// is the same language.
fn fitting(tag: &str, of_merchant: Locale) -> Option<Locale> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let mut near = [of_merchant].into_iter().chain(Locale::ALL);
    exactly(tag).or_else(|| near.find(|locale| language(locale.as_str()) == language(tag)))
}

fn exactly(tag: &str) -> Option<Locale> {
    Locale::ALL.into_iter().find(|locale| locale.as_str().eq_ignore_ascii_case(tag))
}

/// The tags of an `Accept-Language` by their weights; those of weight nothing are not wanted, and no header has none.
fn asks(header: &str) -> Vec<String> {
    let part = |part: &str| {
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        Some((tag.trim().to_owned(), thousandths(weight)?))
            .filter(|(tag, weight)| *weight > 0 && !tag.is_empty())
    };
    let mut tags: Vec<_> = header.split(',').take(MOST).filter_map(part).collect();
    tags.sort_by_key(|(_, weight)| Reverse(*weight));
    tags.into_iter().map(|(tag, _)| tag).collect()
}

/// `q=0.85` as 850.
fn thousandths(weight: &str) -> Option<u16> {
    let number = weight.trim().strip_prefix("q=")?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = format!("{part:0<3}");
    Some(whole.parse::<u16>().ok()?.min(1) * 1000 + digits.get(..3)?.parse::<u16>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(header: &str) -> Reader {
        Reader { chosen: None, asks: asks(header) }
    }

    #[test]
    fn the_address_comes_before_the_browser_and_the_browser_before_the_merchant() {
        let reader = browser("fr-CA,fr;q=0.9,en-US;q=0.8");
        assert_eq!(reader.locale(Locale::EnUs), Locale::FrCa);
        let told = Reader { chosen: Some(Locale::EnCa), ..reader };
        assert_eq!(told.locale(Locale::EnUs), Locale::EnCa);
        assert_eq!(Reader::default().locale(Locale::FrCa), Locale::FrCa);
    }

    #[test]
    fn the_dearest_language_that_we_have_is_taken() {
        let reader = browser("de, es;q=0.9, en-ca;q=0.2, fr;q=0.85, *;q=0.1");
        assert_eq!(reader.locale(Locale::EnUs), Locale::FrCa);
        assert_eq!(browser("de,it").locale(Locale::EnCa), Locale::EnCa);
        assert_eq!(browser("fr;q=0,en;q=0.5").locale(Locale::FrCa), Locale::EnUs);
        assert_eq!(browser("\u{0};;q=x,,=").locale(Locale::FrCa), Locale::FrCa);
    }

    #[test]
    fn another_country_s_english_is_the_merchants_if_that_is_english() {
        assert_eq!(browser("en-GB").locale(Locale::EnCa), Locale::EnCa);
        assert_eq!(browser("en").locale(Locale::FrCa), Locale::EnUs);
        assert_eq!(browser("fr-FR").locale(Locale::EnUs), Locale::FrCa);
    }

    #[test]
    fn what_is_known_without_the_merchant_is_what_any_merchant_would_make_of_it() {
        for (header, known) in [
            ("fr-ca,en;q=0.5", Some(Locale::FrCa)),
            ("en-US,en;q=0.9", Some(Locale::EnUs)),
            ("en,fr-CA;q=0.9", None),
            ("de,fr-CA;q=0.9", None),
        ] {
            let reader = browser(header);
            assert_eq!(reader.alone(), known, "{header}");
            let of_any = Locale::ALL.map(|merchant| reader.locale(merchant));
            assert!(known.is_none_or(|known| of_any == [known; 3]), "{header}");
            assert!(!reader.is_silent());
        }
        assert!(browser("").is_silent() && browser("").alone().is_none());
        let told = Reader { chosen: Some(Locale::EnCa), asks: Vec::new() };
        assert!(!told.is_silent() && told.alone() == Some(Locale::EnCa));
    }

    #[test]
    fn a_choice_goes_along_and_a_guess_does_not() {
        let told = Reader { chosen: Some(Locale::FrCa), asks: Vec::new() };
        assert_eq!(told.onward("/receipt/x"), "/receipt/x?lang=fr-CA");
        assert_eq!(told.onward("/pay/x?saved-card"), "/pay/x?saved-card&lang=fr-CA");
        assert_eq!(browser("fr").onward("/receipt/x"), "/receipt/x");
    }
}
