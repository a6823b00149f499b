//! Builds the desk that the server and the command line share.

use anyhow::Context;
use store::{Database, Limits, Serving};

use crate::config::Config;
use crate::connections::Connections;
use crate::gateway::CloverGateway;
use crate::mail;
use crate::system::{SystemClock, SystemRandom};

/// The rules over the real store, the real Clover, the real clock and the real dice.
pub type AppDesk = payments::Desk<Database, CloverGateway, SystemClock, SystemRandom>;

/// Opens the database, brings it up to date and sets the desk up, for a command beside the servers.
///
/// # Errors
/// When the database cannot be opened or a merchant's API token cannot be sent in a header.
pub async fn build(config: &Config) -> anyhow::Result<AppDesk> {
    let opened = Database::connect_within(config.database.expose(), limits(config)).await;
    over(opened.context("cannot open the database")?, config)
}

/// Like [`build`], for a server: also takes the right to serve.
///
/// # Errors
/// As [`build`], and when another server has that right.
pub async fn build_to_serve(config: &Config) -> anyhow::Result<(AppDesk, Serving)> {
    let opened = Database::connect_to_serve(config.database.expose(), limits(config)).await;
    let (store, serving) = opened.context("cannot open the database")?;
    Ok((over(store, config)?, serving))
}

fn limits(config: &Config) -> Limits {
    Limits { connections: config.database_connections, ..Limits::default() }
}

fn over(store: Database, config: &Config) -> anyhow::Result<AppDesk> {
    let connections = Connections::new(config, &store)?;
    let gateway = CloverGateway::new(config, connections)?;
    let desk = payments::Desk::new(store, gateway, SystemClock, SystemRandom);
    Ok(desk.with_mail(mail::policies(config)))
}
