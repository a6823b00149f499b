//! What a mail is about, as the records have it when it is sent: one invoice, or several of one statement.

use jiff::Timestamp;
use payments::port::{Statements, Store, StoreError};
use payments::{Invoice, Mail, Payment, Standing, StatementState};
use primitives::{InvoiceId, LinkToken, Money, PaymentId, StatementId};

use crate::desk::AppDesk;

/// One or more invoices of one customer, and the link by which they are paid.
pub(super) struct Matter {
    /// The first of them.
    pub(super) first: Invoice,
    more: Vec<Invoice>,
    /// The link of the invoice, or of the statement.
    pub(super) link: LinkToken,
    /// Whether that link takes a payment.
    pub(super) is_payable: bool,
}

impl Matter {
    /// An invoice by itself.
    pub(super) async fn of_invoice(desk: &AppDesk, mail: &Mail, id: &InvoiceId) -> Result<Self, StoreError> {
        let found = desk.store().invoice(&mail.merchant, id).await?;
        let first = found.ok_or_else(|| lacks(mail, "invoice"))?;
        let (link, is_payable) = (first.link.clone(), can_be_paid(&first, desk.now()));
        Ok(Self { first, more: Vec::new(), link, is_payable })
    }

    /// A payment, and what it pays.
    pub(super) async fn of_payment(
        desk: &AppDesk,
        mail: &Mail,
        invoice: &InvoiceId,
        id: &PaymentId,
    ) -> Result<(Self, Payment), StoreError> {
        let payment = desk.store().payment(id).await?.ok_or_else(|| lacks(mail, "payment"))?;
        let matter = match &payment.joint {
            Some(joint) => {
                let paid = |it: &Invoice| payment.pays(&it.id);
                let found = Self::of_statement(desk, mail, &joint.statement, paid).await?;
                found.ok_or_else(|| lacks(mail, "payment"))?
            }
            None => Self::of_invoice(desk, mail, invoice).await?,
        };
        Ok((matter, payment))
    }

    /// What can be paid of a statement; `None` when nothing can.
    pub(super) async fn of_due(
        desk: &AppDesk,
        mail: &Mail,
        id: &StatementId,
    ) -> Result<Option<Self>, StoreError> {
        let now = desk.now();
        let found = Self::of_statement(desk, mail, id, |it| can_be_paid(it, now)).await?;
        Ok(found.filter(|matter| matter.is_payable))
    }

    async fn of_statement(
        desk: &AppDesk,
        mail: &Mail,
        id: &StatementId,
        wanted: impl Fn(&Invoice) -> bool,
    ) -> Result<Option<Self>, StoreError> {
        let found = desk.store().statement(&mail.merchant, id).await?;
        let statement = found.ok_or_else(|| lacks(mail, "statement"))?;
        let members = desk.store().members(&mail.merchant, &statement.invoices).await?;
        let due = members.iter().any(|it| can_be_paid(&it.invoice, desk.now()));
        let is_payable = statement.state == StatementState::Open && due;
        let mut invoices = members.into_iter().map(|it| it.invoice).filter(wanted);
        let Some(first) = invoices.next() else { return Ok(None) };
        Ok(Some(Self { first, more: invoices.collect(), link: statement.link, is_payable }))
    }

    /// Every invoice, in order.
    pub(super) fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        [&self.first].into_iter().chain(&self.more)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.more.len() + 1
    }

    /// What is due of those that can be paid.
    pub(super) fn due(&self, now: Timestamp) -> Money {
        let due = self.invoices().filter(|it| can_be_paid(it, now)).map(|it| it.amount_due().minor());
        let currency = self.first.currency;
        Money::new(due.fold(0, i64::saturating_add), currency).unwrap_or_else(|_| Money::zero(currency))
    }

    /// Until when the link takes a payment, if that has an end.
    pub(super) fn end(&self) -> Option<Timestamp> {
        let ends: Option<Vec<_>> = self.invoices().map(|it| it.expires_at).collect();
        ends?.into_iter().max()
    }
}

fn can_be_paid(invoice: &Invoice, now: Timestamp) -> bool {
    matches!(invoice.standing(now), Standing::Open | Standing::PartlyPaid)
}

/// What the mail is about is not there, which the store never lets happen.
pub(super) fn lacks(mail: &Mail, column: &'static str) -> StoreError {
    StoreError::Impossible { table: "mails", column, row: mail.id.to_string() }
}
