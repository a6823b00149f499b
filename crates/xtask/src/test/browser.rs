//! Tests compiled to WebAssembly and run in a headless browser, with the emulator beside them.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Value, json};

use super::bench::Bench;
use super::lint::BROWSER_ONLY;
use super::stage::Ended;
use super::tally::Tally;
use crate::setup::rust_target::WASM;
use crate::{emulator, setup, workspace};

/// The file from which tests learn the emulator's origin when they are compiled.
const ORIGIN: &str = "target/emulator-origin";
/// Seconds one test program may take; the runner's own 20 are short on a busy machine.
const PATIENCE: &str = "300";

/// Runs the browser tests of the SDK's bindings and of the page.
///
/// # Errors
/// When a tool is missing, the emulator does not start, or tests do not compile or crash.
pub(crate) fn run(bench: &Bench, tally: &mut Tally) -> Ended {
    let (runner, browser) = (setup::test_runner()?, setup::chromium::ensure()?);
    let settings = driver_settings(bench, &browser.chromium)?;
    let log = bench.scratch().join("emulator.log");
    let emulator = emulator::start(&workspace::built("clover-emulator")?, usual_port(), &[], &log)?;
    leave_origin(&emulator.origin)?;
    let programs =
        [&["-p", BROWSER_ONLY, "--lib", "--tests"][..], &["-p", "trefoil-page", "--test", "browser"]];
    let mut ended = Ok(());
    for program in programs {
        let mut command = bench.cargo_test();
        command.args(program).args(["--target", WASM]);
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner);
        command.env("CHROMEDRIVER", &browser.driver);
        command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings);
        command.env("WASM_BINDGEN_TEST_TIMEOUT", PATIENCE);
        // Isolated pages may not load a script or a frame of another origin, and Clover is another origin.
        command.env("WASM_BINDGEN_TEST_NO_ORIGIN_ISOLATION", "1");
        // The second program is worth running when the first one crashed.
        ended = ended.and(Bench::count(&mut command, tally));
    }
    ended.map(|()| None)
}

/// `webdriver.json` with the browser that was found, for the driver looks in fewer places.
fn driver_settings(bench: &Bench, chromium: &Path) -> anyhow::Result<PathBuf> {
    let file = workspace::root().join("webdriver.json");
    let text = fs::read_to_string(&file).context("webdriver.json cannot be read")?;
    let path = bench.scratch().join("webdriver.json");
    fs::write(&path, with_browser(&text, chromium)?)?;
    Ok(path)
}

fn with_browser(settings: &str, chromium: &Path) -> anyhow::Result<String> {
    let mut settings: Value = serde_json::from_str(settings).context("webdriver.json is not JSON")?;
    settings["goog:chromeOptions"]["binary"] = json!(chromium);
    Ok(settings.to_string())
}

/// The port of the last run when it is free, so that unchanged tests need not be compiled anew; else any.
fn usual_port() -> u16 {
    let last = fs::read_to_string(workspace::root().join(ORIGIN)).unwrap_or_default();
    let port = last.rsplit(':').next().and_then(|port| port.trim().parse().ok()).unwrap_or(0);
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_or(0, |_| port)
}

fn leave_origin(origin: &str) -> anyhow::Result<()> {
    for package in [workspace::root(), workspace::root().join("crates").join(BROWSER_ONLY)] {
        let file = package.join(ORIGIN);
        let folder = file.parent().context("the file lies in a folder")?;
        fs::create_dir_all(folder)?;
        if package != workspace::root() {
            fs::write(folder.join(".gitignore"), "*\n")?;
        }
        if fs::read_to_string(&file).is_ok_and(|known| known == origin) {
            continue;
        }
        fs::write(file, origin)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_found_browser_joins_the_settings_without_changing_the_rest() {
        let settings = r#"{"goog:chromeOptions":{"args":["--headless=new"]}}"#;
        let text = with_browser(settings, Path::new("/opt/chromium")).unwrap();
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read["goog:chromeOptions"]["binary"], "/opt/chromium");
        assert_eq!(read["goog:chromeOptions"]["args"][0], "--headless=new");
    }
}
