//! Tests of a mail's headers and parts.

use mail_parser::MessageParser;
use payments::MailKind;
use payments::mail::Code;
use primitives::{Locale, MailId};

use super::*;
use crate::config::{ApiKeyHash, Config};

fn merchant(sender_name: &str) -> Merchant {
    let hash = ApiKeyHash::of("key of acme").to_setting();
    let settings = [
        ("TREFOIL_PUBLIC_URL", "https://pay.example.com"),
        ("TREFOIL_MERCHANTS__ACME__CLOVER_MERCHANT_ID", "ACME000000001"),
        ("TREFOIL_MERCHANTS__ACME__ENVIRONMENT", "sandbox"),
        ("TREFOIL_MERCHANTS__ACME__API_TOKEN", "0f0e0d0c"),
        ("TREFOIL_MERCHANTS__ACME__NAME", "Acme Plumbing"),
        ("TREFOIL_MERCHANTS__ACME__API_KEY_HASH", hash.as_str()),
    ];
    let config = Config::read(None, settings.map(|(name, value)| (name.into(), value.into()))).unwrap();
    let mut merchant = config.merchants.into_values().next().unwrap();
    sender_name.clone_into(&mut merchant.mail.sender_name);
    merchant
}

fn mail(to: &str) -> Mail {
    Mail {
        id: MailId::from_random([7; 16]),
        merchant: primitives::MerchantSlug::parse("acme").unwrap(),
        to: EmailAddress::parse(to).unwrap(),
        locale: Locale::EnUs,
        kind: MailKind::Code { code: Code("493021".to_owned()) },
        at: jiff::Timestamp::from_second(1_800_000_000).unwrap(),
    }
}

fn letter(subject: &str) -> Letter {
    Letter {
        locale: "en-US",
        subject: subject.to_owned(),
        title: "<b>Title</b>".to_owned(),
        greeting: None,
        paragraphs: vec!["One & two".to_owned()],
        facts: vec![("Label".to_owned(), "<Value>".to_owned())],
        code: Some("493021".to_owned()),
        action: None,
        remarks: Vec::new(),
        questions: "Questions?".to_owned(),
        why_you: "Because.".to_owned(),
    }
}

fn formatted(mail: &Mail, letter: &Letter, merchant: &Merchant) -> String {
    let from = EmailAddress::parse("pay@trefoil.example").unwrap();
    let message = Stationery::new(from).unwrap().message(mail, letter, merchant).unwrap();
    String::from_utf8(message.formatted()).unwrap()
}

#[test]
fn no_name_and_no_subject_can_add_a_header_or_end_them() {
    let evil = "A\r\nBcc: thief@example.test\r\n\r\nBody";
    let raw = formatted(&mail("ada@example.test"), &letter(evil), &merchant(evil));
    let mail = MessageParser::default().parse(&raw).unwrap();
    let (headers, _) = raw.split_once("\r\n\r\n").unwrap();
    assert!(mail.bcc().is_none() && !headers.lines().any(|line| line.starts_with("Bcc")), "{raw}");
    assert_eq!(mail.to().unwrap().first().unwrap().address(), Some("ada@example.test"));
    assert!(mail.subject().unwrap().contains("Bcc: thief"), "it is a text like any other");
    assert!(mail.body_text(0).unwrap().contains("One & two"));
}

#[test]
fn the_same_mail_has_the_same_name_and_the_same_date_however_often_it_is_sent() {
    let send = || formatted(&mail("ada@example.test"), &letter("Hello"), &merchant("Acme"));
    let headers = |raw: &str| {
        let mail = MessageParser::default().parse(raw).unwrap();
        (mail.message_id().unwrap().to_owned(), mail.date().unwrap().to_timestamp())
    };
    let (one, two) = (send(), send());
    assert_eq!(headers(&one), headers(&two));
    assert_eq!(headers(&one).1, 1_800_000_000);
    assert!(headers(&one).0.ends_with("@trefoil.example"));
}

#[test]
fn html_in_a_letter_is_text_in_both_parts() {
    let raw = formatted(&mail("ada@example.test"), &letter("Hello"), &merchant("Acme"));
    let mail = MessageParser::default().parse(&raw).unwrap();
    let (text, html) = (mail.body_text(0).unwrap(), mail.body_html(0).unwrap());
    assert!(text.contains("<b>Title</b>") && text.contains("Label: <Value>") && text.contains("493021"));
    assert!(html.contains("&lt;b&gt;Title") && !html.contains("<b>") && html.contains("493021"));
}

#[test]
fn an_address_that_no_mail_can_be_sent_to_is_an_error_that_does_not_quote_it() {
    let from = EmailAddress::parse("pay@trefoil.example").unwrap();
    let made = Stationery::new(from).unwrap().message(
        &mail("a..b@example.test"),
        &letter("Hello"),
        &merchant("Acme"),
    );
    assert!(made.is_err_and(|error| !format!("{error:#}").contains("a..b")));
}
