//! Saved cards: customers, multi-pay tokens, and what may be charged again.

use clover_api::wire::{Code, CreateCustomer, Customer, PayOrder, SourceId, UpdateCustomer};
use clover_api::{ApiError, RefusalKind};
use clover_emulator::{Config, MultiPay};
use serde_json::json;

use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging};

fn refusal(error: ApiError) -> clover_api::Refusal {
    match error {
        ApiError::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A customer whose card on file is `number`.
async fn customer(stage: &Stage, number: &str) -> Customer {
    let wanted = CreateCustomer::with_card("ada@example.test", stage.token(number).await);
    stage.clover.create_customer(&wanted, "customer-key").await.unwrap()
}

#[tokio::test]
async fn a_saved_card_is_charged_by_its_customer_again_and_again() {
    let stage = Stage::set().await;
    let customer = customer(&stage, GOOD_CARD).await;
    for key in ["first", "second"] {
        let wanted = charging(&customer.as_source(), 700);
        let charge = stage.clover.create_charge(&wanted, key, None).await.unwrap();
        assert!(charge.is_approved());
        assert_eq!(charge.source.unwrap().last4.as_deref(), Some("4242"));
    }
    assert_eq!(stage.approved_charges().await, 2);
}

#[tokio::test]
async fn an_order_is_paid_by_customer_and_by_the_token_that_saving_made_multi_pay() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCustomer::with_card("ada@example.test", token.clone());
    let customer = stage.clover.create_customer(&wanted, "saved").await.unwrap();
    for (key, source) in [("a", customer.as_source()), ("b", token.clone()), ("c", token)] {
        let order = stage.clover.create_order(&crate::stage::order_of(&[(500, 1)]), key).await.unwrap();
        let pay = PayOrder::in_full(source);
        let paid = stage.clover.pay_order(&order.id, &pay, &order.id, None).await.unwrap();
        assert!(paid.is_paid());
    }
}

#[tokio::test]
async fn a_customer_has_the_shape_of_the_fixture_and_reads_back_the_same() {
    let stage = Stage::set().await;
    let body = json!({
        "email": "ada@example.test", "source": stage.token(GOOD_CARD).await.expose(), "firstName": "Ada",
        "lastName": "Payer", "phone": "2125550100", "shipping": { "name": "Ada Payer", "phone": "2125550100" },
    });
    let created = stage.post("/v1/customers", &body).await;
    assert_shaped_like_fixture(&created.body, "customer");
    assert_eq!(created.body["name"], "Ada Payer");
    let id = created.body["id"].as_str().unwrap();
    assert_eq!(stage.get(&format!("/v1/customers/{id}")).await.body, created.body);
}

#[tokio::test]
async fn a_card_is_replaced_by_revoking_it_and_saving_another() {
    let stage = Stage::set().await;
    let first = stage.token(GOOD_CARD).await;
    let wanted = CreateCustomer::with_card("ada@example.test", first.clone());
    let customer = stage.clover.create_customer(&wanted, "saved").await.unwrap();
    let second = stage.token("5204245250003294").await;
    let change = UpdateCustomer { email: None, source: Some(second) };

    let early = stage.clover.update_customer(&customer.id, &change).await.unwrap_err();
    assert_eq!(refusal(early).param.as_deref(), Some("source"));

    let card = customer.card().unwrap();
    let revoked = stage.clover.revoke_card(&customer.id, card).await.unwrap();
    assert_eq!((revoked.id.as_deref(), revoked.deleted), (Some(card), Some(true)));
    let bare = stage.clover.create_charge(&charging(&customer.as_source(), 5), "a", None).await.unwrap_err();
    assert_eq!(refusal(bare).code, Some(Code::CardOnFileMissing));
    let dead = stage.clover.create_charge(&charging(&first, 5), "b", None).await.unwrap_err();
    assert_eq!(refusal(dead).code, Some(Code::InvalidRequest));

    let updated = stage.clover.update_customer(&customer.id, &change).await.unwrap();
    assert_ne!(updated.card().unwrap(), card);
    let paid = stage.clover.create_charge(&charging(&customer.as_source(), 5), "c", None).await.unwrap();
    assert_eq!(paid.source.unwrap().last4.as_deref(), Some("3294"));
}

#[tokio::test]
async fn a_revocation_has_the_shape_of_the_fixture_and_works_once() {
    let stage = Stage::set().await;
    let customer = customer(&stage, GOOD_CARD).await;
    let card = customer.card().unwrap();
    let path = format!("/v1/customers/{}/sources/{card}", customer.id);
    let revoked = stage.delete(&path).await;
    assert_shaped_like_fixture(&revoked.body, "card-revoked");
    assert_eq!(stage.delete(&path).await.status, 404);
}

#[tokio::test]
async fn an_address_changes_and_a_bad_one_changes_nothing() {
    let stage = Stage::set().await;
    let customer = customer(&stage, GOOD_CARD).await;
    let change = |email: &str| UpdateCustomer { email: Some(email.into()), source: None };
    let updated = stage.clover.update_customer(&customer.id, &change("new@example.test")).await.unwrap();
    assert_eq!(updated.email.as_deref(), Some("new@example.test"));
    let refused = stage.clover.update_customer(&customer.id, &change("nobody")).await.unwrap_err();
    assert_eq!(refusal(refused).code, Some(Code::EmailInvalid));
    assert_eq!(stage.clover.customer(&customer.id).await.unwrap(), updated);
}

#[tokio::test]
async fn a_declined_saved_card_stays_on_file() {
    let stage = Stage::set().await;
    let customer = customer(&stage, BAD_CARD).await;
    for key in ["a", "b"] {
        let error =
            stage.clover.create_charge(&charging(&customer.as_source(), 5), key, None).await.unwrap_err();
        assert!(matches!(error, ApiError::Declined(_)), "{error:?}");
    }
    assert!(stage.clover.customer(&customer.id).await.unwrap().card().is_some());
}

#[tokio::test]
async fn strangers_neither_see_nor_charge_nor_change_a_customer() {
    let stage = Stage::set().await;
    let customer = customer(&stage, GOOD_CARD).await;
    let stranger = stage.second_merchant();
    let card = customer.card().unwrap();
    let change = UpdateCustomer { email: Some("other@example.test".into()), source: None };
    let seen = refusal(stranger.customer(&customer.id).await.unwrap_err());
    let changed = refusal(stranger.update_customer(&customer.id, &change).await.unwrap_err());
    let revoked = refusal(stranger.revoke_card(&customer.id, card).await.unwrap_err());
    assert_eq!([seen.kind, changed.kind, revoked.kind], [RefusalKind::NotFound; 3]);
    let unpaid = stranger.create_charge(&charging(&customer.as_source(), 5), "k", None).await.unwrap_err();
    assert_eq!(refusal(unpaid).code, Some(Code::InvalidRequest));
    assert_eq!(stage.clover.customer(&customer.id).await.unwrap(), customer);
}

#[tokio::test]
async fn a_customer_needs_an_address_and_a_card_that_is_not_spent() {
    let stage = Stage::set().await;
    let spent = stage.token(GOOD_CARD).await;
    stage.clover.create_charge(&charging(&spent, 5), "k", None).await.unwrap();
    let good = stage.token(GOOD_CARD).await;
    let cases = [
        (json!({ "source": good.expose() }), "missing"),
        (json!({ "email": "nobody", "source": good.expose() }), "email_invalid"),
        (json!({ "email": "ada@example.test" }), "missing"),
        (json!({ "email": "ada@example.test", "source": "clv_nobody" }), "invalid_request"),
        (json!({ "email": "ada@example.test", "source": spent.expose() }), "token_already_used"),
    ];
    for (body, code) in cases {
        let answer = stage.post("/v1/customers", &body).await;
        assert_eq!((answer.status, answer.body["error"]["code"].as_str()), (400, Some(code)), "{body}");
    }
}

#[tokio::test]
async fn a_token_that_the_frames_ask_for_as_multi_pay_is_charged_twice() {
    let stage = Stage::set().await;
    let body = json!({
        "card": { "number": GOOD_CARD, "exp_month": "12", "exp_year": "2040", "cvv": "123" }, "multipay": true,
    });
    let token = SourceId::from(stage.tokens(&body).await.body["id"].as_str().unwrap());
    for key in ["a", "b"] {
        assert!(stage.clover.create_charge(&charging(&token, 5), key, None).await.unwrap().is_approved());
    }
}

#[tokio::test]
async fn a_merchant_without_multi_pay_tokens_saves_nothing() {
    let config = Config { multi_pay: MultiPay::Off, ..Config::default() };
    let stage = Stage::with(config).await;
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCustomer::with_card("ada@example.test", token.clone());
    let refused = stage.clover.create_customer(&wanted, "k").await.unwrap_err();
    assert_eq!(refusal(refused).param.as_deref(), Some("source"));
    assert!(stage.clover.create_charge(&charging(&token, 5), "a", None).await.is_ok());
    let again = stage.clover.create_charge(&charging(&token, 5), "b", None).await.unwrap_err();
    assert_eq!(refusal(again).code, Some(Code::TokenAlreadyUsed));
}
