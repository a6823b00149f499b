//! Makes up its mind about Clover's answers: what has really happened to the card.

use jiff::SignedDuration;

use super::Desk;
use super::look::Found;
use crate::payment::{Decline, DeclineReason, Happening, Source};
use crate::port::{ChargeAnswer, Clock, Gateway, Random, Refusal, Store};
use crate::{NotSent, Payment, PaymentMode, PaymentState, schedule};

/// How long after an answer was lost the charge may still be on its way to Clover or through it. Meanwhile nothing
/// that Clover says about a repetition is the last word, except that money was taken or that a charge has failed.
const FIRST_SENDING: SignedDuration = SignedDuration::from_secs(120);

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Weighs the answer to the first sending of a charge.
    pub(super) async fn weigh_first(&self, answer: ChargeAnswer, payment: &Payment) -> Happening {
        match answer {
            ChargeAnswer::Approved(approval) => Happening::Approve(approval),
            ChargeAnswer::Declined(decline) => self.confirm(decline, payment).await,
            ChargeAnswer::Refused(Refusal::TokenRefused) => {
                self.confirm(source_refused(payment), payment).await
            }
            ChargeAnswer::Refused(Refusal::OrderAlreadyPaid) => self.find_out(payment).await,
            ChargeAnswer::Refused(Refusal::MerchantNotConnected) => {
                Happening::NeverSent(NotSent::MerchantNotConnected)
            }
            ChargeAnswer::Refused(Refusal::Busy) => Happening::NeverSent(NotSent::Busy),
            ChargeAnswer::Refused(Refusal::Invalid) => Happening::NeverSent(NotSent::Refused),
            ChargeAnswer::NotSent => Happening::NeverSent(NotSent::Unreachable),
            ChargeAnswer::Unknown => Happening::Lose,
        }
    }

    /// Weighs the answer to a repetition of a charge whose first outcome is unknown. That the repetition itself took
    /// no money says nothing about the first one. A decline does once the first one must have ended, or where Clover
    /// shows the charge that has failed: one key is decided once (clover-facts 2.8).
    pub(super) async fn weigh_again(&self, answer: ChargeAnswer, payment: &Payment) -> Happening {
        match self.weigh_first(answer, payment).await {
            Happening::NeverSent(_) => Happening::Lose,
            Happening::HearDecline(decline) if !self.first_may_be_under_way(payment) => {
                Happening::Decline(decline)
            }
            Happening::HearDecline(decline) => self.prove_decline(decline, payment).await,
            told @ (Happening::Approve(_)
            | Happening::Decline(_)
            | Happening::Lose
            | Happening::Dispatch
            | Happening::Open(_)) => told,
        }
    }

    /// Asks for the charge that a decline names, if that was not done yet.
    async fn prove_decline(&self, decline: Decline, payment: &Payment) -> Happening {
        let (PaymentMode::Order, Some(named)) = (payment.mode, decline.charge.as_deref()) else {
            return Happening::HearDecline(decline);
        };
        match self.look_at_charge(payment, named).await {
            Ok(Found::Failed(_)) => Happening::Decline(decline),
            Ok(Found::Taken(approval)) => Happening::Approve(approval),
            Ok(Found::Nothing | Found::Elsewhere) | Err(_) => Happening::HearDecline(decline),
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

    /// Confirms a decline: Clover is known to answer 402 to a charge that went through (peers C5). While it cannot
    /// be confirmed the payer waits.
    async fn confirm(&self, decline: Decline, payment: &Payment) -> Happening {
        match self.look(payment, decline.charge.as_deref()).await {
            Ok(Found::Taken(approval)) => Happening::Approve(approval),
            Ok(Found::Failed(_)) => Happening::Decline(decline),
            Ok(Found::Nothing | Found::Elsewhere) => Happening::HearDecline(decline),
            Err(_) => Happening::Lose,
        }
    }

    /// Finds out who has paid the order. If others have, Clover has refused this attempt before any bank was asked;
    /// an order that is not paid proves nothing.
    async fn find_out(&self, payment: &Payment) -> Happening {
        match self.look(payment, None).await {
            Ok(Found::Taken(approval)) => Happening::Approve(approval),
            Ok(Found::Failed(charge)) => Happening::Decline(failed(charge)),
            Ok(Found::Elsewhere) => {
                Happening::Decline(Decline { reason: DeclineReason::Other, charge: None })
            }
            Ok(Found::Nothing) | Err(_) => Happening::Lose,
        }
    }
}

/// What a charge that Clover shows as failed says by itself.
pub(super) fn failed(charge: String) -> Decline {
    Decline { reason: DeclineReason::Other, charge: Some(charge) }
}

fn source_refused(payment: &Payment) -> Decline {
    let reason = match payment.source {
        Source::Token { .. } | Source::HostedCheckout { .. } => DeclineReason::TokenRefused,
        Source::SavedCard { .. } => DeclineReason::CardGone,
    };
    Decline { reason, charge: None }
}
