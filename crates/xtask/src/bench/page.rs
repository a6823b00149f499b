//! Measures the pay page on a slow telephone beside a plain one: from the address to the receipt, cold each time.

use std::cell::Cell;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::{Value, json};

use super::driver::{Driver, Session};
use super::figures::{self, Figures};
use super::stand::Stand;
use crate::demo::configuration::{self, Site};
use crate::process::{self, Running};
use crate::{demo, emulator, page, setup, workspace};

/// What every document runs first.
const OBSERVE: &str = include_str!("observe.js");
/// Chromium's own "slow 4G": 1.6 Mbit/s down, 0.75 up, 150 ms, each as its developers' tools apply them to requests.
const DOWN: f64 = 1.6e6 / 8.0 * 0.9;
const UP: f64 = 0.75e6 / 8.0 * 0.9;
const LATENCY: f64 = 150.0 * 3.75;
/// How much slower than this machine the telephone is.
const SLOWER: u32 = 4;
/// A card of the emulator's that pays.
const CARD: &str = "4242424242424242";
const PATIENCE: Duration = Duration::from_mins(1);

/// Builds what is shipped, loads both pages `runs` times alternately, and prints the table.
///
/// # Errors
/// When something does not build or start, or an invoice cannot be paid.
pub(super) fn run(runs: u32) -> anyhow::Result<()> {
    let browser = setup::chromium::ensure()?;
    if !workspace::dist().join("index.html").is_file() {
        page::build()?;
    }
    let packages = ["-p", "server", "-p", "clover-emulator"];
    process::run(workspace::cargo().args(["build", "--quiet", "--release"]).args(packages))?;
    let place = Place::start()?;
    let driver = Driver::start(&browser)?;
    let mut pages = [("Trefoil", "pay", Vec::new()), ("plain page", "plain/pay", Vec::new())];
    for run in 1..=runs {
        for (name, path, measured) in &mut pages {
            let figures = measure(&driver, &place, path).with_context(|| format!("{name}, run {run}"))?;
            eprintln!("bench: {name}, run {run}: typable after {:.0} ms", figures.typable);
            measured.push(figures);
        }
    }
    print!("{}", figures::table(&pages.map(|(name, _, measured)| (name, measured))));
    println!(
        "slow 4G ({LATENCY} ms for each request, {DOWN} bytes/s down, {UP} up), {SLOWER} times slower CPU, cold"
    );
    Ok(())
}

/// Emulator, server and stand.
struct Place {
    origin: String,
    server: Site,
    invoices: Cell<u32>,
    folder: tempfile::TempDir,
    _server: Running,
    _emulator: emulator::Emulator,
}

impl Place {
    fn start() -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("trefoil-bench-").tempdir()?;
        let file = |name: &str| folder.path().join(name);
        let program = workspace::shipped("clover-emulator")?;
        let emulator = emulator::start(&program, 0, configuration::AT_EMULATOR, &file("emulator.log"))?;
        let stand = Stand::new()?;
        let (port, emulator_origin) = (free_port()?, emulator.origin.clone());
        let server = Site { port, emulator: emulator_origin, portal: String::new(), mail: file("mail") };
        let origin = format!("http://localhost:{}", stand.port);
        let database = configuration::sqlite(&file("trefoil.db"))?;
        // The payer's browser knows the stand only, and no site embeds the page.
        let settings: String = server
            .configuration(&database)?
            .replace(&public_url(&server.origin()), &public_url(&origin))
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("embed_origins"))
            .collect();
        fs::write(file("trefoil.toml"), settings)?;
        let log = File::create(file("server.log"))?;
        let mut command = process::tethered(&workspace::shipped("trefoil")?);
        command.args(["serve", "--config"]).arg(file("trefoil.toml")).envs(Site::secrets());
        command.current_dir(folder.path()).stdout(log.try_clone()?).stderr(log);
        let running = Running::start(&mut command)?;
        wait_for(&server, &file("server.log"))?;
        stand.serve(server.port, &format!("{}/sdk.js", emulator.origin))?;
        Ok(Self { origin, server, invoices: Cell::new(0), folder, _server: running, _emulator: emulator })
    }

    /// A new invoice's link, the same for either page.
    fn link(&self) -> anyhow::Result<String> {
        self.invoices.set(self.invoices.get() + 1);
        let pay_url = demo::samples::one_more(&self.server, self.invoices.get())?;
        Ok(pay_url.rsplit('/').next().unwrap_or_default().to_owned())
    }
}

fn public_url(origin: &str) -> String {
    format!("public_url = \"{origin}\"")
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn wait_for(server: &Site, log: &Path) -> anyhow::Result<()> {
    let since = Instant::now();
    while !demo::samples::is_ready(server) {
        process::go_on()?;
        anyhow::ensure!(since.elapsed() < PATIENCE, "the server is not ready; {}", emulator::log_tail(log));
        std::thread::sleep(process::TICK);
    }
    Ok(())
}

fn measure(driver: &Driver, place: &Place, path: &str) -> anyhow::Result<Figures> {
    let url = format!("{}/{path}/{}", place.origin, place.link()?);
    let profile = tempfile::Builder::new().prefix("profile-").tempdir_in(place.folder.path())?;
    let session = driver.open(profile.path())?;
    slow_down(&session)?;
    session.go(&url)?;
    session.until("Boolean(window.benchSeen && window.benchSeen.typable)")?;
    pay(&session)?;
    let seen = session.value("window.benchSeen")?;
    Ok(Figures {
        typable: number(&seen["typable"])?,
        largest: number(&seen["largest"])?,
        shift: number(&seen["shift"])?,
        slowest: number(&seen["slowest"])?,
    })
}

fn slow_down(session: &Session) -> anyhow::Result<()> {
    session.devtools("Network.enable", &json!({}))?;
    session.devtools("Page.enable", &json!({}))?;
    let line = json!({
        "offline": false, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP,
    });
    session.devtools("Network.emulateNetworkConditions", &line)?;
    session.devtools("Emulation.setCPUThrottlingRate", &json!({ "rate": SLOWER }))?;
    session.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": OBSERVE }))
}

/// Proves that the page really takes the card, and is what makes interactions to measure.
fn pay(session: &Session) -> anyhow::Result<()> {
    session.until("document.querySelector('#pay').getAttribute('aria-disabled') === 'false'")?;
    let fields = [
        ("#card-number", CARD),
        ("#card-date", "1230"),
        ("#card-cvv", "123"),
        ("#card-postal-code", "94041"),
    ];
    for (field, text) in fields {
        session.type_into(Some(&format!("{field} > iframe")), "input", text)?;
    }
    session.type_into(None, "#email", "ada@example.com")?;
    session.click("#pay")?;
    session.until("document.querySelector('main').dataset.state === 'paid'")
}

fn number(value: &Value) -> anyhow::Result<f64> {
    value.as_f64().context("the browser reported no number")
}
