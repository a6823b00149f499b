//! What the payer types wrongly is said beside it, and nothing is sent.

use crate::world::{CardField, Route, World};

/// A number with a mistyped digit.
const MISTYPED: &str = "4242424242424241";

/// The complaint that assistive technology reads with the field.
async fn complaint(world: &World, field: &str) -> String {
    let described_by = world.payer.attribute(field, "aria-describedby").await;
    let described_by = described_by.unwrap_or_else(|| panic!("{field} is not described"));
    let mut texts = Vec::new();
    for id in described_by.split_whitespace() {
        texts.push(world.payer.reads(&format!("#{id}")).await);
    }
    texts.join(" ")
}

async fn nothing_was_sent(world: &World) {
    for route in [Route::Tokens, Route::CreateOrder, Route::PayOrder] {
        assert_eq!(world.clover.was_asked(route).await, 0, "{route:?}");
    }
}

#[tokio::test]
async fn empty_fields_are_named_one_by_one_and_nothing_is_sent() {
    let world = World::new().await;
    world.invoice_on_the_table().await;
    world.payer.types("#email", "dana@example.test").await;
    world.payer.presses_pay().await;
    world.payer.sees("Something is missing").await;
    world.payer.sees_state("ready").await;
    for field in CardField::ALL {
        let said = complaint(&world, field.container()).await;
        assert!(said.contains("Check the"), "{field:?}: {said}");
    }
    assert_eq!(world.payer.value("#email").await, "dana@example.test");
    nothing_was_sent(&world).await;
}

#[tokio::test]
async fn a_mistyped_number_is_said_beside_it_and_what_was_typed_stays() {
    let world = World::new().await;
    world.invoice_on_the_table().await;
    world.payer.types_card(MISTYPED).await;
    world.payer.presses_pay().await;
    world.payer.sees("Check the card number.").await;
    world.payer.sees_state("ready").await;
    let number = complaint(&world, CardField::Number.container()).await;
    assert!(number.contains("Check the card number."), "{number}");
    assert_eq!(complaint(&world, CardField::Date.container()).await.trim(), "");
    let typed = world.payer.has_typed(CardField::Number).await;
    assert_eq!(typed.replace(' ', ""), MISTYPED);
    assert_eq!(world.payer.has_typed(CardField::Cvv).await, "123");
    nothing_was_sent(&world).await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_beside_its_field() {
    let world = World::new().await;
    world.invoice_on_the_table().await;
    world.payer.types("#email", "dana at example").await;
    world.payer.presses_pay().await;
    world.payer.sees("Check the e-mail address.").await;
    assert_eq!(world.payer.attribute("#email", "aria-invalid").await.as_deref(), Some("true"));
    assert!(complaint(&world, "#email").await.contains("Check the e-mail address."));
    assert_eq!(world.payer.value("#email").await, "dana at example");
    nothing_was_sent(&world).await;
}
