//! Health, readiness and files.

use crate::bench::Bench;

#[tokio::test]
async fn a_server_that_answers_is_alive_and_ready() {
    let bench = Bench::start().await;
    assert_eq!(bench.get("/healthz").await.status(), 200);
    assert_eq!(bench.get("/readyz").await.status(), 200);
}

#[tokio::test]
async fn files_outside_of_the_page_are_not_served() {
    let bench = Bench::start().await;
    for path in
        ["/index.html", "/../Cargo.toml", "/..%2fCargo.toml", "/%2e%2e/Cargo.toml", "/", "/robots.txt.br"]
    {
        assert_eq!(bench.get(path).await.status(), 404, "{path}");
    }
}
