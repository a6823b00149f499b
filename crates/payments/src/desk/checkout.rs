//! Sends payers to a page of Clover's own, and finds out what they did there.

use jiff::SignedDuration;

use super::Desk;
use super::look::Found;
use crate::checkout::CheckoutPage;
use crate::payment::Happening;
use crate::port::{
    Change, CheckoutRequest, Clock, Commit, Gateway, LookUpError, Random, SeenCharge, SeenOutcome, Store,
    StoreError,
};
use crate::{Approval, NotSent, Payment};

/// How far Clover's clock may be behind ours.
const CLOCKS: SignedDuration = SignedDuration::from_hours(1);

/// The most orders that one look asks for. A merchant whose other programs charge more than this in the life of a page is
/// told by the webhook, or by the next look.
const MOST_ORDERS: usize = 50;

/// Whose a charge is that bears no reference.
enum Bearer {
    /// Its order names this attempt.
    This,
    /// Its order names something else.
    Another,
    /// Its order names nothing.
    Nobody,
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Has Clover make the page of a prepared attempt. Nobody has its address before it is stored, so a crash or a lost
    /// answer on the way leaves a page that nobody can pay on.
    pub(super) async fn open_page(&self, payment: Payment) -> Result<Payment, StoreError> {
        let invoice = self.invoice_of(&payment).await?;
        let request = CheckoutRequest {
            invoice: &invoice,
            reference: &payment.reference,
            amount: payment.amount,
            email: payment.receipt_email.as_ref(),
        };
        let happening = match self.gateway.create_checkout(&request).await {
            Ok(page) => Happening::Open(page),
            Err(why) => Happening::NeverSent(why),
        };
        self.conclude(payment, happening).await
    }

    /// A worker's look at an attempt that can be paid on a page of Clover's. That nothing is there ends it only once the
    /// page is over; while Clover cannot be asked nothing ends.
    pub(super) async fn settle_checkout(
        &self,
        payment: Payment,
        page: &CheckoutPage,
    ) -> Result<Payment, StoreError> {
        let over = page.is_over(self.now());
        match self.look_at_page(&payment, None).await {
            Ok(Found::Taken(approval)) => self.conclude(payment, Happening::Approve(approval)).await,
            Ok(_) if over => self.conclude(payment, Happening::NeverSent(NotSent::PageEnded)).await,
            Err(_) if over => self.conclude(payment, Happening::Lose).await,
            Ok(_) | Err(_) => self.put_off(payment, page).await,
        }
    }

    /// Whoever else has written meanwhile knows better when to look.
    async fn put_off(&self, payment: Payment, page: &CheckoutPage) -> Result<Payment, StoreError> {
        let later = Payment { due_at: Some(page.next_look(self.now())), ..payment };
        let change = Change { payment: Some(later.clone()), ..Change::default() };
        Ok(match self.store.commit(&change).await? {
            Commit::Written => Payment { version: later.version + 1, ..later },
            Commit::Stale => later,
        })
    }

    /// What Clover shows of an attempt on a page of its own. Clover puts no reference of ours on that charge: it is known
    /// by its order, whose lines name the attempt, or by a signed webhook that names session and charge together; then
    /// `vouched` is the charge.
    ///
    /// Cards that were declined there say nothing: the payer may try another one.
    ///
    /// # Errors
    /// When Clover or the store cannot answer, or a charge may be this attempt's and nothing tells.
    pub(super) async fn look_at_page(
        &self,
        payment: &Payment,
        vouched: Option<&str>,
    ) -> Result<Found, LookUpError> {
        if let Some(id) = vouched
            && let Some(charge) = self.gateway.look_up_charge(&payment.merchant, id).await?
            && self.is_unclaimed(payment, &charge).await?
            && charge.outcome == SeenOutcome::Taken
        {
            return Ok(Found::Taken(charge.approval()));
        }
        let from = payment.created_at.checked_sub(CLOCKS).unwrap_or(payment.created_at);
        let mut charges = self.gateway.list_charges(&payment.merchant, from).await?;
        charges.retain(|charge| charge.outcome != SeenOutcome::Failed && charge.reference.is_none());
        charges.sort_by_key(|charge| charge.amount != payment.amount.minor());
        self.among(payment, charges).await
    }

    /// The attempt's charge among those that bear no reference. One whose order names nothing may be this attempt's if it
    /// is for as much: then nothing is certain.
    async fn among(&self, payment: &Payment, charges: Vec<SeenCharge>) -> Result<Found, LookUpError> {
        let mut asked = 0;
        let mut doubtful = false;
        for charge in charges {
            if !self.is_unclaimed(payment, &charge).await? {
                continue;
            }
            asked += 1;
            if asked > MOST_ORDERS {
                return Err(LookUpError);
            }
            match self.bearer(payment, &charge).await? {
                Bearer::This => return taken(&charge).map(Found::Taken),
                Bearer::Nobody if charge.amount == payment.amount.minor() => doubtful = true,
                Bearer::Nobody | Bearer::Another => {}
            }
        }
        if doubtful { Err(LookUpError) } else { Ok(Found::Nothing) }
    }

    async fn bearer(&self, payment: &Payment, charge: &SeenCharge) -> Result<Bearer, LookUpError> {
        let Some(order) = &charge.order else { return Ok(Bearer::Nobody) };
        let lines = self.gateway.look_up_lines(&payment.merchant, order).await?;
        Ok(match lines.as_slice() {
            lines if lines.iter().any(|line| line.contains(payment.reference.as_str())) => Bearer::This,
            [] => Bearer::Nobody,
            [_, ..] => Bearer::Another,
        })
    }

    /// Whether no other payment has recorded the charge, and no other one's reference is on it.
    async fn is_unclaimed(&self, payment: &Payment, charge: &SeenCharge) -> Result<bool, LookUpError> {
        if charge.reference.as_deref().is_some_and(|it| it != payment.reference.as_str()) {
            return Ok(false);
        }
        let known =
            self.store.payment_by_charge(&payment.merchant, &charge.id).await.map_err(|_| LookUpError)?;
        Ok(known.is_none_or(|known| known.id == payment.id))
    }
}

fn taken(charge: &SeenCharge) -> Result<Approval, LookUpError> {
    if charge.outcome == SeenOutcome::Taken { Ok(charge.approval()) } else { Err(LookUpError) }
}
