//! The rules of this project that no compiler knows; each rule is a file with tests that show it failing.

mod card_numbers;
mod decisions;
mod embedding;
mod finding;
mod floats;
mod javascript;
mod length;
mod machine_paths;
mod module_doc;
mod names;
mod pins;
mod signals;
mod source;
mod walls;

use anyhow::bail;

use crate::workspace;
use finding::Finding;
use source::Source;

/// A rule that looks at one file at a time.
type FileRule = fn(&Source) -> Vec<Finding>;

const FILE_RULES: &[FileRule] = &[
    floats::check,
    javascript::check,
    length::check,
    machine_paths::check,
    module_doc::check,
    names::check,
    signals::check,
];

/// Checks every rule and prints what breaks one.
///
/// # Errors
/// When something does, or the workspace cannot be read.
pub(crate) fn run() -> anyhow::Result<()> {
    let sources = source::all(&workspace::root())?;
    let metadata = workspace::metadata()?;
    let mut findings: Vec<Finding> =
        sources.iter().flat_map(|source| FILE_RULES.iter().flat_map(move |rule| rule(source))).collect();
    findings.extend(walls::check(&walls::imports(&metadata)));
    findings.extend(card_numbers::check(&metadata));
    findings.extend(decisions::check(&sources));
    findings.extend(embedding::check(&sources));
    findings.extend(pins::check(&sources));
    for question in sources.iter().filter_map(length::question) {
        println!("asked: {question}");
    }
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("tidy found {} things to mend", findings.len());
    }
    println!("tidy: {} files obey", sources.len());
    Ok(())
}
