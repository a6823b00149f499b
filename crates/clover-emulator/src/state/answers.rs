//! Idempotency keys: what was asked under a key and what was answered.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::envelope::Answer;

/// What a key stands for: a path and a body, compared as JSON, so that spacing and field order do not matter.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) body: Map<String, Value>,
}

/// What is known of a key.
pub(crate) enum Found {
    New,
    Same(Answer),
    Different,
}

/// The answers given, by merchant and key.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub(crate) struct Answers(HashMap<(String, String), Given>);

/// An answer that is kept for the repetition of its request.
#[derive(Clone, Serialize, Deserialize)]
struct Given {
    asked: Asked,
    answer: Answer,
    /// By the emulator's clock.
    at: Timestamp,
}

impl Answers {
    /// `is_forgotten` is asked for the age of a key that is known.
    pub(crate) fn find(
        &self,
        merchant: &str,
        key: &str,
        asked: &Asked,
        is_forgotten: impl FnOnce(Timestamp) -> bool,
    ) -> Found {
        match self.0.get(&(merchant.to_owned(), key.to_owned())) {
            None => Found::New,
            Some(given) if is_forgotten(given.at) => Found::New,
            Some(given) if given.asked == *asked => Found::Same(given.answer.clone()),
            Some(_) => Found::Different,
        }
    }

    pub(crate) fn keep(&mut self, merchant: &str, key: &str, asked: Asked, answer: Answer, at: Timestamp) {
        self.0.insert((merchant.to_owned(), key.to_owned()), Given { asked, answer, at });
    }
}

/// One row of a state file: merchant, key, what was asked and answered.
type Kept = (String, String, Given);

impl From<Vec<Kept>> for Answers {
    fn from(rows: Vec<Kept>) -> Self {
        Self(rows.into_iter().map(|(merchant, key, given)| ((merchant, key), given)).collect())
    }
}

impl From<Answers> for Vec<Kept> {
    fn from(answers: Answers) -> Self {
        let rows = answers.0.into_iter();
        rows.map(|((merchant, key), given)| (merchant, key, given)).collect()
    }
}
