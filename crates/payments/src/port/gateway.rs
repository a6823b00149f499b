//! The way to the money: Clover behind a trait.

use std::future::Future;
use std::net::IpAddr;

use jiff::Timestamp;
use primitives::{Currency, EmailAddress, IdempotencyKey, MerchantSlug, Money};

use crate::checkout::CheckoutPage;
use crate::payment::{ChargeSource, Reference};
use crate::refund::RefundAnswer;
use crate::{Approval, Card, Decline, Invoice, NotSent, PaymentMode};

/// Takes money and answers questions about it. The implementation has a timeout on every call and never
/// repeats one by itself: what may be repeated is decided here, not there.
pub trait Gateway: Send + Sync {
    /// How new attempts to pay this merchant take the money.
    fn mode(&self, merchant: &MerchantSlug) -> PaymentMode;

    /// Makes an order with the invoice's lines.
    fn create_order(
        &self,
        invoice: &Invoice,
        key: &IdempotencyKey,
    ) -> impl Future<Output = OrderAnswer> + Send;

    /// Charges the card, for an order or plainly.
    fn charge(&self, charge: &ChargeRequest<'_>) -> impl Future<Output = ChargeAnswer> + Send;

    /// Has a page of Clover's own made, on which the attempt can be paid.
    fn create_checkout(&self, request: &CheckoutRequest<'_>) -> impl Future<Output = CheckoutAnswer> + Send;

    /// Asks what the lines of an order say; those without a text are left out.
    fn look_up_lines(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> impl Future<Output = Result<Vec<String>, LookUpError>> + Send;

    /// Asks what has become of an order.
    fn look_up_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> impl Future<Output = Result<OrderStanding, LookUpError>> + Send;

    /// Asks for one charge; `None` when the merchant has none of this id.
    fn look_up_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> impl Future<Output = Result<Option<SeenCharge>, LookUpError>> + Send;

    /// Asks for every charge that Clover has made since `from`, failed ones included, by Clover's clock. All of
    /// them or an error: a list that may have gaps proves nothing.
    fn list_charges(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
    ) -> impl Future<Output = Result<Vec<SeenCharge>, LookUpError>> + Send;

    /// Asks what of a charge has been given back, by whomever.
    fn look_up_refunds(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> impl Future<Output = Result<GivenBack, LookUpError>> + Send;

    /// Gives money back.
    fn refund(&self, refund: &RefundRequest<'_>) -> impl Future<Output = RefundAnswer> + Send;
}

/// What a refund is made of.
#[derive(Clone, Debug)]
pub struct RefundRequest<'a> {
    /// Whose money it was.
    pub merchant: &'a MerchantSlug,
    /// Clover's charge.
    pub charge: &'a str,
    /// How much.
    pub amount: Money,
    /// Names the refund: a repetition carries the same.
    pub key: &'a IdempotencyKey,
    /// Names the refund at Clover, so that it can be found again.
    pub reference: Reference,
}

/// What of a charge has been given back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenBack {
    /// All of it, in minor units; `None` when Clover does not say.
    pub total: Option<i64>,
    /// One by one; may be empty although something was given back, as a charge that is made void has no refund
    /// (clover-facts 2.9).
    pub refunds: Vec<SeenRefund>,
}

/// A refund as Clover shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRefund {
    /// Clover's id.
    pub id: String,
    /// How it ended.
    pub outcome: SeenOutcome,
    /// Minor units.
    pub amount: i64,
    /// The reference that came with it.
    pub reference: Option<String>,
}

/// What a charge is made of.
#[derive(Clone, Debug)]
pub struct ChargeRequest<'a> {
    /// Whose money it is.
    pub merchant: &'a MerchantSlug,
    /// Clover's order that it pays; `None` for a plain charge.
    pub order: Option<&'a str>,
    /// What is charged.
    pub source: ChargeSource<'a>,
    /// Names the attempt: a repetition carries the same.
    pub key: &'a IdempotencyKey,
    /// Names the attempt on Clover's charge, so that it can be found again.
    pub reference: &'a Reference,
    /// How much, without the tip.
    pub amount: Money,
    /// The tip, which Clover adds to the amount.
    pub tip: Money,
    /// Where Clover may send its own receipt.
    pub email: Option<&'a EmailAddress>,
    /// Where the payer came from.
    pub payer_address: Option<IpAddr>,
}

/// What a page of Clover's own is made of.
#[derive(Clone, Copy, Debug)]
pub struct CheckoutRequest<'a> {
    /// What is paid there.
    pub invoice: &'a Invoice,
    /// Names the attempt on the lines of the order that Clover makes, so that it can be found again.
    pub reference: &'a Reference,
    /// How much.
    pub amount: Money,
    /// Where Clover may send its own receipt.
    pub email: Option<&'a EmailAddress>,
}

/// The answer to [`Gateway::create_checkout`]. A page whose making has an unknown outcome is one that nobody can reach, so
/// it is only a failure.
pub type CheckoutAnswer = Result<CheckoutPage, NotSent>;

/// The answer to [`Gateway::create_order`]. No money moves by it, so an unknown outcome is only a failure.
pub type OrderAnswer = Result<String, NotSent>;

/// The answer to [`Gateway::charge`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChargeAnswer {
    /// The money was taken.
    Approved(Approval),
    /// The bank said no.
    Declined(Decline),
    /// Clover said no before any bank was asked.
    Refused(Refusal),
    /// The request did not leave this machine.
    NotSent,
    /// No answer, a broken answer or a failure inside Clover: the money may have been taken.
    Unknown,
}

/// Why Clover did not ask a bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The token was used before, or is not one of this merchant's; or the customer has no card on file.
    TokenRefused,
    /// The order is paid.
    OrderAlreadyPaid,
    /// The merchant's credentials are not accepted.
    MerchantNotConnected,
    /// Too many requests.
    Busy,
    /// Something else about the request.
    Invalid,
}

/// A charge as Clover shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenCharge {
    /// Clover's id.
    pub id: String,
    /// Whether it took the money.
    pub outcome: SeenOutcome,
    /// What it was for without the tip, in minor units.
    pub amount: i64,
    /// The tip on top of it, in minor units.
    pub tip: i64,
    /// The currency, if it is one that is known.
    pub currency: Option<Currency>,
    /// The reference that came with it.
    pub reference: Option<String>,
    /// Clover's order that it pays; a plain charge gets one of its own.
    pub order: Option<String>,
    /// When it was made, by Clover's clock.
    pub created: Option<Timestamp>,
    /// What may be shown of the card.
    pub card: Option<Card>,
    /// Clover's reference number.
    pub number: Option<String>,
    /// The bank's approval code.
    pub auth_code: Option<String>,
}

/// Whether a charge took the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeenOutcome {
    /// It did.
    Taken,
    /// It failed, and no money moved.
    Failed,
    /// Clover has not decided, or says what nobody here understands.
    Undecided,
}

impl SeenCharge {
    /// What is recorded of it.
    pub fn approval(&self) -> Approval {
        Approval {
            charge: self.id.clone(),
            amount: self.amount,
            card: self.card.clone(),
            reference: self.number.clone(),
            auth_code: self.auth_code.clone(),
        }
    }
}

/// What has become of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderStanding {
    /// Whether nothing is left to pay.
    pub is_paid: bool,
    /// What was paid of it so far without tips, in minor units. More than `charges` come to when Clover does not
    /// say which charge some of it came from.
    pub paid: i64,
    /// The charges that paid it.
    pub charges: Vec<SeenCharge>,
}

/// Clover could not be asked, or its answer proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Clover could not be asked")]
pub struct LookUpError;
