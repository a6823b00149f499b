//! Tenders other than a card: cash, a cheque, or one the merchant named (seed 4, section 6).

use serde::{Deserialize, Serialize};

use super::TenderKey;

/// How money came in without a card. Goes with the source [`SourceId::alternate_tender`](super::SourceId).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tender {
    /// One that every merchant has.
    LabelKey(TenderKey),
    /// One of the merchant's own, by its name.
    Label(String),
    /// One of the merchant's own, by its id.
    Id(String),
}

impl Tender {
    /// Notes and coins.
    pub fn cash() -> Self {
        Self::LabelKey(TenderKey::Cash)
    }

    /// A cheque.
    pub fn check() -> Self {
        Self::LabelKey(TenderKey::Check)
    }
}
