//! Everything an emulator remembers, in memory only.

mod answers;
mod ledger;
mod requests;
mod tokens;

pub(crate) use self::answers::{Answers, Asked, Found};
pub(crate) use self::ledger::Ledger;
pub(crate) use self::requests::{RequestLog, SeenRequest};
pub(crate) use self::tokens::{TokenRecord, Tokens};
use crate::clock::Clock;
use crate::faults::Faults;
use crate::ids::Ids;

/// All of it, behind the emulator's one lock.
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: Tokens,
    pub(crate) answers: Answers,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
}

impl State {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self {
            clock: Clock::default(),
            ids: Ids::new(seed),
            ledger: Ledger::default(),
            tokens: Tokens::default(),
            answers: Answers::default(),
            faults: Faults::default(),
            requests: RequestLog::default(),
        }
    }

    /// Forgets everything, sets the clock right and lets go of held requests, whose connections end unanswered. Ids go on where they were,
    /// so that nothing made after a reset bears the name of something made before it.
    pub(crate) fn reset(&mut self) {
        self.clock = Clock::default();
        self.ledger = Ledger::default();
        self.tokens = Tokens::default();
        self.answers = Answers::default();
        self.faults = Faults::default();
        self.requests = RequestLog::default();
    }
}
