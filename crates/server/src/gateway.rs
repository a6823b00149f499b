//! The rules' way to Clover: their questions in Clover's words, Clover's answers in theirs.

use std::collections::BTreeMap;

use anyhow::Context;
use clover_api::wire::{
    CardDetails, Code, CreateOrder, CurrencyCode, DeclineCode, Order, OrderItem, OrderStatus, PayOrder,
};
use clover_api::{ApiError, Client, Credentials, RefusalKind};
use payments::payment::{Decline, DeclineReason};
use payments::port::{self, ChargeAnswer, Gateway, LookUpError, OrderAnswer, OrderStanding, Refusal};
use payments::{Approval, Card, Invoice, NotSent};
use primitives::{IdempotencyKey, MerchantSlug};

use crate::config::Merchant;

/// One client per merchant.
#[derive(Clone, Debug)]
pub struct CloverGateway {
    clients: BTreeMap<MerchantSlug, Client>,
}

impl CloverGateway {
    /// Clients for these merchants; calls nobody.
    ///
    /// # Errors
    /// When an API token cannot stand in a header or TLS cannot be set up.
    pub fn new<'a>(merchants: impl Iterator<Item = &'a Merchant>) -> anyhow::Result<Self> {
        let client = |merchant: &Merchant| {
            let environment = merchant.environment.clone();
            let credentials = Credentials::api_token(environment.clone(), merchant.api_token.clone());
            let built = Client::with_credentials(environment, credentials).build();
            let client = built.with_context(|| format!("merchant {}", merchant.slug))?;
            anyhow::Ok((merchant.slug.clone(), client))
        };
        Ok(Self { clients: merchants.map(client).collect::<Result<_, _>>()? })
    }

    /// The client of this merchant; `None` for a merchant that is no longer configured.
    pub fn client(&self, merchant: &MerchantSlug) -> Option<&Client> {
        self.clients.get(merchant)
    }
}

impl Gateway for CloverGateway {
    async fn create_order(&self, invoice: &Invoice, key: &IdempotencyKey) -> OrderAnswer {
        let client = self.client(&invoice.merchant).ok_or(NotSent::MerchantNotConnected)?;
        let order = client.create_order(&order_of(invoice), key.as_str()).await.map_err(|e| no_order(&e))?;
        if order.amount == invoice.totals.total {
            return Ok(order.id);
        }
        // The payer agreed to our total; Clover would charge its own.
        tracing::error!(invoice = %invoice.id, ours = invoice.totals.total, clovers = order.amount, "totals differ");
        Err(NotSent::Refused)
    }

    async fn pay_order(&self, order: &port::PayOrder<'_>) -> ChargeAnswer {
        let Some(client) = self.client(order.merchant) else {
            return ChargeAnswer::Refused(Refusal::MerchantNotConnected);
        };
        let mut body = PayOrder::in_full(order.token.as_str().into());
        body.amount = Some(order.amount.minor());
        body.email = order.email.map(|email| email.as_str().to_owned());
        let answer = client.pay_order(order.order, &body, order.key.as_str(), order.payer_address).await;
        match answer {
            Ok(paid) if paid.is_paid() => {
                approval(paid).map_or(ChargeAnswer::Unknown, ChargeAnswer::Approved)
            }
            Ok(_) => ChargeAnswer::Unknown,
            Err(error) => charge_failure(error),
        }
    }

    async fn look_up(&self, merchant: &MerchantSlug, order: &str) -> Result<OrderStanding, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        match client.order(order).await {
            Ok(order) if order.is_paid() => self.paid_standing(client, order).await,
            Ok(order) if took_money(&order) => {
                let (status, paid) = (order.status.as_str(), order.amount_paid);
                tracing::warn!(%merchant, status, paid, "an order that is not paid has taken money");
                Err(LookUpError)
            }
            Ok(_) => Ok(OrderStanding::Unpaid),
            Err(error) => {
                tracing::warn!(%merchant, %error, "an order could not be looked up");
                Err(LookUpError)
            }
        }
    }
}

impl CloverGateway {
    /// The approval of a paid order; where the order leaves the card out, the charge is asked for it. An order that
    /// does not name its charge cannot be recorded as paid, and is not taken for unpaid either.
    async fn paid_standing(&self, client: &Client, order: Order) -> Result<OrderStanding, LookUpError> {
        let mut approval = approval(order).ok_or(LookUpError)?;
        if approval.card.is_none()
            && let Ok(charge) = client.charge(&approval.charge).await
        {
            approval.card = charge.source.as_ref().and_then(card);
            approval.reference = approval.reference.or(charge.ref_num);
            approval.auth_code = approval.auth_code.or(charge.auth_code);
        }
        Ok(OrderStanding::Paid(approval))
    }
}

/// Whether money was taken for an order that is not paid: given back, or only a part of it. Such an order proves
/// neither a decline nor that the charge may be repeated; the merchant has to look at it.
fn took_money(order: &Order) -> bool {
    order.status == OrderStatus::Returned || order.amount_paid.is_some_and(|paid| paid > 0)
}

/// The approval that a paid order holds; `None` when it does not name its charge.
fn approval(order: Order) -> Option<Approval> {
    Some(Approval {
        charge: order.charge?,
        amount: order.amount_paid.unwrap_or(order.amount),
        card: order.source.as_ref().and_then(card),
        reference: order.ref_num,
        auth_code: order.auth_code,
    })
}

fn card(details: &CardDetails) -> Option<Card> {
    let brand = details.brand.as_ref()?.as_str().to_owned();
    Some(Card { brand, last4: details.last4.clone()? })
}

/// One piece of each line, whatever its quantity, and one line for all taxes: then the order's amount is our
/// total whether Clover multiplies or not, and whichever way it rounds.
fn order_of(invoice: &Invoice) -> CreateOrder {
    let currency = CurrencyCode::from(invoice.currency.code().to_ascii_lowercase().as_str());
    let item = |description: &str, amount: i64| OrderItem {
        kind: None,
        currency: Some(currency.clone()),
        ..OrderItem::sku(description, amount).times(1)
    };
    let mut items: Vec<_> = invoice
        .lines
        .iter()
        .map(|line| match line.quantity {
            1 => item(&line.description, line.amount()),
            many => item(&format!("{many} × {}", line.description), line.amount()),
        })
        .collect();
    if invoice.totals.tax > 0 {
        items.push(item("Tax", invoice.totals.tax));
    }
    CreateOrder::of(currency, items)
}

fn no_order(error: &ApiError) -> NotSent {
    tracing::warn!(%error, "no order could be made");
    match error {
        ApiError::Refused(refusal) => match kind_of(refusal) {
            Refusal::MerchantNotConnected => NotSent::MerchantNotConnected,
            Refusal::Busy => NotSent::Busy,
            Refusal::TokenRefused | Refusal::OrderAlreadyPaid | Refusal::Invalid => NotSent::Refused,
        },
        ApiError::Declined(_) => NotSent::Refused,
        // Making an order moves no money, so an unknown outcome is only a failure.
        ApiError::Unknown(_) | ApiError::NotSent(_) => NotSent::Unreachable,
    }
}

fn charge_failure(error: ApiError) -> ChargeAnswer {
    tracing::info!(%error, "a charge was not approved");
    let may_hide_a_success = error.may_hide_an_earlier_success();
    match error {
        ApiError::Declined(decline) => {
            ChargeAnswer::Declined(Decline { reason: reason_of(&decline), charge: decline.charge })
        }
        ApiError::Refused(refusal) => match kind_of(&refusal) {
            // A conflict about the key or the order may come from an earlier sending of the same charge.
            Refusal::Invalid if may_hide_a_success => ChargeAnswer::Unknown,
            kind => ChargeAnswer::Refused(kind),
        },
        ApiError::NotSent(_) => ChargeAnswer::NotSent,
        ApiError::Unknown(_) => ChargeAnswer::Unknown,
    }
}

fn kind_of(refusal: &clover_api::Refusal) -> Refusal {
    match (&refusal.code, refusal.kind) {
        (Some(Code::OrderAlreadyPaid), _) => Refusal::OrderAlreadyPaid,
        (Some(Code::TokenAlreadyUsed | Code::InvalidDetails), _) => Refusal::TokenRefused,
        // Whatever is wrong with the source, it is the token: nothing else is ever sent as one.
        _ if refusal.param.as_deref() == Some("source") => Refusal::TokenRefused,
        (_, RefusalKind::Unauthorized | RefusalKind::Forbidden | RefusalKind::NotAcceptable) => {
            Refusal::MerchantNotConnected
        }
        (_, RefusalKind::RateLimited { .. }) => Refusal::Busy,
        (
            _,
            RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Conflict | RefusalKind::Other(_),
        ) => Refusal::Invalid,
    }
}

fn reason_of(decline: &clover_api::Decline) -> DeclineReason {
    match (&decline.decline_code, &decline.code) {
        (Some(DeclineCode::InsufficientFunds), _) => DeclineReason::InsufficientFunds,
        (_, Some(Code::ExpiredCard)) => DeclineReason::ExpiredCard,
        (_, Some(Code::IncorrectCvc | Code::InvalidCvc)) => DeclineReason::IncorrectCvc,
        (_, Some(Code::IncorrectNumber | Code::InvalidNumber)) => DeclineReason::IncorrectNumber,
        (_, Some(Code::InvalidCardType)) => DeclineReason::CardNotSupported,
        (_, Some(Code::AmountTooLarge)) => DeclineReason::AmountTooLarge,
        (Some(DeclineCode::IssuerDeclined), _) => DeclineReason::IssuerDeclined,
        _ => DeclineReason::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(status: &str, paid: Option<i64>) -> Order {
        let facts = serde_json::json!({
            "id": "8B3VN5T0QJ6XA", "amount": 100, "currency": "usd", "status": status, "amount_paid": paid,
        });
        serde_json::from_value(facts).unwrap()
    }

    #[test]
    fn an_order_that_was_paid_in_part_or_paid_back_is_not_taken_for_unpaid() {
        assert!(took_money(&order("returned", Some(100))) && took_money(&order("created", Some(1))));
        assert!(!took_money(&order("created", None)) && !took_money(&order("created", Some(0))));
    }
}
