//! The description of the API: where it is had, and that the server does what it says.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, good_invoice, link_of};
use crate::clover::Answer;
use crate::emulated::{GOOD_CARD, KEY, until};
use crate::mailbox::Mailbox;
use crate::money;
use crate::shop::Shop;

const PATH: &str = "/api/openapi.json";

async fn described(bench: &Bench) -> Value {
    bench.get(PATH).await.json().await.unwrap()
}

#[tokio::test]
async fn the_description_is_public_and_not_sent_again_to_whoever_has_it() {
    let bench = Bench::start().await;
    let answer = bench.get(PATH).await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "application/json");
    assert_eq!(header("cache-control"), "public, max-age=3600");
    let tag = header("etag");
    let again = bench.request(Method::GET, PATH).header("if-none-match", tag).send().await.unwrap();
    assert_eq!((again.status(), again.text().await.unwrap().as_str()), (StatusCode::NOT_MODIFIED, ""));
    let document: Value = answer.json().await.unwrap();
    assert_eq!(
        (&document["openapi"], &document["info"]["license"]["name"]),
        (&json!("3.1.0"), &json!("MIT"))
    );
}

#[tokio::test]
async fn every_described_address_knows_the_described_methods_and_no_others() {
    let bench = Bench::start().await;
    let document = described(&bench).await;
    for (path, item) in document["paths"].as_object().unwrap() {
        let mut described: BTreeSet<_> =
            item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        if described.contains("GET") {
            described.insert("HEAD".to_owned());
        }
        let answer = bench.request(Method::PATCH, &path.replace(['{', '}'], "")).send().await.unwrap();
        assert_eq!(answer.status(), 405, "{path}");
        let allowed = answer.headers()["allow"].to_str().unwrap().split(',').map(str::to_owned).collect();
        assert_eq!(described, allowed, "{path}");
    }
}

/// The operations that the document names, with the statuses of their successes.
fn successes(document: &Value) -> BTreeSet<(String, u16)> {
    let items =
        document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values());
    let of_operation = |operation: &Value| {
        let name = operation["operationId"].as_str().unwrap().to_owned();
        let statuses =
            operation["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap());
        statuses.filter(|status| *status < 300).map(move |status| (name.clone(), status)).collect::<Vec<_>>()
    };
    items.flat_map(of_operation).collect()
}

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

/// The merchant's program uses all that it can, and the page what needs no card that is kept.
async fn a_merchants_day() -> Bench {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&[&mailbox.settings()[..], &[("PAYMENT_MODE", "charge")]].concat()).await;
    let (_, unexpected) = money::overpaid(&bench).await;
    let post = async |path: &str, body: Value| -> Value {
        let answer = bench.post(path, ACME_KEY, &body).await;
        assert!(answer.status().is_success(), "{path} {}", answer.status());
        answer.json().await.unwrap()
    };
    let get = async |path: &str| {
        let answer = bench.request(Method::GET, path).bearer_auth(ACME_KEY).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
    };
    get("/api/v1/payments?attention=true").await;
    post(&format!("/api/v1/payments/{unexpected}/keep"), json!({})).await;
    post(&format!("/api/v1/payments/{unexpected}/refunds"), json!({ "amount": 1 })).await;
    let invoice = bench.invoice_like(good_invoice("INV-2")).await;
    let path = format!("/api/v1/invoices/{}", id(&invoice));
    let statement = post("/api/v1/statements", json!({ "invoices": [id(&invoice)] })).await;
    let statements = format!("/api/v1/statements/{}", id(&statement));
    get(&format!("/api/links/{}", link_of(&statement))).await;
    for act in ["link", "void"] {
        post(&format!("{statements}/{act}"), json!({})).await;
    }
    let answer = bench.request(Method::POST, &format!("/api/links/{}/fresh-link", link_of(&invoice))).send();
    assert_eq!(answer.await.unwrap().status(), 202);
    bench.clover.answer(Answer::ApproveAndFail);
    let unclear: Value = bench.pay(&invoice, "u").await.json().await.unwrap();
    get(&format!("/api/links/{}/payments/{}", link_of(&invoice), id(&unclear))).await;
    let other = bench.invoice_like(good_invoice("INV-3")).await;
    for act in ["send", "link", "void"] {
        post(&format!("/api/v1/invoices/{}/{act}", id(&other)), json!({})).await;
    }
    let lists = ["/api/v1/invoices", "/api/v1/statements?limit=1", "/api/v1/events", "/api/v1/cards"];
    for path in [&[path.as_str(), &statements][..], &lists, &["/healthz", "/readyz", PATH]].concat() {
        get(path).await;
    }
    bench
}

/// A payer lets the merchant keep a card, removes it again, and pays on a page of Clover's.
async fn a_payers_day() -> Shop {
    let shop = Shop::open().await;
    shop.keep_card().await;
    let invoice = shop.invoice("INV-2").await;
    let proven = shop.prove(&invoice, 1).await;
    assert_eq!(shop.remove(&invoice, &proven.cards[0], &proven.proof).await, 204);
    let link = format!("/api/links/{}", link_of(&invoice));
    let path = format!("/api/v1/cards/{}", id(&proven.cards[0]));
    let removed = shop.town.request(Method::DELETE, &path).bearer_auth(KEY).send().await.unwrap();
    assert_eq!(removed.status(), 200);
    let other_key = shop.post(&format!("{link}/public-key"), &json!({ "api_key": "refused" })).await;
    assert_eq!(other_key.status(), 200);
    let body = json!({
        "idempotency_key": "0f8c6b6e-3f4e-4c39-9d0e-00000000000c",
        "amount": invoice["amount_due"],
    });
    let page: Value = shop.post(&format!("{link}/checkouts"), &body).await.json().await.unwrap();
    shop.town.pays_at_clover(page["href"].as_str().unwrap(), GOOD_CARD).await;
    until(async || shop.town.standing(&invoice).await == "paid").await;
    assert_eq!(shop.post(&format!("{link}/checkouts"), &body).await.status(), 200);
    shop
}

#[tokio::test]
async fn every_operation_succeeds_as_it_is_described() {
    let (bench, shop) = (a_merchants_day().await, a_payers_day().await);
    let answers = &bench.witness.answers() | &shop.town.nodes[0].witness.answers();
    let document = described(&bench).await;
    let missing: Vec<_> = successes(&document).difference(&answers).cloned().collect();
    assert_eq!(missing, []);
}
