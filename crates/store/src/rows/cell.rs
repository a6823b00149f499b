//! Reads single cells, and names the table, the column and the row of those that cannot be.

use std::str::FromStr;

use jiff::Timestamp;
use payments::port::StoreError;

/// A row that is being read.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) table: &'static str,
    pub(crate) id: &'a str,
}

impl Row<'_> {
    pub(crate) fn impossible(self, column: &'static str) -> StoreError {
        StoreError::Impossible { table: self.table, column, row: self.id.to_owned() }
    }

    /// A text in the form that `T` prescribes.
    pub(crate) fn text<T: FromStr>(self, column: &'static str, text: &str) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.impossible(column))
    }

    /// The same, where the column may be empty.
    pub(crate) fn text_if_any<T: FromStr>(
        self,
        column: &'static str,
        text: Option<&str>,
    ) -> Result<Option<T>, StoreError> {
        text.map(|text| self.text(column, text)).transpose()
    }

    /// A number in the range of `T`.
    pub(crate) fn number<T: TryFrom<i64>>(self, column: &'static str, number: i64) -> Result<T, StoreError> {
        T::try_from(number).map_err(|_| self.impossible(column))
    }

    /// Milliseconds since 1970.
    pub(crate) fn moment(self, column: &'static str, millis: i64) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(millis).map_err(|_| self.impossible(column))
    }

    /// The same, where the column may be empty.
    pub(crate) fn moment_if_any(
        self,
        column: &'static str,
        millis: Option<i64>,
    ) -> Result<Option<Timestamp>, StoreError> {
        millis.map(|millis| self.moment(column, millis)).transpose()
    }

    /// A cell that may not be empty in this state.
    pub(crate) fn needed<T>(self, column: &'static str, cell: Option<T>) -> Result<T, StoreError> {
        cell.ok_or_else(|| self.impossible(column))
    }
}

/// The whole milliseconds since 1970; a finer part is dropped.
pub(crate) fn millis(moment: Timestamp) -> i64 {
    moment.as_millisecond()
}
