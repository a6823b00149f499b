//! Translates between the rules' words and the JSON's, by hand and in one place.

pub mod statement;

use jiff::Timestamp;
use payments::card::{CardState, SavedCard};
use payments::payment::{DeclineReason, PaymentState};
use payments::{
    Attention, InstalmentState, Invoice, NewInstalment, NewInvoice, NewLine, NotSent, Payment, PaymentMode,
    Refund, RefundState, Standing,
};
use primitives::{LinkToken, Money};
use url::Url;

/// An invoice as asked for, still unchecked.
pub fn new_invoice(body: api_types::CreateInvoice) -> NewInvoice {
    let line = |line: api_types::LineBody| NewLine {
        description: line.description,
        quantity: line.quantity,
        unit_amount: line.unit_amount,
        tax: line.tax,
    };
    let instalment =
        |asked: api_types::InstalmentBody| NewInstalment { date: asked.date, amount: asked.amount };
    NewInvoice {
        number: body.number,
        customer_name: body.customer.name,
        customer_email: body.customer.email,
        currency: body.currency,
        lines: body.lines.into_iter().map(line).collect(),
        due_date: body.due_date,
        expires_at: body.expires_at,
        notes: body.notes,
        partial_minimum: body.partial_minimum,
        schedule: body.schedule.into_iter().map(instalment).collect(),
        tips: body.tips,
    }
}

/// An invoice as its merchant sees it. `payment` is the one that matters now.
pub fn invoice_body(
    invoice: &Invoice,
    payment: Option<&Payment>,
    public_url: &Url,
    now: Timestamp,
) -> api_types::Invoice {
    api_types::Invoice {
        id: invoice.id.clone(),
        number: invoice.number.clone(),
        state: invoice_state(invoice, payment, now),
        customer: api_types::CustomerBody {
            name: invoice.customer.name.clone(),
            email: invoice.customer.email.as_str().to_owned(),
        },
        currency: invoice.currency.code().to_owned(),
        lines: lines(invoice),
        totals: totals(invoice),
        paid: invoice.paid,
        amount_due: invoice.amount_due().minor(),
        partial_minimum: invoice.partial.map(|partial| partial.minimum),
        schedule: schedule(invoice, now),
        tips: invoice.tips,
        due_date: invoice.due_date.map(|date| date.to_string()),
        expires_at: invoice.expires_at.map(|end| end.to_string()),
        notes: invoice.notes.clone(),
        pay_url: pay_url(invoice, public_url),
        created_at: invoice.created_at.to_string(),
        receipt_url: payment.and_then(|payment| receipt_url(payment, public_url)),
        receipt: payment.and_then(receipt),
    }
}

/// The address to send to the customer.
pub fn pay_url(invoice: &Invoice, public_url: &Url) -> String {
    pay_url_of(&invoice.link, public_url)
}

/// The address of this link.
pub(crate) fn pay_url_of(link: &LinkToken, public_url: &Url) -> String {
    let base = public_url.as_str().trim_end_matches('/');
    [base, &api_types::path::pay(link.as_str())].concat()
}

/// The address of the receipt, once the payment is approved.
pub fn receipt_url(payment: &Payment, public_url: &Url) -> Option<String> {
    let base = public_url.as_str().trim_end_matches('/');
    let token = payment.receipt_token();
    payment.state.is_approved().then(|| [base, &api_types::path::receipt(token.as_str())].concat())
}

/// The lines with what each comes to.
pub fn lines(invoice: &Invoice) -> Vec<api_types::Line> {
    let line = |line: &payments::Line| api_types::Line {
        description: line.description.clone(),
        quantity: line.quantity,
        unit_amount: line.unit_amount,
        tax: line.tax,
        amount: line.amount(),
    };
    invoice.lines.iter().map(line).collect()
}

/// The instalments with how far each is.
pub fn schedule(invoice: &Invoice, now: Timestamp) -> Vec<api_types::Instalment> {
    use api_types::InstalmentState::{Due, Paid, ToCome};
    let body = |(instalment, state): (payments::Instalment, InstalmentState)| {
        let (state, missing) = match state {
            InstalmentState::Paid => (Paid, 0),
            InstalmentState::Due { missing } => (Due, missing),
            InstalmentState::ToCome { missing } => (ToCome, missing),
        };
        let (date, amount) = (instalment.date.to_string(), instalment.amount);
        api_types::Instalment { date, amount, missing, state }
    };
    invoice.instalments(now).into_iter().map(body).collect()
}

/// The sums.
pub fn totals(invoice: &Invoice) -> api_types::Totals {
    let payments::Totals { subtotal, tax, total } = invoice.totals;
    api_types::Totals { subtotal, tax, total }
}

/// Where an invoice stands, for its merchant. `payment` is the one that matters now.
pub fn invoice_state(
    invoice: &Invoice,
    payment: Option<&Payment>,
    now: Timestamp,
) -> api_types::InvoiceState {
    use api_types::InvoiceState::{Expired, Open, Paid, PartlyPaid, Processing, Unclear, Void};
    match (invoice.standing(now), payment.map(|payment| &payment.state)) {
        (Standing::Paid, _) => Paid,
        (Standing::Void, _) => Void,
        (Standing::Open | Standing::PartlyPaid | Standing::Expired, Some(PaymentState::Unclear { .. })) => {
            Unclear
        }
        (
            Standing::Open | Standing::PartlyPaid | Standing::Expired,
            Some(PaymentState::Prepared | PaymentState::Dispatched { .. }),
        ) => Processing,
        (Standing::Expired, _) => Expired,
        (Standing::PartlyPaid, _) => PartlyPaid,
        (Standing::Open, _) => Open,
    }
}

/// An attempt as its payer may know it.
pub fn payment_body(payment: &Payment, now: Timestamp) -> api_types::Payment {
    use api_types::PaymentState as Body;
    let state = match &payment.state {
        PaymentState::Dispatched { .. }
            if payment.source.checkout_page().is_some_and(|it| it.is_open(now)) =>
        {
            Body::AtClover
        }
        // Clover has closed its page, and a payment from its last moments may be on the way.
        PaymentState::Dispatched { .. } if payment.source.checkout_page().is_some() => Body::Unclear,
        PaymentState::Prepared | PaymentState::Dispatched { .. } => Body::Processing,
        PaymentState::Unclear { .. } => Body::Unclear,
        PaymentState::Approved { .. } => {
            receipt(payment).map_or(Body::Unclear, |receipt| Body::Approved { receipt })
        }
        PaymentState::Declined { decline, .. } => Body::Declined { reason: reason(decline.reason) },
        PaymentState::NotSent { .. } => Body::NotCharged,
    };
    let (amount, tip) = (payment.amount.minor(), payment.tip.minor());
    api_types::Payment { id: payment.id.clone(), amount, tip, state }
}

/// A payment as its merchant sees it; `order` is Clover's order of the invoice.
pub fn merchant_payment(
    payment: &Payment,
    order: Option<String>,
    public_url: &Url,
) -> api_types::MerchantPayment {
    let unclear = match &payment.state {
        PaymentState::Unclear { since, checks } => Some((*since, *checks)),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Approved { .. }
        | PaymentState::Declined { .. }
        | PaymentState::NotSent { .. } => None,
    };
    api_types::MerchantPayment {
        id: payment.id.clone(),
        invoice: payment.invoice.clone(),
        statement: payment.joint.as_ref().map(|joint| joint.statement.clone()),
        shares: statement::shares_of(payment),
        amount: payment.amount.minor(),
        tip: payment.tip.minor(),
        currency: payment.amount.currency().code().to_owned(),
        state: merchant_state(&payment.state),
        attention: payment.attention.map(attention),
        charge: payment.charge_taken().map(str::to_owned),
        reference: payment.reference.to_string(),
        order: order.filter(|_| payment.mode == PaymentMode::Order),
        mode: mode(payment.mode),
        unclear_since: unclear.map(|(since, _)| since.to_string()),
        checks: unclear.map(|(_, checks)| checks),
        receipt_url: receipt_url(payment, public_url),
        created_at: payment.created_at.to_string(),
    }
}

/// A saved card as the payer sees it who has proved the address.
pub fn saved_card(card: &SavedCard, now: Timestamp) -> api_types::SavedCard {
    api_types::SavedCard {
        id: card.id.to_string(),
        brand: card.face.brand.clone(),
        last4: card.face.last4.clone(),
        expires: card.face.expires.map(|expiry| expiry.to_string()),
        expired: card.has_expired(now),
    }
}

/// A saved card as its merchant sees it.
pub fn merchant_card(card: &SavedCard) -> api_types::MerchantCard {
    use api_types::CardState as Body;
    let (state, customer) = match &card.state {
        CardState::Saving { .. } => (Body::Saving, None),
        CardState::OnFile { customer, .. } => (Body::OnFile, Some(customer)),
        CardState::NotSaved { .. } => (Body::NotSaved, None),
        CardState::Removing { customer, .. } => (Body::Removing, Some(customer)),
        CardState::Removed { .. } => (Body::Removed, None),
    };
    api_types::MerchantCard {
        id: card.id.clone(),
        email: card.email.as_str().to_owned(),
        brand: card.face.brand.clone(),
        last4: card.face.last4.clone(),
        expires: card.face.expires.map(|expiry| expiry.to_string()),
        state,
        clover_customer: customer.cloned(),
        payment: card.payment.clone(),
        consent: api_types::Consent {
            text: card.consent.words.text.clone(),
            locale: card.consent.words.locale.clone(),
            at: card.consent.at.to_string(),
            address: card.consent.address.map(|address| address.to_string()),
        },
    }
}

/// A refund as its merchant sees it.
pub fn refund(refund: &Refund, left: Money) -> api_types::Refund {
    use api_types::RefundState as Body;
    let state = match refund.state {
        RefundState::Succeeded { .. } => Body::Succeeded,
        RefundState::Failed { .. } => Body::Failed,
        RefundState::Requested | RefundState::Unclear { .. } => Body::Unclear,
    };
    api_types::Refund {
        id: refund.id.clone(),
        payment: refund.payment.clone(),
        amount: refund.amount.minor(),
        currency: refund.amount.currency().code().to_owned(),
        state,
        left: left.minor(),
        shares: statement::shares(&refund.shares),
    }
}

fn merchant_state(state: &PaymentState) -> api_types::MerchantPaymentState {
    use api_types::MerchantPaymentState as Body;
    match state {
        PaymentState::Prepared | PaymentState::Dispatched { .. } => Body::Processing,
        PaymentState::Unclear { .. } => Body::Unclear,
        PaymentState::Approved { .. } => Body::Approved,
        PaymentState::Declined { .. } => Body::Declined,
        PaymentState::NotSent { .. } => Body::NotCharged,
    }
}

fn mode(mode: PaymentMode) -> api_types::PaymentMode {
    match mode {
        PaymentMode::Order => api_types::PaymentMode::Order,
        PaymentMode::Charge => api_types::PaymentMode::Charge,
    }
}

fn attention(attention: Attention) -> api_types::Attention {
    use api_types::Attention as Body;
    match attention {
        Attention::AfterExpiry => Body::AfterExpiry,
        Attention::AfterVoid => Body::AfterVoid,
        Attention::Overpaid => Body::Overpaid,
    }
}

/// The path of the receipt's page. Who may know only a share of a payment gets none: that page names every invoice.
fn receipt_page(payment: &Payment) -> String {
    if payment.is_share() {
        return String::new();
    }
    api_types::path::receipt(payment.receipt_token().as_str())
}

/// The proof of an approved attempt.
pub fn receipt(payment: &Payment) -> Option<api_types::Receipt> {
    let PaymentState::Approved { approval, at } = &payment.state else {
        return None;
    };
    let card =
        |card: &payments::Card| api_types::CardFacts { brand: card.brand.clone(), last4: card.last4.clone() };
    Some(api_types::Receipt {
        payment: payment.id.clone(),
        page: receipt_page(payment).into_boxed_str(),
        amount: approval.amount,
        tip: payment.tip.minor(),
        currency: payment.amount.currency().code().to_owned(),
        paid_at: at.to_string(),
        card: approval.card.as_ref().map(card),
        reference: approval.reference.clone(),
        auth_code: approval.auth_code.clone(),
    })
}

fn reason(reason: DeclineReason) -> api_types::DeclineReason {
    use api_types::DeclineReason as Body;
    match reason {
        DeclineReason::IssuerDeclined => Body::IssuerDeclined,
        DeclineReason::InsufficientFunds => Body::InsufficientFunds,
        DeclineReason::ExpiredCard => Body::ExpiredCard,
        DeclineReason::IncorrectCvc => Body::IncorrectCvc,
        DeclineReason::IncorrectNumber => Body::IncorrectNumber,
        DeclineReason::CardNotSupported => Body::CardNotSupported,
        DeclineReason::AmountTooLarge => Body::AmountTooLarge,
        DeclineReason::TokenRefused | DeclineReason::CardGone | DeclineReason::Other => Body::Other,
    }
}

/// The error code of an attempt that no bank has seen, if it was one.
pub fn never_tried(payment: &Payment) -> Option<api_types::ErrorCode> {
    use api_types::ErrorCode;
    match &payment.state {
        PaymentState::Declined { decline, .. } if decline.reason == DeclineReason::TokenRefused => {
            Some(ErrorCode::CardTokenRefused)
        }
        PaymentState::Declined { decline, .. } if decline.reason == DeclineReason::CardGone => {
            Some(ErrorCode::SavedCardGone)
        }
        PaymentState::NotSent { why, .. } => Some(match why {
            NotSent::MerchantNotConnected | NotSent::Refused => ErrorCode::MerchantNotReady,
            NotSent::Unreachable | NotSent::Busy | NotSent::Interrupted | NotSent::PageEnded => {
                ErrorCode::NotCharged
            }
        }),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Unclear { .. }
        | PaymentState::Approved { .. }
        | PaymentState::Declined { .. } => None,
    }
}
