//! What of a joint payment belongs to which invoice: when it is agreed, when it comes in, when it goes back.

use primitives::{InvoiceId, Money, StatementId};

use crate::{Payment, PaymentState, Refund};

/// What a joint payment pays: fixed and stored before Clover is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The statement that is paid.
    pub statement: StatementId,
    /// At least one, each invoice once, in the order in which they are paid; together the payment's amount.
    pub shares: Vec<Share>,
}

/// A part of an amount that belongs to one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Minor units, 1 or more.
    pub amount: i64,
}

impl Share {
    /// So much of each of `shares`, one after the other, as `total` reaches; shares that get nothing are left out.
    fn filled(shares: impl Iterator<Item = Self>, total: i64) -> Vec<Self> {
        let mut left = total;
        let fill = |share: Self| {
            let amount = share.amount.min(left).max(0);
            left = left.saturating_sub(amount);
            Self { amount, ..share }
        };
        shares.map(fill).filter(|share| share.amount > 0).collect()
    }

    fn of(shares: &[Self], invoice: &InvoiceId) -> i64 {
        shares.iter().find(|share| share.invoice == *invoice).map_or(0, |share| share.amount)
    }
}

impl Payment {
    /// The invoices that it pays, in order.
    pub fn invoices(&self) -> Vec<&InvoiceId> {
        match &self.joint {
            Some(joint) => joint.shares.iter().map(|share| &share.invoice).collect(),
            None => vec![&self.invoice],
        }
    }

    /// Whether it pays this invoice, alone or with others.
    pub fn pays(&self, invoice: &InvoiceId) -> bool {
        match &self.joint {
            Some(joint) => joint.shares.iter().any(|share| share.invoice == *invoice),
            None => self.invoice == *invoice,
        }
    }

    /// What of its amount is meant for this invoice, in minor units, whatever came of it.
    pub fn agreed_for(&self, invoice: &InvoiceId) -> i64 {
        match &self.joint {
            Some(joint) => Share::of(&joint.shares, invoice),
            None if self.invoice == *invoice => self.amount.minor(),
            None => 0,
        }
    }

    /// What it has brought in for each invoice. What the bank approved only in part is given to the invoices in their
    /// order, so that as many as possible are paid in full.
    pub fn collected_shares(&self) -> Vec<Share> {
        match &self.joint {
            Some(joint) => Share::filled(joint.shares.iter().cloned(), self.collected()),
            None => vec![Share { invoice: self.invoice.clone(), amount: self.collected() }],
        }
    }

    /// What it has brought in for this invoice, in minor units; a surcharge is no invoice's.
    pub fn collected_for(&self, invoice: &InvoiceId) -> i64 {
        Share::of(&self.collected_shares(), invoice)
    }

    /// The payment as somebody may know it who looks at this invoice alone: its share as the amount. A payment of
    /// this invoice only stays as it is.
    #[must_use]
    pub fn seen_from(self, invoice: &InvoiceId) -> Self {
        if self.joint.is_none() {
            return self;
        }
        let currency = self.amount.currency();
        let agreed = self.agreed_for(invoice);
        let came_in = self.collected_for(invoice);
        let amount = Money::new(agreed, currency).unwrap_or_else(|_| Money::zero(currency));
        let state = match self.state {
            PaymentState::Approved { approval, at } => {
                PaymentState::Approved { approval: crate::Approval { amount: came_in, ..approval }, at }
            }
            other @ (PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Declined { .. }
            | PaymentState::NotSent { .. }) => other,
        };
        Self { amount, state, receipt_email: None, ..self }
    }

    /// Whether this is what [`Payment::seen_from`] shows of a payment that pays other invoices too.
    pub fn is_share(&self) -> bool {
        let whole = |joint: &Joint| joint.shares.iter().fold(0_i64, |sum, it| sum.saturating_add(it.amount));
        self.joint.as_ref().is_some_and(|joint| whole(joint) != self.amount.minor())
    }

    /// From which invoices a refund of `amount` minor units takes its money, in the order in which it does: the last
    /// one first, so that what was paid first stays paid longest. `earlier` are the payment's other refunds. Empty for
    /// a payment of one invoice. What is left over was a surcharge or a tip and belongs to no invoice.
    pub fn refund_shares(&self, earlier: &[Refund], amount: i64) -> Vec<Share> {
        if self.joint.is_none() {
            return Vec::new();
        }
        let given = earlier.iter().filter(|refund| refund.state.counts()).flat_map(|refund| &refund.shares);
        let given: Vec<_> = given.collect();
        let left = |share: Share| {
            let back = given.iter().filter(|it| it.invoice == share.invoice);
            let back = back.fold(0_i64, |sum, it| sum.saturating_add(it.amount));
            Share { amount: share.amount.saturating_sub(back), ..share }
        };
        Share::filled(self.collected_shares().into_iter().rev().map(left), amount)
    }
}

impl Refund {
    /// What it takes from this invoice, in minor units, if its payment paid several.
    pub fn taken_from(&self, invoice: &InvoiceId) -> i64 {
        Share::of(&self.shares, invoice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(invoice: u8, amount: i64) -> Share {
        Share { invoice: InvoiceId::from_random([invoice; 16]), amount }
    }

    #[test]
    fn shares_are_filled_in_their_order_and_never_beyond_themselves() {
        let asked = [share(1, 40), share(2, 60), share(3, 10)];
        let filled = |total| Share::filled(asked.iter().cloned(), total);
        assert_eq!(filled(110), asked);
        assert_eq!(filled(70), [share(1, 40), share(2, 30)]);
        assert_eq!(filled(9_999), asked);
        assert_eq!((filled(0), filled(-5)), (vec![], vec![]));
    }
}
