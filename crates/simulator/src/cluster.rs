//! The servers: what they answer, how they work off what is due, how they die and come back.

use std::sync::Arc;

use payments::Desk;
use payments::Payment;
use payments::desk::{Attempt, Hint, PayError};
use payments::payment::PaymentRequest;
use payments::port::{Clock, StoreError};
use primitives::{LinkToken, MerchantSlug, PaymentId};

use crate::engine::Engine;
use crate::executor::{Millis, Owner, Sim};
use crate::footing::{Footing, NodeClock, NodeDice};
use crate::gateway::BadLine;
use crate::records::Records;
use crate::store::FaultyStore;
use crate::wait::Answer;

/// How long a server lets a payer wait for the end of an attempt, as the real one does.
const PATIENCE: Millis = 20_000;

/// How long a worker rests when something is under way, as the real one does.
const REST: Millis = 500;

/// A worker with nothing due looks at its clock this often: clocks jump.
const LONGEST_REST: Millis = 60_000;

/// How long it rests before it looks again whether something has become due.
const NAP: Millis = 1_500;

pub(crate) type NodeDesk = Desk<FaultyStore, BadLine, NodeClock, NodeDice>;

/// One server.
pub(crate) struct Node {
    pub(crate) desk: NodeDesk,
    pub(crate) footing: Footing,
    pub(crate) clock: NodeClock,
    pub(crate) records: Records,
    /// Whether it takes over at once what was under way when it died: only a server that is alone may.
    pub(crate) alone: bool,
    pub(crate) engine: Arc<Engine>,
}

/// A server's answer to a payer.
pub(crate) type Answered = Result<Payment, PayError>;

impl Node {
    fn sim(&self) -> &Sim {
        &self.footing.sim
    }

    fn owner(&self) -> Owner {
        Owner::Node(self.footing.node)
    }

    /// Does something for a caller in a task of the server's. A server that is down answers nothing.
    fn handle<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(Arc<Self>) -> F,
    ) -> Answer<T> {
        let (reply, answer) = self.sim().slot();
        if self.footing.is_up() {
            let work = work(Arc::clone(self));
            self.sim().spawn(self.owner(), async move { reply.give(work.await) });
        }
        answer
    }

    /// A payer's request to pay.
    pub(crate) fn pay(self: &Arc<Self>, link: LinkToken, request: PaymentRequest) -> Answer<Answered> {
        self.handle(|node| async move {
            match node.desk.begin(&link, request).await? {
                Attempt::New(payment) => Ok(node.carry_out(payment).await),
                Attempt::Known(payment) => Ok(payment),
            }
        })
    }

    /// A payer's request to pay everything on a statement.
    pub(crate) fn pay_all(self: &Arc<Self>, link: LinkToken, request: PaymentRequest) -> Answer<Answered> {
        self.handle(|node| async move {
            match node.desk.begin_joint(&link, request, None).await? {
                Attempt::New(payment) => Ok(node.carry_out(payment).await),
                Attempt::Known(payment) => Ok(payment),
            }
        })
    }

    /// A payer's question how a payment stands, at the link of a statement.
    pub(crate) fn show_joint(
        self: &Arc<Self>,
        link: LinkToken,
        payment: PaymentId,
    ) -> Answer<Result<Option<Payment>, StoreError>> {
        self.handle(|node| async move { node.desk.statement_payment(&link, &payment).await })
    }

    /// A payer's question how a payment stands.
    pub(crate) fn show(
        self: &Arc<Self>,
        link: LinkToken,
        payment: PaymentId,
    ) -> Answer<Result<Option<Payment>, StoreError>> {
        self.handle(|node| async move { node.desk.payment(&link, &payment).await })
    }

    /// What a webhook says has happened.
    pub(crate) fn hear(self: &Arc<Self>, merchant: MerchantSlug, hint: Hint) -> Answer<()> {
        self.handle(|node| async move {
            node.footing.tell(|| format!("hears of {hint:?}"));
            // A hint that cannot be followed now is dropped: the worker needs none.
            let _ = node.desk.look_again(&merchant, &hint).await;
        })
    }

    /// Something that a merchant asks for.
    pub(crate) fn ask<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(Arc<Self>) -> F,
    ) -> Answer<T> {
        self.handle(question)
    }

    async fn carry_out(self: &Arc<Self>, payment: Payment) -> Payment {
        let begun = payment.clone();
        let ended = self.handle(|node| async move { node.desk.carry_out(begun).await });
        match ended.within(PATIENCE).await {
            Some(Ok(ended)) => ended,
            Some(Err(_)) | None => payment,
        }
    }

    async fn work(self: Arc<Self>) {
        loop {
            if let Ok(due) = self.desk.claim_due(8).await {
                for payment in due {
                    let node = Arc::clone(&self);
                    self.sim().spawn(self.owner(), async move {
                        // What fails here comes up again.
                        let _ = node.desk.settle(payment).await;
                    });
                }
            }
            self.rest().await;
        }
    }

    /// The real worker looks every half second; looks that would find nothing are left out here. What becomes due
    /// meanwhile ends the rest.
    async fn rest(&self) {
        let until = self.sim().now() + LONGEST_REST;
        while self.sim().now() < until {
            let wait = self.records.next_due().map_or(NAP, |due| self.clock.until(due));
            self.sim().sleep(wait.clamp(REST, NAP)).await;
            if self.records.next_due().is_some_and(|due| self.clock.until(due) == 0) {
                return;
            }
        }
    }

    /// Starts the server, as a process starts.
    pub(crate) fn start(self: &Arc<Self>) {
        self.footing.come_up();
        self.sim().spawn(self.owner(), Arc::clone(self).work());
    }

    /// Takes over what a dead process left, as the real server does when it is alone on its database.
    fn take_over(&self) {
        if self.alone {
            let now = self.clock.now();
            if let Ok(left) = self.engine.hasten_orphans(now) {
                self.records.hastened(now);
                self.footing.tell(|| format!("takes over {left} payment(s)"));
            }
        }
    }
}

/// Sees to it that a server that dies comes back.
pub(crate) async fn supervise(node: Arc<Node>) {
    loop {
        node.footing.death().await;
        let down = node.sim().dice(|dice| dice.pick(&[100, 2_000, 30_000, 150_000], 100));
        node.sim().sleep(down).await;
        node.footing.tell(|| "starts again".to_owned());
        node.take_over();
        node.start();
    }
}
