//! Plans and subscriptions, and the charges that come with the clock.

use clover_api::wire::{
    Charge, Code, CreateCustomer, CreatePlan, CreateSubscription, Interval, Plan, RecurringTime, SourceId,
    Subscription, UpdatePlan, UpdateSubscription,
};
use clover_api::{ApiError, Page, RefusalKind};
use clover_emulator::{Config, Merchant, WebhookTargets};
use serde_json::{Value, json};

use crate::receiver::Receiver;
use crate::shape::assert_shaped_like_fixture;
use crate::stage::{BAD_CARD, GOOD_CARD, Stage};

fn mine() -> String {
    Merchant::first().id
}

/// A stage at a given moment.
async fn at(moment: &str) -> Stage {
    let stage = Stage::set().await;
    stage.lever("/clock", &json!({ "to": moment })).await;
    stage
}

async fn customer(stage: &Stage, card: &str) -> String {
    let token = stage.token(card).await;
    let customer = CreateCustomer::with_card("ada@example.test", token);
    stage.clover.create_customer(&customer, &format!("customer {card}")).await.unwrap().id
}

async fn plan(stage: &Stage, interval: Interval) -> Plan {
    stage.clover.create_plan(&mine(), &CreatePlan::every(1, interval, "Care", 4_999)).await.unwrap()
}

async fn subscribe(stage: &Stage, plan: &Plan, subscription: &CreateSubscription) -> Subscription {
    stage.clover.create_subscription(&mine(), &plan.id, subscription).await.unwrap()
}

/// Oldest first.
async fn charges(stage: &Stage) -> Vec<Charge> {
    let mut charges = stage.clover.list_charges(&Page::of(100), None).await.unwrap().data;
    charges.reverse();
    charges
}

/// The days of all charges.
async fn days(stage: &Stage) -> Vec<String> {
    let day = |charge: Charge| RecurringTime::from_millis(charge.created.unwrap()).as_str()[..10].to_owned();
    charges(stage).await.into_iter().map(day).collect()
}

async fn forward(stage: &Stage, period: &str) {
    stage.lever("/clock", &json!({ "advance": period })).await;
}

fn refusal<T: std::fmt::Debug>(result: Result<T, ApiError>) -> (RefusalKind, Option<Code>) {
    match result {
        Err(ApiError::Refused(refusal)) => (refusal.kind, refusal.code),
        other => panic!("{other:?}"),
    }
}

const BAD: (RefusalKind, Option<Code>) = (RefusalKind::BadRequest, Some(Code::InvalidRequest));
const GONE: (RefusalKind, Option<Code>) = (RefusalKind::NotFound, Some(Code::ResourceMissing));

#[tokio::test]
async fn plans_are_made_found_changed_and_listed_by_their_interval() {
    let stage = Stage::set().await;
    let made = plan(&stage, Interval::Month).await;
    let weekly = plan(&stage, Interval::Week).await;
    assert_eq!(stage.clover.plan(&mine(), &made.id).await.unwrap(), made);
    let list = async |interval: Option<Interval>, count| {
        let plans = stage.clover.list_plans(&mine(), interval.as_ref(), count).await.unwrap().data;
        plans.into_iter().map(|plan| plan.id).collect::<Vec<_>>()
    };
    assert_eq!(list(None, None).await, [weekly.id.clone(), made.id.clone()]);
    assert_eq!(list(Some(Interval::Month), Some(1)).await, std::slice::from_ref(&made.id));
    assert!(list(Some(Interval::Month), Some(2)).await.is_empty());
    let change = UpdatePlan { name: Some("More care".into()), amount: Some(5_999), ..UpdatePlan::default() };
    let changed = stage.clover.update_plan(&mine(), &made.id, &change).await.unwrap();
    assert_eq!((changed.name.as_deref(), changed.amount), (Some("More care"), Some(5_999)));
    assert_eq!((changed.note, changed.interval), (made.note, made.interval));
    assert_eq!(refusal(stage.clover.plan(&mine(), "NOBODYS").await), GONE);
    let stranger = stage.second_merchant();
    assert_eq!(refusal(stranger.plan(&Merchant::second().id, &made.id).await), GONE);
    assert_eq!(refusal(stranger.plan(&mine(), &made.id).await).0, RefusalKind::Unauthorized);
}

#[tokio::test]
async fn nonsense_makes_no_plan_and_the_interval_stays() {
    let stage = Stage::set().await;
    let good = CreatePlan::every(1, Interval::Day, "Care", 100);
    for bad in [
        CreatePlan { name: "ab".into(), ..good.clone() },
        CreatePlan { name: "n".repeat(128), ..good.clone() },
        CreatePlan { amount: 0, ..good.clone() },
        CreatePlan { interval_count: 0, ..good.clone() },
        CreatePlan { interval: Interval::Other("HOUR".into()), ..good.clone() },
        CreatePlan { tip_amount: Some(-1), ..good.clone() },
    ] {
        assert_eq!(refusal(stage.clover.create_plan(&mine(), &bad).await), BAD, "{bad:?}");
    }
    let made = stage.clover.create_plan(&mine(), &good).await.unwrap();
    let put = async |body: Value| {
        let request = stage.http.put(format!("{}/recurring/v1/plans/{}", stage.origin, made.id));
        let request = request.bearer_auth(Merchant::first().api_token).header("x-clover-merchant-id", mine());
        stage.send(request.json(&body)).await
    };
    assert_eq!(put(json!({ "interval": "WEEK" })).await.body["error"]["param"], "interval");
    assert_eq!(put(json!({ "intervalCount": 2 })).await.status, 400);
    let same = put(json!({ "interval": "DAY", "intervalCount": 1, "note": "New" })).await;
    assert_eq!(same.body["note"], "New");
}

#[tokio::test]
async fn a_subscription_from_the_31st_is_charged_once_for_each_month_by_the_calendar() {
    let stage = at("2028-01-31T10:00:00Z").await;
    let (customer, plan) = (customer(&stage, GOOD_CARD).await, plan(&stage, Interval::Month).await);
    let made = subscribe(&stage, &plan, &CreateSubscription::of(customer.as_str())).await;
    assert_eq!(made.customer_uuid.as_deref(), Some(customer.as_str()));
    assert_eq!(days(&stage).await, ["2028-01-31"]);
    forward(&stage, "P28D").await;
    assert_eq!(days(&stage).await, ["2028-01-31"]);
    forward(&stage, "P63D").await;
    let expected = ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"];
    assert_eq!(days(&stage).await, expected);
    forward(&stage, "PT1S").await;
    assert_eq!(days(&stage).await, expected);
    assert!(charges(&stage).await.iter().all(|charge| charge.is_approved() && charge.amount == 4_999));
    let now = stage.clover.subscription(&mine(), &made.id).await.unwrap();
    assert!(now.last_run_date.unwrap().as_str().starts_with("2028-04-30T10:00:0"));
    assert_eq!(now.active, Some(true));
}

#[tokio::test]
async fn it_starts_at_its_start_and_ends_at_its_end() {
    let stage = at("2028-01-01T00:00:00Z").await;
    let (customer, plan) = (customer(&stage, GOOD_CARD).await, plan(&stage, Interval::Week).await);
    let wanted = CreateSubscription {
        start_date: Some("2028-02-01T00:00:00Z".into()),
        end_date: Some("2028-02-15@00:00:00.000+0000".into()),
        amount: Some(700),
        tip_amount: Some(50),
        ..CreateSubscription::of(customer)
    };
    let made = subscribe(&stage, &plan, &wanted).await;
    assert_eq!(made.total, Some(750));
    assert!(days(&stage).await.is_empty());
    forward(&stage, "P1Y").await;
    assert_eq!(days(&stage).await, ["2028-02-01", "2028-02-08", "2028-02-15"]);
    let first = &charges(&stage).await[0];
    assert_eq!((first.amount, first.tip_amount), (700, Some(50)));
    assert_eq!(stage.clover.subscription(&mine(), &made.id).await.unwrap().active, Some(false));
    let backwards = CreateSubscription { end_date: Some("2028-01-01T00:00:00Z".into()), ..wanted.clone() };
    assert_eq!(refusal(stage.clover.create_subscription(&mine(), &plan.id, &backwards).await), BAD);
    let never = CreateSubscription { start_date: Some("soon".into()), ..wanted };
    assert_eq!(refusal(stage.clover.create_subscription(&mine(), &plan.id, &never).await), BAD);
}

#[tokio::test]
async fn five_failures_in_a_row_end_it_and_a_change_takes_it_up_again_without_what_was_missed() {
    let stage = at("2028-01-01T00:00:00Z").await;
    let (customer, plan) = (customer(&stage, BAD_CARD).await, plan(&stage, Interval::Day).await);
    let made = subscribe(&stage, &plan, &CreateSubscription::of(customer)).await;
    forward(&stage, "P3D").await;
    assert_eq!(stage.clover.subscription(&mine(), &made.id).await.unwrap().active, Some(true));
    forward(&stage, "P30D").await;
    assert_eq!(stage.clover.subscription(&mine(), &made.id).await.unwrap().active, Some(false));
    assert_eq!(days(&stage).await.len(), 5);
    let shown = stage.get("/_control/subscriptions").await.body["subscriptions"][0].clone();
    let invoices = shown["invoices"].as_array().unwrap();
    assert_eq!(invoices.len(), 5);
    assert!(invoices.iter().all(|invoice| invoice["failure"] == "card_declined" && invoice["paid"] == false));
    assert_eq!(invoices[0]["charge"], charges(&stage).await[0].id);
    let again = UpdateSubscription { active: Some(true), ..UpdateSubscription::default() };
    let again = stage.clover.update_subscription(&mine(), &made.id, &again).await.unwrap();
    assert_eq!((again.active, days(&stage).await.len()), (Some(true), 5));
    forward(&stage, "P1D").await;
    assert_eq!(days(&stage).await.len(), 6);
    assert_eq!(stage.clover.subscription(&mine(), &made.id).await.unwrap().active, Some(true));
}

#[tokio::test]
async fn changes_hold_for_later_charges_and_a_deleted_subscription_is_charged_no_more() {
    let stage = at("2028-01-01T00:00:00Z").await;
    let (customer, plan) = (customer(&stage, GOOD_CARD).await, plan(&stage, Interval::Day).await);
    let made = subscribe(&stage, &plan, &CreateSubscription::of(customer)).await;
    let dearer = UpdateSubscription { amount: Some(6_000), ..UpdateSubscription::default() };
    let dearer = stage.clover.update_subscription(&mine(), &made.id, &dearer).await.unwrap();
    assert_eq!((dearer.amount, dearer.total), (Some(6_000), Some(6_000)));
    forward(&stage, "P1D").await;
    let amounts: Vec<_> = charges(&stage).await.iter().map(|charge| charge.amount).collect();
    assert_eq!(amounts, [4_999, 6_000]);
    let idle = UpdatePlan { active: Some(false), ..UpdatePlan::default() };
    assert_eq!(refusal(stage.clover.update_plan(&mine(), &plan.id, &idle).await), BAD);
    assert_eq!(stage.clover.list_subscriptions(&mine()).await.unwrap().data.len(), 1);
    stage.clover.delete_subscription(&mine(), &made.id).await.unwrap();
    forward(&stage, "P7D").await;
    assert_eq!(days(&stage).await.len(), 2);
    assert_eq!(refusal(stage.clover.subscription(&mine(), &made.id).await), GONE);
    assert_eq!(refusal(stage.clover.delete_subscription(&mine(), &made.id).await), GONE);
    assert!(stage.clover.list_subscriptions(&mine()).await.unwrap().data.is_empty());
    assert_eq!(stage.clover.update_plan(&mine(), &plan.id, &idle).await.unwrap().active, Some(false));
    let late = CreateSubscription::of("5Z8M1QTK7XW3B");
    assert_eq!(refusal(stage.clover.create_subscription(&mine(), &plan.id, &late).await), BAD);
}

#[tokio::test]
async fn each_charge_is_told_of_and_nobody_else_can_see_the_subscription() {
    let receiver = Receiver::listening().await;
    let webhooks = WebhookTargets { app_url: Some(receiver.url.clone()), ..WebhookTargets::default() };
    let stage = Stage::with(Config { webhooks, ..Config::default() }).await;
    let (customer, plan) = (customer(&stage, GOOD_CARD).await, plan(&stage, Interval::Month).await);
    let made = subscribe(&stage, &plan, &CreateSubscription::of(customer)).await;
    forward(&stage, "P2M").await;
    let payments = async || {
        let bodies = receiver.came().into_iter().map(|came| String::from_utf8(came.body.to_vec()).unwrap());
        bodies.map(|body| body.matches("\"P:").count()).sum::<usize>()
    };
    crate::stage::until(async || payments().await == 3).await;
    let stranger = stage.second_merchant();
    let theirs = Merchant::second().id;
    assert_eq!(refusal(stranger.subscription(&theirs, &made.id).await), GONE);
    assert!(stranger.list_subscriptions(&theirs).await.unwrap().data.is_empty());
}

#[tokio::test]
async fn what_is_answered_has_the_documented_shape() {
    let stage = Stage::set().await;
    let wanted =
        CreatePlan { note: Some("Lawn".into()), ..CreatePlan::every(1, Interval::Month, "Care", 4_999) };
    let plan = stage.clover.create_plan(&mine(), &wanted).await.unwrap();
    let end = RecurringTime::from("2039-01-01T00:00:00Z");
    let customer = customer(&stage, GOOD_CARD).await;
    let wanted = CreateSubscription { end_date: Some(end), ..CreateSubscription::of(customer) };
    let made = subscribe(&stage, &plan, &wanted).await;
    let get = async |path: String| {
        let request = stage.http.get(format!("{}/recurring/v1/{path}", stage.origin));
        let request = request.bearer_auth(Merchant::first().api_token).header("x-clover-merchant-id", mine());
        stage.send(request).await.body
    };
    assert_shaped_like_fixture(&get(format!("plans/{}", plan.id)).await, "plan");
    assert_shaped_like_fixture(&get("plans".into()).await[0], "plan");
    assert_shaped_like_fixture(&get(format!("subscriptions/{}", made.id)).await, "subscription");
    assert_shaped_like_fixture(&get("subscriptions".into()).await[0], "subscription");
}

#[tokio::test]
async fn a_subscription_of_nobody_is_refused() {
    let stage = Stage::set().await;
    let plan = plan(&stage, Interval::Month).await;
    let nobody = CreateSubscription::of(SourceId::from("NOBODYS").expose());
    assert_eq!(
        refusal(stage.clover.create_subscription(&mine(), &plan.id, &nobody).await).0,
        RefusalKind::NotFound
    );
}
