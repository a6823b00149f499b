//! The plain values, which need no Clover.

use clover_js::{CardToken, ElementType, Locale, Styles};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn every_kind_of_field_is_found_by_its_name() {
    for kind in ElementType::ALL {
        assert_eq!(ElementType::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(ElementType::parse("GOOGLE_PAY"), None);
}

#[wasm_bindgen_test]
fn a_language_tag_finds_the_nearest_of_clovers_three() {
    for (tag, code) in
        [("fr", "fr-CA"), ("FR-fr", "fr-CA"), ("en-CA", "en-CA"), ("en-US", "en"), ("de", "en"), ("", "en")]
    {
        assert_eq!(Locale::nearest(tag).as_str(), code, "{tag}");
    }
}

#[wasm_bindgen_test]
fn a_property_set_twice_keeps_its_last_value() {
    let styles = Styles::new()
        .set("input", "color", "red")
        .set("label", "color", "grey")
        .set("input", "color", "blue");
    assert_eq!(styles.properties("input").collect::<Vec<_>>(), [("color", "blue")]);
    assert_eq!(styles.properties("body").count(), 0);
}

#[wasm_bindgen_test]
fn a_card_token_is_short_and_plain() {
    assert!(CardToken::parse("clv_1TSTabc").is_some());
    assert!(CardToken::parse(&format!("clv_{}", "a".repeat(60))).is_some());
    assert!(CardToken::parse(&format!("clv_{}", "a".repeat(61))).is_none());
    assert!(CardToken::parse("clv_1TST abc").is_none());
}
