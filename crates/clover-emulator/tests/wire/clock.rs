//! The clock and its lever.

use serde_json::{Value, json};

use crate::stage::{GOOD_CARD, Stage, charging};

const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn now(stage: &Stage) -> i64 {
    stage.get("/_control/clock").await.body["now_ms"].as_i64().unwrap()
}

#[tokio::test]
async fn every_form_of_a_step_moves_the_clock_forward() {
    let stage = Stage::set().await;
    assert_eq!(stage.get("/_control/clock").await.body["ahead_ms"], 0);
    for (step, least, most) in [
        (json!({ "advance_ms": DAY }), DAY, DAY),
        (json!({ "advance": 86_400 }), DAY, DAY),
        (json!({ "advance": "P2DT6H" }), 2 * DAY + DAY / 4, 2 * DAY + DAY / 4),
        (json!({ "advance": "P1M" }), 28 * DAY, 31 * DAY),
    ] {
        let before = now(&stage).await;
        let after = stage.lever("/clock", &step).await["now_ms"].as_i64().unwrap();
        assert!((before + least..before + most + DAY / 24).contains(&after), "{step}");
    }
}

#[tokio::test]
async fn what_happens_after_a_step_bears_the_new_time() {
    let stage = Stage::set().await;
    stage.lever("/clock", &json!({ "to": "2039-03-31T23:59:00Z" })).await;
    let token = stage.token(GOOD_CARD).await;
    let charge = stage.clover.create_charge(&charging(&token, 100), "k", None).await.unwrap();
    let created = charge.created.unwrap();
    let moment: i64 = 2_185_228_740_000;
    assert!((moment..moment + DAY / 24).contains(&created), "{created}");
    stage.lever("/clock", &json!({ "advance": "P2Y" })).await;
    assert_eq!(stage.tokenize(json!({})).await.body["error"]["param"], "exp_year");
}

#[tokio::test]
async fn the_clock_goes_back_only_by_a_reset() {
    let stage = Stage::set().await;
    let refused: [Value; 6] = [
        json!({ "to": "2001-01-01T00:00:00Z" }),
        json!({ "advance": "-P1D" }),
        json!({ "advance": "P9000Y" }),
        json!({ "advance_ms": -1 }),
        json!({ "advance": "a month" }),
        json!({ "advance_ms": 1, "advance": 1 }),
    ];
    for step in refused {
        let answer = stage.post("/_control/clock", &step).await;
        assert_eq!(answer.status, 400, "{step}");
        assert!(answer.body["error"].is_string());
    }
    stage.lever("/clock", &json!({ "advance": "P1Y" })).await;
    stage.lever("/reset", &json!({})).await;
    assert_eq!(stage.get("/_control/clock").await.body["ahead_ms"], 0);
}
