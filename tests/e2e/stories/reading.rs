//! The invoice can be read: without scripts, in each language, and whatever its texts are made of.

use crate::world::{Draft, Merchant, World};

/// A text that does something if anybody takes it for HTML.
const HTML: &str = "<img src=/x onerror=document.body.dataset.broken=1><b class=taken>b</b>&amp;\"'";

#[tokio::test]
async fn without_scripts_the_invoice_is_readable_with_total_and_contact() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.has_scripts(false).await;
    world.payer.opens(&invoice.pay_url).await;
    let page = world.payer.reads("body").await;
    let expected = [
        "Acme Plumbing",
        "INV-2041",
        "Dana Whitfield",
        "Drain inspection",
        "$128.45",
        Merchant::EMAIL,
        "JavaScript",
    ];
    for part in expected {
        assert!(page.contains(part), "no {part} in:\n{page}");
    }
}

#[tokio::test]
async fn without_scripts_there_is_nothing_to_type_into_and_a_pdf_to_keep() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.has_scripts(false).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.has_loaded_all().await;
    let seen =
        "return [...document.querySelectorAll('.field, #pay')].filter((it) => it.offsetHeight > 0).length";
    assert_eq!(world.payer.asks(seen, vec![]).await, 0);
    let pdf = world.payer.attribute(".keep a", "href").await.unwrap();
    assert!(pdf.ends_with("/invoice.pdf"), "{pdf}");
}

#[tokio::test]
async fn a_browser_that_cannot_run_the_page_is_told_what_to_do() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.has_at_hand("delete window.WebAssembly").await;
    world.payer.expects_complaint("WebAssembly is not defined");
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees("This browser cannot open the card form").await;
    let page = world.payer.reads("body").await;
    assert!(page.contains("$128.45") && page.contains(Merchant::EMAIL), "{page}");
    assert!(!page.contains("Card number") && !page.contains("Try again"), "{page}");
}

#[tokio::test]
async fn a_payer_whose_browser_cannot_get_the_program_may_try_again() {
    let world = World::new().await;
    let invoice = world.invoice(|_| ()).await;
    world.payer.cannot_reach("*.wasm").await;
    world.payer.expects_complaint("Failed to fetch");
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees("The card form did not load").await;
    world.payer.cannot_reach("nothing").await;
    world.payer.presses("#broken a").await;
    world.payer.sees_state("ready").await;
}

async fn first_paint_is_what_the_app_draws(merchant: Merchant, change: impl Fn(&mut Draft)) {
    let locale = merchant.locale;
    let world = World::of(merchant).await;
    world.payer.speaks(locale).await;
    let invoice = world.invoice(change).await;
    world.payer.has_scripts(false).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.has_loaded_all().await;
    let first = world.payer.reads(".invoice").await;
    world.payer.has_scripts(true).await;
    world.payer.opens(&invoice.pay_url).await;
    world.payer.sees_state("ready").await;
    assert!(first.contains(&invoice.number), "{first}");
    assert_eq!(world.payer.reads(".invoice").await, first);
}

#[tokio::test]
async fn the_first_paint_says_what_the_app_says_in_american_english() {
    first_paint_is_what_the_app_draws(Merchant::default(), |draft| {
        draft.lines.push(("Boiler".to_owned(), 1, 1_234_567, 0));
        draft.schedule = vec![("2020-01-01", 1_000_000), ("2099-01-01", 247_412)];
    })
    .await;
}

#[tokio::test]
async fn the_first_paint_says_what_the_app_says_in_canadian_french() {
    let merchant = Merchant { locale: "fr-CA", ..Merchant::default() };
    first_paint_is_what_the_app_draws(merchant, |draft| {
        draft.currency = "CAD";
        draft.due_date = Some("2031-08-01");
        draft.lines.push(("Chaudière".to_owned(), 2, 1_234_567, 0));
    })
    .await;
}

#[tokio::test]
async fn html_in_any_text_of_an_invoice_is_shown_as_text() {
    let world = World::of(Merchant { name: "<b class=taken>Acme</b>", ..Merchant::default() }).await;
    let invoice = world
        .invoice(|draft| {
            draft.number = "<b class=taken>7</b>".to_owned();
            draft.customer = HTML.to_owned();
            draft.lines[0].0 = HTML.to_owned();
            draft.notes = format!("{HTML}</script><script>document.body.dataset.broken=1</script><!--");
        })
        .await;
    for scripts in [false, true] {
        world.payer.has_scripts(scripts).await;
        world.payer.opens(&invoice.pay_url).await;
        if scripts {
            world.payer.sees_state("ready").await;
        }
        let page = world.payer.reads("body").await;
        assert_eq!(page.matches(HTML).count(), 3, "{page}");
        assert!(page.contains("<b class=taken>7</b>") && page.contains("<b class=taken>Acme</b>"), "{page}");
        assert_eq!(world.payer.counts(".taken, img[src='/x']").await, 0);
        assert_eq!(world.payer.attribute("body", "data-broken").await, None);
    }
}
