//! `trefoil reconcile` against a Clover whose list was changed behind everybody's back.

use serde_json::{Value, json};

use crate::bench::{Bench, Ran, good_invoice};
use crate::clover::Answer;

/// Three paid invoices, in as many charges.
async fn three_paid(bench: &Bench) {
    for number in 1..=3 {
        let invoice = bench.invoice_like(good_invoice(&format!("INV-{number}"))).await;
        assert_eq!(bench.pay(&invoice, &number.to_string()).await.status(), 200);
    }
}

/// All days that a slow test may run into.
async fn reconcile(bench: &Bench) -> Ran {
    bench.trefoil(&["reconcile", "--from", "2020-01-01", "--to", "2199-12-31", "--json"]).await
}

fn kinds(ran: &Ran) -> Vec<String> {
    let body: Value = serde_json::from_str(&ran.out).unwrap();
    let word = |it: &Value| it["is"].as_str().unwrap().to_owned();
    body["differences"].as_array().unwrap().iter().map(word).collect()
}

#[tokio::test]
async fn two_lists_that_agree_end_with_0() {
    let bench = Bench::start_with_charges().await;
    three_paid(&bench).await;
    let ran = reconcile(&bench).await;
    assert_eq!((ran.code, kinds(&ran)), (0, vec![]), "{}", ran.err);
}

#[tokio::test]
async fn in_orders_mode_the_lists_are_compared_as_well() {
    let bench = Bench::start().await;
    let invoice = bench.invoice().await;
    bench.pay(&invoice, "a").await;
    assert_eq!(reconcile(&bench).await.code, 0);
    bench.clover.change_charges(|charges| charges[0]["amount"] = json!(1));
    let ran = reconcile(&bench).await;
    assert_eq!((ran.code, kinds(&ran)), (1, vec!["amounts-differ".to_owned()]));
}

#[tokio::test]
async fn every_planted_difference_is_found_and_ends_with_1() {
    let bench = Bench::start_with_charges().await;
    three_paid(&bench).await;
    bench.clover.answer(Answer::Decline);
    let invoice = bench.invoice_like(good_invoice("INV-4")).await;
    bench.pay(&invoice, "4").await;
    bench.clover.change_charges(|charges| {
        let mut twice = charges[0].clone();
        twice["id"] = json!("AGAIN00000001");
        let mut foreign = charges[0].clone();
        foreign["id"] = json!("F0RE1GN000001");
        foreign["external_reference_id"] = json!("AAAABBBBCCCC");
        charges[1]["amount"] = json!(1);
        charges[2]["id"] = json!("0THER00000001");
        charges[2]["external_reference_id"] = Value::Null;
        charges.extend([twice, foreign]);
    });
    let ran = reconcile(&bench).await;
    let mut found = kinds(&ran);
    found.sort();
    let expected = ["amounts-differ", "charged-twice", "missing-at-clover", "missing-here"];
    assert_eq!((ran.code, found), (1, expected.map(str::to_owned).to_vec()), "{}", ran.out);
}

#[tokio::test]
async fn a_list_of_many_pages_is_read_to_its_end() {
    let bench = Bench::start_with_charges().await;
    three_paid(&bench).await;
    bench.clover.change_charges(|charges| {
        for place in 0..250 {
            let mut foreign = charges[0].clone();
            foreign["id"] = json!(format!("F{place:012}"));
            foreign["external_reference_id"] = Value::Null;
            charges.push(foreign);
        }
    });
    let ran = reconcile(&bench).await;
    let body: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &body["others_charges"]), (0, &json!(250)), "what others charged is no difference");
}

#[tokio::test]
async fn what_cannot_be_compared_ends_with_2() {
    let bench = Bench::start().await;
    let backwards = bench.trefoil(&["reconcile", "--from", "2026-02-02", "--to", "2026-02-01"]).await;
    assert!(backwards.code == 2 && backwards.err.contains("lies before"), "{backwards:?}");
    bench.clover.change_charges(|charges| charges.push(json!({"id": "no charge at all"})));
    let unreadable = reconcile(&bench).await;
    assert!(unreadable.code == 2 && unreadable.out.is_empty(), "{unreadable:?}");
}
