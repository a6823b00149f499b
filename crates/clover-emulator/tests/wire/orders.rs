//! Orders: put down once, paid at most once.

use clover_api::wire::{Code, Order, OrderStatus};
use clover_api::{ApiError, Page};
use serde_json::json;

use crate::stage::{BAD_CARD, GOOD_CARD, Stage, order_of, paying};

#[tokio::test]
async fn an_order_is_paid_and_says_so() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    assert_eq!((order.amount, order.status.clone()), (4_825, OrderStatus::Created));
    let token = stage.token(GOOD_CARD).await;
    let paid = stage.clover.pay_order(&order.id, &paying(&token), "k", None).await.unwrap();
    assert_eq!((paid.is_paid(), paid.amount_paid), (true, Some(4_825)));
    assert_eq!(stage.clover.order(&order.id).await.unwrap(), paid);
    let charge = stage.clover.charge(paid.charge.as_deref().unwrap()).await.unwrap();
    assert_eq!((charge.amount, charge.order), (4_825, Some(order.id)));
    assert_eq!(stage.ledger().await["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_currency_of_a_payment_answer_is_upper_case() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let token = stage.token(GOOD_CARD).await;
    let answer =
        stage.post(&format!("/v1/orders/{}/pay", order.id), &json!({ "source": token.expose() })).await;
    assert_eq!((answer.status, answer.body["currency"].as_str()), (200, Some("USD")));
    assert!(answer.body.get("message").is_none());
}

#[tokio::test]
async fn a_paid_order_is_paid_no_second_time() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let (first, second) = (stage.token(GOOD_CARD).await, stage.token(GOOD_CARD).await);
    stage.clover.pay_order(&order.id, &paying(&first), "a", None).await.unwrap();
    let error = stage.clover.pay_order(&order.id, &paying(&second), "b", None).await.unwrap_err();
    assert!(error.may_hide_an_earlier_success());
    let ApiError::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.code, Some(Code::OrderAlreadyPaid));
    assert_eq!(stage.approved_charges().await, 1);
}

#[tokio::test]
async fn a_declined_order_can_be_paid_with_another_card() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let (bad, good) = (stage.token(BAD_CARD).await, stage.token(GOOD_CARD).await);
    let error = stage.clover.pay_order(&order.id, &paying(&bad), "a", None).await.unwrap_err();
    assert!(matches!(error, ApiError::Declined(_)));
    assert!(!stage.clover.order(&order.id).await.unwrap().is_paid());
    assert!(stage.clover.pay_order(&order.id, &paying(&good), "b", None).await.unwrap().is_paid());
    let ledger = stage.ledger().await;
    let charges: Vec<_> =
        ledger["charges"].as_array().unwrap().iter().map(|c| (&c["status"], &c["order"])).collect();
    let id = json!(order.id);
    assert_eq!(charges, [(&json!("failed"), &id), (&json!("succeeded"), &id)]);
}

#[tokio::test]
async fn of_many_payments_at_once_exactly_one_wins() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    let mut payments = tokio::task::JoinSet::new();
    for n in 0..20 {
        let (clover, id, token) = (stage.clover.clone(), order.id.clone(), stage.token(GOOD_CARD).await);
        payments
            .spawn(async move { clover.pay_order(&id, &paying(&token), &n.to_string(), None).await.is_ok() });
    }
    let won = payments.join_all().await.into_iter().filter(|paid| *paid).count();
    assert_eq!((won, stage.approved_charges().await), (1, 1));
}

#[tokio::test]
async fn an_order_without_lines_cannot_be_paid() {
    let stage = Stage::set().await;
    let order = stage.clover.create_order(&order_of(&[]), "k").await.unwrap();
    let token = stage.token(GOOD_CARD).await;
    let answer =
        stage.post(&format!("/v1/orders/{}/pay", order.id), &json!({ "source": token.expose() })).await;
    let text = format!("Order with id {} has no line items", order.id);
    assert_eq!((answer.status, answer.body["error"]["message"].as_str()), (404, Some(text.as_str())));
}

#[tokio::test]
async fn computed_tax_stands_beside_the_amount_and_is_charged_with_it() {
    let stage = Stage::set().await;
    let line =
        json!({ "amount": 1_005, "quantity": 2, "tax_rates": [{ "name": "Sales", "rate": 1_000_000 }] });
    let order = stage.post("/v1/orders", &json!({ "currency": "usd", "items": [line] })).await.body;
    assert_eq!((&order["amount"], &order["tax_amount"]), (&json!(2_010), &json!(201)));
    let token = stage.token(GOOD_CARD).await;
    let paid =
        stage.clover.pay_order(order["id"].as_str().unwrap(), &paying(&token), "k", None).await.unwrap();
    let charge = stage.clover.charge(&paid.charge.unwrap()).await.unwrap();
    assert_eq!((charge.amount, charge.tax_amount), (2_211, Some(201)));
}

#[tokio::test]
async fn an_order_beyond_the_ceiling_is_refused() {
    let stage = Stage::set().await;
    for lines in [vec![(99_999_999, 99_999_999)], vec![(99_999_999, 1), (1, 1)]] {
        let ApiError::Refused(refusal) = stage.clover.create_order(&order_of(&lines), "k").await.unwrap_err()
        else {
            panic!()
        };
        assert_eq!(refusal.code, Some(Code::AmountTooLarge));
    }
}

#[tokio::test]
async fn strangers_neither_see_nor_pay_an_order() {
    let stage = Stage::set().await;
    let order = stage.order().await;
    assert!(stage.second_merchant().order(&order.id).await.is_err());
    let token = stage.token(GOOD_CARD).await;
    assert!(stage.second_merchant().pay_order(&order.id, &paying(&token), "k", None).await.is_err());
    assert!(!stage.clover.order(&order.id).await.unwrap().is_paid());
}

#[tokio::test]
async fn a_list_of_orders_is_newest_first_in_pages_and_each_merchants_own() {
    let stage = Stage::set().await;
    let place = async |pieces: i64| -> Order {
        stage.clover.create_order(&order_of(&[(100, pieces)]), &pieces.to_string()).await.unwrap()
    };
    let (oldest, middle) = (place(1).await, place(2).await);
    stage.lever("/clock", &json!({ "advance": 60 })).await;
    let newest = place(3).await;
    let list = async |page: Page| stage.clover.list_orders(&page).await.unwrap().data;
    assert_eq!(list(Page::of(2)).await, [newest.clone(), middle.clone()]);
    assert_eq!(list(Page::of(2).after(&middle.id)).await, std::slice::from_ref(&oldest));
    assert_eq!(list(Page::of(2).before(&middle.id)).await, std::slice::from_ref(&newest));
    let a_minute_ago = middle.created.unwrap();
    assert_eq!(list(Page::default().created_after(a_minute_ago)).await, [newest]);
    assert_eq!(list(Page::default().created_until(a_minute_ago)).await, [middle, oldest]);
    assert!(stage.second_merchant().list_orders(&Page::default()).await.unwrap().data.is_empty());
}
