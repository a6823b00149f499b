//! The pages on which a payer proves an address and pays with a saved card: plain documents without scripts.

use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Serialize;

use super::first_paint::{CONTACT, add_filters};
use super::inline::{Inline, hash, sources};
use crate::by_locale::{ByLocale, tables};
use crate::config::{EmbedOrigin, Merchant};

const STYLE: &str = include_str!("../../templates/saved-card.css");

/// The template, and its sentences in each language.
#[derive(Debug)]
pub struct CardPage {
    templates: Environment<'static>,
    sentences: ByLocale<Value>,
}

/// What one of the pages shows.
#[derive(Clone, Debug)]
pub struct CardView<'a> {
    /// Whose invoice it is.
    pub merchant: &'a Merchant,
    /// The sites in whose frames it may be.
    pub embedders: &'a [EmbedOrigin],
    /// The links to the pay page's style sheets.
    pub styles: &'a str,
    /// The merchant's number of the invoice.
    pub number: &'a str,
    /// ISO 4217 code in upper case.
    pub currency: &'a str,
    /// Where the page is and its forms go.
    pub path: String,
    /// What is to be paid, minor units, without the tip.
    pub amount: i64,
    /// The tip, minor units.
    pub tip: i64,
    /// How far the payer is.
    pub step: Step,
    /// What the payer should read first.
    pub problem: Option<Problem>,
}

/// How far the payer is.
#[derive(Clone, Debug)]
pub enum Step {
    /// No code was asked for yet.
    Start,
    /// A code was mailed.
    Code,
    /// The address is proved.
    Cards {
        /// The proof.
        proof: String,
        /// Names the next attempt: a form that is sent twice is one attempt.
        key: String,
        /// The cards.
        cards: Vec<api_types::SavedCard>,
    },
}

/// What the payer should read first. Nothing was charged in any of these cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Not the code, or too old.
    WrongCode,
    /// No more codes for now.
    TooManyCodes,
    /// Too many tries from this address.
    TooFast,
    /// The proof has ended.
    ProofEnded,
    /// The bank said no.
    Declined,
    /// The card can be charged no more.
    Gone,
    /// No bank was reached.
    NotCharged,
    /// The merchant's Clover does not work.
    NotReady,
    /// A card was removed; no problem at all.
    Removed,
    /// No card was chosen.
    ChooseFirst,
}

impl Problem {
    /// Every problem, for tests that must not forget one.
    pub const ALL: &[Self] = &[
        Self::WrongCode,
        Self::TooManyCodes,
        Self::TooFast,
        Self::ProofEnded,
        Self::Declined,
        Self::Gone,
        Self::NotCharged,
        Self::NotReady,
        Self::Removed,
        Self::ChooseFirst,
    ];

    /// The name of its sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::WrongCode => "wrong_code",
            Self::TooManyCodes => "too_many_codes",
            Self::TooFast => "too_fast",
            Self::ProofEnded => "proof_ended",
            Self::Declined => "declined",
            Self::Gone => "gone",
            Self::NotCharged => "not_charged",
            Self::NotReady => "not_ready",
            Self::Removed => "removed",
            Self::ChooseFirst => "choose_first",
        }
    }
}

/// A card as the template shows it.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    brand: &'a str,
    last4: &'a str,
    /// `12/30`, as on the card.
    month: Option<String>,
    expired: bool,
}

impl<'a> Row<'a> {
    fn of(card: &'a api_types::SavedCard) -> Self {
        let month = card.expires.as_deref().and_then(|expires| {
            let (year, month) = expires.split_once('-')?;
            Some(format!("{month}/{}", year.get(2..)?))
        });
        Row { id: &card.id, brand: &card.brand, last4: &card.last4, month, expired: card.expired }
    }
}

impl CardPage {
    /// Reads the template.
    ///
    /// # Errors
    /// When the template or a table of sentences is wrong.
    pub fn load() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        let template = include_str!("../../templates/saved-card.html");
        templates.add_template("saved-card.html", template).context("saved-card.html")?;
        templates.add_template("contact.html", CONTACT).context("contact.html")?;
        add_filters(&mut templates);
        Ok(Self {
            templates,
            sentences: ByLocale::read(tables!("saved-card"), "the sentences about saved cards")?,
        })
    }

    /// The page in the language of the view's merchant.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn render(&self, view: &CardView<'_>) -> anyhow::Result<String> {
        let locale = view.merchant.locale;
        let words = self.sentences.of(locale);
        let (step, proof, key, cards) = match &view.step {
            Step::Start => ("start", "", "", &[][..]),
            Step::Code => ("code", "", "", &[][..]),
            Step::Cards { proof, key, cards } => ("cards", proof.as_str(), key.as_str(), cards.as_slice()),
        };
        let cards: Vec<_> = cards.iter().map(Row::of).collect();
        let page = context! {
            words, step, proof, key,
            cards => Value::from(Serde(cards)),
            problem => view.problem.map(Problem::name),
            merchant => view.merchant.name.as_str(),
            accent => view.merchant.accent.as_str(),
            contact => Value::from(Serde(&view.merchant.contact)),
            locale => locale.as_str(),
            number => view.number,
            currency => view.currency,
            path => view.path.as_str(),
            amount => view.amount,
            tip => view.tip,
            styles => view.styles,
            style => STYLE,
            embedders => EmbedOrigin::listed(view.embedders),
        };
        Ok(self.templates.get_template("saved-card.html")?.render(page)?)
    }

    /// What these pages may do in a browser: show themselves, send their forms, and speak with the page they are in.
    /// `inline` are the hashes of what stands in the pay page.
    pub fn policy(inline: &Inline, framed_by: &[EmbedOrigin]) -> String {
        let (own, of_page) = (hash(STYLE), sources(&inline.styles));
        let framed_by = EmbedOrigin::ancestors(framed_by);
        format!(
            "default-src 'none'; style-src 'self' '{own}'{of_page}; style-src-attr 'unsafe-inline'; \
             script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; \
             frame-ancestors {framed_by}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Locale;

    #[test]
    fn every_sentence_is_shown_and_every_problem_has_one() {
        let page = CardPage::load().unwrap();
        let template = include_str!("../../templates/saved-card.html");
        let words = page.sentences.of(Locale::EnUs);
        let by_name = |name: &str| Problem::ALL.iter().any(|problem| problem.name() == name);
        for key in words.try_iter().unwrap().map(|key| key.to_string()) {
            assert!(template.contains(&format!("words.{key}")) || by_name(&key), "{key} is never shown");
        }
        for problem in Problem::ALL {
            assert!(words.get_attr(problem.name()).unwrap().as_str().is_some(), "{problem:?}");
        }
    }
}
