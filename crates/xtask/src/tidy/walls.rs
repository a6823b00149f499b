//! Who may import whom, between our packages and towards the outside world.

use cargo_metadata::{DependencyKind, Metadata};

use super::finding::Finding;

/// One line of a manifest: this package needs that one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    /// Who imports.
    pub(crate) from: String,
    /// What is imported.
    pub(crate) to: String,
    /// Whether tests only.
    pub(crate) tests_only: bool,
    /// Whether the imported package is one of ours.
    pub(crate) ours: bool,
    /// Whether it comes only with a feature.
    pub(crate) optional: bool,
    /// What of it is turned on.
    pub(crate) features: Vec<String>,
}

/// Ours: who may import which of ours. Whoever is not named here may import none.
const OURS: &[(&str, &[&str])] = &[
    ("trefoil-page", &["api-types", "browser-json", "clover-js", "primitives"]),
    ("api-types", &["primitives"]),
    ("payments", &["primitives"]),
    ("clover-api", &["primitives"]),
    ("store", &["payments", "primitives"]),
    ("simulator", &["payments", "primitives", "store"]),
    // Measures and checks from outside what the others do; nobody imports it.
    ("drill", &["api-types", "payments", "postgres-for-tests", "primitives", "store"]),
    ("server", &["api-types", "clover-api", "paper", "payments", "primitives", "store"]),
    ("clover-emulator", &["clover-api", "primitives"]),
    ("browser-json", &[]),
    ("clover-js", &[]),
    ("paper", &[]),
    ("primitives", &[]),
    ("postgres-for-tests", &[]),
    // Chores must work while the rest does not compile; the one it may import imports nothing of ours.
    ("xtask", &["postgres-for-tests"]),
];

/// Ours: what tests and examples alone may import.
const OURS_IN_TESTS: &[(&str, &[&str])] = &[
    ("clover-api", &["clover-emulator"]),
    // It starts a database that forgets; what is shipped must not know it.
    ("server", &["clover-emulator", "postgres-for-tests"]),
    ("store", &["postgres-for-tests"]),
    ("trefoil-page", &["postgres-for-tests"]),
];

/// Crates that only these packages may import, and these others in tests.
struct Reserved {
    crates: &'static [&'static str],
    importers: &'static [&'static str],
    in_tests: &'static [&'static str],
    why: &'static str,
}

const RESERVED: &[Reserved] = &[
    Reserved {
        crates: &["sea-orm", "sea-orm-migration"],
        importers: &["store"],
        in_tests: &[],
        why: "all SQL is in `store`",
    },
    Reserved {
        crates: &["sqlx"],
        // Its bare program is what the store is measured against.
        importers: &["store", "drill"],
        in_tests: &[],
        why: "all SQL is in `store`",
    },
    Reserved {
        crates: &["reqwest"],
        importers: &["clover-api", "server"],
        in_tests: &["clover-api", "clover-emulator", "trefoil-page"],
        why: "only `clover-api` calls Clover, and only `server` calls merchants",
    },
    Reserved {
        crates: &["axum", "tower", "tower-http"],
        // The demo has a portal of the merchant's, and so do the end-to-end tests.
        importers: &["server", "clover-emulator", "xtask"],
        in_tests: &["clover-api", "server", "clover-emulator", "trefoil-page"],
        why: "only the two servers serve, and pretended portals",
    },
    Reserved {
        crates: &[DESCRIBES],
        importers: &["api-types", "primitives", DESCRIBER],
        in_tests: &[],
        why: "the server describes its API, and the types on its wire say what they are",
    },
    Reserved {
        crates: &["leptos", "leptos_router"],
        importers: &["trefoil-page"],
        in_tests: &["trefoil-page"],
        why: "only the page draws",
    },
];

/// The crate that describes the API, and the feature of our packages that brings it. The page has those packages too.
const DESCRIBES: &str = "utoipa";
const DESCRIBED: &str = "openapi";
const DESCRIBER: &str = "server";

/// Crates that a package must not import outside its tests.
const REFUSED: &[(&str, &[&str], &str)] = &[
    (
        "payments",
        &["axum", "reqwest", "sea-orm", "serde", "serde_json", "sqlx", "tokio"],
        "what a payment is knows no wire, no database and no runtime",
    ),
    ("primitives", &["axum", "reqwest", "serde_json", "tokio"], "values know no I/O"),
    ("api-types", &["serde_json", "tokio"], "the page pays for each byte"),
    ("browser-json", &["serde_json", "tokio"], "the page pays for each byte"),
    ("clover-js", &["serde_json", "tokio"], "the page pays for each byte"),
    ("trefoil-page", &["chrono", "regex", "serde_json", "tokio"], "the page pays for each byte"),
];

/// Every import of our packages.
pub(crate) fn imports(metadata: &Metadata) -> Vec<Import> {
    let ours: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let of_package = |package: &cargo_metadata::Package| {
        let from = package.name.to_string();
        let import = |dependency: &cargo_metadata::Dependency| Import {
            from: from.clone(),
            to: dependency.name.clone(),
            tests_only: dependency.kind == DependencyKind::Development,
            ours: ours.contains(&dependency.name.as_str()),
            optional: dependency.optional,
            features: dependency.features.clone(),
        };
        package.dependencies.iter().map(import).collect::<Vec<_>>()
    };
    metadata.packages.iter().flat_map(of_package).collect()
}

/// Finds imports through a wall.
pub(crate) fn check(imports: &[Import]) -> Vec<Finding> {
    imports.iter().filter_map(|import| Some(Finding::about(&import.from, objection(import)?))).collect()
}

fn objection(import: &Import) -> Option<String> {
    let Import { from, to, tests_only, ours, .. } = import;
    if let Some(objection) = in_the_page(import) {
        return Some(objection);
    }
    if *ours {
        let listed = |list: &[(&str, &[&str])]| {
            list.iter().any(|(name, allowed)| name == from && allowed.contains(&to.as_str()))
        };
        return (!(listed(OURS) || (*tests_only && listed(OURS_IN_TESTS))))
            .then(|| format!("must not import `{to}` (design, who may import whom)"));
    }
    let reserved = RESERVED.iter().find(|reserved| reserved.crates.contains(&to.as_str()));
    if let Some(Reserved { importers, in_tests, why, .. }) = reserved {
        let allowed = if *tests_only { in_tests } else { importers };
        if !allowed.contains(&from.as_str()) {
            return Some(format!("must not import `{to}`: {why}"));
        }
    }
    let refused = REFUSED.iter().find(|(name, crates, _)| name == from && crates.contains(&to.as_str()));
    refused.filter(|_| !tests_only).map(|(_, _, why)| format!("must not import `{to}`: {why}"))
}

/// What describes the API must not reach the page by the packages that both have.
fn in_the_page(import: &Import) -> Option<String> {
    let Import { from, to, ours, optional, features, .. } = import;
    let turned_on = *ours && features.iter().any(|feature| feature == DESCRIBED);
    if from == DESCRIBER {
        return None;
    }
    (turned_on || (to == DESCRIBES && !optional))
        .then(|| format!("must have `{to}` without `{DESCRIBED}`: only `{DESCRIBER}` describes, the page pays for each byte"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(from: &str, to: &str, tests_only: bool) -> bool {
        let ours = OURS.iter().any(|(name, _)| *name == to);
        !check(&[import(from, to, tests_only, ours)]).is_empty()
    }

    fn import(from: &str, to: &str, tests_only: bool, ours: bool) -> Import {
        let (from, to) = (from.to_owned(), to.to_owned());
        Import { from, to, tests_only, ours, optional: false, features: Vec::new() }
    }

    #[test]
    fn what_describes_the_api_stays_out_of_the_page() {
        let described = |from: &str| {
            let features = vec![DESCRIBED.to_owned()];
            !check(&[Import { features, ..import(from, "api-types", false, true) }]).is_empty()
        };
        assert!(described("trefoil-page") && !described("server"));
        assert!(found("trefoil-page", DESCRIBES, false) && !found("server", DESCRIBES, false));
        let always = import("api-types", DESCRIBES, false, false);
        assert_eq!(check(std::slice::from_ref(&always)).len(), 1);
        assert!(check(&[Import { optional: true, ..always }]).is_empty());
    }

    #[test]
    fn the_emulator_is_never_linked_into_the_server() {
        assert!(found("server", "clover-emulator", false));
        assert!(!found("server", "clover-emulator", true));
        assert!(!found("clover-emulator", "clover-api", false));
    }

    #[test]
    fn the_emulator_shows_the_client_at_work_but_is_never_a_part_of_it() {
        assert!(!found("clover-api", "clover-emulator", true));
        assert!(found("clover-api", "clover-emulator", false));
    }

    #[test]
    fn the_simulators_planted_bugs_are_never_linked_into_the_server() {
        for importer in ["server", "payments", "store"] {
            assert!(found(importer, "simulator", false) && found(importer, "simulator", true));
        }
        assert!(!found("simulator", "payments", false));
    }

    #[test]
    fn the_page_knows_neither_the_store_nor_clovers_rest_api() {
        assert!(found("trefoil-page", "clover-api", false));
        assert!(found("trefoil-page", "store", false));
        assert!(!found("trefoil-page", "api-types", false));
    }

    #[test]
    fn a_payment_knows_no_wire_no_database_and_no_runtime() {
        for name in ["tokio", "axum", "serde_json", "reqwest", "sea-orm"] {
            assert!(found("payments", name, false), "{name}");
        }
        assert!(!found("payments", "tokio", true));
        assert!(!found("payments", "thiserror", false));
    }

    #[test]
    fn a_database_that_forgets_is_for_tests_only() {
        assert!(found("store", "postgres-for-tests", false));
        assert!(!found("store", "postgres-for-tests", true));
        assert!(!found("xtask", "postgres-for-tests", false));
    }

    #[test]
    fn only_the_store_speaks_sql_and_only_clovers_client_calls_out() {
        assert!(found("server", "sea-orm", false));
        assert!(!found("store", "sea-orm", false));
        assert!(found("store", "reqwest", false));
        assert!(!found("trefoil-page", "reqwest", true));
        assert!(!found("server", "reqwest", false));
        assert!(!found("clover-api", "reqwest", false));
    }

    #[test]
    fn a_new_package_may_import_nothing_of_ours_until_it_is_named() {
        assert!(found("newcomer", "primitives", false));
    }

    #[test]
    fn the_manifests_of_this_workspace_are_read() {
        let imports = imports(&crate::workspace::metadata().unwrap());
        assert!(imports.iter().any(|import| import.from == "server" && import.to == "store" && import.ours));
    }
}
