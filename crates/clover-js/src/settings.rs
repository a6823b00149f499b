//! What the one Clover of a page is made with.

use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::value;

/// The language of Clover's fields and messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English.
    #[default]
    English,
    /// English as used in Canada.
    CanadianEnglish,
    /// French as used in Canada.
    CanadianFrench,
}

impl Locale {
    /// The nearest of Clover's three for a language tag.
    ///
    /// Clover itself turns everything but its three exact codes into English, `fr` included (clover-facts 0).
    pub fn nearest(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        match tag.split(['-', '_']).next() {
            Some("fr") => Self::CanadianFrench,
            Some("en") if tag.ends_with("ca") => Self::CanadianEnglish,
            _ => Self::English,
        }
    }

    /// Clover's code for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::CanadianEnglish => "en-CA",
            Self::CanadianFrench => "fr-CA",
        }
    }
}

/// What Clover writes under the page (clover-facts 1.4). It is never taken away again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Footer {
    /// Who handles the payment, and the privacy policy.
    #[default]
    Whole,
    /// Only who handles the payment.
    SecurePayments,
    /// Only the privacy policy.
    PrivacyPolicy,
    /// None: the page already has an element of class `clover-footer`, which makes Clover add none. Asking
    /// Clover to show neither part is no way to get this; it then adds an empty grey bar.
    OfThePage,
}

/// The key and the choices of one Clover; the first ones given hold until the page is reloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    api_key: String,
    merchant_id: Option<String>,
    locale: Locale,
    footer: Footer,
}

impl Settings {
    /// Settings for a merchant's public key, the one from `GET /pakms/apikey`.
    pub fn new(api_key: impl Into<String>) -> Self {
        Self {
            api_key: api_key.into(),
            merchant_id: None,
            locale: Locale::default(),
            footer: Footer::default(),
        }
    }

    /// Names the merchant, which makes the fields follow the merchant's own settings: the captcha, and which
    /// parts of an address are asked for (clover-facts 0).
    #[must_use]
    pub fn merchant_id(mut self, id: impl Into<String>) -> Self {
        self.merchant_id = Some(id.into());
        self
    }

    /// Sets the language.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Sets the footer.
    #[must_use]
    pub fn footer(mut self, footer: Footer) -> Self {
        self.footer = footer;
        self
    }

    pub(crate) fn api_key(&self) -> &str {
        &self.api_key
    }

    pub(crate) fn wants_own_footer(&self) -> bool {
        self.footer == Footer::OfThePage
    }

    /// The second argument of `new Clover(key, options)` (clover-facts 1.2).
    pub(crate) fn to_options(&self) -> Object {
        let options = Object::new();
        if let Some(id) = &self.merchant_id {
            value::set_text(&options, "merchantId", id);
        }
        value::set_text(&options, "locale", self.locale.as_str());
        if self.footer == Footer::PrivacyPolicy {
            value::set(&options, "showSecurePayments", &JsValue::FALSE);
        }
        if self.footer == Footer::SecurePayments {
            value::set(&options, "showPrivacyPolicy", &JsValue::FALSE);
        }
        options
    }
}
