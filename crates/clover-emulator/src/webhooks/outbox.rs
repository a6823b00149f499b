//! The webhooks written so far, and the levers that twist the next one.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;

use super::letter::{Kind, Letter, Posted, Standing};

/// How often one is posted before it is given up. Clover's own number is not documented.
const TRIES: usize = 10;
/// The pause after the first failure; each later one is twice as long, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What happens to the next webhook, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Twist {
    /// It is posted twice.
    Duplicate,
    /// It is posted so much later.
    Delay {
        /// Real milliseconds: whoever receives it has a clock of its own.
        ms: u32,
    },
    /// It is posted after the one that follows it.
    Reorder,
    /// It is not posted.
    Drop,
}

/// All of them.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Outbox {
    letters: Vec<Letter>,
    twists: VecDeque<Twist>,
    /// Goes on after a reset, so that what was under way is not taken for something new.
    written: u64,
    /// How many the postman was told of.
    seen: u64,
}

impl Outbox {
    /// Arms a lever for the next webhook, after those armed before.
    pub(crate) fn twist(&mut self, twist: Twist) {
        self.twists.push_back(twist);
    }

    pub(crate) fn twists(&self) -> impl Iterator<Item = Twist> {
        self.twists.iter().copied()
    }

    pub(crate) fn letters(&self) -> &[Letter] {
        &self.letters
    }

    /// Puts a webhook into the post.
    pub(crate) fn write(&mut self, kind: Kind, body: &Value) {
        let held: Vec<usize> = (0..self.letters.len())
            .filter(|place| self.letters[*place].standing == Standing::HeldBack)
            .collect();
        let now = Instant::now();
        match self.twists.pop_front() {
            None => self.add(kind, body, Standing::Waiting, now),
            Some(Twist::Duplicate) => {
                self.add(kind, body, Standing::Waiting, now);
                self.add(kind, body, Standing::Waiting, now);
            }
            Some(Twist::Delay { ms }) => {
                self.add(kind, body, Standing::Waiting, now + Duration::from_millis(ms.into()));
            }
            Some(Twist::Reorder) => self.add(kind, body, Standing::HeldBack, now),
            Some(Twist::Drop) => self.add(kind, body, Standing::Dropped, now),
        }
        // What was held back follows what has just been written.
        for place in held.into_iter().rev() {
            let mut letter = self.letters.remove(place);
            letter.standing = Standing::Waiting;
            self.letters.push(letter);
        }
    }

    fn add(&mut self, kind: Kind, body: &Value, standing: Standing, not_before: Instant) {
        self.written += 1;
        let (number, body) = (self.written, body.clone());
        self.letters.push(Letter { number, kind, standing, body, posted: Vec::new(), not_before });
    }

    /// The next webhook to post now, or when there is one again.
    pub(super) fn next(&self, now: Instant) -> Next {
        let waiting = || self.letters.iter().filter(|letter| letter.standing == Standing::Waiting);
        match waiting().find(|letter| letter.not_before <= now) {
            Some(letter) => Next::Post(letter.clone()),
            None => waiting().map(|letter| letter.not_before).min().map_or(Next::Rest, Next::NotBefore),
        }
    }

    /// Whether something was written since this was asked last.
    pub(crate) fn has_mail(&mut self) -> bool {
        std::mem::replace(&mut self.seen, self.written) != self.written
    }

    /// Notes what came of posting one, unless a reset has forgotten it meanwhile.
    pub(super) fn note(&mut self, number: u64, posted: Posted, now: Instant) {
        let Some(letter) = self.letters.iter_mut().find(|letter| letter.number == number) else {
            return;
        };
        let delivered = posted.status == Some(200);
        letter.posted.push(posted);
        let tries = letter.posted.len();
        let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
        letter.not_before = now + (FIRST_PAUSE * 2_u32.pow(doublings)).min(LONGEST_PAUSE);
        letter.standing = match (delivered, tries) {
            (true, _) => Standing::Delivered,
            (false, TRIES..) => Standing::GivenUp,
            (false, _) => Standing::Waiting,
        };
    }

    pub(crate) fn clear(&mut self) {
        *self = Self { written: self.written, seen: self.seen, ..Self::default() };
    }
}

/// What the postman has to do.
pub(super) enum Next {
    Post(Letter),
    NotBefore(Instant),
    Rest,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn order(outbox: &mut Outbox) -> Vec<Value> {
        let mut bodies = Vec::new();
        while let Next::Post(letter) = outbox.next(Instant::now()) {
            bodies.push(letter.body.clone());
            outbox.note(letter.number, Posted { at: 0, status: Some(200) }, Instant::now());
        }
        bodies
    }

    #[test]
    fn each_twist_strikes_the_next_webhook_once() {
        let mut outbox = Outbox::default();
        for twist in [Twist::Duplicate, Twist::Drop, Twist::Reorder] {
            outbox.twist(twist);
        }
        for number in 1..=5 {
            outbox.write(Kind::App, &json!(number));
        }
        assert_eq!(order(&mut outbox), [1, 1, 4, 3, 5].map(|number| json!(number)));
        assert!(outbox.letters().iter().any(|letter| letter.standing == Standing::Dropped));
    }

    #[test]
    fn failures_are_posted_again_ever_later_and_given_up_in_the_end() {
        let mut outbox = Outbox::default();
        outbox.write(Kind::App, &json!(1));
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        while let Next::Post(letter) = outbox.next(now) {
            outbox.note(letter.number, Posted { at: 0, status: Some(500) }, now);
            if let Next::NotBefore(then) = outbox.next(now) {
                pauses.push((then - now).as_millis());
                now = then;
            }
        }
        assert_eq!(pauses, [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600]);
        assert_eq!(outbox.letters()[0].standing, Standing::GivenUp);
    }

    #[test]
    fn what_a_reset_forgot_is_not_noted() {
        let mut outbox = Outbox::default();
        outbox.write(Kind::App, &json!(1));
        outbox.clear();
        outbox.write(Kind::App, &json!(2));
        outbox.note(1, Posted { at: 0, status: Some(200) }, Instant::now());
        assert_eq!(order(&mut outbox), [json!(2)]);
    }
}
