//! What a charge says of saved cards: it opens an agreement, follows one, or should have done either.
//!
//! Clover refuses none of it; it charges and remarks on it in `warning_message` (clover-facts 2.11).

use clover_api::wire::{Charge, Sequence, StoredCredentials};

use crate::config::MultiPay;
use crate::source::{self, Funds};
use crate::state::{Means, Standing, State};

/// The charge with the remark it earns. Approved with `FIRST` it puts the card on file: its token lasts from then on.
pub(crate) fn noted(
    state: &mut State,
    merchant: &str,
    funds: &Funds,
    said: Option<&StoredCredentials>,
    charge: Charge,
) -> Charge {
    let sequence = said.map(|said| &said.sequence);
    let opens = sequence == Some(&Sequence::First) && matches!(funds.means, Means::Card { .. });
    if opens && charge.is_approved() && state.multi_pay == MultiPay::On {
        source::put_on_file(state, merchant, &funds.token);
    }
    let remarks =
        [charge.warning_message.clone(), remark(state.multi_pay, funds, sequence).map(str::to_owned)];
    let remarks: Vec<String> = remarks.into_iter().flatten().collect();
    Charge { warning_message: (!remarks.is_empty()).then(|| remarks.join(" ")), ..charge }
}

fn remark(multi_pay: MultiPay, funds: &Funds, sequence: Option<&Sequence>) -> Option<&'static str> {
    match (sequence, funds.standing) {
        (Some(Sequence::First), _) if multi_pay == MultiPay::Off => {
            Some("The card was not saved: the merchant's gateway does not allow multi-pay tokens.")
        }
        (Some(Sequence::Subsequent), Standing::SinglePay | Standing::MultiPay) => {
            Some("Subsequent credential on file pay request came without a first one.")
        }
        (None, Standing::MultiPay | Standing::OnFile) if funds.customer.is_none() => {
            Some("A multi-pay token was charged without stored_credentials.")
        }
        _ => None,
    }
}
