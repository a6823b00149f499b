//! The way to the money: Clover behind a trait.

use std::future::Future;
use std::net::IpAddr;

use primitives::{CardToken, EmailAddress, IdempotencyKey, MerchantSlug, Money};

use crate::{Approval, Decline, Invoice, NotSent};

/// Takes money and answers questions about it. The implementation has a timeout on every call and never
/// repeats one by itself: what may be repeated is decided here, not there.
pub trait Gateway: Send + Sync {
    /// Makes an order with the invoice's lines.
    fn create_order(
        &self,
        invoice: &Invoice,
        key: &IdempotencyKey,
    ) -> impl Future<Output = OrderAnswer> + Send;

    /// Charges the card for the order.
    fn pay_order(&self, order: &PayOrder<'_>) -> impl Future<Output = ChargeAnswer> + Send;

    /// Asks what has become of an order.
    fn look_up(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> impl Future<Output = Result<OrderStanding, LookUpError>> + Send;
}

/// What a charge is made of.
#[derive(Clone, Debug)]
pub struct PayOrder<'a> {
    /// Whose money it is.
    pub merchant: &'a MerchantSlug,
    /// Clover's order.
    pub order: &'a str,
    /// The card.
    pub token: &'a CardToken,
    /// Names the attempt: a repetition carries the same.
    pub key: &'a IdempotencyKey,
    /// How much.
    pub amount: Money,
    /// Where Clover may send its own receipt.
    pub email: Option<&'a EmailAddress>,
    /// Where the payer came from.
    pub payer_address: Option<IpAddr>,
}

/// The answer to [`Gateway::create_order`]. No money moves by it, so an unknown outcome is only a failure.
pub type OrderAnswer = Result<String, NotSent>;

/// The answer to [`Gateway::pay_order`].
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
    /// The token was used before, or is not one of this merchant's.
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

/// What has become of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderStanding {
    /// It is paid.
    Paid(Approval),
    /// It is not paid.
    Unpaid,
}

/// Clover could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Clover could not be asked about the order")]
pub struct LookUpError;
