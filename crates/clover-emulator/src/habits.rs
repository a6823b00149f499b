//! Habits of Clover's that no public source tells (clover-facts 7), each a setting. The defaults are those under which
//! a careful client and a careless one both get on; the others find out which of the two a client is.

use axum::http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Map, Value};

use crate::envelope::Answer;

/// What Clover may do or not do.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct Habits {
    /// Minutes after which a single-pay token that was not charged is as one that never was; without it, none ends.
    #[arg(long, value_name = "MINUTES")]
    pub token_minutes: Option<u32>,
    /// Minutes after which an idempotency key is forgotten; without it, none is.
    #[arg(long, value_name = "MINUTES")]
    pub key_minutes: Option<u32>,
    /// Whether a decline is repeated under its idempotency key, or the card is asked again.
    #[arg(long, value_enum, default_value_t)]
    pub declines: Declines,
    /// Whether a decline has a `message` beside `error`.
    #[arg(long, value_enum, default_value_t)]
    pub decline_message: DeclineMessage,
    /// How the keys of a Hosted Checkout webhook are written.
    #[arg(long, value_enum, default_value_t)]
    pub hco_webhook_keys: KeyCase,
}

/// What a known key gets whose request was declined (clover-facts 2.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Declines {
    /// The same decline.
    #[default]
    Repeated,
    /// Whatever the request leads to now, which for a spent token is `token_already_used`.
    Forgotten,
}

/// Whether a 402 says its status in words too (clover-facts 2.6: uncertain).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum DeclineMessage {
    /// `"message":"402 Payment Required"` beside `error`.
    #[default]
    With,
    /// `error` alone.
    Without,
}

/// The case of a webhook's keys (clover-facts 2.13: the documents give labels only).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum KeyCase {
    /// `createdTime`.
    #[default]
    Camel,
    /// `CreatedTime`.
    Capitalised,
}

impl Habits {
    /// Whether a token that was made `age` ago has ended unused.
    pub(crate) fn ends_token(self, age: SignedDuration) -> bool {
        is_past(self.token_minutes, age)
    }

    /// Whether a key that was first used `age` ago is forgotten.
    pub(crate) fn forgets_key(self, age: SignedDuration) -> bool {
        is_past(self.key_minutes, age)
    }

    /// Whether an answer is kept for the repetition of its request.
    pub(crate) fn keeps(self, status: StatusCode) -> bool {
        match (status, self.declines) {
            (StatusCode::OK, _) | (StatusCode::PAYMENT_REQUIRED, Declines::Repeated) => true,
            (_, Declines::Repeated | Declines::Forgotten) => false,
        }
    }

    /// The answer as Clover writes it under this habit.
    pub(crate) fn worded(self, mut answer: Answer) -> Answer {
        if answer.status == StatusCode::PAYMENT_REQUIRED
            && self.decline_message == DeclineMessage::Without
            && let Value::Object(body) = &mut answer.body
        {
            body.remove("message");
        }
        answer
    }

    /// The body of a Hosted Checkout webhook with its keys in this habit's case.
    pub(crate) fn spelt(self, body: Map<String, Value>) -> Map<String, Value> {
        match self.hco_webhook_keys {
            KeyCase::Camel => body,
            KeyCase::Capitalised => body.into_iter().map(|(key, value)| (capitalised(&key), value)).collect(),
        }
    }
}

fn is_past(minutes: Option<u32>, age: SignedDuration) -> bool {
    minutes.is_some_and(|minutes| age >= SignedDuration::from_mins(minutes.into()))
}

fn capitalised(key: &str) -> String {
    let mut letters = key.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_keys_of_a_webhook_are_spelt_either_way_and_its_values_left_alone() {
        let body = json!({ "createdTime": 1, "type": "PAYMENT" }).as_object().cloned().unwrap();
        assert_eq!(Habits::default().spelt(body.clone()), body);
        let capitalised = Habits { hco_webhook_keys: KeyCase::Capitalised, ..Habits::default() };
        assert_eq!(Value::Object(capitalised.spelt(body)), json!({ "CreatedTime": 1, "Type": "PAYMENT" }));
    }
}
