//! Checks what a merchant asks for, and names every problem at once.

use jiff::{Timestamp, civil::Date};
use primitives::{Currency, EmailAddress, InvoiceId, LinkToken, MerchantSlug};

use super::{Customer, Instalment, Invoice, InvoiceState, Line, MAX_INSTALMENTS, MAX_TOTAL, Partial, Totals};

/// An invoice as asked for: texts are unchecked, numbers may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    /// The merchant's number.
    pub number: String,
    /// The customer's name.
    pub customer_name: String,
    /// The customer's e-mail address.
    pub customer_email: String,
    /// A currency code.
    pub currency: String,
    /// The lines.
    pub lines: Vec<NewLine>,
    /// `2026-12-31`.
    pub due_date: Option<String>,
    /// RFC 3339.
    pub expires_at: Option<String>,
    /// Plain text.
    pub notes: String,
    /// The smallest part that may be paid, in minor units; `None` takes only all of what is due.
    pub partial_minimum: Option<i64>,
    /// At most [`MAX_INSTALMENTS`], which come to the total; empty where it is all due at once.
    pub schedule: Vec<NewInstalment>,
    /// Whether payers may add a tip.
    pub tips: bool,
}

/// An instalment as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInstalment {
    /// `2026-12-31`; must be later than that of the one before.
    pub date: String,
    /// Minor units; must be 1 or more.
    pub amount: i64,
}

/// A line as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// What was done or sold.
    pub description: String,
    /// Must be 1 to 999,999.
    pub quantity: i64,
    /// Minor units for one; must be 0 or more.
    pub unit_amount: i64,
    /// Minor units on the whole line; must be 0 or more.
    pub tax: i64,
}

/// One field that cannot be accepted, and what must change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvoiceProblem {
    /// Where: `lines[2].quantity`.
    pub field: String,
    /// What must change.
    pub message: String,
}

/// The most lines of an invoice; Clover's own limit is not documented, a person's patience is shorter.
const MAX_LINES: usize = 200;
const MAX_NOTES: usize = 2_000;
const MAX_TEXT: usize = 120;
const MAX_NUMBER: usize = 40;
const MAX_QUANTITY: i64 = 999_999;

struct Problems(Vec<InvoiceProblem>);

impl Problems {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(InvoiceProblem { field: field.into(), message: message.into() });
    }

    fn text(&mut self, field: &str, text: &str, most: usize) {
        let length = text.trim().chars().count();
        if length == 0 {
            self.add(field, "must not be empty");
        } else if length > most {
            self.add(field, format!("has {length} characters; at most {most} are allowed"));
        }
        if text.chars().any(|character| character.is_control() || turns_text_round(character)) {
            self.add(field, "must not contain line breaks or other control characters");
        }
    }

    fn parsed<T, E: std::fmt::Display>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.add(field, error.to_string())).ok()
    }

    fn between(&mut self, field: String, value: i64, least: i64, most: i64) {
        if !(least..=most).contains(&value) {
            self.add(field, format!("must be a whole number from {least} to {most}"));
        }
    }
}

impl NewInvoice {
    /// Checks everything and makes the invoice.
    ///
    /// # Errors
    /// Every problem, in the order of the fields.
    pub fn check(
        self,
        id: InvoiceId,
        link: LinkToken,
        merchant: MerchantSlug,
        now: Timestamp,
    ) -> Result<Invoice, Vec<InvoiceProblem>> {
        let mut problems = Problems(Vec::new());
        problems.text("number", &self.number, MAX_NUMBER);
        problems.text("customer.name", &self.customer_name, MAX_TEXT);
        let email = problems.parsed("customer.email", EmailAddress::parse(&self.customer_email));
        let currency = problems.parsed("currency", Currency::parse(&self.currency));
        let totals = check_lines(&mut problems, &self.lines);
        let due_date = self.due_date.as_deref().and_then(|text| check_date(&mut problems, text));
        let expires_at = self.expires_at.as_deref().and_then(|text| check_expiry(&mut problems, text, now));
        check_notes(&mut problems, &self.notes);
        if let Some(minimum) = self.partial_minimum {
            problems.between("partial_minimum".to_owned(), minimum, 1, MAX_TOTAL);
        }
        let schedule = check_schedule(&mut problems, &self.schedule, totals);
        let (Some(email), Some(currency), true) = (email, currency, problems.0.is_empty()) else {
            return Err(problems.0);
        };
        Ok(Invoice {
            id,
            merchant,
            number: self.number.trim().to_owned(),
            link,
            customer: Customer { name: self.customer_name.trim().to_owned(), email },
            currency,
            lines: self.lines.into_iter().map(Line::from).collect(),
            totals,
            paid: 0,
            partial: self.partial_minimum.map(|minimum| Partial { minimum }),
            schedule,
            tips: self.tips,
            due_date,
            expires_at,
            notes: self.notes,
            state: InvoiceState::Open,
            clover_order: None,
            created_at: now,
            version: 0,
        })
    }
}

impl From<NewLine> for Line {
    fn from(line: NewLine) -> Self {
        Self {
            description: line.description.trim().to_owned(),
            quantity: u32::try_from(line.quantity).unwrap_or(u32::MAX),
            unit_amount: line.unit_amount,
            tax: line.tax,
        }
    }
}

/// Checks the lines one by one, and what they come to only when each is good: a bad line makes a bad total.
fn check_lines(problems: &mut Problems, lines: &[NewLine]) -> Totals {
    let before = problems.0.len();
    if lines.is_empty() {
        problems.add("lines", "must have at least one line");
    } else if lines.len() > MAX_LINES {
        problems.add("lines", format!("has {} lines; at most {MAX_LINES} are allowed", lines.len()));
    } else {
        lines.iter().enumerate().for_each(|(place, line)| check_line(problems, place, line));
    }
    if problems.0.len() == before { check_totals(problems, lines) } else { Totals::default() }
}

fn check_line(problems: &mut Problems, place: usize, line: &NewLine) {
    problems.text(&format!("lines[{place}].description"), &line.description, MAX_TEXT);
    problems.between(format!("lines[{place}].quantity"), line.quantity, 1, MAX_QUANTITY);
    problems.between(format!("lines[{place}].unit_amount"), line.unit_amount, 0, MAX_TOTAL);
    problems.between(format!("lines[{place}].tax"), line.tax, 0, MAX_TOTAL);
}

fn check_totals(problems: &mut Problems, lines: &[NewLine]) -> Totals {
    let totals = Totals::of(lines);
    match totals {
        Some(totals) if totals.total > MAX_TOTAL => {
            let most = format!("come to more than {MAX_TOTAL} minor units, the most that Clover takes");
            problems.add("lines", most);
        }
        Some(totals) if totals.total < 1 => problems.add("lines", "must come to at least 1 minor unit"),
        None => problems.add("lines", "come to more than can be counted"),
        Some(_) => {}
    }
    totals.unwrap_or_default()
}

fn check_date(problems: &mut Problems, text: &str) -> Option<Date> {
    let date = text.parse().map_err(|_| "is not a date of the form 2026-12-31");
    problems.parsed("due_date", date)
}

/// Checks the instalments one by one, and together only when each is good.
fn check_schedule(problems: &mut Problems, asked: &[NewInstalment], totals: Totals) -> Vec<Instalment> {
    if asked.len() > MAX_INSTALMENTS {
        let count = asked.len();
        problems.add("schedule", format!("has {count} instalments; at most {MAX_INSTALMENTS} are allowed"));
        return Vec::new();
    }
    let before = problems.0.len();
    let each = asked.iter().enumerate();
    let schedule: Vec<_> = each.filter_map(|(place, one)| check_instalment(problems, place, one)).collect();
    if problems.0.len() > before {
        return Vec::new();
    }
    for (place, pair) in schedule.windows(2).enumerate() {
        if pair[0].date >= pair[1].date {
            let field = format!("schedule[{}].date", place + 1);
            problems.add(field, "must be later than the date of the instalment before");
        }
    }
    let sum: i64 = schedule.iter().map(|instalment| instalment.amount).sum();
    // A total of 0 has been complained of already.
    if !schedule.is_empty() && totals.total > 0 && sum != totals.total {
        let total = totals.total;
        problems.add("schedule", format!("comes to {sum} minor units, and the invoice to {total}"));
    }
    schedule
}

fn check_instalment(problems: &mut Problems, place: usize, asked: &NewInstalment) -> Option<Instalment> {
    let date = asked.date.parse().map_err(|_| "is not a date of the form 2026-12-31");
    let date = problems.parsed(&format!("schedule[{place}].date"), date);
    problems.between(format!("schedule[{place}].amount"), asked.amount, 1, MAX_TOTAL);
    Some(Instalment { date: date?, amount: asked.amount })
}

fn check_expiry(problems: &mut Problems, text: &str, now: Timestamp) -> Option<Timestamp> {
    let form = "is not a moment of the form 2026-12-31T23:59:59Z";
    let moment: Timestamp = problems.parsed("expires_at", text.parse().map_err(|_| form))?;
    if moment <= now {
        problems.add("expires_at", "must lie in the future");
    }
    Some(moment)
}

/// The marks that change the direction of the text around them: with them a line can be made to read as
/// something else than it says. Right-to-left letters need none.
fn turns_text_round(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn check_notes(problems: &mut Problems, notes: &str) {
    let length = notes.chars().count();
    if length > MAX_NOTES {
        problems.add("notes", format!("has {length} characters; at most {MAX_NOTES} are allowed"));
    }
    if notes.chars().any(|it| (it.is_control() && it != '\n') || turns_text_round(it)) {
        problems.add("notes", "must not contain control characters other than line breaks");
    }
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
