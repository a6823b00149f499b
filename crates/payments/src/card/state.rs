//! The states of a card that a merchant keeps.

use jiff::Timestamp;
use primitives::CardToken;

/// How far a saved card is.
///
/// ```text
/// Saving ──> OnFile ──> Removing ──> Removed
///    └─────> NotSaved      └ (or OnFile ──> Removed, when Clover no longer knows it)
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState {
    /// The payment is approved, and Clover is to put the card on file. Nobody can pay with it yet.
    Saving {
        /// The card; forgotten once it is on file or given up.
        token: CardToken,
        /// How often Clover was asked in vain.
        tries: u32,
    },
    /// It can be paid with.
    OnFile {
        /// Clover's id of the customer, which a charge names.
        customer: String,
        /// Clover's id of the card, by which it is taken off file, where Clover said.
        source: Option<String>,
        /// Since when.
        at: Timestamp,
    },
    /// It was not put on file and will not be. Whether Clover has it all the same, nobody can charge it from here.
    NotSaved {
        /// Why.
        why: NotSaved,
        /// When that became clear.
        at: Timestamp,
    },
    /// The payer or the merchant has removed it: nobody can pay with it, and Clover is to take it off file.
    Removing {
        /// Clover's id of the customer.
        customer: String,
        /// Clover's id of the card, where Clover said.
        source: Option<String>,
        /// Since when.
        since: Timestamp,
        /// How often Clover was asked in vain.
        tries: u32,
    },
    /// Clover has it no more.
    Removed {
        /// When that became clear.
        at: Timestamp,
    },
}

/// Why a card was not put on file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// Clover refused it: the merchant's gateway may not allow multi-pay tokens.
    Refused,
    /// Clover could not be asked for a day.
    GivenUp,
    /// It was removed before it was on file.
    Withdrawn,
}
