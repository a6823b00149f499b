//! Prints documents, a few at a time: a long one keeps a processor busy for a while, and payments come first.

use std::sync::Arc;

use anyhow::Context;
use paper::{Printer, Sheet};
use tokio::sync::Semaphore;

/// How many documents are printed at the same time; the others wait.
const AT_ONCE: usize = 2;

/// The printer, and who is next.
#[derive(Debug)]
pub struct Press {
    printer: Arc<Printer>,
    turns: Semaphore,
}

impl Press {
    /// Reads the fonts.
    ///
    /// # Errors
    /// In a broken build.
    pub fn load() -> anyhow::Result<Self> {
        Ok(Self { printer: Arc::new(Printer::load()?), turns: Semaphore::new(AT_ONCE) })
    }

    /// The sheet as a PDF, made beside the threads that answer requests.
    ///
    /// # Errors
    /// When it cannot be made, which is a mistake of ours.
    pub async fn print(&self, sheet: Sheet) -> anyhow::Result<Vec<u8>> {
        let _turn = self.turns.acquire().await.context("nobody prints any more")?;
        let printer = Arc::clone(&self.printer);
        let made = tokio::task::spawn_blocking(move || printer.print(&sheet)).await;
        made.context("the printing broke off")?.context("a document cannot be printed")
    }
}
