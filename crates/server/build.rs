//! Fails the build when a sentence is missing: each table of sentences must say the same things in every language.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::Value;

/// Where the tables are, one file for each table and language.
const FOLDER: &str = "templates";
/// The language that the others are compared with.
const FIRST: &str = "en-US";
const OTHERS: [&str; 2] = ["en-CA", "fr-CA"];

fn main() -> anyhow::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    for table in tables()? {
        for fault in faults(&table)? {
            println!("cargo::error={fault}");
        }
    }
    Ok(())
}

/// The tables of the first language.
fn tables() -> anyhow::Result<Vec<PathBuf>> {
    let files: Vec<_> = fs::read_dir(FOLDER)?.collect::<Result<_, _>>()?;
    let of_first = |path: &PathBuf| path.to_string_lossy().ends_with(&format!("-{FIRST}.json"));
    Ok(files.into_iter().map(|entry| entry.path()).filter(of_first).collect())
}

/// What the other languages lack of this table, or have beyond it.
fn faults(first: &Path) -> anyhow::Result<Vec<String>> {
    let ours = read(first)?;
    let mut faults = Vec::new();
    for other in OTHERS {
        let path = PathBuf::from(first.to_string_lossy().replace(FIRST, other));
        let found = compare(&ours, &read(&path)?, "");
        faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", path.display())));
    }
    Ok(faults)
}

fn read(path: &Path) -> anyhow::Result<Value> {
    let name = || path.display().to_string();
    let text = fs::read_to_string(path).with_context(name)?;
    serde_json::from_str(&text).with_context(name)
}

fn compare(ours: &Value, theirs: &Value, at: &str) -> Vec<String> {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let ours_in = |name: &String| format!("{at}/{name}");
            let lacks = ours.keys().filter(|name| !theirs.contains_key(*name));
            let lacks = lacks.map(|name| format!("the sentence {} is missing", ours_in(name)));
            let extra = theirs.keys().filter(|name| !ours.contains_key(*name));
            let extra = extra.map(|name| format!("the sentence {} is in no other language", ours_in(name)));
            let both = ours.iter().filter_map(|(name, value)| Some((name, value, theirs.get(name)?)));
            let within = both.flat_map(|(name, value, other)| compare(value, other, &ours_in(name)));
            lacks.chain(extra).chain(within).collect()
        }
        (Value::String(ours), Value::String(theirs)) => {
            let empty = theirs.trim().is_empty().then(|| format!("the sentence {at} is empty"));
            let places = (places(ours) != places(theirs)).then(|| format!("{at} has other {{places}}"));
            empty.into_iter().chain(places).collect()
        }
        _ => vec![format!("{at} is not the same kind of thing")],
    }
}

/// The names that stand in braces, in any order.
fn places(sentence: &str) -> Vec<&str> {
    let mut places: Vec<_> = sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    places.sort_unstable();
    places
}
