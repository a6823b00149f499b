//! Opens a fresh store of each kind.

use std::future::{Ready, ready};
use std::sync::Arc;

use payments::memory::MemoryStore;
use store::Database;
use tempfile::TempDir;

/// A store, and the folder that goes with it when the test ends.
pub(crate) struct Engine<S> {
    pub(crate) store: Arc<S>,
    _folder: Option<TempDir>,
}

pub(crate) async fn sqlite() -> Engine<Database> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("trefoil.db").display());
    Engine { store: Arc::new(Database::connect(&url).await.unwrap()), _folder: Some(folder) }
}

/// A database of its own on the server of this process.
pub(crate) async fn postgres() -> Engine<Database> {
    let url = postgres_for_tests::shared().database().unwrap();
    Engine { store: Arc::new(Database::connect(&url).await.unwrap()), _folder: None }
}

/// Has nothing to wait for, but every engine is opened in the same way.
pub(crate) fn memory() -> Ready<Engine<MemoryStore>> {
    ready(Engine { store: Arc::new(MemoryStore::default()), _folder: None })
}
