//! Pages of a list, newest first (clover-facts 2.7).

use std::collections::HashMap;

use clover_api::wire::Code;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::Serialize;
use serde_json::json;

use crate::envelope::Answer;

/// What a list needs to know of its elements.
pub(crate) trait Listed: Serialize {
    fn id(&self) -> &str;
    fn created(&self) -> i64;
}

impl Listed for clover_api::wire::Charge {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created.unwrap_or(0)
    }
}

impl Listed for clover_api::wire::Order {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created.unwrap_or(0)
    }
}

impl Listed for clover_api::wire::Refund {
    fn id(&self) -> &str {
        &self.id
    }

    fn created(&self) -> i64 {
        self.created.unwrap_or(0)
    }
}

/// The page that the query asks for, out of `things` given newest first.
pub(crate) fn page<'a, T: Listed + 'a>(
    things: impl Iterator<Item = &'a T>,
    query: &HashMap<String, String>,
) -> Result<Answer, Answer> {
    let limit = match number(query, "limit")? {
        None => 10,
        Some(limit @ 1..=100) => usize::try_from(limit).unwrap_or(100),
        Some(_) => return Err(Answer::invalid(Code::InvalidRequest, "limit", "From 1 to 100.")),
    };
    let window = Window::read(query)?;
    let things = things.filter(|thing| window.holds(thing.created()));
    let things: Vec<&T> = match (query.get("starting_after"), query.get("ending_before")) {
        (Some(last), _) => things.skip_while(|thing| thing.id() != last).skip(1).take(limit).collect(),
        (None, Some(first)) => {
            let newer: Vec<&T> = things.take_while(|thing| thing.id() != first).collect();
            newer[newer.len().saturating_sub(limit)..].to_vec()
        }
        (None, None) => things.take(limit).collect(),
    };
    Ok(Answer::ok(&json!({ "object": "list", "data": things })))
}

/// Bounds on the time of creation, in milliseconds, both included.
struct Window {
    first: i64,
    last: i64,
}

impl Window {
    fn read(query: &HashMap<String, String>) -> Result<Self, Answer> {
        let after = moment(query, "created.gt")?.map(|bound| bound.saturating_add(1));
        let before = moment(query, "created.lt")?.map(|bound| bound.saturating_sub(1));
        Ok(Self {
            first: after.or(moment(query, "created.gte")?).unwrap_or(i64::MIN),
            last: before.or(moment(query, "created.lte")?).unwrap_or(i64::MAX),
        })
    }

    fn holds(&self, created: i64) -> bool {
        (self.first..=self.last).contains(&created)
    }
}

/// Milliseconds, or a date or time as people write them (clover-facts 2.7).
fn moment(query: &HashMap<String, String>, name: &str) -> Result<Option<i64>, Answer> {
    let read = |text: &String| {
        let date =
            || text.parse::<civil::Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
        let ms = text.parse().ok();
        ms.or_else(|| text.parse::<Timestamp>().ok().or_else(date).map(Timestamp::as_millisecond))
    };
    match query.get(name).map(read) {
        Some(None) => {
            Err(Answer::invalid(Code::InvalidRequest, name, "Milliseconds or a date are expected."))
        }
        found => Ok(found.flatten()),
    }
}

fn number(query: &HashMap<String, String>, name: &str) -> Result<Option<i64>, Answer> {
    query
        .get(name)
        .map(|text| {
            text.parse()
                .map_err(|_| Answer::invalid(Code::InvalidRequest, name, "A whole number is expected."))
        })
        .transpose()
}
