//! What went wrong, in a closed list, and who can do something about it.

use primitives::PaymentId;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// The body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// What went wrong.
    pub code: ErrorCode,
    /// Who can do something about it.
    pub actor: Actor,
    /// A sentence for a developer or a merchant, in English; the page has its own sentence for each code.
    pub message: String,
    /// Every bad field at once, for `invalid_fields`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The payment concerned, for `payment_in_progress` and `card_token_refused`, and for `saved_card_gone`
    /// where Clover said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentId>,
    /// The amount due now in minor units, for `amount_changed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount_due: Option<i64>,
}

/// One field that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where: `lines[2].quantity`.
    pub field: String,
    /// What must change: `must be 1 or more`.
    pub message: String,
}

words! {
    /// Who can do something about an error.
    Actor {
        /// The person at the page: another card, another look, a little patience.
        Payer = "payer",
        /// The business that sent the invoice, or its program that calls us.
        Merchant = "merchant",
        /// Nobody but time: a line is down, a service is busy.
        Network = "network",
        /// The people who run or write this software.
        Us = "us",
    }
}

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $status:literal, $actor:ident;)*) => {
        /// What went wrong. Each code has one HTTP status and one actor.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $name,)*
        }

        impl ErrorCode {
            /// Every code, for tests that must not forget one.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The HTTP status that goes with the code.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// Who can do something about it.
            pub fn actor(self) -> Actor {
                match self { $(Self::$name => Actor::$actor,)* }
            }

            /// What went wrong, in a sentence or two for the API's description.
            #[cfg(feature = "openapi")]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_start(),)* }
            }
        }
    };
}

error_codes! {
    /// The body is not the JSON that the route takes.
    MalformedRequest = 400, Merchant;
    /// The API key is missing or wrong.
    Unauthorized = 401, Merchant;
    /// There is nothing at this address.
    NotFound = 404, Merchant;
    /// The method is not one that the address knows.
    MethodNotAllowed = 405, Merchant;
    /// The body is larger than any invoice.
    TooLarge = 413, Merchant;
    /// The body is not declared as JSON.
    NotJson = 415, Merchant;
    /// One or more fields cannot be accepted; all are named.
    InvalidFields = 422, Merchant;
    /// The merchant already has an invoice of this number.
    InvoiceNumberTaken = 409, Merchant;
    /// The invoice is paid or being paid, and so cannot be taken back or given a new link.
    InvoiceNotChangeable = 409, Merchant;
    /// No invoice has this link.
    LinkUnknown = 404, Payer;
    /// The merchant took the invoice back.
    InvoiceVoid = 410, Payer;
    /// The invoice can no longer be paid by this link.
    InvoiceExpired = 410, Payer;
    /// The invoice is paid.
    AlreadyPaid = 409, Payer;
    /// The amount agreed is not the amount due.
    AmountChanged = 409, Payer;
    /// Another attempt to pay this invoice has not ended.
    PaymentInProgress = 409, Payer;
    /// The key was used for another request.
    IdempotencyKeyReused = 409, Us;
    /// Clover does not accept the card token: spent, foreign or outdated. Nothing was charged.
    CardTokenRefused = 422, Payer;
    /// The code is not the one that was mailed, or it can be typed no more.
    CodeWrong = 422, Payer;
    /// The saved card can be charged no more: removed, expired or unknown to Clover. Nothing was charged.
    SavedCardGone = 422, Payer;
    /// The payer has not proved to be the one whose saved card it is, or too long ago. Nothing was charged.
    ProofNeeded = 403, Payer;
    /// Clover could not be reached, so nothing was charged.
    NotCharged = 503, Network;
    /// The merchant's connection to Clover does not work. Nothing was charged.
    MerchantNotReady = 503, Merchant;
    /// Too many requests from this address.
    RateLimited = 429, Payer;
    /// The server is stopping or its database is busy; nothing happened.
    Unavailable = 503, Network;
    /// A mistake of ours.
    ServerError = 500, Us;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_an_error_status_and_has_its_own_name() {
        let mut names: Vec<_> =
            ErrorCode::ALL.iter().map(|code| serde_json::to_string(code).unwrap()).collect();
        assert!(ErrorCode::ALL.iter().all(|code| (400..600).contains(&code.status())));
        names.sort();
        names.dedup();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }

    #[test]
    fn every_code_is_documented_beside_its_status() {
        let page = include_str!("../../../docs/API.md");
        for code in ErrorCode::ALL {
            let name = serde_json::to_string(code).unwrap().replace('"', "`");
            let row = page.lines().find(|line| line.starts_with(&format!("| {} |", code.status())));
            assert!(row.is_some_and(|row| row.contains(&name)), "{name} is missing in docs/API.md");
        }
    }
}
