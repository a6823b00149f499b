//! Counts the bytes of the built page, raw and compressed, and holds them against what was recorded.

mod crates;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;

use crate::{page, workspace};

/// What to count.
#[derive(Args)]
pub(crate) struct Options {
    /// Also what each crate costs in the WebAssembly.
    #[arg(long)]
    crates: bool,
    /// Record the bytes as the budget that the tests hold the page against.
    #[arg(long)]
    record: bool,
}

/// The endings that a payer's browser downloads before a card can be typed.
const PAGE: &[&str] = &["html", "css", "js", "wasm"];
/// What only other sites load, and pages inside of them (docs/EMBEDDING.md).
const EMBEDDING: &[&str] = &["embed.js", "embedded.css", "embedded.js"];

struct Row {
    name: String,
    raw: usize,
    packed: usize,
    of_page: bool,
}

/// Prints the table, building the page first when there is none.
///
/// # Errors
/// When the page cannot be built or read.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    if !workspace::dist().join("index.html").is_file() {
        page::build()?;
    }
    let rows = measure(&workspace::dist())?;
    if options.record {
        fs::write(recorded_in(), record(total(&rows).1))?;
    }
    print!("{}", table(&rows, recorded(&recorded_in())?)?);
    if options.crates {
        print!("{}", crates::table()?);
    }
    Ok(())
}

/// Prints the table and fails when the page costs more than was recorded, by more than a hundredth.
///
/// # Errors
/// When it does, or cannot be read.
pub(crate) fn check() -> anyhow::Result<()> {
    let (rows, budget) = (measure(&workspace::dist())?, recorded(&recorded_in())?);
    print!("{}", table(&rows, budget)?);
    within(total(&rows).1, budget)
}

fn within(packed: usize, budget: usize) -> anyhow::Result<()> {
    if packed > budget + budget / 100 {
        bail!(
            "the page costs {packed} bytes in brotli, more than a hundredth above the {budget} recorded; make it \
             smaller, or say in docs/PERFORMANCE.md what it is worth and run `cargo xtask size --record`"
        );
    }
    Ok(())
}

fn recorded_in() -> PathBuf {
    workspace::root().join("crates/xtask/page-budget.txt")
}

fn record(packed: usize) -> String {
    format!(
        "# Bytes of the page in brotli; `cargo xtask size --record` writes it, the tests read it.\n{packed}\n"
    )
}

fn recorded(file: &Path) -> anyhow::Result<usize> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let number = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
    number.trim().parse().with_context(|| format!("{} holds no number of bytes", file.display()))
}

fn measure(dist: &Path) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for file in page::files(dist)? {
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if ending == "br" {
            continue;
        }
        let bytes = fs::read(&file)?;
        let packed = match fs::metadata(page::compressed(&file)) {
            Ok(twin) => usize::try_from(twin.len())?,
            Err(_) if page::compressible(&file) => page::brotli(&bytes)?.len(),
            Err(_) => bytes.len(),
        };
        let name = file.strip_prefix(dist)?.to_string_lossy().into_owned();
        let of_page = PAGE.contains(&ending) && !EMBEDDING.contains(&name.as_str());
        rows.push(Row { name, raw: bytes.len(), packed, of_page });
    }
    Ok(rows)
}

fn total(rows: &[Row]) -> (usize, usize) {
    let page = rows.iter().filter(|row| row.of_page);
    page.fold((0, 0), |(raw, packed), row| (raw + row.raw, packed + row.packed))
}

fn table(rows: &[Row], budget: usize) -> anyhow::Result<String> {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0).max(24);
    let mut text = format!("{:<width$}  {:>10}  {:>10}\n", "file", "raw", "brotli");
    for row in rows {
        writeln!(text, "{:<width$}  {:>10}  {:>10}", row.name, row.raw, row.packed)?;
    }
    let (raw, packed) = total(rows);
    writeln!(text, "{:<width$}  {raw:>10}  {packed:>10}", "page (html+css+js+wasm)")?;
    writeln!(text, "{:<width$}  {:>10}  {budget:>10}", "recorded", "")?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_must_arrive_before_a_card_can_be_typed() {
        let dist = tempfile::tempdir().unwrap();
        let files =
            [("index.html", 10), ("app.wasm", 1000), ("robots.txt", 7), ("icon.png", 50), ("embed.js", 90)];
        for (name, bytes) in files {
            fs::write(dist.path().join(name), vec![b'x'; bytes]).unwrap();
        }
        fs::write(dist.path().join("app.wasm.br"), vec![b'x'; 100]).unwrap();
        fs::write(dist.path().join("index.html.br"), vec![b'x'; 9]).unwrap();
        let rows = measure(dist.path()).unwrap();
        assert_eq!(rows.len(), 5);
        assert_eq!(total(&rows), (1010, 109));
        assert!(table(&rows, 1).unwrap().contains("robots.txt"));
    }

    #[test]
    fn the_script_that_other_sites_load_stays_below_two_kilobytes() {
        let script = fs::read(workspace::root().join("public").join("embed.js")).unwrap();
        let packed = page::brotli(&script).unwrap().len();
        assert!(packed < 2048, "public/embed.js costs {packed} bytes in brotli");
    }

    #[test]
    fn a_page_that_grows_by_more_than_a_hundredth_is_refused() {
        assert!(within(100_000, 100_000).is_ok() && within(101_000, 100_000).is_ok());
        let error = within(101_001, 100_000).unwrap_err().to_string();
        assert!(error.contains("101001") && error.contains("100000"), "{error}");
    }

    #[test]
    fn what_was_recorded_is_read_back_and_nothing_else_is_taken_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("budget");
        fs::write(&file, record(86_000)).unwrap();
        assert_eq!(recorded(&file).unwrap(), 86_000);
        fs::write(&file, "# nothing\n").unwrap();
        assert!(recorded(&file).is_err());
        assert!(recorded(&recorded_in()).unwrap() > 0);
    }
}
