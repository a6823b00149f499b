//! Every module opens with a sentence that says its single job.

use super::finding::Finding;
use super::source::Source;

/// Finds modules that do not open with `//!`; a `// tidy:` line may stand before it.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust() || !(source.path.starts_with("src/") || source.path.contains("/src/")) {
        return Vec::new();
    }
    let first = source.text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("// tidy:"));
    let said = first.and_then(|line| line.strip_prefix("//!")).is_some_and(|text| !text.trim().is_empty());
    if said {
        Vec::new()
    } else {
        vec![Finding::about(&source.path, "opens without a `//!` sentence on its job")]
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn a_module_without_its_sentence_is_found() {
        assert_eq!(check(&made_up("src/app.rs", "use leptos::prelude::*;")).len(), 1);
        assert_eq!(check(&made_up("crates/a/src/lib.rs", "//!\nfn f() {}")).len(), 1);
        assert_eq!(check(&made_up("crates/a/src/lib.rs", "")).len(), 1);
    }

    #[test]
    fn a_module_with_its_sentence_and_a_test_file_are_fine() {
        assert!(check(&made_up("src/app.rs", "//! Wires the page.\n")).is_empty());
        assert!(check(&made_up("src/a.rs", "// tidy: long because x\n//! A table.")).is_empty());
        assert!(check(&made_up("tests/e2e/main.rs", "mod pay;")).is_empty());
    }
}
