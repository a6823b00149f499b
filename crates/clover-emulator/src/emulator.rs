//! One emulator: its settings and everything it remembers, behind one lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
}

impl Emulator {
    /// An emulator with nothing in its ledger.
    pub fn new(config: Config) -> Self {
        let state = Mutex::new(State::new(config.seed));
        Self { shared: Arc::new(Shared { config, state }) }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Every request takes the lock once, so that checking and writing are one step: of two payments of one order at
    /// the same time exactly one can win.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn merchant_with_api_token(&self, api_token: &str) -> Option<&Merchant> {
        self.config().merchants.iter().find(|merchant| merchant.api_token == api_token)
    }

    pub(crate) fn merchant_with_pakms_key(&self, pakms_key: &str) -> Option<&Merchant> {
        self.config().merchants.iter().find(|merchant| merchant.pakms_key == pakms_key)
    }
}
