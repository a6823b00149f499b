//! The table in docs/CLOVER.md names only what exists, and leaves out no call of the client and no route of the
//! emulator's REST side.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::fs;
use std::path::Path;

/// Routes for pages, which no client calls.
const FOR_PAGES: &[&str] =
    &["any", "sdk", "widget", "checkout-page", "pay-checkout", "authorize", "app-market"];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// All Rust text below a folder.
fn text_below(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(
            |path| {
                if path.is_dir() { text_below(&path) } else { fs::read_to_string(path).unwrap_or_default() }
            },
        )
        .collect::<Vec<_>>()
        .join("\n")
}

/// The names in the cells of each row: client, route, test.
fn rows() -> Vec<[String; 3]> {
    let page = fs::read_to_string(root().join("docs/CLOVER.md")).unwrap();
    let cells = |line: &str| {
        let cells: Vec<String> =
            line.trim_matches('|').split('|').map(|it| it.trim().replace('`', "")).collect();
        let [_, client, route, test] = cells.as_slice() else { panic!("{line}") };
        assert!(cells.iter().all(|cell| !cell.is_empty()), "an empty cell: {line}");
        [client.clone(), route.clone(), test.clone()]
    };
    page.lines().filter(|line| line.starts_with("| `")).map(cells).collect()
}

/// The names in the table of `routes/name.rs`.
fn routes() -> Vec<String> {
    let source = fs::read_to_string(root().join("crates/clover-emulator/src/routes/name.rs")).unwrap();
    let (_, table) = source.split_once("\nroute_names! {\n").unwrap();
    let (table, _) = table.split_once("\n}").unwrap();
    table.lines().map(|row| row.split('"').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn the_table_names_only_what_exists() {
    let client = text_below(&root().join("crates/clover-api/src"));
    let tests = text_below(&root().join("crates/clover-emulator/tests/wire"));
    let routes = routes();
    for [function, route, test] in rows() {
        assert!(client.contains(&format!("pub async fn {function}(")), "no function {function}");
        assert!(routes.contains(&route), "no route {route}");
        assert!(tests.contains(&format!("async fn {test}()")), "no test {test}");
    }
}

/// The public calls of `Client` and of `OAuth`.
fn calls() -> Vec<String> {
    let source = root().join("crates/clover-api/src");
    let oauth = fs::read_to_string(source.join("oauth/client.rs")).unwrap();
    let text = text_below(&source.join("client")) + &oauth;
    let call = |line: &str| Some(line.trim().strip_prefix("pub async fn ")?.split_once('(')?.0.to_owned());
    text.lines().filter_map(call).collect()
}

#[test]
fn every_call_of_the_client_is_in_the_table() {
    let (rows, calls) = (rows(), calls());
    assert!(calls.len() > 40, "{}", calls.len());
    for call in calls {
        assert!(rows.iter().any(|[named, ..]| *named == call), "{call} is in no row");
    }
}

#[test]
fn every_route_that_a_client_calls_is_in_the_table() {
    let rows = rows();
    assert!(rows.len() > 40, "{}", rows.len());
    for route in routes().iter().filter(|route| !FOR_PAGES.contains(&route.as_str())) {
        assert!(rows.iter().any(|[_, named, _]| named == route), "{route} is in no row");
    }
}
