//! Decisions are numbered one after the other, so that none goes missing and none is told twice.

use super::finding::Finding;
use super::source::Source;

const FOLDER: &str = "docs/decisions";
const DIGITS: usize = 4;

/// Finds decisions with a bad name, a number used twice, or a gap.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut last = 0;
    for source in sources.iter().filter(|source| source.is_under(FOLDER)) {
        let name = &source.path[FOLDER.len() + 1..];
        match number(name) {
            None if name == "README.md" => {}
            None => findings.push(Finding::about(&source.path, "is not called NNNN-what-was-decided.md")),
            Some(number) if number == last + 1 => last = number,
            Some(number) => {
                findings.push(Finding::about(&source.path, format!("should be number {:04}", last + 1)));
                last = number.max(last);
            }
        }
    }
    findings
}

fn number(name: &str) -> Option<u32> {
    let (digits, rest) = name.split_once('-')?;
    let titled = rest.strip_suffix(".md").is_some_and(|title| !title.is_empty());
    (titled && digits.len() == DIGITS).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    fn places(names: &[&str]) -> Vec<String> {
        let sources: Vec<Source> =
            names.iter().map(|name| made_up(&format!("{FOLDER}/{name}"), "")).collect();
        check(&sources).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn a_gap_a_double_number_and_a_bad_name_are_found() {
        assert_eq!(places(&["0001-a.md", "0003-b.md"]), ["docs/decisions/0003-b.md"]);
        assert_eq!(places(&["0001-a.md", "0001-b.md"]), ["docs/decisions/0001-b.md"]);
        assert_eq!(places(&["0001-a.md", "second.md"]), ["docs/decisions/second.md"]);
    }

    #[test]
    fn numbers_in_a_row_are_fine() {
        assert!(places(&["0001-a.md", "0002-b.md", "README.md"]).is_empty());
    }
}
