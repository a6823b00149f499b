//! Fresh stores, one for each run.

use std::sync::Arc;

use payments::memory::MemoryStore;

use crate::engine::Engine;

/// Which store the rules run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// The twin in memory.
    Memory,
    /// SQLite, a fresh file for each run.
    Sqlite,
}

/// Where one thread has its stores from.
pub(crate) enum Supply {
    Memory,
    #[cfg(feature = "sqlite")]
    Sqlite(crate::sqlite::Files),
}

impl Supply {
    /// # Errors
    /// When no SQLite file can be made, or the program was built without it.
    pub(crate) fn new(kind: StoreKind) -> anyhow::Result<Self> {
        match kind {
            StoreKind::Memory => Ok(Self::Memory),
            #[cfg(feature = "sqlite")]
            StoreKind::Sqlite => Ok(Self::Sqlite(crate::sqlite::Files::new()?)),
            #[cfg(not(feature = "sqlite"))]
            StoreKind::Sqlite => anyhow::bail!("this program was built without the feature `sqlite`"),
        }
    }

    /// A store that holds nothing.
    ///
    /// # Errors
    /// When the file cannot be made.
    #[cfg_attr(
        not(feature = "sqlite"),
        expect(clippy::unnecessary_wraps, reason = "only a database can fail")
    )]
    pub(crate) fn fresh(&self) -> anyhow::Result<Arc<Engine>> {
        match self {
            Self::Memory => Ok(Arc::new(Engine::Memory(MemoryStore::default()))),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(files) => files.fresh().map(Arc::new),
        }
    }

    /// Done with this one.
    pub(crate) fn discard(&self, engine: Arc<Engine>) {
        match self {
            Self::Memory => drop(engine),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(files) => files.discard(&engine),
        }
    }
}
