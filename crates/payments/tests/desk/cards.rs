//! A payer lets the merchant keep a card, proves an address, pays with the card and removes it.

use payments::card::proof::{Ticket, TypedCode};
use payments::card::{CardState, ConsentWords, NotSaved, SavedCard};
use payments::desk::{Admitted, Attempt, PayError, ProofError};
use payments::payment::{Admission, Decline, DeclineReason, PaymentRequest, Presented, Source};
use payments::port::{Cards, ChargeAnswer, FileAnswer, Refusal, RevokeAnswer, Store};
use payments::{Approval, Card, Invoice, Payment, PaymentState};
use primitives::CardToken;

use crate::bench::{Bench, Look, acme, approval, new_invoice, request};

in_both_modes!(
    a_card_that_has_paid_is_put_on_file_with_the_consent_as_it_was_shown,
    a_declined_card_is_not_kept,
    saving_that_fails_leaves_the_payment_as_it_is,
    a_lost_answer_to_saving_is_asked_for_again_with_the_same_key,
    a_card_found_to_have_paid_later_is_kept_all_the_same,
    an_address_is_proved_and_the_next_invoice_paid_with_the_saved_card,
    a_repetition_is_answered_although_its_proof_has_ended,
    a_lost_charge_of_a_saved_card_is_repeated_with_the_same_key_and_customer,
    a_decline_of_a_saved_card_that_went_through_is_an_approval,
    a_card_that_clover_knows_no_more_is_declined_and_removed,
);

fn words() -> ConsentWords {
    ConsentWords { text: "Keep my card.".to_owned(), locale: "en-US".to_owned() }
}

fn visa() -> Card {
    Card { brand: "VISA".to_owned(), last4: "4242".to_owned(), expires: "2030-12".parse().ok() }
}

fn approved() -> ChargeAnswer {
    ChargeAnswer::Approved(Approval { card: Some(visa()), ..approval() })
}

fn filed() -> FileAnswer {
    FileAnswer::OnFile { customer: "SSHHCDEXTF550".to_owned(), source: Some("ND2EFTHF8HM34".to_owned()) }
}

fn keeping(key: &str) -> PaymentRequest {
    let token = CardToken::parse(&format!("clv_1TSTSabcdefgh{key}")).unwrap();
    let payer_address = Some("203.0.113.7".parse().unwrap());
    PaymentRequest { source: Presented::Token { token, keep: Some(words()) }, payer_address, ..request(key) }
}

async fn pay(bench: &Bench, invoice: &Invoice, request: PaymentRequest) -> Payment {
    match bench.desk.begin(&invoice.link, request).await.unwrap() {
        Attempt::New(payment) => bench.desk.carry_out(payment).await.unwrap(),
        Attempt::Known(payment) => payment,
    }
}

async fn only_card(bench: &Bench) -> SavedCard {
    let cards = bench.desk.store().cards(&acme(), None, 10).await.unwrap();
    assert_eq!(cards.len(), 1);
    cards.into_iter().next().unwrap()
}

/// The card of a payer who has paid one invoice and let the card be kept.
async fn card_on_file(bench: &Bench) -> SavedCard {
    let invoice = bench.invoice().await;
    bench.clover.charge(approved()).file(filed());
    assert!(pay(bench, &invoice, keeping("s")).await.state.is_approved());
    bench.next_look_at_cards(1).await.remove(0)
}

async fn next_invoice(bench: &Bench) -> Invoice {
    bench.desk.create_invoice(&acme(), new_invoice("INV-1043")).await.unwrap()
}

/// Proves the address at the link as its reader would.
async fn proved(bench: &Bench, invoice: &Invoice) -> Admitted {
    let mailed = bench.desk.ask_for_code(&invoice.link).await.unwrap();
    assert_eq!(mailed.email, invoice.customer.email);
    bench.desk.prove(&invoice.link, &mailed.code).await.unwrap()
}

async fn with_card(
    bench: &Bench,
    invoice: &Invoice,
    key: &str,
    card: &SavedCard,
    ticket: &Ticket,
) -> PaymentRequest {
    let source = bench.desk.present(&invoice.link, card.id.clone(), Some(ticket)).await.unwrap();
    PaymentRequest { source, ..request(key) }
}

fn declined() -> ChargeAnswer {
    ChargeAnswer::Declined(Decline { reason: DeclineReason::IssuerDeclined, charge: None })
}

async fn a_card_that_has_paid_is_put_on_file_with_the_consent_as_it_was_shown(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(approved()).file(filed());
    let paid = pay(&bench, &invoice, keeping("a")).await;
    assert_eq!(paid.source.to_charge(), None);
    assert!(bench.clover.asked().iter().any(|line| line.contains("TokenToKeep")));
    let card = only_card(&bench).await;
    assert!(matches!(card.state, CardState::Saving { tries: 0, .. }));
    assert_eq!((&card.face, &card.payment, &card.email), (&visa(), &paid.id, &invoice.customer.email));
    assert_eq!((card.consent.words, card.consent.at), (words(), paid.created_at));
    assert_eq!(card.consent.address, Some("203.0.113.7".parse().unwrap()));
    let settled = bench.next_look_at_cards(0).await;
    assert!(matches!(&settled[0].state, CardState::OnFile { customer, .. } if customer == "SSHHCDEXTF550"));
    assert_eq!(only_card(&bench).await, settled[0]);
    assert_eq!(bench.next_look_at_cards(100_000).await, []);
    assert_eq!(bench.clover.charges_sent(), 1);
}

async fn a_declined_card_is_not_kept(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(declined()).look_up(Look::Nothing);
    let payment = pay(&bench, &invoice, keeping("a")).await;
    assert!(payment.state.may_offer_another_try());
    assert!(matches!(payment.source, Source::Token { token: None, keep: None, .. }));
    assert_eq!(bench.desk.store().cards(&acme(), None, 10).await.unwrap(), []);
}

async fn saving_that_fails_leaves_the_payment_as_it_is(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(approved()).file(FileAnswer::Refused);
    let paid = pay(&bench, &invoice, keeping("a")).await;
    let card = bench.next_look_at_cards(1).await.remove(0);
    assert!(matches!(card.state, CardState::NotSaved { why: NotSaved::Refused, .. }));
    assert_eq!(bench.desk.store().payment(&paid.id).await.unwrap(), Some(paid));
    assert_eq!(bench.next_look_at_cards(100_000).await, [], "nobody asks again");
}

async fn a_lost_answer_to_saving_is_asked_for_again_with_the_same_key(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(approved());
    pay(&bench, &invoice, keeping("a")).await;
    for _ in 0..8 {
        bench.clover.file(FileAnswer::Unknown);
        let card = bench.next_look_at_cards(50_000).await.remove(0);
        assert!(matches!(card.state, CardState::Saving { .. }));
    }
    bench.clover.file(FileAnswer::Unknown);
    let card = bench.next_look_at_cards(50_000).await.remove(0);
    assert!(matches!(card.state, CardState::NotSaved { why: NotSaved::GivenUp, .. }));
    let mut keys: Vec<_> = bench.clover.asked().into_iter().filter(|it| it.starts_with("file")).collect();
    assert_eq!(keys.len(), 9);
    keys.dedup();
    assert_eq!(keys.len(), 1);
}

async fn a_card_found_to_have_paid_later_is_kept_all_the_same(bench: Bench) {
    let invoice = bench.invoice().await;
    bench.clover.charge(ChargeAnswer::Unknown);
    pay(&bench, &invoice, keeping("a")).await;
    assert_eq!(bench.desk.store().cards(&acme(), None, 10).await.unwrap(), []);
    bench.clover.look_up(Look::Nothing).look_up(Look::Nothing).charge(approved());
    bench.next_look(3).await;
    assert!(bench.next_look(10).await[0].state.is_approved());
    assert!(matches!(only_card(&bench).await.state, CardState::Saving { .. }));
    let sent: Vec<_> = bench.clover.asked().into_iter().filter(|it| it.starts_with("pay")).collect();
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
}

async fn an_address_is_proved_and_the_next_invoice_paid_with_the_saved_card(bench: Bench) {
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let admitted = proved(&bench, &next).await;
    assert_eq!(admitted.cards, std::slice::from_ref(&card));
    bench.clover.charge(approved());
    let paid = pay(&bench, &next, with_card(&bench, &next, "b", &card, &admitted.ticket).await).await;
    assert!(paid.state.is_approved());
    let sent = bench.clover.asked().into_iter().rfind(|it| it.starts_with("pay")).unwrap();
    assert!(sent.ends_with(r#"with Customer("SSHHCDEXTF550")"#), "{sent}");
    assert_eq!(only_card(&bench).await, card, "paying with a card saves none");
}

async fn a_repetition_is_answered_although_its_proof_has_ended(bench: Bench) {
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    bench.clover.charge(approved());
    let paid = pay(&bench, &next, with_card(&bench, &next, "b", &card, &ticket).await).await;
    bench.clock.turn(21 * 60);
    let again = with_card(&bench, &next, "b", &card, &ticket).await;
    assert!(matches!(again.source, Presented::SavedCard { admission: Admission::NotProven, .. }));
    assert_eq!(pay(&bench, &next, again).await, paid);
    assert_eq!(bench.clover.charges_sent(), 2);
}

async fn a_lost_charge_of_a_saved_card_is_repeated_with_the_same_key_and_customer(bench: Bench) {
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    bench.clover.charge(ChargeAnswer::Unknown);
    pay(&bench, &next, with_card(&bench, &next, "b", &card, &ticket).await).await;
    // Even a card that is removed meanwhile: what was begun ends.
    bench.desk.remove_card(&acme(), &card.id).await.unwrap();
    bench.clover.look_up(Look::Nothing).look_up(Look::Nothing).charge(approved());
    bench.next_look(3).await;
    assert!(bench.next_look(10).await[0].state.is_approved());
    let sent: Vec<_> = bench.clover.asked().into_iter().filter(|it| it.contains("Customer")).collect();
    assert!(sent.len() == 2 && sent[0] == sent[1], "{sent:?}");
}

async fn a_decline_of_a_saved_card_that_went_through_is_an_approval(bench: Bench) {
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    let ours = crate::bench::taken("SECONDCHARGE1", 10_000, None);
    bench.clover.charge(declined());
    let begun = bench.desk.begin(&next.link, with_card(&bench, &next, "b", &card, &ticket).await).await;
    let Attempt::New(begun) = begun.unwrap() else { panic!("a new attempt") };
    let ours = payments::port::SeenCharge { reference: Some(begun.reference.to_string()), ..ours };
    bench.clover.look_up(Look::Shown(true, vec![ours]));
    assert!(bench.desk.carry_out(begun).await.unwrap().state.is_approved());
}

async fn a_card_that_clover_knows_no_more_is_declined_and_removed(bench: Bench) {
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    bench.clover.charge(ChargeAnswer::Refused(Refusal::TokenRefused)).look_up(Look::Nothing);
    let payment = pay(&bench, &next, with_card(&bench, &next, "b", &card, &ticket).await).await;
    let PaymentState::Declined { decline, .. } = &payment.state else { panic!("{payment:?}") };
    assert_eq!(decline.reason, DeclineReason::CardGone);
    assert!(matches!(only_card(&bench).await.state, CardState::Removed { .. }));
    assert_eq!(proved(&bench, &next).await.cards, []);
    let second = with_card(&bench, &next, "c", &card, &ticket).await;
    assert_eq!(bench.desk.begin(&next.link, second).await, Err(PayError::CardGone));
}

#[tokio::test]
async fn without_a_proof_no_card_is_charged_and_no_row_is_written() {
    let bench = Bench::new();
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let presented = |ticket: Option<Ticket>| {
        let (bench, link, id) = (&bench, next.link.clone(), card.id.clone());
        async move { bench.desk.present(&link, id, ticket.as_ref()).await.unwrap() }
    };
    for ticket in [None, Some(Ticket::from_random([7; 16]))] {
        let request = PaymentRequest { source: presented(ticket).await, ..request("b") };
        assert_eq!(bench.desk.begin(&next.link, request).await, Err(PayError::ProofNeeded));
    }
    assert_eq!(bench.desk.store().payments_of(&next.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_proof_is_good_for_its_link_and_address_only_and_for_twenty_minutes() {
    let bench = Bench::new();
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    let refused = async |link: &_, card: &SavedCard| {
        let source = bench.desk.present(link, card.id.clone(), Some(&ticket)).await.unwrap();
        let Presented::SavedCard { admission, .. } = source else { panic!("a saved card") };
        admission
    };
    let mut elsewhere = new_invoice("INV-7");
    elsewhere.customer_email = "eve@example.test".to_owned();
    let elsewhere = bench.desk.create_invoice(&acme(), elsewhere).await.unwrap();
    assert_eq!(refused(&elsewhere.link, &card).await, Admission::NotProven);
    let relinked = bench.desk.relink_invoice(&acme(), &next.id).await.unwrap();
    assert_eq!(refused(&relinked.link, &card).await, Admission::NotProven, "a new link is another link");
    let ticket_of_eve = proved(&bench, &elsewhere).await.ticket;
    let stolen = bench.desk.present(&elsewhere.link, card.id.clone(), Some(&ticket_of_eve)).await.unwrap();
    assert_eq!(stolen, Presented::SavedCard { card: card.id.clone(), admission: Admission::NoSuchCard });
    let removed = bench.desk.remove_own_card(&elsewhere.link, &card.id, Some(&ticket_of_eve)).await;
    assert_eq!(removed, Err(ProofError::NoSuchCard));
    let ticket = proved(&bench, &relinked).await.ticket;
    bench.clock.turn(20 * 60);
    let late = bench.desk.present(&relinked.link, card.id.clone(), Some(&ticket)).await.unwrap();
    assert_eq!(late, Presented::SavedCard { card: card.id, admission: Admission::NotProven });
}

#[tokio::test]
async fn a_code_is_wrong_after_five_guesses_after_ten_minutes_and_after_its_use() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    let wrong = Err(ProofError::WrongCode);
    let other = |code: &TypedCode| {
        let next = (code.digits().parse::<u32>().unwrap() + 1) % 1_000_000;
        TypedCode::parse(&format!("{next:06}")).unwrap()
    };
    let mailed = bench.desk.ask_for_code(&invoice.link).await.unwrap();
    for _ in 0..5 {
        assert_eq!(bench.desk.prove(&invoice.link, &other(&mailed.code)).await, wrong);
    }
    assert_eq!(bench.desk.prove(&invoice.link, &mailed.code).await, wrong, "five guesses");
    let mailed = bench.desk.ask_for_code(&invoice.link).await.unwrap();
    assert!(bench.desk.prove(&invoice.link, &mailed.code).await.is_ok());
    assert_eq!(bench.desk.prove(&invoice.link, &mailed.code).await, wrong, "a code works once");
    let mailed = bench.desk.ask_for_code(&invoice.link).await.unwrap();
    let elsewhere = next_invoice(&bench).await;
    assert_eq!(bench.desk.prove(&elsewhere.link, &mailed.code).await, wrong, "the code of another link");
    bench.clock.turn(10 * 60);
    assert_eq!(bench.desk.prove(&invoice.link, &mailed.code).await, wrong, "ten minutes");
}

#[tokio::test]
async fn codes_are_asked_for_in_vain_after_a_few() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    for _ in 0..5 {
        assert!(bench.desk.ask_for_code(&invoice.link).await.is_ok());
    }
    assert_eq!(bench.desk.ask_for_code(&invoice.link).await, Err(ProofError::TooManyCodes));
    bench.clock.turn(3_600);
    assert!(bench.desk.ask_for_code(&invoice.link).await.is_ok());
}

#[tokio::test]
async fn a_removed_card_pays_no_more_and_clover_is_asked_until_it_is_gone() {
    let bench = Bench::new();
    let card = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    let ticket = proved(&bench, &next).await.ticket;
    let removing = bench.desk.remove_own_card(&next.link, &card.id, Some(&ticket)).await.unwrap();
    assert!(matches!(removing.state, CardState::Removing { tries: 0, .. }));
    let late = with_card(&bench, &next, "b", &card, &ticket).await;
    assert_eq!(bench.desk.begin(&next.link, late).await, Err(PayError::CardGone));
    bench.clover.revoke(RevokeAnswer::Unknown).revoke(RevokeAnswer::Gone);
    assert!(matches!(bench.next_look_at_cards(0).await[0].state, CardState::Removing { tries: 1, .. }));
    assert!(matches!(bench.next_look_at_cards(5).await[0].state, CardState::Removed { .. }));
    assert!(bench.clover.asked().ends_with(&["revoke SSHHCDEXTF550 ND2EFTHF8HM34".to_owned()]));
    let again = bench.desk.remove_card(&acme(), &card.id).await.unwrap().unwrap();
    assert!(matches!(again.state, CardState::Removed { .. }), "removing twice does no harm");
}

#[tokio::test]
async fn a_card_withdrawn_before_it_is_on_file_is_never_chargeable() {
    let bench = Bench::new();
    let invoice = bench.invoice().await;
    bench.clover.charge(approved());
    pay(&bench, &invoice, keeping("a")).await;
    let claimed = bench.desk.claim_due_cards(10).await.unwrap().remove(0);
    let withdrawn = bench.desk.remove_card(&acme(), &claimed.id).await.unwrap().unwrap();
    assert!(matches!(withdrawn.state, CardState::NotSaved { why: NotSaved::Withdrawn, .. }));
    bench.clover.file(filed());
    let late = bench.desk.settle_card(claimed).await.unwrap();
    assert!(matches!(late.state, CardState::Removing { .. }), "what came onto file meanwhile is taken off");
    bench.clover.revoke(RevokeAnswer::Gone);
    assert!(matches!(bench.next_look_at_cards(1).await[0].state, CardState::Removed { .. }));
}

#[tokio::test]
async fn a_card_saved_twice_takes_the_place_of_the_first() {
    let bench = Bench::new();
    let first = card_on_file(&bench).await;
    let next = next_invoice(&bench).await;
    bench.clover.charge(approved()).file(filed());
    pay(&bench, &next, keeping("b")).await;
    let second = bench.next_look_at_cards(1).await.remove(0);
    assert_eq!(proved(&bench, &next).await.cards, [second]);
    let replaced = bench.desk.store().card(&acme(), &first.id).await.unwrap().unwrap();
    assert!(matches!(replaced.state, CardState::Removing { .. }));
}

#[tokio::test]
async fn an_expired_card_is_shown_and_not_charged() {
    let bench = Bench::new();
    let card = card_on_file(&bench).await;
    bench.clock.turn(5 * 366 * 24 * 3_600);
    let mut late = new_invoice("INV-1099");
    late.expires_at = None;
    let late = bench.desk.create_invoice(&acme(), late).await.unwrap();
    let admitted = proved(&bench, &late).await;
    assert_eq!(admitted.cards, std::slice::from_ref(&card));
    let request = with_card(&bench, &late, "b", &card, &admitted.ticket).await;
    assert_eq!(bench.desk.begin(&late.link, request).await, Err(PayError::CardGone));
}
