//! A browser by `WebDriver`, as much of it as a measurement needs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde_json::{Value, json};
use ureq::Agent;

use crate::process::{self, Running};
use crate::setup::chromium::Browser;

const STARTED: &str = "started successfully on port ";
const TIMEOUT: Duration = Duration::from_mins(1);
/// The name by which `WebDriver` tells an element from other values.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running driver; dropping it ends it and its browsers.
pub(super) struct Driver {
    origin: String,
    chromium: String,
    _running: Running,
}

/// A browser with a fresh profile; dropping it closes it.
pub(super) struct Session {
    address: String,
    agent: Agent,
}

impl Driver {
    /// Starts the driver on a free port.
    ///
    /// # Errors
    /// When it does not start or does not say where it listens.
    pub(super) fn start(browser: &Browser) -> anyhow::Result<Self> {
        let mut command = process::tethered(&browser.driver);
        command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running::start(&mut command)?;
        let output = running.take_stdout().context("the driver has no output")?;
        let port = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once(STARTED)?.1.trim_end_matches('.').to_owned()))
            .context("the driver ended before it was ready")?;
        let chromium = browser.chromium.to_string_lossy().into_owned();
        Ok(Self { origin: format!("http://127.0.0.1:{port}"), chromium, _running: running })
    }

    /// Opens a browser of the size of a telephone.
    ///
    /// # Errors
    /// When it does not start.
    pub(super) fn open(&self, profile: &Path) -> anyhow::Result<Session> {
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            // As on telephones: frames share the page's process, and so its slowness.
            "--disable-site-isolation-trials",
            "--disable-features=OriginKeyedProcessesByDefault",
            "--window-size=412,915",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let options = json!({ "args": arguments, "binary": self.chromium });
        let capabilities = json!({ "pageLoadStrategy": "none", "goog:chromeOptions": options });
        let agent = agent();
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let made = post(&agent, &format!("{}/session", self.origin), &body)?;
        let id = made["sessionId"].as_str().context("the driver named no session")?;
        Ok(Session { address: format!("{}/session/{id}", self.origin), agent })
    }
}

impl Session {
    /// A command of the developers' tools.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> anyhow::Result<()> {
        let body = json!({ "cmd": command, "params": parameters });
        self.command("goog/cdp/execute", &body).map(drop).context(command.to_owned())
    }

    /// Goes to an address without waiting for it.
    ///
    /// # Errors
    /// When the driver refuses.
    pub(super) fn go(&self, url: &str) -> anyhow::Result<()> {
        self.command("url", &json!({ "url": url })).map(drop)
    }

    /// The value of an expression in the page.
    ///
    /// # Errors
    /// When it throws.
    pub(super) fn value(&self, expression: &str) -> anyhow::Result<Value> {
        let script = format!("return {expression}");
        self.command("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    /// When it does not become so in time.
    pub(super) fn until(&self, expression: &str) -> anyhow::Result<()> {
        let since = Instant::now();
        while self.value(expression)? != Value::Bool(true) {
            process::go_on()?;
            if since.elapsed() > TIMEOUT {
                bail!("not in {} seconds: {expression}", TIMEOUT.as_secs());
            }
            std::thread::sleep(process::TICK);
        }
        Ok(())
    }

    /// Types into an element, inside of the frame in `within` if one is named.
    ///
    /// # Errors
    /// When there is no such element.
    pub(super) fn type_into(&self, within: Option<&str>, selector: &str, text: &str) -> anyhow::Result<()> {
        if let Some(frame) = within {
            let frame = self.find(frame)?;
            self.command("frame", &json!({ "id": { ELEMENT: frame } }))?;
        }
        let element = self.find(selector)?;
        self.command(&format!("element/{element}/value"), &json!({ "text": text }))?;
        self.command("frame", &json!({ "id": null })).map(drop)
    }

    /// Clicks an element.
    ///
    /// # Errors
    /// When there is no such element.
    pub(super) fn click(&self, selector: &str) -> anyhow::Result<()> {
        let element = self.find(selector)?;
        self.command(&format!("element/{element}/click"), &json!({})).map(drop)
    }

    fn find(&self, selector: &str) -> anyhow::Result<String> {
        let found = self.command("element", &json!({ "using": "css selector", "value": selector }))?;
        Ok(found[ELEMENT].as_str().context("the driver names no element")?.to_owned())
    }

    fn command(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        post(&self.agent, &format!("{}/{path}", self.address), body)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _driver_is_gone = self.agent.delete(&self.address).call();
    }
}

fn agent() -> Agent {
    Agent::config_builder().timeout_global(Some(TIMEOUT)).http_status_as_error(false).build().into()
}

fn post(agent: &Agent, url: &str, body: &Value) -> anyhow::Result<Value> {
    let mut answer = agent.post(url).send_json(body)?;
    let text = answer.body_mut().read_to_string()?;
    let said: Value = serde_json::from_str(&text).context("the driver speaks no JSON")?;
    anyhow::ensure!(answer.status().is_success(), "the browser's driver: {}", said["value"]["message"]);
    Ok(said["value"].clone())
}
