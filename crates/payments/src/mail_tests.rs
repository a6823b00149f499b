//! Tests of the schedule by which mails are sent.

use super::*;

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn tried(kind: MailKind, tries: u32) -> Posting {
    let mail = Mail {
        id: MailId::from_random([1; 16]),
        merchant: MerchantSlug::parse("acme").unwrap(),
        to: EmailAddress::parse("ada@example.test").unwrap(),
        locale: Locale::EnUs,
        kind,
        at: Timestamp::UNIX_EPOCH,
    };
    Posting { tries, ..Posting::new(mail) }
}

fn link() -> MailKind {
    MailKind::InvoiceSent { invoice: InvoiceId::from_random([1; 16]) }
}

fn code() -> MailKind {
    MailKind::Code { code: Code("493021".to_owned()) }
}

#[test]
fn the_tries_begin_within_seconds_and_end_within_three_days() {
    let all: i64 = WAITS.iter().sum();
    assert_eq!(WAITS[0], 5);
    assert!((70 * 3_600..=73 * 3_600).contains(&all), "{all}");
}

#[test]
fn a_failed_try_waits_by_the_schedule_and_the_last_one_gives_up() {
    let state = |tries| tried(link(), tries).after(Reply::Unreachable, second(100)).state;
    assert_eq!(state(1), PostingState::Queued { due_at: second(105) });
    assert_eq!(state(14), PostingState::Queued { due_at: second(28_900) });
    assert_eq!(state(15), PostingState::GivenUp);
}

#[test]
fn what_the_mail_server_refuses_for_good_is_not_sent_again_and_the_merchant_hears_of_it() {
    let refused = tried(link(), 1).after(Reply::Refused(550), second(100));
    assert_eq!((refused.state, refused.has_failed()), (PostingState::GivenUp, true));
    let put_off = tried(link(), 1).after(Reply::Deferred(451), second(100));
    assert!(!put_off.has_failed() && put_off.state != PostingState::GivenUp);
}

#[test]
fn what_there_is_no_need_to_say_any_more_is_no_failure() {
    let moot = tried(link(), 1).after(Reply::Moot, second(100));
    assert_eq!((moot.state, moot.has_failed()), (PostingState::GivenUp, false));
}

#[test]
fn a_code_is_not_sent_after_its_life_has_ended() {
    let state = |now| tried(code(), 3).after(Reply::TimedOut, second(now)).state;
    assert_eq!(state(60), PostingState::Queued { due_at: second(180) });
    assert_eq!(state(780), PostingState::GivenUp);
}

#[test]
fn neither_the_address_nor_the_code_is_shown_by_debug() {
    let shown = format!("{:?}", tried(code(), 1));
    assert!(!shown.contains("ada@") && !shown.contains("493021"), "{shown}");
}
