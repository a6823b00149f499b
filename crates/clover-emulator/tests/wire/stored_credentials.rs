//! What charges say of saved cards, and what Clover remarks on it.

use clover_api::ApiError;
use clover_api::wire::{
    BillPay, Code, CreateCustomer, ExternalToken, InstallmentInfo, PayOrder, SourceId, StoredCredentials,
};
use clover_emulator::{Config, Merchant, MultiPay};

use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging, code};

/// What Clover remarks on a charge of `source` that says this of its credentials.
async fn remark(
    stage: &Stage,
    source: &SourceId,
    said: Option<StoredCredentials>,
    key: &str,
) -> Option<String> {
    let mut wanted = charging(source, 5);
    wanted.stored_credentials = said;
    stage.clover.create_charge(&wanted, key, None).await.unwrap().warning_message
}

#[tokio::test]
async fn a_first_charge_makes_its_token_one_that_later_charges_may_name() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    assert_eq!(remark(&stage, &token, Some(StoredCredentials::first()), "first").await, None);
    let plan = InstallmentInfo::of(BillPay::Recurring);
    for (key, said) in [
        ("holder", StoredCredentials::by_cardholder()),
        ("merchant", StoredCredentials::by_merchant()),
        ("plan", StoredCredentials::scheduled(plan)),
    ] {
        assert_eq!(remark(&stage, &token, Some(said), key).await, None, "{key}");
    }
    assert_eq!(stage.approved_charges().await, 4);
}

#[tokio::test]
async fn a_later_charge_without_a_first_one_is_made_with_a_remark() {
    let stage = Stage::set().await;
    let external = ExternalToken::transarmor("6011001234568321".into(), "12", "40");
    let key = Merchant::first().pakms_key;
    let token = stage.clover.create_token_from_external(&external, &key).await.unwrap().id;
    let later = || Some(StoredCredentials::by_merchant());
    let early = remark(&stage, &token, later(), "early").await.unwrap();
    assert!(early.starts_with("Subsequent credential on file pay request"), "{early}");
    assert!(remark(&stage, &token, None, "silent").await.is_some());
    assert_eq!(remark(&stage, &token, Some(StoredCredentials::first()), "first").await, None);
    assert_eq!(remark(&stage, &token, later(), "late").await, None);
}

#[tokio::test]
async fn a_saved_token_needs_its_credentials_and_a_named_customer_does_not() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    let wanted = CreateCustomer::with_card("ada@example.test", token.clone());
    let customer = stage.clover.create_customer(&wanted, "saved").await.unwrap();
    assert_eq!(remark(&stage, &customer.as_source(), None, "a").await, None);
    assert!(remark(&stage, &token, None, "b").await.is_some());
    assert_eq!(remark(&stage, &token, Some(StoredCredentials::by_cardholder()), "c").await, None);
}

#[tokio::test]
async fn a_declined_first_charge_saves_nothing() {
    let stage = Stage::set().await;
    let mut wanted = charging(&stage.token(BAD_CARD).await, 5);
    wanted.stored_credentials = Some(StoredCredentials::first());
    assert!(matches!(stage.clover.create_charge(&wanted, "a", None).await, Err(ApiError::Declined(_))));
    let again = stage.clover.create_charge(&wanted, "b", None).await.unwrap_err();
    assert_eq!(code(again), Some(Code::TokenAlreadyUsed));
}

#[tokio::test]
async fn a_first_charge_saves_nothing_where_the_gateway_allows_no_multi_pay_tokens() {
    let config = Config { multi_pay: MultiPay::Off, ..Config::default() };
    let stage = Stage::with(config).await;
    let token = stage.token(GOOD_CARD).await;
    assert!(remark(&stage, &token, Some(StoredCredentials::first()), "a").await.is_some());
    let again = stage.clover.create_charge(&charging(&token, 5), "b", None).await.unwrap_err();
    assert_eq!(code(again), Some(Code::TokenAlreadyUsed));
}

#[tokio::test]
async fn an_order_is_paid_with_stored_credentials() {
    let stage = Stage::set().await;
    let wanted = CreateCustomer::with_card("ada@example.test", stage.token(GOOD_CARD).await);
    let customer = stage.clover.create_customer(&wanted, "saved").await.unwrap();
    let order = stage.order().await;
    let mut pay = PayOrder::in_full(customer.as_source());
    pay.stored_credentials = Some(StoredCredentials::by_merchant());
    let paid = stage.clover.pay_order(&order.id, &pay, "k", None).await.unwrap();
    assert_eq!((paid.is_paid(), paid.warning_message), (true, None));
}
