//! The pages that tell a merchant how connecting ended: plain documents without scripts.

use minijinja::Value;

use super::NoticePage;
use crate::by_locale::{ByLocale, tables};
use crate::config::Locale;
use crate::connections::Outcome;

/// The template, and its sentences in each language.
#[derive(Debug)]
pub struct ConnectPage {
    /// What the pages look like.
    pub notice: NoticePage,
    sentences: ByLocale<Value>,
}

impl ConnectPage {
    /// Reads the template.
    ///
    /// # Errors
    /// When the template or a table of sentences is wrong.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self {
            notice: NoticePage::load()?,
            sentences: ByLocale::read(tables!("connect"), "the sentences about connecting")?,
        })
    }

    /// The page of this outcome; `merchant` is the name that payers know.
    ///
    /// # Errors
    /// When the template is wrong or a sentence is missing.
    pub fn render(&self, outcome: Outcome, locale: Locale, merchant: Option<&str>) -> anyhow::Result<String> {
        let words = self.sentences.of(locale).get_attr(outcome.name())?;
        anyhow::ensure!(!words.is_undefined(), "a sentence is missing");
        self.notice.render(&words, outcome.name(), locale, merchant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_words_in_every_language_and_html_in_a_name_is_text() {
        let page = ConnectPage::load().unwrap();
        for locale in Locale::ALL {
            for outcome in Outcome::ALL {
                let html = page.render(*outcome, locale, Some("<b>Acme</b>")).unwrap();
                assert!(html.contains(&format!("<html lang=\"{}\">", locale.as_str())));
                assert!(html.contains("<h1>") && !html.contains("<h1></h1>") && !html.contains("<b>"));
                assert!(!html.contains("<script"));
            }
        }
    }

    #[test]
    fn names_of_outcomes_lead_back_to_them() {
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::of(outcome.name()), Some(*outcome));
        }
        assert_eq!(Outcome::of("elsewhere"), None);
    }
}
