//! What a mail says, put together from what it is about as that stands when it is sent.

use jiff::Timestamp;
use payments::mail::CODE_LIFE;
use payments::payment::PaymentState;
use payments::port::{Store, StoreError};
use payments::{Invoice, Mail, MailKind, Payment, Refund};
use primitives::{Locale, Money};
use url::Url;

use super::matter::{Matter, lacks};
use super::words::{PaymentWords, Topic, Words, words};
use crate::config::Merchant;
use crate::convert;
use crate::desk::AppDesk;
use crate::page::format;

/// A mail's words, without its form.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Letter {
    pub(crate) locale: &'static str,
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) greeting: Option<String>,
    pub(crate) paragraphs: Vec<String>,
    pub(crate) facts: Vec<Fact>,
    /// What is to be typed.
    pub(crate) code: Option<String>,
    pub(crate) action: Option<Action>,
    /// After the action.
    pub(crate) remarks: Vec<String>,
    pub(crate) questions: String,
    pub(crate) why_you: String,
}

/// A label and its value.
type Fact = (String, String);

/// Where the mail leads to.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Action {
    pub(crate) label: &'static str,
    pub(crate) url: String,
}

/// What all mails of one kind need.
struct Writer<'a> {
    words: &'static Words,
    locale: Locale,
    merchant: &'a Merchant,
    public_url: &'a Url,
    desk: &'a AppDesk,
}

/// The letter of this mail; `None` when there is nothing to say any more: it would ask for money that is no longer owed.
///
/// # Errors
/// When the records cannot be read, or lack what the mail is about.
pub(crate) async fn write(
    desk: &AppDesk,
    merchant: &Merchant,
    public_url: &Url,
    mail: &Mail,
) -> Result<Option<Letter>, StoreError> {
    let writer = Writer { words: words(mail.locale), locale: mail.locale, merchant, public_url, desk };
    match &mail.kind {
        MailKind::InvoiceSent { invoice: id } => {
            Ok(writer.link(&Matter::of_invoice(desk, mail, id).await?, &writer.words.sent))
        }
        MailKind::FreshLink { invoice: id } => {
            Ok(writer.link(&Matter::of_invoice(desk, mail, id).await?, &writer.words.fresh))
        }
        MailKind::FreshStatement { statement: id, .. } => {
            let matter = Matter::of_due(desk, mail, id).await?;
            Ok(matter.and_then(|matter| writer.link(&matter, &writer.words.fresh_statement)))
        }
        MailKind::Receipt { invoice: id, payment: by } => {
            let (matter, payment) = Matter::of_payment(desk, mail, id, by).await?;
            Ok(Some(writer.approved(&matter, &payment, &writer.of(&matter).receipt)))
        }
        MailKind::Outcome { invoice: id, payment: by } => {
            let (matter, payment) = Matter::of_payment(desk, mail, id, by).await?;
            Ok(Some(writer.outcome(&matter, &payment)))
        }
        MailKind::RefundMade { invoice: id, payment: of, refund } => {
            let (matter, payment) = Matter::of_payment(desk, mail, id, of).await?;
            let refunds = desk.store().refunds_of(of).await?;
            let refund = refunds.iter().find(|row| row.id == *refund);
            let refund = refund.ok_or_else(|| lacks(mail, "refund"))?;
            Ok(Some(writer.refunded(&matter, &payment, refund)))
        }
        MailKind::Code { code } => Ok(Some(writer.code(&code.0))),
    }
}

impl Writer<'_> {
    /// The words of a payment of one invoice, or of several.
    fn of(&self, matter: &Matter) -> &'static PaymentWords {
        if matter.count() == 1 { &self.words.one } else { &self.words.several }
    }

    /// A letter about a matter that says so much only.
    fn about(&self, matter: &Matter, topic: &Topic) -> Letter {
        let says = |sentence: &str| self.say(sentence, Some(matter), None);
        Letter {
            greeting: Some(says(self.words.greeting)),
            ..self.bare(says(topic.subject), says(topic.title), says(topic.text))
        }
    }

    fn bare(&self, subject: String, title: String, text: String) -> Letter {
        Letter {
            locale: self.locale.as_str(),
            subject,
            title,
            greeting: None,
            paragraphs: vec![text],
            facts: Vec::new(),
            code: None,
            action: None,
            remarks: Vec::new(),
            questions: self.say(self.words.questions, None, None),
            why_you: self.say(self.words.why_you, None, None),
        }
    }

    /// Every name is put in once, so that a name that looks like a place is not filled.
    fn say(&self, sentence: &str, matter: Option<&Matter>, money: Option<Money>) -> String {
        fill(sentence, |place| match place {
            "merchant" => Some(self.merchant.name.clone()),
            "number" => matter.map(|matter| matter.first.number.clone()),
            "count" => matter.map(|matter| matter.count().to_string()),
            "customer" => matter.map(|matter| matter.first.customer.name.clone()),
            "amount" => money.map(|money| self.money(money)),
            _ => None,
        })
    }

    fn money(&self, money: Money) -> String {
        self.minor(money.minor(), money)
    }

    /// So many minor units of the currency of `like`.
    fn minor(&self, minor: i64, like: Money) -> String {
        format::money(minor, like.currency(), self.locale)
    }

    /// By the merchant's clock.
    fn moment(&self, at: Timestamp) -> String {
        format::moment(&at.to_zoned(self.merchant.time_zone.clone()), self.locale)
    }

    fn proof_of(&self, payment: &Payment) -> Option<Action> {
        let url = convert::receipt_url(payment, self.public_url)?;
        Some(Action { label: self.words.view_receipt, url })
    }

    fn pays(&self, matter: &Matter) -> Action {
        let url = convert::pay_url_of(&matter.link, self.public_url);
        Action { label: self.words.view_and_pay, url }
    }

    /// One invoice by its number; of several each with its part in minor units.
    fn invoices(&self, matter: &Matter, like: Money, part: impl Fn(&Invoice) -> i64) -> Vec<Fact> {
        let label = self.words.invoice;
        if matter.count() == 1 {
            return vec![fact(label, matter.first.number.clone())];
        }
        let row = |it: &Invoice| ([label, " ", &it.number].concat(), self.minor(part(it), like));
        matter.invoices().map(row).collect()
    }

    fn link(&self, matter: &Matter, topic: &Topic) -> Option<Letter> {
        if !matter.is_payable {
            return None;
        }
        let due = matter.due(self.desk.now());
        let mut letter = self.about(matter, topic);
        letter.facts = self.invoices(matter, due, |it| it.amount_due().minor());
        letter.facts.push(fact(self.words.amount_due, self.money(due)));
        if let (1, Some(date)) = (matter.count(), matter.first.due_date) {
            letter.facts.push(fact(self.words.due_date, format::day(date, self.locale)));
        }
        if let Some(end) = matter.end() {
            let date = self.moment(end);
            letter.remarks.push(fill(self.words.works_until, |_| Some(date.clone())));
        }
        letter.action = Some(self.pays(matter));
        Some(letter)
    }

    fn outcome(&self, matter: &Matter, payment: &Payment) -> Letter {
        if payment.state.is_approved() {
            return self.approved(matter, payment, &self.of(matter).approved);
        }
        let mut letter = self.about(matter, &self.of(matter).not_charged);
        if matter.count() > 1 {
            letter.facts = self.invoices(matter, payment.amount, |it| payment.agreed_for(&it.id));
        }
        if matter.is_payable {
            letter.paragraphs.push(self.words.try_again.to_owned());
            letter.action = Some(self.pays(matter));
        }
        letter
    }

    fn approved(&self, matter: &Matter, payment: &Payment, topic: &Topic) -> Letter {
        let mut letter = self.about(matter, topic);
        letter.facts = self.proof(matter, payment);
        if payment.attention.is_some() {
            letter.paragraphs.push(self.say(self.of(matter).unexpected, None, None));
        }
        let due = matter.due(self.desk.now());
        if due.minor() > 0 {
            letter.paragraphs.push(self.say(self.of(matter).still_due, None, Some(due)));
        }
        letter.action = self.proof_of(payment);
        letter
    }

    /// What proves an approved payment.
    fn proof(&self, matter: &Matter, payment: &Payment) -> Vec<Fact> {
        let PaymentState::Approved { approval, at } = &payment.state else {
            return Vec::new();
        };
        let amount = self.minor(approval.amount, payment.amount);
        let tip = Some(payment.tip).filter(|tip| tip.minor() > 0).map(|tip| self.money(tip));
        let facts = [
            (self.words.amount_paid, Some(amount)),
            (self.words.tip, tip),
            (self.words.paid_on, Some(self.moment(*at))),
            (self.words.card, card(payment)),
            (self.words.reference, approval.reference.clone()),
            (self.words.auth_code, approval.auth_code.clone()),
        ];
        let facts = facts.into_iter().filter_map(|(label, value)| Some(fact(label, value?)));
        let invoices = self.invoices(matter, payment.amount, |it| payment.collected_for(&it.id));
        invoices.into_iter().chain(facts).collect()
    }

    fn refunded(&self, matter: &Matter, payment: &Payment, refund: &Refund) -> Letter {
        let (topic, amount) = (&self.of(matter).refund, refund.amount);
        let says = |sentence| self.say(sentence, Some(matter), Some(amount));
        let mut letter = self.about(matter, topic);
        (letter.subject, letter.paragraphs) = (says(topic.subject), vec![says(topic.text)]);
        letter.facts = self.invoices(matter, amount, |it| refund.taken_from(&it.id));
        letter.facts.push(fact(self.words.amount_refunded, self.money(amount)));
        letter.facts.extend(card(payment).map(|card| fact(self.words.card, card)));
        letter.remarks.push(self.words.takes_days.to_owned());
        letter.action = self.proof_of(payment);
        letter
    }

    fn code(&self, code: &str) -> Letter {
        let topic = &self.words.code;
        let minutes = CODE_LIFE.as_mins().to_string();
        let says = |sentence| self.say(sentence, None, None);
        Letter {
            code: Some(code.to_owned()),
            remarks: vec![fill(self.words.code_life, |_| Some(minutes.clone()))],
            ..self.bare(says(topic.subject), says(topic.title), says(topic.text))
        }
    }
}

fn fact(label: &str, value: String) -> Fact {
    (label.to_owned(), value)
}

fn card(payment: &Payment) -> Option<String> {
    let PaymentState::Approved { approval, .. } = &payment.state else {
        return None;
    };
    approval.card.as_ref().map(|card| format!("{} •••• {}", api_types::brand_name(&card.brand), card.last4))
}

/// The sentence with its places filled; what has nothing to fill it stays.
fn fill(sentence: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((place, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match value(place) {
            Some(value) => filled.push_str(&value),
            None => filled.extend(["{", place, "}"]),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
#[path = "letter_tests.rs"]
mod tests;
