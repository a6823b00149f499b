//! What was measured, put side by side.

use std::fmt::Write;

/// One load of a page, from the address to the receipt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figures {
    /// Milliseconds until a card number can be typed.
    pub(super) typable: f64,
    /// Milliseconds until the largest part of the first screen is painted.
    pub(super) largest: f64,
    /// How much of the screen has moved by itself, 0 to 1.
    pub(super) shift: f64,
    /// Milliseconds from the payer's slowest act to the next picture.
    pub(super) slowest: f64,
}

/// A row of the table: its name, how it is read, its unit, and how many decimals it is worth.
type Row = (&'static str, fn(&Figures) -> f64, &'static str, usize);

const ROWS: [Row; 4] = [
    ("card number can be typed", |it| it.typable, "ms", 0),
    ("largest contentful paint", |it| it.largest, "ms", 0),
    ("cumulative layout shift", |it| it.shift, "", 4),
    ("interaction to next paint", |it| it.slowest, "ms", 0),
];

/// The table of medians, with the least and the most.
pub(super) fn table(pages: &[(&str, Vec<Figures>)]) -> String {
    let mut text = format!("{:<26}", "median (least to most)");
    for (name, runs) in pages {
        let _ = write!(text, "  {:>30}", format!("{name}, {} runs", runs.len()));
    }
    for (name, read, unit, decimals) in ROWS {
        let _ = write!(text, "\n{name:<26}");
        for (_, runs) in pages {
            let mut values: Vec<f64> = runs.iter().map(read).collect();
            values.sort_by(f64::total_cmp);
            let (least, most) = (values.first().unwrap_or(&0.0), values.last().unwrap_or(&0.0));
            let cell =
                format!("{:.decimals$} {unit} ({least:.decimals$} to {most:.decimals$})", median(&values));
            let _ = write!(text, "  {cell:>30}");
        }
    }
    text + "\n"
}

/// The middle of sorted values.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted {
        [] => 0.0,
        _ if sorted.len() % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_the_runs_counts_and_not_their_mean() {
        let run = |typable| Figures { typable, largest: 1.0, shift: 0.01234, slowest: 8.0 };
        let text =
            table(&[("ours", vec![run(3000.0), run(1000.0), run(1100.0)]), ("theirs", vec![run(7.0)])]);
        assert!(text.contains("1100 ms (1000 to 3000)") && text.contains("7 ms (7 to 7)"), "{text}");
        assert!(text.contains("0.0123 ") && text.contains("ours, 3 runs"), "{text}");
    }

    #[test]
    fn between_two_middles_lies_their_mean() {
        assert!((median(&[1.0, 2.0, 4.0, 9.0]) - 3.0).abs() < f64::EPSILON);
        assert!(median(&[]).abs() < f64::EPSILON);
    }
}
