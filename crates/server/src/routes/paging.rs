//! Reads which page of a list is asked for.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserialize;

use crate::error::Failure;

/// The most entries of one page of a list.
pub(super) const MOST: u32 = 100;

/// `?limit=50&before=inv_…`
#[derive(Debug, Deserialize)]
pub(super) struct Paging {
    limit: Option<String>,
    before: Option<String>,
}

impl Paging {
    /// How many entries, and before which one.
    pub(super) fn check<Id: FromStr<Err: Display>>(self) -> Result<(u32, Option<Id>), Failure> {
        let bad = |field: &str, message: &str| api_types::FieldError {
            field: field.to_owned(),
            message: message.to_owned(),
        };
        let limit = self.limit.map_or(Ok(MOST), |text| text.parse());
        let before = self.before.map(|text| text.parse::<Id>()).transpose();
        match (limit, before) {
            (Ok(limit @ 1..=MOST), Ok(before)) => Ok((limit, before)),
            (_, Ok(_)) => Err(Failure::fields(vec![bad("limit", "must be a whole number from 1 to 100")])),
            (_, Err(error)) => Err(Failure::fields(vec![bad("before", &error.to_string())])),
        }
    }
}
