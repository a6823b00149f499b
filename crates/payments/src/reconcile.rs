//! Compares our payments with Clover's own list of charges, and names every difference.

use jiff::Timestamp;
use primitives::PaymentId;

use crate::payment::Reference;
use crate::port::{SeenCharge, SeenOutcome};
use crate::{Payment, PaymentState};

/// A span of time; `until` is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Timestamp,
    /// The moment after the last one.
    pub until: Timestamp,
}

impl Period {
    fn holds(self, moment: Timestamp) -> bool {
        (self.from..self.until).contains(&moment)
    }
}

/// Something on which we and Clover do not agree. Amounts are minor units without tips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Clover has taken money for us, by its reference or its order, of which nothing is known here.
    MissingHere {
        /// Clover's charge.
        charge: String,
        /// How much.
        amount: i64,
    },
    /// We have recorded a charge that Clover does not show.
    MissingAtClover {
        /// Our payment.
        payment: PaymentId,
        /// The charge.
        charge: String,
    },
    /// Both know the charge, for different amounts, tips or currencies.
    AmountsDiffer {
        /// Our payment.
        payment: PaymentId,
        /// The charge.
        charge: String,
        /// Our amount and tip.
        ours: (i64, i64),
        /// Clover's.
        clovers: (i64, i64),
    },
    /// Clover says that the money was taken and we do not, or the other way round.
    StatesDiffer {
        /// Our payment.
        payment: PaymentId,
        /// The charge.
        charge: String,
        /// Whether Clover says that it was taken.
        taken_at_clover: bool,
    },
    /// One payment has taken money by more than one charge.
    ChargedTwice {
        /// Our payment.
        payment: PaymentId,
        /// The charges.
        charges: Vec<String>,
    },
    /// Several of our payments have recorded one charge.
    RecordedTwice {
        /// The charge.
        charge: String,
        /// Our payments.
        payments: Vec<PaymentId>,
    },
}

/// What a comparison has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Everything on which we and Clover do not agree.
    pub differences: Vec<Difference>,
    /// How many of Clover's charges took money and are nobody's here: without a reference of ours and without an
    /// order of ours. A till or another program made them, so they are no difference.
    pub others: usize,
}

/// Compares what happened in the period; `our_orders` are those of Clover's orders that belong to our invoices. Both
/// lists must reach further than the period on both sides, as a charge and
/// its payment are not of the same moment, nor are two clocks.
pub fn compare(
    period: Period,
    ours: &[Payment],
    clovers: &[SeenCharge],
    our_orders: &[String],
) -> Comparison {
    let (mut found, mut others) = (Vec::new(), 0);
    for charge in clovers.iter().filter(|charge| charge.created.is_none_or(|at| period.holds(at))) {
        if is_nobodys(charge, ours) && !charge.order.as_ref().is_some_and(|order| our_orders.contains(order))
        {
            others += usize::from(charge.outcome == SeenOutcome::Taken);
        } else {
            found.extend(of_charge(charge, ours));
        }
    }
    for payment in ours.iter().filter(|payment| period.holds(payment.created_at)) {
        found.extend(of_payment(payment, ours, clovers));
    }
    Comparison { differences: found, others }
}

/// Whether nothing of ours is on the charge itself: nobody has recorded it, and it bears no reference of our form. Its
/// order may still be ours.
pub fn is_nobodys(charge: &SeenCharge, ours: &[Payment]) -> bool {
    let reference = charge.reference.as_deref().and_then(|text| text.parse::<Reference>().ok());
    reference.is_none() && owner(charge, ours).is_none()
}

fn of_charge(charge: &SeenCharge, ours: &[Payment]) -> Option<Difference> {
    let taken = charge.outcome == SeenOutcome::Taken;
    let Some(payment) = owner(charge, ours) else {
        let (id, amount) = (charge.id.clone(), charge.amount);
        return taken.then_some(Difference::MissingHere { charge: id, amount });
    };
    let recorded = payment.charge_taken() == Some(&charge.id);
    // A second charge of an approved payment is told as such.
    if taken != recorded && (recorded || !payment.state.is_approved()) {
        return Some(Difference::StatesDiffer {
            payment: payment.id.clone(),
            charge: charge.id.clone(),
            taken_at_clover: taken,
        });
    }
    (taken && recorded).then(|| amounts(payment, charge)).flatten()
}

/// Whose charge it is: who has recorded it, or else who sent its reference.
fn owner<'a>(charge: &SeenCharge, ours: &'a [Payment]) -> Option<&'a Payment> {
    let recorded = |payment: &&Payment| payment.charge_taken() == Some(&charge.id);
    let named = |payment: &&Payment| is_named(payment, charge);
    ours.iter().find(recorded).or_else(|| ours.iter().find(named))
}

fn is_named(payment: &Payment, charge: &SeenCharge) -> bool {
    charge.reference.as_deref() == Some(payment.reference.as_str())
}

fn amounts(payment: &Payment, charge: &SeenCharge) -> Option<Difference> {
    let PaymentState::Approved { approval, .. } = &payment.state else { return None };
    let (ours, clovers) = ((approval.amount, payment.tip.minor()), (charge.amount, charge.tip));
    let same_currency = charge.currency.is_none_or(|currency| currency == payment.amount.currency());
    (ours != clovers || !same_currency).then(|| Difference::AmountsDiffer {
        payment: payment.id.clone(),
        charge: charge.id.clone(),
        ours,
        clovers,
    })
}

fn of_payment(payment: &Payment, ours: &[Payment], clovers: &[SeenCharge]) -> Vec<Difference> {
    let mut found = Vec::new();
    let named = |charge: &&SeenCharge| charge.outcome == SeenOutcome::Taken && is_named(payment, charge);
    let taken: Vec<_> = clovers.iter().filter(named).map(|charge| charge.id.clone()).collect();
    if taken.len() > 1 {
        found.push(Difference::ChargedTwice { payment: payment.id.clone(), charges: taken });
    }
    let Some(id) = payment.charge_taken() else { return found };
    if clovers.iter().all(|charge| charge.id != id) {
        let charge = id.to_owned();
        found.push(Difference::MissingAtClover { payment: payment.id.clone(), charge });
    }
    let same: Vec<_> = ours.iter().filter(|other| other.charge_taken() == Some(id)).collect();
    if same.len() > 1 && same.first().is_some_and(|first| first.id == payment.id) {
        let payments = same.into_iter().map(|other| other.id.clone()).collect();
        found.push(Difference::RecordedTwice { charge: id.to_owned(), payments });
    }
    found
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
