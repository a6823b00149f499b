//! Every fixture is read as the type it stands for. The values are invented; the field names are Clover's.

use clover_api::wire::{
    Balance, Brand, Charge, CheckoutSession, Code, CreateCheckout, CurrencyCode, Customer, DeclineCode,
    ErrorEnvelope, ErrorType, ItemType, List, Order, PakmsKey, Refund, RefundStatus, RevokedCard, Token,
    TransArmorKeys,
};
use clover_api::wire::{CreateSubscription, Interval, Plan, Subscription};
use serde::de::DeserializeOwned;

fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/fixtures/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn an_approved_charge_keeps_what_a_receipt_needs_and_skips_what_is_unknown() {
    let charge: Charge = read("charge-approved");
    assert!(charge.is_approved());
    assert_eq!((charge.amount, charge.order.as_deref()), (48_250, Some("3C8YZ0WJ2D6MF")));
    let card = charge.source.unwrap();
    assert_eq!((card.brand, card.last4.as_deref()), (Some(Brand::Mastercard), Some("3294")));
}

#[test]
fn flags_may_be_text_and_currencies_upper_case() {
    let charge: Charge = read("charge-reserved");
    assert_eq!((charge.captured, charge.paid), (Some(false), Some(true)));
    assert_eq!(charge.currency, CurrencyCode::from("cad"));
    assert!(charge.is_approved());
}

#[test]
fn a_failed_charge_is_not_approved() {
    assert!(!read::<Charge>("charge-failed").is_approved());
}

#[test]
fn an_unpaid_order_shows_the_tax_clover_added_beside_its_amount() {
    let order: Order = read("order-created");
    assert!(!order.is_paid());
    assert_eq!((order.amount, order.tax_amount), (5_400, Some(540)));
    assert_eq!(order.items[1].kind, Some(ItemType::Tax));
}

#[test]
fn a_paid_order_names_its_charge() {
    let order: Order = read("order-paid");
    assert!(order.is_paid());
    assert_eq!(order.charge.as_deref(), Some("7M2KX9Q4TB0HW"));
    assert_eq!(order.currency.lower(), "usd");
}

#[test]
fn a_token_hides_itself_in_debug_output() {
    let token: Token = read("token");
    assert_eq!(token.id.expose(), "clv_1TSTabcdefghijklmnopqrst");
    assert!(!format!("{token:?}").contains("1TST"));
}

#[test]
fn the_browser_key_is_read() {
    let key: PakmsKey = read("pakms-key");
    assert_eq!(key.api_access_key, "00112233445566778899aabbccddeeff");
    assert_eq!(key.active, Some(true));
}

#[test]
fn a_refund_is_read() {
    assert_eq!(read::<Refund>("refund").status, RefundStatus::Succeeded);
}

#[test]
fn both_spellings_of_the_decline_code_are_read() {
    let measured = read::<ErrorEnvelope>("error-declined").error.unwrap();
    assert_eq!((measured.kind, measured.decline_code), (None, Some(DeclineCode::IssuerDeclined)));
    assert_eq!(measured.charge.as_deref(), Some("2F9D6G4JX8KQM"));
    let older = read::<ErrorEnvelope>("error-declined-older").error.unwrap();
    assert_eq!(older.decline_code, Some(DeclineCode::InsufficientFunds));
}

#[test]
fn a_refusal_names_the_field() {
    let error = read::<ErrorEnvelope>("error-invalid").error.unwrap();
    assert_eq!((error.kind, error.code), (Some(ErrorType::InvalidRequest), Some(Code::InvalidRequest)));
    assert_eq!(error.param.as_deref(), Some("charge"));
}

#[test]
fn an_unauthorized_answer_has_only_a_message() {
    let envelope: ErrorEnvelope = read("error-unauthorized");
    assert_eq!((envelope.message.as_deref(), envelope.error), (Some("401 Unauthorized"), None));
}

#[test]
fn a_checkout_is_written_as_it_is_read() {
    let checkout: CreateCheckout = read("checkout-request");
    assert_eq!(checkout.shopping_cart.line_items[0].price, Some(48_250));
    assert_eq!(serde_json::to_value(&checkout).unwrap(), read::<serde_json::Value>("checkout-request"));
    assert!(!format!("{checkout:?}").contains("Payer"));
}

#[test]
fn a_checkout_about_nobody_still_has_a_customer() {
    let checkout = serde_json::to_value(CreateCheckout::of(Vec::new())).unwrap();
    assert_eq!(checkout, serde_json::json!({ "customer": {}, "shoppingCart": { "lineItems": [] } }));
}

#[test]
fn a_checkout_session_says_where_to_go() {
    let session: CheckoutSession = read("checkout-session");
    assert_eq!(session.expiration_time.unwrap() - session.created_time.unwrap(), 15 * 60 * 1_000);
    assert!(session.href.starts_with("https://"));
}

#[test]
fn a_plan_is_read_and_written_the_same() {
    let plan: Plan = read("plan");
    assert_eq!((&plan.interval, plan.interval_count), (&Some(Interval::Month), Some(1)));
    assert_eq!(plan.created_time.as_ref().unwrap().millis(), Some(1_767_348_179_476));
    assert_eq!(serde_json::to_value(&plan).unwrap(), read::<serde_json::Value>("plan"));
}

#[test]
fn a_subscription_names_its_customer_otherwise_than_the_request_did() {
    let request: CreateSubscription = read("subscription-request");
    let subscription: Subscription = read("subscription");
    assert_eq!(subscription.customer_uuid, Some(request.customer_id));
    let days = |time: Option<clover_api::wire::RecurringTime>| time.unwrap().millis().unwrap() / 86_400_000;
    assert_eq!(days(subscription.end_date) - days(subscription.start_date), 365);
    assert_eq!(subscription.plan.unwrap(), read::<Plan>("plan"));
    let written = serde_json::to_value(read::<CreateSubscription>("subscription-request")).unwrap();
    assert_eq!(written, read::<serde_json::Value>("subscription-request"));
}

#[test]
fn lists_come_bare_or_wrapped() {
    assert_eq!(read::<List<Charge>>("list-bare"), read::<List<Charge>>("list-wrapped"));
}

#[test]
fn the_platforms_lists_and_settings_are_read() {
    use clover_api::wire::platform::{Customer, Elements, Item, Merchant, Order, Payment, PaymentConfigs};
    let payments: Elements<Payment> = read("platform-payments");
    assert!(payments.elements[0].is_successful());
    let more = payments.elements[0].additional_charges.as_ref().unwrap();
    assert_eq!((more.elements[0].amount, more.elements[0].rate), (Some(30), Some(30_000)));
    assert_eq!(read::<Elements<Order>>("platform-orders").elements[0].total, Some(1_000));
    assert_eq!(read::<Elements<Item>>("platform-items").elements[0].price, Some(450));
    let customers: Elements<Customer> = read("platform-customers");
    assert!(!format!("{customers:?}").contains("Ada"));
    assert_eq!(read::<Merchant>("platform-merchant").id, "TREF01DEM0123");
    let configs: PaymentConfigs = read("platform-payment-configs");
    assert_eq!(configs.surcharging.unwrap().rate.unwrap().millionths(), 30_000);
}

#[test]
fn what_is_read_is_written_the_same() {
    for name in ["charge-failed", "order-created", "token", "pakms-key", "refund", "error-declined"] {
        let read_again = match name {
            "charge-failed" => serde_json::to_value(read::<Charge>(name)),
            "order-created" => serde_json::to_value(read::<Order>(name)),
            "token" => serde_json::to_value(read::<Token>(name)),
            "pakms-key" => serde_json::to_value(read::<PakmsKey>(name)),
            "refund" => serde_json::to_value(read::<Refund>(name)),
            _ => serde_json::to_value(read::<ErrorEnvelope>(name)),
        };
        assert_eq!(read_again.unwrap(), read::<serde_json::Value>(name), "{name}");
    }
}

#[test]
fn a_customer_names_the_card_on_file_and_hides_who_it_is() {
    let customer: Customer = read("customer");
    assert_eq!((customer.id.as_str(), customer.card()), ("5TPHHCDEXTF55", Some("ND2EFTHF8HM34")));
    assert_eq!(customer.as_source().expose(), customer.id);
    assert!(!format!("{customer:?}").contains("Ada"));
    let object = r#"{"id":"C","sources":{"data":[{"id":"CARD","brand":"VISA"}]}}"#;
    assert_eq!(serde_json::from_str::<Customer>(object).unwrap().card(), Some("CARD"));
    let none = r#"{"id":"C","sources":{"data":null}}"#;
    assert_eq!(serde_json::from_str::<Customer>(none).unwrap().card(), None);
}

#[test]
fn a_revoked_card_is_deleted() {
    assert_eq!(read::<RevokedCard>("card-revoked").deleted, Some(true));
}

#[test]
fn a_gift_card_tells_its_balance_and_what_a_charge_left_on_it() {
    assert_eq!(read::<Balance>("gift-card-balance").available(), 5_000);
    let charge: Charge = read("charge-gift-card");
    let card = charge.gift_card.unwrap();
    assert_eq!((charge.amount, card.previous_balance, card.new_balance), (500, Some(500), 0));
    assert_eq!(charge.source.unwrap().brand, Some(Brand::GiftCard));
}

#[test]
fn the_key_file_holds_a_key_for_each_environment() {
    let keys: TransArmorKeys = read("transarmor-keys");
    assert_eq!([keys.sandbox.len(), keys.production.len()], [684, 684]);
}
