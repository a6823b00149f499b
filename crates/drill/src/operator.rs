//! Whoever pulls the plugs: kills servers and restarts the database at moments chosen by the seed.

use std::thread;
use std::time::Duration;

use postgres_for_tests::Server;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::node::Node;

/// What the operator did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Done {
    pub(crate) kills: u32,
    pub(crate) restarts: u32,
}

/// Does as many of both as was asked for. Every server has answered again before the next one is killed, so that
/// each kill strikes a server at work.
pub(crate) fn operate(
    nodes: &mut [Node],
    postgres: Option<&Server>,
    kills: u32,
    restarts: u32,
    seed: u64,
) -> anyhow::Result<Done> {
    let mut dice = StdRng::seed_from_u64(seed);
    let mut done = Done::default();
    let restarts = if postgres.is_some() { restarts } else { 0 };
    while done.kills < kills || done.restarts < restarts {
        pause(&mut dice, 300..1_300);
        if done.kills < kills {
            let victim = dice.random_range(0..nodes.len());
            kill(&mut nodes[victim], &mut dice)?;
            done.kills += 1;
        }
        // Spread evenly over the kills.
        if let Some(server) = postgres
            && done.restarts < restarts
            && u64::from(done.kills) * u64::from(restarts) >= u64::from(done.restarts + 1) * u64::from(kills)
        {
            restart(server, done.restarts % 2 == 1, &mut dice)?;
            done.restarts += 1;
        }
        for node in nodes.iter_mut() {
            node.is_ready()?;
        }
    }
    Ok(done)
}

fn kill(node: &mut Node, dice: &mut StdRng) -> anyhow::Result<()> {
    node.kill()?;
    pause(dice, 0..300);
    node.start_again()
}

/// Stops the database as its operator would, or as a power cut would.
fn restart(server: &Server, abruptly: bool, dice: &mut StdRng) -> anyhow::Result<()> {
    let ended = if abruptly { server.crash() } else { server.stop() };
    ended?;
    pause(dice, 0..2_000);
    Ok(server.start_again()?)
}

fn pause(dice: &mut StdRng, milliseconds: std::ops::Range<u64>) {
    thread::sleep(Duration::from_millis(dice.random_range(milliseconds)));
}
