//! Money is counted in whole minor units: no floating point where money is handled.

use super::finding::Finding;
use super::source::{Source, has_word};

const WHERE: &[&str] = &["crates/primitives", "crates/payments", "crates/store"];

/// Finds `f32` and `f64` in the crates that handle money.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust() || !WHERE.iter().any(|folder| source.is_under(folder)) {
        return Vec::new();
    }
    let lines = source.code().filter(|(_, line)| has_word(line, "f32") || has_word(line, "f64"));
    lines
        .map(|(line, _)| Finding::at(&source.path, line, "no floating point here: money is minor units"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn a_float_near_money_is_found() {
        let text = "//! Money.\nfn half(cents: i64) -> f64 { cents as f64 / 2.0 }\n";
        let findings = check(&made_up("crates/payments/src/money.rs", text));
        assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [Some(2)]);
    }

    #[test]
    fn a_float_elsewhere_or_in_a_comment_is_none_of_this_rule() {
        assert!(check(&made_up("crates/server/src/a.rs", "let seconds = 1.5_f64;")).is_empty());
        assert!(check(&made_up("crates/store/src/a.rs", "// never f64")).is_empty());
    }
}
