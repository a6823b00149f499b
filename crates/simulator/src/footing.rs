//! Where a server's task stands: every step it takes may be its last, or take minutes.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use payments::port::{Clock, Random};

use crate::dice::Dice;
use crate::executor::{Millis, Sim};
use crate::wait::Reply;
use crate::weather::Weather;

/// When the simulated world begins, in milliseconds since 1970.
pub(crate) const BEGINNING: i64 = 1_800_000_000_000;

/// One server's place in the run. Clones are the same server's.
#[derive(Clone)]
pub(crate) struct Footing {
    pub(crate) sim: Sim,
    pub(crate) weather: Weather,
    pub(crate) node: usize,
    up: Arc<AtomicBool>,
    /// Whoever wants to hear of the server's death.
    mourner: Arc<Mutex<Option<Reply<()>>>>,
}

/// Longer than any run.
const FOR_EVER: Millis = 1 << 50;

impl Footing {
    pub(crate) fn new(sim: Sim, weather: Weather, node: usize) -> Self {
        Self { sim, weather, node, up: Arc::default(), mourner: Arc::default() }
    }

    pub(crate) fn is_up(&self) -> bool {
        self.up.load(Ordering::Relaxed)
    }

    pub(crate) fn come_up(&self) {
        self.up.store(true, Ordering::Relaxed);
    }

    fn mourner(&self) -> MutexGuard<'_, Option<Reply<()>>> {
        self.mourner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends when the server has died.
    pub(crate) async fn death(&self) {
        let (reply, answer) = self.sim.slot();
        *self.mourner() = Some(reply);
        answer.within(FOR_EVER).await;
    }

    async fn die(&self) {
        self.tell(|| "dies".to_owned());
        self.up.store(false, Ordering::Relaxed);
        if let Some(reply) = self.mourner().take() {
            reply.give(());
        }
        self.sim.die(self.node).await;
    }

    /// Lets between `low` and `high` milliseconds pass; the server may die here, or hang.
    pub(crate) async fn step(&self, low: Millis, high: Millis) {
        if self.strikes(|weather| weather.crash) {
            self.die().await;
        }
        if self.strikes(|weather| weather.stall) {
            let wait = self.sim.dice(|dice| dice.pick(&[500, 5_000, 100_000, 250_000], 0));
            self.tell(|| format!("hangs for {wait} ms"));
            self.sim.sleep(wait).await;
        }
        self.sim.pause(low, high).await;
    }

    pub(crate) fn strikes(&self, fault: impl FnOnce(&Weather) -> u32) -> bool {
        self.sim.strikes(fault(&self.weather))
    }

    pub(crate) fn tell(&self, line: impl FnOnce() -> String) {
        self.sim.tell(|| format!("server {}   {}", self.node + 1, line()));
    }
}

/// The true time, which Clover's clock shows.
pub(crate) fn true_time(now: Millis) -> Timestamp {
    let passed = i64::try_from(now).unwrap_or(i64::MAX);
    Timestamp::from_millisecond(BEGINNING.saturating_add(passed)).unwrap_or(Timestamp::MAX)
}

/// A server's clock: the true time, and how far it is off. Clones are the same clock.
#[derive(Clone)]
pub(crate) struct NodeClock {
    sim: Sim,
    off: Arc<AtomicI64>,
}

impl NodeClock {
    pub(crate) fn new(sim: Sim, off: i64) -> Self {
        Self { sim, off: Arc::new(AtomicI64::new(off)) }
    }

    pub(crate) fn jump(&self, by: i64) {
        self.off.fetch_add(by, Ordering::Relaxed);
    }

    fn millis(&self) -> i64 {
        true_time(self.sim.now()).as_millisecond() + self.off.load(Ordering::Relaxed)
    }

    /// How long until this clock shows that time; 0 when it has.
    pub(crate) fn until(&self, time: Timestamp) -> Millis {
        u64::try_from(time.as_millisecond() - self.millis()).unwrap_or(0)
    }
}

impl Clock for NodeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.millis()).unwrap_or(Timestamp::MAX)
    }
}

/// Dice for the rules, the same that decide everything else.
#[derive(Clone)]
pub(crate) struct NodeDice(pub(crate) Sim);

impl Random for NodeDice {
    fn bytes(&self) -> [u8; 16] {
        self.0.dice(Dice::bytes)
    }
}
