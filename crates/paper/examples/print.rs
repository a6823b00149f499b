//! Prints a made-up invoice of as many lines as asked for into a file, to be looked at, and says how long it took:
//! `cargo run --release -p paper --example print -- 60 invoice.pdf`.

use std::time::{Duration, Instant};
use std::{env, fs};

use paper::{Contact, Entry, Group, Lines, PaperWords, Printer, Sheet};

/// One printing says little.
const TIMES: u32 = 20;

#[expect(clippy::print_stdout, reason = "a program that measures and tells")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rows = env::args().nth(1).map_or(Ok(3), |rows| rows.parse())?;
    let (printer, sheet) = (Printer::load()?, sheet(rows));
    let mut pdf = printer.print(&sheet)?;
    let began = Instant::now();
    for _ in 0..TIMES {
        pdf = printer.print(&sheet)?;
    }
    let each: Duration = began.elapsed() / TIMES;
    println!("{rows} lines: {} bytes, {each:?}", pdf.len());
    fs::write(env::args().nth(2).unwrap_or_else(|| "target/invoice.pdf".to_owned()), pdf)?;
    Ok(())
}

fn sheet(rows: usize) -> Sheet {
    let row = |number: usize| {
        let what = format!(
            "Visit no. {number}: travel, small parts, labour and a warranty of twelve months on all of it"
        );
        [what, "2".to_owned(), "$1,099.00".to_owned(), "$2,198.00".to_owned()]
    };
    Sheet {
        language: "en-US".to_owned(),
        title: "Invoice INV-1042 – Acme Plumbing".to_owned(),
        heading: "Invoice INV-1042".to_owned(),
        merchant: "Acme Plumbing".to_owned(),
        mark: None,
        headline: Entry::strong("Amount due", "$12,240.57"),
        facts: vec![
            Entry::plain("Issued", "November 21, 2026"),
            Entry::plain("Billed to", "Ada Payer, Łódź (水道工事)"),
        ],
        lines: Lines {
            heads: ["Description", "Quantity", "Price", "Amount"].map(str::to_owned),
            rows: (1..=rows).map(row).collect(),
        },
        sums: vec![Group {
            heading: None,
            entries: vec![Entry::plain("Tax", "$240.57"), Entry::strong("Total", "$12,240.57")],
        }],
        notes: None,
        contact: Some(Contact {
            question: "Questions? Reach Acme Plumbing".to_owned(),
            email: Some("billing@acme.example".to_owned()),
            phone: None,
        }),
        paper: PaperWords {
            page_of: "Page {page} of {pages}".to_owned(),
            damaged: "Some letters cannot be printed here.".to_owned(),
        },
    }
}
