//! `/recurring/v1/plans/{id}/subscriptions` and `/recurring/v1/subscriptions`; `/_control/subscriptions` shows more.

use axum::extract::{Path, State};
use clover_api::wire::{
    CollectionMethod, CreateSubscription, Plan, RecurringTime, Subscription, UpdateSubscription,
};
use serde_json::json;

use super::JsonObject;
use super::on_behalf::OnBehalf;
use super::plans::{body, check_amount, no_plan, wrong};
use crate::emulator::Emulator;
use crate::envelope::Answer;
use crate::recurring::{Schedule, Standing, bill};
use crate::state::State as Memory;

pub(crate) async fn create(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(plan): Path<String>,
    JsonObject(object): JsonObject,
) -> Result<Answer, Answer> {
    let asked: CreateSubscription = body(object)?;
    check_amount("amount", asked.amount, 1)?;
    check_amount("tipAmount", asked.tip_amount, 0)?;
    if asked.collection_method != CollectionMethod::ChargeAutomatically {
        return Err(wrong("collectionMethod", "CHARGE_AUTOMATICALLY is the only one."));
    }
    let mut state = emulator.lock();
    let plan = state.recurring.plans.get(&caller.merchant, &plan).ok_or_else(|| no_plan(&plan))?.clone();
    if plan.active != Some(true) {
        return Err(wrong("planId", "The plan is not active."));
    }
    if state.ledger.customers.get(&caller.merchant, &asked.customer_id).is_none() {
        return Err(Answer::not_found("There is no such customer."));
    }
    let standing = begin(&mut state, plan, asked)?;
    let id = standing.shown.id.clone();
    state.recurring.subscriptions.put(&caller.merchant, &id, standing);
    // What is due at once is charged at once.
    bill(&mut state);
    shown(&state, &caller.merchant, &id)
}

/// A subscription that has not been charged yet. Its amounts are the plan's of this moment unless it has its own.
fn begin(state: &mut Memory, plan: Plan, asked: CreateSubscription) -> Result<Standing, Answer> {
    let now = state.clock.now_ms();
    let start = moment("startDate", asked.start_date.as_ref())?.unwrap_or(now).max(now);
    let end = moment("endDate", asked.end_date.as_ref())?;
    if end.is_some_and(|end| end < start) {
        return Err(wrong("endDate", "The end lies before the start."));
    }
    let schedule = plan.interval.as_ref().zip(plan.interval_count);
    let schedule = schedule.and_then(|(interval, count)| Schedule::new(start, end, interval, count));
    let schedule = schedule.ok_or_else(|| wrong("startDate", "This is beyond the calendar."))?;
    let amount = asked.amount.or(plan.amount).unwrap_or(0);
    let tip = asked.tip_amount.or(plan.tip_amount).unwrap_or(0);
    let now = RecurringTime::from_millis(now);
    let shown = Subscription {
        id: state.ids.object(),
        object: Some("subscription".into()),
        customer_uuid: Some(asked.customer_id),
        collection_method: Some(asked.collection_method),
        active: Some(asked.active.unwrap_or(true)),
        amount: Some(amount),
        tip_amount: Some(tip),
        total: Some(amount + tip),
        note: asked.note,
        start_date: Some(RecurringTime::from_millis(start)),
        end_date: end.map(RecurringTime::from_millis),
        created_time: Some(now.clone()),
        modified_time: Some(now),
        last_run_date: None,
        additional_charges: Some(Vec::new()),
        plan: Some(plan),
    };
    Ok(Standing::new(shown, schedule))
}

/// Milliseconds since 1970.
fn moment(name: &str, time: Option<&RecurringTime>) -> Result<Option<i64>, Answer> {
    match time.map(RecurringTime::millis) {
        None => Ok(None),
        Some(None) => Err(wrong(name, "This is no time.")),
        Some(time) => Ok(time),
    }
}

fn find<'a>(state: &'a Memory, merchant: &str, id: &str) -> Result<&'a Standing, Answer> {
    let standing = state.recurring.subscriptions.get(merchant, id).filter(|standing| !standing.deleted);
    standing.ok_or_else(|| Answer::not_found(&format!("Subscription with id {id} not found.")))
}

fn shown(state: &Memory, merchant: &str, id: &str) -> Result<Answer, Answer> {
    Ok(Answer::ok(&find(state, merchant, id)?.shown))
}

/// A bare list, newest first.
pub(crate) async fn list(State(emulator): State<Emulator>, caller: OnBehalf) -> Answer {
    let state = emulator.lock();
    let all = state.recurring.subscriptions.all(Some(&caller.merchant)).rev();
    Answer::ok(&all.filter(|standing| !standing.deleted).map(|standing| &standing.shown).collect::<Vec<_>>())
}

pub(crate) async fn show(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    shown(&emulator.lock(), &caller.merchant, &id)
}

pub(crate) async fn update(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(id): Path<String>,
    JsonObject(object): JsonObject,
) -> Result<Answer, Answer> {
    let change: UpdateSubscription = body(object)?;
    check_amount("amount", change.amount, 1)?;
    check_amount("tipAmount", change.tip_amount, 0)?;
    let end = moment("endDate", change.end_date.as_ref())?;
    let mut state = emulator.lock();
    find(&state, &caller.merchant, &id)?;
    let now = state.clock.now_ms();
    if let Some(standing) = state.recurring.subscriptions.get_mut(&caller.merchant, &id) {
        apply(standing, change, end, now);
    }
    bill(&mut state);
    shown(&state, &caller.merchant, &id)
}

fn apply(standing: &mut Standing, change: UpdateSubscription, end: Option<i64>, now_ms: i64) {
    let shown = &mut standing.shown;
    shown.amount = change.amount.or(shown.amount);
    shown.tip_amount = change.tip_amount.or(shown.tip_amount);
    shown.total = Some(shown.amount.unwrap_or(0) + shown.tip_amount.unwrap_or(0));
    shown.note = change.note.or(shown.note.take());
    shown.end_date = end.map(RecurringTime::from_millis).or(shown.end_date.take());
    shown.modified_time = Some(RecurringTime::from_millis(now_ms));
    if let Some(end) = end {
        standing.end_at(end);
    }
    match change.active {
        Some(true) if !standing.is_active() => standing.resume(now_ms),
        Some(false) => standing.shown.active = Some(false),
        _ => {}
    }
}

pub(crate) async fn delete(
    State(emulator): State<Emulator>,
    caller: OnBehalf,
    Path(id): Path<String>,
) -> Result<Answer, Answer> {
    let mut state = emulator.lock();
    find(&state, &caller.merchant, &id)?;
    if let Some(standing) = state.recurring.subscriptions.get_mut(&caller.merchant, &id) {
        standing.deleted = true;
    }
    Ok(Answer::ok(&json!({ "id": id, "object": "subscription", "deleted": true })))
}

/// Every subscription with what came of each charge, and when the next is due.
pub(super) async fn control(State(emulator): State<Emulator>) -> Answer {
    let state = emulator.lock();
    let all = state.recurring.subscriptions.owned().map(|(merchant, standing)| {
        json!({
            "merchant": merchant,
            "subscription": standing.shown,
            "deleted": standing.deleted,
            "due": standing.due_ms(),
            "invoices": standing.invoices,
        })
    });
    Answer::ok(&json!({ "subscriptions": all.collect::<Vec<_>>() }))
}
