//! Clover's weather: keeps a few faults in force, chosen by the seed, each of which strikes one request.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::call::Line;
use crate::storm::Storm;

/// The most faults that wait for their request at the same time.
const IN_FORCE: usize = 12;
const PAUSE: Duration = Duration::from_millis(15);

/// Routes by how often they are struck.
const ROUTES: &[(&str, u32)] = &[
    ("pay-order", 8),
    ("create-charge", 8),
    ("create-order", 3),
    ("get-order", 3),
    ("get-charge", 2),
    ("list-charges", 1),
];

/// What may happen to one request of Clover's.
const FAULTS: &[(Kind, u32)] = &[
    (Kind::Delay, 30),
    (Kind::DelayPastTimeout, 1),
    (Kind::RefuseConnection, 10),
    (Kind::DropAnswer, 20),
    (Kind::StatusBefore, 10),
    (Kind::StatusAfter, 15),
    (Kind::DeclineAlthoughCharged, 12),
    (Kind::RateLimit, 4),
    (Kind::Declined, 4),
    (Kind::Truncated, 6),
    (Kind::Malformed, 4),
    (Kind::Huge, 1),
];

#[derive(Clone, Copy, Debug)]
enum Kind {
    Delay,
    DelayPastTimeout,
    RefuseConnection,
    DropAnswer,
    StatusBefore,
    StatusAfter,
    DeclineAlthoughCharged,
    RateLimit,
    Declined,
    Truncated,
    Malformed,
    Huge,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Delay => "answer delayed",
            Self::DelayPastTimeout => "delayed past the time limit",
            Self::RefuseConnection => "request dropped",
            Self::DropAnswer => "answer dropped",
            Self::StatusBefore => "5xx, not carried out",
            Self::StatusAfter => "5xx, carried out",
            Self::DeclineAlthoughCharged => "402 although charged",
            Self::RateLimit => "429",
            Self::Declined => "402, not carried out",
            Self::Truncated => "answer cut off in the middle",
            Self::Malformed => "answer that is no JSON",
            Self::Huge => "answer too long to read",
        }
    }

    /// In the emulator's words.
    fn lever(self, dice: &mut StdRng) -> Value {
        let status = if dice.random_bool(0.5) { 500 } else { 503 };
        match self {
            Self::Delay => json!({"kind": "delay", "ms": dice.random_range(20..1_500)}),
            // Our client gives up after 30 seconds.
            Self::DelayPastTimeout => json!({"kind": "delay", "ms": dice.random_range(31_000..36_000)}),
            Self::RefuseConnection => json!({"kind": "refuse-connection"}),
            Self::DropAnswer => json!({"kind": "drop-answer"}),
            Self::StatusBefore => json!({"kind": "status", "status": status, "after_commit": false}),
            Self::StatusAfter => json!({"kind": "status", "status": status, "after_commit": true}),
            Self::DeclineAlthoughCharged => json!({"kind": "decline-although-charged"}),
            Self::RateLimit => json!({"kind": "rate-limit", "retry_after": 1}),
            Self::Declined => json!({"kind": "decline"}),
            Self::Truncated => json!({"kind": "truncated"}),
            Self::Malformed => json!({"kind": "malformed"}),
            Self::Huge => json!({"kind": "huge", "mib": 2}),
        }
    }
}

/// Blows until the storm is over, and answers how often it set which fault.
pub(crate) fn blow(storm: &Storm, seed: u64) -> BTreeMap<&'static str, u32> {
    let mut dice = StdRng::seed_from_u64(seed);
    let line = Line::new();
    let mut set = BTreeMap::new();
    while storm.goes_on() {
        if storm.clover.armed(&line).is_ok_and(|armed| armed < IN_FORCE) {
            let route = weighed(&mut dice, ROUTES);
            let kind = weighed(&mut dice, FAULTS);
            let fault = json!({"route": route, "fault": kind.lever(&mut dice), "times": 1});
            if storm.clover.arm(&line, &fault).is_ok() {
                *set.entry(kind.name()).or_default() += 1;
            }
        }
        thread::sleep(PAUSE);
    }
    set
}

/// One of these, each as often as its weight says.
fn weighed<T: Copy>(dice: &mut StdRng, choices: &[(T, u32)]) -> T {
    let all = choices.iter().map(|(_, weight)| weight).sum();
    let mut left = dice.random_range(0..all);
    for &(choice, weight) in choices {
        if left < weight {
            return choice;
        }
        left -= weight;
    }
    choices[0].0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_and_every_route_comes_up() {
        let mut dice = StdRng::seed_from_u64(1);
        let drawn: Vec<_> =
            (0..3_000).map(|_| (weighed(&mut dice, ROUTES), weighed(&mut dice, FAULTS).name())).collect();
        for (route, _) in ROUTES {
            assert!(drawn.iter().any(|(it, _)| it == route), "{route}");
        }
        for (kind, _) in FAULTS {
            assert!(drawn.iter().any(|(_, it)| *it == kind.name()), "{}", kind.name());
        }
    }
}
