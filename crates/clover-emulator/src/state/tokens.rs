//! Tokens: each belongs to one merchant. Card and account numbers themselves are not kept.

use std::collections::BTreeMap;

use clover_api::wire::CardDetails;
use serde::{Deserialize, Serialize};

use crate::cards::Verdict;
use crate::gift_cards::{self, GiftCardRow};

/// What a token stands for.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TokenRecord {
    pub(crate) merchant: String,
    pub(crate) means: Means,
    pub(crate) standing: Standing,
    /// By the emulator's clock, in milliseconds since 1970.
    pub(crate) made: i64,
}

/// Where the money comes from.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Means {
    Card {
        card: CardDetails,
        verdict: Verdict,
    },
    BankAccount {
        shown: CardDetails,
        verdict: Verdict,
    },
    /// Without a row when number or code belong to no gift card known here.
    GiftCard {
        shown: CardDetails,
        #[serde(deserialize_with = "gift_cards::by_number")]
        row: Option<&'static GiftCardRow>,
    },
}

/// How often a token may be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Once.
    SinglePay,
    /// No more.
    Spent,
    /// As often as wanted; no charge with `FIRST` has opened the agreement yet.
    MultiPay,
    /// As often as wanted, under an agreement: a charge with `FIRST`, or a customer to whom the card is saved.
    OnFile,
    /// No more: the customer's card was revoked.
    Revoked,
}

/// The tokens made so far.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Tokens(BTreeMap<String, TokenRecord>);

impl Tokens {
    pub(crate) fn put(&mut self, id: &str, token: TokenRecord) {
        self.0.insert(id.to_owned(), token);
    }

    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = (&str, &TokenRecord)> {
        self.0.iter().map(|(id, token)| (id.as_str(), token))
    }

    pub(crate) fn get(&self, merchant: &str, id: &str) -> Option<&TokenRecord> {
        self.0.get(id).filter(|token| token.merchant == merchant)
    }

    pub(crate) fn get_mut(&mut self, merchant: &str, id: &str) -> Option<&mut TokenRecord> {
        self.0.get_mut(id).filter(|token| token.merchant == merchant)
    }
}
