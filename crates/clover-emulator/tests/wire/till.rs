//! What merchants set up for taking money: tenders, tax rates, fees; and what else a charge can carry.

use clover_api::Page;
use clover_api::wire::{
    Code, CreateCharge, CreateOrder, CreateRefund, CurrencyCode, OrderItem, TaxRate, Tender,
};
use clover_emulator::{Config, Till};
use serde_json::{Value, json};

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, code};

fn usd() -> CurrencyCode {
    CurrencyCode::from("usd")
}

#[tokio::test]
async fn cash_cheques_and_the_merchants_own_tenders_need_no_card() {
    let stage = Stage::set().await;
    let own = [Tender::Label("Voucher".into()), Tender::Id("TENDERV0VCHER".into())];
    for (key, tender) in [Tender::cash(), Tender::check()].into_iter().chain(own).enumerate() {
        let wanted = CreateCharge::tendered(1_833, usd(), tender);
        let charge = stage.clover.create_charge(&wanted, &key.to_string(), None).await.unwrap();
        assert!(charge.is_approved() && charge.source.is_none(), "{wanted:?}");
        assert!(stage.clover.order(&charge.order.unwrap()).await.unwrap().is_paid());
    }
    let cash = json!({ "amount": 1, "currency": "usd", "source": "alternate_tender",
        "tender": { "label_key": "com.clover.tender.cash" } });
    assert_shaped_like_fixture(&stage.post("/v1/charges", &cash).await.body, "charge-tendered");
}

#[tokio::test]
async fn a_tender_that_is_unknown_missing_or_out_of_place_is_refused() {
    let stage = Stage::set().await;
    let card = stage.token(GOOD_CARD).await;
    let cash = json!({ "label_key": "com.clover.tender.cash" });
    let cases = [
        ("alternate_tender", json!({ "label": "Shells" }), true),
        ("alternate_tender", json!({ "label_key": "com.clover.tender.shells" }), true),
        ("alternate_tender", json!({}), true),
        ("alternate_tender", Value::Null, true),
        (card.expose(), cash.clone(), true),
        ("alternate_tender", cash, false),
    ];
    for (source, tender, capture) in cases {
        let body = json!({ "amount": 100, "currency": "usd", "source": source, "tender": tender,
            "capture": capture });
        let answer = stage.post("/v1/charges", &body).await;
        assert_eq!(
            (answer.status, &answer.body["error"]["code"]),
            (400, &json!("invalid_request")),
            "{body}"
        );
    }
    assert_eq!(stage.ledger().await["charges"], json!([]));
}

#[tokio::test]
async fn a_stored_tax_rate_is_worked_out_of_a_charge_and_added_to_an_order() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCharge { tax_rate_uuid: Some("TAX10PERCENT0".into()), ..charging(&token, 1_100) };
    let charge = stage.clover.create_charge(&wanted, "k", None).await.unwrap();
    assert_eq!((charge.amount, charge.tax_amount), (1_100, Some(100)));
    let line = OrderItem::sku("Work", 1_000).taxed(TaxRate::stored("Sales Tax", "TAX10PERCENT0"));
    let order = stage.clover.create_order(&CreateOrder::of(usd(), vec![line]), "o").await.unwrap();
    assert_eq!((order.amount, order.tax_amount), (1_000, Some(100)));
    let line = OrderItem::sku("Work", 1_000).taxed(TaxRate::stored("Sales Tax", "N0SUCHRATE000"));
    let unknown = stage.clover.create_order(&CreateOrder::of(usd(), vec![line]), "p").await;
    assert_eq!(code(unknown.unwrap_err()), Some(Code::InvalidRequest));
}

#[tokio::test]
async fn shipping_and_own_tax_lines_count_into_an_orders_amount() {
    let stage = Stage::set().await;
    let lines = vec![
        OrderItem::sku("Work", 1_000).times(2),
        OrderItem::shipping("Courier", 500),
        OrderItem::tax("VAT", 250),
    ];
    let order = stage.clover.create_order(&CreateOrder::of(usd(), lines), "k").await.unwrap();
    assert_eq!((order.amount, order.tax_amount), (2_750, None));
    let listed = stage.clover.list_orders(&Page::of(1)).await.unwrap().data;
    assert_eq!(listed, [order]);
}

#[tokio::test]
async fn fees_come_on_top_when_they_are_set_up_and_forbid_partial_refunds() {
    let till = Till { surcharge_rate: 30_000, convenience_fee: 150, ..Till::default() };
    let stage = Stage::with(Config { till, ..Config::default() }).await;
    let charge = stage.charge(1_000).await;
    assert_eq!((charge.amount, charge.total()), (1_000, 1_180));
    let part = stage.clover.create_refund(&CreateRefund::of(&charge.id, 400), "r").await.unwrap_err();
    assert_eq!(code(part), Some(Code::ProcessingError));
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCharge { skip_default_convenience_fee: Some(true), ..charging(&token, 1_000) };
    assert_eq!(stage.clover.create_charge(&wanted, "s", None).await.unwrap().total(), 1_030);
    let cash = CreateCharge::tendered(1_000, usd(), Tender::cash());
    assert_eq!(stage.clover.create_charge(&cash, "c", None).await.unwrap().total(), 1_000);
}

/// A card token that carries name and postal code, as the fixtures' do.
async fn full_token(stage: &Stage, number: &str) -> Value {
    let card = json!({ "number": number, "name": "Ada Payer", "address_zip": "10001" });
    stage.tokenize(card).await.body["id"].clone()
}

#[tokio::test]
async fn charges_approved_surcharged_and_declined_are_shaped_like_the_fixtures() {
    let till = Till { surcharge_rate: 30_000, convenience_fee: 150, ..Till::default() };
    let (plain, dear) = (Stage::set().await, Stage::with(Config { till, ..Config::default() }).await);
    let mut body = json!({ "amount": 48_250, "currency": "usd", "external_reference_id": "INV-2081" });
    body["source"] = full_token(&plain, GOOD_CARD).await;
    let charge = plain.post("/v1/charges", &body).await.body;
    assert_shaped_like_fixture(&charge, "charge-approved");
    let listed = plain.get("/v1/charges").await.body;
    assert_eq!(listed, json!({ "object": "list", "data": [charge] }));

    let mut full = crate::shape::fixture("create-charge");
    full["capture"] = json!(true);
    full.as_object_mut().unwrap().remove("stored_credentials");
    full["skip_default_convenience_fee"] = json!(false);
    full["source"] = full_token(&dear, "371449635398431").await;
    assert_shaped_like_fixture(&dear.post("/v1/charges", &full).await.body, "charge-surcharged");

    let source = plain.token(BAD_CARD).await;
    let body = json!({ "amount": 1, "currency": "usd", "source": source.expose() });
    let declined = plain.post("/v1/charges", &body).await;
    assert_shaped_like_fixture(&declined.body, "error-declined");
    let id = declined.body["error"]["charge"].as_str().unwrap();
    assert_shaped_like_fixture(&plain.get(&format!("/v1/charges/{id}")).await.body, "charge-declined");
}

#[tokio::test]
async fn particulars_that_clover_would_not_take_are_refused() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let long = "x".repeat(500);
    let cases = [
        ("metadata", json!({ "nested": { "a": 1 } }), "invalid_request"),
        ("metadata", json!({ "long": long }), "invalid_request"),
        ("metadata", json!("text"), "invalid_request"),
        ("ecomind", json!("retail"), "invalid_request"),
        ("tax_amount", json!(101), "invalid_tax_amount"),
        ("tax_rate_uuid", json!("N0SUCHRATE000"), "invalid_request"),
        ("soft_descriptor", json!({ "dba_name": "x".repeat(39) }), "invalid_request"),
        ("soft_descriptor", json!({ "merchant_contact_info": "x".repeat(14) }), "invalid_request"),
        ("stored_credentials", json!({ "sequence": "FIRST" }), "invalid_request"),
        ("stored_credentials", json!({ "sequence": "THIRD", "initiator": "MERCHANT" }), "invalid_request"),
        ("level2", json!("all"), "invalid_request"),
        ("skip_default_convenience_fee", json!("perhaps"), "invalid_request"),
    ];
    for (name, value, code) in cases {
        let mut body = json!({ "amount": 100, "currency": "usd", "source": token.expose() });
        body[name] = value;
        let error = &stage.post("/v1/charges", &body).await.body["error"];
        assert_eq!((error["code"].as_str(), error["param"].as_str()), (Some(code), Some(name)), "{body}");
    }
    assert!(stage.clover.create_charge(&charging(&token, 100), "k", None).await.is_ok());
}

#[tokio::test]
async fn level_2_data_that_nobody_takes_is_ignored_with_a_warning() {
    let stage = Stage::set().await;
    for (card, currency, warned) in
        [(GOOD_CARD, "usd", false), ("371449635398431", "usd", true), (GOOD_CARD, "cad", true)]
    {
        let token = stage.token(card).await;
        let wanted = CreateCharge {
            level2: Some(clover_api::wire::Level2::default()),
            ..CreateCharge::new(100, CurrencyCode::from(currency), token)
        };
        let charge = stage.clover.create_charge(&wanted, &format!("{card}{currency}"), None).await.unwrap();
        assert_eq!(charge.warning_message.is_some(), warned, "{card} {currency}");
    }
}

#[tokio::test]
async fn a_list_can_be_bounded_by_time_and_read_backwards() {
    let stage = Stage::set().await;
    let mut charges = Vec::new();
    for amount in 1..=4 {
        charges.push(stage.charge(amount).await);
        stage.lever("/clock", &json!({ "advance": "P1D" })).await;
    }
    let created = |place: usize| charges[place].created.unwrap();
    let amounts = async |page: Page| {
        let list = stage.clover.list_charges(&page, None).await.unwrap();
        list.data.into_iter().map(|charge| charge.amount).collect::<Vec<_>>()
    };
    assert_eq!(amounts(Page::default().created_from(created(1)).created_before(created(3))).await, [3, 2]);
    assert_eq!(amounts(Page::default().created_after(created(1)).created_until(created(3))).await, [4, 3]);
    assert_eq!(amounts(Page::of(2).before(&charges[0].id)).await, [3, 2]);
    assert_eq!(amounts(Page::of(1).after(&charges[2].id)).await, [2]);
    let nobody = stage.clover.list_charges(&Page::default(), Some("N0B0DY0000000")).await.unwrap();
    assert!(nobody.data.is_empty());
}

#[tokio::test]
async fn a_list_takes_dates_and_refuses_what_it_cannot_read() {
    let stage = Stage::set().await;
    stage.charge(5).await;
    for (query, count) in [
        ("created.gte=2001-01-01", 1),
        ("created.lt=2001-01-01T00:00:00Z", 0),
        ("created.gt=999999999999999", 0),
        ("limit=100", 1),
    ] {
        let list = stage.get(&format!("/v1/charges?{query}")).await.body;
        assert_eq!(list["data"].as_array().map(Vec::len), Some(count), "{query}");
    }
    for query in ["limit=0", "limit=101", "limit=ten", "created.gt=yesterday"] {
        assert_eq!(stage.get(&format!("/v1/charges?{query}")).await.status, 400, "{query}");
    }
}
