//! Nothing jumps: not when the app takes over, not when the frames arrive, not when the receipt does.

use crate::world::{GOOD_CARD, Payer, World};

/// The browser's own measure (cumulative layout shift); 0.1 counts as good, this is stricter.
const MOST: f64 = 0.02;

/// Adds all shifts up that do not follow a touch of the payer's, and remembers which elements moved.
const WATCH: &str = "
    window.jumps = { sum: 0, who: [] };
    new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) {
            if (shift.hadRecentInput) continue;
            window.jumps.sum += shift.value;
            for (const { node } of shift.sources) window.jumps.who.push(node?.className || node?.nodeName);
        }
    }).observe({ type: 'layout-shift', buffered: true });
";

async fn stood_still(payer: &Payer) {
    let jumps = payer.asks("return window.jumps", vec![]).await;
    eprintln!("layout shift: {jumps}");
    assert!(jumps["sum"].as_f64().unwrap() < MOST, "{jumps}");
}

async fn nothing_jumps_on_a_screen_of(width: u32, height: u32) {
    let world = World::new().await;
    world.payer.has_a_screen_of(width, height).await;
    world.payer.has_a_slow_network().await;
    world.payer.has_at_hand(WATCH).await;
    let invoice = world.invoice_on_the_table().await;
    stood_still(&world.payer).await;
    world.payer.types_card(GOOD_CARD).await;
    world.payer.presses_pay().await;
    world.payer.sees_state("paid").await;
    stood_still(&world.payer).await;
    world.clover.took_exactly(&invoice).await;
}

#[tokio::test]
async fn nothing_jumps_on_a_telephone() {
    nothing_jumps_on_a_screen_of(360, 740).await;
}

#[tokio::test]
async fn nothing_jumps_on_a_desk() {
    nothing_jumps_on_a_screen_of(1280, 800).await;
}
