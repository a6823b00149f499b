//! Money and dates by the browser's `Intl`.

use trefoil_page::i18n::format;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn money_is_written_as_each_locale_writes_it() {
    assert_eq!(format::money(128_450, "USD", 2, "en-US"), "$1,284.50");
    assert_eq!(format::money(128_450, "CAD", 2, "en-CA"), "$1,284.50");
    assert_eq!(format::money(128_450, "CAD", 2, "fr-CA"), "1\u{a0}284,50\u{a0}$");
    assert_eq!(format::money(5, "USD", 2, "en-US"), "$0.05");
    assert_eq!(format::money(1200, "JPY", 0, "en-US"), "¥1,200");
}

#[wasm_bindgen_test]
fn large_amounts_do_not_pass_through_floating_point() {
    assert_eq!(format::money(900_719_925_474_099_301, "USD", 2, "en-US"), "$9,007,199,254,740,993.01");
}

#[wasm_bindgen_test]
fn a_moment_is_written_in_words_and_what_is_none_as_it_is() {
    assert!(format::moment("2026-12-30T12:00:00Z", "en-US").starts_with("December 30, 2026"));
    assert!(format::moment("2026-12-30T12:00:00Z", "fr-CA").starts_with("30 décembre 2026"));
    assert_eq!(format::moment("soon", "en-US"), "soon");
}
