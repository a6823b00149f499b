//! A driver with one browser of a fresh profile, and what the usual client does not offer: commands of the
//! developers' tools, and the console.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::program::{Program, Words, named_by};
use super::server::http;

/// A browser without a screen, that leaves the network alone.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
];

pub(super) struct Browser {
    pub(super) client: Client,
    /// The session's address at the driver.
    session: String,
    console: Mutex<Console>,
    _driver: Program,
}

/// What the browser wrote to its console.
#[derive(Clone, Debug, Default)]
pub(crate) struct Console(Vec<Value>);

impl Browser {
    pub(super) async fn start(folder: &Path) -> Self {
        let mut command = Command::new(named_by("CHROMEDRIVER"));
        command.arg("--port=0").env("TMPDIR", folder);
        let mut driver = Program::start(&mut command, Words::default());
        let port = driver.says("started successfully on port ").await;
        let driver_url = format!("http://127.0.0.1:{port}");
        let client = connect(&driver_url, folder).await;
        let id = client.session_id().await.unwrap().unwrap();
        let session = format!("{driver_url}/session/{id}");
        Self { client, session, console: Mutex::default(), _driver: driver }
    }

    /// A command of the developers' tools, to the tab that is in front.
    pub(super) async fn devtools(&self, command: &str, parameters: Value) {
        let url = format!("{}/goog/cdp/execute", self.session);
        let body = json!({ "cmd": command, "params": parameters });
        let answer = http().post(url).json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{command}: {}", answer.text().await.unwrap());
    }

    /// Closes the browser; answers with all that it wrote to the console. Works without the runtime of the
    /// test, which may be gone after a panic.
    pub(super) fn close(&self) -> Console {
        let work = async {
            let http = http();
            let logs = http.post(format!("{}/se/log", self.session)).json(&json!({ "type": "browser" }));
            let entries = match logs.send().await {
                Ok(answer) => answer.json::<Value>().await.unwrap_or_default(),
                Err(_) => Value::Null,
            };
            let _driver_is_gone = http.delete(&self.session).timeout(Duration::from_secs(10)).send().await;
            entries["value"].as_array().cloned().unwrap_or_default()
        };
        let entries = std::thread::scope(|scope| {
            let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            scope.spawn(move || runtime().block_on(work)).join().unwrap_or_default()
        });
        let mut console = self.console.lock().unwrap();
        console.0.extend(entries);
        console.clone()
    }
}

async fn connect(driver: &str, folder: &Path) -> Client {
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let arguments: Vec<_> = ARGUMENTS.iter().copied().chain([profile.as_str()]).collect();
    // As browsers come to do it by themselves: no cookies for a site inside another one. Nothing of ours needs any.
    let preferences = json!({ "profile.block_third_party_cookies": true, "profile.cookie_controls_mode": 1 });
    let mut options = json!({ "args": arguments, "prefs": preferences });
    if let Some(chromium) = std::env::var_os("CHROMIUM") {
        options["binary"] = chromium.to_string_lossy().into();
    }
    let capabilities = json!({
        "browserName": "chrome",
        // Clover's script may be late or never come: then a page is there all the same.
        "pageLoadStrategy": "eager",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": options,
    });
    let Value::Object(capabilities) = capabilities else { unreachable!("an object is written above") };
    ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(driver).await.unwrap()
}

impl Console {
    pub(super) fn all(&self) -> String {
        self.0.iter().map(Value::to_string).collect::<Vec<_>>().join("\n")
    }

    /// What the page wrote. The driver puts the page's address before each entry, and the browser's own remarks on
    /// requests name theirs: that is their business.
    pub(super) fn of_the_page(&self) -> String {
        let of_page = |entry: &&Value| entry["source"] != "network";
        let text = |entry: &Value| {
            entry["message"].as_str().unwrap_or_default().splitn(3, ' ').last().map(str::to_owned)
        };
        self.0.iter().filter(of_page).filter_map(text).map(|text| text + "\n").collect()
    }

    /// What should not have happened: broken policies, errors of scripts; not what was `expected`.
    pub(super) fn complaints(&self, expected: &[&str]) -> Vec<String> {
        let is_bad = |entry: &&Value| {
            let text = entry["message"].as_str().unwrap_or_default();
            if expected.iter().any(|words| text.contains(words)) {
                return false;
            }
            let about_policy = text.contains("Security Policy");
            about_policy || (entry["level"] == "SEVERE" && entry["source"] != "network")
        };
        self.0.iter().filter(is_bad).map(|entry| format!("the browser's console has {entry}")).collect()
    }
}
