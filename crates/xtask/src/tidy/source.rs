//! The text files of the workspace, read once for all rules.

use std::fs;
use std::path::Path;

/// Folders that hold nothing of ours: built, downloaded or private.
const NOT_OURS: &[&str] = &[".git", "target", "dist", "data", "node_modules"];
/// Files that are not text.
const BINARY: &[&str] = &["avif", "db", "gif", "ico", "jpeg", "jpg", "pdf", "png", "wasm", "webp", "woff2"];

/// One file of ours.
pub(crate) struct Source {
    /// Its path from the root, with `/` between the parts.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: String,
}

impl Source {
    /// Whether the rules for Rust hold for it; what lies under `assets` is sent to browsers, not compiled.
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|ending| ending == "rs")
            && !self.path.contains("/assets/")
    }

    /// Whether it lies in that folder, at any depth.
    pub(crate) fn is_under(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Lines of code with their numbers from 1; lines that are comments only are left out.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every text file under `root`, sorted by path.
///
/// # Errors
/// When a folder or file cannot be read.
pub(crate) fn all(root: &Path) -> anyhow::Result<Vec<Source>> {
    let mut found = Vec::new();
    collect(root, "", &mut found)?;
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<Source>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        // In a second work tree of the repository `.git` is a file.
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, found)?;
        } else if !Path::new(&name).extension().is_some_and(|end| BINARY.iter().any(|binary| end == *binary))
        {
            // Whatever is not Unicode is no text of ours.
            if let Ok(text) = String::from_utf8(fs::read(entry.path())?) {
                found.push(Source { path, text });
            }
        }
    }
    Ok(())
}

/// Where `word` stands alone in `line`, not as a part of a longer name.
pub(crate) fn has_word(line: &str, word: &str) -> bool {
    let part_of_name = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        !part_of_name(line[..at].chars().next_back()) && !part_of_name(line[at + word.len()..].chars().next())
    })
}

/// A made-up file for the tests of rules.
#[cfg(test)]
pub(crate) fn made_up(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_folders_and_images_are_left_out() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["src", "target", "crates/a/target"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let files =
            ["src/lib.rs", "src/logo.png", "target/x.rs", "crates/a/target/y.rs", "Cargo.toml", ".git"];
        for file in files {
            fs::write(root.path().join(file), "text").unwrap();
        }
        let paths: Vec<String> = all(root.path()).unwrap().into_iter().map(|source| source.path).collect();
        assert_eq!(paths, ["Cargo.toml", "src/lib.rs"]);
    }

    #[test]
    fn a_word_is_not_found_inside_a_longer_one() {
        assert!(has_word("let x: f64 = 1.0;", "f64"));
        assert!(!has_word("let buf64 = 1;", "f64"));
        assert!(!has_word("f64_bits", "f64"));
    }

    #[test]
    fn assets_are_not_rust_and_comments_are_not_code() {
        assert!(!made_up("crates/a/src/assets/x.rs", "").is_rust());
        let source = made_up("src/lib.rs", "//! about f64\nlet a = 1;\n    // f64");
        assert_eq!(source.code().collect::<Vec<_>>(), [(2, "let a = 1;")]);
    }
}
