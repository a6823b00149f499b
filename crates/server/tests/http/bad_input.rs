//! Wrong input, each kind of it: a clear error of the right status, nothing stored, nothing rendered as HTML.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of, payment};

async fn refused_fields(bench: &Bench, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut body = good_invoice("INV-1042");
    change(&mut body);
    let answer = bench.post("/api/v1/invoices", ACME_KEY, &body).await;
    assert_eq!(answer.status(), 422);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!((&answer["code"], &answer["actor"]), (&json!("invalid_fields"), &json!("merchant")));
    let field = |field: &Value| field["field"].as_str().unwrap().to_owned();
    answer["fields"].as_array().unwrap().iter().map(field).collect()
}

#[tokio::test]
async fn bad_fields_are_named_and_nothing_is_stored() {
    let bench = Bench::start().await;
    let line = json!({"description": "Work", "quantity": 1, "unit_amount": 1});
    assert_eq!(
        refused_fields(&bench, |b| b["lines"][0]["unit_amount"] = json!(-1)).await,
        ["lines[0].unit_amount"]
    );
    assert_eq!(
        refused_fields(&bench, |b| b["lines"][0]["unit_amount"] = json!(i64::MAX)).await,
        ["lines[0].unit_amount"]
    );
    assert_eq!(
        refused_fields(&bench, |b| b["lines"][0]["quantity"] = json!(-2)).await,
        ["lines[0].quantity"]
    );
    assert_eq!(refused_fields(&bench, |b| b["currency"] = json!("GLD")).await, ["currency"]);
    assert_eq!(refused_fields(&bench, |b| b["lines"] = json!(vec![line; 10_000])).await, ["lines"]);
    assert_eq!(refused_fields(&bench, |b| b["notes"] = json!("n".repeat(1_000_000))).await, ["notes"]);
    let many = refused_fields(&bench, |b| {
        b["number"] = json!("");
        b["customer"]["email"] = json!("nobody");
    });
    assert_eq!(many.await, ["number", "customer.email"]);
    assert_eq!(bench.invoice_count().await, 0);
}

#[tokio::test]
async fn numbers_that_do_not_fit_and_unknown_fields_are_refused() {
    let bench = Bench::start().await;
    let send = |text: String| {
        let request = bench.request(Method::POST, "/api/v1/invoices").bearer_auth(ACME_KEY);
        request.header("content-type", "application/json").body(text).send()
    };
    let good = good_invoice("INV-1042").to_string();
    for (from, to) in [
        ("9900", "99999999999999999999999"),
        ("9900", "99.5"),
        ("9900", "\"9900\""),
        ("\"number\"", "\"nmber\""),
        ("\"notes\"", "\"note\""),
    ] {
        let answer = send(good.replace(from, to)).await.unwrap();
        assert_eq!(code_of(answer).await, (422, "invalid_fields".to_owned()), "{from} -> {to}");
    }
    assert_eq!(bench.invoice_count().await, 0);
}

#[tokio::test]
async fn what_is_not_json_is_refused() {
    let bench = Bench::start().await;
    let send = async |content_type: &str, text: String| -> Response {
        let request = bench.request(Method::POST, "/api/v1/invoices").bearer_auth(ACME_KEY);
        request.header("content-type", content_type).body(text).send().await.unwrap()
    };
    let malformed = ["", "{", "[", "nul", "{\"number\": \"\u{0}\"}"];
    for text in malformed {
        let answer = send("application/json", text.to_owned()).await;
        assert_eq!(code_of(answer).await, (400, "malformed_request".to_owned()), "{text}");
    }
    let form = send("application/x-www-form-urlencoded", "a=b".to_owned()).await;
    assert_eq!(code_of(form).await, (415, "not_json".to_owned()));
    let huge = send("application/json", "x".repeat(3 * 1024 * 1024)).await;
    assert_eq!(code_of(huge).await, (413, "too_large".to_owned()));
}

#[tokio::test]
async fn without_the_right_key_nothing_is_answered() {
    let bench = Bench::start().await;
    for key in ["", "trk_wrong", "TRK_THE_KEY_OF_ACME", OTHER_KEY.trim_end_matches('r')] {
        let answer = bench.post("/api/v1/invoices", key, &good_invoice("INV-1")).await;
        assert_eq!(code_of(answer).await, (401, "unauthorized".to_owned()), "{key}");
    }
    let none = bench.get("/api/v1/invoices").await;
    assert_eq!(code_of(none).await, (401, "unauthorized".to_owned()));
    assert_eq!(bench.invoice_count().await, 0);
}

#[tokio::test]
async fn junk_links_are_refused_everywhere() {
    let bench = Bench::start().await;
    let never_made = primitives::LinkToken::from_random([9; 16]);
    let undecodable = bench.get("/api/links/%ff").await;
    assert_eq!(code_of(undecodable).await, (404, "not_found".to_owned()));
    for link in ["x", "%00", "..%2f..%2fetc", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", never_made.as_str()] {
        let view = bench.get(&format!("/api/links/{link}")).await;
        assert_eq!(code_of(view).await, (404, "link_unknown".to_owned()), "{link}");
        assert_eq!(bench.get(&format!("/pay/{link}")).await.status(), 404, "{link}");
        let body = payment(&json!({"totals": {"total": 1}}), "a");
        let paid = bench.post(&format!("/api/links/{link}/payments"), "", &body).await;
        assert_eq!(code_of(paid).await, (404, "link_unknown".to_owned()), "{link}");
    }
    assert_eq!(bench.clover.charges(), 0);
}

#[tokio::test]
async fn a_bad_payment_names_its_fields_and_sends_nothing() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let path = format!("/api/links/{}/payments", link_of(&invoice));
    let body = json!({"token": "tok_visa", "idempotency_key": "short", "amount": 0, "email": "nobody"});
    let refused: Value = bench.post(&path, "", &body).await.json().await.unwrap();
    let fields: Vec<_> =
        refused["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["token", "idempotency_key", "email", "amount"]);
    assert_eq!((bench.clover.charges(), bench.clover.orders().len()), (0, 0));
    assert_eq!(bench.standing(&invoice).await, "open");
}

#[tokio::test]
async fn a_payment_is_shown_only_by_the_link_of_its_invoice() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    let other = bench.invoice_like(good_invoice("INV-2")).await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    let id = paid["id"].as_str().unwrap();
    let by_other = bench.get(&format!("/api/links/{}/payments/{id}", link_of(&other))).await;
    assert_eq!(code_of(by_other).await, (404, "not_found".to_owned()));
    let by_own = bench.get(&format!("/api/links/{}/payments/{id}", link_of(&invoice))).await;
    assert_eq!(by_own.status(), 200);
}

#[tokio::test]
async fn wrong_methods_and_addresses_are_told_so_in_json() {
    let bench = Bench::start().await;
    let deleted = bench.request(Method::DELETE, "/api/v1/invoices").send().await.unwrap();
    assert_eq!(code_of(deleted).await, (405, "method_not_allowed".to_owned()));
    assert_eq!(code_of(bench.get("/api/v2/nothing").await).await, (404, "not_found".to_owned()));
    for query in ["limit=1&limit=2", "limit=0", "limit=101", "limit=x", "before=x"] {
        let list = bench.request(Method::GET, &format!("/api/v1/invoices?{query}")).bearer_auth(ACME_KEY);
        assert_eq!(code_of(list.send().await.unwrap()).await, (422, "invalid_fields".to_owned()), "{query}");
    }
}
