//! What nobody knows about Clover is a setting, and each setting does what it says.

use clover_emulator::{Config, DeclineMessage, Declines, Habits};
use serde_json::{Value, json};

use crate::stage::{BAD_CARD, GOOD_CARD, Stage};

async fn with(habits: Habits) -> Stage {
    Stage::with(Config { habits, ..Config::default() }).await
}

async fn charge_of(stage: &Stage, card: &str) -> Value {
    json!({ "amount": 700, "currency": "usd", "source": stage.token(card).await.expose() })
}

async fn pass(stage: &Stage, seconds: u32) {
    stage.lever("/clock", &json!({ "advance": seconds })).await;
}

#[tokio::test]
async fn a_token_waits_for_ever_unless_it_is_told_to_end() {
    for (token_minutes, status) in [(None, 200), (Some(20), 400)] {
        let stage = with(Habits { token_minutes, ..Habits::default() }).await;
        let body = charge_of(&stage, GOOD_CARD).await;
        pass(&stage, 20 * 60).await;
        assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, status);
    }
}

#[tokio::test]
async fn a_token_that_has_not_ended_yet_is_charged() {
    let stage = with(Habits { token_minutes: Some(20), ..Habits::default() }).await;
    let body = charge_of(&stage, GOOD_CARD).await;
    pass(&stage, 19 * 60).await;
    assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, 200);
}

#[tokio::test]
async fn a_key_is_known_for_ever_unless_it_is_told_to_end() {
    for (key_minutes, status) in [(None, 200), (Some(60), 400)] {
        let stage = with(Habits { key_minutes, ..Habits::default() }).await;
        let body = charge_of(&stage, GOOD_CARD).await;
        assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, 200);
        pass(&stage, 60 * 60).await;
        // Forgotten, the request is a new one, and its token is spent.
        assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, status);
    }
}

#[tokio::test]
async fn a_decline_is_repeated_under_its_key_or_forgotten() {
    for (declines, status) in [(Declines::Repeated, 402), (Declines::Forgotten, 400)] {
        let stage = with(Habits { declines, ..Habits::default() }).await;
        let body = charge_of(&stage, BAD_CARD).await;
        assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, 402);
        assert_eq!(stage.post_with_key("/v1/charges", "k", &body).await.status, status);
    }
}

#[tokio::test]
async fn a_decline_says_its_status_in_words_or_does_not() {
    for (decline_message, has_one) in [(DeclineMessage::With, true), (DeclineMessage::Without, false)] {
        let stage = with(Habits { decline_message, ..Habits::default() }).await;
        let body = charge_of(&stage, BAD_CARD).await;
        let answer = stage.post_with_key("/v1/charges", "k", &body).await;
        assert_eq!((answer.status, answer.body["message"].is_string()), (402, has_one));
        assert_eq!(answer.body["error"]["code"], "card_declined");
    }
}
