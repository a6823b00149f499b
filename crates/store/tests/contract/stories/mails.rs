//! Mails: written with the decision, claimed with a lease and a fence, and what became of them.

use std::sync::Arc;

use jiff::Timestamp;
use payments::mail::{Code, LastTry, PostingState, Reply};
use payments::port::{Change, Commit, Insert, MailQueue, Store, StoreError};
use payments::{Invoice, Mail, MailKind, Posting};
use primitives::{EmailAddress, InvoiceId, Locale, MailId, PaymentId, RefundId, StatementId};

use super::written;
use crate::samples::{acme, again, at, event, globex, invoice, stored, voided};

/// Ends every lease of these stories.
const LEASE_END: i64 = 5_000;

fn mail(seed: u8, kind: MailKind) -> Mail {
    Mail {
        id: MailId::from_random([seed; 16]),
        merchant: acme(),
        to: EmailAddress::parse("zoe@example.test").unwrap(),
        locale: Locale::FrCa,
        kind,
        at: at(i64::from(seed)),
    }
}

fn link(seed: u8) -> Mail {
    mail(seed, MailKind::InvoiceSent { invoice: InvoiceId::from_random([seed; 16]) })
}

async fn queue<S: Store>(store: &S, mails: &[Mail]) {
    written(store, Change { mails: mails.to_vec(), ..Change::default() }).await;
}

async fn claim<S: MailQueue>(store: &S, now: Timestamp, limit: u32) -> Vec<Posting> {
    store.claim_mails(now, at(LEASE_END), limit).await.unwrap()
}

fn ids(postings: &[Posting]) -> Vec<MailId> {
    postings.iter().map(|posting| posting.mail.id.clone()).collect()
}

async fn only<S: MailQueue>(store: &S) -> Posting {
    let found = store.mails(&acme(), 2).await.unwrap();
    let [posting] = <[Posting; 1]>::try_from(found).unwrap();
    posting
}

pub(crate) async fn every_kind_of_mail_is_read_back<S: Store + MailQueue>(store: Arc<S>) {
    let (invoice, payment) = (InvoiceId::from_random([1; 16]), PaymentId::from_random([1; 16]));
    let refund = RefundId::from_random([1; 16]);
    let kinds = [
        MailKind::InvoiceSent { invoice: invoice.clone() },
        MailKind::FreshLink { invoice: invoice.clone() },
        MailKind::FreshStatement { statement: StatementId::from_random([1; 16]), invoice: invoice.clone() },
        MailKind::Receipt { invoice: invoice.clone(), payment: payment.clone() },
        MailKind::Outcome { invoice: invoice.clone(), payment: payment.clone() },
        MailKind::RefundMade { invoice, payment, refund },
        MailKind::Code { code: Code("493021".to_owned()) },
    ];
    let mails: Vec<_> = (1..).zip(kinds).map(|(seed, kind)| mail(seed, kind)).collect();
    queue(&*store, &mails).await;
    let expected: Vec<_> = mails.iter().rev().cloned().map(Posting::new).collect();
    assert_eq!(store.mails(&acme(), 10).await, Ok(expected.clone()));
    assert_eq!(store.mails(&acme(), 2).await, Ok(expected[..2].to_vec()));
    assert_eq!(store.mails(&globex(), 10).await, Ok(vec![]));
}

pub(crate) async fn a_mail_is_claimed_once_until_its_lease_ends<S: Store + MailQueue>(store: Arc<S>) {
    queue(&*store, &[link(1)]).await;
    assert_eq!(claim(&*store, at(0), 10).await, vec![], "its time has not come");
    let claimed = claim(&*store, at(1), 10).await;
    let state = PostingState::Queued { due_at: at(LEASE_END) };
    assert_eq!(claimed, [Posting { mail: link(1), state, tries: 1, last: None, version: 1 }]);
    assert_eq!(claim(&*store, at(LEASE_END - 1), 10).await, vec![]);
    // The process that claimed it has died: the same mail comes again, by the same name.
    let again = claim(&*store, at(LEASE_END), 10).await;
    assert_eq!((ids(&again), again[0].tries), (ids(&claimed), 2));
}

pub(crate) async fn mails_of_all_merchants_are_claimed_oldest_first<S: Store + MailQueue>(store: Arc<S>) {
    let mails = [link(3), Mail { merchant: globex(), ..link(1) }, link(2)];
    queue(&*store, &mails).await;
    let first = claim(&*store, at(9), 2).await;
    assert_eq!(ids(&first), [link(1).id, link(2).id]);
    assert_eq!(ids(&claim(&*store, at(9), 2).await), [link(3).id]);
}

pub(crate) async fn two_senders_at_once_share_the_mails<S: Store + MailQueue + 'static>(store: Arc<S>) {
    let mails: Vec<_> = (1..=40).map(link).collect();
    queue(&*store, &mails).await;
    let sender = || {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..10 {
                mine.extend(ids(&claim(&*store, at(100), 5).await));
            }
            mine
        })
    };
    let (one, two) = (sender(), sender());
    let mut all = [one.await.unwrap(), two.await.unwrap()].concat();
    all.extend(ids(&claim(&*store, at(100), 40).await));
    all.sort();
    let count = all.len();
    all.dedup();
    assert_eq!((count, all.len()), (40, 40));
}

pub(crate) async fn what_became_of_a_mail_is_read_back<S: Store + MailQueue>(store: Arc<S>) {
    queue(&*store, &[link(1)]).await;
    let mut posting = claim(&*store, at(1), 1).await.remove(0);
    let replies = [
        Reply::Deferred(451),
        Reply::TimedOut,
        Reply::Unreachable,
        Reply::Refused(550),
        Reply::Moot,
        Reply::Accepted,
    ];
    for (seconds, reply) in (10..).zip(replies) {
        let next = posting.after(reply, at(seconds));
        assert_eq!(next.last, Some(LastTry { at: at(seconds), reply }));
        written(&*store, Change { posting: Some(next.clone()), ..Change::default() }).await;
        posting = Posting { version: next.version + 1, ..next };
        assert_eq!(only(&*store).await, posting);
    }
    assert_eq!(claim(&*store, at(LEASE_END), 1).await, vec![], "it was sent");
}

pub(crate) async fn who_lost_the_lease_of_a_mail_records_nothing<S: Store + MailQueue>(store: Arc<S>) {
    queue(&*store, &[link(1)]).await;
    let lost = claim(&*store, at(1), 1).await.remove(0);
    let held = claim(&*store, at(LEASE_END), 1).await.remove(0);
    let told = event(9, payments::EventBody::InvoiceVoided { invoice: InvoiceId::from_random([1; 16]) });
    let change = Change {
        posting: Some(lost.after(Reply::Refused(550), at(LEASE_END))),
        events: vec![told],
        ..Change::default()
    };
    assert_eq!(store.commit(&change).await, Ok(Commit::Stale));
    assert_eq!(only(&*store).await, held);
    assert_eq!(store.untold_events(1).await, Ok(vec![]));
}

pub(crate) async fn a_code_is_forgotten_once_it_was_sent<S: Store + MailQueue>(store: Arc<S>) {
    queue(&*store, &[mail(1, MailKind::Code { code: Code("493021".to_owned()) })]).await;
    let claimed = claim(&*store, at(1), 1).await.remove(0);
    let put_off = claimed.after(Reply::Deferred(451), at(2));
    written(&*store, Change { posting: Some(put_off), ..Change::default() }).await;
    let claimed = claim(&*store, at(60), 1).await.remove(0);
    assert_eq!(claimed.mail.kind, MailKind::Code { code: Code("493021".to_owned()) });
    let sent = claimed.after(Reply::Accepted, at(61));
    written(&*store, Change { posting: Some(sent), ..Change::default() }).await;
    assert_eq!(only(&*store).await.mail.kind, MailKind::Code { code: Code(String::new()) });
}

pub(crate) async fn a_stale_decision_mails_nothing<S: Store + MailQueue>(store: Arc<S>) {
    let read = stored(&*store, 1).await;
    let change = Change { invoice: Some(voided(&read)), mails: vec![link(1)], ..Change::default() };
    assert_eq!(store.commit(&change).await, Ok(Commit::Written));
    let late = Change { mails: vec![link(2)], ..change };
    assert_eq!(store.commit(&late).await, Ok(Commit::Stale));
    assert_eq!(only(&*store).await.mail, link(1));
}

pub(crate) async fn a_mail_is_written_once_only<S: Store + MailQueue>(store: Arc<S>) {
    queue(&*store, &[link(1)]).await;
    let read = stored(&*store, 1).await;
    let change = Change { invoice: Some(voided(&read)), mails: vec![link(1)], ..Change::default() };
    let refused = store.commit(&change).await;
    assert!(matches!(refused, Err(StoreError::Impossible { table: "mails", .. })), "{refused:?}");
    assert_eq!(again(&*store, &read).await, read, "nothing was written");
}

pub(crate) async fn an_invoice_and_its_mail_are_stored_together_or_not_at_all<S: Store + MailQueue>(
    store: Arc<S>,
) {
    assert_eq!(store.insert_invoice(&invoice(1), &[link(1)]).await, Ok(Insert::Stored));
    let same = Invoice { number: invoice(1).number, ..invoice(2) };
    assert_eq!(store.insert_invoice(&same, &[link(2)]).await, Ok(Insert::NumberTaken));
    assert_eq!(only(&*store).await.mail, link(1));
}

pub(crate) async fn a_link_is_renewed_with_its_end<S: Store + MailQueue>(store: Arc<S>) {
    let read = stored(&*store, 1).await;
    let renewed = Invoice { link: invoice(2).link, expires_at: Some(at(900)), ..read.clone() };
    written(&*store, Change { invoice: Some(renewed.clone()), ..Change::default() }).await;
    assert_eq!(again(&*store, &read).await, Invoice { version: read.version + 1, ..renewed });
    assert_eq!(store.invoice_by_link(&read.link).await, Ok(None));
}
