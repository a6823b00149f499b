//! The store under the faults: the memory twin, or the real one on a fresh file.

use std::pin::pin;
#[cfg(feature = "sqlite")]
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use jiff::Timestamp;
use payments::memory::MemoryStore;
use payments::port::StoreError;

/// A store whose acts end at once in simulated time, however long they really take.
pub(crate) enum Engine {
    /// The twin in memory.
    Memory(MemoryStore),
    /// SQLite, with the real statements and the real transactions.
    #[cfg(feature = "sqlite")]
    Sqlite(store::Database, Arc<tokio::runtime::Runtime>),
}

/// Performs an act of the port on whichever engine it is.
macro_rules! act {
    ($engine:expr, $store:ident => $act:expr) => {
        match $engine {
            $crate::engine::Engine::Memory($store) => $crate::engine::at_once($act),
            #[cfg(feature = "sqlite")]
            $crate::engine::Engine::Sqlite($store, runtime) => runtime.block_on($act),
        }
    };
}
pub(crate) use act;

impl Engine {
    /// Makes everything due that a dead server left, as the start of the only server does.
    ///
    /// # Errors
    /// When the store cannot be written.
    #[cfg_attr(
        not(feature = "sqlite"),
        expect(clippy::unnecessary_wraps, reason = "only a database can fail")
    )]
    pub(crate) fn hasten_orphans(&self, now: Timestamp) -> Result<u64, StoreError> {
        match self {
            Self::Memory(store) => Ok(store.hasten_orphans(now)),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(database, runtime) => match database.begin_serving() {
                Ok(store::Serving::Alone(alone)) => runtime.block_on(database.hasten_orphans(&alone, now)),
                Ok(store::Serving::AmongOthers) => Ok(0),
                Err(error) => Err(StoreError::Unavailable(error.to_string())),
            },
        }
    }
}

/// The result of an act that has nothing to wait for.
pub(crate) fn at_once<T>(act: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    match pin!(act).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => Err(StoreError::Unavailable("the memory store waits for something".to_owned())),
    }
}
