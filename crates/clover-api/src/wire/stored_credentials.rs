//! Whether a charge opens or follows an agreement to charge a card again (clover-facts 2.5, seed 3).

use serde::{Deserialize, Serialize};

use super::lenient::optional_flag;
use super::{BillPay, Initiator, Sequence};

/// What card networks want to know of a charge to a saved card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCredentials {
    /// The first charge to this card, or a later one.
    pub sequence: Sequence,
    /// Whether it was planned beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub is_scheduled: Option<bool>,
    /// Who set the charge off.
    pub initiator: Initiator,
    /// The plan it belongs to. Instalments exist in the United States only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installment_info: Option<InstallmentInfo>,
}

impl StoredCredentials {
    /// The charge with which the card is saved, made by its holder.
    pub fn first() -> Self {
        Self::unscheduled(Sequence::First, Initiator::Cardholder)
    }

    /// A later charge that the holder makes with the saved card.
    pub fn by_cardholder() -> Self {
        Self::unscheduled(Sequence::Subsequent, Initiator::Cardholder)
    }

    /// A later charge that the merchant makes without a plan.
    pub fn by_merchant() -> Self {
        Self::unscheduled(Sequence::Subsequent, Initiator::Merchant)
    }

    /// A later charge that a plan made due: recurring, or an instalment.
    pub fn scheduled(plan: InstallmentInfo) -> Self {
        Self {
            is_scheduled: Some(true),
            installment_info: Some(plan),
            ..Self::unscheduled(Sequence::Subsequent, Initiator::Merchant)
        }
    }

    fn unscheduled(sequence: Sequence, initiator: Initiator) -> Self {
        Self { sequence, is_scheduled: Some(false), initiator, installment_info: None }
    }
}

/// The plan a charge belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstallmentInfo {
    /// Canadian merchants may only say recurring.
    pub bill_pay_indicator: BillPay,
    /// The invoice it pays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl InstallmentInfo {
    /// A plan of this kind, with nothing more said of it.
    pub fn of(bill_pay_indicator: BillPay) -> Self {
        Self { bill_pay_indicator, invoice_number: None, description: None }
    }
}
