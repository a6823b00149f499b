//! `/recurring/v1/plans` and `/recurring/v1/plans/{id}`.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use clover_api::wire::{Code, CreatePlan, Interval, Plan, RecurringTime, UpdatePlan};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::JsonObject;
use super::on_behalf::OnBehalf;
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::fields::AMOUNT_LIMIT;
use crate::state::APP_ID;

/// A body as the type it should be; what is wrong with it is said.
pub(super) fn body<T: DeserializeOwned>(object: Map<String, Value>) -> Result<T, Answer> {
    serde_json::from_value(Value::Object(object)).map_err(|error| wrong("", &format!("{error}.")))
}

pub(super) fn wrong(param: &str, message: &str) -> Answer {
    Answer::invalid(Code::InvalidRequest, param, message)
}

/// Minor units from `least` to Clover's ceiling.
pub(super) fn check_amount(name: &str, amount: Option<i64>, least: i64) -> Result<(), Answer> {
    match amount {
        Some(amount) if !(least..=AMOUNT_LIMIT).contains(&amount) => {
            Err(wrong(name, "A whole number of minor units is expected here."))
        }
        _ => Ok(()),
    }
}

fn check_name(name: Option<&str>) -> Result<(), Answer> {
    match name.map(|name| name.trim().chars().count()) {
        None | Some(3..=127) => Ok(()),
        Some(_) => Err(wrong("name", "A name has 3 to 127 characters.")),
    }
}

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    JsonObject(object): JsonObject,
) -> Result<Answer, Answer> {
    let asked: CreatePlan = body(object)?;
    check_name(Some(&asked.name))?;
    check_amount("amount", Some(asked.amount), 1)?;
    check_amount("tipAmount", asked.tip_amount, 0)?;
    if matches!(asked.interval, Interval::Other(_)) || asked.interval_count == 0 {
        return Err(wrong("interval", "DAY, WEEK, MONTH or YEAR, and at least one of them."));
    }
    let mut state = emulator.lock();
    let now = RecurringTime::from_millis(state.clock.now_ms());
    let plan = Plan {
        id: state.ids.object(),
        object: Some("plan".into()),
        name: Some(asked.name),
        amount: Some(asked.amount),
        interval: Some(asked.interval),
        interval_count: Some(asked.interval_count),
        note: asked.note,
        tax_rate_uuids: Some(asked.tax_rate_uuids),
        tip_amount: Some(asked.tip_amount.unwrap_or(0)),
        active: Some(true),
        created_time: Some(now.clone()),
        modified_time: Some(now),
        merchant_id: Some(caller.merchant.clone()),
        developer_app_id: Some(APP_ID.into()),
    };
    state.recurring.plans.put(&caller.merchant, &plan.id, plan.clone());
    Ok(Answer::ok(&plan))
}

/// A bare list, newest first.
pub(crate) async fn list(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let interval = query.get("interval").map(|interval| Interval::from(interval.as_str()));
    let count = query.get("intervalCount");
    let state = emulator.lock();
    let plans = state.recurring.plans.all(Some(&caller.merchant)).rev();
    let plans: Vec<&Plan> = plans
        .filter(|plan| interval.is_none() || plan.interval == interval)
        .filter(|plan| {
            count.is_none() || plan.interval_count.map(|count| count.to_string()).as_ref() == count
        })
        .collect();
    Answer::ok(&plans)
}

pub(super) fn no_plan(id: &str) -> Answer {
    Answer::not_found(&format!("Plan with id {id} not found."))
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    let state = emulator.lock();
    state.recurring.plans.get(&caller.merchant, &id).map(Answer::ok).ok_or_else(|| no_plan(&id))
}

pub(crate) async fn update(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(id): Path<String>,
    JsonObject(object): JsonObject,
) -> Result<Answer, Answer> {
    let interval = ["interval", "intervalCount"].map(|name| (name, object.get(name).cloned()));
    let change: UpdatePlan = body(object)?;
    check_name(change.name.as_deref())?;
    check_amount("amount", change.amount, 1)?;
    check_amount("tipAmount", change.tip_amount, 0)?;
    let mut state = emulator.lock();
    let plan = state.recurring.plans.get(&caller.merchant, &id).ok_or_else(|| no_plan(&id))?;
    let shown = serde_json::to_value(plan).unwrap_or_default();
    for (name, asked) in interval {
        if asked.is_some_and(|asked| asked != shown[name]) {
            return Err(wrong(name, "The interval of a plan cannot be changed."));
        }
    }
    let in_use = state.recurring.subscriptions.all(Some(&caller.merchant)).any(|standing| {
        standing.is_active() && standing.shown.plan.as_ref().is_some_and(|plan| plan.id == id)
    });
    if change.active == Some(false) && in_use {
        return Err(wrong("active", "The plan has active subscriptions."));
    }
    let now = state.clock.now_ms();
    let plan = state.recurring.plans.get_mut(&caller.merchant, &id).ok_or_else(|| no_plan(&id))?;
    apply(plan, change, now);
    Ok(Answer::ok(plan))
}

fn apply(plan: &mut Plan, change: UpdatePlan, now_ms: i64) {
    plan.name = change.name.or(plan.name.take());
    plan.amount = change.amount.or(plan.amount);
    plan.note = change.note.or(plan.note.take());
    plan.tip_amount = change.tip_amount.or(plan.tip_amount);
    plan.active = change.active.or(plan.active);
    plan.modified_time = Some(RecurringTime::from_millis(now_ms));
}
