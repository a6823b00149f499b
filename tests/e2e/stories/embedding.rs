//! The pay page inside a merchant's portal, which is another site.

use serde_json::{Value, json};

use crate::world::{BAD_CARD, CardField, GOOD_CARD, Key, Portal, Route, World};

const ELEMENT: &str = "trefoil-invoice";
/// What Chromium says when a page refuses to be framed.
const REFUSED: &str = "frame-ancestors";

/// A portal with these elements, in which `{}` is the pay link, and the world that it belongs to.
async fn embedded(elements: &str) -> (World, Portal, crate::world::Invoice) {
    let portal = Portal::open().await;
    let world = World::beside(&portal).await;
    let invoice = world.invoice(|_| ()).await;
    portal.embeds(&world.server.at("/embed.js"), &elements.replace("{}", &invoice.pay_url));
    (world, portal, invoice)
}

/// The usual element; its own link is for browsers without scripts.
const PLAIN: &str = "<trefoil-invoice href={}><a href={}>Pay</a></trefoil-invoice>";

async fn fits_without_scroll_bars(world: &World, width: u32) {
    world.payer.has_a_screen_of(width, 900).await;
    world.payer.looks_into(ELEMENT).await;
    let overflow = "const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth - innerWidth, Math.max(0, scrollHeight - innerHeight)]";
    crate::world::eventually("a frame as high as its page", async || {
        (world.payer.asks(overflow, vec![]).await == json!([0, 0])).then_some(())
    })
    .await;
    let content = world.payer.asks("return document.documentElement.getBoundingClientRect().height", vec![]);
    let content = content.await.as_f64().unwrap();
    world.payer.looks_around().await;
    let frame = world.payer.asks_about_frame(ELEMENT, "frame.clientHeight").await.as_f64().unwrap();
    assert!(content > 300.0 && (0.0..2.0).contains(&(frame - content)), "{frame} for {content} at {width}");
    let sideways = "return document.documentElement.scrollWidth - innerWidth";
    assert!(world.payer.asks(sideways, vec![]).await.as_i64().unwrap() <= 0, "sticks out at {width}");
}

#[tokio::test]
async fn a_portal_shows_the_page_without_scroll_bars_and_hears_what_happens_in_order() {
    let (world, portal, invoice) = embedded(PLAIN).await;
    world.payer.opens(portal.origin()).await;
    world.payer.hears(&["ready"]).await;
    for width in [320, 1280] {
        fits_without_scroll_bars(&world, width).await;
    }

    world.payer.looks_into(ELEMENT).await;
    world.payer.types_card(BAD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("declined").await;
    world.payer.looks_around().await;
    world.payer.hears(&["ready", "processing", "declined"]).await;
    fits_without_scroll_bars(&world, 1280).await;

    world.payer.looks_into(ELEMENT).await;
    world.payer.clears(CardField::Number).await;
    world.payer.types_into(CardField::Number, GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.payer.looks_around().await;
    let heard = world.payer.hears(&["ready", "processing", "declined", "processing", "paid"]).await;
    for event in &heard {
        let detail = &event["detail"];
        assert_eq!((&detail["amount"], &detail["currency"]), (&json!(12845), &json!("USD")), "{event}");
        assert_eq!(detail["payment"].is_string(), event["type"] == "paid", "{event}");
    }
    let told = Value::from(heard).to_string();
    assert!(!told.contains(invoice.pay_url.rsplit('/').next().unwrap()), "the link was told: {told}");
    world.clover.took_exactly(&invoice).await;
}

/// Only the site around the page can scroll to it.
#[tokio::test]
async fn a_notice_outside_of_the_screen_is_scrolled_to() {
    let elements = "<div style=height:900px>The year in review</div>".to_owned() + PLAIN;
    let (world, portal, _) = embedded(&elements).await;
    world.payer.has_a_screen_of(320, 640).await;
    world.payer.opens(portal.origin()).await;
    world.payer.asks("document.querySelector('trefoil-invoice').scrollIntoView()", vec![]).await;
    world.payer.hears(&["ready"]).await;
    world.payer.looks_into(ELEMENT).await;
    world.payer.types_card(BAD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.clover.has_held(Route::PayOrder).await;
    world.payer.looks_around().await;
    world.payer.asks("scrollTo(0, 0)", vec![]).await;
    world.clover.releases().await;
    world.payer.hears(&["ready", "processing", "declined"]).await;
    world.payer.looks_into(ELEMENT).await;
    let place = "return document.getElementById('notice').getBoundingClientRect().top";
    let place = world.payer.asks(place, vec![]).await.as_f64().unwrap();
    world.payer.looks_around().await;
    let on_screen = format!("(({place} + frame.getBoundingClientRect().top) / innerHeight)");
    world.payer.sees_of_frame(ELEMENT, &format!("{on_screen} > 0 && {on_screen} < 0.9")).await;
}

#[tokio::test]
async fn a_frame_needs_no_cookies_and_gets_none() {
    let (world, portal, invoice) = embedded(PLAIN).await;
    world.payer.opens(portal.origin()).await;
    world.payer.looks_into(ELEMENT).await;
    let kept = "document.cookie = 'kept=1; SameSite=None; Secure'; return document.cookie";
    assert_eq!(world.payer.asks(kept, vec![]).await, "", "the browser does not block cookies of other sites");
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    world.payer.looks_around().await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn a_site_that_was_not_named_shows_a_link_and_hears_nothing() {
    let (world, _portal, invoice) = embedded(PLAIN).await;
    world.payer.expects_complaint(REFUSED);
    let stranger = Portal::open().await;
    let listens =
        "<script>window.messages = []; addEventListener('message', (e) => messages.push(e.data))</script>";
    let elements = format!("{listens}{PLAIN}<iframe id=own src={{}}></iframe>");
    stranger.embeds(&world.server.at("/embed.js"), &elements.replace("{}", &invoice.pay_url));
    world.payer.opens(stranger.origin()).await;
    world.payer.sees_of_frame(ELEMENT, "frame.hidden").await;
    world.payer.sees_of_frame(ELEMENT, "!frame.parentNode.querySelector('slot').hidden").await;
    assert_eq!(world.payer.reads(ELEMENT).await, "Pay");
    assert_eq!(world.payer.heard().await, Vec::<Value>::new());
    assert_eq!(world.payer.asks("return messages", vec![]).await, json!([]));
    world.payer.presses("trefoil-invoice > a").await;
    world.payer.sees_state("ready").await;
}

#[tokio::test]
async fn the_frame_hears_its_parent_alone() {
    let (world, portal, invoice) = embedded("").await;
    let stranger = Portal::open().await;
    // It sits beside the frame and is faster than the portal, and it keeps asking.
    stranger.shows(
        "<script>
        const channel = new MessageChannel();
        channel.port1.onmessage = ({ data }) => parent.postMessage({ leaked: data }, '*');
        addEventListener('message', () => {
            parent.frames[0].postMessage('trefoil', '*', [channel.port2]);
            parent.postMessage('asked', '*');
        });
        </script>",
    );
    portal.shows(&format!(
        "<iframe src={}></iframe><iframe src={}></iframe><script>
        window.heard = [];
        addEventListener('message', ({{ data, origin }}) => {{
            if (data === 'trefoil') frames[1].postMessage('go', '*');
            else if (data !== 'asked') heard.push(['stranger', data]);
            else {{
                const channel = new MessageChannel();
                channel.port1.onmessage = ({{ data }}) => heard.push(['portal', data.type ?? 'other']);
                frames[0].postMessage('something else', '*', [new MessageChannel().port2]);
                frames[0].postMessage('trefoil', '*', [channel.port2]);
            }}
        }});
        </script>",
        invoice.pay_url,
        stranger.origin(),
    ));
    world.payer.opens(portal.origin()).await;
    crate::world::eventually("the event of the portal", async || {
        let heard = world.payer.asks("return heard", vec![]).await;
        heard.as_array()?.contains(&json!(["portal", "ready"])).then_some(())
    })
    .await;
    let heard = world.payer.asks("return heard", vec![]).await.to_string();
    assert!(!heard.contains("stranger"), "{heard}");
}

#[tokio::test]
async fn a_portal_chooses_colours_corners_and_letters_and_nothing_else() {
    let style = "--trefoil-accent:#8a1c4a; --trefoil-radius:4px; --trefoil-font:'Nowhere', Georgia, serif;
        --trefoil-scheme:dark";
    let hostile = "--trefoil-accent:url(https://evil.example/x); --trefoil-radius:99999px;
        --trefoil-font:expression(1); --trefoil-scheme:blue";
    let elements = format!(
        "<trefoil-invoice href={{}} style=\"{style}\"></trefoil-invoice>
        <trefoil-invoice id=hostile href={{}} style=\"{hostile}\"></trefoil-invoice>"
    );
    let (world, portal, _) = embedded(&elements).await;
    world.payer.has_set(&[("prefers-color-scheme", "light")]).await;
    world.payer.opens(portal.origin()).await;
    let looks = "const of = (selector) => getComputedStyle(document.querySelector(selector));
        return [of('.page').getPropertyValue('--accent'), of('.pay').borderRadius, of('body').fontFamily,
            of('body').color, of('html').colorScheme]";
    world.payer.looks_into(ELEMENT).await;
    world.payer.sees_state("ready").await;
    let chosen = json!(["#8a1c4a", "4px", "georgia, serif", "rgb(240, 240, 238)", "dark"]);
    assert_eq!(world.payer.asks(looks, vec![]).await, chosen);
    world.payer.looks_around().await;
    world.payer.asks("hostile.scrollIntoView()", vec![]).await;
    world.payer.looks_into("#hostile").await;
    world.payer.sees_state("ready").await;
    let own = world.payer.asks(looks, vec![]).await;
    assert_eq!((&own[0], &own[1], &own[4]), (&json!("#0b6e4f"), &json!("12px"), &json!("light")), "{own}");
    assert_eq!(own[3], "rgb(27, 29, 33)");
    assert!(own[2].as_str().unwrap().starts_with("system-ui"), "{own}");
    world.payer.looks_around().await;
}

#[tokio::test]
async fn a_page_far_below_is_loaded_when_the_payer_comes_near() {
    let elements = "<div style=height:6000px>The year in review</div>".to_owned() + PLAIN;
    let (world, portal, _) = embedded(&elements).await;
    world.payer.opens(portal.origin()).await;
    world.payer.has_loaded_all().await;
    world.payer.sees_of_frame(ELEMENT, "frame != null").await;
    assert_eq!(world.payer.asks_about_frame(ELEMENT, "frame.getAttribute('src')").await, Value::Null);
    assert_eq!(world.clover.was_asked(Route::Sdk).await, 0);
    world.payer.asks("document.querySelector('trefoil-invoice').scrollIntoView()", vec![]).await;
    world.payer.hears(&["ready"]).await;
}

#[tokio::test]
async fn elements_can_be_several_taken_out_put_back_and_given_another_link() {
    let elements = "<trefoil-invoice id=one href={}></trefoil-invoice>
        <trefoil-invoice id=two href={}></trefoil-invoice>";
    let (world, portal, _) = embedded(elements).await;
    let other = world.invoice(|draft| "INV-2042".clone_into(&mut draft.number)).await;
    world.payer.has_a_screen_of(1280, 2600).await;
    world.payer.opens(portal.origin()).await;
    world.payer.hears(&["ready", "ready"]).await;
    // Port and listener of the old frame would speak up too if anything of it were left.
    world.payer.asks("const it = one; it.remove(); document.body.prepend(it)", vec![]).await;
    world.payer.hears(&["ready"; 3]).await;
    world.payer.asks("two.setAttribute('href', arguments[0])", vec![other.pay_url.clone().into()]).await;
    let heard = world.payer.hears(&["ready"; 4]).await;
    assert_eq!((&heard[2]["id"], &heard[3]["id"]), (&json!("one"), &json!("two")));
    world.payer.looks_into("#two").await;
    world.payer.sees("INV-2042").await;
    world.payer.looks_around().await;
    let frames = "return [...document.querySelectorAll('trefoil-invoice')]
        .map(({ shadowRoot }) => shadowRoot.querySelectorAll('iframe').length)";
    assert_eq!(world.payer.asks(frames, vec![]).await, json!([1, 1]));
    assert_eq!(world.payer.asks("return listening", vec![]).await, 2);
    world.payer.asks("one.remove(); two.removeAttribute('href')", vec![]).await;
    assert_eq!(world.payer.asks(frames, vec![]).await, json!([0]));
    assert_eq!(world.payer.asks("return listening", vec![]).await, 0);
}

#[tokio::test]
async fn a_button_opens_the_page_as_a_dialog_for_the_keyboard_and_asks_before_it_leaves_a_payment() {
    let button = "<trefoil-invoice mode=button label='Pay now' href={}></trefoil-invoice>";
    let (world, portal, invoice) = embedded(button).await;
    world.payer.opens(portal.origin()).await;
    let about = "const { shadowRoot: root } = document.querySelector('trefoil-invoice');
        const dialog = root.querySelector('dialog');
        return [dialog.open, root.activeElement?.part.value ?? null, document.documentElement.style.overflow]";
    world.payer.tabs_to(ELEMENT).await;
    assert_eq!(world.payer.asks_about_frame(ELEMENT, "frame.getAttribute('src')").await, Value::Null);
    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.hears(&["ready"]).await;
    assert_eq!(world.payer.asks(about, vec![]).await, json!([true, "close", "hidden"]));
    world.payer.presses_key(Key::Escape.into()).await;
    let heard = world.payer.hears(&["ready", "closed"]).await;
    assert_eq!(heard[1]["detail"], json!({ "state": "ready" }));
    assert_eq!(world.payer.asks(about, vec![]).await, json!([false, "button", ""]));

    world.payer.presses_key(Key::Enter.into()).await;
    world.payer.looks_into(ELEMENT).await;
    world.payer.sees_state("ready").await;
    world.payer.types_card(GOOD_CARD).await;
    world.clover.holds(Route::PayOrder).await;
    world.payer.presses_pay().await;
    world.clover.has_held(Route::PayOrder).await;
    world.payer.looks_around().await;
    world.payer.hears(&["ready", "closed", "processing"]).await;
    world.payer.asks("setTimeout(() => document.querySelector('trefoil-invoice').shadowRoot.querySelector('[part=close]').click())", vec![]).await;
    assert!(world.payer.is_asked().await.contains("under way"));
    world.payer.says(false).await;
    assert_eq!(world.payer.asks(about, vec![]).await[0], true);
    world.clover.releases().await;
    world.payer.hears(&["ready", "closed", "processing", "paid"]).await;
    world.payer.looks_into(ELEMENT).await;
    world.payer.holds_the_receipt(&invoice, "$128.45", "4242").await;
    world.payer.presses_key(Key::Escape.into()).await;
    world.payer.looks_around().await;
    world.payer.hears(&["ready", "closed", "processing", "paid", "closed"]).await;
    world.clover.took_exactly(&invoice).await;
}
