//! The pages that tell a merchant how connecting ended: plain documents without scripts.

use anyhow::Context;
use minijinja::Value;

use super::NoticePage;
use crate::config::Locale;
use crate::connections::Outcome;

/// The template, and its sentences in each language.
#[derive(Debug)]
pub struct ConnectPage {
    /// What the pages look like.
    pub notice: NoticePage,
    sentences: [(Locale, Value); 3],
}

impl ConnectPage {
    /// Reads the template.
    ///
    /// # Errors
    /// When the template or a table of sentences is wrong.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self { notice: NoticePage::load()?, sentences: sentences()? })
    }

    /// The page of this outcome; `merchant` is the name that payers know.
    ///
    /// # Errors
    /// When the template is wrong or a sentence is missing.
    pub fn render(&self, outcome: Outcome, locale: Locale, merchant: Option<&str>) -> anyhow::Result<String> {
        let sentences = self.sentences.iter().find(|(theirs, _)| *theirs == locale);
        let words = sentences.and_then(|(_, all)| all.get_attr(outcome.name()).ok());
        let words = words.filter(|words| !words.is_undefined()).context("a sentence is missing")?;
        self.notice.render(&words, outcome.name(), locale, merchant)
    }
}

fn sentences() -> anyhow::Result<[(Locale, Value); 3]> {
    let read = |json| serde_json::from_str::<Value>(json).context("the sentences about connecting");
    Ok([
        (Locale::EnUs, read(include_str!("../../templates/connect-en-US.json"))?),
        (Locale::EnCa, read(include_str!("../../templates/connect-en-CA.json"))?),
        (Locale::FrCa, read(include_str!("../../templates/connect-fr-CA.json"))?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_words_in_every_language_and_html_in_a_name_is_text() {
        let page = ConnectPage::load().unwrap();
        for (locale, _) in &page.sentences {
            for outcome in Outcome::ALL {
                let html = page.render(*outcome, *locale, Some("<b>Acme</b>")).unwrap();
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
