//! The browser's half as files.

use serde_json::json;

use crate::stage::Stage;

#[tokio::test]
async fn sdk_frame_and_their_parts_are_served_uncached() {
    let stage = Stage::set().await;
    for (path, content_type) in [
        ("/sdk.js", "text/javascript; charset=utf-8"),
        ("/widget.html", "text/html; charset=utf-8"),
        ("/assets/widget.css", "text/css; charset=utf-8"),
    ] {
        let answer = stage.http.get(format!("{}{path}", stage.origin)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], content_type);
        assert_eq!(answer.headers()["cache-control"], "no-store");
    }
}

#[tokio::test]
async fn nothing_outside_the_assets_can_be_reached() {
    let stage = Stage::set().await;
    for path in
        ["/assets/..%2fCargo.toml", "/assets/%2e%2e/Cargo.toml", "/assets//etc/passwd", "/assets/none.js"]
    {
        assert_eq!(stage.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_sdk_can_be_gone_or_empty() {
    let stage = Stage::set().await;
    stage.fault("sdk", json!({ "kind": "missing" })).await;
    assert_eq!(stage.get("/sdk.js").await.status, 404);
    stage.fault("sdk", json!({ "kind": "empty" })).await;
    let empty = stage.http.get(format!("{}/sdk.js", stage.origin)).send().await.unwrap();
    assert_eq!(empty.headers()["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(empty.text().await.unwrap(), "");
    assert!(
        !stage
            .http
            .get(format!("{}/sdk.js", stage.origin))
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
            .is_empty()
    );
}
