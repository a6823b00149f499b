//! Takes a payer's request to pay several invoices at once, and stores what each of them gets before anything is sent.

use primitives::{IdempotencyKey, InvoiceId, LinkToken, PaymentId};

use super::Desk;
use super::pay::{Attempt, PayError, recognise};
use super::statements::{live_of, wants};
use crate::payment::{PaymentRequest, Source};
use crate::port::{Begin, Clock, Gateway, Random, Statements, Store};
use crate::{Invoice, Joint, Member, Payment, Share, Standing, Statement, StatementState};

impl<S: Store + Statements, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Begins an attempt to pay a statement, or finds the one that the same request began before. `chosen` are the
    /// invoices that the payer wants to pay; `None` are all that can be paid. [`Desk::carry_out`] follows, as for an
    /// attempt of one invoice.
    ///
    /// # Errors
    /// See [`PayError`]; nothing was sent.
    pub async fn begin_joint(
        &self,
        link: &LinkToken,
        request: PaymentRequest,
        chosen: Option<&[InvoiceId]>,
    ) -> Result<Attempt, PayError> {
        loop {
            let statement = self.store.statement_by_link(link).await?.ok_or(PayError::LinkUnknown)?;
            if let Some(known) = self.store.statement_payment_by_key(&statement.id, &request.key).await? {
                return recognise_joint(&request, chosen, known);
            }
            let members = self.store.members(&statement.merchant, &statement.invoices).await?;
            let shares = self.agree(&statement, &members, &request, chosen)?;
            let paid = invoices_of(&shares, &members);
            let source = request.source.clone().into_source()?;
            let Some(payment) = self.prepare_joint(&statement, shares, &paid, source, request.clone()) else {
                return Err(PayError::AlreadyPaid);
            };
            match self.store.begin_joint_payment(&statement, &paid, &payment).await? {
                Begin::Started => return Ok(Attempt::New(payment)),
                Begin::KeyKnown(known) => return recognise_joint(&request, chosen, known),
                Begin::Busy(live) => return Err(PayError::InProgress(live.id)),
                Begin::InvoiceChanged => {}
            }
        }
    }

    /// What each chosen invoice gets, if that is what the payer agreed to.
    fn agree(
        &self,
        statement: &Statement,
        members: &[Member],
        request: &PaymentRequest,
        chosen: Option<&[InvoiceId]>,
    ) -> Result<Vec<Share>, PayError> {
        if matches!(statement.state, StatementState::Void { .. }) {
            return Err(PayError::Void);
        }
        if let Some(live) = live_of(statement, members) {
            return Err(PayError::InProgress(live.id.clone()));
        }
        if let Some(foreign) = chosen.unwrap_or(&[]).iter().find(|id| !statement.invoices.contains(id)) {
            return Err(PayError::NotOnStatement(foreign.clone()));
        }
        let now = self.now();
        let mut wanted = members.to_vec();
        wanted.retain(|it| wants(chosen, &it.invoice.id));
        let due = statement.due(&wanted, now);
        if due.minor() == 0 {
            return Err(self.why_nothing_is_due(&wanted));
        }
        // What cannot be paid any more is passed over, as on the page: the payer agreed to what is left.
        if request.amount != due.minor() {
            return Err(PayError::AmountChanged(due));
        }
        // A tip belongs to somebody's work on one invoice; of several nobody could say whose it is.
        if request.tip != 0 {
            return Err(PayError::TipRefused);
        }
        let share = |it: &Member| Some(Share { invoice: it.invoice.id.clone(), amount: it.payable(now)? });
        Ok(wanted.iter().filter_map(share).collect())
    }

    fn why_nothing_is_due(&self, wanted: &[Member]) -> PayError {
        if let Some(live) = wanted.iter().find_map(|it| it.live.as_ref()) {
            return PayError::InProgress(live.id.clone());
        }
        let stands = |standing| wanted.iter().any(|it| it.invoice.standing(self.now()) == standing);
        if stands(Standing::Expired) {
            PayError::Expired
        } else if stands(Standing::Paid) {
            PayError::AlreadyPaid
        } else {
            PayError::Void
        }
    }

    fn prepare_joint(
        &self,
        statement: &Statement,
        shares: Vec<Share>,
        paid: &[Invoice],
        source: Source,
        request: PaymentRequest,
    ) -> Option<Payment> {
        let joint = Joint { statement: statement.id.clone(), shares };
        let id = PaymentId::from_random(self.random.bytes());
        let gateway_key = IdempotencyKey::from_random(self.random.bytes());
        let first = paid.first()?;
        Some(Payment::prepare_joint(id, gateway_key, joint, first, source, request, self.now()))
    }
}

/// The invoices that have a share, in the order of the shares.
fn invoices_of(shares: &[Share], members: &[Member]) -> Vec<Invoice> {
    let of = |share: &Share| members.iter().find(|it| it.invoice.id == share.invoice);
    shares.iter().filter_map(of).map(|it| it.invoice.clone()).collect()
}

/// Another choice of invoices is another request, even where it comes to the same amount. What was chosen and could not
/// be paid any more has no part in the payment.
fn recognise_joint(
    request: &PaymentRequest,
    chosen: Option<&[InvoiceId]>,
    known: Payment,
) -> Result<Attempt, PayError> {
    if !known.invoices().into_iter().all(|id| wants(chosen, id)) {
        return Err(PayError::KeyReused);
    }
    recognise(request, known)
}
