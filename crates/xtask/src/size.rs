//! Counts the bytes of the built page, raw and compressed, and holds them against the budget.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::bail;

use crate::{page, workspace};

/// What the page may cost over the wire in brotli: HTML, style, scripts and WebAssembly together.
pub(crate) const BUDGET: usize = 130 * 1024;
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
pub(crate) fn run() -> anyhow::Result<()> {
    if !workspace::dist().join("index.html").is_file() {
        page::build()?;
    }
    print!("{}", table(&measure(&workspace::dist())?)?);
    Ok(())
}

/// Prints the table and fails when the page costs more than it may.
///
/// # Errors
/// When it does, or cannot be read.
pub(crate) fn check() -> anyhow::Result<()> {
    let rows = measure(&workspace::dist())?;
    print!("{}", table(&rows)?);
    within(total(&rows).1, BUDGET)
}

fn within(packed: usize, budget: usize) -> anyhow::Result<()> {
    if packed > budget {
        bail!("the page costs {packed} bytes in brotli, the budget is {budget}");
    }
    Ok(())
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

fn table(rows: &[Row]) -> anyhow::Result<String> {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0).max(24);
    let mut text = format!("{:<width$}  {:>10}  {:>10}\n", "file", "raw", "brotli");
    for row in rows {
        writeln!(text, "{:<width$}  {:>10}  {:>10}", row.name, row.raw, row.packed)?;
    }
    let (raw, packed) = total(rows);
    writeln!(text, "{:<width$}  {raw:>10}  {packed:>10}", "page (html+css+js+wasm)")?;
    writeln!(text, "{:<width$}  {:>10}  {BUDGET:>10}", "budget", "")?;
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
        assert!(table(&rows).unwrap().contains("robots.txt"));
    }

    #[test]
    fn the_script_that_other_sites_load_stays_below_two_kilobytes() {
        let script = fs::read(workspace::root().join("public").join("embed.js")).unwrap();
        let packed = page::brotli(&script).unwrap().len();
        assert!(packed < 2048, "public/embed.js costs {packed} bytes in brotli");
    }

    #[test]
    fn one_byte_above_the_budget_is_refused() {
        assert!(within(BUDGET, BUDGET).is_ok());
        let error = within(BUDGET + 1, BUDGET).unwrap_err().to_string();
        assert!(error.contains("133121") && error.contains("133120"));
    }
}
