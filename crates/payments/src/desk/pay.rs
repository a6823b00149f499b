//! Takes a payer's request, stores the attempt before anything is sent, and carries it out.

use primitives::{IdempotencyKey, InvoiceId, LinkToken, Money, PaymentId};

use super::Desk;
use crate::invoice::MAX_TOTAL;
use crate::payment::{Admission, ChargeSource, Happening, PaymentRequest, Source};
use crate::port::{
    Begin, Change, ChargeRequest, Clock, Commit, Gateway, OrderAnswer, Random, Store, StoreError,
};
use crate::{Invoice, NotSent, Payment, PaymentMode, PaymentState, Standing};

/// Why an attempt did not begin. Nothing was charged by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayError {
    /// The link leads nowhere.
    #[error("no invoice has this link")]
    LinkUnknown,
    /// The merchant took the invoice back.
    #[error("the invoice is void")]
    Void,
    /// The invoice's time is over.
    #[error("the invoice has expired")]
    Expired,
    /// The invoice is paid.
    #[error("the invoice is paid")]
    AlreadyPaid,
    /// The payer agreed to another amount than this.
    #[error("the amount due is {0}")]
    AmountChanged(Money),
    /// The invoice takes no tip, or none of this size.
    #[error("the invoice does not take this tip")]
    TipRefused,
    /// The payer chose an invoice that is not on the statement.
    #[error("the statement has no invoice {0}")]
    NotOnStatement(InvoiceId),
    /// The payer has not proved to be the one whose saved card it is, or too long ago.
    #[error("the payer has not proved the address")]
    ProofNeeded,
    /// The saved card cannot be charged (any more).
    #[error("there is no such saved card")]
    CardGone,
    /// This attempt has not ended.
    #[error("another attempt has not ended")]
    InProgress(PaymentId),
    /// The key names another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The store failed; nothing was sent.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a request has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// A new attempt, stored: [`Desk::carry_out`] must follow.
    New(Payment),
    /// The attempt that the same request made before.
    Known(Payment),
}

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Begins an attempt, or finds the one that the same request began before.
    ///
    /// # Errors
    /// See [`PayError`]; nothing was sent.
    pub async fn begin(&self, link: &LinkToken, request: PaymentRequest) -> Result<Attempt, PayError> {
        loop {
            let invoice = self.store.invoice_by_link(link).await?.ok_or(PayError::LinkUnknown)?;
            // A repetition is answered before anything else: it may repeat the request that paid the invoice.
            if let Some(known) = self.store.payment_by_key(&invoice.id, &request.key).await? {
                return recognise(&request, known);
            }
            self.check(&invoice, &request)?;
            let source = request.source.clone().into_source()?;
            let payment = self.prepare(&invoice, source, request.clone());
            match self.store.begin_payment(&invoice, &payment).await? {
                Begin::Started => return Ok(Attempt::New(payment)),
                Begin::KeyKnown(known) => return recognise(&request, known),
                Begin::Busy(live) => return Err(PayError::InProgress(live.id)),
                Begin::InvoiceChanged => {}
            }
        }
    }

    /// Carries an attempt out that [`Desk::begin`] has just made, to its end or to `Unclear`.
    ///
    /// # Errors
    /// When the store fails. The attempt's row then tells the worker where to go on.
    pub async fn carry_out(&self, payment: Payment) -> Result<Payment, StoreError> {
        if !payment.state.may_dispatch() {
            return Ok(payment);
        }
        if matches!(payment.source, Source::HostedCheckout { .. }) {
            return self.open_page(payment).await;
        }
        let order = match self.order_of(&payment).await? {
            Ok(order) => order,
            Err(why) => return self.conclude(payment, Happening::NeverSent(why)).await,
        };
        let payment = self.conclude(payment, Happening::Dispatch).await?;
        // A worker that found the attempt too old has ended it meanwhile: then nothing may be sent.
        let (PaymentState::Dispatched { .. }, Some(source)) = (&payment.state, payment.source.to_charge())
        else {
            return Ok(payment);
        };
        let answer = self.gateway.charge(&charge(&payment, order.as_deref(), source)).await;
        let happening = self.weigh_first(answer, &payment).await;
        self.conclude(payment, happening).await
    }

    fn check(&self, invoice: &Invoice, request: &PaymentRequest) -> Result<(), PayError> {
        match invoice.standing(self.now()) {
            Standing::Open | Standing::PartlyPaid if !invoice.takes(request.amount) => {
                Err(PayError::AmountChanged(invoice.amount_due()))
            }
            Standing::Open | Standing::PartlyPaid if !takes_tip(invoice, request) => {
                Err(PayError::TipRefused)
            }
            Standing::Open | Standing::PartlyPaid => Ok(()),
            Standing::Expired => Err(PayError::Expired),
            Standing::Paid => Err(PayError::AlreadyPaid),
            Standing::Void => Err(PayError::Void),
        }
    }

    fn prepare(&self, invoice: &Invoice, source: Source, request: PaymentRequest) -> Payment {
        let id = PaymentId::from_random(self.random.bytes());
        let gateway_key = IdempotencyKey::from_random(self.random.bytes());
        // On a page of its own Clover makes an order of its own too: the invoice's is not paid by it.
        let mode = match source {
            Source::HostedCheckout { .. } => PaymentMode::Charge,
            Source::Token { .. } | Source::SavedCard { .. } => self.gateway.mode(&invoice.merchant),
        };
        Payment::prepare(id, mode, gateway_key, invoice, source, request, self.now())
    }

    /// Clover's order that the attempt pays; none in charge mode.
    async fn order_of(&self, payment: &Payment) -> Result<Result<Option<String>, NotSent>, StoreError> {
        match payment.mode {
            PaymentMode::Order => {
                let invoice = self.invoice_of(payment).await?;
                Ok(self.order_for(invoice).await?.map(Some))
            }
            PaymentMode::Charge => Ok(Ok(None)),
        }
    }

    /// Clover's order for the invoice: the known one, or a new one, stored before it is used.
    async fn order_for(&self, invoice: Invoice) -> Result<OrderAnswer, StoreError> {
        if let Some(order) = invoice.clover_order {
            return Ok(Ok(order));
        }
        let order = match self.gateway.create_order(&invoice, &order_key(&invoice.id)).await {
            Ok(order) => order,
            Err(why) => return Ok(Err(why)),
        };
        let with_order = Invoice { clover_order: Some(order.clone()), ..invoice.clone() };
        let change = Change { invoice: Some(with_order), ..Change::default() };
        match self.store.commit(&change).await? {
            Commit::Written => Ok(Ok(order)),
            // Somebody wrote to the invoice meanwhile. If they stored an order, theirs counts; two orders for
            // one invoice could both be paid.
            Commit::Stale => {
                let known = self.store.invoice(&invoice.merchant, &invoice.id).await?;
                Ok(known.and_then(|invoice| invoice.clover_order).ok_or(NotSent::Interrupted))
            }
        }
    }
}

/// The order's own key: the same for every try to make the order of this invoice.
fn order_key(invoice: &InvoiceId) -> IdempotencyKey {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(invoice.as_str());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    IdempotencyKey::from_random(bytes)
}

pub(super) fn charge<'a>(
    payment: &'a Payment,
    order: Option<&'a str>,
    source: ChargeSource<'a>,
) -> ChargeRequest<'a> {
    ChargeRequest {
        merchant: &payment.merchant,
        order,
        source,
        key: &payment.gateway_key,
        reference: &payment.reference,
        amount: payment.amount,
        tip: payment.tip,
        email: payment.receipt_email.as_ref(),
        payer_address: payment.payer_address,
    }
}

/// Clover's limit is on what the card is charged, tip included.
fn takes_tip(invoice: &Invoice, request: &PaymentRequest) -> bool {
    let most = if invoice.tips { MAX_TOTAL.saturating_sub(request.amount) } else { 0 };
    (0..=most).contains(&request.tip)
}

impl From<Admission> for PayError {
    fn from(admission: Admission) -> Self {
        match admission {
            Admission::Granted(_) | Admission::NoSuchCard => Self::CardGone,
            Admission::NotProven => Self::ProofNeeded,
        }
    }
}

pub(super) fn recognise(request: &PaymentRequest, known: Payment) -> Result<Attempt, PayError> {
    if request.repeats(&known) { Ok(Attempt::Known(known)) } else { Err(PayError::KeyReused) }
}
