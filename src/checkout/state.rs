//! Where the conversation stands, each state with its facts.

use std::sync::Arc;

use api_types::{CardForm, CreatePayment, DeclineReason, LinkView, Receipt, Standing};
use primitives::{EmailAddress, IdempotencyKey, PaymentId};

use super::typed_amount::Point;
use super::{Choice, FieldTable, FieldsTrouble, LoadFailure, Sum, Wrong};
use crate::i18n::Language;

/// Where the payer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckoutState {
    /// The invoice is being fetched.
    LoadingInvoice {
        /// What was known of it before, if it is fetched again.
        known: Option<Arc<LinkView>>,
    },
    /// Clover's fields are on their way.
    LoadingFields(Desk),
    /// The payer may type and pay.
    Ready(Desk),
    /// Clover is making a token of what was typed.
    Tokenizing(Desk, Intent),
    /// The charge is under way.
    Charging(Desk, Attempt),
    /// The card was declined; another try is welcome.
    Declined(Desk, DeclineReason),
    /// Nobody knows yet how the charge ended. Nothing may be charged until somebody does.
    Unclear(Desk, Attempt),
    /// Clover's fields did not come.
    FieldsFailed(Desk, FieldsTrouble),
    /// The browser has no network; what is held goes on when it is back.
    Offline(Box<CheckoutState>),
    /// Paid.
    Paid(Arc<LinkView>, Receipt),
    /// A part was paid just now.
    PartlyPaid {
        /// The invoice.
        view: Arc<LinkView>,
        /// The proof of that part.
        receipt: Receipt,
        /// What is still to be paid, minor units, 1 or more; the invoice may be as it was before.
        left: i64,
    },
    /// Paid, and money was given back since: the view's standing says how much.
    Refunded(Arc<LinkView>),
    /// The merchant took the invoice back.
    Void(Arc<LinkView>),
    /// The link no longer takes a payment.
    Expired(Arc<LinkView>),
    /// No invoice has this link.
    Unknown,
    /// The merchant's Clover cannot be reached, so no card can be taken.
    NotReady(Arc<LinkView>),
    /// The invoice could not be fetched, or our side broke before anything was charged.
    Failed(Option<Arc<LinkView>>, LoadFailure),
}

/// The invoice on the table and the card form beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Desk {
    /// The invoice.
    pub view: Arc<LinkView>,
    /// How much of it the payer wants to pay.
    pub choice: Choice,
    /// The card form.
    pub fields: Fields,
    /// What the payer should read before going on.
    pub notice: Option<Notice>,
}

/// How far Clover's fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fields {
    /// Nobody asked for them.
    Absent,
    /// Asked for, or failed to come.
    Awaited(AskedBy),
    /// In the page.
    Mounted(FieldTable),
}

/// At whose wish the fields are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBy {
    /// The page's own, which leaves the focus where the payer has it.
    Page,
    /// The payer's, by a button that is gone meanwhile and had the focus.
    Payer,
}

/// What the payer decided by pressing the button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The name of the attempt.
    pub key: IdempotencyKey,
    /// What the button said: a choice that changes afterwards is for another press.
    pub sum: Sum,
    /// Where the receipt goes.
    pub email: Option<EmailAddress>,
    /// The words that the payer agreed to, if the merchant may keep the card.
    pub consent: Option<String>,
}

/// A charge that has left the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The server has not answered yet. Only this very request may be sent again, whatever happens: whether
    /// it arrived is unknown.
    Sending {
        /// What was sent.
        request: Arc<CreatePayment>,
        /// How often no answer came.
        tries: u32,
    },
    /// The server has it and is asked how it goes.
    Followed {
        /// Its name at the server.
        payment: PaymentId,
        /// How often it was asked in vain.
        looks: u32,
    },
}

/// Something that the payer should read before trying again. Nothing was charged in any of these cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The card was declined (kept here only until the fields are there to try another).
    Declined(DeclineReason),
    /// The invoice changed since it was opened.
    AmountChanged,
    /// Some fields are missing or wrong.
    CheckFields,
    /// The e-mail address is none.
    CheckEmail,
    /// What was typed as an amount or a tip cannot be paid.
    CheckSum(Wrong),
    /// Clover did not answer when asked for a token.
    FormSilent,
    /// Clover refused to charge the token.
    CardRefused,
    /// The charge did not reach the bank, or Clover made no token for it.
    NotCharged,
    /// Too many tries from this address.
    TooManyTries,
}

impl Attempt {
    /// False once it takes longer than the payer will take for granted.
    pub fn is_young(&self) -> bool {
        match self {
            Self::Sending { tries, .. } => *tries == 0,
            Self::Followed { looks, .. } => *looks < 4,
        }
    }
}

impl Desk {
    /// A desk with the invoice and no form.
    pub fn bare(view: Arc<LinkView>) -> Self {
        Self { choice: Choice::first(&view), view, fields: Fields::Absent, notice: None }
    }

    /// How much of the invoice a press of the button would pay, in minor units; `None` where it cannot.
    pub fn amount(&self) -> Option<i64> {
        self.choice.amount_of(&self.view, self.point())
    }

    /// What a press of the button would charge.
    ///
    /// # Errors
    /// When a typed amount cannot be paid.
    pub fn sum(&self) -> Result<Sum, Wrong> {
        self.choice.sum(&self.view, self.point())
    }

    /// How the payer's language writes amounts.
    fn point(&self) -> Point {
        Language::of(&self.view.merchant.locale).point()
    }

    /// The same desk with the invoice as it is now.
    pub(super) fn renew(&mut self, view: Arc<LinkView>) {
        self.choice = self.choice.clone().renewed(&view);
        self.view = view;
    }

    /// What the form needs, if the merchant can take cards.
    pub fn card_form(&self) -> Option<&CardForm> {
        card_form(&self.view)
    }

    pub(super) fn with_notice(self, notice: Notice) -> Self {
        Self { notice: Some(notice), ..self }
    }

    /// Ready or declined, as the notice has it.
    pub(super) fn seated(mut self) -> CheckoutState {
        match self.notice {
            Some(Notice::Declined(reason)) => {
                self.notice = None;
                CheckoutState::Declined(self, reason)
            }
            _ => CheckoutState::Ready(self),
        }
    }
}

fn card_form(view: &LinkView) -> Option<&CardForm> {
    match &view.standing {
        Standing::Open { card_form } | Standing::InProgress { card_form, .. } => card_form.as_ref(),
        Standing::Paid { .. } | Standing::Refunded { .. } | Standing::Void | Standing::Expired { .. } => None,
    }
}

impl CheckoutState {
    /// The state's name for style sheets and tests.
    pub fn name(&self) -> &'static str {
        match self {
            Self::LoadingInvoice { .. } => "loading-invoice",
            Self::LoadingFields(_) => "loading-fields",
            Self::Ready(_) => "ready",
            Self::Tokenizing(..) => "tokenizing",
            Self::Charging(..) => "charging",
            Self::Declined(..) => "declined",
            Self::Unclear(..) => "unclear",
            Self::FieldsFailed(..) => "fields-failed",
            Self::Offline(_) => "offline",
            Self::Paid(..) => "paid",
            Self::PartlyPaid { .. } => "partly-paid",
            Self::Refunded(_) => "refunded",
            Self::Void(_) => "void",
            Self::Expired(_) => "expired",
            Self::Unknown => "unknown",
            Self::NotReady(_) => "not-ready",
            Self::Failed(..) => "failed",
        }
    }

    /// The desk, in the states that have one.
    pub fn desk(&self) -> Option<&Desk> {
        match self {
            Self::LoadingFields(desk)
            | Self::Ready(desk)
            | Self::Tokenizing(desk, _)
            | Self::Charging(desk, _)
            | Self::Declined(desk, _)
            | Self::Unclear(desk, _)
            | Self::FieldsFailed(desk, _) => Some(desk),
            Self::Offline(was) => was.desk(),
            Self::LoadingInvoice { .. }
            | Self::Paid(..)
            | Self::PartlyPaid { .. }
            | Self::Refunded(_)
            | Self::Void(_)
            | Self::Expired(_)
            | Self::Unknown
            | Self::NotReady(_)
            | Self::Failed(..) => None,
        }
    }

    pub(super) fn desk_mut(&mut self) -> Option<&mut Desk> {
        match self {
            Self::LoadingFields(desk)
            | Self::Ready(desk)
            | Self::Tokenizing(desk, _)
            | Self::Charging(desk, _)
            | Self::Declined(desk, _)
            | Self::Unclear(desk, _)
            | Self::FieldsFailed(desk, _) => Some(desk),
            Self::Offline(was) => was.desk_mut(),
            Self::LoadingInvoice { .. }
            | Self::Paid(..)
            | Self::PartlyPaid { .. }
            | Self::Refunded(_)
            | Self::Void(_)
            | Self::Expired(_)
            | Self::Unknown
            | Self::NotReady(_)
            | Self::Failed(..) => None,
        }
    }

    /// The invoice, as far as it is known.
    pub fn view(&self) -> Option<&Arc<LinkView>> {
        match self {
            Self::LoadingInvoice { known } | Self::Failed(known, _) => known.as_ref(),
            Self::Paid(view, _)
            | Self::PartlyPaid { view, .. }
            | Self::Refunded(view)
            | Self::Void(view)
            | Self::Expired(view)
            | Self::NotReady(view) => Some(view),
            Self::Offline(was) => was.view(),
            Self::Unknown => None,
            Self::LoadingFields(_)
            | Self::Ready(_)
            | Self::Tokenizing(..)
            | Self::Charging(..)
            | Self::Declined(..)
            | Self::Unclear(..)
            | Self::FieldsFailed(..) => self.desk().map(|desk| &desk.view),
        }
    }

    /// The proof of payment, once there is one.
    pub fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Paid(_, receipt) => Some(receipt),
            Self::Refunded(view) => match &view.standing {
                Standing::Refunded { receipt, .. } => Some(receipt),
                _ => None,
            },
            _ => None,
        }
    }

    /// May a payment begin now?
    pub fn takes_payment(&self) -> bool {
        match self {
            Self::Ready(_) | Self::Declined(..) => true,
            Self::LoadingInvoice { .. }
            | Self::LoadingFields(_)
            | Self::Tokenizing(..)
            | Self::Charging(..)
            | Self::Unclear(..)
            | Self::FieldsFailed(..)
            | Self::Offline(_)
            | Self::Paid(..)
            | Self::PartlyPaid { .. }
            | Self::Refunded(_)
            | Self::Void(_)
            | Self::Expired(_)
            | Self::Unknown
            | Self::NotReady(_)
            | Self::Failed(..) => false,
        }
    }

    /// Should the payer be asked before leaving? Only while the answer to a charge is awaited.
    pub fn leaving_hurts(&self) -> bool {
        matches!(self, Self::Charging(..))
    }

    /// Is the payer waiting for the end of a charge with no form to look at?
    pub fn waits_without_form(&self) -> bool {
        match self {
            Self::Unclear(..) => true,
            Self::Charging(desk, _) => desk.fields == Fields::Absent,
            Self::LoadingInvoice { .. }
            | Self::LoadingFields(_)
            | Self::Ready(_)
            | Self::Tokenizing(..)
            | Self::Declined(..)
            | Self::FieldsFailed(..)
            | Self::Offline(_)
            | Self::Paid(..)
            | Self::PartlyPaid { .. }
            | Self::Refunded(_)
            | Self::Void(_)
            | Self::Expired(_)
            | Self::Unknown
            | Self::NotReady(_)
            | Self::Failed(..) => false,
        }
    }

    /// Does the card form belong in the page? It stays from the first field to the last word, so that what was
    /// typed survives a decline.
    pub fn has_form(&self) -> bool {
        self.desk().is_some_and(|desk| desk.fields != Fields::Absent)
    }
}
