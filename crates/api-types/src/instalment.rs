//! One instalment of an invoice, for payer and merchant.

use serde::{Deserialize, Serialize};

/// A part of the total with the day on which it falls due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    /// `2026-12-31`; from this day on (UTC) it is due.
    pub date: String,
    /// Minor units.
    pub amount: i64,
    /// What of it is missing, minor units.
    pub missing: i64,
    /// How far it is.
    pub state: InstalmentState,
}

/// How far an instalment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstalmentState {
    /// All of it came in.
    Paid,
    /// Its day has come.
    Due,
    /// Its day is to come.
    ToCome,
}
