//! Nothing of one person's machine in the repository: no home folders, no private package registries.

use super::finding::Finding;
use super::source::Source;

/// Where homes are, each split so that this file does not break its own rule.
const HOMES: &[[&str; 2]] =
    &[["/ho", "me/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/Use", "rs/"], ["C:\\Use", "rs\\"]];
const PUBLIC_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Finds absolute paths of a machine, and locked packages that do not come from the public registry.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        if HOMES.iter().any(|home| names_path(line, &home.concat())) {
            findings.push(Finding::at(&source.path, index + 1, "names a path of one machine"));
        }
        if foreign_package(&source.path, line) {
            findings.push(Finding::at(
                &source.path,
                index + 1,
                "comes from another place than the public registry",
            ));
        }
    }
    findings
}

/// An address such as `https://x.example/home/` or a relative `../home/` is not a path of a machine.
fn names_path(line: &str, home: &str) -> bool {
    let starts =
        |before: Option<char>| before.is_none_or(|c| !c.is_alphanumeric() && !"./-_~{}$".contains(c));
    line.match_indices(home).any(|(at, _)| starts(line[..at].chars().next_back()))
}

fn foreign_package(path: &str, line: &str) -> bool {
    let locked = path.ends_with("Cargo.lock") || path.ends_with("Cargo.toml");
    let source = line.trim().strip_prefix("source = \"");
    locked && source.is_some_and(|source| source.trim_end_matches('"') != PUBLIC_REGISTRY)
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn a_home_folder_is_found_and_an_address_is_not() {
        let home = HOMES[0].concat();
        assert_eq!(check(&made_up("README.md", &format!("cd {home}me/trefoil"))).len(), 1);
        assert!(check(&made_up("README.md", &format!("see https://example.com{home}page"))).is_empty());
    }

    #[test]
    fn a_package_from_another_registry_is_found() {
        let text =
            "source = \"registry+https://mirror.example/index\"\nsource = \"git+https://example.com/x\"";
        assert_eq!(check(&made_up("Cargo.lock", text)).len(), 2);
        assert!(check(&made_up("Cargo.lock", &format!("source = \"{PUBLIC_REGISTRY}\""))).is_empty());
    }
}
