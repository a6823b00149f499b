//! Every sentence of the page in every language, and how a language is chosen.

// What is shipped gets the sentences of its one language from the server (`spoken`).
#[cfg(any(debug_assertions, not(target_arch = "wasm32")))]
mod en;
#[cfg(target_arch = "wasm32")]
pub mod format;
#[cfg(any(debug_assertions, not(target_arch = "wasm32")))]
mod fr;
mod sentences;
#[cfg(target_arch = "wasm32")]
pub mod spoken;

use crate::checkout::typed_amount::Point;

pub use sentences::Sentences;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English as in the United States.
    #[default]
    AmericanEnglish,
    /// English as in Canada.
    CanadianEnglish,
    /// French as in Canada.
    CanadianFrench,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AmericanEnglish, Self::CanadianEnglish, Self::CanadianFrench];

    /// The language of a merchant's locale; English where it is none of ours.
    pub fn of(locale: &str) -> Self {
        match locale {
            "fr-CA" => Self::CanadianFrench,
            "en-CA" => Self::CanadianEnglish,
            _ => Self::AmericanEnglish,
        }
    }

    /// The tag for `lang` and for the browser's number and date formats.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::AmericanEnglish => "en-US",
            Self::CanadianEnglish => "en-CA",
            Self::CanadianFrench => "fr-CA",
        }
    }

    /// How it writes amounts.
    pub const fn point(self) -> Point {
        match self {
            Self::AmericanEnglish | Self::CanadianEnglish => Point::English,
            Self::CanadianFrench => Point::French,
        }
    }

    /// Its sentences.
    #[cfg(any(debug_assertions, not(target_arch = "wasm32")))]
    pub const fn sentences(self) -> &'static Sentences {
        match self {
            Self::AmericanEnglish => &en::AMERICAN,
            Self::CanadianEnglish => &en::CANADIAN,
            Self::CanadianFrench => &fr::CANADIAN,
        }
    }

    /// Its sentences, if it is the language of the page: no other is there.
    #[cfg(not(any(debug_assertions, not(target_arch = "wasm32"))))]
    pub fn sentences(self) -> &'static Sentences {
        spoken::sentences()
    }
}

/// Puts the merchant's name into a sentence.
pub fn name_merchant(sentence: &str, name: &str) -> String {
    fill(sentence, "{merchant}", name)
}

/// Puts a text into the place of a sentence that stands for it.
pub fn fill(sentence: &str, place: &str, text: &str) -> String {
    // By bytes: the search for a text in a text would weigh more in the page than everything that calls it.
    let found = sentence.as_bytes().windows(place.len()).position(|part| part == place.as_bytes());
    match found.map(|at| (sentence.get(..at), sentence.get(at + place.len()..))) {
        Some((Some(before), Some(after))) => [before, text, after].concat(),
        _ => sentence.to_owned(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_own_tag_and_english_stands_in_for_the_rest() {
        for language in Language::ALL {
            assert_eq!(Language::of(language.tag()), language);
        }
        assert_eq!(Language::of("de-DE"), Language::AmericanEnglish);
    }

    #[test]
    fn a_name_is_put_in_as_it_is() {
        assert_eq!(name_merchant("to {merchant}.", "{merchant} & Co"), "to {merchant} & Co.");
        assert_eq!(name_merchant("nobody", "Ada"), "nobody");
    }

    /// The server writes the first paint with the same sentences; `UPDATE_SENTENCES=1` renews its copies.
    #[test]
    fn the_server_has_the_same_sentences() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/server/templates");
        for language in Language::ALL {
            let file = folder.join(["sentences-", language.tag(), ".json"].concat());
            is_kept_in(&file, &(serde_json::to_string_pretty(language.sentences()).unwrap() + "\n"));
            let file = folder.join(["sentences-", language.tag(), ".txt"].concat());
            is_kept_in(&file, &language.sentences().to_lines());
        }
    }

    fn is_kept_in(file: &std::path::Path, ours: &str) {
        if std::env::var_os("UPDATE_SENTENCES").is_some() {
            assert!(std::fs::write(file, ours).is_ok(), "{} cannot be written", file.display());
        }
        let theirs = std::fs::read_to_string(file).unwrap_or_default();
        assert!(ours == theirs, "{} is outdated: run this test with UPDATE_SENTENCES=1", file.display());
    }

    #[test]
    fn sentences_are_read_line_by_line_as_they_were_written() {
        for language in Language::ALL {
            let lines: &'static str = language.sentences().to_lines().leak();
            let read = Sentences::from_lines(lines);
            assert_eq!(
                serde_json::to_value(&read).unwrap(),
                serde_json::to_value(language.sentences()).unwrap()
            );
            // It stands in the page as it is, between two tags.
            assert!(!lines.contains(['<', '&']), "{}", language.tag());
        }
        assert_eq!(Sentences::from_lines("Paid").left_to_pay, "");
    }

    #[test]
    fn no_sentence_is_empty_and_the_merchant_is_named_where_english_names_them() {
        let all: Vec<serde_json::Value> = Language::ALL
            .iter()
            .map(|language| serde_json::to_value(language.sentences()).unwrap())
            .collect();
        for (name, english) in all[0].as_object().unwrap() {
            for other in &all {
                let sentence = other[name].as_str().unwrap();
                assert!(!sentence.trim().is_empty(), "{name}");
                let names = sentence.contains("{merchant}");
                assert_eq!(names, english.as_str().unwrap().contains("{merchant}"), "{name}");
            }
        }
    }
}
