//! How long each of many things took, and all of them together.

use std::time::Duration;

/// Sorted times.
#[derive(Clone, Debug)]
pub(super) struct Times {
    each: Vec<Duration>,
    all: Duration,
}

impl Times {
    /// The times of single things, and that of all of them.
    pub(super) fn new(mut each: Vec<Duration>, all: Duration) -> Self {
        each.sort();
        Self { each, all }
    }

    /// The time within which `percent` of 100 were done; zero where there is none.
    pub(super) fn share(&self, percent: usize) -> Duration {
        let place = (self.each.len() * percent).div_ceil(100).saturating_sub(1);
        self.each.get(place).copied().unwrap_or_default()
    }

    /// How many were done in a second.
    pub(super) fn a_second(&self) -> f64 {
        let number = u32::try_from(self.each.len()).unwrap_or(u32::MAX);
        f64::from(number) / self.all.as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_those_of_the_sorted_times() {
        let each = (1..=200).rev().map(Duration::from_millis).collect();
        let times = Times::new(each, Duration::from_secs(4));
        assert_eq!(times.share(50), Duration::from_millis(100));
        assert_eq!(times.share(99), Duration::from_millis(198));
        assert!((times.a_second() - 50.0).abs() < f64::EPSILON);
    }
}
