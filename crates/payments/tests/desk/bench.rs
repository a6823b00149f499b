//! The bench: a desk with a clock to turn, dice that count and a Clover that answers as it is told.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use payments::card::SavedCard;
use payments::desk::Attempt;
use payments::memory::MemoryStore;
use payments::payment::{PaymentRequest, Presented};
use payments::port::{
    CardFile, ChargeAnswer, ChargeRequest, CheckoutAnswer, CheckoutRequest, Clock, FileAnswer, FileRequest,
    Gateway, GivenBack, LookUpError, OrderAnswer, OrderStanding, Random, RefundRequest, RevokeAnswer,
    SeenCharge, SeenOutcome, Store,
};
use payments::refund::RefundAnswer;
use payments::{Approval, Desk, EventBody, Invoice, NewInvoice, NewLine, Payment, PaymentMode, Refund};
use primitives::{CardToken, Currency, IdempotencyKey, MerchantSlug};

pub type TestDesk = Desk<MemoryStore, Script, TurnedClock, CountingDice>;

#[derive(Clone, Default)]
pub struct TurnedClock(Arc<AtomicI64>);

impl TurnedClock {
    pub fn turn(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + self.0.load(Ordering::SeqCst)).unwrap()
    }
}

#[derive(Default)]
pub struct CountingDice(AtomicU64);

impl Random for CountingDice {
    fn bytes(&self) -> [u8; 16] {
        u128::from(self.0.fetch_add(1, Ordering::SeqCst)).to_be_bytes()
    }
}

/// What Clover shows when it is asked about the attempt in hand.
#[derive(Clone, Debug)]
pub enum Look {
    /// It took the money.
    Taken,
    /// Nothing of it is there.
    Nothing,
    /// Clover cannot be asked.
    Away,
    /// These charges, whoever made them; of an order, with whether it is paid in full.
    Shown(bool, Vec<SeenCharge>),
}

/// A Clover that answers from a list, and remembers what it was asked.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<Lines>>);

#[derive(Default)]
struct Lines {
    mode: PaymentMode,
    orders: VecDeque<OrderAnswer>,
    charges: VecDeque<ChargeAnswer>,
    looks: VecDeque<Look>,
    refunds: VecDeque<RefundAnswer>,
    given_back: VecDeque<Result<GivenBack, LookUpError>>,
    filings: VecDeque<FileAnswer>,
    revocations: VecDeque<RevokeAnswer>,
    pages: VecDeque<CheckoutAnswer>,
    said: HashMap<String, Vec<String>>,
    asked: Vec<String>,
    reference: Option<String>,
}

impl Script {
    pub fn charge(&self, answer: ChargeAnswer) -> &Self {
        self.0.lock().unwrap().charges.push_back(answer);
        self
    }

    pub fn order(&self, answer: OrderAnswer) -> &Self {
        self.0.lock().unwrap().orders.push_back(answer);
        self
    }

    pub fn look_up(&self, look: Look) -> &Self {
        self.0.lock().unwrap().looks.push_back(look);
        self
    }

    pub fn refund(&self, answer: RefundAnswer) -> &Self {
        self.0.lock().unwrap().refunds.push_back(answer);
        self
    }

    /// What the next request to put a card on file comes to.
    pub fn file(&self, answer: FileAnswer) -> &Self {
        self.0.lock().unwrap().filings.push_back(answer);
        self
    }

    /// What the next request to take a card off file comes to.
    pub fn revoke(&self, answer: RevokeAnswer) -> &Self {
        self.0.lock().unwrap().revocations.push_back(answer);
        self
    }

    /// What the next look at a charge's refunds shows; nothing, unless it is said.
    pub fn given_back(&self, shown: Result<GivenBack, LookUpError>) -> &Self {
        self.0.lock().unwrap().given_back.push_back(shown);
        self
    }

    pub fn page(&self, answer: CheckoutAnswer) -> &Self {
        self.0.lock().unwrap().pages.push_back(answer);
        self
    }

    /// What a line of an order says; orders that are not told of say nothing.
    pub fn order_says(&self, order: &str, line: &str) -> &Self {
        self.0.lock().unwrap().said.entry(order.to_owned()).or_default().push(line.to_owned());
        self
    }

    pub fn set_mode(&self, mode: PaymentMode) {
        self.0.lock().unwrap().mode = mode;
    }

    /// What was asked, in order: `order`, `pay KEY`, `look`.
    pub fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    pub fn charges_sent(&self) -> usize {
        self.asked().iter().filter(|line| line.starts_with("pay")).count()
    }

    fn next_look(&self) -> (Look, Option<String>) {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push("look".into());
        let look = lines.looks.pop_front().expect("a look-up that the script does not know");
        (look, lines.reference.clone())
    }
}

impl Gateway for Script {
    fn mode(&self, _: &MerchantSlug) -> PaymentMode {
        self.0.lock().unwrap().mode
    }

    async fn create_order(&self, _: &Invoice, _: &IdempotencyKey) -> OrderAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push("order".into());
        lines.orders.pop_front().unwrap_or_else(|| Ok("4D8NZ0WJ2C6YE".into()))
    }

    async fn charge(&self, charge: &ChargeRequest<'_>) -> ChargeAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(format!("pay {} with {:?}", charge.key.as_str(), charge.source));
        lines.reference = Some(charge.reference.to_string());
        lines.charges.pop_front().expect("a charge that the script does not know")
    }

    async fn create_checkout(&self, request: &CheckoutRequest<'_>) -> CheckoutAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(format!("page for {}", request.amount.minor()));
        lines.pages.pop_front().expect("a page that the script does not know")
    }

    async fn look_up_lines(&self, _: &MerchantSlug, order: &str) -> Result<Vec<String>, LookUpError> {
        Ok(self.0.lock().unwrap().said.get(order).cloned().unwrap_or_default())
    }

    async fn refund(&self, refund: &RefundRequest<'_>) -> RefundAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(format!("refund {} {}", refund.amount.minor(), refund.key.as_str()));
        lines.refunds.pop_front().expect("a refund that the script does not know")
    }

    async fn look_up_refunds(&self, _: &MerchantSlug, _: &str) -> Result<GivenBack, LookUpError> {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push("look at refunds".into());
        lines.given_back.pop_front().unwrap_or_else(|| Ok(GivenBack::default()))
    }

    /// Leaves the reference out, as Clover may.
    async fn look_up_order(&self, _: &MerchantSlug, _: &str) -> Result<OrderStanding, LookUpError> {
        match self.next_look().0 {
            Look::Taken => {
                let charges = vec![taken("7QK2M9X4TB0HR", 10_000, None)];
                Ok(OrderStanding { is_paid: true, paid: 10_000, charges })
            }
            Look::Nothing => Ok(OrderStanding::default()),
            Look::Away => Err(LookUpError),
            Look::Shown(is_paid, charges) => {
                let paid = charges.iter().map(|charge| charge.amount).sum();
                Ok(OrderStanding { is_paid, paid, charges })
            }
        }
    }

    async fn look_up_charge(&self, _: &MerchantSlug, id: &str) -> Result<Option<SeenCharge>, LookUpError> {
        match self.next_look() {
            (Look::Taken, reference) => Ok(Some(taken(id, 10_000, reference.as_deref()))),
            (Look::Nothing, reference) => {
                let charge = taken(id, 10_000, reference.as_deref());
                Ok(Some(SeenCharge { outcome: SeenOutcome::Failed, ..charge }))
            }
            (Look::Away, _) => Err(LookUpError),
            (Look::Shown(_, charges), _) => Ok(charges.into_iter().find(|charge| charge.id == id)),
        }
    }

    async fn list_charges(&self, _: &MerchantSlug, _: Timestamp) -> Result<Vec<SeenCharge>, LookUpError> {
        let stranger = taken("0THER0000CHRG", 10_000, Some("AAAABBBBCCCC"));
        match self.next_look() {
            (Look::Taken, reference) => {
                Ok(vec![stranger, taken("7QK2M9X4TB0HR", 10_000, reference.as_deref())])
            }
            (Look::Nothing, _) => Ok(vec![stranger]),
            (Look::Away, _) => Err(LookUpError),
            (Look::Shown(_, charges), _) => Ok(charges),
        }
    }
}

impl CardFile for Script {
    async fn put_on_file(&self, request: &FileRequest<'_>) -> FileAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(format!("file {}", request.key.as_str()));
        lines.filings.pop_front().expect("a filing that the script does not know")
    }

    async fn take_off_file(&self, _: &MerchantSlug, customer: &str, source: Option<&str>) -> RevokeAnswer {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(format!("revoke {customer} {}", source.unwrap_or("-")));
        lines.revocations.pop_front().expect("a revocation that the script does not know")
    }
}

/// A charge that took the money.
pub fn taken(id: &str, amount: i64, reference: Option<&str>) -> SeenCharge {
    SeenCharge {
        id: id.to_owned(),
        outcome: SeenOutcome::Taken,
        amount,
        tip: 0,
        currency: Currency::parse("USD").ok(),
        reference: reference.map(str::to_owned),
        order: None,
        created: None,
        card: None,
        number: None,
        auth_code: None,
    }
}

pub struct Bench {
    pub desk: TestDesk,
    pub clover: Script,
    pub clock: TurnedClock,
}

impl Bench {
    pub fn new() -> Self {
        Self::in_mode(PaymentMode::Order)
    }

    pub fn in_mode(mode: PaymentMode) -> Self {
        let (clover, clock) = (Script::default(), TurnedClock::default());
        clover.set_mode(mode);
        let desk = Desk::new(MemoryStore::default(), clover.clone(), clock.clone(), CountingDice::default());
        Self { desk, clover, clock }
    }

    pub async fn invoice(&self) -> Invoice {
        self.desk.create_invoice(&acme(), new_invoice("INV-1042")).await.unwrap()
    }

    /// Like [`Bench::invoice`], but it may be paid in parts of 1,000 or more, and with tips.
    pub async fn divisible_invoice(&self) -> Invoice {
        let new = NewInvoice { partial_minimum: Some(1_000), tips: true, ..new_invoice("INV-1042") };
        self.desk.create_invoice(&acme(), new).await.unwrap()
    }

    /// The invoice as it is now.
    pub async fn again(&self, invoice: &Invoice) -> Invoice {
        self.desk.store().invoice(&invoice.merchant, &invoice.id).await.unwrap().unwrap()
    }

    pub async fn pay(&self, invoice: &Invoice, key: &str) -> Payment {
        self.pay_as(invoice, request(key)).await
    }

    pub async fn pay_as(&self, invoice: &Invoice, request: PaymentRequest) -> Payment {
        match self.desk.begin(&invoice.link, request).await.unwrap() {
            Attempt::New(payment) => self.desk.carry_out(payment).await.unwrap(),
            Attempt::Known(payment) => payment,
        }
    }

    /// Turns the clock to the next look and lets the worker look.
    pub async fn next_look(&self, seconds: i64) -> Vec<Payment> {
        self.clock.turn(seconds);
        let mut settled = Vec::new();
        for payment in self.desk.claim_due(10).await.unwrap() {
            settled.push(self.desk.settle(payment).await.unwrap());
        }
        settled
    }

    /// The same for refunds.
    pub async fn next_look_at_refunds(&self, seconds: i64) -> Vec<Refund> {
        self.clock.turn(seconds);
        let mut settled = Vec::new();
        for refund in self.desk.claim_due_refunds(10).await.unwrap() {
            settled.push(self.desk.settle_refund(refund).await.unwrap());
        }
        settled
    }

    /// The same for cards.
    pub async fn next_look_at_cards(&self, seconds: i64) -> Vec<SavedCard> {
        self.clock.turn(seconds);
        let mut settled = Vec::new();
        for card in self.desk.claim_due_cards(10).await.unwrap() {
            settled.push(self.desk.settle_card(card).await.unwrap());
        }
        settled
    }

    pub async fn told(&self) -> Vec<EventBody> {
        let events = self.desk.store().untold_events(100).await.unwrap();
        events.into_iter().map(|event| event.body).collect()
    }
}

pub fn acme() -> MerchantSlug {
    MerchantSlug::parse("acme").unwrap()
}

pub fn new_invoice(number: &str) -> NewInvoice {
    let line = NewLine { description: "Boiler service".into(), quantity: 1, unit_amount: 9_900, tax: 100 };
    NewInvoice {
        number: number.into(),
        customer_name: "Ada Payer".into(),
        customer_email: "ada@example.test".into(),
        currency: "USD".into(),
        lines: vec![line],
        due_date: None,
        expires_at: Some("2027-06-01T00:00:00Z".into()),
        notes: String::new(),
        partial_minimum: None,
        schedule: Vec::new(),
        tips: false,
    }
}

pub fn request(key: &str) -> PaymentRequest {
    PaymentRequest {
        key: IdempotencyKey::parse(&format!("payer-key-{key:0>4}")).unwrap(),
        source: Presented::card(CardToken::parse(&format!("clv_1TSTSabcdefgh{key}")).unwrap()),
        amount: 10_000,
        tip: 0,
        receipt_email: None,
        locale: None,
        payer_address: None,
    }
}

pub fn approval() -> Approval {
    Approval { charge: "7QK2M9X4TB0HR".into(), amount: 10_000, card: None, reference: None, auth_code: None }
}
