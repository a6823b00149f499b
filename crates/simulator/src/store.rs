//! The store as a server sees it: with latency, and with everything that can go wrong with a database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use payments::payment::Reference;
use payments::port::{Begin, BeginRefund, Change, Commit, Insert, Store, StoreError};
use payments::{Event, Invoice, Mail, Payment, PaymentState, Refund};
use primitives::{IdempotencyKey, InvoiceId, LinkToken, MerchantSlug, PaymentId};

use crate::bug::Bug;
use crate::clover::short;
use crate::engine::{Engine, act};
use crate::footing::Footing;
use crate::records::{Records, name};

/// One server's way to the one store.
pub(crate) struct FaultyStore {
    pub(crate) footing: Footing,
    pub(crate) engine: Arc<Engine>,
    pub(crate) records: Records,
    /// Until when the disk is full; the same for all servers.
    pub(crate) full_until: Arc<AtomicU64>,
    pub(crate) bug: Option<Bug>,
}

fn unavailable<T>(why: &str) -> Result<T, StoreError> {
    Err(StoreError::Unavailable(why.to_owned()))
}

impl FaultyStore {
    pub(crate) async fn read<T>(
        &self,
        act: impl FnOnce(&Engine) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.footing.step(0, 3).await;
        if self.footing.strikes(|weather| weather.store_busy) {
            self.footing.tell(|| "finds the database busy".to_owned());
            return unavailable("busy");
        }
        let done = act(&self.engine);
        self.footing.step(0, 2).await;
        done
    }

    pub(crate) async fn write<T>(
        &self,
        act: impl FnOnce(&Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.footing.step(0, 4).await;
        if self.footing.strikes(|weather| weather.store_busy) {
            self.footing.tell(|| "finds the database busy".to_owned());
            return unavailable("busy");
        }
        if self.disk_is_full() {
            self.footing.tell(|| "finds the disk full".to_owned());
            return unavailable("disk full");
        }
        let done = act(self)?;
        self.footing.step(0, 3).await;
        if self.footing.strikes(|weather| weather.silent_commit) {
            self.footing.tell(|| "is told that the commit failed, which is not true".to_owned());
            return unavailable("connection lost during commit");
        }
        Ok(done)
    }

    fn disk_is_full(&self) -> bool {
        let now = self.footing.sim.now();
        if self.footing.strikes(|weather| weather.disk_full) {
            let until = now + self.footing.sim.between(100, 60_000);
            self.full_until.store(until, Ordering::Relaxed);
        }
        now < self.full_until.load(Ordering::Relaxed) && !self.footing.sim.is_calm()
    }

    fn commit_now(&self, change: &Change) -> Result<Commit, StoreError> {
        let done = act!(&*self.engine, store => store.commit(change))?;
        if done == Commit::Written {
            self.records.changed(change);
            self.tell_change(change);
        }
        Ok(done)
    }

    fn tell_change(&self, change: &Change) {
        if let Some(payment) = &change.payment {
            let (id, state) = (short(payment.id.as_str()), name(&payment.state));
            self.footing.tell(|| format!("writes payment …{id}: {state}{}", told(change)));
        } else if let Some(invoice) = &change.invoice {
            self.footing.tell(|| format!("writes the invoice: {:?}{}", invoice.state, told(change)));
        }
    }

    /// The commit of a bug: `None` for the real thing.
    async fn commit_wrongly(&self, change: &Change) -> Option<Result<Commit, StoreError>> {
        let payment = change.payment.as_ref();
        match self.bug? {
            Bug::OutboxOutside if !change.events.is_empty() => {
                let (decision, events) = parted(change);
                match self.write(|store| store.commit_now(&decision)).await {
                    Ok(Commit::Written) => Some(self.write(|store| store.commit_now(&events)).await),
                    other => Some(other),
                }
            }
            Bug::RowAfterCall if payment.is_some_and(is_dispatch) => Some(Ok(Commit::Written)),
            // The row that was left out must be made up for, as the version did not move on.
            Bug::RowAfterCall | Bug::LeaseWithoutFence => {
                let payment = payment?;
                let version = self.records.version(payment)?;
                let forced = Payment { version, ..payment.clone() };
                let change = Change { payment: Some(forced), ..change.clone() };
                Some(self.write(|store| store.commit_now(&change)).await)
            }
            Bug::OutboxOutside | Bug::KeyPerRequest | Bug::TimeoutIsDecline | Bug::DeclineTrusted => None,
        }
    }
}

fn is_dispatch(payment: &Payment) -> bool {
    matches!(payment.state, PaymentState::Dispatched { .. })
}

fn parted(change: &Change) -> (Change, Change) {
    let decision = Change { events: Vec::new(), ..change.clone() };
    (decision, Change { events: change.events.clone(), ..Change::default() })
}

fn told(change: &Change) -> String {
    let bodies: Vec<_> = change.events.iter().map(|event| &event.body).collect();
    if bodies.is_empty() { String::new() } else { format!(", with {bodies:?}") }
}

impl Store for FaultyStore {
    async fn insert_invoice(&self, invoice: &Invoice, mails: &[Mail]) -> Result<Insert, StoreError> {
        self.write(|this| act!(&*this.engine, store => store.insert_invoice(invoice, mails))).await
    }

    async fn invoice(&self, merchant: &MerchantSlug, id: &InvoiceId) -> Result<Option<Invoice>, StoreError> {
        self.read(|engine| act!(engine, store => store.invoice(merchant, id))).await
    }

    async fn invoice_by_link(&self, link: &LinkToken) -> Result<Option<Invoice>, StoreError> {
        self.read(|engine| act!(engine, store => store.invoice_by_link(link))).await
    }

    async fn invoices(
        &self,
        merchant: &MerchantSlug,
        before: Option<&InvoiceId>,
        limit: u32,
    ) -> Result<Vec<Invoice>, StoreError> {
        self.read(|engine| act!(engine, store => store.invoices(merchant, before, limit))).await
    }

    async fn payment(&self, id: &PaymentId) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payment(id))).await
    }

    async fn payment_by_key(
        &self,
        invoice: &InvoiceId,
        key: &IdempotencyKey,
    ) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payment_by_key(invoice, key))).await
    }

    async fn live_payment(&self, invoice: &InvoiceId) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.live_payment(invoice))).await
    }

    async fn payments_of(&self, invoice: &InvoiceId) -> Result<Vec<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payments_of(invoice))).await
    }

    async fn payment_by_charge(
        &self,
        merchant: &MerchantSlug,
        charge: &str,
    ) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payment_by_charge(merchant, charge))).await
    }

    async fn payment_by_reference(
        &self,
        merchant: &MerchantSlug,
        reference: &Reference,
    ) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payment_by_reference(merchant, reference))).await
    }

    async fn payment_by_checkout(
        &self,
        merchant: &MerchantSlug,
        session: &str,
    ) -> Result<Option<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payment_by_checkout(merchant, session))).await
    }

    async fn invoice_by_order(
        &self,
        merchant: &MerchantSlug,
        order: &str,
    ) -> Result<Option<Invoice>, StoreError> {
        self.read(|engine| act!(engine, store => store.invoice_by_order(merchant, order))).await
    }

    async fn payments_between(
        &self,
        merchant: &MerchantSlug,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payments_between(merchant, from, until))).await
    }

    async fn payments_to_look_at(
        &self,
        merchant: &MerchantSlug,
        checks: u32,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        self.read(|engine| act!(engine, store => store.payments_to_look_at(merchant, checks, limit))).await
    }

    async fn begin_payment(&self, invoice: &Invoice, payment: &Payment) -> Result<Begin, StoreError> {
        self.write(|this| {
            let begun = act!(&*this.engine, store => store.begin_payment(invoice, payment))?;
            if begun == Begin::Started {
                this.records.begun(payment);
                this.footing.tell(|| format!("writes payment …{}: Prepared", short(payment.id.as_str())));
            }
            Ok(begun)
        })
        .await
    }

    async fn commit(&self, change: &Change) -> Result<Commit, StoreError> {
        if let Some(done) = self.commit_wrongly(change).await {
            return done;
        }
        self.write(|this| this.commit_now(change)).await
    }

    async fn begin_refund(&self, payment: &Payment, refund: &Refund) -> Result<BeginRefund, StoreError> {
        self.write(|this| act!(&*this.engine, store => store.begin_refund(payment, refund))).await
    }

    async fn claim_due_refunds(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Refund>, StoreError> {
        self.write(|this| act!(&*this.engine, store => store.claim_due_refunds(now, until, limit))).await
    }

    async fn refunds_of(&self, payment: &PaymentId) -> Result<Vec<Refund>, StoreError> {
        self.read(|engine| act!(engine, store => store.refunds_of(payment))).await
    }

    async fn claim_due(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Payment>, StoreError> {
        self.write(|this| {
            let claimed = act!(&*this.engine, store => store.claim_due(now, until, limit))?;
            this.records.claimed(&claimed);
            for payment in &claimed {
                let (id, state) = (short(payment.id.as_str()), name(&payment.state));
                this.footing.tell(|| format!("claims payment …{id}: {state}"));
            }
            Ok(claimed)
        })
        .await
    }

    async fn untold_events(&self, limit: u32) -> Result<Vec<Event>, StoreError> {
        self.read(|engine| act!(engine, store => store.untold_events(limit))).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.read(|engine| act!(engine, store => store.ping())).await
    }
}
