//! What is drawn for each state.

use std::sync::Arc;

use api_types::{DeclineReason, Standing};
use primitives::{IdempotencyKey, PaymentId};
use trefoil_page::checkout::{
    AmountChoice, Attempt, CheckoutState, Desk, FieldsTrouble, Intent, LoadFailure, Notice, Sum, TipChoice,
    Wrong,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::sample::{SHEET, desk, invoice, ready, receipt};
use crate::screen::Shown;

const CONTAINERS: [&str; 4] = ["#card-number", "#card-date", "#card-cvv", "#card-postal-code"];

fn followed() -> Attempt {
    Attempt::Followed { payment: PaymentId::from_random([1; 16]), looks: 0 }
}

fn tokenizing() -> CheckoutState {
    CheckoutState::Tokenizing(
        desk("en-US"),
        Intent {
            key: IdempotencyKey::from_random([1; 16]),
            sum: Sum { amount: 10_800, tip: 0 },
            email: None,
            consent: None,
        },
    )
}

#[wasm_bindgen_test]
async fn the_servers_sheet_is_shown_as_it_is() {
    let shown = Shown::with(ready()).await;
    let screen = &shown.screen;
    assert_eq!(screen.get(".invoice").outer_html(), SHEET);
    assert_eq!(screen.get(".contact").get_attribute("href").as_deref(), Some("mailto:office@example.com"));
}

#[wasm_bindgen_test]
async fn the_sheet_says_what_has_been_paid_since() {
    let view = || Arc::new(invoice("en-US"));
    let shown = Shown::with(ready()).await;
    let screen = &shown.screen;
    let sum = || (screen.text(".sum-label"), screen.text(".sum"));
    let is_shown = |row| !screen.get(row).has_attribute("hidden");
    shown.becomes(CheckoutState::PartlyPaid { view: view(), receipt: receipt(), left: 6_800 }).await;
    assert_eq!(sum(), ("Left to pay".to_owned(), "$68.00".to_owned()));
    assert_eq!(
        (screen.text(".totals-paid dd"), screen.text(".totals-left dd")),
        ("$40.00".into(), "$68.00".into())
    );
    assert!(is_shown(".totals-paid") && is_shown(".totals-left"));
    assert_eq!(screen.attribute(".due", "aria-hidden"), None);
    shown.becomes(CheckoutState::Paid(view(), receipt())).await;
    assert_eq!(sum(), ("Amount paid".to_owned(), "$108.00".to_owned()));
    assert!(!is_shown(".totals-paid") && !is_shown(".totals-left"));
    assert_eq!(screen.attribute(".due", "aria-hidden").as_deref(), Some("true"));
    shown.becomes(CheckoutState::Void(view())).await;
    assert_eq!(sum(), ("Total".to_owned(), "$108.00".to_owned()));
}

#[wasm_bindgen_test]
async fn containers_are_empty_and_tied_to_their_label_and_complaint() {
    let shown = Shown::with(CheckoutState::LoadingFields(desk("en-US"))).await;
    for id in CONTAINERS {
        let container = shown.screen.get(id);
        assert!(container.first_element_child().is_none(), "{id}");
        for attribute in ["aria-labelledby", "aria-describedby"] {
            let named = container.get_attribute(attribute).unwrap();
            assert!(shown.screen.find(&["#", &named].concat()).is_some(), "{id} {attribute}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_form_and_what_was_typed_survive_a_decline() {
    let shown = Shown::with(ready()).await;
    let screen = &shown.screen;
    let (form, container) = (screen.get("form"), screen.get("#card-number"));
    screen.type_email("ada@example.com");
    shown.becomes(tokenizing()).await;
    shown.becomes(CheckoutState::Charging(desk("en-US"), followed())).await;
    shown.becomes(CheckoutState::Unclear(desk("en-US"), followed())).await;
    shown.becomes(CheckoutState::Declined(desk("en-US"), DeclineReason::ExpiredCard)).await;
    assert!(form == screen.get("form") && container == screen.get("#card-number"));
    assert_eq!(screen.email_field().value(), "ada@example.com");
    assert!(screen.text("#notice").contains("The card has expired"));
}

#[wasm_bindgen_test]
async fn the_button_is_never_disabled_and_says_when_it_is_of_no_use() {
    let shown = Shown::with(CheckoutState::LoadingFields(desk("en-US"))).await;
    let button = shown.screen.get("#pay");
    let dead = || button.get_attribute("aria-disabled");
    assert_eq!(dead().as_deref(), Some("true"));
    shown.becomes(ready()).await;
    assert_eq!((dead().as_deref(), shown.screen.text("#pay").as_str()), (Some("false"), "Pay\u{a0}$108.00"));
    shown.becomes(tokenizing()).await;
    assert_eq!((dead().as_deref(), shown.screen.text("#pay").as_str()), (Some("true"), "Checking the card…"));
    assert!(!button.has_attribute("disabled"));
}

#[wasm_bindgen_test]
async fn pressing_the_button_reports_the_address() {
    let shown = Shown::with(ready()).await;
    shown.screen.type_email("ada@example.com");
    shown.screen.press("#pay");
    assert_eq!(shown.heard.all(), ["pay ada@example.com"]);
}

#[wasm_bindgen_test]
async fn a_wrong_address_is_said_at_the_field() {
    let mut desk = desk("en-US");
    desk.notice = Some(Notice::CheckEmail);
    let shown = Shown::with(CheckoutState::Ready(desk)).await;
    assert_eq!(shown.screen.get("#email").get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!(shown.screen.text("#email-error"), "Check the e-mail address.");
    shown.becomes(ready()).await;
    assert_eq!(shown.screen.text("#email-error"), "");
}

#[wasm_bindgen_test]
async fn the_live_region_is_the_same_from_the_start_and_speaks_each_turn() {
    let shown = Shown::with(CheckoutState::LoadingInvoice { known: None }).await;
    let region = shown.screen.get("[role=status]");
    shown.becomes(tokenizing()).await;
    assert_eq!(region.text_content().unwrap(), "Checking the card…");
    shown.becomes(CheckoutState::Paid(Arc::new(invoice("en-US")), receipt())).await;
    assert_eq!(region.text_content().unwrap(), "Paid. Thank you!");
    assert!(region == shown.screen.get("[role=status]"));
}

#[wasm_bindgen_test]
async fn fields_that_did_not_come_offer_another_try() {
    let shown = Shown::with(CheckoutState::FieldsFailed(desk("en-US"), FieldsTrouble::Blocked)).await;
    assert!(shown.screen.text("#notice").contains("content blocker"));
    shown.screen.press("#notice button");
    assert_eq!(shown.heard.all(), ["retry"]);
}

#[wasm_bindgen_test]
async fn an_unknown_end_says_not_to_pay_again() {
    let shown = Shown::with(CheckoutState::Unclear(desk("en-US"), followed())).await;
    assert!(shown.screen.text(".outcome").contains("do not pay again"));
}

#[wasm_bindgen_test]
async fn the_receipt_has_the_card_and_leads_to_a_page_to_keep() {
    let shown = Shown::with(CheckoutState::Paid(Arc::new(invoice("en-US")), receipt())).await;
    let facts = shown.screen.text(".facts");
    assert!(
        facts.contains("Mastercard") && facts.contains("4444") && facts.contains("7QK2M9X4TB0HR"),
        "{facts}"
    );
    assert!(!facts.contains("Approval code"));
    assert_eq!(shown.screen.text(".sum-label"), "Amount paid");
    assert_eq!(shown.screen.attribute(".receipt a", "href"), Some("/receipt/x".to_owned()));
}

#[wasm_bindgen_test]
async fn a_refunded_invoice_says_how_much_was_given_back() {
    let mut view = invoice("en-US");
    view.standing = api_types::Standing::Refunded { receipt: receipt(), refunded: 400, left: 0 };
    let shown = Shown::with(CheckoutState::Refunded(Arc::new(view))).await;
    assert_eq!(shown.screen.text(".outcome-title"), "This payment was refunded");
    assert!(shown.screen.text(".facts").contains("Refunded$4.00"), "{}", shown.screen.text(".facts"));
}

#[wasm_bindgen_test]
async fn closed_invoices_have_nothing_to_press() {
    let view = || Arc::new(invoice("en-US"));
    for state in [CheckoutState::Void(view()), CheckoutState::Expired(view()), CheckoutState::Unknown] {
        let shown = Shown::with(state).await;
        assert_eq!(shown.screen.count("button, input, iframe"), 0);
        assert!(!shown.screen.text("#outcome-title").is_empty());
    }
}

#[wasm_bindgen_test]
async fn an_expired_link_asks_for_a_fresh_one_by_a_plain_form() {
    let mut view = invoice("fr-CA");
    view.standing = Standing::Expired { fresh_link: true };
    let shown = Shown::with(CheckoutState::Expired(Arc::new(view))).await;
    assert_eq!(
        shown.screen.count("form[method=post]:not([action]) button[name=fresh-link]:not([type=button])"),
        1
    );
    assert_eq!(shown.screen.text(".fresh-link button"), "Envoyez-moi un nouveau lien");
}

#[wasm_bindgen_test]
async fn a_failed_load_offers_another_try_with_no_invoice_to_show() {
    let shown = Shown::with(CheckoutState::Failed(None, LoadFailure::Network)).await;
    assert_eq!(shown.screen.count(".invoice"), 0);
    shown.screen.press(".outcome button");
    assert_eq!(shown.heard.all(), ["retry"]);
}

#[wasm_bindgen_test]
async fn texts_of_the_merchant_are_never_html() {
    let mut view = invoice("en-US");
    let nasty = "<img src=x onerror=alert(1)>";
    view.merchant.name = nasty.into();
    let mut desk = desk("en-US");
    desk.view = Arc::new(view);
    let shown = Shown::with(CheckoutState::Ready(desk)).await;
    assert_eq!(shown.screen.count("img"), 0);
    assert_eq!(shown.screen.text(".masthead-name"), nasty);
    assert!(shown.screen.text(".assurance").contains(nasty));
}

#[wasm_bindgen_test]
async fn a_changed_amount_is_on_the_button_of_the_same_form() {
    let shown = Shown::with(ready()).await;
    let form = shown.screen.get("form");
    let mut desk = desk("en-US");
    let mut view = invoice("en-US");
    (view.totals.total, view.amount_due) = (20_000, 20_000);
    view.sheet = SHEET.replace("108", "200");
    desk.view = Arc::new(view);
    desk.notice = Some(Notice::AmountChanged);
    shown.becomes(CheckoutState::Ready(desk)).await;
    assert_eq!(shown.screen.text("#pay"), "Pay\u{a0}$200.00");
    assert_eq!(shown.screen.text(".sum"), "$200.00");
    assert!(form == shown.screen.get("form"));
}

#[wasm_bindgen_test]
async fn a_merchant_in_quebec_speaks_french() {
    let shown = Shown::with(CheckoutState::Declined(desk("fr-CA"), DeclineReason::InsufficientFunds)).await;
    assert_eq!(shown.screen.text(".panel-title"), "Payer par carte");
    assert!(shown.screen.text("#notice").contains("fonds nécessaires"));
    assert_eq!(shown.screen.text("#pay"), "Payer\u{a0}108,00\u{a0}$");
}

/// The payer at an invoice that takes parts of 10.00 or more, and tips.
fn divisible() -> Desk {
    let mut view = invoice("en-US");
    (view.partial_minimum, view.tips, view.tip_presets) = (Some(1_000), true, vec![15, 18, 20]);
    Desk { fields: desk("en-US").fields, ..Desk::bare(Arc::new(view)) }
}

#[wasm_bindgen_test]
async fn an_invoice_that_leaves_no_choice_offers_none() {
    let shown = Shown::with(ready()).await;
    assert_eq!(shown.screen.count("fieldset, [aria-live]"), 0);
}

#[wasm_bindgen_test]
async fn the_sum_follows_the_choice_in_the_same_fields() {
    let shown = Shown::with(CheckoutState::Ready(divisible())).await;
    let screen = &shown.screen;
    assert_eq!(screen.count("fieldset > legend"), 2);
    assert_eq!(screen.count("[aria-live]"), 1);
    assert_eq!(screen.text("#sum-total"), "$108.00");
    assert_eq!(screen.text("#tip-15-amount"), "$16.20");
    let field = screen.get("#own-amount");
    let mut desk = divisible();
    desk.choice.amount = AmountChoice::Own;
    desk.choice.own_amount = "40".into();
    desk.choice.tip = TipChoice::Percent(15);
    shown.becomes(CheckoutState::Ready(desk.clone())).await;
    assert_eq!(screen.text(".sum-rows"), "Amount$40.00Tip$6.00To be charged$46.00");
    assert_eq!(screen.text("#pay"), "Pay\u{a0}$46.00");
    assert!(field == screen.get("#own-amount"));
    desk.choice.own_amount = "4".into();
    desk.notice = Some(Notice::CheckSum(Wrong::Amount));
    shown.becomes(CheckoutState::Ready(desk)).await;
    assert_eq!(screen.text("#own-amount-hint"), "Enter an amount from $10.00 to $108.00.");
    assert_eq!(field.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert_eq!((screen.text("#sum-total"), screen.text("#pay")), ("–".to_owned(), "Pay".to_owned()));
    assert!(field == screen.get("#own-amount"));
}

#[wasm_bindgen_test]
async fn choosing_says_which_choice_was_made() {
    let shown = Shown::with(CheckoutState::Ready(divisible())).await;
    shown.screen.press("[for=tip-18]");
    shown.screen.press("[for=amount-own]");
    assert_eq!(shown.heard.all(), ["Tip(Percent(18))", "Amount(Own)"]);
}
