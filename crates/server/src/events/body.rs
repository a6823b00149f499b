//! Writes events out: what happened, and what it happened to as that stands now.

use payments::desk::left_of;
use payments::port::{Store, StoreError};
use payments::{Event, EventBody, Invoice, Payment};
use url::Url;

use crate::convert;
use crate::desk::AppDesk;

/// The event as the merchant's programs read it; `public_url` is where payers reach this server.
///
/// # Errors
/// When the records cannot be read, or lack what the event is about.
pub(crate) async fn event(
    desk: &AppDesk,
    public_url: &Url,
    event: &Event,
) -> Result<api_types::Event, StoreError> {
    let missing = |column| StoreError::Impossible { table: "events", column, row: event.id.to_string() };
    let store = desk.store();
    let invoice = store.invoice(&event.merchant, event.body.invoice()).await?;
    let invoice = invoice.ok_or_else(|| missing("invoice"))?;
    let payment = match event.body.payment() {
        Some(id) => Some(store.payment(id).await?.ok_or_else(|| missing("payment"))?),
        None => None,
    };
    let refund = match &payment {
        Some(payment) => refund(desk, event, payment).await?,
        None => None,
    };
    let order = invoice.clover_order.clone();
    Ok(api_types::Event {
        id: event.id.clone(),
        kind: kind(&event.body),
        occurred_at: event.at.to_string(),
        merchant: event.merchant.clone(),
        invoice: invoice_part(desk, &invoice).await?,
        payment: payment.as_ref().map(|payment| convert::merchant_payment(payment, order, public_url)),
        refund,
    })
}

async fn refund(
    desk: &AppDesk,
    event: &Event,
    payment: &Payment,
) -> Result<Option<api_types::Refund>, StoreError> {
    let Some(id) = event.body.refund() else {
        return Ok(None);
    };
    let refunds = desk.store().refunds_of(&payment.id).await?;
    let left = left_of(payment, &refunds);
    Ok(refunds.iter().find(|refund| refund.id == *id).map(|refund| convert::refund(refund, left)))
}

async fn invoice_part(desk: &AppDesk, invoice: &Invoice) -> Result<api_types::EventInvoice, StoreError> {
    let matters = desk.payment_that_matters(invoice).await?;
    Ok(api_types::EventInvoice {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        state: convert::invoice_state(invoice, matters.as_ref(), desk.now()),
        currency: invoice.currency.code().to_owned(),
        total: invoice.totals.total,
        paid: invoice.paid,
        amount_due: invoice.amount_due().minor(),
    })
}

/// The name of what happened.
pub(crate) fn kind(body: &EventBody) -> api_types::EventKind {
    use api_types::EventKind as Kind;
    match body {
        EventBody::InvoicePaid { .. } => Kind::InvoicePaid,
        EventBody::InvoicePartlyPaid { .. } => Kind::InvoicePartlyPaid,
        EventBody::StatementPaid { .. } => Kind::StatementPaid,
        EventBody::InvoiceVoided { .. } => Kind::InvoiceVoided,
        EventBody::PaymentUnexpected { .. } => Kind::PaymentUnexpected,
        EventBody::PaymentStuck { .. } => Kind::PaymentStuck,
        EventBody::PaymentKept { .. } => Kind::PaymentKept,
        EventBody::PaymentRefunded { .. } => Kind::PaymentRefunded,
        EventBody::RefundFailed { .. } => Kind::RefundFailed,
        EventBody::RefundUnclear { .. } => Kind::RefundUnclear,
        EventBody::RefundStuck { .. } => Kind::RefundStuck,
        EventBody::MailUndelivered { .. } => Kind::MailUndelivered,
    }
}
