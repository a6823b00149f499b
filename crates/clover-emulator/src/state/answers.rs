//! Idempotency keys: what was asked under a key and what was answered.

use std::collections::HashMap;

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

/// The answers given, by merchant and key. They live until a reset; Clover's keys' lifetime is undocumented.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Kept>", into = "Vec<Kept>")]
pub(crate) struct Answers(HashMap<(String, String), (Asked, Answer)>);

impl Answers {
    pub(crate) fn find(&self, merchant: &str, key: &str, asked: &Asked) -> Found {
        match self.0.get(&(merchant.to_owned(), key.to_owned())) {
            None => Found::New,
            Some((earlier, answer)) if earlier == asked => Found::Same(answer.clone()),
            Some(_) => Found::Different,
        }
    }

    pub(crate) fn keep(&mut self, merchant: &str, key: &str, asked: Asked, answer: Answer) {
        self.0.insert((merchant.to_owned(), key.to_owned()), (asked, answer));
    }
}

/// One row of a state file: merchant, key, what was asked, what was answered.
type Kept = (String, String, Asked, Answer);

impl From<Vec<Kept>> for Answers {
    fn from(rows: Vec<Kept>) -> Self {
        Self(
            rows.into_iter()
                .map(|(merchant, key, asked, answer)| ((merchant, key), (asked, answer)))
                .collect(),
        )
    }
}

impl From<Answers> for Vec<Kept> {
    fn from(answers: Answers) -> Self {
        let rows = answers.0.into_iter();
        rows.map(|((merchant, key), (asked, answer))| (merchant, key, asked, answer)).collect()
    }
}
