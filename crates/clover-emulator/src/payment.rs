//! One attempt to take money: spends the token, asks the card's row, leaves a charge behind either way.

use clover_api::wire::{
    Brand, CardDetails, Charge, ChargeStatus, Code, CurrencyCode, EcomIndicator, Level2, Outcome, SourceId,
};

use crate::cards::Verdict;
use crate::envelope::Answer;
use crate::particulars::Particulars;
use crate::settle::{Settled, settle};
use crate::state::State;
use crate::{credentials, source};

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

/// Refuses a source that cannot be charged.
pub(crate) fn check_source(state: &State, merchant: &str, source: &str) -> Result<(), Answer> {
    if source == SourceId::alternate_tender().expose() {
        return Ok(());
    }
    source::check(state, merchant, source).map(drop)
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
    let merchant = attempt.merchant;
    let credentials = attempt.particulars.stored_credentials.clone();
    let funds = source::spend(state, merchant, attempt.source)?;
    let tip_amount = attempt.particulars.tip_amount.unwrap_or(0);
    let settled = settle(state, merchant, funds.means.clone(), attempt.amount, tip_amount);
    let verdict = settled.verdict;
    let charge =
        Charge { customer: funds.customer.clone(), ..charge(state, attempt, settled, Some(&funds.token)) };
    let charge = credentials::noted(state, merchant, &funds, credentials.as_ref(), charge);
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
    let settled = Settled::unasked(attempt.amount, attempt.particulars.tip_amount.unwrap_or(0));
    let charge = Charge {
        tender,
        payment_method_details: None,
        ref_num: None,
        auth_code: None,
        outcome: None,
        source: None,
        ..charge(state, attempt, settled, None)
    };
    state.ledger.charges.put(merchant, &charge.id, charge.clone());
    charge
}

fn charge(state: &mut State, attempt: Attempt<'_>, settled: Settled, token: Option<&str>) -> Charge {
    let approved = settled.verdict == Verdict::Approve;
    let Particulars { skips_convenience_fee, ref tender, .. } = attempt.particulars;
    let additional_charges = if approved && tender.is_none() {
        state.till.fees(&mut state.ids, settled.amount, skips_convenience_fee)
    } else {
        Vec::new()
    };
    Charge {
        id: state.ids.object(),
        object: Some("charge".into()),
        amount: settled.amount,
        amount_captured: (approved && !attempt.capture).then_some(0),
        amount_refunded: Some(0),
        refunded: None,
        additional_charges,
        tax_amount: Some(attempt.tax_amount.unwrap_or(0)),
        tip_amount: Some(settled.tip_amount),
        created: Some(state.clock.now_ms()),
        captured: Some(approved && attempt.capture),
        paid: Some(approved),
        status: if approved { ChargeStatus::Succeeded } else { ChargeStatus::Failed },
        payment_method_details: Some(settled.method.into()),
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
        warning_message: level2_warning(
            attempt.particulars.level2.as_ref(),
            &attempt.currency,
            &settled.shown,
        ),
        currency: attempt.currency,
        source: Some(CardDetails { id: token.map(SourceId::from), ..settled.shown }),
        gift_card: settled.gift_card,
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
