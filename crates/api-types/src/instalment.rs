//! One instalment of an invoice, for payer and merchant.

use serde::{Deserialize, Serialize};

use crate::words::words;

/// A part of the total with the day on which it falls due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instalment {
    /// `2026-12-31`; from this day on (UTC) it is due.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub date: String,
    /// Minor units.
    pub amount: i64,
    /// What of it is missing, minor units.
    pub missing: i64,
    /// How far it is.
    pub state: InstalmentState,
}

words! {
    /// How far an instalment is.
    InstalmentState {
        /// All of it came in.
        Paid = "paid",
        /// Its day has come.
        Due = "due",
        /// Its day is to come.
        ToCome = "to-come",
    }
}
