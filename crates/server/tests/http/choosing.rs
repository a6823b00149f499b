//! A payer chooses which invoices of a statement to pay: by a form that needs no script, and by the address.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::bench::{ACME_KEY, Bench, code_of, link_of};
use crate::clover::Answer;
use crate::statements::{made, request, three, view};

async fn page(bench: &Bench, of: &Value, query: &str) -> String {
    let page = bench.get(&format!("/pay/{}{query}", link_of(of))).await;
    assert_eq!(page.status(), 200, "{query}");
    page.text().await.unwrap()
}

/// `?invoices=…&invoices=…`, as a form writes it.
fn query(invoices: &[&Value]) -> String {
    let parts: Vec<_> =
        invoices.iter().map(|it| format!("invoices={}", it["id"].as_str().unwrap())).collect();
    format!("?{}", parts.join("&"))
}

/// The boxes on the page, and whether each is ticked.
fn boxes(page: &str) -> Vec<(String, bool)> {
    let boxes = page.split("<input class=\"pick-box\" type=\"checkbox\" name=\"invoices\" value=\"").skip(1);
    let read = |text: &str| {
        let (id, rest) = text.split_once('"').unwrap();
        (id.to_owned(), rest.starts_with(" checked data-counts>"))
    };
    boxes.map(read).collect()
}

fn ticks(page: &str) -> Vec<bool> {
    boxes(page).into_iter().map(|(_, ticked)| ticked).collect()
}

#[tokio::test]
async fn what_is_ticked_is_due_and_charged_and_nothing_else() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let whole = page(&bench, &statement, "").await;
    assert_eq!(ticks(&whole), [true, true, true]);
    assert!(whole.contains("Pay only these") && whole.contains("If none is ticked"), "{whole}");
    let some = query(&[&invoices[0], &invoices[2]]);
    let chosen = page(&bench, &statement, &some).await;
    let ids: Vec<_> = boxes(&chosen).into_iter().map(|(id, _)| id).collect();
    assert_eq!(json!(ids), json!([invoices[0]["id"], invoices[1]["id"], invoices[2]["id"]]));
    assert_eq!(ticks(&chosen), [true, false, true]);
    for text in ["Invoice INV-2 · due", "<p class=\"sum\">$481.14</p>", "<span>Pay $481.14</span>"] {
        assert!(chosen.contains(text), "{text} in {chosen}");
    }
    let path = format!("/api/links/{}/payments{some}", link_of(&statement));
    assert_eq!(code_of(bench.post(&path, "", &request("a", 72_171)).await).await.1, "amount_changed");
    let paid: Value = bench.post(&path, "", &request("b", 48_114)).await.json().await.unwrap();
    assert_eq!((&paid["state"]["receipt"]["amount"], bench.clover.charges()), (&json!(48_114), 1));
    let mut standings = Vec::new();
    for invoice in &invoices {
        standings.push(bench.standing(invoice).await);
    }
    assert_eq!(standings, ["paid", "open", "paid"]);
    // The same address shows what was paid there, and lets the one that was left out be paid; the link itself takes it.
    let after = page(&bench, &statement, &some).await;
    assert!(after.contains("data-state=\"paid\"") && after.contains("$481.14"), "{after}");
    assert_eq!(boxes(&after), [(invoices[1]["id"].as_str().unwrap().to_owned(), false)]);
    let rest = page(&bench, &statement, "").await;
    assert!(rest.contains("<p class=\"sum\">$240.57</p>") && ticks(&rest).is_empty(), "{rest}");
}

#[tokio::test]
async fn nothing_chosen_is_all_that_can_be_paid() {
    let bench = Bench::start().await;
    three(&bench).await;
    let statement = made(&bench).await;
    for nothing in ["?invoices=", "?lang=en-US", "?invoices=,"] {
        let page = page(&bench, &statement, nothing).await;
        assert_eq!(ticks(&page), [true, true, true]);
        assert!(page.contains("<p class=\"sum\">$721.71</p>"), "{page}");
    }
}

#[tokio::test]
async fn another_language_keeps_the_choice_and_the_choice_keeps_the_language_that_the_address_names() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let id = |place: usize| invoices[place]["id"].as_str().unwrap();
    let chosen = page(&bench, &statement, &query(&[&invoices[0], &invoices[2]])).await;
    let french = format!("href=\"?lang=fr-CA&amp;invoices={},{}\"", id(0), id(2));
    assert!(chosen.contains(&french) && !chosen.contains("name=\"lang\""), "{chosen}");
    let french = page(&bench, &statement, &format!("?lang=fr-CA&invoices={},{}", id(0), id(2))).await;
    assert_eq!(ticks(&french), [true, false, true]);
    assert!(french.contains("<input type=\"hidden\" name=\"lang\" value=\"fr-CA\">"), "{french}");
    assert!(french.contains("Payer seulement celles-ci"), "{french}");
    let asked = format!("/api/links/{}?lang=fr-CA&invoices={},{}", link_of(&statement), id(0), id(2));
    let asked: Value = bench.get(&asked).await.json().await.unwrap();
    assert_eq!((&asked["amount_due"], &asked["chosen"]), (&json!(48_114), &json!([id(0), id(2)])));
    assert_eq!(asked["lines"][1]["choice"], json!({"invoice": id(1), "chosen": false}));
    assert!(french.contains(asked["sheet"].as_str().unwrap()), "the app shows the same sheet");
}

#[tokio::test]
async fn on_paper_the_statement_has_every_invoice() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let paper = async |query: &str| {
        let path = format!("/pay/{}/invoice.pdf{query}", link_of(&statement));
        bench.get(&path).await.bytes().await.unwrap()
    };
    assert_eq!(paper(&query(&[&invoices[0]])).await, paper("").await);
    let chosen = page(&bench, &statement, &query(&[&invoices[0]])).await;
    assert!(chosen.contains(&format!("href=\"/pay/{}/invoice.pdf\"", link_of(&statement))), "{chosen}");
}

#[tokio::test]
async fn an_address_whose_choice_is_none_or_can_no_longer_be_paid_leads_to_the_whole_statement() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let void = format!("/api/v1/invoices/{}/void", invoices[0]["id"].as_str().unwrap());
    assert_eq!(bench.post(&void, ACME_KEY, &json!({})).await.status(), 200);
    let path = format!("/pay/{}", link_of(&statement));
    let foreign = json!({"id": "inv_aaaaaaaaaaaaaaaaaaaaaaaaaa"});
    for vain in ["?invoices=junk".to_owned(), query(&[&foreign]), query(&[&invoices[0]])] {
        // The client follows; where it ends is the page without a choice.
        let page = bench.get(&format!("{path}{vain}")).await;
        assert_eq!(
            (page.status(), page.url().path(), page.url().query()),
            (StatusCode::OK, &*path, None),
            "{vain}"
        );
        assert_eq!(ticks(&page.text().await.unwrap()), [true, true]);
    }
    for refused in ["?invoices=junk".to_owned(), query(&[&foreign])] {
        let refused = bench.get(&format!("/api/links/{}{refused}", link_of(&statement))).await;
        assert_eq!(code_of(refused).await, (422, "invalid_fields".to_owned()));
    }
    // Of a choice that can be paid in part, that part is due.
    let part =
        view(&bench, &json!({"pay_url": format!("{path}{}", query(&[&invoices[0], &invoices[2]]))})).await;
    assert_eq!((&part["amount_due"], &part["standing"]["is"]), (&json!(24_057), &json!("open")));
}

#[tokio::test]
async fn there_are_no_boxes_where_there_is_nothing_to_choose() {
    let bench = Bench::start().await;
    let invoices = three(&bench).await;
    let statement = made(&bench).await;
    let alone = page(&bench, &invoices[0], &query(&[&invoices[0]])).await;
    assert!(ticks(&alone).is_empty() && !alone.contains("<form class=\"picks\""), "{alone}");
    bench.clover.answer(Answer::ApproveAndFail);
    let path = format!("/api/links/{}/payments", link_of(&statement));
    bench.post(&path, "", &request("a", 72_171)).await;
    // The worker may have found out already; it is paid then, and there is nothing to choose either.
    let paying = page(&bench, &statement, &query(&[&invoices[0]])).await;
    assert!(ticks(&paying).is_empty(), "{paying}");
}
