//! Clover's webhooks: twice, late, in any order, or not at all.

use std::sync::Arc;

use payments::desk::Hint;

use crate::executor::Millis;
use crate::invoice::Sample;
use crate::run::World;

/// How often the post is carried out.
const ROUND: Millis = 700;

/// The latest that a webhook comes.
const LATEST: Millis = 240_000;

/// Sends what changes in the books to the servers, as long as the run goes on.
pub(crate) async fn send(world: Arc<World>, invoice: Sample) {
    let mut known = Vec::new();
    loop {
        for hint in news(&world, &mut known) {
            post(&world, &invoice, &hint);
        }
        world.sim.sleep(if world.sim.is_calm() { 100 * ROUND } else { ROUND }).await;
    }
}

/// Hints about the charges whose outcome is not known from before.
fn news(world: &World, known: &mut Vec<String>) -> Vec<Hint> {
    let books = world.clover.books();
    let new = books.charges.iter().filter(|charge| charge.is_decided() && !known.contains(&charge.id));
    let hints: Vec<_> = new
        .flat_map(|charge| {
            let order = charge.order.clone().map(Hint::Order);
            [Some(Hint::Charge(charge.id.clone())), order].into_iter().flatten()
        })
        .collect();
    known.extend(hints.iter().filter_map(|hint| match hint {
        Hint::Charge(id) => Some(id.clone()),
        Hint::Order(_) | Hint::Payment(_) | Hint::Checkout { .. } => None,
    }));
    hints
}

fn post(world: &Arc<World>, invoice: &Sample, hint: &Hint) {
    let troubled = world.sim.strikes(world.plan.weather.webhook_trouble);
    let copies = if troubled { world.sim.between(0, 3) } else { 1 };
    for _ in 0..copies {
        let (world, hint, merchant) = (Arc::clone(world), hint.clone(), invoice.merchant.clone());
        let sim = world.sim.clone();
        sim.spawn(crate::executor::Owner::World, async move {
            world.sim.pause(50, if troubled { LATEST } else { 5_000 }).await;
            // The answer is not waited for: Clover would send again, and copies are sent anyway.
            drop(world.node().hear(merchant, hint));
        });
    }
}
