//! One stage of a test run: what it does, how long it took, how it ended.

use std::time::{Duration, Instant};

use super::bench::Bench;
use super::tally::Tally;

/// A stage ends well, perhaps with a remark for the table, or with the reason why not.
pub(crate) type Ended = anyhow::Result<Option<String>>;

/// One stage.
pub(crate) struct Stage {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Whether it is left out of a quick run.
    pub(crate) browser: bool,
    /// Does it.
    pub(crate) run: fn(&Bench, &mut Tally) -> Ended,
}

/// A stage that was run.
pub(crate) struct Done {
    /// The stage's name.
    pub(crate) name: &'static str,
    /// How long it took.
    pub(crate) took: Duration,
    /// Tests counted; a failed check counts as one failed.
    pub(crate) tally: Tally,
    /// What to say about it in the table.
    pub(crate) remark: Option<String>,
}

impl Stage {
    /// Runs the stage and turns every way of failing into a count.
    pub(crate) fn perform(&self, bench: &Bench) -> Done {
        println!("\n== {} ==", self.name);
        let start = Instant::now();
        let mut tally = Tally::default();
        let ended = (self.run)(bench, &mut tally);
        let remark = judge(ended, &mut tally);
        let done = Done { name: self.name, took: start.elapsed(), tally, remark };
        println!("== {}: {} in {:.1} s ==", done.name, done.verdict(), done.took.as_secs_f64());
        done
    }
}

fn judge(ended: Ended, tally: &mut Tally) -> Option<String> {
    match ended {
        Err(error) => {
            eprintln!("error: {error:#}");
            tally.failed += 1;
            Some(format!("{error:#}").lines().next().unwrap_or_default().to_owned())
        }
        Ok(_) if tally.ignored > 0 => Some(format!("{} ignored, which counts as failed", tally.ignored)),
        Ok(remark) => remark,
    }
}

impl Done {
    /// Whether nothing failed and nothing was left out.
    pub(crate) fn is_good(&self) -> bool {
        self.tally.lost() == 0
    }

    /// One word or count for the table.
    pub(crate) fn verdict(&self) -> String {
        match (self.tally.passed, self.tally.lost()) {
            (0, 0) => "ok".to_owned(),
            (passed, 0) => format!("{passed} passed"),
            (0, _) => "FAILED".to_owned(),
            (passed, lost) => format!("{passed} passed, {lost} FAILED"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn perform(run: fn(&Bench, &mut Tally) -> Ended) -> Done {
        Stage { name: "made-up", browser: false, run }.perform(&Bench::new().unwrap())
    }

    #[test]
    fn a_failed_check_counts_as_one_failed() {
        let done = perform(|_, _| anyhow::bail!("three warnings"));
        assert!(!done.is_good());
        assert_eq!((done.tally.failed, done.remark.as_deref()), (1, Some("three warnings")));
    }

    #[test]
    fn an_ignored_test_fails_the_run() {
        let done = perform(|_, tally| {
            tally.read("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
            Ok(None)
        });
        assert!(!done.is_good());
        assert_eq!(done.verdict(), "3 passed, 1 FAILED");
    }
}
