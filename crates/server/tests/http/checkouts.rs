//! A browser that cannot show the card form is sent to Clover's own page; what is paid there is believed of nobody but Clover.

use clover_emulator::Merchant;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bench::{good_invoice, link_of};
use crate::emulated::{GOOD_CARD, Town, Trust, location, until};

const BAD_CARD: &str = "4264281511117771";
const KEY: &str = "0f8c6b6e-3f4e-4c39-9d0e-00000000000c";

async fn town() -> (Town, Value) {
    with_invoice(Town::build(Trust::High).await).await
}

async fn with_invoice(town: Town) -> (Town, Value) {
    town.connect().await;
    let invoice = town.invoice().await;
    (town, invoice)
}

async fn ask_for_page(town: &Town, invoice: &Value, key: &str) -> Response {
    let body = json!({ "idempotency_key": key, "amount": invoice["amount_due"] });
    let path = format!("/api/links/{}/checkouts", link_of(invoice));
    town.request(Method::POST, &path).json(&body).send().await.unwrap()
}

async fn page(town: &Town, invoice: &Value) -> Value {
    let made = ask_for_page(town, invoice, KEY).await;
    assert_eq!(made.status(), 202);
    made.json().await.unwrap()
}

fn href(checkout: &Value) -> &str {
    checkout["href"].as_str().unwrap()
}

/// The value of a hidden field of the form.
fn field(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn press_go(town: &Town, invoice: &Value, email: &str) -> Response {
    let path = format!("/pay/{}/elsewhere", link_of(invoice));
    let html = town.get(&path).await.text().await.unwrap();
    let [key, amount] = ["idempotency_key", "amount"].map(|name| field(&html, name));
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("idempotency_key", key.as_str()), ("amount", &amount), ("email", email)])
        .finish();
    town.posts_form(&format!("http://{}{path}", town.nodes[0].address), form).await
}

#[tokio::test]
async fn what_is_paid_at_clover_is_found_by_its_webhook_and_charged_once() {
    let (town, invoice) = town().await;
    let checkout = page(&town, &invoice).await;
    assert_eq!(checkout["payment"]["state"]["is"], "at-clover");
    assert!(checkout["until"].as_str().is_some_and(|until| until.ends_with('Z')), "{checkout}");
    let back = town.pays_at_clover(href(&checkout), GOOD_CARD).await;
    assert_eq!(back, invoice["pay_url"].as_str().unwrap());
    until(async || town.standing(&invoice).await == "paid").await;
    assert_eq!(town.charged().await, [invoice["amount_due"].as_i64().unwrap()]);
    let again = ask_for_page(&town, &invoice, KEY).await;
    assert_eq!(again.status(), 200);
    let again: Value = again.json().await.unwrap();
    assert_eq!((&again["payment"]["state"]["is"], &again["href"]), (&json!("approved"), &Value::Null));
}

#[tokio::test]
async fn without_webhooks_the_page_that_waits_has_clover_asked() {
    let (town, invoice) = with_invoice(Town::without_webhooks().await).await;
    let checkout = page(&town, &invoice).await;
    town.pays_at_clover(href(&checkout), GOOD_CARD).await;
    let path =
        format!("/api/links/{}/payments/{}", link_of(&invoice), checkout["payment"]["id"].as_str().unwrap());
    until(async || {
        let payment: Value = town.get(&path).await.json().await.unwrap();
        payment["state"]["is"] == "approved"
    })
    .await;
    assert_eq!(town.charged().await.len(), 1);
}

#[tokio::test]
async fn whoever_only_comes_back_has_paid_nothing() {
    let (town, invoice) = town().await;
    page(&town, &invoice).await;
    let link = link_of(&invoice);
    let seen = town.get(&format!("/pay/{link}?success=true")).await;
    assert_eq!(seen.status(), 200);
    assert_eq!(town.standing(&invoice).await, "in-progress");
    assert_eq!(town.charged().await, [0_i64; 0]);
}

#[tokio::test]
async fn while_a_page_is_open_the_invoice_has_that_one_attempt() {
    let (town, invoice) = town().await;
    let first = page(&town, &invoice).await;
    assert_eq!(page(&town, &invoice).await["href"], first["href"], "the same request leads to the same page");
    let other = ask_for_page(&town, &invoice, "0f8c6b6e-3f4e-4c39-9d0e-00000000000d").await;
    assert_eq!(other.status(), 409);
    let other: Value = other.json().await.unwrap();
    assert_eq!((&other["code"], &other["payment"]), (&json!("payment_in_progress"), &first["payment"]["id"]));
    assert_eq!(town.pay(&invoice).await.status(), 409);
    assert_eq!(town.requests("create-checkout").await, 1);
}

#[tokio::test]
async fn a_card_that_clovers_page_declines_leaves_the_page_open_for_another() {
    let (town, invoice) = town().await;
    let checkout = page(&town, &invoice).await;
    assert_eq!(town.pays_at_clover(href(&checkout), BAD_CARD).await, invoice["pay_url"].as_str().unwrap());
    assert_eq!(page(&town, &invoice).await["payment"]["state"]["is"], "at-clover");
    town.pays_at_clover(href(&checkout), GOOD_CARD).await;
    until(async || town.standing(&invoice).await == "paid").await;
    assert_eq!(town.charged().await.len(), 1);
}

#[tokio::test]
async fn clovers_page_asks_for_exactly_the_amount_and_for_no_tip() {
    let (town, _) = town().await;
    let mut body = good_invoice("INV-9");
    (body["tips"], body["partial_minimum"]) = (json!(true), json!(1000));
    let invoice = town.invoice_of(body).await;
    let path = format!("/api/links/{}/checkouts", link_of(&invoice));
    let wrong = json!({ "idempotency_key": KEY, "amount": 999 });
    assert_eq!(town.request(Method::POST, &path).json(&wrong).send().await.unwrap().status(), 409);
    let part = json!({ "idempotency_key": KEY, "amount": 1000 });
    let made: Value =
        town.request(Method::POST, &path).json(&part).send().await.unwrap().json().await.unwrap();
    let html = town.open(href(&made), None).await.text().await.unwrap();
    assert!(html.contains("$10.00") && html.contains("INV-9 (") && !html.contains("Tip"), "{html}");
    town.pays_at_clover(href(&made), GOOD_CARD).await;
    until(async || town.charged().await == [1000] && town.standing(&invoice).await == "open").await;
}

#[tokio::test]
async fn where_clovers_page_would_take_another_currency_it_is_not_offered() {
    let (town, usd) = town().await;
    let offered = town.view(&usd).await;
    assert_eq!(offered["elsewhere"], format!("/pay/{}/elsewhere", link_of(&usd)));
    let mut body = good_invoice("INV-1043");
    body["currency"] = json!("CAD");
    let cad = town.invoice_of(body).await;
    assert_eq!(town.view(&cad).await["elsewhere"], Value::Null);
    let refused = ask_for_page(&town, &cad, KEY).await;
    assert_eq!(refused.status(), 404);
    let shown = town.get(&format!("/pay/{}/elsewhere", link_of(&cad))).await;
    assert_eq!((shown.status().as_u16(), location(&shown)), (303, format!("/pay/{}", link_of(&cad))));
}

#[tokio::test]
async fn without_scripts_the_payer_gets_to_clovers_page_and_back() {
    let (town, invoice) = town().await;
    let link = link_of(&invoice);
    let offer = town.get(&format!("/pay/{link}/elsewhere")).await;
    let policy = offer.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let html = offer.text().await.unwrap();
    assert!(html.contains("Payer sur la page de Clover") && html.contains("240,57"), "{html}");
    assert_eq!(town.requests("create-checkout").await, 0, "opening it changes nothing");
    let gone = press_go(&town, &invoice, " ada@example.test ").await;
    assert_eq!(gone.status(), 303);
    let clovers = location(&gone);
    assert!(clovers.starts_with(town.clover.origin()), "{clovers}");
    // The template writes a slash as an entity.
    let open = town.get(&format!("/pay/{link}")).await.text().await.unwrap().replace("&#x2f;", "/");
    assert!(open.contains(&clovers) && open.contains("data-state=\"at-clover\""), "{open}");
    let offer = town.get(&format!("/pay/{link}/elsewhere")).await;
    assert_eq!(location(&offer), format!("/pay/{link}"));
    town.pays_at_clover(&clovers, GOOD_CARD).await;
    until(async || town.standing(&invoice).await == "paid").await;
}

#[tokio::test]
async fn a_second_press_of_the_button_leads_to_the_same_page() {
    let (town, invoice) = town().await;
    let path = format!("http://{}/pay/{}/elsewhere", town.nodes[0].address, link_of(&invoice));
    let form = format!("idempotency_key={KEY}&amount={}&email=", invoice["amount_due"]);
    let [first, second] = [town.posts_form(&path, form.clone()).await, town.posts_form(&path, form).await];
    assert_eq!(location(&first), location(&second));
    assert_eq!(town.requests("create-checkout").await, 1);
}

#[tokio::test]
async fn when_clover_makes_no_page_the_payer_is_told_that_nothing_was_charged() {
    let (town, invoice) = town().await;
    town.fault("create-checkout", json!({ "kind": "status", "status": 503 })).await;
    let told = press_go(&town, &invoice, "").await;
    assert_eq!(told.status(), 422);
    let html = told.text().await.unwrap();
    assert!(html.contains("Rien n’a été débité") && html.contains("role=\"alert\""), "{html}");
    let wrong = press_go(&town, &invoice, "no address").await;
    assert_eq!(wrong.status(), 422);
    assert!(wrong.text().await.unwrap().contains("value=\"no address\""));
    assert_eq!(town.standing(&invoice).await, "open");
    assert_eq!(press_go(&town, &invoice, "").await.status(), 303);
}

#[tokio::test]
async fn a_webhook_that_names_another_charge_pays_nothing() {
    let (town, invoice) = town().await;
    let checkout = page(&town, &invoice).await;
    let body = json!({
        "status": "APPROVED", "type": "PAYMENT", "id": "7QK2M9X4TB0HR", "merchantId": Merchant::first().id,
        "data": "0b7cf1de-6d5b-4c53-9d0e-4f6ad30d7c11",
    })
    .to_string();
    let now = town.app().desk.now().as_second();
    let secret = crate::emulated::CHECKOUT_SECRET.into();
    let signature = clover_api::webhook::hosted_checkout::sign(body.as_bytes(), &secret, now);
    let posted =
        town.request(Method::POST, "/webhooks/clover/checkout/acme").header("clover-signature", signature);
    assert_eq!(posted.body(body).send().await.unwrap().status(), 200);
    town.pays_at_clover(href(&checkout), GOOD_CARD).await;
    until(async || town.standing(&invoice).await == "paid").await;
    assert_eq!(town.charged().await.len(), 1);
}
