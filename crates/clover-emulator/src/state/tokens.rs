//! Card tokens: each belongs to one merchant and lasts for one attempt. The card number itself is not kept.

use std::collections::HashMap;

use clover_api::wire::CardDetails;

use crate::cards::Verdict;

/// What a token stands for.
#[derive(Clone)]
pub(crate) struct TokenRecord {
    pub(crate) merchant: String,
    pub(crate) card: CardDetails,
    pub(crate) verdict: Verdict,
    pub(crate) spent: bool,
}

/// The tokens made so far.
#[derive(Default)]
pub(crate) struct Tokens(HashMap<String, TokenRecord>);

impl Tokens {
    pub(crate) fn put(&mut self, id: &str, token: TokenRecord) {
        self.0.insert(id.to_owned(), token);
    }

    pub(crate) fn get_mut(&mut self, merchant: &str, id: &str) -> Option<&mut TokenRecord> {
        self.0.get_mut(id).filter(|token| token.merchant == merchant)
    }
}
