//! What the merchants have set up at Clover for taking money: tax rates, tenders of their own, fees on top.

use std::str::FromStr;

use clover_api::wire::{AdditionalCharge, AdditionalChargeType, Tender, TenderKey};

use crate::ids::Ids;

/// The set-up, the same for every merchant. No fee is taken unless one is set, as most merchants take none.
#[derive(Debug, Clone, clap::Args)]
pub struct Till {
    /// A stored tax rate, of which 100000 is 1 %; may be repeated.
    #[arg(long = "tax-rate", value_name = "UUID:RATE:NAME", default_values = [TEN_PERCENT])]
    pub tax_rates: Vec<StoredTaxRate>,
    /// A tender of the merchants' own; may be repeated.
    #[arg(long = "tender", value_name = "ID:LABEL", default_values = [VOUCHER])]
    pub tenders: Vec<CustomTender>,
    /// Surcharge on cards, of which 10000 is 1 %. Clover shows no sample of a charge with one.
    #[arg(long, value_name = "RATE", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=100_000))]
    pub surcharge_rate: i64,
    /// Convenience fee in minor units, on every charge that does not ask to skip it.
    #[arg(long, value_name = "MINOR_UNITS", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=100_000))]
    pub convenience_fee: i64,
}

const TEN_PERCENT: &str = "TAX10PERCENT0:1000000:Sales Tax";
const VOUCHER: &str = "TENDERV0VCHER:Voucher";

/// 100 %, in the unit of surcharges (clover-facts 2.16).
const WHOLE_SURCHARGE: i64 = 1_000_000;

/// A tax rate that requests name by its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredTaxRate {
    /// 13 characters.
    pub uuid: String,
    /// 100,000 is 1 %.
    pub rate: i64,
    /// Name on the receipt.
    pub name: String,
}

/// A tender that requests name by its label or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomTender {
    /// 13 characters.
    pub id: String,
    /// What the merchant calls it.
    pub label: String,
}

impl Default for Till {
    fn default() -> Self {
        Self {
            tax_rates: TEN_PERCENT.parse().into_iter().collect(),
            tenders: VOUCHER.parse().into_iter().collect(),
            surcharge_rate: 0,
            convenience_fee: 0,
        }
    }
}

impl Till {
    /// The rate stored under this id, of which 100,000 is 1 %.
    pub(crate) fn tax_rate(&self, uuid: &str) -> Option<i64> {
        self.tax_rates.iter().find(|stored| stored.uuid == uuid).map(|stored| stored.rate)
    }

    pub(crate) fn takes(&self, tender: &Tender) -> bool {
        match tender {
            Tender::LabelKey(TenderKey::Cash | TenderKey::Check) => true,
            Tender::LabelKey(TenderKey::Other(_)) => false,
            Tender::Label(label) => self.tenders.iter().any(|own| own.label == *label),
            Tender::Id(id) => self.tenders.iter().any(|own| own.id == *id),
        }
    }

    /// What comes on top of `amount` minor units paid by card.
    pub(crate) fn fees(
        &self,
        ids: &mut Ids,
        amount: i64,
        skips_convenience_fee: bool,
    ) -> Vec<AdditionalCharge> {
        let surcharge = (amount * self.surcharge_rate + WHOLE_SURCHARGE / 2) / WHOLE_SURCHARGE;
        let convenience = if skips_convenience_fee { 0 } else { self.convenience_fee };
        let mut fee = |amount, rate, kind| AdditionalCharge {
            id: Some(ids.object()),
            amount: Some(amount),
            rate,
            kind: Some(kind),
        };
        let mut fees = Vec::new();
        if surcharge > 0 {
            fees.push(fee(surcharge, Some(self.surcharge_rate), AdditionalChargeType::CreditSurcharge));
        }
        if convenience > 0 {
            fees.push(fee(convenience, None, AdditionalChargeType::ConvenienceFee));
        }
        fees
    }
}

impl FromStr for StoredTaxRate {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().filter(|part| !part.is_empty()).ok_or("write UUID:RATE:NAME");
        let (uuid, rate, name) = (next()?.to_owned(), next()?, next()?.to_owned());
        let rate = rate.parse().ok().filter(|rate| (0..=10_000_000).contains(rate));
        Ok(Self { uuid, rate: rate.ok_or("RATE is from 0 to 10000000, which is 100 %")?, name })
    }
}

impl FromStr for CustomTender {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some((id, label)) if !id.is_empty() && !label.is_empty() => {
                Ok(Self { id: id.to_owned(), label: label.to_owned() })
            }
            _ => Err("write ID:LABEL"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_till_starts_with_one_rate_and_one_tender_and_without_fees() {
        let till = Till::default();
        assert_eq!(till.tax_rate("TAX10PERCENT0"), Some(1_000_000));
        assert!(till.takes(&Tender::Label("Voucher".into())) && till.takes(&Tender::cash()));
        assert!(!till.takes(&Tender::Label("Shells".into())));
        assert_eq!(till.fees(&mut Ids::new(Some(1)), 10_000, false), []);
    }

    #[test]
    fn a_surcharge_is_rounded_half_up_and_a_fee_can_be_skipped() {
        let till = Till { surcharge_rate: 30_000, convenience_fee: 150, ..Till::default() };
        let amounts = |skips| {
            let fees = till.fees(&mut Ids::new(Some(1)), 1_050, skips);
            fees.into_iter().map(|fee| fee.amount).collect::<Vec<_>>()
        };
        assert_eq!(amounts(false), [Some(32), Some(150)]);
        assert_eq!(amounts(true), [Some(32)]);
    }

    #[test]
    fn a_misspelt_rate_or_tender_is_refused() {
        for text in ["", "A", "A:B", "A:1", "A:-1:B", "A:10000001:B", ":1:B"] {
            assert!(text.parse::<StoredTaxRate>().is_err(), "{text}");
        }
        for text in ["", "A", "A:", ":B"] {
            assert!(text.parse::<CustomTender>().is_err(), "{text}");
        }
    }
}
