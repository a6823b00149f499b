//! The table at the end of a test run.

use super::stage::Done;
use super::tally::Tally;

/// Stage, time and result of each, then the last line: `N passed, M failed`.
pub(crate) fn text(done: &[Done]) -> String {
    let row = |stage: &Done| {
        let remark = stage.remark.as_ref().map(|remark| format!("  ({remark})")).unwrap_or_default();
        format!("{:<16} {:>8.1} s  {}{remark}\n", stage.name, stage.took.as_secs_f64(), stage.verdict())
    };
    let took: f64 = done.iter().map(|stage| stage.took.as_secs_f64()).sum();
    let all = done.iter().fold(Tally::default(), |sum, stage| sum.plus(stage.tally));
    let rows: String = done.iter().map(row).collect();
    format!("\n{rows}{:<16} {took:>8.1} s\n{} passed, {} failed\n", "in all", all.passed, all.lost())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn stage(name: &'static str, passed: u32, failed: u32, ignored: u32) -> Done {
        let tally = Tally { passed, failed, ignored };
        Done { name, took: Duration::from_millis(1250), tally, remark: None }
    }

    #[test]
    fn the_last_line_sums_all_stages_and_counts_ignored_tests_as_failed() {
        let text = text(&[stage("format", 0, 1, 0), stage("native-tests", 40, 0, 2), stage("docs", 0, 0, 0)]);
        assert_eq!(text.lines().last(), Some("40 passed, 3 failed"));
        assert!(text.contains("format                1.2 s  FAILED"), "{text}");
    }
}
