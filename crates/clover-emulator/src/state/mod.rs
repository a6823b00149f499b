//! Everything an emulator remembers.

mod access;
mod answers;
mod batch;
mod checkouts;
mod customers;
mod ledger;
mod requests;
mod tokens;

use std::collections::BTreeMap;

use clover_api::webhook::app::{Event, Notification, ObjectId};
use serde::{Deserialize, Serialize};

pub(crate) use self::access::{Access, Pair, Worth};
pub(crate) use self::answers::{Answers, Asked, Found};
pub(crate) use self::batch::Batch;
pub(crate) use self::checkouts::{Checkout, Checkouts, PageState};
pub(crate) use self::customers::{CustomerRecord, SavedCard};
pub(crate) use self::ledger::{Change, Ledger, Shelf};
pub(crate) use self::requests::{RequestLog, SeenRequest};
pub(crate) use self::tokens::{Means, Standing, TokenRecord, Tokens};
use crate::clock::Clock;
use crate::config::{Config, GiftCardShortfall, MultiPay};
use crate::faults::Faults;
use crate::gift_cards::GiftCards;
use crate::habits::Habits;
use crate::ids::Ids;
use crate::rates::Rates;
use crate::recurring::Book;
use crate::till::Till;
use crate::webhooks::{Kind, Outbox};

/// The app on whose behalf everything happens.
pub(crate) const APP_ID: &str = "TREF01APP0123";

/// All of it, behind the emulator's one lock. What is skipped is no memory but a setting, or over within a second.
#[derive(Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) ledger: Ledger,
    pub(crate) tokens: Tokens,
    pub(crate) gift_cards: GiftCards,
    #[serde(skip)]
    pub(crate) gift_card_shortfall: GiftCardShortfall,
    #[serde(skip)]
    pub(crate) multi_pay: MultiPay,
    #[serde(skip)]
    pub(crate) habits: Habits,
    pub(crate) answers: Answers,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    #[serde(skip)]
    pub(crate) rates: Rates,
    pub(crate) outbox: Outbox,
    pub(crate) checkouts: Checkouts,
    pub(crate) recurring: Book,
    #[serde(skip)]
    pub(crate) till: Till,
    pub(crate) access: Access,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            clock: Clock::default(),
            ids: Ids::new(config.seed),
            ledger: Ledger::default(),
            tokens: Tokens::default(),
            gift_cards: GiftCards::default(),
            gift_card_shortfall: config.gift_card_shortfall,
            multi_pay: config.multi_pay,
            habits: config.habits,
            answers: Answers::default(),
            faults: Faults::default(),
            requests: RequestLog::default(),
            rates: Rates::default(),
            outbox: Outbox::default(),
            checkouts: Checkouts::default(),
            recurring: Book::default(),
            till: config.till.clone(),
            access: Access::default(),
        }
    }

    /// What was remembered, under the settings of today.
    pub(crate) fn resumed(self, config: &Config) -> Self {
        let State { gift_card_shortfall, multi_pay, habits, rates, till, .. } = Self::new(config);
        Self { gift_card_shortfall, multi_pay, habits, rates, till, ..self }
    }

    /// Forgets everything, sets the clock right and lets go of held requests, whose connections end unanswered. Ids go on where they were,
    /// so that nothing made after a reset bears the name of something made before it.
    pub(crate) fn reset(&mut self) {
        self.clock = Clock::default();
        self.ledger = Ledger::default();
        self.tokens = Tokens::default();
        self.gift_cards = GiftCards::default();
        self.answers = Answers::default();
        self.faults = Faults::default();
        self.requests = RequestLog::default();
        self.rates = Rates::default();
        self.outbox.clear();
        self.checkouts = Checkouts::default();
        self.recurring = Book::default();
        self.access = Access::default();
    }

    /// An authorization code for the app to come and get tokens with.
    pub(crate) fn issue_code(&mut self, merchant: &str, challenge: Option<String>) -> String {
        let (code, now) = (self.ids.uuid(), self.clock.now());
        self.access.put_code(&code, merchant, challenge, now);
        code
    }

    /// The next pair of tokens for the app to act for this merchant.
    pub(crate) fn issue_pair(&mut self, merchant: &str) -> Pair {
        let (access, refresh, now) = (self.ids.access_token(), self.ids.refresh_token(), self.clock.now());
        self.access.grant(merchant, access, refresh, now)
    }

    /// Writes webhooks about all that changed since the last time, one for each merchant, if anybody hears them.
    pub(crate) fn announce(&mut self, heard: bool) {
        let mut merchants: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        let ts = Some(self.clock.now_ms());
        for Change { merchant, kind, id, what } in self.ledger.take_changes() {
            let event = Event { object_id: ObjectId { kind, id }, kind: what, ts };
            merchants.entry(merchant).or_default().push(event);
        }
        for (merchant, events) in merchants.into_iter().filter(|_| heard) {
            let merchants = BTreeMap::from([(merchant, events)]);
            let notification = Notification { app_id: Some(APP_ID.into()), merchants };
            if let Ok(body) = serde_json::to_value(notification) {
                self.outbox.write(Kind::App, &body);
            }
        }
    }
}
