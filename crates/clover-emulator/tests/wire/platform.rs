//! The platform's view of a merchant, read by the client from the emulator's ledger.

use clover_api::wire::CreateCustomer;
use clover_api::wire::platform::PaymentResult;
use clover_api::{ApiError, Reading, RefusalKind};
use clover_emulator::{Config, Merchant, Till};
use serde_json::{Value, json};

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging};

fn me() -> String {
    Merchant::first().id
}

async fn charge(stage: &Stage, amount: i64) -> String {
    let token = stage.token(GOOD_CARD).await;
    stage.clover.create_charge(&charging(&token, amount), &amount.to_string(), None).await.unwrap().id
}

async fn surcharging() -> Stage {
    let till = Till { surcharge_rate: 30_000, ..Till::default() };
    Stage::with(Config { till, ..Config::default() }).await
}

async fn raw(stage: &Stage, path: &str) -> Value {
    let answer = stage.get(&format!("/v3/merchants/{}{path}", me())).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[tokio::test]
async fn every_read_has_the_shape_of_its_fixture() {
    let stage = surcharging().await;
    charge(&stage, 1_000).await;
    let order = stage.order().await;
    assert_shaped_like_fixture(&raw(&stage, "").await, "platform-merchant");
    let expand = "expand=cardTransaction,additionalCharges";
    assert_shaped_like_fixture(&raw(&stage, &format!("/payments?{expand}")).await, "platform-payments");
    let orders = raw(&stage, &format!("/orders?filter=id={}", order.id)).await;
    assert_shaped_like_fixture(&orders, "platform-orders");
    assert_shaped_like_fixture(&raw(&stage, "/items?limit=1").await, "platform-items");
    assert_shaped_like_fixture(&raw(&stage, "/ecomm_payment_configs").await, "platform-payment-configs");
}

#[tokio::test]
async fn a_charge_is_a_payment_of_the_same_id_with_its_surcharge() {
    let stage = surcharging().await;
    let id = charge(&stage, 1_000).await;
    let plain = stage.clover.merchant_payment(&me(), &id, &Reading::default()).await.unwrap();
    assert!(plain.is_successful() && plain.additional_charges.is_none() && plain.card_transaction.is_none());
    let reading = Reading::default().expand("additionalCharges").expand("cardTransaction");
    let full = stage.clover.merchant_payment(&me(), &id, &reading).await.unwrap();
    assert_eq!(full.additional_charges.unwrap().elements[0].amount, Some(30));
    assert_eq!(full.card_transaction.unwrap().last4.as_deref(), Some("4242"));
}

#[tokio::test]
async fn payments_come_newest_first_in_pages_until_one_is_not_full() {
    let stage = Stage::set().await;
    for amount in [100, 200, 300] {
        charge(&stage, amount).await;
    }
    let mut reading = Some(Reading::default().limit(2));
    let mut amounts = Vec::new();
    while let Some(part) = reading {
        let page = stage.clover.merchant_payments(&me(), &part).await.unwrap();
        amounts.extend(page.elements.iter().map(|payment| payment.amount));
        reading = part.next(page.elements.len());
    }
    assert_eq!(amounts, [300, 200, 100]);
}

#[tokio::test]
async fn filters_narrow_a_list() {
    let stage = Stage::set().await;
    charge(&stage, 100).await;
    charge(&stage, 300).await;
    let token = stage.token(BAD_CARD).await;
    assert!(stage.clover.create_charge(&charging(&token, 500), "bad", None).await.is_err());
    let amounts = async |filter: &str| {
        let reading = Reading::default().filter(filter);
        let page = stage.clover.merchant_payments(&me(), &reading).await.unwrap();
        page.elements.iter().map(|payment| payment.amount).collect::<Vec<_>>()
    };
    assert_eq!(amounts("result=SUCCESS").await, [300, 100]);
    assert_eq!(amounts("result!=SUCCESS").await, [500]);
    assert_eq!(amounts("amount>=300").await, [500, 300]);
    assert_eq!(amounts("amount<300").await, [100]);
    assert_eq!(stage.get(&format!("/v3/merchants/{}/payments?filter=amount", me())).await.status, 400);
}

#[tokio::test]
async fn a_payment_given_back_on_the_same_day_is_void() {
    let stage = Stage::set().await;
    let id = charge(&stage, 1_000).await;
    let refund = stage.post("/v1/refunds", &json!({ "charge": id, "amount": 1_000 })).await;
    assert_eq!(refund.status, 200, "{refund:?}");
    let reading = Reading::default().expand("refunds");
    let payment = stage.clover.merchant_payment(&me(), &id, &reading).await.unwrap();
    assert_eq!(payment.result, Some(PaymentResult::Voided));
    assert!(!payment.is_successful() && payment.refunds.unwrap().elements.is_empty());
}

#[tokio::test]
async fn orders_items_customers_and_the_account_are_read() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let clover = &stage.clover;
    assert_eq!(clover.merchant(&me()).await.unwrap().id, me());
    let orders = clover.merchant_orders(&me(), &Reading::default()).await.unwrap();
    assert_eq!((orders.elements[0].id.as_str(), orders.elements[0].total), (order.id.as_str(), Some(4_825)));
    let items = clover.merchant_items(&me(), &Reading::default()).await.unwrap();
    assert!(items.elements.iter().any(|item| item.price == Some(450)));
}

#[tokio::test]
async fn a_customer_with_a_saved_card_is_shown_with_an_address_when_asked() {
    let stage = Stage::set().await;
    let mut wanted = CreateCustomer::with_card("ada@example.test", stage.token(GOOD_CARD).await);
    wanted.first_name = Some("Ada".into());
    wanted.last_name = Some("Payer".into());
    let saved = stage.clover.create_customer(&wanted, "k").await.unwrap();
    let expand = "/customers?expand=emailAddresses";
    assert_shaped_like_fixture(&raw(&stage, expand).await, "platform-customers");
    let reading = Reading::default();
    let plain = stage.clover.merchant_customers(&me(), &reading).await.unwrap();
    assert_eq!(plain.elements[0].id, saved.id);
    assert!(plain.elements[0].email_addresses.is_none());
    let full = stage.clover.merchant_customers(&me(), &reading.expand("emailAddresses")).await.unwrap();
    let emails = full.elements[0].email_addresses.as_ref().unwrap();
    assert_eq!(emails.elements[0].email_address.as_deref(), Some("ada@example.test"));
}

#[tokio::test]
async fn another_merchants_data_is_refused() {
    let stage = Stage::set().await;
    let error = stage.second_merchant().merchant_payments(&me(), &Reading::default()).await.unwrap_err();
    assert!(matches!(error, ApiError::Refused(no) if no.kind == RefusalKind::Unauthorized));
}

#[tokio::test]
async fn a_page_reads_what_an_account_can_do_with_the_public_key_alone() {
    let stage = surcharging().await;
    let configs = stage.clover.payment_configs(&me()).await.unwrap();
    assert_eq!(configs.surcharging.unwrap().rate.unwrap().millionths(), 30_000);
    let url =
        |key: &str| format!("{}/v3/merchants/{}/ecomm_payment_configs?pakmsKey={key}", stage.origin, me());
    let from_page =
        stage.http.get(url(&Merchant::first().pakms_key)).header("origin", "https://shop.example");
    let answer = from_page.send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.headers()["access-control-allow-origin"].as_bytes()),
        (200, &b"*"[..])
    );
    for key in ["", "wrong", &Merchant::second().pakms_key] {
        assert_eq!(stage.http.get(url(key)).send().await.unwrap().status(), 401, "{key}");
    }
}

#[tokio::test]
async fn a_get_with_a_small_body_is_answered_here_too() {
    let stage = Stage::set().await;
    let request = stage.http.get(format!("{}/v3/merchants/{}/payments", stage.origin, me())).body("{}");
    assert_eq!(stage.send(request.bearer_auth(Merchant::first().api_token)).await.status, 200);
}
