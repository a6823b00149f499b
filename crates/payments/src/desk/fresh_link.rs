//! Gives out a fresh link in place of one that has expired, to the customer's own address only.

use jiff::Timestamp;
use primitives::{LinkToken, Locale, MerchantSlug};

use super::{Desk, OpenedStatement};
use crate::port::{Change, Clock, Commit, Gateway, Random, Statements, Store, StoreError};
use crate::{Invoice, MailKind, Standing, Statement};

impl<S: Store + Statements, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Gives the invoice or the statement of an expired link a new link and a new end, and mails that link to the
    /// customer. Whoever asks learns nothing: all that has no address, no time left to give or nothing expired is
    /// passed over in silence.
    ///
    /// The mail is in the language of whoever asks, `reads`, not in the merchant's: that is nearly always the payer, who has
    /// just read the page in it, and a stranger who asks in another language does the payer no harm by it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn send_fresh_link(&self, link: &LinkToken, reads: Option<Locale>) -> Result<(), StoreError> {
        loop {
            let renewal = if let Some(invoice) = self.store.invoice_by_link(link).await? {
                self.renew_invoice(invoice, reads).await?
            } else {
                let opened = self.open_statement(link, None).await?;
                opened.and_then(|opened| self.renew_statement(opened, reads))
            };
            let Some(change) = renewal else { return Ok(()) };
            if self.store.commit(&change).await? == Commit::Written {
                return Ok(());
            }
        }
    }

    async fn renew_invoice(
        &self,
        invoice: Invoice,
        reads: Option<Locale>,
    ) -> Result<Option<Change>, StoreError> {
        let (Standing::Expired, Some(end)) = (invoice.standing(self.now()), self.new_end(&invoice.merchant))
        else {
            return Ok(None);
        };
        // Who is paying keeps the link until that has ended. The payment is looked for after the invoice was read:
        // one that begins in between moves the invoice's version on.
        if self.store.live_payment(&invoice.id).await?.is_some() {
            return Ok(None);
        }
        let renewed = self.renewed(invoice, end);
        let kind = MailKind::FreshLink { invoice: renewed.id.clone() };
        let mail = self.mail_to(&renewed.merchant, renewed.customer.email.clone(), reads, kind);
        let mails = mail.into_iter().collect();
        Ok(Some(Change { invoice: Some(renewed), mails, ..Change::default() }))
    }

    /// Those of its invoices that have expired begin anew, so that the new link takes what the old one took. Their own
    /// links are replaced too: one that was mailed long ago must not come back to life.
    fn renew_statement(&self, opened: OpenedStatement, reads: Option<Locale>) -> Option<Change> {
        let now = self.now();
        let end = self.new_end(&opened.statement.merchant)?;
        if !opened.has_expired(now) {
            return None;
        }
        let OpenedStatement { statement, members, .. } = opened;
        let expired =
            members.into_iter().map(|it| it.invoice).filter(|it| it.standing(now) == Standing::Expired);
        let mut renewed = expired.map(|invoice| self.renewed(invoice, end));
        let (first, more_invoices) = (renewed.next()?, renewed.collect());
        let kind = MailKind::FreshStatement { statement: statement.id.clone(), invoice: first.id.clone() };
        let mail = self.mail_to(&statement.merchant, statement.customer.email.clone(), reads, kind);
        Some(Change {
            invoice: Some(first),
            more_invoices,
            mails: mail.into_iter().collect(),
            statement: Some(Statement { link: self.new_link(), ..statement }),
            ..Change::default()
        })
    }

    fn renewed(&self, invoice: Invoice, end: Timestamp) -> Invoice {
        Invoice { link: self.new_link(), expires_at: Some(end), ..invoice }
    }

    fn new_link(&self) -> LinkToken {
        LinkToken::from_random(self.random.bytes())
    }

    /// Until when a fresh link works; `None` where none is given out.
    fn new_end(&self, merchant: &MerchantSlug) -> Option<Timestamp> {
        let life = self.mail_policy(merchant)?.fresh_link?;
        self.now().checked_add(life).ok()
    }
}
