//! A payer at the page: presses Pay, repeats what was not answered, follows what is under way, tries again
//! where the page offers it.

use std::sync::{Arc, Mutex, PoisonError};

use payments::desk::PayError;
use payments::payment::{PaymentRequest, Presented};
use payments::port::StoreError;
use payments::{Payment, PaymentState};
use primitives::{IdempotencyKey, LinkToken, PaymentId};

use crate::clover::{Card, short};
use crate::cluster::{Answered, Node};
use crate::dice::Dice;
use crate::executor::{Millis, Owner};
use crate::invoice::Sample;
use crate::records::name;
use crate::run::World;
use crate::wait::Answer;

/// How often a payer tries with another card or once more.
const TRIES: u64 = 3;

/// How often the page repeats a request that was not answered.
const REPEATS: u64 = 4;

/// How long the page waits for an answer before it repeats the request.
const PATIENCE: Millis = 25_000;

/// How long a payer watches a payment that has not ended before closing the page.
const WATCHES: Millis = 180_000;

/// What payers were told, and can hold us to.
#[derive(Clone, Default)]
pub(crate) struct Promises(Arc<Mutex<Vec<(PaymentId, Told)>>>);

/// What a payer was told about a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// The money was taken: here is the receipt.
    Paid,
    /// No money was taken: try again.
    TryAgain,
}

impl Promises {
    fn note(&self, payment: &Payment) {
        let told = match &payment.state {
            state if state.is_approved() => Told::Paid,
            state if state.may_offer_another_try() => Told::TryAgain,
            _ => return,
        };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((payment.id.clone(), told));
    }

    pub(crate) fn all(&self) -> Vec<(PaymentId, Told)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One browser tab.
pub(crate) struct Tab {
    pub(crate) world: Arc<World>,
    pub(crate) number: u64,
    pub(crate) pays: Target,
}

/// What a tab shows.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// One invoice.
    Invoice(Sample),
    /// A statement.
    Statement {
        /// Its link.
        link: LinkToken,
        /// What all its invoices come to.
        amount: i64,
    },
}

impl Target {
    fn amount(&self) -> i64 {
        match self {
            Self::Invoice(sample) => sample.amount,
            Self::Statement { amount, .. } => *amount,
        }
    }

    fn pay(&self, node: &Arc<Node>, request: PaymentRequest) -> Answer<Answered> {
        match self {
            Self::Invoice(sample) => node.pay(sample.link.clone(), request),
            Self::Statement { link, .. } => node.pay_all(link.clone(), request),
        }
    }

    fn show(&self, node: &Arc<Node>, payment: PaymentId) -> Answer<Result<Option<Payment>, StoreError>> {
        match self {
            Self::Invoice(sample) => node.show(sample.link.clone(), payment),
            Self::Statement { link, .. } => node.show_joint(link.clone(), payment),
        }
    }
}

/// What the page shows in the end.
enum Shown {
    /// The payment has ended without money: try again.
    TryAgain,
    /// Another amount is due by now.
    Due(i64),
    /// There is nothing more to do here.
    Done,
}

impl Tab {
    fn tell(&self, line: impl FnOnce() -> String) {
        self.world.sim.tell(|| format!("payer {}    {}", self.number, line()));
    }

    /// From opening the link to closing the tab.
    pub(crate) async fn live(self) {
        self.world.sim.pause(0, 3_000).await;
        let mut amount = self.part_of(self.pays.amount());
        for _ in 0..TRIES {
            let Some(request) = self.fill_in(amount) else { return };
            if self.world.sim.strikes(self.world.plan.double_clicks) {
                self.press_twice(&request);
            }
            match self.press(request).await {
                Shown::Done => return,
                Shown::TryAgain => self.world.sim.pause(500, 20_000).await,
                Shown::Due(due) => amount = self.part_of(due),
            }
        }
    }

    /// What the payer wants to pay of this.
    fn part_of(&self, due: i64) -> i64 {
        let whole = self.world.sim.dice(|dice| dice.chance(500));
        let divisible = self.world.plan.parts && matches!(self.pays, Target::Invoice(_));
        if divisible && !whole && due > 1 {
            let part = self.world.sim.between(1, u64::try_from(due - 1).unwrap_or(1));
            return i64::try_from(part).unwrap_or(due);
        }
        due
    }

    fn fill_in(&self, amount: i64) -> Option<PaymentRequest> {
        let sim = &self.world.sim;
        let card =
            if sim.dice(|dice| dice.chance(self.world.plan.bad_cards)) { Card::Bad } else { Card::Good };
        let token = self.world.clover.tokenize(card)?;
        let key = IdempotencyKey::from_random(sim.dice(Dice::bytes));
        self.tell(|| format!("presses Pay with {card:?} card …{}", short(token.as_str())));
        Some(PaymentRequest {
            key,
            source: Presented::card(token),
            amount,
            tip: if self.tips() { i64::from(amount > 100) * 15 } else { 0 },
            receipt_email: None,
            locale: None,
            payer_address: None,
        })
    }

    fn tips(&self) -> bool {
        self.world.plan.tips && matches!(self.pays, Target::Invoice(_))
    }

    /// The same request a second time, whose answer nobody reads.
    fn press_twice(&self, request: &PaymentRequest) {
        let (world, request, pays) = (Arc::clone(&self.world), request.clone(), self.pays.clone());
        self.world.sim.spawn(Owner::World, async move {
            world.sim.pause(0, 150).await;
            world.sim.tell(|| "payer      clicked twice".to_owned());
            pays.pay(&world.node(), request).within(PATIENCE).await;
        });
    }

    async fn press(&self, request: PaymentRequest) -> Shown {
        for _ in 0..=REPEATS {
            match self.send(&request).await {
                Some(Ok(payment)) => return self.follow(payment).await,
                Some(Err(PayError::InProgress(live))) => return self.watch(live).await,
                Some(Err(PayError::AmountChanged(due))) => return Shown::Due(due.minor()),
                Some(Err(PayError::Store(_))) | None => self.world.sim.pause(300, 6_000).await,
                Some(Err(refused)) => {
                    self.tell(|| format!("is refused: {refused}"));
                    return Shown::Done;
                }
            }
        }
        self.tell(|| "gives up".to_owned());
        Shown::Done
    }

    /// One request over the payer's own connection.
    async fn send(&self, request: &PaymentRequest) -> Option<Answered> {
        let offline = self.world.plan.weather.payer_offline;
        if self.world.sim.strikes(offline) {
            return None;
        }
        let node: Arc<Node> = self.world.node();
        let answer = self.pays.pay(&node, request.clone()).within(PATIENCE).await;
        answer.filter(|_| !self.world.sim.strikes(offline))
    }

    async fn follow(&self, payment: Payment) -> Shown {
        if payment.state.is_final() { self.show(&payment) } else { self.watch(payment.id).await }
    }

    /// Asks again and again how the payment stands.
    async fn watch(&self, payment: PaymentId) -> Shown {
        let until = self.world.sim.now() + WATCHES;
        while self.world.sim.now() < until {
            self.world.sim.pause(1_000, 6_000).await;
            let asked = self.pays.show(&self.world.node(), payment.clone());
            if let Some(Ok(Some(payment))) = asked.within(PATIENCE).await
                && payment.state.is_final()
            {
                return self.show(&payment);
            }
        }
        self.tell(|| "closes the page".to_owned());
        Shown::Done
    }

    fn show(&self, payment: &Payment) -> Shown {
        self.tell(|| format!("sees payment …{}: {}", short(payment.id.as_str()), name(&payment.state)));
        self.world.promises.note(payment);
        match payment.state {
            PaymentState::Declined { .. } | PaymentState::NotSent { .. } => Shown::TryAgain,
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Approved { .. } => Shown::Done,
        }
    }
}
