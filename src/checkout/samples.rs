//! States and events for the tests, one of each.

use std::sync::Arc;

use api_types::{
    CardForm, Contact, DeclineReason, ErrorCode, LinkView, Merchant, Payment, PaymentState, Receipt,
    Standing, Totals,
};
use primitives::{CardToken, IdempotencyKey, PaymentId};

use super::*;

pub(super) fn form() -> CardForm {
    CardForm {
        sdk_url: "https://checkout.example/sdk.js".to_owned(),
        api_key: "0f00".to_owned(),
        merchant_id: "QRSTVWXYZ0123".to_owned(),
        locale: "en".to_owned(),
        google_pay: false,
        apple_pay: false,
    }
}

pub(super) fn view(standing: Standing) -> LinkView {
    LinkView {
        merchant: Merchant {
            name: "Harbor & Pine".to_owned(),
            contact: Contact::default(),
            accent: "#2f5d50".to_owned(),
            locale: "en-US".to_owned(),
        },
        currency: "USD".to_owned(),
        decimals: 2,
        totals: Totals { subtotal: 1000, tax: 0, total: 1000 },
        paid: 0,
        amount_due: 1000,
        partial_minimum: None,
        instalment_due: None,
        due_now: false,
        tips: false,
        save_card: None,
        tip_presets: Vec::new(),
        elsewhere: None,
        standing,
        sheet: String::new(),
    }
}

pub(super) fn open() -> LinkView {
    view(Standing::Open { card_form: Some(form()) })
}

pub(super) fn receipt() -> Receipt {
    Receipt {
        payment: payment_id(),
        page: "/receipt/x".into(),
        amount: 1000,
        tip: 0,
        currency: "USD".to_owned(),
        paid_at: "2026-11-21T09:30:00Z".to_owned(),
        card: None,
        reference: None,
        auth_code: None,
    }
}

pub(super) fn refunded() -> Standing {
    Standing::Refunded { receipt: receipt(), refunded: 400, left: 600 }
}

pub(super) fn payment_id() -> PaymentId {
    PaymentId::from_random([1; 16])
}

pub(super) fn payment(state: PaymentState) -> Payment {
    Payment { id: payment_id(), amount: 1000, tip: 0, state }
}

pub(super) fn key() -> IdempotencyKey {
    IdempotencyKey::from_random([7; 16])
}

pub(super) fn token() -> CardToken {
    CardToken::parse("clv_1TSTabcdefghijklmnop").unwrap()
}

pub(super) fn desk() -> Desk {
    Desk { fields: Fields::Mounted(FieldTable::default()), ..Desk::bare(Arc::new(open())) }
}

pub(super) fn awaiting() -> Desk {
    Desk { fields: Fields::Awaited(AskedBy::Page), ..desk() }
}

pub(super) fn intent() -> Intent {
    Intent { key: key(), sum: Sum { amount: 1000, tip: 0 }, email: None, consent: None }
}

pub(super) fn sending(tries: u32) -> Attempt {
    let request = api_types::CreatePayment {
        token: Some(token().as_str().to_owned()),
        idempotency_key: key().as_str().to_owned(),
        amount: 1000,
        ..api_types::CreatePayment::default()
    };
    Attempt::Sending { request: Arc::new(request), tries }
}

pub(super) fn followed(looks: u32) -> Attempt {
    Attempt::Followed { payment: payment_id(), looks }
}

pub(super) fn pay_pressed(email: &str) -> Event {
    Event::PayPressed { key: key(), email: email.to_owned(), keep: false }
}

pub(super) fn wallet_agreed(email: &str) -> Event {
    let sum = Sum { amount: 600, tip: 90 };
    Event::WalletAgreed { key: key(), token: token(), sum, email: email.to_owned() }
}

pub(super) fn refused(code: ErrorCode) -> Event {
    Event::ChargeRefused(Refusal { code, payment: None })
}

pub(super) fn loaded(standing: Standing) -> Event {
    Event::InvoiceLoaded(Box::new(view(standing)))
}

/// One of every state, those with an attempt in both forms of it and failed fields with and without hope.
pub(super) fn states() -> Vec<CheckoutState> {
    use CheckoutState as S;
    let known = || Arc::new(open());
    vec![
        S::LoadingInvoice { known: None },
        S::LoadingFields(awaiting()),
        S::Ready(desk()),
        S::Tokenizing(desk(), intent()),
        S::Charging(desk(), sending(0)),
        S::Charging(desk(), followed(0)),
        S::Declined(desk(), DeclineReason::Other),
        S::Unclear(desk(), sending(4)),
        S::Unclear(desk(), followed(1)),
        S::FieldsFailed(awaiting(), FieldsTrouble::Blocked),
        S::FieldsFailed(awaiting(), FieldsTrouble::Slow),
        S::Offline(Box::new(S::Ready(desk()))),
        S::Paid(known(), receipt()),
        S::PartlyPaid { view: known(), receipt: receipt(), left: 400 },
        S::Refunded(Arc::new(view(refunded()))),
        S::Void(known()),
        S::Expired(known()),
        S::Unknown,
        S::NotReady(known()),
        S::Failed(None, LoadFailure::Network),
    ]
}

/// One of every event, those that carry an outcome once for each.
pub(super) fn events() -> Vec<Event> {
    let mut events = vec![
        loaded(Standing::Open { card_form: Some(form()) }),
        loaded(Standing::Open { card_form: None }),
        loaded(Standing::InProgress { payment: payment(PaymentState::Processing), card_form: Some(form()) }),
        loaded(Standing::InProgress { payment: payment(PaymentState::AtClover), card_form: Some(form()) }),
        loaded(Standing::Paid { receipt: receipt() }),
        loaded(refunded()),
        loaded(Standing::Void),
        loaded(Standing::Expired { fresh_link: true }),
        Event::FieldsReady,
        Event::FieldFocused(CardField::Number),
        Event::FieldLeft(CardField::Number, [FieldReport::default(); 4]),
        Event::FieldsChanged([FieldReport::default(); 4]),
        Event::Chosen(Change::Tip(TipChoice::Percent(18))),
        Event::Chosen(Change::OwnAmount("4".to_owned())),
        pay_pressed(""),
        pay_pressed("not an address"),
        wallet_agreed("ada@example.com"),
        Event::Tokenized(token()),
        Event::ChargeLost,
        Event::PaymentUnseen,
        Event::PaymentGone(payment_id()),
        Event::RetryPressed,
        Event::WentOffline,
        Event::CameOnline,
        Event::PageRestored,
    ];
    for why in [LoadFailure::Unknown, LoadFailure::Network, LoadFailure::Server] {
        events.push(Event::InvoiceFailed(why));
    }
    for trouble in [FieldsTrouble::Blocked, FieldsTrouble::Slow, FieldsTrouble::NeedsReload] {
        events.push(Event::FieldsBroken(trouble));
    }
    let wrong = TokenTrouble::Fields(vec![CardField::Cvv]);
    for trouble in [wrong, TokenTrouble::Refused, TokenTrouble::Silent, TokenTrouble::FieldsGone] {
        events.push(Event::TokenRefused(trouble));
    }
    for state in payment_states() {
        events.push(Event::ChargeAnswered(payment(state.clone())));
        events.push(Event::PaymentSeen(payment(state)));
    }
    events.extend(ErrorCode::ALL.iter().map(|code| refused(*code)));
    events
}

pub(super) fn payment_states() -> [PaymentState; 6] {
    [
        PaymentState::Processing,
        PaymentState::AtClover,
        PaymentState::Unclear,
        PaymentState::Approved { receipt: receipt() },
        PaymentState::Declined { reason: DeclineReason::ExpiredCard },
        PaymentState::NotCharged,
    ]
}
