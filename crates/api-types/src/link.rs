//! What an opened link shows.

use primitives::InvoiceId;
use serde::{Deserialize, Serialize};

use crate::{Instalment, Line, Merchant, Payment, Receipt, Totals};

/// What the page acts on. The server puts it into the page itself, so that no second round trip is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// Who sent the invoice.
    pub merchant: Merchant,
    /// ISO 4217 code in upper case.
    #[cfg_attr(feature = "openapi", schema(value_type = primitives::Currency))]
    pub currency: String,
    /// How many decimals the currency has.
    pub decimals: u16,
    /// What the lines come to.
    pub totals: Totals,
    /// What came in already without tips, minor units.
    #[serde(default)]
    pub paid: i64,
    /// What is still to be paid, minor units.
    pub amount_due: i64,
    /// The smallest part that may be paid, minor units; absent, only all of what is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial_minimum: Option<i64>,
    /// What pays the instalments that are due or, if none is, the next one, minor units; absent where all is due at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalment_due: Option<i64>,
    /// Whether the day of an instalment has come that is not paid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub due_now: bool,
    /// Whether a tip may be added.
    pub tips: bool,
    /// The tips to offer, in percent of the amount paid; absent where none may be added.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tip_presets: Vec<u16>,
    /// What a payer agrees to who lets the merchant keep the card. Absent where the merchant keeps none: then there are
    /// no saved cards to pay with either. Whether this customer has any, it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save_card: Option<String>,
    /// The page from which a payer gets to a page of Clover's own, where the merchant offers that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
    /// Where the invoice stands.
    pub standing: Standing,
    /// The invoice to read, as HTML by the server: it alone draws what nobody acts on. Absent inside the page, where
    /// it stands already.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
}

/// What `GET /api/links/{link}` answers: what the page acts on, and what its sheet is drawn from.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedLink {
    /// What the page acts on.
    #[serde(flatten)]
    pub view: LinkView,
    /// The merchant's number for the invoice; of a statement its whole heading.
    pub number: String,
    /// Whether it is a statement: its lines are the invoices that are paid together.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_statement: bool,
    /// The customer's name.
    pub customer_name: String,
    /// The lines.
    pub lines: Vec<LinkLine>,
    /// The invoices of a statement that the address names; absent, all of them are meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<InvoiceId>,
    /// When which part falls due, and how far each is; absent where all is due at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedule: Vec<Instalment>,
    /// `2026-12-31`.
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_date: Option<String>,
    /// RFC 3339.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: Option<String>,
    /// Plain text.
    pub notes: String,
    /// The path of the invoice on paper.
    pub pdf: String,
}

/// A line as the page shows it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkLine {
    /// The line.
    #[serde(flatten)]
    pub line: Line,
    /// Of a statement's line, whether its invoice is to be paid; absent where there is nothing to choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<LineChoice>,
}

/// An invoice of a statement that can be paid or left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineChoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whether the totals count it.
    pub chosen: bool,
}

/// Where the invoice stands, with what the page needs to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "is", rename_all = "kebab-case", try_from = "StandingParts")]
pub enum Standing {
    /// It can be paid.
    Open {
        /// What the card form needs; absent while the merchant's Clover key cannot be had.
        card_form: Option<CardForm>,
    },
    /// An attempt has not ended: follow it, do not pay again.
    InProgress {
        /// The attempt.
        payment: Payment,
        /// What the card form needs, should the attempt fail.
        card_form: Option<CardForm>,
    },
    /// It is paid.
    Paid {
        /// The proof.
        receipt: Receipt,
    },
    /// It was paid, and money was given back since.
    Refunded {
        /// The proof of the payment.
        receipt: Receipt,
        /// What was given back over all its payments, tips included, minor units, 1 or more.
        refunded: i64,
        /// What was not, minor units; 0 when all of it was.
        left: i64,
    },
    /// The merchant took it back.
    Void,
    /// It was not paid in time.
    Expired {
        /// Whether a fresh link can be asked for.
        fresh_link: bool,
    },
}

/// What `new Clover(…)` needs (clover-facts 1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardForm {
    /// Where Clover's `sdk.js` is.
    #[cfg_attr(feature = "openapi", schema(format = "uri"))]
    pub sdk_url: String,
    /// The merchant's public (PAKMS) key, made for browsers.
    pub api_key: String,
    /// The merchant's id at Clover.
    pub merchant_id: String,
    /// Clover's code for the language of the fields: `en`, `en-CA` or `fr-CA`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^(en|en-CA|fr-CA)$"))]
    pub locale: String,
    /// Whether the merchant offers Google Pay.
    #[serde(default)]
    pub google_pay: bool,
    /// Whether the merchant offers Apple Pay.
    #[serde(default)]
    pub apple_pay: bool,
}

/// The standing as it lies in the JSON. Reading it flat and sorting it out here keeps serde's machinery for tagged
/// enums out of the page, which is a tenth of its bytes.
#[derive(Deserialize)]
struct StandingParts {
    is: StandingName,
    card_form: Option<CardForm>,
    payment: Option<Payment>,
    receipt: Option<Receipt>,
    refunded: Option<i64>,
    left: Option<i64>,
    #[serde(default)]
    fresh_link: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum StandingName {
    Open,
    InProgress,
    Paid,
    Refunded,
    Void,
    Expired,
}

impl TryFrom<StandingParts> for Standing {
    type Error = &'static str;

    fn try_from(parts: StandingParts) -> Result<Self, Self::Error> {
        let StandingParts { is, card_form, payment, receipt, refunded, left, fresh_link } = parts;
        match is {
            StandingName::Open => Ok(Self::Open { card_form }),
            StandingName::InProgress => {
                let payment = payment.ok_or("`payment` is missing")?;
                Ok(Self::InProgress { payment, card_form })
            }
            StandingName::Paid => Ok(Self::Paid { receipt: receipt.ok_or("`receipt` is missing")? }),
            StandingName::Refunded => Ok(Self::Refunded {
                receipt: receipt.ok_or("`receipt` is missing")?,
                refunded: refunded.ok_or("`refunded` is missing")?,
                left: left.ok_or("`left` is missing")?,
            }),
            StandingName::Void => Ok(Self::Void),
            StandingName::Expired => Ok(Self::Expired { fresh_link }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standing_is_read_as_it_was_written() {
        let receipt = Receipt {
            payment: primitives::PaymentId::from_random([1; 16]),
            page: "/receipt/x".into(),
            amount: 1,
            tip: 0,
            currency: "USD".to_owned(),
            paid_at: "2026-11-21T09:30:00Z".to_owned(),
            card: None,
            reference: None,
            auth_code: None,
        };
        let payment =
            Payment { id: receipt.payment.clone(), amount: 1, tip: 0, state: crate::PaymentState::Unclear };
        for standing in [
            Standing::Open { card_form: None },
            Standing::InProgress { payment, card_form: None },
            Standing::Paid { receipt: receipt.clone() },
            Standing::Refunded { receipt, refunded: 1, left: 0 },
            Standing::Void,
            Standing::Expired { fresh_link: true },
        ] {
            let json = serde_json::to_string(&standing).unwrap();
            assert_eq!(serde_json::from_str::<Standing>(&json).unwrap(), standing);
        }
        assert!(serde_json::from_str::<Standing>(r#"{"is":"paid"}"#).is_err());
    }
}
