//! Tokens: what stands for a card until it is charged (clover-facts 2.4).

use serde::{Deserialize, Serialize};

use super::{CardDetails, SourceId};

/// The answer of `POST /v1/tokens`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The token, `clv_...`.
    pub id: SourceId,
    /// `token`, when Clover prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The card behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<CardDetails>,
}

/// The body of `POST /v1/tokens` for a card whose number the caller holds. Whoever does this is in full PCI DSS scope.
#[cfg(feature = "raw-card-tokens-pci-dss")]
#[derive(Debug, Clone, Serialize)]
pub struct CreateToken {
    /// The card.
    pub card: RawCard,
}

/// A card in the clear.
#[cfg(feature = "raw-card-tokens-pci-dss")]
#[derive(Clone, Serialize)]
pub struct RawCard {
    /// The whole number, digits only.
    pub number: String,
    /// Two digits.
    pub exp_month: String,
    /// Four digits.
    pub exp_year: String,
    /// The security code.
    pub cvv: String,
    /// The brand.
    pub brand: super::Brand,
    /// The payer's postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_zip: Option<String>,
}

#[cfg(feature = "raw-card-tokens-pci-dss")]
impl std::fmt::Debug for RawCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RawCard(hidden)")
    }
}
