//! One emulator: its settings and everything it remembers, behind one lock.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::config::{Config, Merchant};
use crate::state::State;
use crate::state_file::{StateFile, StateFileError};

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
    /// Told when the state may have changed.
    change: Notify,
    file: Option<StateFile>,
}

impl Emulator {
    /// An emulator with nothing in its ledger.
    pub fn new(config: Config) -> Self {
        let state = State::new(&config);
        Self::made_of(config, state, None)
    }

    /// An emulator that goes on where the one before it ended, and keeps everything in this file.
    ///
    /// # Errors
    /// The file is in use, cannot be read, or is none of ours.
    pub fn kept_in(path: &Path, config: Config) -> Result<Self, StateFileError> {
        let (file, state) = StateFile::open(path)?;
        let state = state.map_or_else(|| State::new(&config), |state| state.resumed(&config));
        Ok(Self::made_of(config, state, Some(file)))
    }

    fn made_of(config: Config, state: State, file: Option<StateFile>) -> Self {
        let (mail, change) = (Notify::new(), Notify::new());
        Self { shared: Arc::new(Shared { config, state: Mutex::new(state), mail, change, file }) }
    }

    pub(crate) fn state_file(&self) -> Option<&StateFile> {
        self.shared.file.as_ref()
    }

    /// Waits until the state may have changed.
    pub(crate) async fn change(&self) {
        self.shared.change.notified().await;
    }

    pub(crate) fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Every request takes the lock once, so that checking and writing are one step: of two payments of one order at
    /// the same time exactly one can win.
    pub(crate) fn lock(&self) -> Locked<'_> {
        let state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        Locked { state, emulator: self, changed: false }
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
    /// Whether anybody asked for more than to look.
    changed: bool,
}

impl Deref for Locked<'_> {
    type Target = State;

    fn deref(&self) -> &State {
        &self.state
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut State {
        self.changed = true;
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
        if self.changed {
            self.emulator.shared.change.notify_one();
        }
    }
}
