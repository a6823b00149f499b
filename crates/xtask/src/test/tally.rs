//! Counts tests from the lines in which the test programs sum themselves up.

/// How many tests passed, failed and were left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Ran and passed.
    pub(crate) passed: u32,
    /// Ran and failed, or could not be run.
    pub(crate) failed: u32,
    /// Marked to be left out.
    pub(crate) ignored: u32,
}

impl Tally {
    /// Adds what a line of output says, if it is a summary of `libtest` or `wasm-bindgen-test`.
    pub(crate) fn read(&mut self, line: &str) {
        let Some((_, summary)) = line.split_once("test result: ") else {
            return;
        };
        let words: Vec<&str> = summary.split([' ', ';']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let Ok(count) = pair[0].parse::<u32>() else {
                continue;
            };
            match pair[1] {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }

    /// Tests that do not count as passed.
    pub(crate) fn lost(&self) -> u32 {
        self.failed + self.ignored
    }

    /// Whether no test was counted at all.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Both together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            ignored: self.ignored + other.ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(lines: &[&str]) -> (u32, u32, u32) {
        let mut tally = Tally::default();
        for line in lines {
            tally.read(line);
        }
        (tally.passed, tally.failed, tally.ignored)
    }

    #[test]
    fn summaries_of_several_test_programs_add_up() {
        let lines = [
            "running 3 tests",
            "test money::tests::no_overflow ... ok",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 4 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s",
        ];
        assert_eq!(reading(&lines), (7, 2, 1));
    }

    #[test]
    fn the_summary_of_a_browser_run_counts_too_even_in_colour() {
        let lines = [
            "test result: \u{1b}[32mok\u{1b}[0m. 5 passed; 0 failed; 0 ignored; 0 filtered out; finished in 1.2s",
        ];
        assert_eq!(reading(&lines), (5, 0, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(reading(&["12 passed through the gate", "test result", ""]), (0, 0, 0));
    }
}
