//! Clover's books: orders, charges, keys and tokens, and the rules about them (clover-facts 2.5, 2.6, 2.8, 2.10).

use jiff::Timestamp;
use payments::Approval;
use payments::payment::{Decline, DeclineReason};
use payments::port::{ChargeAnswer, OrderStanding, Refusal, SeenCharge, SeenOutcome};
use primitives::IdempotencyKey;

use super::Card;

/// What is not known of the real Clover; each run has it one way or the other, and the rules must bear all.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question about Clover that nobody can answer yet"
)]
pub(crate) struct Habits {
    /// Whether a repeated order of the same key is the same order.
    pub(crate) orders_have_keys: bool,
    /// Whether a decline is answered again to the same key; if not, the token is found spent.
    pub(crate) declines_are_repeated: bool,
    /// Whether the charges of an order bear the reference they came with.
    pub(crate) references_on_orders: bool,
    /// Whether a charge that is still at the bank can be seen, as undecided.
    pub(crate) shows_pending: bool,
    /// Whether a charge that Clover failed over is shown as failed.
    pub(crate) failures_leave_traces: bool,
    /// Whether a decline names the failed charge.
    pub(crate) names_declines: bool,
    /// What is looked at first when a request arrives.
    pub(crate) looks_first_at: FirstLook,
    /// When a token counts as spent.
    pub(crate) spends_tokens: Spends,
}

/// What is looked at first when a charge arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstLook {
    /// The idempotency key.
    Key,
    /// Whether the order is paid.
    Order,
    /// Whether the token is spent: even the first sending of a charge, still at the bank, makes it so.
    Token,
}

/// When a token counts as spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spends {
    /// As soon as a charge with it arrives.
    OnArrival,
    /// When the bank has answered.
    OnDecision,
}

/// A charge as it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    /// The order that it pays; `None` for a plain charge.
    pub(crate) order: Option<String>,
    pub(crate) token: String,
    pub(crate) key: IdempotencyKey,
    pub(crate) reference: String,
    pub(crate) amount: i64,
    pub(crate) tip: i64,
}

impl Request {
    /// For the story: the charge by the end of its token.
    pub(crate) fn shown(&self) -> String {
        format!("charge of {} with card …{}", self.amount, short(&self.token))
    }
}

/// The end of a name, enough to tell things apart in a story.
pub(crate) fn short(text: &str) -> &str {
    text.get(text.len().saturating_sub(4)..).unwrap_or(text)
}

/// A charge that reached a bank.
#[derive(Clone, Debug)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) order: Option<String>,
    pub(crate) reference: String,
    pub(crate) token: String,
    pub(crate) amount: i64,
    pub(crate) tip: i64,
    pub(crate) outcome: SeenOutcome,
    /// Clover failed over it and knows nothing of it.
    is_gone: bool,
    created: Timestamp,
}

impl Charge {
    pub(crate) fn is_taken(&self) -> bool {
        self.outcome == SeenOutcome::Taken
    }

    pub(crate) fn is_decided(&self) -> bool {
        self.outcome != SeenOutcome::Undecided
    }

    fn approval(&self) -> Approval {
        Approval {
            charge: self.id.clone(),
            amount: self.amount,
            card: None,
            reference: None,
            auth_code: None,
        }
    }
}

struct Order {
    id: String,
    key: IdempotencyKey,
    amount: i64,
}

enum Key {
    AtTheBank,
    Decided(ChargeAnswer),
}

/// The books.
pub(crate) struct Books {
    habits: Habits,
    pub(crate) cards: Vec<(String, Card)>,
    orders: Vec<Order>,
    pub(crate) charges: Vec<Charge>,
    keys: Vec<(IdempotencyKey, Key)>,
    spent: Vec<String>,
}

/// What becomes of a charge that arrives.
pub(super) enum Admission {
    Answered(ChargeAnswer),
    /// A bank is asked; the charge has this place in the books.
    ToTheBank(usize),
}

impl Books {
    pub(super) fn new(habits: Habits) -> Self {
        let (cards, orders, charges, keys, spent) = Default::default();
        Self { habits, cards, orders, charges, keys, spent }
    }

    pub(super) fn make_order(&mut self, amount: i64, key: &IdempotencyKey) -> String {
        let known = self.orders.iter().find(|order| self.habits.orders_have_keys && order.key == *key);
        if let Some(known) = known {
            return known.id.clone();
        }
        let id = format!("ORDER{:08}", self.orders.len());
        self.orders.push(Order { id: id.clone(), key: key.clone(), amount });
        id
    }

    fn paid(&self, order: &str) -> i64 {
        let of_order = |charge: &&Charge| charge.is_taken() && charge.order.as_deref() == Some(order);
        self.charges.iter().filter(of_order).map(|charge| charge.amount).sum()
    }

    pub(super) fn admit(&mut self, request: &Request, now: Timestamp) -> Admission {
        let looks: [fn(&Self, &Request) -> Option<ChargeAnswer>; 3] = match self.habits.looks_first_at {
            FirstLook::Key => [Self::of_key, Self::of_order, Self::of_token],
            FirstLook::Order => [Self::of_order, Self::of_key, Self::of_token],
            FirstLook::Token => [Self::of_token, Self::of_key, Self::of_order],
        };
        if let Some(answer) = looks.iter().find_map(|look| look(self, request)) {
            return Admission::Answered(answer);
        }
        self.keys.push((request.key.clone(), Key::AtTheBank));
        if self.habits.spends_tokens == Spends::OnArrival {
            self.spent.push(request.token.clone());
        }
        self.charges.push(Charge {
            id: format!("CHARGE{:07}", self.charges.len()),
            order: request.order.clone(),
            reference: request.reference.clone(),
            token: request.token.clone(),
            amount: request.amount,
            tip: request.tip,
            outcome: SeenOutcome::Undecided,
            is_gone: false,
            created: now,
        });
        Admission::ToTheBank(self.charges.len() - 1)
    }

    fn of_key(&self, request: &Request) -> Option<ChargeAnswer> {
        match self.keys.iter().find(|(key, _)| *key == request.key).map(|(_, state)| state)? {
            // The real one answers 409; its client takes that for what it is.
            Key::AtTheBank => Some(ChargeAnswer::Unknown),
            Key::Decided(ChargeAnswer::Declined(_)) if !self.habits.declines_are_repeated => None,
            Key::Decided(answer) => Some(answer.clone()),
        }
    }

    fn of_order(&self, request: &Request) -> Option<ChargeAnswer> {
        let wanted = request.order.as_ref()?;
        let Some(order) = self.orders.iter().find(|order| order.id == *wanted) else {
            return Some(ChargeAnswer::Refused(Refusal::Invalid));
        };
        let left = order.amount - self.paid(wanted);
        match left {
            ..=0 => Some(ChargeAnswer::Refused(Refusal::OrderAlreadyPaid)),
            left if request.amount > left => Some(ChargeAnswer::Refused(Refusal::Invalid)),
            _ => None,
        }
    }

    fn of_token(&self, request: &Request) -> Option<ChargeAnswer> {
        let spent = self.spent.contains(&request.token);
        spent.then_some(ChargeAnswer::Refused(Refusal::TokenRefused))
    }

    /// A charge that Clover failed over. Where it leaves a trace, it is that of a failed charge, whose token is
    /// spent (clover-facts 2.6); where it leaves none, the same request may come again and be charged.
    pub(super) fn give_up(&mut self, request: &Request, place: usize) {
        self.keys.retain(|(key, _)| *key != request.key);
        if self.habits.failures_leave_traces {
            self.settle(place, SeenOutcome::Failed);
            self.spent.push(request.token.clone());
        } else if let Some(charge) = self.charges.get_mut(place) {
            charge.is_gone = true;
        }
    }

    fn settle(&mut self, place: usize, outcome: SeenOutcome) {
        if let Some(charge) = self.charges.get_mut(place) {
            charge.outcome = outcome;
        }
    }

    /// The bank has answered. The order is not looked at again: whether the real one does is not known, so our
    /// own rules must keep two charges apart.
    pub(super) fn decide(&mut self, request: &Request, place: usize) -> ChargeAnswer {
        let good = self.cards.iter().any(|(token, card)| *token == request.token && *card == Card::Good);
        self.settle(place, if good { SeenOutcome::Taken } else { SeenOutcome::Failed });
        let answer = match self.charges.get(place) {
            Some(charge) if good => ChargeAnswer::Approved(charge.approval()),
            charge => ChargeAnswer::Declined(Decline {
                reason: DeclineReason::InsufficientFunds,
                charge: charge.filter(|_| self.habits.names_declines).map(|charge| charge.id.clone()),
            }),
        };
        self.keys.retain(|(key, _)| *key != request.key);
        self.keys.push((request.key.clone(), Key::Decided(answer.clone())));
        self.spent.push(request.token.clone());
        answer
    }

    pub(super) fn standing(&self, order: &str) -> OrderStanding {
        let amount = self.orders.iter().find(|row| row.id == order).map_or(0, |row| row.amount);
        let paid = self.paid(order);
        let of_order = self.charges.iter().filter(|charge| charge.order.as_deref() == Some(order));
        let shown = of_order.filter(|charge| charge.is_taken() || self.shows(charge));
        OrderStanding { is_paid: paid >= amount, paid, charges: shown.map(|it| self.seen(it)).collect() }
    }

    pub(super) fn charge(&self, id: &str) -> Option<SeenCharge> {
        let found = self.charges.iter().find(|charge| charge.id == id);
        found.filter(|charge| self.shows(charge)).map(|charge| self.seen(charge))
    }

    pub(super) fn since(&self, from: Timestamp) -> Vec<SeenCharge> {
        let shown = self.charges.iter().filter(|charge| charge.created >= from && self.shows(charge));
        shown.map(|charge| self.seen(charge)).collect()
    }

    fn shows(&self, charge: &Charge) -> bool {
        !charge.is_gone && (self.habits.shows_pending || charge.is_decided())
    }

    fn seen(&self, charge: &Charge) -> SeenCharge {
        let bears_reference = charge.order.is_none() || self.habits.references_on_orders;
        SeenCharge {
            id: charge.id.clone(),
            outcome: charge.outcome,
            amount: charge.amount,
            tip: charge.tip,
            currency: None,
            reference: bears_reference.then(|| charge.reference.clone()),
            order: charge.order.clone(),
            created: Some(charge.created),
            card: None,
            number: None,
            auth_code: None,
        }
    }
}
