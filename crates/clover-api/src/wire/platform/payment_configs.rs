//! What a merchant's account can do online (clover-facts 2.16).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::lenient::optional_flag;

/// The answer of `GET /v3/merchants/{mId}/ecomm_payment_configs`. Flags whose names nobody has written down are skipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentConfigs {
    /// Whether, and how much, the payer pays on top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surcharging: Option<Surcharging>,
    /// Level 2 and 3 data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purchase_card: Option<Supported>,
    /// Texts on the payer's statement.
    #[serde(rename = "softDescriptors", skip_serializing_if = "Option::is_none")]
    pub soft_descriptors: Option<Supported>,
}

/// Whether the account can do something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supported {
    /// Nothing means that Clover does not say.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub supported: Option<bool>,
}

/// Surcharges on credit cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surcharging {
    /// Nothing means that Clover does not say.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "optional_flag")]
    pub supported: Option<bool>,
    /// How much of the amount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Share>,
}

/// A share of an amount in millionths: 30,000 is 3 %. Clover writes it as a decimal, 0.03.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(i64);

impl Share {
    /// From millionths, the unit in which payments show the rate of a surcharge.
    pub fn of_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// Millionths: 30,000 is 3 %.
    pub fn millionths(self) -> i64 {
        self.0
    }

    /// Reads plain decimals up to six places; money meets no binary fractions.
    fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{fraction:0<6}");
        let (kept, rest) = digits.split_at_checked(6)?;
        let only_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !only_digits(whole) || !only_digits(kept) || rest.bytes().any(|byte| byte != b'0') {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        Some(Self(whole.checked_mul(1_000_000)?.checked_add(kept.parse().ok()?)?))
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(serde_json::Number),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text,
        };
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no share of an amount"))
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        let number: serde_json::Number = text.parse().map_err(serde::ser::Error::custom)?;
        number.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_exactly_and_written_as_clover_writes_it() {
        for (json, millionths) in
            [("0.03", 30_000), ("0.024", 24_000), ("0", 0), ("1", 1_000_000), ("\"0.035\"", 35_000)]
        {
            assert_eq!(serde_json::from_str::<Share>(json).unwrap().millionths(), millionths, "{json}");
        }
        assert_eq!(serde_json::to_string(&Share::of_millionths(30_000)).unwrap(), "0.03");
        for wrong in ["-0.03", "0.0000001", "\"\"", "\"much\"", "null", "99999999999999999999"] {
            assert!(serde_json::from_str::<Share>(wrong).is_err(), "{wrong}");
        }
    }
}
