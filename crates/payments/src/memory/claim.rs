//! Takes what is due from a table of the in-memory twin.

use jiff::Timestamp;

/// What is due, oldest first, moved on.
pub(super) fn claim<T: Clone>(
    rows: &mut [T],
    parts: impl Fn(&mut T) -> (&mut Option<Timestamp>, &mut i64),
    now: Timestamp,
    until: Timestamp,
    limit: usize,
) -> Vec<T> {
    let mut due: Vec<_> = rows
        .iter_mut()
        .filter_map(|row| parts(row).0.filter(|due| *due <= now).map(|due| (due, row)))
        .collect();
    due.sort_by_key(|(due, _)| *due);
    let take = |(_, row): (Timestamp, &mut T)| {
        let (due, version) = parts(row);
        *due = Some(until);
        *version += 1;
        row.clone()
    };
    due.into_iter().take(limit).map(take).collect()
}
