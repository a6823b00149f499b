//! Hosted checkout: the page, where it leads, and the webhook that follows.

use clover_api::webhook::hosted_checkout::{FIVE_MINUTES, receive};
use clover_api::wire::{
    CartLine, CheckoutCustomer, CheckoutSession, CheckoutStatus, Code, CreateCheckout, RedirectUrls,
    TipSettings,
};
use clover_api::{ApiError, RefusalKind};
use clover_emulator::{Config, HostedCheckout, Merchant, WebhookTargets};
use serde_json::json;

use crate::receiver::Receiver;
use crate::shape::{assert_shaped_like_fixture, fixture};
use crate::stage::{BAD_CARD, GOOD_CARD, Stage};

const SECRET: &str = "a secret of the test";

async fn set() -> (Stage, Receiver) {
    let receiver = Receiver::listening().await;
    let webhooks = WebhookTargets {
        checkout_url: Some(receiver.url.clone()),
        checkout_secret: SECRET.into(),
        ..WebhookTargets::default()
    };
    (Stage::with(Config { webhooks, ..Config::default() }).await, receiver)
}

fn two_hours() -> CreateCheckout {
    CreateCheckout {
        redirect_urls: Some(RedirectUrls {
            success: Some("https://shop.example/paid".into()),
            failure: Some("https://shop.example/failed".into()),
            cancel: Some("https://shop.example/back".into()),
        }),
        ..CreateCheckout::of(vec![CartLine::priced("Two <hours>", 24_125, 2)])
    }
}

async fn open(stage: &Stage, checkout: &CreateCheckout) -> CheckoutSession {
    stage.clover.create_checkout(&Merchant::first().id, checkout).await.unwrap()
}

/// What a browser without redirects would see.
struct Seen {
    status: u16,
    leads_to: Option<String>,
    html: String,
}

async fn seen(request: reqwest::RequestBuilder) -> Seen {
    let answer = request.send().await.unwrap();
    let leads_to = answer.headers().get("location").map(|url| url.to_str().unwrap().to_owned());
    Seen { status: answer.status().as_u16(), leads_to, html: answer.text().await.unwrap() }
}

fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn visit(session: &CheckoutSession) -> Seen {
    seen(browser().get(&session.href)).await
}

/// Fills the form in, with `changes` made to a good card.
async fn press_pay(session: &CheckoutSession, changes: &[(&str, &str)]) -> Seen {
    let typed =
        [("number", GOOD_CARD), ("expiry", "12/40"), ("cvv", "123"), ("name", "Ada Payer"), ("zip", "")];
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in typed {
        let other = changes.iter().find(|(field, _)| *field == name);
        form.append_pair(name, other.map_or(value, |(_, value)| value));
    }
    form.extend_pairs(changes.iter().filter(|(name, _)| *name == "tip"));
    let request = browser().post(&session.href);
    seen(request.header("content-type", "application/x-www-form-urlencoded").body(form.finish())).await
}

fn refused(result: Result<CheckoutSession, ApiError>) -> (RefusalKind, Option<Code>) {
    match result {
        Err(ApiError::Refused(refusal)) => (refusal.kind, refusal.code),
        other => panic!("{other:?}"),
    }
}

fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap();
    since.as_secs().try_into().unwrap()
}

#[tokio::test]
async fn an_approved_payment_leads_to_success_and_is_told_of_with_a_signature() {
    let (stage, receiver) = set().await;
    let session = open(&stage, &two_hours()).await;
    let page = visit(&session).await;
    assert_eq!(page.status, 200);
    assert!(page.html.contains("$482.50") && page.html.contains("Two &lt;hours&gt;"), "{}", page.html);
    let paid = press_pay(&session, &[]).await;
    assert_eq!((paid.status, paid.leads_to.as_deref()), (303, Some("https://shop.example/paid")));
    let came = receiver.after(1).await;
    let (headers, body) = (&came[0].headers, &came[0].body);
    let told = receive(headers, body, &SECRET.into(), now(), FIVE_MINUTES).unwrap();
    assert_eq!(told.status, Some(CheckoutStatus::Approved));
    assert_eq!(told.merchant_id, Some(Merchant::first().id));
    assert_eq!(told.checkout_session_id, Some(session.checkout_session_id));
    let charge = stage.clover.charge(&told.payment_id.unwrap()).await.unwrap();
    assert!(charge.is_approved());
    assert_eq!(charge.amount, 48_250);
    assert!(stage.clover.order(charge.order.as_deref().unwrap()).await.unwrap().is_paid());
    assert!(receive(headers, body, &"another".into(), now(), FIVE_MINUTES).is_err());
    assert_shaped_like_fixture(&serde_json::from_slice(body).unwrap(), "webhook-checkout");
}

#[tokio::test]
async fn a_decline_leads_to_failure_and_another_card_can_still_pay_once() {
    let (stage, receiver) = set().await;
    let session = open(&stage, &two_hours()).await;
    let declined = press_pay(&session, &[("number", BAD_CARD)]).await;
    assert_eq!((declined.status, declined.leads_to.as_deref()), (303, Some("https://shop.example/failed")));
    for _ in 0..2 {
        let paid = press_pay(&session, &[]).await;
        assert_eq!(paid.leads_to.as_deref(), Some("https://shop.example/paid"));
    }
    assert_eq!(stage.approved_charges().await, 1);
    assert_eq!(stage.ledger().await["orders"].as_array().unwrap().len(), 1);
    let statuses: Vec<_> = receiver
        .after(2)
        .await
        .iter()
        .map(|came| receive(&came.headers, &came.body, &SECRET.into(), now(), FIVE_MINUTES).unwrap().status)
        .collect();
    assert_eq!(statuses, [Some(CheckoutStatus::Declined), Some(CheckoutStatus::Approved)]);
    assert!(visit(&session).await.html.contains("Nothing is left to pay"));
}

#[tokio::test]
async fn what_is_mistyped_is_named_at_its_field_and_spends_nothing() {
    let (stage, receiver) = set().await;
    let session = open(&stage, &two_hours()).await;
    for (field, typed) in
        [("number", "4242424242424241"), ("expiry", "13/40"), ("expiry", ""), ("cvv", "12345")]
    {
        let page = press_pay(&session, &[(field, typed)]).await;
        assert_eq!(page.status, 422, "{field} {typed}");
        assert!(page.html.contains(&format!("id=\"{field}\"")), "{}", page.html);
        let input = page.html.lines().find(|line| line.contains(&format!("id=\"{field}\""))).unwrap();
        assert!(input.contains("aria-invalid"), "{input}");
        assert_eq!(page.html.matches("aria-invalid").count(), 1);
        assert!(!page.html.contains(typed) || field == "expiry", "{}", page.html);
    }
    assert_eq!(stage.ledger().await["charges"], json!([]));
    assert!(receiver.came().is_empty());
}

#[tokio::test]
async fn after_a_quarter_of_an_hour_nobody_can_pay() {
    let (stage, _) = set().await;
    let session = open(&stage, &two_hours()).await;
    assert_eq!(session.expiration_time.unwrap() - session.created_time.unwrap(), 15 * 60_000);
    stage.lever("/clock", &json!({ "advance": "PT14M" })).await;
    assert_eq!(visit(&session).await.status, 200);
    stage.lever("/clock", &json!({ "advance": "PT1M" })).await;
    assert_eq!(visit(&session).await.status, 410);
    assert_eq!(press_pay(&session, &[]).await.status, 410);
    assert_eq!(stage.ledger().await["charges"], json!([]));
}

#[tokio::test]
async fn a_tip_is_added_only_where_the_page_offers_one() {
    let (stage, _) = set().await;
    let mut checkout = two_hours();
    let plain = open(&stage, &checkout).await;
    assert!(!visit(&plain).await.html.contains("Tip"));
    press_pay(&plain, &[("tip", "20")]).await;
    checkout.tips = Some(TipSettings { enabled: Some(true) });
    let tipped = open(&stage, &checkout).await;
    assert!(visit(&tipped).await.html.contains("Tip"));
    press_pay(&tipped, &[("tip", "15")]).await;
    let charges = stage.clover.list_charges(&clover_api::Page::default(), None).await.unwrap().data;
    let tips: Vec<_> = charges.iter().map(|charge| charge.tip_amount.unwrap_or(0)).collect();
    assert_eq!(tips, [7_238, 0]);
}

#[tokio::test]
async fn a_page_without_redirects_says_itself_how_it_ended() {
    let (stage, _) = set().await;
    let mut checkout = two_hours();
    checkout.redirect_urls = None;
    checkout.customer = CheckoutCustomer { first_name: Some("Ada".into()), ..CheckoutCustomer::default() };
    let session = open(&stage, &checkout).await;
    assert!(visit(&session).await.html.contains("value=\"Ada\""));
    assert!(press_pay(&session, &[("number", BAD_CARD)]).await.html.contains("The card was declined"));
    assert!(press_pay(&session, &[]).await.html.contains("Paid"));
    assert_eq!(seen(browser().get(format!("{}x", session.href))).await.status, 404);
}

#[tokio::test]
async fn what_clover_would_refuse_is_refused() {
    let (stage, _) = set().await;
    let mine = Merchant::first().id;
    let create =
        async |checkout: CreateCheckout| refused(stage.clover.create_checkout(&mine, &checkout).await);
    let bad = (RefusalKind::BadRequest, Some(Code::InvalidRequest));
    assert_eq!(create(CreateCheckout::of(Vec::new())).await, bad);
    assert_eq!(create(CreateCheckout::of(vec![CartLine::priced("n".repeat(128), 100, 1)])).await, bad);
    assert_eq!(create(CreateCheckout::of(vec![CartLine::priced("Free", 0, 1)])).await, bad);
    for url in ["http://shop.example/ok", "https://localhost/ok", "nonsense"] {
        let mut checkout = two_hours();
        checkout.redirect_urls = Some(RedirectUrls { cancel: Some(url.into()), ..RedirectUrls::default() });
        assert_eq!(create(checkout).await, bad, "{url}");
    }
    let huge = CreateCheckout::of(vec![CartLine::priced("Much", 99_999_999, 2)]);
    assert_eq!(create(huge).await, (RefusalKind::BadRequest, Some(Code::AmountTooLarge)));
    let named = CreateCheckout::of(vec![CartLine::priced("n".repeat(127), 100, 1)]);
    assert!(stage.clover.create_checkout(&mine, &named).await.is_ok());
    let other = stage.clover.create_checkout(&Merchant::second().id, &named).await;
    assert_eq!(refused(other).0, RefusalKind::Unauthorized);
    let path = "/invoicingcheckoutservice/v1/checkouts";
    let unnamed = stage.post(path, &json!({ "customer": {}, "shoppingCart": { "lineItems": [] } })).await;
    assert_eq!(unnamed.body["error"]["param"], "X-Clover-Merchant-Id");
}

#[tokio::test]
async fn the_documented_request_makes_a_session_of_the_documented_shape() {
    let stage = Stage::with(Config {
        hosted_checkout: HostedCheckout { lifetime_minutes: 30, local_redirects: true },
        ..Config::default()
    })
    .await;
    let mut request = fixture("checkout-request");
    request["redirectUrls"]["success"] = json!("http://localhost:3000/ok");
    let url = format!("{}/invoicingcheckoutservice/v1/checkouts", stage.origin);
    let post = |body: &serde_json::Value| {
        let post = stage.http.post(&url).bearer_auth(Merchant::first().api_token);
        stage.send(post.header("X-Clover-Merchant-Id", Merchant::first().id).json(body))
    };
    let session = post(&request).await;
    assert_shaped_like_fixture(&session.body, "checkout-session");
    let times = ["createdTime", "expirationTime"].map(|time| session.body[time].as_i64().unwrap());
    assert_eq!(times[1] - times[0], 30 * 60_000);
    request.as_object_mut().unwrap().remove("customer");
    assert_eq!(post(&request).await.body["error"]["param"], "customer");
}
