//! What part of a list of the platform's to read.

/// Limit, offset, filters and expansions of a list; every one of them may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    limit: Option<u16>,
    offset: u64,
    filters: Vec<String>,
    expansions: Vec<String>,
}

/// What Clover gives when nothing is said, and at most.
const USUAL: u16 = 100;
const MOST: u16 = 1000;

impl Reading {
    /// At most this many elements, from 1 to 1000; 100 unless told.
    #[must_use]
    pub fn limit(mut self, limit: u16) -> Self {
        self.limit = Some(limit.clamp(1, MOST));
        self
    }

    /// Only what this says of a field, such as `result=SUCCESS` or `createdTime>=1790000000000`. Which fields can be
    /// asked for differs by list; Clover keeps results to the last 90 days for some merchants.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<String>) -> Self {
        self.filters.push(condition.into());
        self
    }

    /// Writes this field out instead of naming it only, such as `additionalCharges`. Clover takes at most three.
    #[must_use]
    pub fn expand(mut self, field: impl Into<String>) -> Self {
        self.expansions.push(field.into());
        self
    }

    /// What to read after a page of `got` elements; `None` when that was the last.
    #[must_use]
    pub fn next(&self, got: usize) -> Option<Self> {
        let limit = self.limit.unwrap_or(USUAL);
        let offset = self.offset.checked_add(limit.into())?;
        (got >= usize::from(limit)).then(|| Self { offset, ..self.clone() })
    }

    pub(super) fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("limit", self.limit.unwrap_or(USUAL).to_string())];
        if self.offset > 0 {
            query.push(("offset", self.offset.to_string()));
        }
        query.extend(self.filters.iter().map(|condition| ("filter", condition.clone())));
        if !self.expansions.is_empty() {
            query.push(("expand", self.expansions.join(",")));
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_full_page_has_a_next_one() {
        let first = Reading::default().limit(2);
        let second = first.next(2).unwrap();
        assert_eq!(second.query(), [("limit", "2".to_owned()), ("offset", "2".to_owned())]);
        assert_eq!(second.next(1), None);
        assert_eq!(Reading::default().next(99), None);
    }

    #[test]
    fn filters_are_said_one_by_one_and_expansions_together() {
        let reading = Reading::default().filter("a=1").filter("b>2").expand("x").expand("y").limit(5000);
        let said: Vec<String> =
            reading.query().iter().map(|(name, value)| format!("{name}:{value}")).collect();
        assert_eq!(said, ["limit:1000", "filter:a=1", "filter:b>2", "expand:x,y"]);
    }
}
