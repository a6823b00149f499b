//! What becomes of a charge: yes or no, how much of it, out of what.

use clover_api::wire::{CardDetails, Check, GiftCardBalance};

use crate::cards::Verdict;
use crate::config::GiftCardShortfall;
use crate::gift_cards::GiftCardRow;
use crate::state::{Means, State};

/// A charge that has been decided, and paid if it was approved.
pub(crate) struct Settled {
    pub(crate) verdict: Verdict,
    /// Minor units taken, or asked for if nothing was.
    pub(crate) amount: i64,
    /// Minor units of tip, likewise.
    pub(crate) tip_amount: i64,
    /// Clover's word for the kind of means.
    pub(crate) method: &'static str,
    /// What the charge shows of it.
    pub(crate) shown: CardDetails,
    pub(crate) gift_card: Option<GiftCardBalance>,
}

impl Settled {
    /// Money that nobody needs to be asked for.
    pub(crate) fn unasked(amount: i64, tip_amount: i64) -> Self {
        Self {
            verdict: Verdict::Approve,
            amount,
            tip_amount,
            method: "",
            shown: CardDetails::default(),
            gift_card: None,
        }
    }
}

/// Decides over `amount` and `tip_amount` minor units, and takes them from a gift card.
pub(crate) fn settle(
    state: &mut State,
    merchant: &str,
    means: Means,
    amount: i64,
    tip_amount: i64,
) -> Settled {
    let plain =
        |verdict, method, shown| Settled { verdict, amount, tip_amount, method, shown, gift_card: None };
    match means {
        Means::Card { card, verdict } => plain(verdict, "card", checked(card, verdict)),
        Means::BankAccount { shown, verdict } => plain(verdict, "ach", shown),
        Means::GiftCard { shown, row: None } => plain(Verdict::Decline("issuer_declined"), GIFT_CARD, shown),
        Means::GiftCard { shown, row: Some(row) } => {
            redeem(state, merchant, row, plain(Verdict::Decline("insufficient_funds"), GIFT_CARD, shown))
        }
    }
}

/// Checks come with approvals only, and say nothing of what was not supplied.
fn checked(card: CardDetails, verdict: Verdict) -> CardDetails {
    let approved = verdict == Verdict::Approve;
    let zip = if card.address_zip.is_some() { Check::Pass } else { Check::Unchecked };
    CardDetails {
        address_zip_check: approved.then_some(zip),
        address_line1_check: approved.then_some(Check::Unavailable),
        cvc_check: approved.then_some(Check::Pass),
        ..card
    }
}

/// Clover's word, seen in docs:gift-card-api.
const GIFT_CARD: &str = "giftCard";

/// Where the balance is short, Clover takes what there is and says so only in the figures (docs:gift-card-api).
fn redeem(state: &mut State, merchant: &str, row: &'static GiftCardRow, declined: Settled) -> Settled {
    let balance = state.gift_cards.balance(merchant, row);
    let asked = declined.amount + declined.tip_amount;
    if balance == 0 || (balance < asked && state.gift_card_shortfall == GiftCardShortfall::Decline) {
        return declined;
    }
    let taken = asked.min(balance);
    let amount = declined.amount.min(taken);
    Settled {
        verdict: Verdict::Approve,
        amount,
        tip_amount: taken - amount,
        gift_card: Some(state.gift_cards.take(merchant, row, taken)),
        ..declined
    }
}
