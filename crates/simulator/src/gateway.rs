//! A server's way to Clover over a bad network.

use std::fmt::Debug;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use payments::payment::{Decline, DeclineReason};
use payments::port::{
    ChargeAnswer, ChargeRequest, CheckoutAnswer, CheckoutRequest, Gateway, GivenBack, LookUpError,
    OrderAnswer, OrderStanding, RefundRequest, SeenCharge,
};
use payments::refund::RefundAnswer;
use payments::{Invoice, NotSent, PaymentMode};
use primitives::{IdempotencyKey, MerchantSlug};

use crate::bug::Bug;
use crate::clover::{Clover, Failed, Request};
use crate::dice::Dice;
use crate::executor::{Millis, Owner, Sim};
use crate::footing::Footing;
use crate::plan::{Mode, Plan};
use crate::records::Records;

/// How long the real client waits for an answer.
const PATIENCE: Millis = 30_000;

/// One server's gateway.
pub(crate) struct BadLine {
    pub(crate) footing: Footing,
    pub(crate) plan: Plan,
    pub(crate) clover: Clover,
    pub(crate) records: Records,
    pub(crate) bug: Option<Bug>,
    /// Whether the next look is left out, where a 402 is taken at its word: that is the bug.
    pub(crate) trusting: AtomicBool,
}

/// What became of a call.
enum Call<T> {
    Answered(T),
    /// Nothing left the machine.
    NotSent,
    /// No answer, or a broken one.
    Lost,
}

impl BadLine {
    async fn call<T: Send + 'static>(&self, serve: impl Future<Output = T> + Send + 'static) -> Call<T> {
        self.footing.step(0, 2).await;
        if self.footing.strikes(|weather| weather.refused) || self.outage() {
            self.footing.tell(|| "cannot reach Clover".to_owned());
            return Call::NotSent;
        }
        let (reply, answer) = self.footing.sim.slot();
        let line = Line { sim: self.footing.sim.clone(), plan: self.plan };
        let clover = self.clover.clone();
        clover.call_begins();
        self.footing.sim.spawn(Owner::World, async move {
            if line.carry_request().await {
                let served = serve.await;
                if line.carry_answer().await {
                    reply.give(served);
                }
            }
            clover.call_ends();
        });
        let answered = answer.within(PATIENCE).await;
        self.footing.step(0, 2).await;
        answered.map_or(Call::Lost, Call::Answered)
    }

    fn outage(&self) -> bool {
        let now = self.footing.sim.now();
        let within = |(from, until): (Millis, Millis)| (from..until).contains(&now);
        self.plan.outage.is_some_and(within) && !self.footing.sim.is_calm()
    }

    fn key(&self, key: &IdempotencyKey) -> IdempotencyKey {
        match self.bug {
            Some(Bug::KeyPerRequest) => IdempotencyKey::from_random(self.footing.sim.dice(Dice::bytes)),
            _ => key.clone(),
        }
    }

    /// What a bug makes of an answer.
    fn take_wrongly(&self, answer: ChargeAnswer) -> ChargeAnswer {
        match (self.bug, answer) {
            (Some(Bug::TimeoutIsDecline), ChargeAnswer::Unknown) => {
                ChargeAnswer::Declined(Decline { reason: DeclineReason::Other, charge: None })
            }
            (Some(Bug::DeclineTrusted), ChargeAnswer::Declined(decline)) => {
                self.trusting.store(true, Ordering::Relaxed);
                ChargeAnswer::Declined(Decline { charge: None, ..decline })
            }
            (_, answer) => answer,
        }
    }

    /// Whether this look only confirms a decline that is believed anyway; it is not made then.
    fn is_trusting(&self) -> bool {
        self.trusting.swap(false, Ordering::Relaxed)
    }

    async fn look<T: Debug + Send + 'static>(
        &self,
        at: &str,
        serve: impl Future<Output = Result<T, Failed>> + Send + 'static,
    ) -> Result<T, LookUpError> {
        let seen = match self.call(serve).await {
            Call::Answered(seen) => seen.map_err(|Failed| LookUpError),
            Call::NotSent | Call::Lost => Err(LookUpError),
        };
        self.footing.tell(|| format!("asks about {at}: {seen:?}"));
        seen
    }
}

/// The wires between a server and Clover; they outlive both.
struct Line {
    sim: Sim,
    plan: Plan,
}

impl Line {
    async fn carry_request(&self) -> bool {
        let weather = &self.plan.weather;
        self.carry(weather.request_lost, weather.request_late, "request").await
    }

    async fn carry_answer(&self) -> bool {
        let weather = &self.plan.weather;
        self.carry(weather.answer_lost, weather.answer_late, "answer").await
    }

    /// Whether it arrived. A broken connection is noticed at once or only by the timeout.
    async fn carry(&self, lost: u32, late: u32, what: &str) -> bool {
        if self.sim.strikes(lost) {
            self.sim.tell(|| format!("network    loses the {what}"));
            let silence = self.sim.dice(|dice| dice.pick(&[10, 35_000], 10));
            self.sim.sleep(silence).await;
            return false;
        }
        if self.sim.strikes(late) {
            let wait = self.sim.between(20_000, self.plan.lateness);
            self.sim.tell(|| format!("network    holds the {what} for {wait} ms"));
            self.sim.sleep(wait).await;
        }
        self.sim.pause(5, 120).await;
        true
    }
}

impl Gateway for BadLine {
    fn mode(&self, _: &MerchantSlug) -> PaymentMode {
        match self.plan.mode {
            Mode::Always(mode) => mode,
            Mode::Changing => {
                let choices = [PaymentMode::Order, PaymentMode::Charge];
                self.footing.sim.dice(|dice| dice.pick(&choices, PaymentMode::Order))
            }
        }
    }

    async fn create_order(&self, invoice: &Invoice, key: &IdempotencyKey) -> OrderAnswer {
        let (clover, key, amount) = (self.clover.clone(), key.clone(), invoice.totals.total);
        match self.call(async move { clover.order(amount, &key) }).await {
            Call::Answered(Ok(order)) => Ok(order),
            Call::Answered(Err(Failed)) | Call::NotSent | Call::Lost => Err(NotSent::Unreachable),
        }
    }

    async fn charge(&self, charge: &ChargeRequest<'_>) -> ChargeAnswer {
        let request = Request {
            order: charge.order.map(str::to_owned),
            token: charge.source.as_str().to_owned(),
            key: self.key(charge.key),
            reference: charge.reference.as_str().to_owned(),
            amount: charge.amount.minor(),
            tip: charge.tip.minor(),
        };
        self.records.leaves(&request.token);
        self.footing.tell(|| format!("sends the {}", request.shown()));
        let clover = self.clover.clone();
        let answer = match self.call(async move { clover.charge(request).await }).await {
            Call::Answered(answer) => answer,
            Call::NotSent => ChargeAnswer::NotSent,
            Call::Lost => ChargeAnswer::Unknown,
        };
        let answer = self.take_wrongly(answer);
        self.footing.tell(|| format!("hears: {answer:?}"));
        answer
    }

    /// No run pays on a page of Clover's own.
    async fn create_checkout(&self, _: &CheckoutRequest<'_>) -> CheckoutAnswer {
        Err(NotSent::Unreachable)
    }

    async fn look_up_lines(&self, _: &MerchantSlug, _: &str) -> Result<Vec<String>, LookUpError> {
        Err(LookUpError)
    }

    async fn look_up_order(&self, _: &MerchantSlug, order: &str) -> Result<OrderStanding, LookUpError> {
        if self.is_trusting() {
            return Ok(OrderStanding::default());
        }
        let (clover, id) = (self.clover.clone(), order.to_owned());
        self.look("the order", async move { clover.standing(&id) }).await
    }

    async fn look_up_charge(
        &self,
        _: &MerchantSlug,
        charge: &str,
    ) -> Result<Option<SeenCharge>, LookUpError> {
        let (clover, id) = (self.clover.clone(), charge.to_owned());
        self.look("the charge", async move { clover.seen(&id) }).await
    }

    async fn list_charges(&self, _: &MerchantSlug, from: Timestamp) -> Result<Vec<SeenCharge>, LookUpError> {
        if self.is_trusting() {
            return Ok(Vec::new());
        }
        let clover = self.clover.clone();
        self.look("all charges", async move { clover.since(from) }).await
    }

    async fn look_up_refunds(&self, _: &MerchantSlug, _: &str) -> Result<GivenBack, LookUpError> {
        Err(LookUpError)
    }

    /// No run asks for money back: this Clover never says what became of such a request.
    async fn refund(&self, _: &RefundRequest<'_>) -> RefundAnswer {
        RefundAnswer::Unknown
    }
}
