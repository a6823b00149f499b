//! One emulator: its settings and everything it remembers, behind one lock.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::config::{Config, Merchant};
use crate::state::State;

/// A Clover of one's own. Clones share the same memory.
#[derive(Clone)]
pub struct Emulator {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    state: Mutex<State>,
    /// Told when something is put into the outbox.
    mail: Notify,
}

impl Emulator {
    /// An emulator with nothing in its ledger.
    pub fn new(config: Config) -> Self {
        let state = Mutex::new(State::new(&config));
        Self { shared: Arc::new(Shared { config, state, mail: Notify::new() }) }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Every request takes the lock once, so that checking and writing are one step: of two payments of one order at
    /// the same time exactly one can win.
    pub(crate) fn lock(&self) -> Locked<'_> {
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        Locked { state, emulator: self }
    }

    /// Waits until there may be something new in the outbox.
    pub(crate) async fn mail(&self) {
        self.shared.mail.notified().await;
    }

    /// By the private key, or by an access token of the app. Takes the lock.
    pub(crate) fn merchant_with_api_token(&self, api_token: &str) -> Option<&Merchant> {
        let merchants = &self.config().merchants;
        if let Some(merchant) = merchants.iter().find(|merchant| merchant.api_token == api_token) {
            return Some(merchant);
        }
        let state = self.lock();
        let id = state.access.merchant_of(api_token, state.clock.now())?;
        merchants.iter().find(|merchant| merchant.id == id)
    }

    /// By the public key, while it is good. Takes the lock.
    pub(crate) fn merchant_with_pakms_key(&self, pakms_key: &str) -> Option<&Merchant> {
        let state = self.lock();
        self.config()
            .merchants
            .iter()
            .find(|merchant| state.access.public_key(&merchant.id, &merchant.pakms_key) == Some(pakms_key))
    }
}

/// The state, for as long as one has it to oneself. Whatever was changed meanwhile is announced at the end: no route
/// has to think of webhooks.
pub(crate) struct Locked<'a> {
    state: MutexGuard<'a, State>,
    emulator: &'a Emulator,
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        &mut self.state
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        let heard = self.emulator.config().webhooks.app_url.is_some();
        self.state.announce(heard);
        if self.state.outbox.has_mail() {
            self.emulator.shared.mail.notify_one();
        }
    }
}
