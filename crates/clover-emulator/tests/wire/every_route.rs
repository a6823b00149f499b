//! Every fault on every route: a route that is added to the table of names is tried here without being asked.

use serde_json::{Value, json};

use crate::stage::{Stage, until};

/// A route's name, and its bare request.
async fn routes(stage: &Stage) -> Vec<(String, String, String)> {
    let listed = stage.get("/_control/routes").await.body;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = listed["routes"].as_array().unwrap().iter();
    rows.map(|row| (text(&row["name"]), text(&row["method"]), text(&row["path"]))).collect()
}

/// Everything that comes back for a bare request.
async fn spoken(stage: &Stage, method: &str, path: &str) -> String {
    let end = "content-length: 0\r\nconnection: close";
    stage.speak(&format!("{method} {path} HTTP/1.1\r\nhost: HOST\r\n{end}\r\n\r\n")).await
}

#[tokio::test]
async fn every_route_is_struck_by_every_fault() {
    type Sign = fn(&str) -> bool;
    let faults: [(Value, Sign); 12] = [
        (json!({ "kind": "refuse-connection" }), str::is_empty),
        (json!({ "kind": "drop-answer" }), str::is_empty),
        (json!({ "kind": "status", "status": 503 }), |it| it.starts_with("HTTP/1.1 503")),
        (json!({ "kind": "status", "status": 500, "after_commit": true }), |it| {
            it.starts_with("HTTP/1.1 500")
        }),
        (json!({ "kind": "decline" }), |it| it.starts_with("HTTP/1.1 402") && it.contains("issuer_declined")),
        (json!({ "kind": "rate-limit" }), |it| {
            it.starts_with("HTTP/1.1 429") && it.contains("retry-after: 1")
        }),
        (json!({ "kind": "missing" }), |it| it.starts_with("HTTP/1.1 404")),
        (json!({ "kind": "empty" }), |it| it.starts_with("HTTP/1.1 200") && it.contains("content-length: 0")),
        (json!({ "kind": "malformed" }), |it| it.ends_with("{]")),
        (json!({ "kind": "truncated" }), |it| it.starts_with("HTTP/1.1") && length(it) > body(it).len()),
        (json!({ "kind": "huge", "mib": 1 }), |it| body(it).len() > 1024 * 1024),
        (json!({ "kind": "wrong-content-type" }), |it| it.contains("content-type: text/html")),
    ];
    let stage = Stage::set().await;
    let routes = routes(&stage).await;
    assert!(routes.len() >= 40, "{}", routes.len());
    for (name, method, path) in routes {
        for (fault, is_seen_in) in &faults {
            stage.fault(&name, fault.clone()).await;
            let answer = spoken(&stage, &method, &path).await;
            let start: String = answer.chars().take(300).collect();
            assert!(is_seen_in(&answer), "{name} under {fault}: {start}");
        }
        let unstruck = spoken(&stage, &method, &path).await;
        assert!(!unstruck.starts_with("HTTP/1.1 405"), "no such route: {method} {path}");
    }
}

#[tokio::test]
async fn every_route_can_be_held_and_let_go() {
    let stage = Stage::set().await;
    for (name, method, path) in routes(&stage).await {
        stage.lever("/hold", &json!({ "route": name })).await;
        let (answer, ()) = tokio::join!(spoken(&stage, &method, &path), async {
            until(async || stage.get("/_control/held").await.body["routes"] == json!([name])).await;
            stage.lever("/release", &json!({})).await;
        });
        assert!(answer.starts_with("HTTP/1.1 "), "{name}: {answer}");
    }
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn length(answer: &str) -> usize {
    let (_, rest) = answer.split_once("content-length: ").unwrap();
    rest.split("\r\n").next().unwrap().parse().unwrap()
}
