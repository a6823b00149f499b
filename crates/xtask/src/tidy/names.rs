//! A thing that has no home gets a name first: no files called after nothing in particular.

use super::finding::Finding;
use super::source::Source;

const FORBIDDEN: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc"];

/// Finds Rust files and folders with names that say nothing.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust() {
        return Vec::new();
    }
    let mut parts = source.path.trim_end_matches(".rs").split('/');
    let found = parts.find(|part| FORBIDDEN.contains(part));
    found
        .map(|name| Finding::about(&source.path, format!("`{name}` says nothing; name it after its job")))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn a_file_or_folder_named_after_nothing_is_found() {
        assert_eq!(check(&made_up("crates/server/src/utils.rs", "")).len(), 1);
        assert_eq!(check(&made_up("tests/common/mod.rs", "")).len(), 1);
        assert!(check(&made_up("src/commonwealth.rs", "")).is_empty());
        assert!(check(&made_up("docs/common/page.md", "")).is_empty());
    }
}
