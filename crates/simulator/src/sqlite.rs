//! Fresh SQLite files: the tables are made once and copied.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use store::Database;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::engine::Engine;

/// A file system in memory, where there is one: the commits are real, the waiting for a disk proves nothing here.
const FAST: &str = "/dev/shm";

/// The files of one thread.
pub(crate) struct Files {
    folder: TempDir,
    runtime: Arc<Runtime>,
    made: Cell<u64>,
}

impl Files {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let place = if Path::new(FAST).is_dir() { PathBuf::from(FAST) } else { std::env::temp_dir() };
        let folder = tempfile::Builder::new().prefix("trefoil-simulate-").tempdir_in(place)?;
        let runtime = Arc::new(tokio::runtime::Builder::new_current_thread().enable_all().build()?);
        let files = Self { folder, runtime, made: Cell::new(0) };
        let template = files.open(&files.template())?;
        files.runtime.block_on(template.close());
        Ok(files)
    }

    fn template(&self) -> PathBuf {
        self.folder.path().join("template.db")
    }

    fn current(&self) -> PathBuf {
        self.folder.path().join(format!("run-{}.db", self.made.get()))
    }

    fn open(&self, path: &Path) -> anyhow::Result<Database> {
        let url = format!("sqlite://{}", path.display());
        Ok(self.runtime.block_on(Database::connect(&url))?)
    }

    pub(crate) fn fresh(&self) -> anyhow::Result<Engine> {
        self.made.set(self.made.get() + 1);
        std::fs::copy(self.template(), self.current()).context("no room for a database")?;
        let database = self.open(&self.current())?;
        Ok(Engine::Sqlite(database, Arc::clone(&self.runtime)))
    }

    /// Closes and removes the file. What cannot be removed now goes with the folder.
    pub(crate) fn discard(&self, engine: &Engine) {
        if let Engine::Sqlite(database, _) = engine {
            self.runtime.block_on(database.clone().close());
        }
        for ending in ["", "-serving"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.current().display()));
        }
    }
}
