//! Card numbers stay out of our server: nothing that ships turns on the client's calls that send one.

use cargo_metadata::{DependencyKind, Metadata, Package};

use super::finding::Finding;

/// Whoever turns this on is in full PCI DSS scope.
const FEATURE: &str = "raw-card-tokens-pci-dss";
const CLIENT: &str = "clover-api";

/// Finds packages that turn the feature on outside their tests.
pub(crate) fn check(metadata: &Metadata) -> Vec<Finding> {
    metadata.packages.iter().filter(|package| turns_on(package)).map(finding).collect()
}

fn turns_on(package: &Package) -> bool {
    let by_dependency = package.dependencies.iter().any(|dependency| {
        dependency.name == CLIENT
            && dependency.kind != DependencyKind::Development
            && dependency.features.iter().any(|feature| feature == FEATURE)
    });
    by_dependency || by_feature(package)
}

/// A feature of another package may pass it on; the client's own must not be a part of another of its features.
fn by_feature(package: &Package) -> bool {
    package.features.values().flatten().any(|part| {
        part.strip_prefix(CLIENT).is_some_and(|rest| rest.ends_with(FEATURE))
            || (package.name.as_str() == CLIENT && part == FEATURE)
    })
}

fn finding(package: &Package) -> Finding {
    let message = format!("must not turn on `{FEATURE}`: what ships never sees a card number");
    Finding::about(package.name.as_str(), message)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn package(name: &str, dependency: &Value, features: &Value) -> Package {
        serde_json::from_value(json!({
            "name": name, "version": "0.1.0", "id": name, "dependencies": [dependency], "targets": [],
            "features": features, "manifest_path": "made-up/Cargo.toml",
        }))
        .unwrap()
    }

    fn client(kind: &Value, features: &[&str]) -> Value {
        json!({
            "name": CLIENT, "req": "*", "kind": kind, "optional": false, "uses_default_features": true,
            "features": features, "target": null, "rename": null, "registry": null, "source": null,
        })
    }

    #[test]
    fn a_server_that_turns_it_on_is_found_and_its_tests_are_not() {
        let none = json!({});
        assert!(turns_on(&package("server", &client(&json!(null), &[FEATURE]), &none)));
        assert!(!turns_on(&package("server", &client(&json!("dev"), &[FEATURE]), &none)));
        assert!(!turns_on(&package("server", &client(&json!(null), &[]), &none)));
    }

    #[test]
    fn a_feature_that_passes_it_on_is_found() {
        let dependency = client(&json!(null), &[]);
        for passed_on in [format!("{CLIENT}/{FEATURE}"), format!("{CLIENT}?/{FEATURE}")] {
            assert!(turns_on(&package("server", &dependency, &json!({ "cards": [passed_on] }))));
        }
        assert!(turns_on(&package(CLIENT, &dependency, &json!({ "default": [FEATURE], FEATURE: [] }))));
        assert!(!turns_on(&package(CLIENT, &dependency, &json!({ FEATURE: ["dep:rsa"] }))));
    }

    #[test]
    fn nothing_of_this_workspace_turns_it_on() {
        assert!(check(&crate::workspace::metadata().unwrap()).is_empty());
    }
}
