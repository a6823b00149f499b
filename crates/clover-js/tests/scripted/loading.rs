//! The script comes once, is checked, and a failure is no verdict for ever.

use clover_js::{LoadError, Sdk};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{BRIEF, LONG, bare_page, hold_scripts, page, run, script_of};

const DEFINES: &str = "window.loads = (window.loads ?? 0) + 1; window.Clover = class {};";

fn tags(src: &str) -> String {
    run(&format!("return [...document.scripts].filter((it) => it.src === '{src}').length"))
}

#[wasm_bindgen_test]
async fn a_script_that_defines_clover_is_loaded() {
    bare_page();
    let src = script_of(DEFINES);
    assert!(Sdk::load(&src, LONG).await.is_ok());
    assert_eq!(tags(&src), "1");
}

#[wasm_bindgen_test]
async fn asking_again_loads_nothing_again() {
    bare_page();
    run("window.loads = 0");
    let src = script_of(DEFINES);
    Sdk::load(&src, LONG).await.unwrap();
    Sdk::load(&src, LONG).await.unwrap();
    assert_eq!(run("return window.loads"), "1");
}

#[wasm_bindgen_test]
async fn callers_at_the_same_time_share_one_script() {
    bare_page();
    run("window.loads = 0");
    let src = script_of(DEFINES);
    let (one, two) = futures::join!(Sdk::load(&src, LONG), Sdk::load(&src, LONG));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(run("return window.loads"), "1");
    assert_eq!(tags(&src), "1");
}

#[wasm_bindgen_test]
async fn a_caller_who_gives_up_does_not_stop_the_others() {
    bare_page();
    let src = script_of(DEFINES);
    let first = Sdk::load(&src, LONG);
    let second = Sdk::load(&src, LONG);
    futures::pin_mut!(first);
    assert!(futures::poll!(first.as_mut()).is_pending());
    assert!(second.await.is_ok());
}

#[wasm_bindgen_test]
async fn a_global_that_is_already_there_is_used() {
    page();
    assert!(Sdk::load("https://checkout.example/sdk.js", LONG).await.is_ok());
    assert_eq!(tags("https://checkout.example/sdk.js"), "0");
}

#[wasm_bindgen_test]
async fn a_script_that_defines_nothing_is_an_error_and_leaves_no_tag() {
    bare_page();
    let src = script_of("window.somethingElse = 1;");
    assert_eq!(Sdk::load(&src, LONG).await.unwrap_err(), LoadError::DefinesNothing);
    assert_eq!(tags(&src), "0");
}

#[wasm_bindgen_test]
async fn a_global_that_is_no_function_is_not_clover() {
    bare_page();
    let src = script_of("window.Clover = { not: 'a function' };");
    assert_eq!(Sdk::load(&src, LONG).await.unwrap_err(), LoadError::DefinesNothing);
}

#[wasm_bindgen_test]
async fn a_script_that_throws_while_it_runs_defines_nothing() {
    bare_page();
    run("window.onerror = () => true");
    let src = script_of("throw 'broken on arrival';");
    let outcome = Sdk::load(&src, LONG).await;
    run("window.onerror = null");
    assert_eq!(outcome.unwrap_err(), LoadError::DefinesNothing);
}

#[wasm_bindgen_test]
async fn a_blocked_script_is_an_error_and_leaves_no_tag() {
    bare_page();
    // Nothing listens on port 1, and browsers refuse it anyway.
    let src = "http://127.0.0.1:1/sdk.js";
    assert_eq!(Sdk::load(src, LONG).await.unwrap_err(), LoadError::Blocked);
    assert_eq!(tags(src), "0");
}

#[wasm_bindgen_test]
async fn a_failure_is_forgotten_so_that_the_next_try_may_succeed() {
    bare_page();
    let src = script_of("if (window.online) { window.Clover = class {}; }");
    assert_eq!(Sdk::load(&src, LONG).await.unwrap_err(), LoadError::DefinesNothing);
    run("window.online = true");
    assert!(Sdk::load(&src, LONG).await.is_ok());
}

#[wasm_bindgen_test]
async fn after_a_failure_another_address_may_be_tried() {
    bare_page();
    assert!(Sdk::load("http://127.0.0.1:1/sdk.js", LONG).await.is_err());
    assert!(Sdk::load(&script_of(DEFINES), LONG).await.is_ok());
}

#[wasm_bindgen_test]
async fn a_script_that_does_not_come_times_out() {
    bare_page();
    hold_scripts();
    assert_eq!(Sdk::load(&script_of(DEFINES), BRIEF).await.unwrap_err(), LoadError::TimedOut);
}

#[wasm_bindgen_test]
async fn a_script_that_comes_too_late_serves_the_next_try() {
    bare_page();
    hold_scripts();
    let src = script_of(DEFINES);
    assert_eq!(Sdk::load(&src, BRIEF).await.unwrap_err(), LoadError::TimedOut);
    assert_eq!(tags(&src), "1", "the late script must find its own tag when it runs");
    run(DEFINES);
    assert!(Sdk::load(&src, LONG).await.is_ok());
    assert_eq!(tags(&src), "1");
}

#[wasm_bindgen_test]
async fn a_late_script_is_taken_by_whoever_waits_on_and_asked_for_only_once() {
    bare_page();
    hold_scripts();
    let src = script_of(DEFINES);
    assert_eq!(Sdk::load_late(&src, LONG).await.unwrap_err(), LoadError::TimedOut, "nothing is awaited");
    assert_eq!(Sdk::load(&src, BRIEF).await.unwrap_err(), LoadError::TimedOut);
    assert_eq!(Sdk::load_late(&src, BRIEF).await.unwrap_err(), LoadError::TimedOut);
    let come = async {
        run(DEFINES);
        run(&format!(
            "[...document.scripts].find((it) => it.src === '{src}').dispatchEvent(new Event('load'))"
        ));
    };
    let (late, ()) = futures::join!(Sdk::load_late(&src, LONG), come);
    assert!(late.is_ok());
    assert_eq!(tags(&src), "1");
}

#[wasm_bindgen_test]
async fn the_try_after_a_timeout_replaces_the_tag() {
    bare_page();
    hold_scripts();
    let src = script_of(DEFINES);
    assert!(Sdk::load(&src, BRIEF).await.is_err());
    run(&format!("[...document.scripts].find((it) => it.src === '{src}').id = 'first-try'"));
    assert!(Sdk::load(&src, BRIEF).await.is_err());
    assert_eq!(tags(&src), "1");
    assert_eq!(run("return document.querySelectorAll('#first-try').length"), "0");
}

#[wasm_bindgen_test]
async fn a_tag_of_the_pages_own_is_waited_for() {
    bare_page();
    let src = script_of(DEFINES);
    run(&format!(
        "const tag = document.createElement('script'); tag.type = 'text/held'; tag.className = 'own-tag';
         tag.src = '{src}'; document.head.append(tag);"
    ));
    let load = Sdk::load(&src, LONG);
    futures::pin_mut!(load);
    assert!(futures::poll!(load.as_mut()).is_pending());
    assert_eq!(tags(&src), "1");
    run(DEFINES);
    run("document.querySelector('.own-tag').dispatchEvent(new Event('load'))");
    assert!(load.await.is_ok());
}

#[wasm_bindgen_test]
async fn a_second_address_in_one_page_life_is_refused() {
    bare_page();
    Sdk::load(&script_of(DEFINES), LONG).await.unwrap();
    assert_eq!(Sdk::load(&script_of(DEFINES), LONG).await.unwrap_err(), LoadError::AnotherSource);
}

#[wasm_bindgen_test]
async fn the_tag_stands_before_every_other_script() {
    bare_page();
    run(
        "const other = document.createElement('script'); other.className = 'own-tag'; document.head.prepend(other);",
    );
    let src = script_of(DEFINES);
    Sdk::load(&src, LONG).await.unwrap();
    assert_eq!(run("return document.scripts[0].src"), src);
    assert_eq!(run("return document.scripts[0].async"), "true");
}

#[wasm_bindgen_test]
async fn the_tag_matches_a_preload_in_its_crossorigin() {
    bare_page();
    let src = script_of(DEFINES);
    run(&format!(
        "const link = document.createElement('link'); link.rel = 'preload'; link.as = 'script';
         link.href = '{src}'; link.crossOrigin = 'anonymous'; document.head.append(link);"
    ));
    Sdk::load(&src, LONG).await.unwrap();
    assert_eq!(run("return document.scripts[0].crossOrigin"), "anonymous");
}
