//! A merchant connects, and the server goes on acting for them.

use clover_api::oauth::{Stored, TokenVault};
use clover_emulator::Merchant;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::emulated::{KEY, Node, Town, Trust, cookie, location, until};

/// An access token of the merchant, as this server has it.
async fn token(node: &Node) -> Option<String> {
    let connections = node.app.desk.gateway().connections().unwrap();
    let token = connections.tokens().access_token(&Merchant::first().id).await.ok()?;
    Some(token.expose_secret().to_owned())
}

async fn reads_the_account(node: &Node) -> bool {
    let acme = primitives::MerchantSlug::parse("acme").unwrap();
    node.app.desk.gateway().client(&acme).unwrap().merchant(&Merchant::first().id).await.is_ok()
}

#[tokio::test]
async fn a_merchant_who_agrees_takes_payments() {
    for trust in [Trust::High, Trust::Low] {
        let town = Town::build(trust).await;
        let invoice = town.invoice().await;
        assert!(
            town.view(&invoice).await["standing"].get("card_form").is_none_or(serde_json::Value::is_null)
        );
        town.connect().await;
        let form = town.view(&invoice).await["standing"]["card_form"].clone();
        assert_eq!(form["api_key"], Merchant::first().pakms_key.as_str());
        assert_eq!(town.pay(&invoice).await.status(), 200);
        assert_eq!(town.standing(&invoice).await, "paid");
    }
}

#[tokio::test]
async fn the_way_to_clover_leaves_nothing_in_an_address_and_tells_the_end_in_the_merchants_language() {
    let town = Town::build(Trust::High).await;
    let link = town.connect_link().await;
    let left = town.open(&link, None).await;
    assert_eq!(left.status(), 303);
    let kept = left.headers()["set-cookie"].to_str().unwrap();
    assert!(kept.contains("HttpOnly") && kept.contains("SameSite=Lax") && kept.contains("Max-Age=900"));
    let consent = location(&left);
    assert!(!consent.contains(link.rsplit('/').next().unwrap()));
    let back = town.press(&consent, "approve", &Merchant::first().id).await;
    let arrived = town.open(&back, Some(&cookie(&left))).await;
    assert_eq!(
        (arrived.status().as_u16(), location(&arrived)),
        (303, "/connect/result/acme/connected".into())
    );
    assert!(arrived.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    let page = town.get(&location(&arrived)).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    let page = page.text().await.unwrap();
    assert!(page.contains("<html lang=\"fr-CA\">") && page.contains("Vous êtes connecté"), "{page}");
    assert!(page.contains("Acme Plumbing"));
}

#[tokio::test]
async fn a_merchant_who_denies_and_a_link_that_leads_nowhere_are_told_so() {
    let town = Town::build(Trust::Low).await;
    let left = town.open(&town.connect_link().await, None).await;
    let back = town.press(&location(&left), "deny", &Merchant::first().id).await;
    let arrived = town.open(&back, Some(&cookie(&left))).await;
    assert_eq!(location(&arrived), "/connect/result/-/denied");
    let unknown = town.get("/connect/nobody-made-this").await;
    assert_eq!(unknown.status(), 400);
    assert!(unknown.text().await.unwrap().contains("data-outcome=\"link-unknown\""));
    assert_eq!(town.get("/connect/result/acme/elsewhere").await.status(), 404);
    assert_eq!(town.request(Method::POST, "/api/v1/connection-links").send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_callback_counts_once_and_only_in_the_browser_that_left() {
    let town = Town::build(Trust::High).await;
    let link = town.connect_link().await;
    let left = town.open(&link, None).await;
    let kept = cookie(&left);
    let back = town.press(&location(&left), "approve", &Merchant::first().id).await;
    for strange in [None, Some("trefoil-connect=another"), Some("other=1")] {
        let arrived = town.open(&back, strange).await;
        assert_eq!(location(&arrived), "/connect/result/-/state-unknown");
    }
    assert!(location(&town.open(&back, Some(&kept)).await).ends_with("/acme/connected"));
    assert!(location(&town.open(&back, Some(&kept)).await).ends_with("/acme/state-used"));
    let again = town.open(&link, None).await;
    assert!(again.text().await.unwrap().contains("data-outcome=\"link-used\""));
    assert_eq!(town.requests("oauth-token").await, 1);
}

#[tokio::test]
async fn another_account_is_never_put_in_the_merchants_place() {
    let town = Town::build(Trust::High).await;
    let left = town.open(&town.connect_link().await, None).await;
    let back = town.press(&location(&left), "approve", &Merchant::second().id).await;
    let honest = town.open(&back, Some(&cookie(&left))).await;
    assert!(location(&honest).ends_with("/acme/other-merchant"));
    assert_eq!(town.requests("oauth-token").await, 0);

    let left = town.open(&town.connect_link().await, None).await;
    let back = town.press(&location(&left), "approve", &Merchant::second().id).await;
    let forged = back.replace(&Merchant::second().id, &Merchant::first().id);
    let forged = town.open(&forged, Some(&cookie(&left))).await;
    assert!(location(&forged).ends_with("/acme/exchange-failed"));
    assert_eq!(token(&town.nodes[0]).await, None);
}

#[tokio::test]
async fn a_start_from_the_app_market_goes_on_to_clover_and_comes_back_connected() {
    let town = Town::build(Trust::Low).await;
    let market = |merchant: &str| {
        let app = clover_emulator::RegisteredApp::default().client_id;
        format!("{}/appmarket/apps/{app}?merchant={merchant}", town.clover.origin())
    };
    let started = town.open(&market(&Merchant::first().id), None).await;
    let onward = town.open(&location(&started), None).await;
    let back = town.press(&location(&onward), "approve", &Merchant::first().id).await;
    assert!(location(&town.open(&back, Some(&cookie(&onward))).await).ends_with("/acme/connected"));
    let stranger = town.open(&market(&Merchant::second().id), None).await;
    let stranger = town.open(&location(&stranger), None).await;
    assert_eq!(location(&stranger), "/connect/result/-/other-merchant");
}

#[tokio::test]
async fn what_is_stored_holds_no_token() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    let token = token(&town.nodes[0]).await.unwrap();
    let path = town.database.strip_prefix("sqlite://").unwrap();
    let mut stored = Vec::new();
    for file in [path.to_owned(), format!("{path}-wal")] {
        stored.extend(std::fs::read(file).unwrap_or_default());
    }
    let holds = |text: &str| stored.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&Merchant::first().id) && holds("connection_attempts"));
    assert!(!holds(&token) && !holds("clvroar-"));
}

#[tokio::test]
async fn of_two_servers_one_renews_and_both_go_on() {
    let town = Town::of_two_nodes().await;
    town.connect().await;
    for node in &town.nodes {
        assert!(reads_the_account(node).await);
    }
    let before = token(&town.nodes[0]).await;
    town.access("end-access-tokens").await;
    let go_on = async |node: &Node| until(async || reads_the_account(node).await).await;
    tokio::join!(go_on(&town.nodes[0]), go_on(&town.nodes[1]));
    assert_eq!(token(&town.nodes[0]).await, token(&town.nodes[1]).await);
    assert_ne!(token(&town.nodes[0]).await, before);
    assert_eq!(town.requests("oauth-refresh").await, 1);
}

#[tokio::test]
async fn a_pair_that_was_lost_on_its_way_is_recovered_by_an_app_with_a_secret() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    town.fault("oauth-refresh", json!({ "kind": "drop-answer" })).await;
    town.access("end-access-tokens").await;
    until(async || reads_the_account(&town.nodes[0]).await).await;
    assert_eq!(town.requests("oauth-recovery").await, 1);
}

#[tokio::test]
async fn a_lost_connection_is_shown_and_mended_by_connecting_again() {
    let town = Town::build(Trust::Low).await;
    town.connect().await;
    let invoice = town.invoice().await;
    assert!(town.view(&invoice).await["standing"]["card_form"].is_object());
    town.fault("oauth-refresh", json!({ "kind": "drop-answer" })).await;
    town.access("end-access-tokens").await;
    until(async || {
        reads_the_account(&town.nodes[0]).await;
        !town.view(&invoice).await["standing"]["card_form"].is_object()
    })
    .await;
    town.connect().await;
    assert!(town.view(&invoice).await["standing"]["card_form"].is_object());
    until(async || reads_the_account(&town.nodes[0]).await).await;
    let read = town.request(Method::GET, "/api/v1/invoices").bearer_auth(KEY).send().await.unwrap();
    assert_eq!(read.status(), 200);
}

#[tokio::test]
async fn a_public_key_is_fetched_anew_only_when_clover_has_another_one() {
    let town = Town::build(Trust::High).await;
    town.connect().await;
    let invoice = town.invoice().await;
    let key = async || town.view(&invoice).await["standing"]["card_form"]["api_key"].clone();
    let path = format!("/api/links/{}/public-key", crate::bench::link_of(&invoice));
    let instead_of = async |refused: &serde_json::Value| -> serde_json::Value {
        let body = json!({ "api_key": refused });
        let answer = town.request(Method::POST, &path).json(&body).send().await.unwrap();
        answer.json::<serde_json::Value>().await.unwrap()["api_key"].clone()
    };
    let old = key().await;
    town.access("rotate-pakms-key").await;
    assert_eq!(key().await, old);
    let fetched = town.requests("pakms").await;
    let new = instead_of(&old).await;
    assert_ne!(new, old);
    assert_eq!(key().await, new);
    for lie in [&new, &old, &new] {
        assert_eq!(instead_of(lie).await, new);
    }
    assert_eq!(town.requests("pakms").await, fetched + 1);
}

async fn version(node: &Node) -> i64 {
    let connections = node.app.desk.gateway().connections().unwrap();
    match connections.tokens().vault().load(&Merchant::first().id).await.unwrap() {
        Stored::Connected(pair) => pair.version,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_renewal_ends_well_although_nobody_waits_for_it_any_more() {
    let town = Town::build(Trust::Low).await;
    town.connect().await;
    town.access("end-access-tokens").await;
    town.lever("/hold", &json!({ "route": "oauth-refresh" })).await;
    tokio::select! {
        () = until(async || reads_the_account(&town.nodes[0]).await) => panic!("read without a token"),
        () = until(async || town.held().await == 1) => {}
    }
    assert_eq!(version(&town.nodes[0]).await, 1);
    town.lever("/release", &json!({})).await;
    until(async || version(&town.nodes[0]).await == 2).await;
    assert!(reads_the_account(&town.nodes[0]).await);
}
