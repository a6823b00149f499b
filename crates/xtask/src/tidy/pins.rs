//! A tool's version is written in several files; they must say the same.

use super::finding::Finding;
use super::source::Source;
use crate::setup::pins::{BINARYEN, TRUNK, WASM_BINDGEN};

/// Compares `Trunk.toml` and `Cargo.lock` with the versions that the set-up installs.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let expected = [
        ("Trunk.toml", format!("trunk-version = \"={TRUNK}\"")),
        ("Trunk.toml", format!("wasm_bindgen = \"{WASM_BINDGEN}\"")),
        ("Trunk.toml", format!("wasm_opt = \"version_{BINARYEN}\"")),
        ("Cargo.lock", format!("name = \"wasm-bindgen\"\nversion = \"{WASM_BINDGEN}\"")),
    ];
    let mut findings = Vec::new();
    for (path, wanted) in expected {
        let text =
            sources.iter().find(|source| source.path == path).map(|source| source.text.replace("\r\n", "\n"));
        if !text.is_some_and(|text| text.contains(&wanted)) {
            let wanted = wanted.replace('\n', ", ");
            let message = format!("does not say `{wanted}`, which crates/xtask/src/setup/pins.rs installs");
            findings.push(Finding::about(path, message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    fn sources(wasm_bindgen: &str) -> [Source; 2] {
        let trunk = format!(
            "trunk-version = \"={TRUNK}\"\nwasm_bindgen = \"{wasm_bindgen}\"\nwasm_opt = \"version_{BINARYEN}\"\n"
        );
        let lock = format!("name = \"wasm-bindgen\"\nversion = \"{wasm_bindgen}\"\n");
        [made_up("Trunk.toml", &trunk), made_up("Cargo.lock", &lock)]
    }

    #[test]
    fn one_version_everywhere_is_fine_and_another_is_found_in_both_files() {
        assert!(check(&sources(WASM_BINDGEN)).is_empty());
        let found: Vec<String> = check(&sources("0.1.0")).into_iter().map(|finding| finding.place).collect();
        assert_eq!(found, ["Trunk.toml", "Cargo.lock"]);
    }
}
