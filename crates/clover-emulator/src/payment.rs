//! One attempt to take money: spends the token, asks the card's row, leaves a charge behind either way.

use clover_api::wire::{
    CardDetails, Charge, ChargeStatus, Check, Code, CurrencyCode, EcomIndicator, Outcome, SourceId,
};

use crate::cards::Verdict;
use crate::envelope::Answer;
use crate::state::State;

/// What is to be taken, already checked.
pub(crate) struct Attempt<'a> {
    pub(crate) merchant: &'a str,
    pub(crate) source: &'a str,
    /// Minor units, tax included, tip not.
    pub(crate) amount: i64,
    pub(crate) tax_amount: Option<i64>,
    pub(crate) tip_amount: Option<i64>,
    pub(crate) currency: CurrencyCode,
    pub(crate) capture: bool,
    /// The order it pays.
    pub(crate) order: String,
    pub(crate) ecomind: Option<EcomIndicator>,
    pub(crate) external_reference_id: Option<String>,
    pub(crate) receipt_email: Option<String>,
    pub(crate) description: Option<String>,
}

/// Refuses a source that cannot be charged. A token of another merchant is unknown here: anything else would tell
/// strangers that it exists.
pub(crate) fn check_source(state: &mut State, merchant: &str, source: &str) -> Result<(), Answer> {
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

fn charge(state: &mut State, attempt: Attempt<'_>, verdict: Verdict, card: CardDetails) -> Charge {
    let approved = verdict == Verdict::Approve;
    Charge {
        id: state.ids.object(),
        object: Some("charge".into()),
        amount: attempt.amount,
        amount_captured: None,
        amount_refunded: Some(0),
        refunded: Some(false),
        additional_charges: Vec::new(),
        tax_amount: Some(attempt.tax_amount.unwrap_or(0)),
        tip_amount: Some(attempt.tip_amount.unwrap_or(0)),
        currency: attempt.currency,
        created: Some(state.clock.now_ms()),
        captured: Some(approved && attempt.capture),
        paid: Some(approved),
        status: if approved { ChargeStatus::Succeeded } else { ChargeStatus::Failed },
        payment_method_details: Some("card".into()),
        ref_num: approved.then(|| state.ids.ref_num()),
        auth_code: approved.then(|| state.ids.auth_code()),
        order: Some(attempt.order),
        ecomind: Some(attempt.ecomind.unwrap_or(EcomIndicator::Ecom)),
        external_reference_id: attempt.external_reference_id,
        receipt_email: attempt.receipt_email,
        description: attempt.description,
        customer: None,
        metadata: None,
        failure_code: None,
        tender: None,
        outcome: Some(outcome(approved)),
        source: Some(checked(card, attempt.source, approved)),
        warning_message: None,
    }
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
