//! The rules' way to Clover: their questions in Clover's words, Clover's answers in theirs.
// tidy: long because it is one port, whose every call is translated here; what has a name of its own is beside it.

mod card_file;
mod checkout;
mod refusal;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context;
use clover_api::wire::{
    CardDetails, Charge, ChargeStatus, CreateCharge, CreateOrder, CreateRefund, CurrencyCode, EcomIndicator,
    Order, OrderItem, OrderStatus, PayOrder, Refund, RefundReason, RefundStatus, StoredCredentials,
};
use clover_api::{ApiError, Client, Credentials, Environment, Page, RefusalKind};
use jiff::Timestamp;
use payments::card::Expiry;
use payments::payment::ChargeSource;
use payments::port::{
    ChargeAnswer, ChargeRequest, CheckoutAnswer, CheckoutRequest, Clock as _, Gateway, GivenBack,
    LookUpError, OrderAnswer, OrderStanding, RefundRequest, Refusal, SeenCharge, SeenOutcome, SeenRefund,
};
use payments::refund::RefundAnswer;
use payments::{Approval, Card, Invoice, NotRefunded, NotSent, PaymentMode};
use primitives::{Currency, IdempotencyKey, MerchantSlug};

use self::refusal::{charge_failure, no_order, refund_answer};
use self::text::storable;
use crate::config::{CloverAccess, Config, Merchant};
use crate::connections::Connections;
use crate::system::SystemClock;

/// One client per merchant.
#[derive(Clone, Debug)]
pub struct CloverGateway {
    clients: BTreeMap<MerchantSlug, Client>,
    modes: BTreeMap<MerchantSlug, PaymentMode>,
    checkouts: BTreeMap<MerchantSlug, checkout::Desk>,
    connections: Option<Arc<Connections>>,
}

impl CloverGateway {
    /// Clients for these merchants; calls nobody.
    ///
    /// # Errors
    /// When an API token cannot stand in a header or TLS cannot be set up.
    pub fn new(config: &Config, connections: Option<Arc<Connections>>) -> anyhow::Result<Self> {
        let merchants = config.merchants.values();
        let modes = merchants.clone().map(|merchant| (merchant.slug.clone(), merchant.payment_mode));
        let modes = modes.collect();
        let checkouts =
            merchants.clone().map(|merchant| (merchant.slug.clone(), checkout_desk(config, merchant)));
        let checkouts = checkouts.collect();
        let client = |merchant: &Merchant| {
            let environment = merchant.environment.clone();
            let credentials = match (&merchant.access, &connections) {
                (CloverAccess::ApiToken(token), _) => {
                    Credentials::api_token(environment.clone(), token.clone())
                }
                (CloverAccess::OAuth, Some(connections)) => connections.credentials(merchant),
                (CloverAccess::OAuth, None) => {
                    anyhow::bail!("merchant {} has no app to connect", merchant.slug)
                }
            };
            let built = Client::with_credentials(environment, credentials).build();
            let client = built.with_context(|| format!("merchant {}", merchant.slug))?;
            anyhow::Ok((merchant.slug.clone(), client))
        };
        let clients = merchants.map(client).collect::<Result<_, _>>()?;
        Ok(Self { clients, modes, checkouts, connections })
    }

    /// The merchants who connect by OAuth; `None` when there are none.
    pub fn connections(&self) -> Option<&Arc<Connections>> {
        self.connections.as_ref()
    }

    /// The client of this merchant; `None` for a merchant that is no longer configured.
    pub fn client(&self, merchant: &MerchantSlug) -> Option<&Client> {
        self.clients.get(merchant)
    }
}

impl Gateway for CloverGateway {
    fn mode(&self, merchant: &MerchantSlug) -> PaymentMode {
        self.modes.get(merchant).copied().unwrap_or_default()
    }

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

    async fn charge(&self, charge: &ChargeRequest<'_>) -> ChargeAnswer {
        let Some(client) = self.client(charge.merchant) else {
            return ChargeAnswer::Refused(Refusal::MerchantNotConnected);
        };
        match charge.order {
            Some(order) => pay_order(client, order, charge).await,
            None => charge_plainly(client, charge).await,
        }
    }

    async fn create_checkout(&self, request: &CheckoutRequest<'_>) -> CheckoutAnswer {
        let merchant = &request.invoice.merchant;
        let (Some(client), Some(desk)) = (self.client(merchant), self.checkouts.get(merchant)) else {
            return Err(NotSent::MerchantNotConnected);
        };
        checkout::create(client, desk, request, SystemClock.now()).await
    }

    async fn look_up_lines(&self, merchant: &MerchantSlug, order: &str) -> Result<Vec<String>, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        let order = client.order(order).await.map_err(|error| unseen(merchant, &error))?;
        Ok(order.items.into_iter().filter_map(|item| item.description).collect())
    }

    async fn look_up_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> Result<OrderStanding, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        let order = client.order(order).await.map_err(|error| unseen(merchant, &error))?;
        order_standing(client, merchant, order).await
    }

    async fn look_up_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> Result<Option<SeenCharge>, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        match client.charge(charge).await {
            Ok(charge) => Ok(Some(seen(charge))),
            Err(ApiError::Refused(refusal)) if refusal.kind == RefusalKind::NotFound => Ok(None),
            Err(error) => Err(unseen(merchant, &error)),
        }
    }

    /// Clover gives its newest charges first; pages are turned until one is older than `from`. A charge without a
    /// time is taken for new.
    async fn list_charges(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
    ) -> Result<Vec<SeenCharge>, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        let mut charges: Vec<SeenCharge> = Vec::new();
        for _ in 0..MOST_PAGES {
            let page = Page::of(PAGE).created_from(from.as_millisecond());
            let page = match charges.last() {
                Some(last) => page.after(&last.id),
                None => page,
            };
            let page = client.list_charges(&page, None).await;
            let page = page.map_err(|error| unseen(merchant, &error))?.data;
            let is_last = page.len() < usize::from(PAGE);
            charges.extend(page.into_iter().map(seen));
            if is_last || charges.last().is_some_and(|it| it.created.is_some_and(|made| made < from)) {
                charges.retain(|charge| charge.created.is_none_or(|made| made >= from));
                return Ok(charges);
            }
        }
        tracing::error!(%merchant, "Clover has more charges since {from} than can be read");
        Err(LookUpError)
    }

    /// The charge says how much, the list of its refunds which. Whether Clover keeps to the charge in that list is not
    /// known, so it is looked through.
    async fn look_up_refunds(&self, merchant: &MerchantSlug, charge: &str) -> Result<GivenBack, LookUpError> {
        let client = self.client(merchant).ok_or(LookUpError)?;
        let page = client.list_refunds(&Page::of(PAGE), Some(charge)).await;
        let refunds = page.map_err(|error| unseen(merchant, &error))?.data;
        let refunds = refunds.into_iter().filter(|refund| refund.charge == charge).map(seen_refund).collect();
        // Asked last, so that what was given back in between is at least in the total.
        let total = client.charge(charge).await.map_err(|error| unseen(merchant, &error))?.amount_refunded;
        Ok(GivenBack { total, refunds })
    }

    async fn refund(&self, refund: &RefundRequest<'_>) -> RefundAnswer {
        let Some(client) = self.client(refund.merchant) else {
            return RefundAnswer::Refused(NotRefunded::MerchantNotConnected);
        };
        let body = CreateRefund::of(refund.charge, refund.amount.minor());
        let mut body = body.because(RefundReason::RequestedByCustomer);
        body.external_reference_id = Some(refund.reference.to_string());
        refund_answer(client.create_refund(&body, refund.key.as_str()).await)
    }
}

/// Clover takes no address in plain HTTP to come back to; an emulator does.
fn checkout_desk(config: &Config, merchant: &Merchant) -> checkout::Desk {
    let is_emulator = matches!(merchant.environment, Environment::Emulator { .. });
    let secure = config.public_url.scheme() == "https";
    let back = (secure || is_emulator).then(|| config.public_url.clone());
    checkout::Desk { merchant_id: merchant.clover_merchant_id.clone(), back, is_emulator }
}

/// The most that Clover gives at once (clover-facts 2.7).
const PAGE: u8 = 100;

/// A hundred thousand charges: a list that is longer cannot be read within the time that a look may take.
const MOST_PAGES: usize = 1_000;

async fn pay_order(client: &Client, order: &str, charge: &ChargeRequest<'_>) -> ChargeAnswer {
    let mut body = PayOrder::in_full(charge.source.as_str().into());
    body.amount = Some(charge.amount.minor());
    body.tip_amount = tip(charge);
    body.email = charge.email.map(|email| email.as_str().to_owned());
    body.external_reference_id = Some(charge.reference.to_string());
    body.stored_credentials = stored_credentials(charge.source);
    match client.pay_order(order, &body, charge.key.as_str(), charge.payer_address).await {
        Ok(paid) => paid_order(client, charge, paid).await,
        Err(error) => charge_failure(error),
    }
}

/// What an order says after it was paid. One that this charge has paid alone says everything; one that was paid in
/// parts only names the charge, which is then asked for.
async fn paid_order(client: &Client, charge: &ChargeRequest<'_>, order: Order) -> ChargeAnswer {
    let alone = order.amount_paid.is_none_or(|paid| paid == order.amount);
    if order.is_paid() && alone && charge.amount.minor() == order.amount {
        return approval(order).map_or(ChargeAnswer::Unknown, ChargeAnswer::Approved);
    }
    if let Some(made) = order.past_charges.into_iter().map(seen).find(|made| is_of(made, charge)) {
        return if made.outcome == SeenOutcome::Taken {
            ChargeAnswer::Approved(made.approval())
        } else {
            ChargeAnswer::Unknown
        };
    }
    let Some(id) = order.charge else { return ChargeAnswer::Unknown };
    match client.charge(&id).await.map(seen) {
        Ok(made) if is_of(&made, charge) && made.outcome == SeenOutcome::Taken => {
            ChargeAnswer::Approved(made.approval())
        }
        Ok(_) | Err(_) => ChargeAnswer::Unknown,
    }
}

/// An order that was paid in parts names the last charge; that it is this one is only believed by its reference.
fn is_of(made: &SeenCharge, charge: &ChargeRequest<'_>) -> bool {
    made.reference.as_deref() == Some(charge.reference.as_str())
}

async fn charge_plainly(client: &Client, charge: &ChargeRequest<'_>) -> ChargeAnswer {
    let currency = CurrencyCode::from(charge.amount.currency().code().to_ascii_lowercase().as_str());
    let mut body = CreateCharge::new(charge.amount.minor(), currency, charge.source.as_str().into());
    body.ecomind = Some(EcomIndicator::Ecom);
    body.external_reference_id = Some(charge.reference.to_string());
    body.receipt_email = charge.email.map(|email| email.as_str().to_owned());
    body.tip_amount = tip(charge);
    body.stored_credentials = stored_credentials(charge.source);
    match client.create_charge(&body, charge.key.as_str(), charge.payer_address).await {
        Ok(made) if made.is_approved() => ChargeAnswer::Approved(seen(made).approval()),
        Ok(_) => ChargeAnswer::Unknown,
        Err(error) => charge_failure(error),
    }
}

/// What card networks want to know of a card that is kept. A charge of a card on file without it began to fail one day
/// for want of a security code (peers C12).
fn stored_credentials(source: ChargeSource<'_>) -> Option<StoredCredentials> {
    match source {
        ChargeSource::Token(_) => None,
        ChargeSource::TokenToKeep(_) => Some(StoredCredentials::first()),
        ChargeSource::Customer(_) => Some(StoredCredentials::by_cardholder()),
    }
}

fn tip(charge: &ChargeRequest<'_>) -> Option<i64> {
    Some(charge.tip.minor()).filter(|tip| *tip > 0)
}

/// The charges of an order. One that a single charge has paid names it with everything; otherwise each charge that
/// the order names is asked for.
async fn order_standing(
    client: &Client,
    merchant: &MerchantSlug,
    order: Order,
) -> Result<OrderStanding, LookUpError> {
    if order.status == OrderStatus::Returned {
        tracing::warn!(%merchant, "an order's money was given back at Clover");
        return Err(LookUpError);
    }
    let (is_paid, paid) = (order.is_paid(), order.amount_paid);
    let paid = paid.unwrap_or(if is_paid { order.amount } else { 0 });
    let mut charges: Vec<_> = order.past_charges.iter().cloned().map(seen).collect();
    let named = order.charge.clone().filter(|id| charges.iter().all(|charge| charge.id != *id));
    let Some(id) = named else {
        return Ok(OrderStanding { is_paid, paid, charges });
    };
    let charge = match client.charge(&id).await {
        Ok(charge) => seen(charge),
        Err(error) if is_paid => approval(order).map(of_approval).ok_or_else(|| unseen(merchant, &error))?,
        Err(error) => return Err(unseen(merchant, &error)),
    };
    charges.push(charge);
    Ok(OrderStanding { is_paid, paid, charges })
}

fn unseen(merchant: &MerchantSlug, error: &ApiError) -> LookUpError {
    tracing::warn!(%merchant, %error, "Clover could not be asked");
    LookUpError
}

/// A charge in the rules' words.
fn seen(charge: Charge) -> SeenCharge {
    let outcome = match charge.status {
        _ if charge.is_approved() => SeenOutcome::Taken,
        ChargeStatus::Failed => SeenOutcome::Failed,
        _ => SeenOutcome::Undecided,
    };
    SeenCharge {
        outcome,
        amount: charge.amount,
        tip: charge.tip_amount.unwrap_or(0),
        currency: Currency::parse(&charge.currency.upper()).ok(),
        reference: charge.external_reference_id,
        order: charge.order,
        created: charge.created.and_then(|millis| Timestamp::from_millisecond(millis).ok()),
        card: charge.source.as_ref().and_then(card),
        number: charge.ref_num.map(storable),
        auth_code: charge.auth_code.map(storable),
        id: charge.id,
    }
}

fn seen_refund(refund: Refund) -> SeenRefund {
    let outcome = match refund.status {
        RefundStatus::Succeeded => SeenOutcome::Taken,
        RefundStatus::Failed | RefundStatus::Canceled => SeenOutcome::Failed,
        _ => SeenOutcome::Undecided,
    };
    let reference = refund.external_reference_id;
    SeenRefund { id: refund.id, outcome, amount: refund.amount, reference }
}

/// What an order tells of the charge that paid it alone.
fn of_approval(approval: Approval) -> SeenCharge {
    SeenCharge {
        id: approval.charge,
        outcome: SeenOutcome::Taken,
        amount: approval.amount,
        tip: 0,
        currency: None,
        reference: None,
        order: None,
        created: None,
        card: approval.card,
        number: approval.reference,
        auth_code: approval.auth_code,
    }
}

/// The approval that an order holds which one charge has paid; `None` when it does not name the charge.
fn approval(order: Order) -> Option<Approval> {
    Some(Approval {
        charge: order.charge?,
        amount: order.amount_paid.unwrap_or(order.amount),
        card: order.source.as_ref().and_then(card),
        reference: order.ref_num.map(storable),
        auth_code: order.auth_code.map(storable),
    })
}

fn card(details: &CardDetails) -> Option<Card> {
    let brand = storable(details.brand.as_ref()?.as_str().to_owned());
    let (month, year) = (details.exp_month.as_deref(), details.exp_year.as_deref());
    let expires = month.zip(year).and_then(|(month, year)| Expiry::read(month, year).ok());
    Some(Card { brand, last4: storable(details.last4.clone()?), expires })
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
