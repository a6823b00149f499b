//! What the payer is told in each state: the one place to change a sentence on failure.

use api_types::{DeclineReason, LinkView, Standing};

use super::{Attempt, CardField, CheckoutState, FieldsTrouble, LoadFailure, Notice};
use crate::i18n::Sentences;

/// A heading, what it means, and whether trying again is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// What it means and what to do.
    pub text: &'static str,
    /// What the payer may do about it here.
    pub offer: Offer,
}

/// What the payer may do about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Read it.
    Nothing,
    /// Press "Try again".
    Retry,
    /// Press "Try again", or pay on Clover's own page where the merchant offers that.
    RetryOrElsewhere,
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "half of the states have no words; a table of `Some` reads worse"
)]
const fn words(title: &'static str, text: &'static str, offer: Offer) -> Option<Words> {
    Some(Words { title, text, offer })
}

/// What stands above the form.
pub fn notice(state: &CheckoutState, t: &Sentences) -> Option<Words> {
    match state {
        CheckoutState::Declined(_, reason) => words(t.declined_title, declined(*reason, t), Offer::Nothing),
        CheckoutState::Ready(desk) | CheckoutState::LoadingFields(desk) => {
            desk.notice.and_then(|notice| about_notice(notice, t))
        }
        CheckoutState::FieldsFailed(_, trouble) => {
            words(t.fields_failed_title, fields_failed(*trouble, t), Offer::RetryOrElsewhere)
        }
        CheckoutState::Offline(_) => words(t.offline_title, t.offline, Offer::Nothing),
        CheckoutState::LoadingInvoice { .. }
        | CheckoutState::Tokenizing(..)
        | CheckoutState::Charging(..)
        | CheckoutState::Unclear(..)
        | CheckoutState::Paid(..)
        | CheckoutState::PartlyPaid { .. }
        | CheckoutState::Refunded(_)
        | CheckoutState::Void(_)
        | CheckoutState::Expired(_)
        | CheckoutState::Unknown
        | CheckoutState::NotReady(_)
        | CheckoutState::Failed(..) => None,
    }
}

/// What stands in the form's place.
pub fn in_place_of_form(state: &CheckoutState, t: &Sentences) -> Option<Words> {
    match state {
        CheckoutState::Charging(_, attempt) => words(t.charging_title, charging(attempt, t), Offer::Nothing),
        CheckoutState::Unclear(..) => words(t.unclear_title, t.unclear, Offer::Nothing),
        CheckoutState::Void(_) => words(t.void_title, t.void, Offer::Nothing),
        CheckoutState::Expired(_) => words(t.expired_title, t.expired, Offer::Nothing),
        CheckoutState::Unknown => words(t.unknown_title, t.unknown, Offer::Nothing),
        CheckoutState::NotReady(_) => words(t.not_ready_title, t.not_ready, Offer::Retry),
        CheckoutState::Failed(_, why) => words(t.failed_title, failed(*why, t), Offer::Retry),
        CheckoutState::Offline(_) => words(t.offline_title, t.offline, Offer::Nothing),
        CheckoutState::LoadingInvoice { .. }
        | CheckoutState::LoadingFields(_)
        | CheckoutState::Ready(_)
        | CheckoutState::Tokenizing(..)
        | CheckoutState::Declined(..)
        | CheckoutState::FieldsFailed(..)
        | CheckoutState::Paid(..)
        | CheckoutState::PartlyPaid { .. }
        | CheckoutState::Refunded(_) => None,
    }
}

/// What a screen reader says when the state is reached. What takes the focus speaks for itself.
pub fn aloud(state: &CheckoutState, t: &Sentences) -> &'static str {
    match state {
        CheckoutState::LoadingInvoice { .. } => t.loading,
        CheckoutState::LoadingFields(_) => t.loading_form,
        CheckoutState::Ready(desk) if desk.notice.is_none() => t.form_ready,
        CheckoutState::Tokenizing(..) => t.checking_card,
        CheckoutState::Charging(_, attempt) if attempt.is_young() => t.paying,
        CheckoutState::Charging(_, attempt) => charging(attempt, t),
        CheckoutState::Unclear(..) => t.unclear,
        CheckoutState::FieldsFailed(..) => t.fields_failed_title,
        CheckoutState::Offline(_) => t.offline_title,
        CheckoutState::Paid(..) => t.paid_title,
        CheckoutState::PartlyPaid { .. } => t.part_paid_title,
        CheckoutState::Refunded(view) => money_back(view, t).map_or("", |(title, _)| title),
        CheckoutState::Ready(_) | CheckoutState::Declined(..) => "",
        CheckoutState::Void(_) => t.void_title,
        CheckoutState::Expired(_) => t.expired_title,
        CheckoutState::Unknown => t.unknown_title,
        CheckoutState::NotReady(_) => t.not_ready_title,
        CheckoutState::Failed(..) => t.failed_title,
    }
}

/// The heading once money was given back, and how much, in minor units.
pub fn money_back(view: &LinkView, t: &Sentences) -> Option<(&'static str, i64)> {
    match view.standing {
        Standing::Refunded { refunded, left: 0, .. } => Some((t.refunded_title, refunded)),
        Standing::Refunded { refunded, .. } => Some((t.partly_refunded_title, refunded)),
        Standing::Open { .. }
        | Standing::InProgress { .. }
        | Standing::Paid { .. }
        | Standing::Void
        | Standing::Expired { .. } => None,
    }
}

/// What stands under a field.
pub fn field_complaint(field: CardField, t: &Sentences) -> &'static str {
    match field {
        CardField::Number => t.card_number_wrong,
        CardField::Date => t.card_date_wrong,
        CardField::Cvv => t.card_cvv_wrong,
        CardField::PostalCode => t.postal_code_wrong,
    }
}

/// What stands above a field.
pub fn field_label(field: CardField, t: &Sentences) -> &'static str {
    match field {
        CardField::Number => t.card_number,
        CardField::Date => t.card_date,
        CardField::Cvv => t.card_cvv,
        CardField::PostalCode => t.postal_code,
    }
}

/// Why the card was declined and what to do.
pub fn declined(reason: DeclineReason, t: &Sentences) -> &'static str {
    match reason {
        DeclineReason::IssuerDeclined => t.issuer_declined,
        DeclineReason::InsufficientFunds => t.insufficient_funds,
        DeclineReason::ExpiredCard => t.expired_card,
        DeclineReason::IncorrectCvc => t.incorrect_cvc,
        DeclineReason::IncorrectNumber => t.incorrect_number,
        DeclineReason::CardNotSupported => t.card_not_supported,
        DeclineReason::AmountTooLarge => t.amount_too_large,
        DeclineReason::Other => t.declined_otherwise,
    }
}

fn about_notice(notice: Notice, t: &Sentences) -> Option<Words> {
    match notice {
        Notice::Declined(reason) => words(t.declined_title, declined(reason, t), Offer::Nothing),
        Notice::AmountChanged => words(t.amount_changed_title, t.amount_changed, Offer::Nothing),
        Notice::CheckFields => words(t.check_fields_title, t.check_fields, Offer::Nothing),
        // Said under the field itself, which has the focus.
        Notice::CheckEmail | Notice::CheckSum(_) => None,
        Notice::FormSilent => words(t.not_charged_title, t.form_silent, Offer::Nothing),
        Notice::CardRefused => words(t.not_charged_title, t.card_refused, Offer::Nothing),
        Notice::NotCharged => words(t.not_charged_title, t.not_charged, Offer::Nothing),
        Notice::TooManyTries => words(t.not_charged_title, t.too_many_tries, Offer::Nothing),
    }
}

fn fields_failed(trouble: FieldsTrouble, t: &Sentences) -> &'static str {
    match trouble {
        FieldsTrouble::Blocked => t.fields_blocked,
        FieldsTrouble::Slow => t.fields_slow,
        FieldsTrouble::NeedsReload => t.fields_gone,
    }
}

fn charging(attempt: &Attempt, t: &Sentences) -> &'static str {
    if attempt.is_young() { t.charging } else { t.charging_long }
}

fn failed(why: LoadFailure, t: &Sentences) -> &'static str {
    match why {
        LoadFailure::Unknown => t.unknown,
        LoadFailure::Network => t.failed_network,
        LoadFailure::Server => t.failed_server,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::i18n::Language;

    #[test]
    fn every_reason_for_a_decline_has_a_sentence_of_its_own_in_every_language() {
        for language in Language::ALL {
            let t = language.sentences();
            let said: HashSet<_> = DeclineReason::ALL.iter().map(|reason| declined(*reason, t)).collect();
            assert_eq!(said.len(), DeclineReason::ALL.len());
        }
    }

    #[test]
    fn every_decline_says_that_nothing_was_taken() {
        for reason in DeclineReason::ALL {
            let english = declined(*reason, Language::AmericanEnglish.sentences());
            assert!(english.contains("Nothing was"), "{english}");
            let french = declined(*reason, Language::CanadianFrench.sentences());
            assert!(french.contains("Rien n’a été"), "{french}");
        }
    }
}
