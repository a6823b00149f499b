//! Pages of the in-memory twin's rows.

use std::cmp::Reverse;

use super::as_length;

/// Up to `limit` rows that come after the row `before`, or the first ones, the newest first; `place` is a row's time and
/// name. Nothing where there is no such row.
pub(super) fn newest_first<'a, T: Clone + 'a, At: Ord, Id: Ord + 'a>(
    rows: impl Iterator<Item = &'a T>,
    place: impl Fn(&'a T) -> (At, &'a Id),
    before: Option<&Id>,
    limit: u32,
) -> Vec<T> {
    let mut found: Vec<_> = rows.collect();
    found.sort_by_key(|row| Reverse(place(row)));
    let begin = match before {
        Some(before) => found.iter().position(|row| place(row).1 == before).map(|at| at + 1),
        None => Some(0),
    };
    let rest = found.into_iter().skip(begin.unwrap_or(usize::MAX));
    rest.take(as_length(limit)).cloned().collect()
}
