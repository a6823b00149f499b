//! The whole drill, from the first process to the verdict.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use postgres_for_tests::Server;

use crate::audit::{self, Books};
use crate::call::Line;
use crate::calm::{self, Calm};
use crate::clover::Clover;
use crate::database::Records;
use crate::merchant::{MERCHANTS, sqlite};
use crate::node::Node;
use crate::operator::{self, Done};
use crate::payer::{Diary, Payer};
use crate::{Engine, Options, report, weather};

/// How many servers share a PostgreSQL.
const NODES: u32 = 3;

/// What all clients share while it lasts.
#[derive(Debug)]
pub(crate) struct Storm {
    pub(crate) origins: Vec<String>,
    pub(crate) clover: Clover,
    over: AtomicBool,
}

impl Storm {
    pub(crate) fn goes_on(&self) -> bool {
        !self.over.load(Ordering::Relaxed)
    }
}

/// What happened while it lasted.
pub(crate) struct Past {
    pub(crate) done: Done,
    pub(crate) lasted: Duration,
    pub(crate) faults: BTreeMap<&'static str, u32>,
    pub(crate) diaries: Vec<Diary>,
    /// How often a server was started while its database was away.
    pub(crate) gave_up: u32,
}

/// Runs the drill and answers whether every promise was kept; the last line printed has the figures.
///
/// # Errors
/// When the drill itself cannot be carried out, which proves nothing.
pub(crate) fn run(options: &Options) -> anyhow::Result<bool> {
    let folder = tempfile::Builder::new().prefix("trefoil-drill-").tempdir()?;
    let ended = within(options, folder.path());
    if !matches!(ended, Ok(true)) {
        eprintln!("drill: records and logs stay in {}", folder.keep().display());
    }
    ended
}

fn within(options: &Options, folder: &Path) -> anyhow::Result<bool> {
    let postgres = match options.store {
        Engine::Sqlite => None,
        // PostgreSQL's own settings, which wait for the disk.
        Engine::Postgres => Some(Server::start(&[])?),
    };
    let database = match &postgres {
        None => sqlite(&folder.join("drill.db")),
        Some(server) => server.database()?,
    };
    let clover = Clover::start(&options.programs.emulator, folder)?;
    let mut nodes = start_nodes(options, folder, &clover.origin, &database)?;
    let origins = nodes.iter().map(|node| node.origin.clone()).collect();
    let storm = Storm { origins, clover, over: AtomicBool::new(false) };
    eprintln!("drill: {} payers, {} kills; logs are in {}", options.payers, options.kills, folder.display());
    let past = rage(&storm, &mut nodes, postgres.as_ref(), options)?;
    storm.clover.recover(&Line::new()).map_err(|_| anyhow::anyhow!("the emulator has gone"))?;
    eprintln!("drill: Clover is reachable again; waiting until every payment has ended");
    let records = Records::open(&database)?;
    let calm = calm::wait(&records, &mut nodes)?;
    let told = past.diaries.iter().flat_map(|diary| diary.told.clone()).collect();
    let verdict = audit::compare(&books(&storm, &records, told)?);
    drop(nodes);
    print!("{}", report::text(&past, &calm, &verdict));
    Ok(verdict.is_clean() && matches!(calm, Calm { stuck: 0, .. }))
}

fn start_nodes(options: &Options, folder: &Path, clover: &str, database: &str) -> anyhow::Result<Vec<Node>> {
    let number = match options.store {
        Engine::Sqlite => 1,
        Engine::Postgres => NODES,
    };
    let mut nodes = Vec::new();
    for number in 1..=number {
        let name = format!("server-{number}");
        let mut node = Node::start(&options.programs.server, folder, &name, clover, database)?;
        // Before the next one looks for a free port.
        node.is_ready()?;
        nodes.push(node);
    }
    Ok(nodes)
}

/// Lets everybody loose until the operator has finished.
fn rage(
    storm: &Storm,
    nodes: &mut [Node],
    postgres: Option<&Server>,
    options: &Options,
) -> anyhow::Result<Past> {
    let since = Instant::now();
    thread::scope(|scope| {
        let weather = scope.spawn(|| weather::blow(storm, options.seed));
        let payers: Vec<_> = (0..options.payers)
            .map(|number| scope.spawn(move || Payer::new(storm, number, options.seed).live()))
            .collect();
        let done = operator::operate(nodes, postgres, options.kills, options.restarts, options.seed);
        storm.over.store(true, Ordering::Relaxed);
        let diaries = payers.into_iter().map(|payer| payer.join().ok()).collect::<Option<_>>();
        let faults = weather.join().ok();
        Ok(Past {
            done: done?,
            lasted: since.elapsed(),
            faults: faults.context("the weather broke down")?,
            diaries: diaries.context("a payer broke down")?,
            gave_up: nodes.iter().map(|node| node.gave_up).sum(),
        })
    })
}

fn books(storm: &Storm, records: &Records, told: Vec<crate::payer::Told>) -> anyhow::Result<Books> {
    let mut books = Books { told, ..Books::default() };
    for merchant in &MERCHANTS {
        books.payments.extend(records.payments(merchant)?);
        books.events.extend(records.events(merchant)?);
        books.invoices.extend(records.invoices(merchant)?);
        let charges = storm.clover.charges(&Line::new(), merchant);
        books.charges.extend(charges.map_err(|_| anyhow::anyhow!("the emulator does not show its ledger"))?);
    }
    Ok(books)
}
