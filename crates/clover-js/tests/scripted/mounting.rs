//! Containers are checked, and unmounting leaves nothing behind.

use clover_js::{ContainerError, ElementType, Field, MountError, Styles};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{clover, count, mount, run, script, unscript};

fn inside(id: &str) -> String {
    run(&format!("return document.getElementById('{id}').innerHTML"))
}

#[wasm_bindgen_test]
async fn a_field_is_mounted_into_its_container() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    assert_eq!(field.kind(), ElementType::CardNumber);
    assert!(field.is_in_page());
    assert_eq!(run("return document.querySelector('#card-number > iframe').title"), "CARD NUMBER");
}

#[wasm_bindgen_test]
async fn every_kind_but_the_wallets_mounts() {
    let clover = clover().await;
    let wallets = [ElementType::PaymentRequestButton, ElementType::PaymentRequestButtonApplePay];
    for kind in ElementType::ALL.into_iter().filter(|kind| !wallets.contains(kind)) {
        drop(mount(&clover, kind, "spare"));
    }
    assert_eq!(count("create"), 11);
}

#[wasm_bindgen_test]
async fn a_missing_container_is_named() {
    let clover = clover().await;
    let error = clover.mount(&Field::new(ElementType::CardCvv), "nowhere").unwrap_err();
    assert_eq!(error, MountError::Container(ContainerError::Missing { id: "nowhere".into() }));
    assert_eq!(count("create"), 0);
}

#[wasm_bindgen_test]
async fn an_id_that_needs_escaping_is_refused_even_when_it_exists() {
    let clover = clover().await;
    run("document.getElementById('spare').id = ':r1:'");
    for id in [":r1:", "#card-number", "1st", "", "a b", "größe"] {
        let error = clover.mount(&Field::new(ElementType::CardCvv), id).unwrap_err();
        assert_eq!(error, MountError::Container(ContainerError::BadId { id: id.into() }));
    }
}

#[wasm_bindgen_test]
async fn a_placeholder_element_in_the_container_is_refused() {
    let clover = clover().await;
    run("document.getElementById('spare').innerHTML = '<span>loading</span>'");
    let error = clover.mount(&Field::new(ElementType::CardCvv), "spare").unwrap_err();
    assert_eq!(
        error,
        MountError::Container(ContainerError::NotEmpty { id: "spare".into(), found: "span".into() })
    );
}

#[wasm_bindgen_test]
async fn text_and_comments_in_the_container_do_no_harm() {
    let clover = clover().await;
    run("document.getElementById('spare').innerHTML = ' loading <!-- soon -->'");
    let _field = mount(&clover, ElementType::CardCvv, "spare");
}

#[wasm_bindgen_test]
async fn unmounting_empties_the_container() {
    let clover = clover().await;
    drop(mount(&clover, ElementType::CardNumber, "card-number"));
    assert_eq!(inside("card-number"), "");
}

#[wasm_bindgen_test]
async fn a_field_mounts_again_after_unmounting() {
    let clover = clover().await;
    for _ in 0..3 {
        let field = mount(&clover, ElementType::CardNumber, "card-number");
        assert!(field.is_in_page());
    }
    assert_eq!(count("create"), 3, "Clover mounts an object only once, so each mount needs a new one");
}

#[wasm_bindgen_test]
async fn a_second_field_of_a_kind_is_refused_while_the_first_lives() {
    let clover = clover().await;
    let first = mount(&clover, ElementType::CardNumber, "card-number");
    let again = clover.mount(&Field::new(ElementType::CardNumber), "spare");
    assert_eq!(again.unwrap_err(), MountError::AlreadyMounted(ElementType::CardNumber));
    drop(first);
    let _moved = mount(&clover, ElementType::CardNumber, "spare");
}

#[wasm_bindgen_test]
async fn styles_arrive_as_a_fresh_mutable_object_each_time() {
    let clover = clover().await;
    let styles = Styles::new().rule("input", [("fontSize", "16px")]).set("input:focus", "outline", "none");
    let field = Field::new(ElementType::CardNumber).styles(&styles);
    drop(clover.mount(&field, "card-number").unwrap());
    drop(clover.mount(&field, "card-number").unwrap());
    let expected = r#"{"input":{"fontSize":"16px"},"input:focus":{"outline":"none"}}"#;
    assert_eq!(run("return state.options.join(' ')"), format!("{expected} {expected}"));
}

#[wasm_bindgen_test]
async fn a_mount_that_throws_a_string_leaves_nothing_behind() {
    let clover = clover().await;
    script(
        "mount",
        "self, selector",
        "document.querySelector(selector).append(document.createElement('iframe')); throw 'half way';",
    );
    let error = clover.mount(&Field::new(ElementType::CardNumber), "card-number").unwrap_err();
    assert!(matches!(error, MountError::Thrown(thrown) if thrown.text() == "half way"));
    assert_eq!(inside("card-number"), "");
    unscript("mount");
    let _field = mount(&clover, ElementType::CardNumber, "card-number");
}

#[wasm_bindgen_test]
async fn a_create_that_gives_nothing_is_an_error_and_no_panic() {
    let clover = clover().await;
    script("create", "", "return undefined");
    assert!(matches!(
        clover.mount(&Field::new(ElementType::CardNumber), "card-number"),
        Err(MountError::Thrown(_))
    ));
}

#[wasm_bindgen_test]
async fn a_mount_that_silently_does_nothing_is_an_error() {
    let clover = clover().await;
    script("mount", "", "");
    let error = clover.mount(&Field::new(ElementType::CardNumber), "card-number").unwrap_err();
    assert_eq!(error, MountError::NothingAppeared(ElementType::CardNumber));
}

#[wasm_bindgen_test]
async fn a_container_wiped_by_someone_else_shows_and_may_be_used_again() {
    let clover = clover().await;
    let field = mount(&clover, ElementType::CardNumber, "card-number");
    run("document.getElementById('card-number').innerHTML = ''");
    assert!(!field.is_in_page());
    drop(field);
    let _again = mount(&clover, ElementType::CardNumber, "card-number");
}
