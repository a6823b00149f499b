//! Which part of a list is wanted: how many, from where on, created when (clover-facts 2.7).

/// A part of a list, newest first. The default is what Clover gives unasked: the newest ten.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    limit: Option<u8>,
    cursor: Option<Cursor>,
    created: Vec<(Bound, i64)>,
    expand: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Cursor {
    After(String),
    Before(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Above,
    From,
    Below,
    Until,
}

impl Page {
    /// The newest `limit` elements, 1 to 100; Clover refuses other numbers.
    pub fn of(limit: u8) -> Self {
        Self { limit: Some(limit), ..Self::default() }
    }

    /// Only what stands behind the element of this id: the next page, when it was the last of this one.
    #[must_use]
    pub fn after(self, id: &str) -> Self {
        Self { cursor: Some(Cursor::After(id.to_owned())), ..self }
    }

    /// Only what stands before the element of this id: the page before, when it was the first of this one.
    #[must_use]
    pub fn before(self, id: &str) -> Self {
        Self { cursor: Some(Cursor::Before(id.to_owned())), ..self }
    }

    /// Only what was created later than this, in milliseconds since 1970.
    #[must_use]
    pub fn created_after(self, ms: i64) -> Self {
        self.bounded(Bound::Above, ms)
    }

    /// Only what was created then or later, in milliseconds since 1970.
    #[must_use]
    pub fn created_from(self, ms: i64) -> Self {
        self.bounded(Bound::From, ms)
    }

    /// Only what was created earlier than this, in milliseconds since 1970.
    #[must_use]
    pub fn created_before(self, ms: i64) -> Self {
        self.bounded(Bound::Below, ms)
    }

    /// Only what was created then or earlier, in milliseconds since 1970.
    #[must_use]
    pub fn created_until(self, ms: i64) -> Self {
        self.bounded(Bound::Until, ms)
    }

    /// With what this field refers to written out. Which fields can be is Clover's to say.
    #[must_use]
    pub fn expanding(mut self, field: &str) -> Self {
        self.expand.push(field.to_owned());
        self
    }

    fn bounded(mut self, bound: Bound, ms: i64) -> Self {
        self.created.push((bound, ms));
        self
    }

    /// As a query, with `more` behind it.
    pub(super) fn query(&self, more: Option<(&'static str, &str)>) -> Vec<(&'static str, String)> {
        let mut query: Vec<(&'static str, String)> = Vec::new();
        query.extend(self.limit.map(|limit| ("limit", limit.to_string())));
        query.extend(self.cursor.as_ref().map(|cursor| match cursor {
            Cursor::After(id) => ("starting_after", id.clone()),
            Cursor::Before(id) => ("ending_before", id.clone()),
        }));
        query.extend(self.created.iter().map(|(bound, ms)| (bound.name(), ms.to_string())));
        query.extend(self.expand.iter().map(|field| ("expand", field.clone())));
        query.extend(more.map(|(name, value)| (name, value.to_owned())));
        query
    }
}

impl Bound {
    fn name(self) -> &'static str {
        match self {
            Self::Above => "created.gt",
            Self::From => "created.gte",
            Self::Below => "created.lt",
            Self::Until => "created.lte",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_in_clovers_words() {
        let page = Page::of(5).after("LAST").created_from(1).created_before(9).expanding("refunds");
        let query: Vec<_> =
            page.query(Some(("customer", "C"))).iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(
            query.join("&"),
            "limit=5&starting_after=LAST&created.gte=1&created.lt=9&expand=refunds&customer=C"
        );
        assert!(Page::default().query(None).is_empty());
    }

    #[test]
    fn a_page_has_one_place_to_start_from() {
        let query = Page::default().after("A").before("B").query(None);
        assert_eq!(query, [("ending_before", "B".to_owned())]);
    }
}
