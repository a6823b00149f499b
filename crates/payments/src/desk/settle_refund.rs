//! Follows up refunds that have not ended: Clover is asked first, and only the same request is ever repeated.

use jiff::SignedDuration;

use super::Desk;
use super::settle::LEASE;
use crate::port::{
    Clock, Gateway, GivenBack, LookUpError, Random, SeenOutcome, SeenRefund, Store, StoreError,
};
use crate::refund::RefundAnswer;
use crate::{NotRefunded, Refund, RefundState, schedule};

/// How many looks must have come before the one that finds nothing and so lets the request be repeated: the first
/// sending may be under way.
const LOOKS_BEFORE_REPEAT: u32 = 1;

/// How long after an answer was lost the first sending may still be on its way through Clover.
const FIRST_SENDING: SignedDuration = SignedDuration::from_secs(120);

/// What Clover shows of a refund.
enum Found {
    /// The money was given back; Clover's id of the refund, if it says.
    Given(Option<String>),
    /// Nothing of it is there. It may be under way, it may never have arrived.
    Nothing,
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Takes up to `limit` refunds that are due; each must be given to [`Desk::settle_refund`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_due_refunds(&self, limit: u32) -> Result<Vec<Refund>, StoreError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(now);
        self.store.claim_due_refunds(now, until, limit).await
    }

    /// Takes a refund one step further towards its end, and answers with what it has become.
    ///
    /// # Errors
    /// When the store fails; the refund comes up again.
    pub async fn settle_refund(&self, refund: Refund) -> Result<Refund, StoreError> {
        match refund.state {
            RefundState::Succeeded { .. } | RefundState::Failed { .. } => Ok(refund),
            RefundState::Unclear { checks, .. } if checks >= LOOKS_BEFORE_REPEAT => {
                self.ask_and_repeat(refund).await
            }
            RefundState::Requested | RefundState::Unclear { .. } => self.ask_only(refund).await,
        }
    }

    async fn ask_only(&self, refund: Refund) -> Result<Refund, StoreError> {
        let found = self.look_for(&refund).await.unwrap_or(Found::Nothing);
        let next = self.seen_or_vain(&refund, found);
        self.conclude_refund(refund, next).await
    }

    /// Asks, and repeats the request where Clover shows nothing. A look that fails says nothing and repeats nothing.
    pub(super) async fn ask_and_repeat(&self, refund: Refund) -> Result<Refund, StoreError> {
        let next = match self.look_for(&refund).await {
            Ok(Found::Nothing) => {
                let answer = self.request_refund(&refund).await;
                self.weigh_repetition(&refund, answer).await
            }
            Ok(found @ Found::Given(_)) => self.seen_or_vain(&refund, found),
            Err(LookUpError) => refund.state.clone().looked_in_vain(self.now()),
        };
        self.conclude_refund(refund, next).await
    }

    /// That a repetition was refused says something of the first sending only when that must have ended, and Clover
    /// shows nothing of it after the refusal either.
    async fn weigh_repetition(&self, refund: &Refund, answer: RefundAnswer) -> RefundState {
        let unclear = refund.state.clone().looked_in_vain(self.now());
        let why = match answer {
            RefundAnswer::Refused(why @ (NotRefunded::Refused | NotRefunded::OnlyAsAWhole)) => why,
            answer @ (RefundAnswer::Succeeded(_) | RefundAnswer::Refused(_) | RefundAnswer::Unknown) => {
                return unclear.answered(answer, self.now());
            }
        };
        match self.look_for(refund).await {
            Ok(found @ Found::Given(_)) => self.seen_or_vain(refund, found),
            Ok(Found::Nothing) if self.first_has_ended(refund) => RefundState::Failed { why, at: self.now() },
            Ok(Found::Nothing) | Err(LookUpError) => unclear,
        }
    }

    /// By the clock and by the looks: a clock may have been put forward.
    fn first_has_ended(&self, refund: &Refund) -> bool {
        let RefundState::Unclear { since, checks } = refund.state else { return false };
        let by_the_clock = self.now().duration_since(since);
        by_the_clock >= FIRST_SENDING && schedule::refund_waited_at(checks) >= FIRST_SENDING
    }

    fn seen_or_vain(&self, refund: &Refund, found: Found) -> RefundState {
        match found {
            Found::Given(id) => RefundState::Succeeded { refund: id, at: self.now() },
            Found::Nothing => refund.state.clone().looked_in_vain(self.now()),
        }
    }

    /// Ours is the refund with our reference; or the only one of this amount that has none and that no other refund
    /// of ours has recorded; or, where Clover lists none, what is missing from the charge beyond what we have recorded.
    /// A refund that somebody made at Clover's dashboard may be taken for ours that way, but nothing is given back twice.
    async fn look_for(&self, refund: &Refund) -> Result<Found, LookUpError> {
        let GivenBack { total, refunds } =
            self.gateway.look_up_refunds(&refund.merchant, &refund.charge).await?;
        let others = self.store.refunds_of(&refund.payment).await.map_err(|_| LookUpError)?;
        let others: Vec<_> = others.into_iter().filter(|other| other.id != refund.id).collect();
        let reference = refund.reference();
        if let Some(ours) = refunds.iter().find(|it| it.reference.as_deref() == Some(reference.as_str())) {
            return match ours.outcome {
                SeenOutcome::Taken => Ok(Found::Given(Some(ours.id.clone()))),
                SeenOutcome::Failed => Ok(Found::Nothing),
                SeenOutcome::Undecided => Err(LookUpError),
            };
        }
        if let Some(nameless) = refunds.iter().find(|it| may_be(it, refund, &others)) {
            return Ok(Found::Given(Some(nameless.id.clone())));
        }
        let is_given = |other: &&Refund| matches!(other.state, RefundState::Succeeded { .. });
        let recorded: i64 = others.iter().filter(is_given).map(|other| other.amount.minor()).sum();
        let unrecorded = total.unwrap_or(0).saturating_sub(recorded);
        Ok(if unrecorded >= refund.amount.minor() { Found::Given(None) } else { Found::Nothing })
    }
}

fn may_be(seen: &SeenRefund, refund: &Refund, others: &[Refund]) -> bool {
    let is_recorded = |other: &Refund| matches!(&other.state, RefundState::Succeeded { refund: Some(id), .. } if *id == seen.id);
    seen.outcome == SeenOutcome::Taken
        && seen.reference.is_none()
        && seen.amount == refund.amount.minor()
        && !others.iter().any(is_recorded)
}
