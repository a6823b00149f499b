//! Invoices and states to show.

use std::sync::Arc;

use api_types::{CardFacts, CardForm, Contact, LinkView, Merchant, Receipt, Standing, Totals};
use primitives::PaymentId;
use trefoil_page::checkout::{CheckoutState, Desk, FieldTable, Fields};

/// A fake Clover: it appends frames that show themselves, and answers `createToken` with `window.answer`.
pub const SCRIPTED_CLOVER: &str = "data:text/javascript,window.Clover=function(){this.elements=function(){return{create:function(){return{mount:function(s){var f=document.createElement('iframe');document.querySelector(s).appendChild(f);setTimeout(function(){f.style.visibility='visible'},0)},addEventListener:function(){},removeEventListener:function(){}}}}};this.createToken=function(){return Promise.resolve(window.answer)}};";

/// What the page writes into of the server's sheet (`crates/server/templates/sheet.html`), and something else.
pub const SHEET: &str = r#"<section class="invoice"><h1 class="invoice-title">Invoice INV-7</h1><p class="sum-label">Amount due</p><p class="sum">$108.00</p><p class="due">Due December 31, 2026</p><dl class="totals"><div class="totals-row totals-paid" hidden=""><dt>Paid so far</dt><dd>$0.00</dd></div><div class="totals-row totals-left" hidden=""><dt>Left to pay</dt><dd>$108.00</dd></div></dl></section>"#;

/// An open invoice of a merchant with this locale.
pub fn invoice(locale: &str) -> LinkView {
    LinkView {
        merchant: Merchant {
            name: "Harbor & Pine".to_owned(),
            contact: Contact { email: Some("office@example.com".to_owned()), phone: None },
            accent: "#2f5d50".to_owned(),
            locale: locale.to_owned(),
        },
        currency: if locale == "en-US" { "USD" } else { "CAD" }.to_owned(),
        decimals: 2,
        totals: Totals { subtotal: 10_000, tax: 800, total: 10_800 },
        paid: 0,
        amount_due: 10_800,
        partial_minimum: None,
        instalment_due: None,
        due_now: false,
        tips: false,
        save_card: None,
        tip_presets: Vec::new(),
        elsewhere: None,
        standing: Standing::Open { card_form: Some(card_form()) },
        sheet: SHEET.to_owned(),
    }
}

/// What the scripted Clover needs.
pub fn card_form() -> CardForm {
    CardForm {
        sdk_url: SCRIPTED_CLOVER.to_owned(),
        api_key: "0f00".to_owned(),
        merchant_id: "QRSTVWXYZ0123".to_owned(),
        locale: "en".to_owned(),
        google_pay: false,
        apple_pay: false,
    }
}

/// A receipt with everything on it.
pub fn receipt() -> Receipt {
    Receipt {
        payment: PaymentId::from_random([1; 16]),
        page: "/receipt/x".into(),
        amount: 10_800,
        tip: 0,
        currency: "USD".to_owned(),
        paid_at: "2026-11-21T09:30:00Z".to_owned(),
        card: Some(CardFacts { brand: "MC".to_owned(), last4: "4444".to_owned() }),
        reference: Some("7QK2M9X4TB0HR".to_owned()),
        auth_code: None,
    }
}

/// The payer at the form, its fields in the page.
pub fn desk(locale: &str) -> Desk {
    let view = Arc::new(invoice(locale));
    Desk { fields: Fields::Mounted(FieldTable::default()), ..Desk::bare(view) }
}

/// The payer may type and pay.
pub fn ready() -> CheckoutState {
    CheckoutState::Ready(desk("en-US"))
}
