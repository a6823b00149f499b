//! One attempt to pay an invoice, from the payer's click to the bank's word.

mod attention;
mod mode;
mod question;
mod source;
pub mod state;

use std::net::IpAddr;

use jiff::Timestamp;
use primitives::{
    EmailAddress, IdempotencyKey, InvoiceId, Locale, MerchantSlug, Money, PaymentId, ReceiptToken,
};
use sha2::{Digest, Sha256};

pub use attention::Attention;
pub use mode::{PaymentMode, Reference, ReferenceError};
pub use source::{Admission, ChargeSource, Presented, Source};
pub use state::{Approval, Card, Decline, DeclineReason, Happening, Impossible, NotSent, PaymentState};

use crate::schedule;
use crate::statement::Joint;

/// One attempt to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Our name for it.
    pub id: PaymentId,
    /// What it pays; of a joint payment the first of its invoices.
    pub invoice: InvoiceId,
    /// What it pays of each of several invoices, if it pays a statement.
    pub joint: Option<Joint>,
    /// Whose money it is.
    pub merchant: MerchantSlug,
    /// The payer's name for the attempt; a repeated request carries the same.
    pub key: IdempotencyKey,
    /// Our name for the attempt towards Clover. Not the payer's: Clover's keys are per merchant, and a payer
    /// who repeats a key on another invoice must not be answered with the first one's charge.
    pub gateway_key: IdempotencyKey,
    /// How the money is taken.
    pub mode: PaymentMode,
    /// Our name for the attempt on Clover's charge, stored before Clover is called.
    pub reference: Reference,
    /// What the payer agreed to, without the tip.
    pub amount: Money,
    /// What the payer gives on top of `amount`; never contained in it.
    pub tip: Money,
    /// Where the receipt goes, if the payer said.
    pub receipt_email: Option<EmailAddress>,
    /// In which language the payer paid, and is mailed; `None` where nobody said, as in payments from before it was kept.
    pub locale: Option<Locale>,
    /// Where the payer came from, for Clover's `x-forwarded-for`.
    pub payer_address: Option<IpAddr>,
    /// Where the money comes from.
    pub source: Source,
    /// Where the attempt stands.
    pub state: PaymentState,
    /// Why the merchant has to look at it, once it was approved unexpectedly.
    pub attention: Option<Attention>,
    /// When a worker has to look at it, unless somebody wrote to it before; `None` once it is final.
    pub due_at: Option<Timestamp>,
    /// When the attempt was made.
    pub created_at: Timestamp,
    /// Counts the writes; a write that saw another version is refused by the store.
    pub version: i64,
}

/// What a payer's request brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRequest {
    /// The payer's name for the attempt.
    pub key: IdempotencyKey,
    /// What the payer pays with.
    pub source: Presented,
    /// What the payer agreed to, in minor units, without the tip.
    pub amount: i64,
    /// The tip on top of it, in minor units.
    pub tip: i64,
    /// Where the receipt goes.
    pub receipt_email: Option<EmailAddress>,
    /// In which language the payer reads the page.
    pub locale: Option<Locale>,
    /// Where the payer came from.
    pub payer_address: Option<IpAddr>,
}

impl PaymentRequest {
    /// Whether this request is a repetition of the one that made `payment`. The payer's address may differ: a
    /// telephone changes networks. So may the language: who changes it agrees to nothing else.
    pub fn repeats(&self, payment: &Payment) -> bool {
        self.key == payment.key
            && self.amount == payment.amount.minor()
            && self.tip == payment.tip.minor()
            && self.receipt_email == payment.receipt_email
            && self.source.is_of(&payment.source)
    }
}

impl Payment {
    /// A new attempt, not yet sent anywhere. The desk has checked the request's amounts; what is no amount of
    /// money counts as none. `source` is what the request's becomes.
    pub fn prepare(
        id: PaymentId,
        mode: PaymentMode,
        gateway_key: IdempotencyKey,
        invoice: &crate::Invoice,
        source: Source,
        request: PaymentRequest,
        now: Timestamp,
    ) -> Self {
        let money = |minor| Money::new(minor, invoice.currency).unwrap_or(Money::zero(invoice.currency));
        Self {
            id,
            invoice: invoice.id.clone(),
            joint: None,
            merchant: invoice.merchant.clone(),
            key: request.key,
            mode,
            reference: Reference::of(&gateway_key),
            gateway_key,
            amount: money(request.amount),
            tip: money(request.tip),
            receipt_email: request.receipt_email,
            locale: request.locale,
            payer_address: request.payer_address,
            source,
            state: PaymentState::Prepared,
            attention: None,
            due_at: schedule::due_after(&PaymentState::Prepared, now),
            created_at: now,
            version: 0,
        }
    }

    /// A new attempt to pay these shares of a statement, not yet sent anywhere; `first` is the invoice of the first share. It is a
    /// charge of its own whatever the merchant's mode: an order of Clover's belongs to one invoice.
    pub fn prepare_joint(
        id: PaymentId,
        gateway_key: IdempotencyKey,
        joint: Joint,
        first: &crate::Invoice,
        source: Source,
        request: PaymentRequest,
        now: Timestamp,
    ) -> Self {
        let alone = Self::prepare(id, PaymentMode::Charge, gateway_key, first, source, request, now);
        Self { joint: Some(joint), ..alone }
    }

    /// The attempt after something happened to it at `now`: with its new state, the time of the next look, and
    /// without the card once it is decided.
    ///
    /// # Errors
    /// [`Impossible`] when this cannot happen to an attempt in this state.
    pub fn after(self, happening: Happening, now: Timestamp) -> Result<Self, Impossible> {
        let source = match (&happening, self.source) {
            (Happening::Open(page), Source::HostedCheckout { .. }) => {
                Source::HostedCheckout { page: Some(page.clone()) }
            }
            (Happening::Open(_), Source::Token { .. } | Source::SavedCard { .. }) => return Err(Impossible),
            (_, source) => source,
        };
        let state = self.state.after(happening, now)?;
        let due_at = match (&state, source.checkout_page()) {
            (PaymentState::Dispatched { .. }, Some(page)) => Some(page.next_look(now)),
            _ => schedule::due_after(&state, now),
        };
        let source = if state.is_final() { source.forgotten() } else { source };
        Ok(Self { source, state, due_at, ..self })
    }
}

impl Payment {
    /// The secret in the link of the receipt, which leads somewhere once the attempt is approved. It follows from the
    /// key at Clover, which payers never learn: neither the pay link nor the payment's id leads to it, nor does it
    /// lead to them or to another receipt.
    pub fn receipt_token(&self) -> ReceiptToken {
        let digest =
            Sha256::new().chain_update("receipt of ").chain_update(self.gateway_key.as_str()).finalize();
        let mut proof = [0; 12];
        proof.copy_from_slice(&digest[..12]);
        ReceiptToken::of(&self.id, proof)
    }

    /// Clover's id of the charge that this attempt has recorded as taken.
    pub fn charge_taken(&self) -> Option<&str> {
        match &self.state {
            PaymentState::Approved { approval, .. } => Some(&approval.charge),
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Declined { .. }
            | PaymentState::NotSent { .. } => None,
        }
    }

    /// What an approved attempt counts towards its invoice, in minor units: a surcharge is not the invoice's, and
    /// what the bank approved only in part counts in part.
    pub fn collected(&self) -> i64 {
        match &self.state {
            PaymentState::Approved { approval, .. } => approval.amount.min(self.amount.minor()),
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Declined { .. }
            | PaymentState::NotSent { .. } => 0,
        }
    }
}
