//! Many runs on all cores, and what they have found together.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::bug::Bug;
use crate::run::{Outcome, run};
use crate::supply::{StoreKind, Supply};
use crate::violation::{Found, Violation};

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Campaign {
    /// How many runs.
    pub runs: u64,
    /// The seed of the first; each further one has the next.
    pub seed: u64,
    /// On which store.
    pub store: StoreKind,
    /// With which bug planted.
    pub bug: Option<Bug>,
    /// Whether to stop early, once something is found in this way.
    pub until_found: Option<Found>,
    /// Threads.
    pub threads: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many runs there were.
    pub runs: u64,
    /// How many promises were broken in all.
    pub violations: usize,
    /// How many runs broke one.
    pub broken: usize,
    /// The first runs that broke a promise, by seed.
    pub failures: Vec<Failure>,
    /// How long it took.
    pub took: Duration,
}

/// A run that broke a promise.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Its seed.
    pub seed: u64,
    /// Everything that was broken.
    pub violations: Vec<Violation>,
}

/// More failures of a thread than these are only counted: one is enough to look at.
const KEPT: usize = 1_000;

impl Campaign {
    /// Runs it.
    ///
    /// # Errors
    /// When a store cannot be made or fails by itself.
    pub fn conduct(&self) -> anyhow::Result<Report> {
        let start = Instant::now();
        let next = AtomicU64::new(0);
        let parts = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads).map(|_| scope.spawn(|| self.work(&next))).collect();
            let joined = threads.into_iter().map(|thread| match thread.join() {
                Ok(part) => part,
                Err(_) => Err(anyhow::anyhow!("a run panicked")),
            });
            joined.collect::<anyhow::Result<Vec<_>>>()
        })?;
        let mut all = parts.into_iter().fold(Report::default(), Report::plus);
        all.failures.sort_by_key(|failure| failure.seed);
        Ok(Report { took: start.elapsed(), ..all })
    }

    /// One thread's part: the next seed that nobody has taken, until there is none.
    fn work(&self, next: &AtomicU64) -> anyhow::Result<Report> {
        let supply = Supply::new(self.store)?;
        let mut part = Report::default();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= self.runs {
                return Ok(part);
            }
            let seed = self.seed.wrapping_add(place);
            let engine = supply.fresh()?;
            let outcome = run(seed, &engine, self.bug, false)?;
            supply.discard(engine);
            part.runs += 1;
            let Outcome { violations, .. } = outcome;
            if violations.iter().any(|violation| self.until_found == Some(violation.found)) {
                next.fetch_max(self.runs, Ordering::Relaxed);
            }
            if !violations.is_empty() {
                part.note(Failure { seed, violations });
            }
        }
    }

    /// Tells the story of one seed.
    ///
    /// # Errors
    /// When a store cannot be made or fails by itself.
    pub fn story(&self, seed: u64) -> anyhow::Result<Vec<String>> {
        let supply = Supply::new(self.store)?;
        let engine = supply.fresh()?;
        let outcome = run(seed, &engine, self.bug, true)?;
        supply.discard(engine);
        Ok(outcome.story)
    }
}

impl Report {
    fn note(&mut self, failure: Failure) {
        self.violations += failure.violations.len();
        self.broken += 1;
        if self.failures.len() < KEPT {
            self.failures.push(failure);
        }
    }

    fn plus(mut self, other: Self) -> Self {
        self.runs += other.runs;
        self.violations += other.violations;
        self.broken += other.broken;
        self.failures.extend(other.failures);
        self
    }

    /// The first seed that broke a promise, in this way if one is named.
    pub fn first(&self, found: Option<Found>) -> Option<&Failure> {
        let fits = |failure: &&Failure| {
            found.is_none_or(|found| failure.violations.iter().any(|violation| violation.found == found))
        };
        self.failures.iter().find(fits)
    }
}
