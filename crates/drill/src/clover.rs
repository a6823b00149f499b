//! The emulator in Clover's place: tokens for payers, levers for the weather, the ledger for the audit.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;

use anyhow::Context;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::{Line, Lost};
use crate::merchant::{Merchant, at_emulator};
use crate::node;

const READY: &str = "clover-emulator ready on ";

/// A running emulator; dropping it ends it.
#[derive(Debug)]
pub(crate) struct Clover {
    pub(crate) origin: String,
    child: Child,
}

/// A card of the emulator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Card {
    Good,
    Declined,
    Poor,
}

/// A charge of the ledger.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Charge {
    pub(crate) id: String,
    pub(crate) amount: i64,
    #[serde(default)]
    pub(crate) tip_amount: Option<i64>,
    #[serde(default)]
    pub(crate) paid: Option<bool>,
    #[serde(default)]
    pub(crate) external_reference_id: Option<String>,
}

impl Charge {
    pub(crate) fn is_taken(&self) -> bool {
        self.paid == Some(true)
    }

    /// What the card was charged, in minor units.
    pub(crate) fn total(&self) -> i64 {
        self.amount + self.tip_amount.unwrap_or(0)
    }
}

impl Clover {
    pub(crate) fn start(program: &Path, folder: &Path) -> anyhow::Result<Self> {
        let mut command = node::tethered(program);
        command.args(["--port", "0"]).args(at_emulator()).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.stderr(node::log(folder, "emulator")?).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("the emulator has no output")?).lines();
        let ready =
            lines.by_ref().map_while(Result::ok).find_map(|line| Some(line.strip_prefix(READY)?.to_owned()));
        let origin = ready.context("the emulator ended before it was ready")?;
        // A child that writes into a full pipe would stand still.
        thread::spawn(move || lines.for_each(drop));
        Ok(Self { origin: origin.trim().trim_end_matches('/').to_owned(), child })
    }

    /// A token for this card, as the page's field frames ask for one.
    pub(crate) fn token(&self, line: &Line, public_key: &str, card: Card) -> Result<String, Lost> {
        let number = match card {
            Card::Good => "4242424242424242",
            Card::Declined => "4264281511117771",
            Card::Poor => "4000000000009995",
        };
        let body = json!({"card": {"number": number, "exp_month": "12", "exp_year": "2040", "cvv": "123"}});
        let answer = line.post(&format!("{}/v1/tokens", self.origin), &[("apikey", public_key)], &body)?;
        let token: Value = answer.read()?;
        token["id"].as_str().map(str::to_owned).ok_or(Lost)
    }

    /// Sets a fault and answers how many are in force.
    pub(crate) fn arm(&self, line: &Line, fault: &Value) -> Result<usize, Lost> {
        let answer = line.post(&self.lever("faults"), &[], fault)?;
        let told: Value = answer.read()?;
        told["faults"].as_array().map(Vec::len).ok_or(Lost)
    }

    /// How many faults are in force.
    pub(crate) fn armed(&self, line: &Line) -> Result<usize, Lost> {
        let told: Value = line.get(&self.lever("faults"), &[])?.read()?;
        told["faults"].as_array().map(Vec::len).ok_or(Lost)
    }

    /// Takes all faults away.
    pub(crate) fn recover(&self, line: &Line) -> Result<(), Lost> {
        line.delete(&self.lever("faults"))?.is_success().then_some(()).ok_or(Lost)
    }

    /// Every charge of this merchant, approved or not.
    pub(crate) fn charges(&self, line: &Line, merchant: &Merchant) -> Result<Vec<Charge>, Lost> {
        #[derive(Deserialize)]
        struct Ledger {
            charges: Vec<Charge>,
        }
        let url = format!("{}?merchant={}", self.lever("ledger"), merchant.clover_id);
        Ok(line.get(&url, &[])?.read::<Ledger>()?.charges)
    }

    fn lever(&self, name: &str) -> String {
        format!("{}/_control/{name}", self.origin)
    }
}

impl Drop for Clover {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
