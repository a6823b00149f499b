//! A receipt as a page: plain HTML that needs no script; one line of script offers to print it.

use anyhow::Context;
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

use super::first_paint::LANGUAGES;
use super::inline::hash;
use crate::by_locale::ByLocale;
use crate::config::{Accent, Locale, Merchant};
use crate::documents::{self, Sheet, Words};

const STYLE: &str = include_str!("../../templates/document.css");
/// Where scripts are off the button stays hidden.
const SCRIPT: &str = "const b=document.getElementById('print');b.hidden=false;b.onclick=()=>print()";
/// Of a page whose merchant is not known.
const OWN_TINT: &str = ":root{--accent:#2f5d50}";

/// The templates, and the words in each language.
#[derive(Debug)]
pub struct ReceiptPage {
    templates: Environment<'static>,
    words: Box<ByLocale<Words>>,
}

/// A page and what it may do in a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The whole document.
    pub html: String,
    /// Its content security policy: show itself, and offer to print.
    pub policy: String,
}

impl ReceiptPage {
    /// Reads the templates.
    ///
    /// # Errors
    /// When a template is wrong or a table lacks a word.
    pub fn load() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        templates.add_template("languages.html", LANGUAGES).context("languages.html")?;
        let template = include_str!("../../templates/receipt.html");
        templates.add_template("receipt.html", template).context("receipt.html")?;
        let template = include_str!("../../templates/no-receipt.html");
        templates.add_template("no-receipt.html", template).context("no-receipt.html")?;
        Ok(Self { templates, words: documents::words()? })
    }

    /// The words of documents in this language.
    pub fn words(&self, locale: Locale) -> &Words {
        self.words.of(locale)
    }

    /// The page of this receipt; `pdf` is where it is to be had on paper.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn receipt(&self, sheet: &Sheet, merchant: &Merchant, pdf: &str) -> anyhow::Result<Shown> {
        let (words, tint) = (self.words(merchant.locale), tint(&merchant.accent));
        let (language, locale) = (&words.language, merchant.locale.as_str());
        let (sheet, words) = (Value::from(Serde(sheet)), Value::from(Serde(words)));
        let policy = policy(&tint);
        let filling =
            context! { sheet, words, pdf, tint, locale, language, style => STYLE, script => SCRIPT };
        let html = self.templates.get_template("receipt.html")?.render(filling)?;
        Ok(Shown { html, policy })
    }

    /// The page of a link that leads to no receipt, in this language.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn unknown(&self, locale: Locale) -> anyhow::Result<Shown> {
        let words = self.words(locale);
        let language = &words.language;
        let words = Value::from(Serde(words));
        let filling =
            context! { language, words, locale => locale.as_str(), style => STYLE, tint => OWN_TINT };
        let html = self.templates.get_template("no-receipt.html")?.render(filling)?;
        Ok(Shown { html, policy: policy(OWN_TINT) })
    }
}

fn tint(accent: &Accent) -> String {
    [":root{--accent:", accent.as_str(), "}"].concat()
}

fn policy(tint: &str) -> String {
    let [style, tint, script] = [STYLE, tint, SCRIPT].map(hash);
    format!(
        "default-src 'none'; style-src '{style}' '{tint}'; script-src '{script}'; \
         img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}
