//! What is mailed to payers: written in the same transaction as the decision, sent later, by a schedule that is data.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use primitives::{EmailAddress, InvoiceId, Locale, MailId, MerchantSlug, PaymentId, RefundId, StatementId};

/// Seconds from each try that failed to the next one: seconds at first, then minutes, then hours, for three days.
pub const WAITS: [i64; 14] =
    [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 43_200, 43_200, 43_200, 28_800];

/// How long a server may take over one try before another one may make it: longer than an SMTP conversation may take.
pub const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// How long a code is of any use. After that it is not sent any more.
pub const CODE_LIFE: SignedDuration = crate::card::proof::CODE_LIFE;

/// A mail to be sent. It says what it is about, not what it says: its words are made when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its name, by which a repeated sending is recognised.
    pub id: MailId,
    /// In whose name.
    pub merchant: MerchantSlug,
    /// To whom.
    pub to: EmailAddress,
    /// In which language.
    pub locale: Locale,
    /// What it is about.
    pub kind: MailKind,
    /// When it was decided on.
    pub at: Timestamp,
}

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailKind {
    /// The merchant sends the link of an invoice.
    InvoiceSent {
        /// The invoice.
        invoice: InvoiceId,
    },
    /// The payer has asked for a link in place of one that has expired.
    FreshLink {
        /// The invoice.
        invoice: InvoiceId,
    },
    /// The same for the link of a statement.
    FreshStatement {
        /// The statement.
        statement: StatementId,
        /// The first of the invoices that the payer may pay again.
        invoice: InvoiceId,
    },
    /// A payment was approved.
    Receipt {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
    /// A payment has ended whose outcome the payer could not know: approved or not.
    Outcome {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
    },
    /// Money was given back.
    RefundMade {
        /// The invoice.
        invoice: InvoiceId,
        /// The payment.
        payment: PaymentId,
        /// The refund.
        refund: RefundId,
    },
    /// Somebody wants to prove that the address is theirs.
    Code {
        /// What they must type.
        code: Code,
    },
}

/// Digits that prove an address. `Debug` hides them, and the store forgets them once they were sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(pub String);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(hidden)")
    }
}

impl MailKind {
    /// The invoice that it is about, if it is about one.
    pub fn invoice(&self) -> Option<&InvoiceId> {
        match self {
            Self::InvoiceSent { invoice }
            | Self::FreshLink { invoice }
            | Self::FreshStatement { invoice, .. }
            | Self::Receipt { invoice, .. }
            | Self::Outcome { invoice, .. }
            | Self::RefundMade { invoice, .. } => Some(invoice),
            Self::Code { .. } => None,
        }
    }

    /// The payment that it is about, if it is about one.
    pub fn payment(&self) -> Option<&PaymentId> {
        match self {
            Self::Receipt { payment, .. }
            | Self::Outcome { payment, .. }
            | Self::RefundMade { payment, .. } => Some(payment),
            Self::InvoiceSent { .. }
            | Self::FreshLink { .. }
            | Self::FreshStatement { .. }
            | Self::Code { .. } => None,
        }
    }

    /// The statement whose link it holds, if it is about one.
    pub fn statement(&self) -> Option<&StatementId> {
        match self {
            Self::FreshStatement { statement, .. } => Some(statement),
            Self::InvoiceSent { .. }
            | Self::FreshLink { .. }
            | Self::Receipt { .. }
            | Self::Outcome { .. }
            | Self::RefundMade { .. }
            | Self::Code { .. } => None,
        }
    }

    /// After which time it is of no use any more; `None` for what may arrive late.
    pub fn life(&self) -> Option<SignedDuration> {
        match self {
            Self::Code { .. } => Some(CODE_LIFE),
            Self::InvoiceSent { .. }
            | Self::FreshLink { .. }
            | Self::FreshStatement { .. }
            | Self::Receipt { .. }
            | Self::Outcome { .. }
            | Self::RefundMade { .. } => None,
        }
    }
}

/// How a merchant's mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailPolicy {
    /// The merchant's language: of the links that it sends, and of payers of whom nothing else is known.
    pub locale: Locale,
    /// For how long a link lives that the payer has asked for; `None` gives none out.
    pub fresh_link: Option<SignedDuration>,
}

/// A mail on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The mail.
    pub mail: Mail,
    /// How far it is.
    pub state: PostingState,
    /// How many tries were begun.
    pub tries: u32,
    /// What came of the last try that ended.
    pub last: Option<LastTry>,
    /// Moved on by every claim and every write.
    pub version: i64,
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostingState {
    /// To be tried from this moment on.
    Queued {
        /// When.
        due_at: Timestamp,
    },
    /// A mail server has taken it over.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// It will not be sent any more.
    GivenUp,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastTry {
    /// When it ended.
    pub at: Timestamp,
    /// What was heard.
    pub reply: Reply,
}

/// What the mail server made of a mail. Its words are not kept: they may name the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It has taken the mail over.
    Accepted,
    /// It will never take it: an SMTP status of 500 to 599.
    Refused(u16),
    /// It does not take it now: any other SMTP status.
    Deferred(u16),
    /// No answer in time: it may have been taken all the same.
    TimedOut,
    /// No connection, or one that broke.
    Unreachable,
    /// There was nothing to say any more: it was a request for money that is no longer owed.
    Moot,
}

/// In one word, with the status if there is one.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused(status) => write!(f, "refused-{status}"),
            Self::Deferred(status) => write!(f, "deferred-{status}"),
            Self::TimedOut => f.write_str("timed-out"),
            Self::Unreachable => f.write_str("unreachable"),
            Self::Moot => f.write_str("moot"),
        }
    }
}

impl Posting {
    /// The posting of a mail that has just been decided on.
    pub fn new(mail: Mail) -> Self {
        let state = PostingState::Queued { due_at: mail.at };
        Self { mail, state, tries: 0, last: None, version: 0 }
    }

    /// What a claimed posting becomes by the reply to its try.
    #[must_use]
    pub fn after(self, reply: Reply, now: Timestamp) -> Self {
        let state = match reply {
            Reply::Accepted => PostingState::Sent { at: now },
            Reply::Refused(_) | Reply::Moot => PostingState::GivenUp,
            Reply::Deferred(_) | Reply::TimedOut | Reply::Unreachable => self.put_off(now),
        };
        Self { state, last: Some(LastTry { at: now, reply }), ..self }
    }

    /// Whether the merchant must hear that the payer will not get it.
    pub fn has_failed(&self) -> bool {
        self.state == PostingState::GivenUp && self.last.is_none_or(|last| last.reply != Reply::Moot)
    }

    fn put_off(&self, now: Timestamp) -> PostingState {
        let place = usize::try_from(self.tries.saturating_sub(1)).ok();
        let wait = place.and_then(|place| WAITS.get(place).copied()).map(SignedDuration::from_secs);
        let end = self.mail.kind.life().and_then(|life| self.mail.at.checked_add(life).ok());
        let due_at = wait.map(|wait| now.checked_add(wait).unwrap_or(Timestamp::MAX));
        match due_at.filter(|due_at| end.is_none_or(|end| *due_at < end)) {
            Some(due_at) => PostingState::Queued { due_at },
            None => PostingState::GivenUp,
        }
    }
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
