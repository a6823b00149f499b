//! Asks Clover what has become of an attempt, and tells its charge from those of other attempts.

use jiff::SignedDuration;

use super::Desk;
use crate::payment::{Happening, Source};
use crate::port::{Clock, Gateway, LookUpError, OrderStanding, Random, SeenCharge, SeenOutcome, Store};
use crate::{Approval, Payment, PaymentMode};

/// How far Clover's clock may be behind ours, or another node's: charges are asked for from so long before the
/// attempt was made.
const CLOCKS: SignedDuration = SignedDuration::from_hours(1);

/// What Clover shows of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It took the money.
    Taken(Approval),
    /// It was tried and took no money; Clover's id of the failed charge.
    Failed(String),
    /// Nothing of it is there. It may be under way, it may never have arrived.
    Nothing,
    /// Nothing of it is there, and nothing can come: other attempts have paid the whole order.
    Elsewhere,
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// What Clover shows of the attempt. `named` is the charge that Clover's own answer named, if it did.
    ///
    /// # Errors
    /// When Clover or the store cannot answer, or the answer proves nothing.
    pub(super) async fn look(&self, payment: &Payment, named: Option<&str>) -> Result<Found, LookUpError> {
        match (&payment.source, payment.mode) {
            (Source::HostedCheckout { page: None }, _) => Ok(Found::Nothing),
            (Source::HostedCheckout { page: Some(_) }, _) => self.look_at_page(payment, None).await,
            (Source::Token { .. } | Source::SavedCard { .. }, PaymentMode::Order) => {
                self.look_at_order(payment).await
            }
            (Source::Token { .. } | Source::SavedCard { .. }, PaymentMode::Charge) => {
                self.look_at_charges(payment, named).await
            }
        }
    }

    async fn look_at_order(&self, payment: &Payment) -> Result<Found, LookUpError> {
        let invoice = self.invoice_of(payment).await.map_err(|_| LookUpError)?;
        let order = invoice.clover_order.ok_or(LookUpError)?;
        let standing = self.gateway.look_up_order(&payment.merchant, &order).await?;
        // Read after the order: who is alive now was so when its charges were made.
        let all = self.store.payments_of(&payment.invoice).await.map_err(|_| LookUpError)?;
        let (own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.id == payment.id);
        self.record_others(&standing, &others).await?;
        ours_of_order(own.first().unwrap_or(payment), &standing, &others)
    }

    /// Charges of the order that belong to other attempts and were not known to be taken are recorded on the way:
    /// such an attempt was called declined, and its money came in all the same.
    async fn record_others(&self, standing: &OrderStanding, others: &[Payment]) -> Result<(), LookUpError> {
        for charge in standing.charges.iter().filter(|charge| charge.outcome == SeenOutcome::Taken) {
            let unaware = |other: &&Payment| is_named(other, charge) && other.state.is_final();
            if let Some(other) = others.iter().find(unaware).filter(|other| !other.state.is_approved()) {
                let approve = Happening::Approve(charge.approval());
                self.conclude(other.clone(), approve).await.map_err(|_| LookUpError)?;
            }
        }
        Ok(())
    }

    /// What Clover says of the charge with this id, if it can be the attempt's.
    pub(super) async fn look_at_charge(&self, payment: &Payment, id: &str) -> Result<Found, LookUpError> {
        let charge = self.gateway.look_up_charge(&payment.merchant, id).await?;
        let ours = |charge: &SeenCharge| {
            charge.reference.as_deref().is_none_or(|it| it == payment.reference.as_str())
        };
        charge.filter(ours).map_or(Ok(Found::Nothing), |charge| word_of(&charge))
    }

    async fn look_at_charges(&self, payment: &Payment, named: Option<&str>) -> Result<Found, LookUpError> {
        if let Some(id) = named {
            let found = self.look_at_charge(payment, id).await?;
            if found != Found::Nothing {
                return Ok(found);
            }
        }
        let from = payment.created_at.checked_sub(CLOCKS).unwrap_or(payment.created_at);
        let charges = self.gateway.list_charges(&payment.merchant, from).await?;
        let ours: Vec<_> = charges.iter().filter(|charge| is_named(payment, charge)).collect();
        let taken = ours.iter().find(|charge| charge.outcome == SeenOutcome::Taken);
        match taken.or(ours.first()) {
            Some(charge) => word_of(charge),
            None => Ok(Found::Nothing),
        }
    }
}

fn word_of(charge: &SeenCharge) -> Result<Found, LookUpError> {
    match charge.outcome {
        SeenOutcome::Taken => Ok(Found::Taken(charge.approval())),
        SeenOutcome::Failed => Ok(Found::Failed(charge.id.clone())),
        SeenOutcome::Undecided => Err(LookUpError),
    }
}

fn is_named(payment: &Payment, charge: &SeenCharge) -> bool {
    charge.reference.as_deref() == Some(payment.reference.as_str())
}

/// Whether a charge that bears no name can only be this attempt's. One attempt of an invoice is alive at a time, so
/// the live one may claim it; one that has ended only where no other attempt could have made it.
fn may_claim(payment: &Payment, charge: &SeenCharge, others: &[Payment]) -> bool {
    let could_make = |it: &Payment| {
        it.mode == PaymentMode::Order && it.charge_taken().is_none() && it.amount.minor() <= charge.amount
    };
    charge.amount >= payment.amount.minor() && (!payment.state.is_final() || !others.iter().any(could_make))
}

/// Which of the order's charges is the attempt's. The one that bears its reference; or else, as Clover may leave
/// references out, the only one without any that no other attempt has recorded, if it is for enough. That the order
/// is paid proves nothing by itself: others may have paid it.
fn ours_of_order(
    payment: &Payment,
    standing: &OrderStanding,
    others: &[Payment],
) -> Result<Found, LookUpError> {
    let recorded = |charge: &SeenCharge| others.iter().any(|it| it.charge_taken() == Some(&charge.id));
    let taken = || standing.charges.iter().filter(|charge| charge.outcome == SeenOutcome::Taken);
    if let Some(charge) = taken().find(|charge| is_named(payment, charge)) {
        return Ok(Found::Taken(charge.approval()));
    }
    let nameless: Vec<_> = taken().filter(|charge| charge.reference.is_none() && !recorded(charge)).collect();
    match nameless.as_slice() {
        [charge] if may_claim(payment, charge, others) => return Ok(Found::Taken(charge.approval())),
        [] => {}
        [_, ..] => return Err(LookUpError),
    }
    let explained = taken().fold(0_i64, |sum, charge| sum.saturating_add(charge.amount));
    if standing.paid > explained || standing.charges.iter().any(|it| it.outcome == SeenOutcome::Undecided) {
        return Err(LookUpError);
    }
    Ok(if standing.is_paid { Found::Elsewhere } else { Found::Nothing })
}
