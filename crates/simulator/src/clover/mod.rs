//! A Clover with a ledger: it keeps the rules that are known of the real one, and no kinder ones.

mod books;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use payments::payment::{Decline, DeclineReason};
use payments::port::{ChargeAnswer, OrderStanding, Refusal, SeenCharge};
use primitives::{CardToken, IdempotencyKey};

use books::Admission;
pub(crate) use books::{Books, Charge, FirstLook, Habits, Request, Spends, short};

use crate::dice::Dice;
use crate::executor::Sim;
use crate::footing::true_time;
use crate::weather::Weather;

/// The longest that a bank keeps Clover waiting.
const SLOW_BANK: u64 = 25_000;

/// What a card is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Card {
    /// The bank will say yes.
    Good,
    /// The bank will say no.
    Bad,
}

/// A failure inside Clover, a 5xx.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed;

/// Clover. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Clover {
    sim: Sim,
    weather: Weather,
    books: Arc<Mutex<Books>>,
    /// Requests and answers that are on their way.
    calls: Arc<AtomicUsize>,
}

impl Clover {
    pub(crate) fn new(sim: Sim, weather: Weather, habits: Habits) -> Self {
        let books = Arc::new(Mutex::new(Books::new(habits)));
        Self { sim, weather, books, calls: Arc::default() }
    }

    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request is on its way.
    pub(crate) fn call_begins(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// Its answer has arrived, or never will.
    pub(crate) fn call_ends(&self) {
        self.calls.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether nothing is on its way to Clover or back.
    pub(crate) fn is_idle(&self) -> bool {
        self.calls.load(Ordering::Relaxed) == 0
    }

    /// The field frames: a token for a card.
    pub(crate) fn tokenize(&self, card: Card) -> Option<CardToken> {
        let text = format!("clv_1TSTS{:032x}", u128::from_be_bytes(self.sim.dice(Dice::bytes)));
        self.books().cards.push((text.clone(), card));
        CardToken::parse(&text).ok()
    }

    pub(crate) fn order(&self, amount: i64, key: &IdempotencyKey) -> Result<String, Failed> {
        self.works()?;
        let made = self.books().make_order(amount, key);
        self.sim.tell(|| format!("Clover     makes order {made} for {amount}"));
        if self.sim.strikes(self.weather.error_after) { Err(Failed) } else { Ok(made) }
    }

    pub(crate) fn standing(&self, order: &str) -> Result<OrderStanding, Failed> {
        self.works()?;
        Ok(self.books().standing(order))
    }

    pub(crate) fn seen(&self, charge: &str) -> Result<Option<SeenCharge>, Failed> {
        self.works()?;
        Ok(self.books().charge(charge))
    }

    pub(crate) fn since(&self, from: Timestamp) -> Result<Vec<SeenCharge>, Failed> {
        self.works()?;
        Ok(self.books().since(from))
    }

    fn works(&self) -> Result<(), Failed> {
        if self.sim.strikes(self.weather.error_before) { Err(Failed) } else { Ok(()) }
    }

    /// Takes a charge from its arrival to the answer.
    pub(crate) async fn charge(&self, request: Request) -> ChargeAnswer {
        if self.sim.strikes(self.weather.too_busy) {
            return ChargeAnswer::Refused(Refusal::Busy);
        }
        if self.works().is_err() {
            return ChargeAnswer::Unknown;
        }
        if self.sim.strikes(self.weather.decline_undecided) {
            self.sim.tell(|| format!("Clover     answers 402 without deciding about {}", request.shown()));
            return ChargeAnswer::Declined(Decline { reason: DeclineReason::Other, charge: None });
        }
        let admission = self.books().admit(&request, true_time(self.sim.now()));
        let place = match admission {
            Admission::Answered(answer) => {
                self.sim
                    .tell(|| format!("Clover     answers {} without a bank: {answer:?}", request.shown()));
                return answer;
            }
            Admission::ToTheBank(place) => place,
        };
        self.sim.tell(|| format!("Clover     asks the bank about {}", request.shown()));
        let slow = self.sim.strikes(self.weather.slow_bank);
        self.sim.pause(20, if slow { SLOW_BANK } else { 900 }).await;
        if self.works().is_err() {
            self.books().give_up(&request, place);
            self.sim.tell(|| format!("Clover     fails before it charges {}", request.shown()));
            return ChargeAnswer::Unknown;
        }
        let answer = self.books().decide(&request, place);
        self.sim.tell(|| format!("Clover     decides about {}: {answer:?}", request.shown()));
        self.garble(answer, &request)
    }

    /// What leaves the building may be something else than what was decided.
    fn garble(&self, answer: ChargeAnswer, request: &Request) -> ChargeAnswer {
        if self.sim.strikes(self.weather.error_after) {
            self.sim.tell(|| format!("Clover     fails after it decided about {}", request.shown()));
            return ChargeAnswer::Unknown;
        }
        match answer {
            ChargeAnswer::Approved(approval) if self.sim.strikes(self.weather.decline_although_charged) => {
                self.sim.tell(|| format!("Clover     answers 402 although it charged {}", request.shown()));
                let named = self.sim.dice(|dice| dice.chance(500));
                let charge = named.then_some(approval.charge);
                ChargeAnswer::Declined(Decline { reason: DeclineReason::Other, charge })
            }
            answer => answer,
        }
    }
}
