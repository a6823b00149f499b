//! The merchant, who may take the invoice back or give it a new link while it is being paid.

use std::sync::Arc;

use crate::invoice::Sample;
use crate::plan::Merchant;
use crate::run::World;

/// Does what the plan says, at a time that the dice choose.
pub(crate) async fn act(world: Arc<World>, invoice: Sample) {
    world.sim.pause(0, 60_000).await;
    let Sample { id, merchant, .. } = invoice;
    let node = world.node();
    let done = match world.plan.merchant {
        Merchant::Waits => return,
        Merchant::Voids => {
            let asked = node.ask(|node| async move { node.desk.void_invoice(&merchant, &id).await });
            asked.within(60_000).await
        }
        Merchant::Relinks => {
            let asked = node.ask(|node| async move { node.desk.relink_invoice(&merchant, &id).await });
            asked.within(60_000).await
        }
    };
    world.sim.tell(|| match done {
        Some(Ok(_)) => format!("merchant   {:?}: done", world.plan.merchant),
        Some(Err(error)) => format!("merchant   {:?}: {error}", world.plan.merchant),
        None => format!("merchant   {:?}: no answer", world.plan.merchant),
    });
}
