//! Invoices, payments and events to store. Times are whole milliseconds, as the store keeps them.

use jiff::Timestamp;
use payments::card::ConsentWords;
use payments::payment::{Happening, PaymentRequest, Presented};
use payments::port::{Begin, Insert, Store};
use payments::{
    Event, EventBody, Invoice, InvoiceState, NewInstalment, NewInvoice, NewLine, Payment, PaymentMode,
};
use primitives::{
    CardToken, EmailAddress, EventId, IdempotencyKey, InvoiceId, LinkToken, Locale, MerchantSlug, PaymentId,
};

/// The second in which samples are made; the schedules count from here.
pub(crate) const START: i64 = 1_790_000_000;

/// So many seconds after the start, and 250 milliseconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millisecond((START + seconds) * 1_000 + 250).unwrap()
}

pub(crate) fn acme() -> MerchantSlug {
    MerchantSlug::parse("acme").unwrap()
}

pub(crate) fn globex() -> MerchantSlug {
    MerchantSlug::parse("globex").unwrap()
}

fn line(description: &str, quantity: i64, unit_amount: i64, tax: i64) -> NewLine {
    NewLine { description: description.to_owned(), quantity, unit_amount, tax }
}

fn instalment(date: &str, amount: i64) -> NewInstalment {
    NewInstalment { date: date.to_owned(), amount }
}

/// An open invoice of Acme with every fact that an open one can have; `seed` tells it from others.
pub(crate) fn invoice(seed: u8) -> Invoice {
    invoice_of(&acme(), seed)
}

pub(crate) fn invoice_of(merchant: &MerchantSlug, seed: u8) -> Invoice {
    let asked = NewInvoice {
        number: format!("N-{seed}"),
        customer_name: "Zoë \"Z\" O'Brien; DROP TABLE invoices".to_owned(),
        customer_email: "zoe@example.test".to_owned(),
        currency: "CAD".to_owned(),
        lines: vec![line("Érable <b>", 3, 1_250, 488), line("Work", 1, 99_999, 0), line("Gift", 1, 0, 0)],
        due_date: Some("2026-12-31".to_owned()),
        expires_at: Some("2030-01-01T00:00:00.123Z".to_owned()),
        notes: "Line one\nLine two 🍁".to_owned(),
        partial_minimum: Some(500),
        schedule: vec![instalment("2026-12-01", 100_000), instalment("2027-01-01", 4_237)],
        tips: true,
    };
    let (id, link) = (InvoiceId::from_random([seed; 16]), LinkToken::from_random([seed; 16]));
    let made = asked.check(id, link, merchant.clone(), at(i64::from(seed)));
    made.unwrap()
}

/// Stores [`invoice`].
pub(crate) async fn stored<S: Store>(store: &S, seed: u8) -> Invoice {
    let invoice = invoice(seed);
    assert_eq!(store.insert_invoice(&invoice, &[]).await, Ok(Insert::Stored));
    invoice
}

/// The invoice as the store has it now.
pub(crate) async fn again<S: Store>(store: &S, invoice: &Invoice) -> Invoice {
    let found = store.invoice(&invoice.merchant, &invoice.id).await.unwrap();
    found.unwrap()
}

pub(crate) fn key(seed: u8) -> IdempotencyKey {
    IdempotencyKey::parse(&format!("key-of-payer-{seed:03}")).unwrap()
}

/// A prepared attempt with every fact; `seed` tells it from others.
pub(crate) fn payment(invoice: &Invoice, seed: u8) -> Payment {
    let token = CardToken::parse(&format!("clv_1TSTSabcdefghijklmn{seed:03}")).unwrap();
    let words =
        ConsentWords { text: "Garder ma carte <b>ici</b>, d'accord".to_owned(), locale: "fr-CA".to_owned() };
    let request = PaymentRequest {
        key: key(seed),
        source: Presented::Token { token, keep: Some(words) },
        amount: invoice.totals.total,
        tip: 700,
        receipt_email: Some(EmailAddress::parse("payer@example.test").unwrap()),
        locale: Some(Locale::FrCa),
        payer_address: Some("2001:db8::7".parse().unwrap()),
    };
    let gateway_key = IdempotencyKey::from_random([seed; 16]);
    let (id, made) = (PaymentId::from_random([seed; 16]), at(i64::from(seed)));
    let source = request.source.clone().into_source().unwrap();
    Payment::prepare(id, PaymentMode::Charge, gateway_key, invoice, source, request, made)
}

/// Stores an invoice and a started attempt to pay it.
pub(crate) async fn started<S: Store>(store: &S, seed: u8) -> (Invoice, Payment) {
    let invoice = stored(store, seed).await;
    let payment = payment(&invoice, seed);
    assert_eq!(store.begin_payment(&invoice, &payment).await, Ok(Begin::Started));
    (again(store, &invoice).await, payment)
}

/// The attempt after all of these.
pub(crate) fn after(payment: Payment, happenings: Vec<Happening>) -> Payment {
    happenings.into_iter().fold(payment, |payment, happening| payment.after(happening, at(300)).unwrap())
}

pub(crate) fn voided(invoice: &Invoice) -> Invoice {
    Invoice { state: InvoiceState::Void { at: at(200) }, ..invoice.clone() }
}

pub(crate) fn event(seed: u8, body: EventBody) -> Event {
    Event { id: EventId::from_random([seed; 16]), merchant: acme(), body, at: at(i64::from(seed)) }
}
