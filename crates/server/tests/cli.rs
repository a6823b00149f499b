//! Runs the built `trefoil` as a person or a script would, against a database of its own.

#![expect(clippy::unwrap_used, reason = "the functions tests share fail as tests do")]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use server::config::ApiKeyHash;
use tempfile::TempDir;

const TOKEN: &str = "s3cret-token-of-acme";

/// A working folder with a configuration and a database.
struct Site {
    folder: TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.configure(&["acme"]);
        site
    }

    /// Everybody is in the emulator's world, and nobody calls it.
    fn configure(&self, merchants: &[&str]) {
        let table = |slug: &&str| {
            let hash = ApiKeyHash::of(slug).to_setting();
            format!(
                "[merchants.{slug}]\nclover_merchant_id = \"ACME000000001\"\nenvironment = \"emulator\"\n\
                 emulator_url = \"http://localhost:8090\"\nname = \"Acme\"\napi_key_hash = \"{hash}\"\n"
            )
        };
        let tables: Vec<_> = merchants.iter().map(table).collect();
        let text = format!("public_url = \"http://localhost:8080\"\n{}", tables.concat());
        fs::write(self.path("trefoil.toml"), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trefoil"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("TREFOIL_") || name == "RUST_LOG" {
                command.env_remove(name);
            }
        }
        command.env("TREFOIL_CONFIG", "trefoil.toml");
        command.env("TREFOIL_MERCHANTS__ACME__API_TOKEN", TOKEN);
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    fn create(&self, invoice: &Value) -> Ran {
        fs::write(self.path("invoice.json"), invoice.to_string()).unwrap();
        self.run(&["invoice", "create", "--file", "invoice.json", "--json"])
    }
}

/// How a command ended.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Standard output of a command that did what it was asked.
    #[track_caller]
    fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// Standard error of a command that could not.
    #[track_caller]
    fn bad(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.out, "");
        self.err
    }
}

fn invoice(number: &str) -> Value {
    json!({
        "number": number,
        "customer": { "name": "Étienne Tremblay", "email": "etienne@example.test" },
        "currency": "CAD",
        "lines": [{ "description": "Inspection of drains", "quantity": 2, "unit_amount": 9250, "tax": 2405 }],
        "due_date": "2030-12-31",
    })
}

#[test]
fn an_invoice_is_made_listed_shown_and_taken_back() {
    let site = Site::new();
    let made: Value = serde_json::from_str(&site.create(&invoice("INV-1")).good()).unwrap();
    let id = made["id"].as_str().unwrap();
    assert_eq!((made["state"].as_str(), made["totals"]["total"].as_i64()), (Some("open"), Some(20_905)));
    let link = made["pay_url"].as_str().unwrap();
    assert!(link.starts_with("http://localhost:8080/pay/"), "{link}");

    let list = site.run(&["invoice", "list"]).good();
    let rows: Vec<_> = list.lines().collect();
    assert_eq!(rows.len(), 2, "{list}");
    for part in [id, "INV-1", "open", "209.05 CAD", "2030-12-31", "Étienne Tremblay"] {
        assert!(rows[1].contains(part), "{part} in {list}");
    }
    assert!(!list.contains("/pay/"), "{list}");

    let shown = site.run(&["invoice", "show", id]).good();
    assert!(shown.contains(link) && shown.contains("INV-1  open  209.05 CAD"), "{shown}");
    let json: Value = serde_json::from_str(&site.run(&["invoice", "show", id, "--json"]).good()).unwrap();
    assert_eq!(json, made);

    assert_eq!(site.run(&["invoice", "void", id]).good(), "");
    assert!(site.run(&["invoice", "list"]).good().contains("  void  "));
    site.run(&["invoice", "void", id]).good();
}

#[test]
fn a_script_finds_the_pay_link_alone_on_standard_output() {
    let site = Site::new();
    let mut child = site
        .command(&["invoice", "create", "--file", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(invoice("INV-1").to_string().as_bytes()).unwrap();
    let ran = Ran::of(child.wait_with_output().unwrap());
    assert!(ran.err.contains("INV-1, 209.05 CAD"), "{}", ran.err);
    assert!(!ran.err.contains("/pay/"), "{}", ran.err);
    let out = ran.good();
    assert!(out.starts_with("http://localhost:8080/pay/") && out.lines().count() == 1, "{out}");
}

#[test]
fn instalments_of_the_command_line_are_shown_with_what_is_missing() {
    let site = Site::new();
    fs::write(site.path("invoice.json"), invoice("INV-1").to_string()).unwrap();
    let create = |instalments: &[&str]| {
        let arguments = ["invoice", "create", "--file", "invoice.json", "--json"];
        site.run(&[&arguments[..], instalments].concat())
    };
    let deposit = ["--instalment", "2030-01-01=5905", "--instalment", "2030-02-01=15000"];
    let made: Value = serde_json::from_str(&create(&deposit).good()).unwrap();
    assert_eq!(made["schedule"][1]["missing"], 15_000);
    let shown = site.run(&["invoice", "show", made["id"].as_str().unwrap()]).good();
    assert!(shown.contains("2030-01-01  59.05 CAD, 59.05 CAD missing"), "{shown}");
    let short = create(&["--instalment", "2030-01-01=5905"]).bad(1);
    assert!(short.contains("schedule comes to 5905 minor units, and the invoice to 20905"), "{short}");
    let said = create(&["--instalment", "soon"]).bad(2);
    assert!(said.contains("is not of the form 2026-12-31=5000"), "{said}");
}

#[test]
fn every_bad_field_of_an_invoice_is_named_and_nothing_is_stored() {
    let site = Site::new();
    let mut bad = invoice("INV-1");
    bad["currency"] = json!("GOLD");
    bad["lines"][0]["quantity"] = json!(0);
    let said = site.create(&bad).bad(1);
    assert!(said.starts_with("trefoil: invoice.json cannot be accepted:\n"), "{said}");
    assert!(said.contains("\n  currency is not a currency"), "{said}");
    assert!(said.contains("\n  lines[0].quantity must be a whole number from 1"), "{said}");
    assert_eq!(site.run(&["invoice", "list"]).good().lines().count(), 1);
}

#[test]
fn what_is_no_invoice_is_refused_with_the_reason() {
    let site = Site::new();
    site.create(&invoice("INV-1")).good();
    assert!(site.create(&invoice("INV-1")).bad(1).contains("has an invoice of this number"));
    let mut unknown = invoice("INV-2");
    unknown["colour"] = json!("red");
    assert!(site.create(&unknown).bad(1).contains("unknown field `colour`"));
    fs::write(site.path("invoice.json"), "{").unwrap();
    let said = site.run(&["invoice", "create", "--file", "invoice.json"]).bad(1);
    assert!(said.contains("invoice.json is not an invoice: EOF"), "{said}");
    let said = site.run(&["invoice", "create", "--file", "nowhere.json"]).bad(1);
    assert!(said.contains("cannot read nowhere.json"), "{said}");
}

#[test]
fn an_invoice_that_is_not_there_is_missed() {
    let site = Site::new();
    let id = "inv_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    assert!(site.run(&["invoice", "show", id]).bad(1).contains("acme has no invoice"));
    assert!(site.run(&["invoice", "void", id]).bad(1).contains("there is no such invoice"));
    assert!(site.run(&["invoice", "show", "INV-1"]).bad(2).contains("inv_"));
}

#[test]
fn a_list_goes_on_where_it_ended() {
    let site = Site::new();
    for number in ["INV-1", "INV-2", "INV-3"] {
        site.create(&invoice(number)).good();
    }
    let first = site.run(&["invoice", "list", "--limit", "2"]);
    let before = first.err.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(first.err.contains("--before inv_"), "{}", first.err);
    let first = first.good();
    let rest = site.run(&["invoice", "list", "--limit", "2", "--before", &before]);
    assert_eq!(rest.err, "");
    let rest = rest.good();
    assert_eq!((first.lines().count(), rest.lines().count()), (3, 2));
    let both = first + &rest;
    assert!(["INV-1", "INV-2", "INV-3"].iter().all(|number| both.contains(number)), "{both}");
}

#[test]
fn with_several_merchants_one_must_be_named() {
    let site = Site::new();
    site.configure(&["acme", "zeta"]);
    let run = |arguments: &[&str]| {
        let mut command = site.command(arguments);
        Ran::of(command.env("TREFOIL_MERCHANTS__ZETA__API_TOKEN", TOKEN).output().unwrap())
    };
    assert!(run(&["invoice", "list"]).bad(1).contains("say whose with --merchant; there are: acme, zeta"));
    assert!(run(&["invoice", "list", "--merchant", "beta"]).bad(1).contains("there is no merchant beta"));
    run(&["invoice", "list", "--merchant", "zeta"]).good();
    run(&["invoice", "--merchant", "zeta", "list"]).good();
}

#[test]
fn a_good_configuration_is_explained_without_its_secrets() {
    let site = Site::new();
    let said = site.run(&["check", "--config", "trefoil.toml"]).good();
    for part in
        ["127.0.0.1:8080", "http://localhost:8080/", "sqlite://trefoil.db", "merchant acme: Acme", "emulator"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    let hash = ApiKeyHash::of("acme").to_setting();
    assert!(!said.contains(TOKEN) && !said.contains(hash.strip_prefix("sha256:").unwrap()), "{said}");
    assert!(!site.path("trefoil.db").exists(), "a check must leave nothing behind");
}

#[test]
fn a_bad_configuration_is_explained_line_by_line_by_every_command() {
    let site = Site::new();
    fs::write(site.path("trefoil.toml"), "lissten = \"x\"\nlog = \"loud\"\n").unwrap();
    let said = site.run(&["check"]).bad(1);
    assert!(said.starts_with("the configuration has "), "{said}");
    for part in ["\n  lissten (in trefoil.toml) is not a setting", "\n  log (in trefoil.toml) must be"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let others = [&["serve"][..], &["invoice", "list"]];
    for arguments in others {
        assert_eq!(site.run(arguments).bad(1), format!("trefoil: {said}"));
    }
}

#[test]
fn a_configuration_that_cannot_be_read_ends_a_check_with_2() {
    let site = Site::new();
    assert!(site.run(&["check", "--config", "nowhere.toml"]).bad(2).contains("nowhere.toml cannot be read"));
    fs::write(site.path("trefoil.toml"), "listen = ").unwrap();
    assert!(site.run(&["check"]).bad(2).contains("trefoil.toml:1:"));
    assert!(site.run(&["chekc"]).bad(2).contains("check"));
}

#[test]
fn a_new_key_is_printed_with_the_hash_that_admits_it() {
    let site = Site::new();
    let out = site.run(&["key", "new"]).good();
    let [key, line] = out.lines().collect::<Vec<_>>()[..] else { panic!("{out}") };
    assert!(key.starts_with("trk_"), "{out}");
    let hash = line.strip_prefix("api_key_hash = \"").unwrap().strip_suffix('"').unwrap();
    assert!(ApiKeyHash::parse(hash).unwrap().admits(key));
    assert_ne!(out, site.run(&["key", "new"]).good());
}

#[test]
fn the_api_is_described_without_a_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trefoil"));
    let out = Ran::of(command.arg("openapi").current_dir(folder.path()).env_clear().output().unwrap()).good();
    assert_eq!(out.trim_end(), server::routes::openapi::text().unwrap());
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["openapi"], "3.1.0");
}

#[test]
fn a_backup_is_made_and_put_back() {
    let site = Site::new();
    site.create(&invoice("INV-1")).good();
    assert!(Ran::of(site.command(&["backup", "copy.db"]).output().unwrap()).err.contains("1 invoices"));
    assert!(site.run(&["backup", "copy.db"]).bad(1).contains("not overwritten"));
    site.create(&invoice("INV-2")).good();
    assert!(site.run(&["restore", "copy.db"]).bad(1).contains("exists"));
    site.run(&["restore", "--replace", "copy.db"]).good();
    let listed = site.run(&["invoice", "list"]).good();
    assert!(listed.contains("INV-1") && !listed.contains("INV-2"), "{listed}");
}

#[test]
fn every_command_works_on_postgresql_and_hides_its_password() {
    let site = Site::new();
    let url = postgres_for_tests::shared().database().unwrap().replace("postgres@", "postgres:hush@");
    let run =
        |arguments: &[&str]| Ran::of(site.command(arguments).env("TREFOIL_DATABASE", &url).output().unwrap());
    let checked = run(&["check"]).good();
    assert!(checked.contains("postgres://postgres@localhost/") && !checked.contains("hush"), "{checked}");
    fs::write(site.path("invoice.json"), invoice("INV-1").to_string()).unwrap();
    run(&["invoice", "create", "--file", "invoice.json"]).good();
    assert!(run(&["invoice", "list"]).good().contains("INV-1"));
    assert!(run(&["backup", "copy.db"]).bad(1).contains("pg_dump"));
}
