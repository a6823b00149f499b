//! Chromium and its driver, for the tests that need a real browser.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use super::apt;
use super::tool::on_path;
use crate::process;

const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const DRIVERS: &[&str] = &["chromedriver", "chromium.chromedriver"];
const MAC_BROWSER: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// A browser and the driver that fits it.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) chromium: PathBuf,
    /// The program that speaks `WebDriver` for it.
    pub(crate) driver: PathBuf,
}

/// Finds both, or installs them through the system's package manager when it may.
///
/// # Errors
/// When they are missing and may not be installed, with the exact command to run; when their versions differ.
pub(crate) fn ensure() -> anyhow::Result<Browser> {
    if let Some(browser) = find() {
        return fitting(browser);
    }
    let advice = advice(env::consts::OS, on_path("apt-get").is_some());
    if !apt::is_permitted() {
        bail!("the browser tests need Chromium and its driver; {advice}");
    }
    eprintln!("setup: installing Chromium and its driver (about a minute)");
    apt::install(&["chromium", "chromium-driver"])
        .with_context(|| format!("Chromium could not be installed; {advice}"))?;
    fitting(find().with_context(|| format!("Chromium was installed but not found; {advice}"))?)
}

fn find() -> Option<Browser> {
    let named = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_file());
    let first = |names: &[&str]| names.iter().find_map(|name| on_path(name));
    let mac = || Some(PathBuf::from(MAC_BROWSER)).filter(|path| path.is_file());
    let chromium = named("CHROME").or_else(|| named("CHROMIUM")).or_else(|| first(BROWSERS)).or_else(mac)?;
    let driver = named("CHROMEDRIVER").or_else(|| first(DRIVERS))?;
    Some(Browser { chromium, driver })
}

/// A driver refuses a browser of another major version with an unhelpful error; say it first.
fn fitting(browser: Browser) -> anyhow::Result<Browser> {
    let version =
        |path: &Path| process::ask(Command::new(path).arg("--version")).and_then(|text| major(&text));
    let (chromium, driver) = (version(&browser.chromium), version(&browser.driver));
    match (chromium, driver) {
        (Some(chromium), Some(driver)) if chromium != driver => bail!(
            "{} is version {chromium} but {} is version {driver}; set CHROME and CHROMEDRIVER to a pair of one version",
            browser.chromium.display(),
            browser.driver.display()
        ),
        _ => Ok(browser),
    }
}

fn major(answer: &str) -> Option<u32> {
    answer.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

fn advice(system: &str, has_apt: bool) -> &'static str {
    match (system, has_apt) {
        ("macos", _) => "run `brew install --cask google-chrome chromedriver`",
        ("windows", _) => "install Chrome and put the chromedriver of the same version on PATH",
        (_, true) => "run `sudo apt-get update && sudo apt-get install -y chromium chromium-driver`",
        _ => {
            "install the packages `chromium` and `chromedriver` of your system, or set CHROME and CHROMEDRIVER"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_either_program() {
        assert_eq!(major("Chromium 142.0.7444.59 built on Debian GNU/Linux 12"), Some(142));
        assert_eq!(major("ChromeDriver 142.0.7444.59 (4b8153ab)"), Some(142));
        assert_eq!(major("no version at all"), None);
    }

    #[test]
    fn every_system_gets_advice_of_its_own() {
        assert!(advice("linux", true).contains("apt-get install -y chromium chromium-driver"));
        assert!(advice("macos", false).contains("brew"));
        assert!(advice("linux", false).contains("CHROMEDRIVER"));
    }
}
