//! A client that pays as the page does: a token, an idempotency key, the same request again after a lost answer,
//! and then it follows the payment.

use std::thread;
use std::time::{Duration, Instant};

use api_types::{
    CreateInvoice, CreatePayment, CustomerBody, ErrorBody, ErrorCode, Invoice, LineBody, LinkView, Payment,
    PaymentState, Standing, path,
};
use primitives::PaymentId;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::call::{Answer, Line, Lost};
use crate::clover::Card;
use crate::merchant::MERCHANTS;
use crate::storm::Storm;

/// How long a payer repeats a request whose answer is lost.
const INSISTS: Duration = Duration::from_secs(15);
/// How long a payer looks at a payment that has not ended before the page is closed.
const FOLLOWS: Duration = Duration::from_secs(10);
const BREATH: Duration = Duration::from_millis(200);
/// How many attempts a payer makes to pay one invoice.
const ATTEMPTS: u32 = 4;

/// What a payer was told of a payment, at last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) payment: PaymentId,
    pub(crate) approved: bool,
}

/// What one payer has lived through.
#[derive(Debug, Default)]
pub(crate) struct Diary {
    pub(crate) told: Vec<Told>,
    /// How often an answer of ours was lost.
    pub(crate) lost_answers: u32,
}

/// One client.
pub(crate) struct Payer<'a> {
    storm: &'a Storm,
    number: u32,
    invoices: u32,
    dice: StdRng,
    line: Line,
    address: String,
    diary: Diary,
}

/// The secret in a pay link.
struct Link(String);

impl<'a> Payer<'a> {
    pub(crate) fn new(storm: &'a Storm, number: u32, seed: u64) -> Self {
        let dice = StdRng::seed_from_u64(seed ^ (u64::from(number) << 32));
        Self {
            storm,
            number,
            invoices: 0,
            dice,
            line: Line::new(),
            address: String::new(),
            diary: Diary::default(),
        }
    }

    /// Pays one invoice after the other until the storm is over.
    pub(crate) fn live(mut self) -> Diary {
        while self.storm.goes_on() {
            self.pay_an_invoice();
            thread::sleep(Duration::from_millis(self.dice.random_range(0..800)));
        }
        self.diary
    }

    fn pay_an_invoice(&mut self) {
        self.invoices += 1;
        // Every invoice is paid by somebody else, from elsewhere.
        let (high, low) = (self.number, self.invoices);
        self.address = format!("10.{}.{}.{}", high % 250, low / 250 % 250, low % 250);
        let Ok(link) = self.receive_invoice() else { return };
        for _ in 0..ATTEMPTS {
            let Ok(view) = self.open(&link) else { continue };
            match view.standing {
                Standing::Open { card_form: Some(ref form) } => {
                    let key = form.api_key.clone();
                    // A payer gives up sometimes.
                    if self.attempt(&link, &view, &key).is_err() || self.dice.random_bool(0.2) {
                        return;
                    }
                }
                Standing::Open { card_form: None } => thread::sleep(BREATH),
                Standing::InProgress { payment, .. } => self.follow(&link, payment),
                Standing::Paid { .. }
                | Standing::Refunded { .. }
                | Standing::Void
                | Standing::Expired { .. } => {
                    return;
                }
            }
        }
    }

    /// The merchant makes an invoice. Where the answer is lost there may be one that nobody pays.
    fn receive_invoice(&mut self) -> Result<Link, Lost> {
        let merchant = &MERCHANTS[usize::from(self.dice.random_bool(0.5))];
        let total = self.dice.random_range(100..100_000);
        let line =
            LineBody { description: "Drill".to_owned(), quantity: 1, unit_amount: total, tax: total % 7 };
        let body = CreateInvoice {
            number: format!("D-{}-{}", self.number, self.invoices),
            customer: CustomerBody { name: "Drill".to_owned(), email: "drill@example.com".to_owned() },
            currency: "USD".to_owned(),
            lines: vec![line],
            due_date: None,
            expires_at: None,
            notes: String::new(),
            partial_minimum: self.dice.random_bool(0.2).then_some(total / 4),
            schedule: Vec::new(),
            tips: self.dice.random_bool(0.3),
            send: false,
        };
        let authorization = format!("Bearer {}", merchant.api_key);
        let answer = self.post(path::INVOICES, &[("authorization", &authorization)], &body)?;
        let invoice: Invoice = answer.read()?;
        Ok(Link(invoice.pay_url.rsplit('/').next().unwrap_or_default().to_owned()))
    }

    fn open(&mut self, link: &Link) -> Result<LinkView, Lost> {
        self.get(&path::link(&link.0))?.read()
    }

    /// One press of the button, or two in a hurry, or one in each of two tabs.
    fn attempt(&mut self, link: &Link, view: &LinkView, public_key: &str) -> Result<(), Lost> {
        let body = self.request(view, public_key)?;
        let target = path::link_payments(&link.0);
        match self.dice.random_range(0..20) {
            0 => self.beside(&target, &body),
            1 => self.beside(&target, &self.second_tab(view, public_key)?),
            _ => {}
        }
        let answer = self.insist(&target, &body)?;
        self.hear(link, &answer);
        Ok(())
    }

    fn second_tab(&self, view: &LinkView, public_key: &str) -> Result<CreatePayment, Lost> {
        let token = self.storm.clover.token(&self.line, public_key, Card::Good)?;
        let key = format!("tab-{}-{}-{}", self.number, self.invoices, view.amount_due);
        let (token, amount) = (Some(token), view.amount_due);
        Ok(CreatePayment { token, idempotency_key: key, amount, ..CreatePayment::default() })
    }

    /// Sends the same or another request from a second connection at the same time; nobody reads its answer.
    fn beside(&self, target: &str, body: &CreatePayment) {
        let node = self.storm.origins[self.storm.origins.len() - 1].clone();
        let (url, body, address) = (format!("{node}{target}"), body.clone(), self.address.clone());
        thread::spawn(move || Line::new().post(&url, &[("x-forwarded-for", &address)], &body));
    }

    fn request(&mut self, view: &LinkView, public_key: &str) -> Result<CreatePayment, Lost> {
        let card = match self.dice.random_range(0..20) {
            0..2 => Card::Declined,
            2 => Card::Poor,
            _ => Card::Good,
        };
        let token = self.storm.clover.token(&self.line, public_key, card)?;
        let part = view.partial_minimum.filter(|least| *least < view.amount_due);
        let amount = part.filter(|_| self.dice.random_bool(0.7)).unwrap_or(view.amount_due);
        let tip = if view.tips { self.dice.random_range(0..500) } else { 0 };
        let key = format!("{:032x}", self.dice.random::<u128>());
        let token = Some(token);
        Ok(CreatePayment { token, idempotency_key: key, amount, tip, ..CreatePayment::default() })
    }

    /// Sends the request until it is answered, to the next server each time.
    fn insist(&mut self, target: &str, body: &CreatePayment) -> Result<Answer, Lost> {
        let since = Instant::now();
        loop {
            let address = self.address.clone();
            let answer = self.post(target, &[("x-forwarded-for", &address)], body);
            match answer {
                // A proxy in front of servers would not tell these from no answer; the page repeats both.
                Ok(answer) if !is_unavailable(&answer) => return Ok(answer),
                Ok(_) | Err(Lost) if since.elapsed() > INSISTS => return Err(Lost),
                Ok(_) | Err(Lost) => thread::sleep(BREATH),
            }
        }
    }

    fn hear(&mut self, link: &Link, answer: &Answer) {
        if let Ok(payment) = answer.read::<Payment>() {
            return self.follow(link, payment);
        }
        let Ok(error) = answer.read::<ErrorBody>() else { return };
        let Some(payment) = error.payment else { return };
        match error.code {
            ErrorCode::PaymentInProgress => {
                if let Ok(payment) = self.look(link, &payment) {
                    self.follow(link, payment);
                }
            }
            ErrorCode::NotCharged | ErrorCode::CardTokenRefused | ErrorCode::MerchantNotReady => {
                self.diary.told.push(Told { payment, approved: false });
            }
            _ => {}
        }
    }

    /// Looks until the payment has ended, or the page is closed.
    fn follow(&mut self, link: &Link, payment: Payment) {
        let since = Instant::now();
        let mut now = payment;
        loop {
            match now.state {
                PaymentState::Approved { .. } => return self.note(now.id, true),
                PaymentState::Declined { .. } | PaymentState::NotCharged => return self.note(now.id, false),
                PaymentState::Processing | PaymentState::AtClover | PaymentState::Unclear => {}
            }
            if since.elapsed() > FOLLOWS || !self.storm.goes_on() {
                return;
            }
            thread::sleep(BREATH * 3);
            if let Ok(newer) = self.look(link, &now.id) {
                now = newer;
            }
        }
    }

    fn note(&mut self, payment: PaymentId, approved: bool) {
        self.diary.told.push(Told { payment, approved });
    }

    fn look(&mut self, link: &Link, payment: &PaymentId) -> Result<Payment, Lost> {
        self.get(&path::link_payment(&link.0, payment))?.read()
    }

    fn get(&mut self, path: &str) -> Result<Answer, Lost> {
        self.at_any_node(|line, origin| line.get(&format!("{origin}{path}"), &[]))
    }

    fn post(
        &mut self,
        path: &str,
        headers: &[(&str, &str)],
        body: &impl serde::Serialize,
    ) -> Result<Answer, Lost> {
        self.at_any_node(|line, origin| line.post(&format!("{origin}{path}"), headers, body))
    }

    /// Asks one server, and the next one where the answer is lost.
    fn at_any_node(&mut self, ask: impl Fn(&Line, &str) -> Result<Answer, Lost>) -> Result<Answer, Lost> {
        let first = self.dice.random_range(0..self.storm.origins.len());
        let nodes = self.storm.origins.iter().cycle().skip(first).take(self.storm.origins.len());
        for origin in nodes {
            match ask(&self.line, origin) {
                Ok(answer) => return Ok(answer),
                Err(Lost) => self.diary.lost_answers += 1,
            }
        }
        Err(Lost)
    }
}

fn is_unavailable(answer: &Answer) -> bool {
    let code = answer.read::<ErrorBody>().map(|error| error.code);
    matches!(code, Ok(ErrorCode::Unavailable | ErrorCode::ServerError))
}
