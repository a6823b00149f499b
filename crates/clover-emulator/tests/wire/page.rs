//! The page at `/`, and who may press what is on it.

use serde_json::json;

use crate::stage::{GOOD_CARD, Stage, charging};

#[tokio::test]
async fn the_page_and_its_parts_are_served_and_leave_no_trace() {
    let stage = Stage::set().await;
    stage.lever("/faults", &json!({ "route": "any", "fault": { "kind": "missing" } })).await;
    for (path, content_type) in [
        ("/", "text/html"),
        ("/_control/page/page.js", "text/javascript"),
        ("/_control/page/draw.js", "text/javascript"),
        ("/_control/page/page.css", "text/css"),
        ("/_control/page/icon.svg", "image/svg+xml"),
    ] {
        let answer = stage.http.get(format!("{}{path}", stage.origin)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(content_type), "{path}");
    }
    assert_eq!(stage.get("/_control/requests").await.body, json!({ "requests": [] }));
}

#[tokio::test]
async fn the_overview_counts_what_there_is_and_masks_tokens() {
    let stage = Stage::set().await;
    let token = stage.token(GOOD_CARD).await;
    stage.clover.create_charge(&charging(&token, 4_825), "k", None).await.unwrap();
    let seen = stage.get("/_control/overview").await.body;
    let of = |kind: &str| &seen["records"][kind];
    assert_eq!((&of("charges")["count"], &of("tokens")["count"]), (&json!(1), &json!(1)));
    assert_eq!(of("charges")["newest"][0]["amount"], 4_825);
    assert!(of("charges")["newest"][0]["created"].as_i64().unwrap() > 1_700_000_000_000);
    assert_eq!(of("tokens")["newest"][0]["standing"], "spent");
    assert_eq!(of("requests")["newest"][0]["route"], "create-charge");
    assert!(!seen.to_string().contains(token.expose()));
}

#[tokio::test]
async fn a_page_from_elsewhere_presses_no_lever() {
    let stage = Stage::set().await;
    stage.order().await;
    let reset = || stage.http.post(format!("{}/_control/reset", stage.origin));
    for request in [
        reset().header("origin", "http://elsewhere.test"),
        reset().header("sec-fetch-site", "cross-site"),
        reset().header("content-type", "text/plain").body("{}"),
    ] {
        assert_eq!(stage.send(request).await.status, 403);
    }
    assert_eq!(stage.ledger().await["orders"].as_array().unwrap().len(), 1);
    assert_eq!(stage.send(reset().header("origin", &stage.origin)).await.status, 200);
}
