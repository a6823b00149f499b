//! Makes up its mind about Clover's answers: what has really happened to the card.

use jiff::SignedDuration;
use primitives::MerchantSlug;

use super::Desk;
use crate::payment::{Decline, DeclineReason, Happening};
use crate::port::{ChargeAnswer, Clock, Gateway, OrderStanding, Random, Refusal, Store};
use crate::{NotSent, Payment, PaymentState, schedule};

/// How long after an answer was lost the charge may still be on its way through Clover. Meanwhile a repetition can
/// find its token spent and its order not yet paid, which afterwards means a decline.
const FIRST_SENDING: SignedDuration = SignedDuration::from_secs(120);

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Weighs the answer to the first sending of a charge.
    pub(super) async fn weigh_first(
        &self,
        answer: ChargeAnswer,
        payment: &Payment,
        order: &str,
    ) -> Happening {
        let merchant = &payment.merchant;
        match answer {
            ChargeAnswer::Approved(approval) => Happening::Approve(approval),
            ChargeAnswer::Declined(decline) => self.confirm(decline, merchant, order).await,
            ChargeAnswer::Refused(Refusal::TokenRefused) => {
                self.confirm(token_refused(), merchant, order).await
            }
            ChargeAnswer::Refused(Refusal::OrderAlreadyPaid) => self.find_out(merchant, order).await,
            ChargeAnswer::Refused(Refusal::MerchantNotConnected) => {
                Happening::NeverSent(NotSent::MerchantNotConnected)
            }
            ChargeAnswer::Refused(Refusal::Busy) => Happening::NeverSent(NotSent::Busy),
            ChargeAnswer::Refused(Refusal::Invalid) => Happening::NeverSent(NotSent::Refused),
            ChargeAnswer::NotSent => Happening::NeverSent(NotSent::Unreachable),
            ChargeAnswer::Unknown => Happening::Lose,
        }
    }

    /// Weighs the answer to a repetition of a charge whose first outcome is unknown. Only an approval or a
    /// confirmed decline says anything about the first one (a spent token on an order that is not paid is such a
    /// decline); that the repetition itself took no money does not.
    pub(super) async fn weigh_again(
        &self,
        answer: ChargeAnswer,
        payment: &Payment,
        order: &str,
    ) -> Happening {
        match self.weigh_first(answer, payment, order).await {
            Happening::NeverSent(_) => Happening::Lose,
            Happening::Decline(Decline { reason: DeclineReason::TokenRefused, .. })
                if self.first_may_be_under_way(payment) =>
            {
                Happening::Lose
            }
            told
            @ (Happening::Approve(_) | Happening::Decline(_) | Happening::Lose | Happening::Dispatch) => told,
        }
    }

    /// By the looks that were taken and by the clock: a clock that was put forward makes the wait look longer than
    /// it was, and one that was put back must not make it endless.
    fn first_may_be_under_way(&self, payment: &Payment) -> bool {
        let PaymentState::Unclear { since, checks } = payment.state else { return false };
        let by_the_clock = self.now().duration_since(since);
        let not_yet = by_the_clock < FIRST_SENDING && !by_the_clock.is_negative();
        not_yet || schedule::waited_at(checks) < FIRST_SENDING
    }

    /// Confirms a decline by the order: Clover is known to answer 402 to a charge that went through (peers C5).
    /// While it cannot be confirmed the payer waits.
    async fn confirm(&self, decline: Decline, merchant: &MerchantSlug, order: &str) -> Happening {
        match self.gateway.look_up(merchant, order).await {
            Ok(OrderStanding::Paid(approval)) => Happening::Approve(approval),
            Ok(OrderStanding::Unpaid) => Happening::Decline(decline),
            Err(_) => Happening::Lose,
        }
    }

    /// Finds out whether the order is paid; an unpaid one proves nothing.
    async fn find_out(&self, merchant: &MerchantSlug, order: &str) -> Happening {
        match self.gateway.look_up(merchant, order).await {
            Ok(OrderStanding::Paid(approval)) => Happening::Approve(approval),
            Ok(OrderStanding::Unpaid) | Err(_) => Happening::Lose,
        }
    }
}

fn token_refused() -> Decline {
    Decline { reason: DeclineReason::TokenRefused, charge: None }
}
