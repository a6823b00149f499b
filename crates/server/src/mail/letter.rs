//! What a mail says, put together from what it is about as that stands when it is sent.

use jiff::Timestamp;
use payments::mail::CODE_LIFE;
use payments::payment::PaymentState;
use payments::port::{Store, StoreError};
use payments::{Invoice, Mail, MailKind, Payment, Standing};
use primitives::{InvoiceId, Locale, Money, PaymentId};
use url::Url;

use super::words::{Topic, Words, words};
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
    /// Labels and values.
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What is to be typed.
    pub(crate) code: Option<String>,
    pub(crate) action: Option<Action>,
    /// After the action.
    pub(crate) remarks: Vec<String>,
    pub(crate) questions: String,
    pub(crate) why_you: String,
}

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
            Ok(writer.link(&writer.invoice(mail, id).await?, &writer.words.sent))
        }
        MailKind::FreshLink { invoice: id } => {
            Ok(writer.link(&writer.invoice(mail, id).await?, &writer.words.fresh))
        }
        MailKind::Receipt { invoice: id, payment: by } => {
            let (invoice, payment) = writer.paid(mail, id, by).await?;
            Ok(Some(writer.approved(&invoice, &payment, &writer.words.receipt)))
        }
        MailKind::Outcome { invoice: id, payment: by } => {
            let (invoice, payment) = writer.paid(mail, id, by).await?;
            Ok(Some(writer.outcome(&invoice, &payment)))
        }
        MailKind::RefundMade { invoice: id, payment: of, refund } => {
            let (invoice, payment) = writer.paid(mail, id, of).await?;
            let refunds = desk.store().refunds_of(of).await?;
            let refund = refunds.iter().find(|row| row.id == *refund);
            let refund = refund.ok_or_else(|| lacks(mail, "refund"))?;
            Ok(Some(writer.refunded(&invoice, &payment, refund.amount)))
        }
        MailKind::Code { code } => Ok(Some(writer.code(&code.0))),
    }
}

fn lacks(mail: &Mail, column: &'static str) -> StoreError {
    StoreError::Impossible { table: "mails", column, row: mail.id.to_string() }
}

impl Writer<'_> {
    async fn invoice(&self, mail: &Mail, id: &InvoiceId) -> Result<Invoice, StoreError> {
        let found = self.desk.store().invoice(&mail.merchant, id).await?;
        found.ok_or_else(|| lacks(mail, "invoice"))
    }

    /// A payment and what it paid: of several invoices the first, under the numbers of all.
    async fn paid(
        &self,
        mail: &Mail,
        id: &InvoiceId,
        by: &PaymentId,
    ) -> Result<(Invoice, Payment), StoreError> {
        let mut invoice = self.invoice(mail, id).await?;
        let payment = self.desk.store().payment(by).await?.ok_or_else(|| lacks(mail, "payment"))?;
        if payment.joint.is_some() {
            let mut numbers = Vec::new();
            for id in payment.invoices() {
                numbers.push(self.invoice(mail, id).await?.number);
            }
            invoice.number = numbers.join(", ");
        }
        Ok((invoice, payment))
    }

    /// A letter about an invoice that says so much only.
    fn about(&self, invoice: &Invoice, topic: &Topic) -> Letter {
        let says = |sentence: &str| self.say(sentence, Some(invoice));
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
            questions: self.say(self.words.questions, None),
            why_you: self.say(self.words.why_you, None),
        }
    }

    /// Every name is put in once, so that a name that looks like a place is not filled.
    fn say(&self, sentence: &str, invoice: Option<&Invoice>) -> String {
        fill(sentence, |place| match place {
            "merchant" => Some(self.merchant.name.clone()),
            "number" => invoice.map(|invoice| invoice.number.clone()),
            "customer" => invoice.map(|invoice| invoice.customer.name.clone()),
            _ => None,
        })
    }

    fn say_money(&self, sentence: &str, invoice: &Invoice, money: Money) -> String {
        fill(sentence, |place| match place {
            "merchant" => Some(self.merchant.name.clone()),
            "number" => Some(invoice.number.clone()),
            "amount" => Some(self.money(money)),
            _ => None,
        })
    }

    fn money(&self, money: Money) -> String {
        format::money(money.minor(), money.currency(), self.locale)
    }

    /// By the merchant's clock.
    fn moment(&self, at: Timestamp) -> String {
        format::moment(&at.to_zoned(self.merchant.time_zone.clone()), self.locale)
    }

    fn proof_of(&self, payment: &Payment) -> Option<Action> {
        let url = convert::receipt_url(payment, self.public_url)?;
        Some(Action { label: self.words.view_receipt, url })
    }

    fn pays(&self, invoice: &Invoice, label: &'static str) -> Action {
        Action { label, url: convert::pay_url(invoice, self.public_url) }
    }

    fn is_payable(&self, invoice: &Invoice) -> bool {
        matches!(invoice.standing(self.desk.now()), Standing::Open | Standing::PartlyPaid)
    }

    fn link(&self, invoice: &Invoice, topic: &Topic) -> Option<Letter> {
        if !self.is_payable(invoice) {
            return None;
        }
        let mut letter = self.about(invoice, topic);
        letter.facts.push((self.words.invoice, invoice.number.clone()));
        letter.facts.push((self.words.amount_due, self.money(invoice.amount_due())));
        if let Some(date) = invoice.due_date {
            letter.facts.push((self.words.due_date, format::day(date, self.locale)));
        }
        if let Some(end) = invoice.expires_at {
            let date = self.moment(end);
            letter.remarks.push(fill(self.words.works_until, |_| Some(date.clone())));
        }
        letter.action = Some(self.pays(invoice, self.words.view_and_pay));
        Some(letter)
    }

    fn outcome(&self, invoice: &Invoice, payment: &Payment) -> Letter {
        if payment.state.is_approved() {
            return self.approved(invoice, payment, &self.words.approved);
        }
        let mut letter = self.about(invoice, &self.words.not_charged);
        if self.is_payable(invoice) {
            letter.paragraphs.push(self.words.try_again.to_owned());
            letter.action = Some(self.pays(invoice, self.words.view_and_pay));
        }
        letter
    }

    fn approved(&self, invoice: &Invoice, payment: &Payment, topic: &Topic) -> Letter {
        let mut letter = self.about(invoice, topic);
        letter.facts = self.proof(invoice, payment);
        if payment.attention.is_some() {
            letter.paragraphs.push(self.say(self.words.unexpected, None));
        }
        if matches!(invoice.standing(self.desk.now()), Standing::PartlyPaid) {
            let due = self.say_money(self.words.still_due, invoice, invoice.amount_due());
            letter.paragraphs.push(due);
        }
        letter.action = self.proof_of(payment);
        letter
    }

    /// What proves an approved payment.
    fn proof(&self, invoice: &Invoice, payment: &Payment) -> Vec<(&'static str, String)> {
        let PaymentState::Approved { approval, at } = &payment.state else {
            return Vec::new();
        };
        let amount = format::money(approval.amount, payment.amount.currency(), self.locale);
        let tip = Some(payment.tip).filter(|tip| tip.minor() > 0).map(|tip| self.money(tip));
        let facts = [
            (self.words.invoice, Some(invoice.number.clone())),
            (self.words.amount_paid, Some(amount)),
            (self.words.tip, tip),
            (self.words.paid_on, Some(self.moment(*at))),
            (self.words.card, card(payment)),
            (self.words.reference, approval.reference.clone()),
            (self.words.auth_code, approval.auth_code.clone()),
        ];
        facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
    }

    fn refunded(&self, invoice: &Invoice, payment: &Payment, amount: Money) -> Letter {
        let topic = &self.words.refund;
        let says = |sentence| self.say_money(sentence, invoice, amount);
        let mut letter = self.about(invoice, topic);
        (letter.subject, letter.paragraphs) = (says(topic.subject), vec![says(topic.text)]);
        letter.facts.push((self.words.invoice, invoice.number.clone()));
        letter.facts.push((self.words.amount_refunded, self.money(amount)));
        letter.facts.extend(card(payment).map(|card| (self.words.card, card)));
        letter.remarks.push(self.words.takes_days.to_owned());
        letter.action = self.proof_of(payment);
        letter
    }

    fn code(&self, code: &str) -> Letter {
        let topic = &self.words.code;
        let minutes = CODE_LIFE.as_mins().to_string();
        let says = |sentence| self.say(sentence, None);
        Letter {
            code: Some(code.to_owned()),
            remarks: vec![fill(self.words.code_life, |_| Some(minutes.clone()))],
            ..self.bare(says(topic.subject), says(topic.title), says(topic.text))
        }
    }
}

fn card(payment: &Payment) -> Option<String> {
    let PaymentState::Approved { approval, .. } = &payment.state else {
        return None;
    };
    approval.card.as_ref().map(|card| format!("{} •••• {}", format::brand(&card.brand), card.last4))
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
