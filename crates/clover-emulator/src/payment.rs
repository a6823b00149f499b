//! One attempt to take money: spends the token, asks the card's row, leaves a charge behind either way.

use clover_api::wire::{
    Brand, CardDetails, Charge, ChargeStatus, Check, Code, CurrencyCode, EcomIndicator, Level2, Outcome,
    SourceId,
};

use crate::cards::Verdict;
use crate::envelope::Answer;
use crate::particulars::Particulars;
use crate::state::State;

/// What is to be taken, already checked.
pub(crate) struct Attempt<'a> {
    pub(crate) merchant: &'a str,
    pub(crate) source: &'a str,
    /// Minor units, tax included, tip not.
    pub(crate) amount: i64,
    pub(crate) tax_amount: Option<i64>,
    pub(crate) currency: CurrencyCode,
    pub(crate) capture: bool,
    /// The order it pays.
    pub(crate) order: String,
    pub(crate) particulars: Particulars,
}

/// Refuses a source that cannot be charged. A token of another merchant is unknown here: anything else would tell
/// strangers that it exists.
pub(crate) fn check_source(state: &mut State, merchant: &str, source: &str) -> Result<(), Answer> {
    if source == SourceId::alternate_tender().expose() {
        return Ok(());
    }
    match state.tokens.get_mut(merchant, source) {
        None => Err(Answer::invalid(Code::InvalidRequest, "source", "Please provide a valid source.")),
        Some(token) if token.spent => Err(Answer::invalid(
            Code::TokenAlreadyUsed,
            "source",
            "You cannot use a clover token more than once unless it is marked as multipay.",
        )),
        Some(_) => Ok(()),
    }
}

/// Makes the attempt.
///
/// # Errors
/// The source cannot be charged (nothing has changed), or the card is declined (the token is spent, a failed charge is
/// in the ledger).
pub(crate) fn attempt(state: &mut State, attempt: Attempt<'_>) -> Result<Charge, Answer> {
    if attempt.particulars.tender.is_some() {
        return Ok(tendered(state, attempt));
    }
    check_source(state, attempt.merchant, attempt.source)?;
    let Some(token) = state.tokens.get_mut(attempt.merchant, attempt.source) else {
        return Err(Answer::invalid(Code::InvalidRequest, "source", "Please provide a valid source."));
    };
    token.spent = true;
    let (verdict, card) = (token.verdict, token.card.clone());
    let merchant = attempt.merchant;
    let charge = charge(state, attempt, verdict, card);
    state.ledger.charges.put(merchant, &charge.id, charge.clone());
    match verdict {
        Verdict::Approve => Ok(charge),
        Verdict::Decline(decline_code) => Err(Answer::declined(&charge.id, decline_code)),
    }
}

/// Money that came in by another way than a card: nobody is asked.
fn tendered(state: &mut State, attempt: Attempt<'_>) -> Charge {
    let tender = serde_json::to_value(&attempt.particulars.tender).ok();
    let merchant = attempt.merchant;
    let charge = Charge {
        tender,
        payment_method_details: None,
        ref_num: None,
        auth_code: None,
        outcome: None,
        source: None,
        ..charge(state, attempt, Verdict::Approve, CardDetails::default())
    };
    state.ledger.charges.put(merchant, &charge.id, charge.clone());
    charge
}

fn charge(state: &mut State, attempt: Attempt<'_>, verdict: Verdict, card: CardDetails) -> Charge {
    let approved = verdict == Verdict::Approve;
    let Particulars { tip_amount, skips_convenience_fee, ref tender, .. } = attempt.particulars;
    let additional_charges = if approved && tender.is_none() {
        state.till.fees(&mut state.ids, attempt.amount, skips_convenience_fee)
    } else {
        Vec::new()
    };
    Charge {
        id: state.ids.object(),
        object: Some("charge".into()),
        amount: attempt.amount,
        amount_captured: (approved && !attempt.capture).then_some(0),
        amount_refunded: Some(0),
        refunded: None,
        additional_charges,
        tax_amount: Some(attempt.tax_amount.unwrap_or(0)),
        tip_amount: Some(tip_amount.unwrap_or(0)),
        created: Some(state.clock.now_ms()),
        captured: Some(approved && attempt.capture),
        paid: Some(approved),
        status: if approved { ChargeStatus::Succeeded } else { ChargeStatus::Failed },
        payment_method_details: Some("card".into()),
        ref_num: approved.then(|| state.ids.ref_num()),
        auth_code: approved.then(|| state.ids.auth_code()),
        order: Some(attempt.order),
        ecomind: Some(attempt.particulars.ecomind.unwrap_or(EcomIndicator::Ecom)),
        external_reference_id: attempt.particulars.external_reference_id,
        receipt_email: attempt.particulars.receipt_email,
        description: attempt.particulars.description,
        customer: None,
        metadata: attempt.particulars.metadata,
        failure_code: (!approved).then(|| Code::CardDeclined.as_str().to_owned()),
        tender: None,
        outcome: Some(outcome(approved)),
        warning_message: level2_warning(attempt.particulars.level2.as_ref(), &attempt.currency, &card),
        currency: attempt.currency,
        source: Some(checked(card, attempt.source, approved)),
    }
}

/// Company-card data is taken with Visa and Mastercard in the United States only (clover-facts 2.16); here the currency
/// stands for the country.
fn level2_warning(level2: Option<&Level2>, currency: &CurrencyCode, card: &CardDetails) -> Option<String> {
    let takes_it = matches!(card.brand, Some(Brand::Visa | Brand::Mastercard)) && currency.lower() == "usd";
    (level2.is_some() && !takes_it)
        .then(|| "Level 2 data was not used: this card or merchant takes none.".into())
}

fn outcome(approved: bool) -> Outcome {
    let (network_status, kind) = if approved {
        ("approved_by_network", "authorized")
    } else {
        ("declined_by_network", "issuer_declined")
    };
    Outcome { network_status: Some(network_status.into()), kind: Some(kind.into()) }
}

/// Checks come with approvals only, and say nothing of what was not supplied.
fn checked(card: CardDetails, source: &str, approved: bool) -> CardDetails {
    let zip = if card.address_zip.is_some() { Check::Pass } else { Check::Unchecked };
    CardDetails {
        id: Some(SourceId::from(source)),
        address_zip_check: approved.then_some(zip),
        address_line1_check: approved.then_some(Check::Unavailable),
        cvc_check: approved.then_some(Check::Pass),
        ..card
    }
}
