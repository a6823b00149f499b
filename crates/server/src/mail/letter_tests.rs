//! Tests of filling sentences, and of the sentences themselves.

use std::collections::BTreeSet;

use primitives::Locale;
use serde_json::Value;

use super::*;

const LOCALES: [Locale; 3] = [Locale::EnUs, Locale::EnCa, Locale::FrCa];

/// Every sentence of a language, by its place in the table.
fn sentences(locale: Locale) -> Vec<(String, String)> {
    fn walk(place: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::String(text) => found.push((place.to_owned(), text.clone())),
            Value::Object(parts) => {
                parts.iter().for_each(|(name, part)| walk(&format!("{place}.{name}"), part, found));
            }
            _ => panic!("{place} is no sentence"),
        }
    }
    let mut found = Vec::new();
    walk("", &serde_json::to_value(words(locale)).unwrap(), &mut found);
    found
}

fn places(sentence: &str) -> BTreeSet<String> {
    let parts = sentence.split('{').skip(1);
    parts.map(|part| part.split_once('}').unwrap().0.to_owned()).collect()
}

#[test]
fn every_sentence_says_something_and_has_the_same_places_in_every_language() {
    let english = sentences(Locale::EnUs);
    assert!(english.len() > 40);
    for locale in LOCALES {
        for ((place, sentence), (_, first)) in sentences(locale).iter().zip(&english) {
            assert!(!sentence.trim().is_empty(), "{place}");
            let dropped_merchant = |mut all: BTreeSet<String>| {
                all.remove("merchant");
                all
            };
            assert_eq!(dropped_merchant(places(sentence)), dropped_merchant(places(first)), "{place}");
        }
    }
}

#[test]
fn french_is_not_english() {
    let same: Vec<_> = sentences(Locale::FrCa)
        .into_iter()
        .zip(sentences(Locale::EnUs))
        .filter(|(french, english)| french == english)
        .collect();
    assert!(same.is_empty(), "{same:?}");
}

#[test]
fn names_are_put_in_once_and_what_they_hold_is_not_filled() {
    let value = |place: &str| match place {
        "merchant" => Some("{number}".to_owned()),
        "number" => Some("7".to_owned()),
        _ => None,
    };
    assert_eq!(fill("{merchant}: {number}", value), "{number}: 7");
    assert_eq!(fill("a {strange} place, { and }", value), "a {strange} place, { and }");
    assert_eq!(fill("an open {", value), "an open {");
}
