//! Everything besides a card in the clear that becomes a token, and what is wrong with what does not.

use clover_api::wire::{
    AccountHolder, AccountType, ApplePayHeader, ApplePayPaymentData, BankAccount, Brand, CheckType,
    CustomerIdType, DeclineCode, ExternalToken, RawCard, Token, TransArmorKeys,
};
use clover_api::{ApiError, TransArmorKey};
use clover_emulator::{Merchant, declined_accounts};
use serde_json::json;

use crate::stage::{BAD_CARD, GOOD_CARD, Stage, charging};

fn key() -> String {
    Merchant::first().pakms_key
}

fn card(number: &str) -> RawCard {
    RawCard {
        number: number.into(),
        exp_month: "12".into(),
        exp_year: "2040".into(),
        cvv: "123".into(),
        brand: Brand::Visa,
        address_zip: None,
    }
}

fn account(number: &str) -> BankAccount {
    BankAccount {
        account_number: number.into(),
        routing_number: "021000021".into(),
        check_type: CheckType::Personal,
        account_type: AccountType::Checking,
        customer_id_type: CustomerIdType::DriverLicense,
        customer_id_state: "NJ".into(),
        customer_id: "D1098111".into(),
        holder: AccountHolder {
            first_name: Some("Ada".into()),
            last_name: Some("Payer".into()),
            email: "ada@example.test".into(),
            phone: "2125550100".into(),
            address_line1: "1 Clover Lane".into(),
            address_city: "Trenton".into(),
            address_state: "NJ".into(),
            address_zip: "08601".into(),
            ..AccountHolder::default()
        },
        agreement: None,
    }
}

fn apple_pay(data: &str) -> ApplePayPaymentData {
    ApplePayPaymentData {
        version: "EC_v1".into(),
        data: data.into(),
        signature: "c2lnbmF0dXJl".into(),
        header: ApplePayHeader {
            ephemeral_public_key: "cHVibGlj".into(),
            public_key_hash: "aGFzaA==".into(),
            transaction_id: "0badc0de".into(),
        },
    }
}

/// How a charge of the token ends: nothing, or why it was declined.
async fn fate(stage: &Stage, token: &Token) -> Option<DeclineCode> {
    match stage.clover.create_charge(&charging(&token.id, 900), token.id.expose(), None).await {
        Ok(charge) => {
            assert!(charge.is_approved());
            None
        }
        Err(ApiError::Declined(decline)) => decline.decline_code,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_in_the_clear_becomes_a_token() {
    let stage = Stage::set().await;
    let token = stage.clover.create_raw_card_token(&card(GOOD_CARD), &key()).await.unwrap();
    assert_eq!(fate(&stage, &token).await, None);
}

#[tokio::test]
async fn an_encrypted_card_number_is_the_card_it_was() {
    let stage = Stage::set().await;
    let key_of_clover = stage.clover.transarmor_key().await.unwrap();
    for (number, declined) in [(GOOD_CARD, None), (BAD_CARD, Some(DeclineCode::IssuerDeclined))] {
        let encrypted = key_of_clover.encrypt(&card(number)).unwrap();
        let token = stage.clover.create_encrypted_card_token(&encrypted, &key()).await.unwrap();
        let shown = token.card.clone().unwrap();
        assert_eq!(shown.last4.as_deref(), number.get(12..));
        assert_eq!(fate(&stage, &token).await, declined);
    }
}

#[tokio::test]
async fn the_key_file_is_asked_for_once_for_each_client() {
    let stage = Stage::set().await;
    let first = stage.clover.transarmor_key().await.unwrap();
    stage.fault("assets", json!({ "kind": "missing" })).await;
    assert_eq!(stage.clover.clone().transarmor_key().await.unwrap(), first);
}

#[tokio::test]
async fn what_is_encrypted_for_production_is_not_understood() {
    let stage = Stage::set().await;
    let file = stage.get("/assets/keys.json").await.body;
    let keys: TransArmorKeys = serde_json::from_value(file).unwrap();
    let production = TransArmorKey::from_base64(&keys.production).unwrap();
    let encrypted = production.encrypt(&card(GOOD_CARD)).unwrap();
    let error = stage.clover.create_encrypted_card_token(&encrypted, &key()).await.unwrap_err();
    let ApiError::Refused(refusal) = error else { panic!("{error:?}") };
    assert_eq!(refusal.param.as_deref(), Some("encrypted_pan"));
}

#[tokio::test]
async fn the_ends_sent_beside_an_encrypted_number_must_be_its_own() {
    let stage = Stage::set().await;
    let mut encrypted = stage.clover.transarmor_key().await.unwrap().encrypt(&card(GOOD_CARD)).unwrap();
    encrypted.last4 = "1111".into();
    let error = stage.clover.create_encrypted_card_token(&encrypted, &key()).await.unwrap_err();
    assert!(matches!(error, ApiError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn a_bank_account_is_charged_or_declined_as_its_number_says() {
    let stage = Stage::set().await;
    let token = stage.clover.create_ach_token(&account("1234567890"), &key()).await.unwrap();
    let charge = stage.clover.create_charge(&charging(&token.id, 900), "k", None).await.unwrap();
    assert_eq!(charge.payment_method_details.as_deref(), Some("ach"));
    for (number, code) in declined_accounts() {
        let token = stage.clover.create_ach_token(&account(number), &key()).await.unwrap();
        assert_eq!(fate(&stage, &token).await, Some(DeclineCode::from(code)), "{number}");
    }
}

#[tokio::test]
async fn an_account_that_cannot_be_one_is_refused() {
    let stage = Stage::set().await;
    let good = serde_json::to_value(account("1234567890")).unwrap();
    assert_eq!(stage.tokens(&json!({ "ach": good })).await.status, 200);
    let cases = [
        ("bank_account_number", json!("12"), "invalid_request"),
        ("bank_routing_number", json!("123456789"), "invalid_request"),
        ("check_type", json!("blank"), "invalid_request"),
        ("account_type", json!("secret"), "invalid_request"),
        ("customer_id_type", json!("library_card"), "invalid_request"),
        ("last_name", json!(null), "missing"),
        ("email", json!("nobody"), "email_invalid"),
    ];
    for (name, value, code) in cases {
        let mut body = good.clone();
        body[name] = value;
        let answer = stage.tokens(&json!({ "ach": body })).await;
        assert_eq!((answer.status, answer.body["error"]["code"].as_str()), (400, Some(code)), "{name}");
    }
}

#[tokio::test]
async fn an_apple_pay_payment_is_charged_once() {
    let stage = Stage::set().await;
    let token = stage.clover.create_apple_pay_token(&apple_pay("ZW5jcnlwdGVk"), &key()).await.unwrap();
    assert_eq!(fate(&stage, &token).await, None);
    let declined = stage.clover.create_apple_pay_token(&apple_pay(BAD_CARD), &key()).await.unwrap();
    assert_eq!(fate(&stage, &declined).await, Some(DeclineCode::IssuerDeclined));
    let again = stage.clover.create_charge(&charging(&token.id, 5), "again", None).await;
    assert!(matches!(again, Err(ApiError::Refused(_))), "{again:?}");
}

#[tokio::test]
async fn another_gateways_token_may_be_charged_again_and_again() {
    let stage = Stage::set().await;
    let external = ExternalToken::transarmor("6011001234568321".into(), "12", "40");
    let token = stage.clover.create_token_from_external(&external, &key()).await.unwrap();
    for idempotency_key in ["a", "b"] {
        let charge = stage.clover.create_charge(&charging(&token.id, 5), idempotency_key, None).await;
        assert!(charge.unwrap().is_approved());
    }
}

#[tokio::test]
async fn a_wrapper_is_known_by_every_spelling_in_circulation() {
    let stage = Stage::set().await;
    let account = serde_json::to_value(account("1234567890")).unwrap();
    let payment = serde_json::to_value(apple_pay("ZW5jcnlwdGVk")).unwrap();
    let gift_card = json!({ "number": "700025" });
    let older = json!({
        "token_value": 1_234_567_890,
        "transarmor_token_attribute": { "exp_month": "12", "exp_year": "2040" },
    });
    for body in [
        json!({ "ach": account }),
        json!({ "bank_account": account }),
        json!({ "gift_card": gift_card }),
        json!({ "giftCard": gift_card }),
        json!({ "encryptedWallet": { "applePayPaymentData": payment } }),
        json!({ "encrypted_wallet": { "applePayPaymentData": payment } }),
        json!({ "applePayPaymentData": payment }),
        json!({ "external_token": older }),
    ] {
        let answer = stage.tokens(&body).await;
        assert_eq!(answer.status, 200, "{body} {answer:?}");
    }
    assert_eq!(stage.tokens(&json!({ "cheque": {} })).await.body["error"]["code"], "missing");
}

#[tokio::test]
async fn no_number_is_in_the_record_of_requests() {
    let stage = Stage::set().await;
    let encrypted = stage.clover.transarmor_key().await.unwrap().encrypt(&card(GOOD_CARD)).unwrap();
    let external = ExternalToken::transarmor("98765".into(), "12", "40");
    stage.clover.create_encrypted_card_token(&encrypted, &key()).await.unwrap();
    stage.clover.create_raw_card_token(&card(GOOD_CARD), &key()).await.unwrap();
    stage.clover.create_ach_token(&account("1234567890"), &key()).await.unwrap();
    stage.clover.create_apple_pay_token(&apple_pay("ZW5jcnlwdGVk"), &key()).await.unwrap();
    stage.clover.create_token_from_external(&external, &key()).await.unwrap();
    stage.tokens(&json!({ "gift_card": { "number": "700025", "security_code": "7855" } })).await;
    let seen = stage.get("/_control/requests").await.body.to_string();
    for secret in
        [GOOD_CARD, "1234567890", "D1098111", "ZW5jcnlwdGVk", "98765", "700025", "7855", "c2lnbmF0dXJl"]
    {
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    assert!(seen.contains("021000021"), "the record shows nothing: {seen}");
}

#[tokio::test]
async fn what_is_sent_shows_itself_in_no_debug_text() {
    let stage = Stage::set().await;
    let encrypted = stage.clover.transarmor_key().await.unwrap().encrypt(&card(GOOD_CARD)).unwrap();
    let shown = format!(
        "{:?} {:?} {:?} {encrypted:?}",
        card(GOOD_CARD),
        account("1234567890"),
        apple_pay("ZW5jcnlwdGVk")
    );
    for secret in [GOOD_CARD, "123\"", "1234567890", "D1098111", "Ada", "ZW5jcnlwdGVk"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
