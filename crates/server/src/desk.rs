//! Builds the desk that the server and the command line share.

use anyhow::Context;

use crate::config::Config;
use crate::gateway::CloverGateway;
use crate::system::{SystemClock, SystemRandom};

/// The rules over the real store, the real Clover, the real clock and the real dice.
pub type AppDesk = payments::Desk<store::Database, CloverGateway, SystemClock, SystemRandom>;

/// Opens the database, brings it up to date and sets the desk up.
///
/// # Errors
/// When the database cannot be opened or a merchant's API token cannot be sent in a header.
pub async fn build(config: &Config) -> anyhow::Result<AppDesk> {
    let store = store::Database::connect(&config.database).await.context("cannot open the database")?;
    let gateway = CloverGateway::new(config.merchants.values())?;
    Ok(payments::Desk::new(store, gateway, SystemClock, SystemRandom))
}
