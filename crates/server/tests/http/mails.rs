//! What payers get by mail, and how it gets there.

use std::time::Duration;

use payments::mail::{Code, PostingState};
use payments::port::{Change, Commit, MailQueue, Store};
use payments::{Mail, MailKind, Posting};
use primitives::{EmailAddress, InvoiceId, Locale, MailId, MerchantSlug, PaymentId};
use reqwest::Method;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, OTHER_KEY, code_of, good_invoice, link_of};
use crate::clover::Answer;
use crate::mailbox::{FROM, Mailbox, read};
use crate::smtp::Smtp;

fn acme() -> MerchantSlug {
    MerchantSlug::parse("acme").unwrap()
}

async fn mailing(mailbox: &Mailbox) -> Bench {
    Bench::start_with(&mailbox.settings()).await
}

/// An invoice that expires at once.
pub async fn expired(bench: &Bench, number: &str) -> Value {
    let soon = bench.app.desk.now().checked_add(jiff::SignedDuration::from_millis(300)).unwrap();
    let mut body = good_invoice(number);
    body["expires_at"] = json!(soon.to_string());
    let invoice = bench.invoice_like(body).await;
    while bench.standing(&invoice).await != "expired" {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    invoice
}

/// Waits until the one mail of the merchant is as wanted.
async fn settled(bench: &Bench, wanted: impl Fn(&Posting) -> bool) -> Posting {
    loop {
        let found = bench.app.desk.store().mails(&acme(), 10).await.unwrap();
        if let [posting] = &found[..]
            && wanted(posting)
        {
            return posting.clone();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Makes the mail due now, as time would.
async fn due_now(bench: &Bench, posting: Posting) {
    let state = PostingState::Queued { due_at: bench.app.desk.now() };
    let change = Change { posting: Some(Posting { state, ..posting }), ..Change::default() };
    assert_eq!(bench.app.desk.store().commit(&change).await, Ok(Commit::Written));
}

#[tokio::test]
async fn an_invoice_made_with_send_is_mailed_to_its_customer() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let mut body = good_invoice("INV-1042");
    body["send"] = json!(true);
    let invoice = bench.invoice_like(body).await;
    let mail = mailbox.only().await;
    assert_eq!(mail.from, ("Acme Plumbing".to_owned(), FROM.to_owned()));
    assert_eq!(mail.to, ["ada@example.test"]);
    assert_eq!(mail.reply_to.as_deref(), Some("billing@acme.example"));
    assert_eq!(mail.subject, "Invoice INV-1042 from Acme Plumbing");
    assert_eq!(mail.pay_link(), link_of(&invoice));
    for text in ["Hello Ada Payer", "$240.57", "December 31, 2099", "View and pay"] {
        assert!(mail.text.contains(text) && mail.html.contains(text), "{text}: {mail:#?}");
    }
}

#[tokio::test]
async fn an_invoice_is_sent_again_over_the_api_and_the_command_line() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = bench.invoice().await;
    let id = invoice["id"].as_str().unwrap();
    let path = format!("/api/v1/invoices/{id}/send");
    assert_eq!(code_of(bench.post(&path, OTHER_KEY, &json!({})).await).await, (404, "not_found".to_owned()));
    let sent = bench.post(&path, ACME_KEY, &json!({})).await;
    assert_eq!(sent.status(), 202);
    assert_eq!(sent.json::<Value>().await.unwrap(), invoice);
    let ran = bench.trefoil(&["invoice", "send", id]).await;
    assert_eq!((ran.code, ran.out.trim()), (0, id), "{}", ran.err);
    let mails = mailbox.mails(2).await;
    assert_eq!(mails[0].text, mails[1].text);
    assert_ne!(mails[0].id, mails[1].id, "two mails, not one that was repeated");
    bench.pay(&invoice, "a").await;
    let closed = bench.post(&path, ACME_KEY, &json!({})).await;
    assert_eq!(code_of(closed).await, (409, "invoice_not_changeable".to_owned()));
}

#[tokio::test]
async fn a_server_without_settings_for_mail_says_so_and_makes_no_invoice_that_it_cannot_send() {
    let bench = Bench::start().await;
    let mut body = good_invoice("INV-1042");
    body["send"] = json!(true);
    let refused = bench.post("/api/v1/invoices", ACME_KEY, &body).await;
    assert_eq!(code_of(refused).await, (422, "invalid_fields".to_owned()));
    assert_eq!(bench.invoice_count().await, 0);
    let invoice = bench.invoice().await;
    bench.pay(&invoice, "a").await;
    assert_eq!(bench.app.desk.store().mails(&acme(), 10).await, Ok(vec![]));
}

#[tokio::test]
async fn a_payment_is_receipted_by_mail_to_the_address_that_the_payer_gave() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = bench.invoice().await;
    let mut body = crate::bench::payment(&invoice, "a");
    body["email"] = json!("payer@example.test");
    bench.post(&format!("/api/links/{}/payments", link_of(&invoice)), "", &body).await;
    let mail = mailbox.only().await;
    assert_eq!(mail.to, ["payer@example.test"]);
    assert_eq!(mail.subject, "Receipt for invoice INV-1042 from Acme Plumbing");
    assert!(mail.text.contains("Amount paid: $240.57"), "{}", mail.text);
    let receipt = mail.link();
    let path = receipt.strip_prefix("http://localhost:8080").unwrap();
    assert!(path.starts_with("/receipt/") && bench.get(path).await.status() == 200, "{path}");
}

#[tokio::test]
async fn a_payment_whose_answer_was_lost_is_told_by_mail_once_it_is_known() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = bench.invoice().await;
    bench.clover.answer(Answer::ApproveAndFail);
    assert_eq!(bench.pay(&invoice, "a").await.status(), 202);
    let mail = mailbox.only().await;
    assert_eq!(mail.subject, "Your payment for invoice INV-1042 went through");
    assert!(mail.text.contains("charged once") && mail.text.contains("Amount paid: $240.57"));
}

#[tokio::test]
async fn money_given_back_is_told_by_mail() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = bench.invoice().await;
    let paid: Value = bench.pay(&invoice, "a").await.json().await.unwrap();
    mailbox.mails(1).await;
    let path = format!("/api/v1/payments/{}/refunds", paid["id"].as_str().unwrap());
    bench.post(&path, ACME_KEY, &json!({"amount": 4_057})).await;
    let mail = mailbox.mails(2).await.remove(1);
    assert_eq!(mail.subject, "Acme Plumbing has refunded $40.57");
    assert!(mail.text.contains("Refunded: $40.57"), "{}", mail.text);
}

#[tokio::test]
async fn every_mail_is_complete_in_every_language_and_html_in_it_is_text() {
    let mailbox = Mailbox::new();
    let name = ("NAME", "<b>Acme</b> {number} & Söhne");
    let sender = ("SENDER_NAME", "Müller, \"Heizung\" <a@b.example>");
    let bench = Bench::start_with(&[&mailbox.settings()[..], &[name, sender]].concat()).await;
    let mut body = good_invoice("<i>1</i>");
    body["customer"]["name"] = json!("<script>alert(1)</script>");
    body["expires_at"] = json!("2099-01-01T00:00:00Z");
    let open = bench.invoice_like(body).await;
    let invoice: InvoiceId = open["id"].as_str().unwrap().parse().unwrap();
    bench.clover.answer(Answer::Decline);
    let declined: Value = bench.pay(&open, "a").await.json().await.unwrap();
    let payment: PaymentId = declined["id"].as_str().unwrap().parse().unwrap();
    let kinds = [
        MailKind::InvoiceSent { invoice: invoice.clone() },
        MailKind::FreshLink { invoice: invoice.clone() },
        MailKind::Outcome { invoice: invoice.clone(), payment: payment.clone() },
        MailKind::Receipt { invoice, payment },
        MailKind::Code { code: Code("493021".to_owned()) },
    ];
    let locales = [Locale::EnUs, Locale::EnCa, Locale::FrCa];
    let mail = |(seed, (kind, locale)): (u8, (MailKind, Locale))| Mail {
        id: MailId::from_random([seed; 16]),
        merchant: acme(),
        to: EmailAddress::parse("ada@example.test").unwrap(),
        locale,
        kind,
        at: bench.app.desk.now(),
    };
    let all = kinds.iter().flat_map(|kind| locales.map(|locale| (kind.clone(), locale)));
    let mails: Vec<_> = (1..).zip(all).map(mail).collect();
    let count = mails.len();
    bench.app.desk.store().commit(&Change { mails, ..Change::default() }).await.unwrap();
    for mail in mailbox.mails(count).await {
        assert_eq!(mail.from, ("Müller, \"Heizung\" <a@b.example>".to_owned(), FROM.to_owned()));
        assert!(!mail.html.contains("<b>") && !mail.html.contains("<i>") && !mail.html.contains("<script"));
        assert!(mail.html.contains("&lt;b&gt;Acme"), "{}", mail.html);
        let named = mail.text.replace("<b>Acme</b> {number}", "");
        assert!(!named.contains(['{', '}']) && named.lines().count() > 5, "{}", mail.text);
        assert!(mail.raw.contains("Auto-Submitted: auto-generated"));
        assert!(mail.raw.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    }
}

#[tokio::test]
async fn an_expired_link_is_replaced_by_one_that_only_its_customer_gets() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = expired(&bench, "INV-1").await;
    let path = format!("/api/links/{}/fresh-link", link_of(&invoice));
    let answer = bench.request(Method::POST, &path).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (202, ""));
    let mail = mailbox.only().await;
    assert_eq!((mail.to[0].as_str(), mail.pay_link() == link_of(&invoice)), ("ada@example.test", false));
    let old = bench.get(&format!("/api/links/{}", link_of(&invoice))).await;
    assert_eq!(code_of(old).await, (404, "link_unknown".to_owned()));
    let view: Value = bench.get(&format!("/api/links/{}", mail.pay_link())).await.json().await.unwrap();
    assert_eq!(view["standing"]["is"], "open");
    // Who asks again, with a link that leads nowhere now, is told the same and gets nothing.
    let again = bench.request(Method::POST, &path).send().await.unwrap();
    assert_eq!((again.status().as_u16(), again.text().await.unwrap().as_str()), (202, ""));
    mailbox.mails(1).await;
}

#[tokio::test]
async fn the_answer_tells_nobody_whether_a_link_could_be_sent() {
    let mailbox = Mailbox::new();
    let bench = Bench::start_with(&[&mailbox.settings()[..], &[("FRESH_LINK_DAYS", "0")]].concat()).await;
    let answers = async |link: &str| {
        let mut told = Vec::new();
        for path in [format!("/api/links/{link}/fresh-link"), format!("/pay/{link}")] {
            let answer = bench.request(Method::POST, &path).body("fresh-link=").send().await.unwrap();
            told.push((answer.status().as_u16(), answer.text().await.unwrap()));
        }
        told
    };
    let (open, never) = (bench.invoice().await, expired(&bench, "INV-1").await);
    let told = answers(&link_of(&open)).await;
    assert_eq!((told[0].0, told[1].0), (202, 202));
    assert_eq!(answers(&link_of(&never)).await, told);
    assert_eq!(bench.app.desk.store().mails(&acme(), 10).await, Ok(vec![]));
    assert_eq!(answers("junk").await.iter().map(|(status, _)| *status).collect::<Vec<_>>(), [404, 404]);
}

#[tokio::test]
async fn a_fresh_link_is_asked_for_without_scripts() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = expired(&bench, "INV-1").await;
    let path = format!("/pay/{}", link_of(&invoice));
    let page = bench.get(&path).await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("form-action 'self'"), "{policy}");
    let form = "<form class=\"fresh-link\" method=\"post\">";
    assert!(page.text().await.unwrap().contains(form));
    let answer = bench.request(Method::POST, &path).body("fresh-link=").send().await.unwrap();
    assert_eq!(answer.status(), 202);
    let page = answer.text().await.unwrap();
    assert!(page.contains("a new one is on its way") && !page.contains("ada@"), "{page}");
    mailbox.only().await;
}

#[tokio::test]
async fn opening_an_expired_link_sends_nothing() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = expired(&bench, "INV-1").await;
    for path in ["", "?fresh-link="] {
        bench.get(&format!("/pay/{}{path}", link_of(&invoice))).await;
    }
    assert_eq!(bench.app.desk.store().mails(&acme(), 10).await, Ok(vec![]));
    assert_eq!(bench.standing(&invoice).await, "expired");
}

#[tokio::test]
async fn fresh_links_are_not_asked_for_without_end() {
    let mailbox = Mailbox::new();
    let bench = mailing(&mailbox).await;
    let invoice = bench.invoice().await;
    let path = format!("/pay/{}", link_of(&invoice));
    let mut statuses = Vec::new();
    for _ in 0..22 {
        statuses.push(
            bench.request(Method::POST, &path).body("fresh-link=").send().await.unwrap().status().as_u16(),
        );
    }
    assert_eq!((statuses[0], statuses[21]), (202, 429));
}

#[tokio::test]
async fn a_mail_that_the_mail_server_puts_off_comes_again_by_the_same_name() {
    let smtp = Smtp::start().await;
    let settings = [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__SMTP_URL", smtp.url.as_str())];
    let bench = Bench::start_with(&settings).await;
    smtp.answer(451);
    let invoice = bench.invoice().await;
    bench.pay(&invoice, "a").await;
    smtp.asked(1).await;
    let put_off = settled(&bench, |posting| posting.last.is_some()).await;
    assert_eq!(put_off.last.map(|last| last.reply.to_string()).as_deref(), Some("deferred-451"));
    due_now(&bench, put_off).await;
    let sent = settled(&bench, |posting| matches!(posting.state, PostingState::Sent { .. })).await;
    // As if the server had died before it could record that: the same mail goes out again.
    due_now(&bench, sent).await;
    let mails: Vec<_> = smtp.mails(2).await.iter().map(|raw| read(raw)).collect();
    assert_eq!((&mails[0].id, &mails[0].text), (&mails[1].id, &mails[1].text));
    assert_eq!(mails[0].to, ["ada@example.test"]);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_told_to_the_merchant() {
    let smtp = Smtp::start().await;
    let settings = [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__SMTP_URL", smtp.url.as_str())];
    let bench = Bench::start_with(&settings).await;
    smtp.answer(550);
    let mut body = good_invoice("INV-1042");
    body["send"] = json!(true);
    let invoice = bench.invoice_like(body).await;
    settled(&bench, |posting| posting.state == PostingState::GivenUp).await;
    let events = bench.request(Method::GET, "/api/v1/events").bearer_auth(ACME_KEY).send().await.unwrap();
    let events: Value = events.json().await.unwrap();
    assert_eq!(events["events"][0]["type"], "mail.undelivered");
    assert_eq!(events["events"][0]["invoice"]["id"], invoice["id"]);
    let ran = bench.trefoil(&["mail", "list"]).await;
    let told = ["given-up", "refused-550", invoice["id"].as_str().unwrap()];
    assert!(ran.code == 0 && told.iter().all(|text| ran.out.contains(text)), "{ran:?}");
    assert!(!ran.out.contains("ada@"), "{ran:?}");
}

#[tokio::test]
async fn a_request_for_money_that_is_no_longer_owed_is_not_sent() {
    let smtp = Smtp::start().await;
    let settings = [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__SMTP_URL", smtp.url.as_str())];
    let bench = Bench::start_with(&settings).await;
    smtp.answer(451);
    let mut body = good_invoice("INV-1042");
    body["send"] = json!(true);
    let invoice = bench.invoice_like(body).await;
    let put_off = settled(&bench, |posting| posting.last.is_some()).await;
    let void = format!("/api/v1/invoices/{}/void", invoice["id"].as_str().unwrap());
    bench.post(&void, ACME_KEY, &json!({})).await;
    due_now(&bench, put_off).await;
    let moot = settled(&bench, |posting| posting.state == PostingState::GivenUp).await;
    assert_eq!(moot.last.map(|last| last.reply), Some(payments::mail::Reply::Moot));
}

#[tokio::test]
async fn check_says_whether_the_mail_server_answers() {
    let smtp = Smtp::start().await;
    let settings = [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__SMTP_URL", smtp.url.as_str())];
    let bench = Bench::start_with(&settings).await;
    let ran = bench.check().await;
    assert!(ran.code == 0 && ran.out.contains("which answers"), "{ran:?}");
    let nobody = [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__SMTP_URL", "smtp://127.0.0.1:1")];
    let ran = Bench::start_with(&nobody).await.check().await;
    assert!(ran.code == 1 && ran.out.contains("does not answer as it should: unreachable"), "{ran:?}");
}
