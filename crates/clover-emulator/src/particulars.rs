//! What a charge and the payment of an order may say beyond how much from whom, read and checked.

use clover_api::wire::{
    BillPay, Code, EcomIndicator, Initiator, Level2, Sequence, SoftDescriptor, SourceId, StoredCredentials,
    Tender,
};
use serde_json::Value;

use crate::envelope::Answer;
use crate::fields::Fields;
use crate::till::Till;

/// All of it; what is only checked and then forgotten, as the soft descriptor is, leaves no trace here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Particulars {
    /// Minor units on top of the amount.
    pub(crate) tip_amount: Option<i64>,
    pub(crate) ecomind: Option<EcomIndicator>,
    pub(crate) external_reference_id: Option<String>,
    pub(crate) receipt_email: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Option<Value>,
    pub(crate) stored_credentials: Option<StoredCredentials>,
    pub(crate) level2: Option<Level2>,
    pub(crate) skips_convenience_fee: bool,
    /// Set exactly when the source is `alternate_tender`.
    pub(crate) tender: Option<Tender>,
}

impl Particulars {
    /// Reads all of it; `email` is what the receipt's address is called here.
    pub(crate) fn read(fields: &Fields<'_>, till: &Till, email: &str) -> Result<Self, Answer> {
        check_descriptor(fields)?;
        Ok(Self {
            tip_amount: fields.amount("tip_amount", 0, Code::InvalidTipAmount)?,
            ecomind: ecomind(fields)?,
            external_reference_id: fields.external_reference()?,
            receipt_email: fields.email(email)?,
            description: fields.text("description")?.map(str::to_owned),
            metadata: fields.metadata()?,
            stored_credentials: stored_credentials(fields)?,
            level2: fields.typed("level2")?,
            skips_convenience_fee: fields.flag("skip_default_convenience_fee")?.unwrap_or(false),
            tender: tender(fields, till)?,
        })
    }
}

/// The payer's way to the merchant, which is one of two.
pub(crate) fn ecomind(fields: &Fields<'_>) -> Result<Option<EcomIndicator>, Answer> {
    match fields.text("ecomind")?.map(EcomIndicator::from) {
        Some(EcomIndicator::Other(_)) => {
            Err(Answer::invalid(Code::InvalidRequest, "ecomind", "Either ecom or moto is expected."))
        }
        ecomind => Ok(ecomind),
    }
}

fn stored_credentials(fields: &Fields<'_>) -> Result<Option<StoredCredentials>, Answer> {
    let Some(read) = fields.typed::<StoredCredentials>("stored_credentials")? else {
        return Ok(None);
    };
    let plan = read.installment_info.as_ref().map(|plan| &plan.bill_pay_indicator);
    match (&read.sequence, &read.initiator, plan) {
        (Sequence::Other(_), ..) | (_, Initiator::Other(_), _) | (.., Some(BillPay::Other(_))) => {
            let message = "Please provide valid stored credentials.";
            Err(Answer::invalid(Code::InvalidRequest, "stored_credentials", message))
        }
        _ => Ok(Some(read)),
    }
}

/// The limits of Visa and Discover (clover-facts 2.16), for every brand: whoever keeps to them is safe.
fn check_descriptor(fields: &Fields<'_>) -> Result<(), Answer> {
    let Some(descriptor) = fields.typed::<SoftDescriptor>("soft_descriptor")? else {
        return Ok(());
    };
    let longer = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.chars().count() > most);
    if longer(&descriptor.dba_name, 38) || longer(&descriptor.merchant_contact_info, 13) {
        let message = "At most 38 characters of name and 13 of contact are taken.";
        return Err(Answer::invalid(Code::InvalidRequest, "soft_descriptor", message));
    }
    Ok(())
}

/// A tender goes with the source that stands for it, and neither without the other.
fn tender(fields: &Fields<'_>, till: &Till) -> Result<Option<Tender>, Answer> {
    let wrong = |message| Err(Answer::invalid(Code::InvalidRequest, "tender", message));
    let stands_for_one = fields.text("source")? == Some(SourceId::alternate_tender().expose());
    match (stands_for_one, fields.typed::<Tender>("tender")?) {
        (false, None) => Ok(None),
        (true, None) => wrong("The tender is missing."),
        (false, Some(_)) => wrong("A tender needs the source alternate_tender."),
        (true, Some(tender)) if till.takes(&tender) => Ok(Some(tender)),
        (true, Some(_)) => wrong("Please provide a valid tender."),
    }
}
