//! Makes statements, opens them and takes them back.

use jiff::Timestamp;
use primitives::{InvoiceId, LinkToken, MerchantSlug, Money, PaymentId, StatementId};

use super::Desk;
use crate::port::{Change, Clock, Commit, Gateway, Random, Statements, Store, StoreError};
use crate::statement::{MOST_INVOICES, Wanted, check};
use crate::{
    InvoiceProblem, InvoiceState, Member, NewStatement, Payment, PaymentState, Standing, Statement,
    StatementState,
};

/// Why a statement was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Fields that cannot be accepted, all of them.
    #[error("{} field(s) cannot be accepted", .0.len())]
    Problems(Vec<InvoiceProblem>),
    /// The store failed; nothing was stored.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a statement was not taken back or given a new link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementChangeError {
    /// The merchant has no such statement.
    #[error("there is no such statement")]
    Unknown,
    /// A payment is under way; once it has ended, ask again.
    #[error("a payment of the statement is under way")]
    BeingPaid,
    /// The store failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the link of a statement leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedStatement {
    /// The statement.
    pub statement: Statement,
    /// Its invoices as they stand now, in order.
    pub members: Vec<Member>,
    /// Which of them the payer has chosen; `None` are all of them.
    pub chosen: Option<Vec<InvoiceId>>,
    /// The payment that matters now: the live one, or else, once nothing of what is chosen is left to pay, the last
    /// one that paid some of it; none where an invoice that nobody paid has expired since.
    pub payment: Option<Payment>,
}

impl OpenedStatement {
    /// Whether the payer wants to pay this invoice.
    pub fn wants(&self, invoice: &InvoiceId) -> bool {
        wants(self.chosen.as_deref(), invoice)
    }

    /// The invoices that the payer wants to pay.
    pub fn wanted(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|it| self.wants(&it.invoice.id))
    }

    /// What may be paid of them.
    pub fn due(&self, now: Timestamp) -> Money {
        self.statement.due(self.wanted(), now)
    }

    /// Whether its link takes nothing because the time of its invoices is over, and nothing else: a fresh one would.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.statement.state == StatementState::Open
            && self.payment.is_none()
            && self.due(now).minor() == 0
            && self.wanted().any(|it| it.invoice.standing(now) == Standing::Expired)
    }
}

/// Whether this invoice is among those that were chosen; where none was, all are.
pub(super) fn wants(chosen: Option<&[InvoiceId]>, invoice: &InvoiceId) -> bool {
    chosen.is_none_or(|chosen| chosen.contains(invoice))
}

impl<S: Store + Statements, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Makes a statement of these invoices and its link.
    ///
    /// # Errors
    /// See [`StatementError`]; nothing is stored then.
    pub async fn create_statement(
        &self,
        merchant: &MerchantSlug,
        new: NewStatement,
    ) -> Result<Statement, StatementError> {
        let members = match new.parse().map_err(StatementError::Problems)? {
            Wanted::Invoices(ids) => self.named(merchant, &ids).await?,
            Wanted::Customer(email, currency) => {
                let most = u32::try_from(MOST_INVOICES).unwrap_or(u32::MAX);
                let open = self.store.open_invoices_of(merchant, &email, currency, most).await?;
                let mut members = self.store.members(merchant, &open).await?;
                // What has expired meanwhile is open no more; here nobody asked for it by name.
                members.retain(|it| it.payable(self.now()).is_some() || it.live.is_some());
                members
            }
        };
        let first = check(&members, self.now()).map_err(StatementError::Problems)?;
        let statement = Statement {
            id: StatementId::from_random(self.random.bytes()),
            merchant: merchant.clone(),
            link: LinkToken::from_random(self.random.bytes()),
            customer: first.customer.clone(),
            currency: first.currency,
            invoices: members.iter().map(|member| member.invoice.id.clone()).collect(),
            state: StatementState::Open,
            created_at: self.now(),
            version: 0,
        };
        self.store.insert_statement(&statement).await?;
        Ok(statement)
    }

    async fn named(&self, merchant: &MerchantSlug, ids: &[InvoiceId]) -> Result<Vec<Member>, StatementError> {
        let members = self.store.members(merchant, ids).await?;
        let is_there = |id: &InvoiceId| members.iter().any(|member| member.invoice.id == *id);
        let missing = |(place, _): (usize, &InvoiceId)| InvoiceProblem {
            field: format!("invoices[{place}]"),
            message: "there is no such invoice".to_owned(),
        };
        let missing: Vec<_> = ids.iter().enumerate().filter(|(_, id)| !is_there(id)).map(missing).collect();
        if missing.is_empty() { Ok(members) } else { Err(StatementError::Problems(missing)) }
    }

    /// What this link leads to, for a payer who has chosen these invoices; `None` when it leads to no statement. Changes
    /// nothing.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn open_statement(
        &self,
        link: &LinkToken,
        chosen: Option<Vec<InvoiceId>>,
    ) -> Result<Option<OpenedStatement>, StoreError> {
        match self.store.statement_by_link(link).await? {
            Some(statement) => Ok(Some(self.opened(statement, chosen).await?)),
            None => Ok(None),
        }
    }

    /// The statement with its invoices and the payment that matters.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn opened(
        &self,
        statement: Statement,
        chosen: Option<Vec<InvoiceId>>,
    ) -> Result<OpenedStatement, StoreError> {
        let members = self.store.members(&statement.merchant, &statement.invoices).await?;
        let live = live_of(&statement, &members).cloned();
        let opened = OpenedStatement { statement, members, chosen, payment: live };
        if opened.payment.is_some() || opened.due(self.now()).minor() > 0 {
            return Ok(opened);
        }
        Ok(OpenedStatement { payment: self.last_word(&opened).await?, ..opened })
    }

    /// Nothing is left to pay: a member that is being paid by itself is waited for; otherwise the last payment of the
    /// statement is shown, or that of an invoice that was paid without it. Who left an invoice out until it expired
    /// is to hear of that instead of the earlier payment.
    async fn last_word(&self, opened: &OpenedStatement) -> Result<Option<Payment>, StoreError> {
        if let Some((member, live)) = opened.wanted().find_map(|it| it.live.as_ref().map(|live| (it, live))) {
            return Ok(Some(live.clone().seen_from(&member.invoice.id)));
        }
        let mut paid = self.store.payments_of_statement(&opened.statement.id).await?;
        paid.retain(|paid| paid.state.is_approved() && opened.wanted().any(|it| paid.pays(&it.invoice.id)));
        let last = paid.pop();
        if has_expired_since(opened.wanted(), last.as_ref().and_then(approved_at), self.now()) {
            return Ok(None);
        }
        if last.is_some() {
            return Ok(last);
        }
        let mut paid = Vec::new();
        for member in opened.wanted() {
            if let InvoiceState::Paid { payment, .. } = &member.invoice.state {
                paid.push((&member.invoice.id, payment));
            }
        }
        let Some((invoice, last)) = paid.pop() else { return Ok(None) };
        Ok(self.store.payment(last).await?.map(|payment| payment.seen_from(invoice)))
    }

    /// The payment, if it belongs to the statement of this link: one that pays the statement, or, as its own share
    /// only, another one that pays one of its invoices.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn statement_payment(
        &self,
        link: &LinkToken,
        id: &PaymentId,
    ) -> Result<Option<Payment>, StoreError> {
        let Some(statement) = self.store.statement_by_link(link).await? else {
            return Ok(None);
        };
        let Some(payment) = self.store.payment(id).await? else { return Ok(None) };
        if pays_statement(&payment, &statement) {
            return Ok(Some(payment));
        }
        let member = statement.invoices.iter().find(|invoice| payment.pays(invoice));
        Ok(member.map(|invoice| payment.clone().seen_from(invoice)))
    }

    /// Takes a statement's link back; its invoices stay as they are. One that was taken back before stays so.
    ///
    /// # Errors
    /// See [`StatementChangeError`].
    pub async fn void_statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> Result<Statement, StatementChangeError> {
        let now = self.now();
        self.change_statement(merchant, id, |statement| match statement.state {
            StatementState::Void { .. } => statement,
            StatementState::Open => Statement { state: StatementState::Void { at: now }, ..statement },
        })
        .await
    }

    /// Gives a statement a new link. The old one leads nowhere from then on, whoever has it.
    ///
    /// # Errors
    /// See [`StatementChangeError`].
    pub async fn relink_statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
    ) -> Result<Statement, StatementChangeError> {
        let link = LinkToken::from_random(self.random.bytes());
        self.change_statement(merchant, id, |statement| Statement { link: link.clone(), ..statement }).await
    }

    /// The statement is read before its payments, as an invoice is: a payment that begins in between moves its version
    /// on.
    async fn change_statement(
        &self,
        merchant: &MerchantSlug,
        id: &StatementId,
        change: impl Fn(Statement) -> Statement,
    ) -> Result<Statement, StatementChangeError> {
        loop {
            let found = self.store.statement(merchant, id).await?;
            let statement = found.ok_or(StatementChangeError::Unknown)?;
            let payments = self.store.payments_of_statement(id).await?;
            if payments.iter().any(|payment| !payment.state.is_final()) {
                return Err(StatementChangeError::BeingPaid);
            }
            let changed = change(statement.clone());
            if changed == statement {
                return Ok(statement);
            }
            let write = Change { statement: Some(changed.clone()), ..Change::default() };
            if self.store.commit(&write).await? == Commit::Written {
                return Ok(Statement { version: changed.version + 1, ..changed });
            }
        }
    }
}

/// The attempt to pay this statement that has not ended.
pub(super) fn live_of<'a>(statement: &Statement, members: &'a [Member]) -> Option<&'a Payment> {
    members.iter().filter_map(|it| it.live.as_ref()).find(|live| pays_statement(live, statement))
}

fn approved_at(payment: &Payment) -> Option<Timestamp> {
    match payment.state {
        PaymentState::Approved { at, .. } => Some(at),
        PaymentState::Prepared
        | PaymentState::Dispatched { .. }
        | PaymentState::Unclear { .. }
        | PaymentState::Declined { .. }
        | PaymentState::NotSent { .. } => None,
    }
}

/// Whether one of them has expired, after that moment if there is one.
fn has_expired_since<'a>(
    mut members: impl Iterator<Item = &'a Member>,
    moment: Option<Timestamp>,
    now: Timestamp,
) -> bool {
    members.any(|Member { invoice, .. }| {
        invoice.standing(now) == Standing::Expired
            && moment.is_none_or(|moment| invoice.expires_at.is_some_and(|end| end > moment))
    })
}

fn pays_statement(payment: &Payment, statement: &Statement) -> bool {
    payment.joint.as_ref().is_some_and(|joint| joint.statement == statement.id)
}
