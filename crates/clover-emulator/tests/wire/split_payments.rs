//! Orders that are paid by more than one charge.

use clover_api::wire::{Code, PayOrder, Tender};
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, code, order_of};

#[tokio::test]
async fn an_order_stays_open_until_the_last_part_is_paid() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let part = PayOrder::in_part(2_000, stage.token(GOOD_CARD).await);
    let open = stage.clover.pay_order(&order.id, &part, "a", None).await.unwrap();
    assert_eq!((open.is_paid(), open.amount_paid, open.past_charges.len()), (false, Some(2_000), 1));
    let rest = PayOrder::in_full(stage.token(GOOD_CARD).await);
    let paid = stage.clover.pay_order(&order.id, &rest, "b", None).await.unwrap();
    assert_eq!((paid.is_paid(), paid.amount_paid), (true, Some(4_825)));
    let amounts: Vec<_> = paid.past_charges.iter().map(|charge| charge.amount).collect();
    assert_eq!(amounts, [2_000, 2_825]);
    assert_eq!(paid.past_charges[1].id, paid.charge.unwrap());
}

#[tokio::test]
async fn a_part_may_come_in_cash() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let cash = PayOrder { amount: Some(825), ..PayOrder::tendered(Tender::cash()) };
    let open = stage.clover.pay_order(&order.id, &cash, "a", None).await.unwrap();
    assert_eq!((open.amount_paid, open.source), (Some(825), None));
    let card = PayOrder::in_full(stage.token(GOOD_CARD).await);
    assert!(stage.clover.pay_order(&order.id, &card, "b", None).await.unwrap().is_paid());
}

#[tokio::test]
async fn more_than_is_left_is_refused_and_a_declined_part_changes_nothing() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let first = PayOrder::in_part(4_000, stage.token(GOOD_CARD).await);
    stage.clover.pay_order(&order.id, &first, "a", None).await.unwrap();
    let token = stage.token(GOOD_CARD).await;
    let more = stage.clover.pay_order(&order.id, &PayOrder::in_part(826, token.clone()), "b", None).await;
    assert_eq!(code(more.unwrap_err()), Some(Code::InvalidChargeAmount));
    let declined = PayOrder::in_part(825, stage.token(BAD_CARD).await);
    assert!(stage.clover.pay_order(&order.id, &declined, "c", None).await.is_err());
    assert_eq!(stage.clover.order(&order.id).await.unwrap().amount_paid, Some(4_000));
    let rest = stage.clover.pay_order(&order.id, &PayOrder::in_part(825, token), "d", None).await.unwrap();
    assert!(rest.is_paid());
}

#[tokio::test]
async fn of_many_parts_at_once_no_more_than_the_order_is_taken() {
    let stage = Stage::set().await;
    let order = stage.clover.create_order(&order_of(&[(1_000, 1)]), "k").await.unwrap();
    let mut payments = tokio::task::JoinSet::new();
    for n in 0..20 {
        let part = PayOrder::in_part(300, stage.token(GOOD_CARD).await);
        let (clover, id) = (stage.clover.clone(), order.id.clone());
        payments.spawn(async move { clover.pay_order(&id, &part, &n.to_string(), None).await.is_ok() });
    }
    let taken = payments.join_all().await.into_iter().filter(|paid| *paid).count();
    assert_eq!((taken, stage.clover.order(&order.id).await.unwrap().amount_paid), (3, Some(900)));
}

#[tokio::test]
async fn a_tip_is_kept_apart_from_what_is_owed() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    for (key, amount) in [("a", 4_000), ("b", 825)] {
        let token = stage.token(GOOD_CARD).await;
        let part = PayOrder { tip_amount: Some(100), ..PayOrder::in_part(amount, token) };
        stage.clover.pay_order(&order.id, &part, key, None).await.unwrap();
    }
    let paid = stage.clover.order(&order.id).await.unwrap();
    assert_eq!((paid.is_paid(), paid.amount_paid, paid.tip_amount), (true, Some(4_825), Some(200)));
}

#[tokio::test]
async fn computed_tax_is_paid_after_the_lines() {
    let stage = Stage::set().await;
    let line = json!({ "amount": 1_000, "tax_rates": [{ "name": "Sales", "rate": 1_000_000 }] });
    let order = stage.post("/v1/orders", &json!({ "currency": "usd", "items": [line] })).await.body;
    let id = order["id"].as_str().unwrap();
    let part = PayOrder::in_part(1_050, stage.token(GOOD_CARD).await);
    let open = stage.clover.pay_order(id, &part, "a", None).await.unwrap();
    assert_eq!((open.is_paid(), open.amount_paid, open.tax_amount_paid), (false, Some(1_000), Some(50)));
    let rest = PayOrder::in_full(stage.token(GOOD_CARD).await);
    let paid = stage.clover.pay_order(id, &rest, "b", None).await.unwrap();
    assert_eq!((paid.is_paid(), paid.tax_amount_paid), (true, Some(100)));
}

#[tokio::test]
async fn orders_created_shipped_and_paid_are_shaped_like_the_fixtures() {
    let stage = Stage::set().await;
    let mut request = crate::shape::fixture("create-order");
    request["items"][0]["currency"] = json!("usd");
    let shipped = stage.post("/v1/orders", &request).await.body;
    assert_shaped_like_fixture(&shipped, "order-shipped");
    let rates = json!([{ "name": "State", "rate": 1_000_000 }]);
    let line =
        json!({ "type": "sku", "amount": 1_800, "quantity": 3, "currency": "usd", "description": "Work" });
    let mut taxed = line.clone();
    taxed["tax_rates"] = rates;
    let order = json!({ "currency": "usd", "email": "ada@example.test", "items": [taxed] });
    assert_shaped_like_fixture(&stage.post("/v1/orders", &order).await.body, "order-created");
    let mut plain = line;
    plain.as_object_mut().unwrap().remove("currency");
    let order = json!({ "currency": "usd", "email": "ada@example.test", "items": [plain] });
    let order = stage.post("/v1/orders", &order).await.body;
    let path = format!("/v1/orders/{}/pay", order["id"].as_str().unwrap());
    let part = json!({ "source": stage.token(GOOD_CARD).await.expose(), "amount": 2_000 });
    assert_shaped_like_fixture(&stage.post(&path, &part).await.body, "order-partly-paid");
    let order = stage
        .post(
            "/v1/orders",
            &json!({ "currency": "usd", "email": "ada@example.test",
        "items": [order["items"][0]] }),
        )
        .await
        .body;
    let path = format!("/v1/orders/{}/pay", order["id"].as_str().unwrap());
    let all = json!({ "source": stage.token(GOOD_CARD).await.expose() });
    assert_shaped_like_fixture(&stage.post(&path, &all).await.body, "order-paid");
}
