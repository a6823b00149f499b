//! Files stay short enough to be read in one sitting, unless their first lines say why not.

use super::finding::Finding;
use super::source::Source;

const ASKED: usize = 300;
const REFUSED: usize = 400;
const EXCUSE: &str = "// tidy: long because ";
/// An excuse must stand where a reader starts.
const FIRST_LINES: usize = 5;

/// Refuses Rust files that are too long without a reason.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    if !source.is_rust() || lines <= REFUSED || excused(source) {
        return Vec::new();
    }
    let message = format!("{lines} lines; split it below {REFUSED}, or open it with `{EXCUSE}...`");
    vec![Finding::about(&source.path, message)]
}

/// A question about a file that grows towards the limit.
pub(crate) fn question(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    let asked = source.is_rust() && lines > ASKED && lines <= REFUSED && !excused(source);
    asked.then(|| format!("{}: {lines} lines; does it still do one job?", source.path))
}

fn excused(source: &Source) -> bool {
    let reason = |line: &str| line.strip_prefix(EXCUSE).is_some_and(|reason| !reason.trim().is_empty());
    source.text.lines().take(FIRST_LINES).any(reason)
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    fn file(lines: usize, opening: &str) -> Source {
        made_up("src/long.rs", &format!("{opening}\n{}", "let x = 1;\n".repeat(lines - 1)))
    }

    #[test]
    fn a_file_over_the_limit_is_refused_without_a_reason() {
        assert!(check(&file(400, "//! Long.")).is_empty());
        assert_eq!(check(&file(401, "//! Long.")).len(), 1);
        assert_eq!(check(&file(401, "// tidy: long because ")).len(), 1);
        assert!(check(&file(401, "// tidy: long because it is one table")).is_empty());
    }

    #[test]
    fn a_growing_file_is_only_asked_about() {
        assert!(question(&file(300, "//! Long.")).is_none());
        assert!(question(&file(301, "//! Long.")).is_some_and(|text| text.contains("301")));
        assert!(check(&file(301, "//! Long.")).is_empty());
    }
}
