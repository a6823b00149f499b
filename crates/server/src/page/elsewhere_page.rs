//! The pages around Clover's Hosted Checkout: the way there, and where to go on. Plain documents, readable without scripts.

use anyhow::Context;
use minijinja::{Environment, Value, context};
use primitives::{IdempotencyKey, Money};

use super::format;
use super::inline::hash;
use crate::by_locale::{ByLocale, tables};
use crate::config::{EmbedOrigin, Merchant};

const STYLE: &str = include_str!("../../templates/elsewhere.css");
const SCRIPT: &str = include_str!("../../templates/elsewhere.js");

/// The template, and its sentences in each language.
#[derive(Debug)]
pub struct ElsewherePage {
    templates: Environment<'static>,
    sentences: ByLocale<Value>,
}

/// What both pages say of the invoice.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Who sent it.
    pub merchant: &'a Merchant,
    /// The merchant's number for it.
    pub number: &'a str,
    /// What is paid at Clover.
    pub amount: Money,
    /// The path of the invoice's own page.
    pub pay: &'a str,
}

/// What stood in the way of the payer's last try; `None` of it was charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Clover could not be reached.
    NotCharged,
    /// The merchant's connection to Clover does not work.
    NotReady,
    /// The e-mail address is none.
    CheckEmail,
    /// The invoice changed since it was opened.
    AmountChanged,
    /// Too many tries from this address.
    TooManyTries,
}

impl Notice {
    /// Every notice, for tests that must not forget one.
    pub const ALL: [Self; 5] =
        [Self::NotCharged, Self::NotReady, Self::CheckEmail, Self::AmountChanged, Self::TooManyTries];

    fn sentence(self) -> &'static str {
        match self {
            Self::NotCharged => "not_charged",
            Self::NotReady => "not_ready",
            Self::CheckEmail => "check_email",
            Self::AmountChanged => "amount_changed",
            Self::TooManyTries => "too_many_tries",
        }
    }
}

/// The form that has Clover's page made.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// Where the form leads.
    pub action: &'a str,
    /// Names the attempt that a press of the button begins; the same for every press.
    pub key: &'a IdempotencyKey,
    /// What to say about the last try.
    pub notice: Option<Notice>,
    /// What was typed into the e-mail field.
    pub email: &'a str,
}

/// A page of Clover's that is open.
#[derive(Clone, Copy, Debug)]
pub struct Open<'a> {
    /// Where it is.
    pub href: &'a str,
    /// When it closes, RFC 3339.
    pub until: &'a str,
    /// The path at which the attempt says how it stands.
    pub follow: &'a str,
    /// In whose frames the page may be shown.
    pub embedders: &'a [EmbedOrigin],
}

impl ElsewherePage {
    /// Reads the template.
    ///
    /// # Errors
    /// When the template or a table of sentences is wrong.
    pub fn load() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        let template = include_str!("../../templates/elsewhere.html");
        templates.add_template("elsewhere.html", template).context("elsewhere.html")?;
        Ok(Self {
            templates,
            sentences: ByLocale::read(tables!("elsewhere"), "the sentences about Clover's page")?,
        })
    }

    /// What these pages may do in a browser; `embedders` may frame them, and nobody else. There is no `form-action`: browsers
    /// hold it against the redirect that follows a form, and Clover does not say on which hosts its pages are.
    pub fn policy(embedders: &[EmbedOrigin]) -> String {
        let ancestors = EmbedOrigin::ancestors(embedders);
        let [style, script] = [STYLE, SCRIPT].map(hash);
        format!(
            "default-src 'none'; style-src '{style}'; style-src-attr 'unsafe-inline'; script-src 'self' '{script}'; \
             connect-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors {ancestors}"
        )
    }

    /// The way to a page of Clover's.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn offer(&self, subject: Subject<'_>, offer: Offer<'_>) -> anyhow::Result<String> {
        let more = context! {
            view => "offer",
            action => offer.action,
            key => offer.key.as_str(),
            amount => subject.amount.minor(),
            notice => offer.notice.map(Notice::sentence),
            email => offer.email,
        };
        self.render(subject, more)
    }

    /// Where to go on while a page of Clover's is open.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn open(&self, subject: Subject<'_>, open: Open<'_>) -> anyhow::Result<String> {
        let Open { href, until, follow, embedders } = open;
        let embedders = EmbedOrigin::listed(embedders);
        self.render(subject, context! { view => "open", href, until, follow, embedders, script => SCRIPT })
    }

    fn render(&self, subject: Subject<'_>, more: Value) -> anyhow::Result<String> {
        let Subject { merchant, number, amount, pay } = subject;
        let locale = merchant.locale;
        let t = self.sentences.of(locale);
        let page = context! {
            merchant => merchant.name.as_str(),
            accent => merchant.accent.as_str(),
            contact => Value::from(minijinja::value::Serde(&merchant.contact)),
            sum => format::money(amount.minor(), amount.currency(), locale),
            locale => locale.as_str(),
            style => STYLE,
            number, pay, t,
            ..more
        };
        Ok(self.templates.get_template("elsewhere.html")?.render(page)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Locale;

    #[test]
    fn every_notice_has_a_sentence_in_every_language() {
        let page = ElsewherePage::load().unwrap();
        for locale in Locale::ALL {
            for notice in Notice::ALL {
                let sentence = page.sentences.of(locale).get_attr(notice.sentence()).unwrap();
                assert!(sentence.as_str().is_some_and(|text| text.ends_with('.')), "{notice:?}");
            }
        }
    }

    #[test]
    fn the_policy_names_what_is_in_the_page_and_nothing_else() {
        let policy = ElsewherePage::policy(&[]);
        assert!(policy.contains("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"));
        assert_eq!(policy.matches("'sha256-").count(), 2);
    }
}
