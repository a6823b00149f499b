//! JavaScript stays behind two walls: only `clover-js` and `browser-json` may name `JsValue` or declare foreign
//! functions.

use super::finding::Finding;
use super::source::{Source, has_word};

const INSIDE: [&str; 2] = ["crates/clover-js", "crates/browser-json"];
/// This crate names what it looks for.
const LOOKS_FOR_IT: &str = "crates/xtask";

/// Finds `JsValue` and `extern "C"` outside the wall.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust() || INSIDE.iter().chain([&LOOKS_FOR_IT]).any(|folder| source.is_under(folder)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, text) in source.code() {
        for forbidden in ["JsValue", "extern \"C\""] {
            if has_word(text, forbidden) {
                findings.push(Finding::at(
                    &source.path,
                    line,
                    format!("`{forbidden}` belongs into {}", INSIDE.join(" or ")),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn javascript_outside_its_crate_is_found() {
        let text = "use wasm_bindgen::JsValue;\nextern \"C\" { fn alert(); }";
        assert_eq!(check(&made_up("src/runtime/page.rs", text)).len(), 2);
    }

    #[test]
    fn javascript_inside_its_crate_is_at_home() {
        assert!(
            check(&made_up("crates/clover-js/src/ffi.rs", "extern \"C\" { fn f(v: JsValue); }")).is_empty()
        );
        assert!(check(&made_up("src/app.rs", "let NotJsValueAtAll = 1;")).is_empty());
    }
}
