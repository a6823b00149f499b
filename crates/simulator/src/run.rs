//! One run, from its seed to what was found.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use payments::Desk;
use payments::port::{Statements, Store};

use crate::bug::Bug;
use crate::clover::Clover;
use crate::cluster::{Node, supervise};
use crate::dice::Dice;
use crate::engine::{Engine, act};
use crate::executor::{Millis, Owner, Sim};
use crate::footing::{Footing, NodeClock, NodeDice};
use crate::gateway::BadLine;
use crate::invoice::{self, Sample, Samples};
use crate::payer::{Promises, Tab, Target};
use crate::plan::Plan;
use crate::records::Records;
use crate::store::FaultyStore;
use crate::violation::Violation;
use crate::{audit, merchant, webhook};

/// A reconciler's cycle: the longest wait of the schedule, and the lease of a worker that died meanwhile.
const CYCLE: Millis = 3_600_000 + 200_000;

/// Payers and merchants are through by then, whatever happens.
const LONGEST: Millis = 3_600_000;

/// What everybody in a run shares.
pub(crate) struct World {
    pub(crate) sim: Sim,
    pub(crate) plan: Plan,
    pub(crate) clover: Clover,
    pub(crate) records: Records,
    pub(crate) promises: Promises,
    nodes: Vec<Arc<Node>>,
    /// Payers and merchants who are not through.
    busy: AtomicUsize,
}

impl World {
    /// The server that a request happens to reach.
    pub(crate) fn node(&self) -> Arc<Node> {
        let place = self.sim.dice(|dice| dice.below(self.nodes.len() as u64));
        let place = usize::try_from(place).unwrap_or(0);
        Arc::clone(&self.nodes[place.min(self.nodes.len() - 1)])
    }
}

/// What a run has come to.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// What was broken; empty when all is well.
    pub(crate) violations: Vec<Violation>,
    /// Who did what when; empty unless it was asked for.
    pub(crate) story: Vec<String>,
}

/// Runs one seed over a store that holds nothing.
///
/// # Errors
/// When the store fails by itself, or holds something.
pub(crate) fn run(
    seed: u64,
    engine: &Arc<Engine>,
    bug: Option<Bug>,
    with_story: bool,
) -> anyhow::Result<Outcome> {
    let mut dice = Dice::new(seed);
    let plan = Plan::draw(&mut dice);
    let samples = stock(&mut dice, &plan, engine)?;
    let world = world(&Sim::new(dice.roll(), with_story), plan, engine, bug);
    world
        .sim
        .tell(|| format!("the run has seed {seed}, an invoice over {}, and {plan:?}", samples.first.amount));
    begin(&world, &samples);
    world.sim.run();
    audit::compare(&world, &samples, engine)?;
    let (story, violations) = world.sim.outcome();
    Ok(Outcome { violations, story })
}

/// Stores what can be paid.
fn stock(dice: &mut Dice, plan: &Plan, engine: &Arc<Engine>) -> anyhow::Result<Samples> {
    let mut invoices = Vec::new();
    for number in 0..=plan.more_invoices {
        let invoice = invoice::new(dice, plan, number)?;
        act!(&**engine, store => store.insert_invoice(&invoice, &[]))?;
        invoices.push(invoice);
    }
    let statement = invoice::statement(dice, &invoices);
    if let Some(statement) = &statement {
        act!(&**engine, store => store.insert_statement(statement))?;
    }
    let mut samples: Vec<_> = invoices.iter().map(Sample::of).collect();
    let first = samples.remove(0);
    Ok(Samples { first, more: samples, statement: statement.map(|statement| statement.link) })
}

fn world(sim: &Sim, plan: Plan, engine: &Arc<Engine>, bug: Option<Bug>) -> Arc<World> {
    let clover = Clover::new(sim.clone(), plan.weather, plan.habits);
    let records = Records::new(sim.clone());
    let nodes = (0..plan.nodes).map(|_| ());
    let full_until = Arc::default();
    let node = |(place, ()): (usize, ())| {
        let footing = Footing::new(sim.clone(), plan.weather, place);
        let apart = i64::try_from(sim.between(0, 2 * plan.clocks_apart)).unwrap_or(0);
        let clock = NodeClock::new(sim.clone(), apart - i64::try_from(plan.clocks_apart).unwrap_or(0));
        let store = FaultyStore {
            footing: footing.clone(),
            engine: Arc::clone(engine),
            records: records.clone(),
            full_until: Arc::clone(&full_until),
            bug,
        };
        let line = BadLine {
            footing: footing.clone(),
            plan,
            clover: clover.clone(),
            records: records.clone(),
            bug,
            trusting: AtomicBool::new(false),
        };
        let desk = Desk::new(store, line, clock.clone(), NodeDice(sim.clone()));
        let (records, engine) = (records.clone(), Arc::clone(engine));
        Arc::new(Node { desk, footing, clock, records, alone: plan.nodes == 1, engine })
    };
    let nodes = nodes.enumerate().map(node).collect();
    let (promises, busy) = (Promises::default(), AtomicUsize::new(0));
    Arc::new(World { sim: sim.clone(), plan, clover, records, promises, nodes, busy })
}

/// Lets everybody begin.
fn begin(world: &Arc<World>, samples: &Samples) {
    for node in &world.nodes {
        node.start();
        world.sim.spawn(Owner::World, supervise(Arc::clone(node)));
        if world.plan.clock_jump > 0 {
            world.sim.spawn(Owner::World, disturb_clock(Arc::clone(world), Arc::clone(node)));
        }
    }
    for number in 1..=world.plan.tabs {
        let tab = Tab { world: Arc::clone(world), number, pays: target(world, samples) };
        busily(world, tab.live());
    }
    if world.plan.webhooks {
        world.sim.spawn(Owner::World, webhook::send(Arc::clone(world), samples.first.clone()));
    }
    busily(world, merchant::act(Arc::clone(world), samples.first.clone()));
    world.sim.spawn(Owner::World, direct(Arc::clone(world)));
}

/// What a tab pays: the one invoice, or by the statement or by the link of any of its invoices.
fn target(world: &World, samples: &Samples) -> Target {
    match &samples.statement {
        None => Target::Invoice(samples.first.clone()),
        Some(link) if world.sim.dice(|dice| dice.chance(world.plan.by_statement)) => {
            let amount = samples.all().map(|sample| sample.amount).sum();
            Target::Statement { link: link.clone(), amount }
        }
        Some(_) => {
            let count = world.plan.more_invoices + 1;
            let place = usize::try_from(world.sim.dice(|dice| dice.below(count))).unwrap_or(0);
            Target::Invoice(samples.all().nth(place).unwrap_or(&samples.first).clone())
        }
    }
}

/// Spawns somebody whose end must be waited for.
fn busily(world: &Arc<World>, work: impl Future<Output = ()> + Send + 'static) {
    world.busy.fetch_add(1, Ordering::Relaxed);
    let counted = Arc::clone(world);
    world.sim.spawn(Owner::World, async move {
        work.await;
        counted.busy.fetch_sub(1, Ordering::Relaxed);
    });
}

async fn disturb_clock(world: Arc<World>, node: Arc<Node>) {
    let jump = world.plan.clock_jump;
    for _ in 0..2 {
        world.sim.pause(1_000, 90_000).await;
        let by = i64::try_from(world.sim.between(0, 2 * jump)).unwrap_or(0);
        let by = by - i64::try_from(jump).unwrap_or(0);
        node.footing.tell(|| format!("has its clock jump by {by} ms"));
        node.clock.jump(by);
    }
}

/// Waits until payers are through, lets everything calm down, and ends the run two cycles later, or as soon as
/// nothing is left to be done.
async fn direct(world: Arc<World>) {
    let outage = world.plan.outage.map_or(0, |(_, until)| until);
    while world.sim.now() < LONGEST.max(outage)
        && (world.busy.load(Ordering::Relaxed) > 0 || world.sim.now() < outage)
    {
        world.sim.sleep(5_000).await;
    }
    world.sim.calm_down();
    world.sim.tell(|| "everything works again".to_owned());
    let end = world.sim.now() + 2 * CYCLE;
    while world.sim.now() < end && !(world.records.all_ended() && world.clover.is_idle()) {
        world.sim.sleep(5_000).await;
    }
    // A server that hangs may still have something in hand.
    world.sim.sleep(400_000).await;
    world.sim.end();
}
