//! Joins the frame's modules into one script, so that a form of five frames asks for five scripts and not for a
//! hundred: Clover's own frames load a bundle too.
//!
//! This is no general bundler. It relies on what `assets/README.md` asks of those files: an import is one line of
//! the form `import { a } from './b.js';`, there are no cycles, and no two files share a top-level name.

/// The module `entry` and all that it imports, in the order in which they must run; `None` when one is missing.
pub(crate) fn joined(entry: &str, read: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut joined = Joined { done: Vec::new(), script: String::new() };
    joined.add(entry, read)?;
    Some(joined.script)
}

struct Joined {
    done: Vec<String>,
    script: String,
}

impl Joined {
    fn add(&mut self, name: &str, read: &impl Fn(&str) -> Option<String>) -> Option<()> {
        if self.done.iter().any(|done| done == name) {
            return Some(());
        }
        self.done.push(name.to_owned());
        let source = read(name)?;
        for imported in source.lines().filter_map(imported) {
            self.add(imported, read)?;
        }
        for line in source.lines().filter(|line| imported(line).is_none()) {
            self.script.push_str(line.strip_prefix("export ").unwrap_or(line));
            self.script.push('\n');
        }
        Some(())
    }
}

/// The file that an import line names.
fn imported(line: &str) -> Option<&str> {
    line.strip_prefix("import ")?.split_once("from './")?.1.strip_suffix("';")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Option<String> {
        let source = match name {
            "a.js" => "import { b } from './b.js';\nimport { c } from './c.js';\nb(c);\n",
            "b.js" => "import { c } from './c.js';\nexport function b() {}\n",
            "c.js" => "export const c = 1;\n",
            "lost.js" => "import { x } from './missing.js';\n",
            _ => return None,
        };
        Some(source.to_owned())
    }

    #[test]
    fn each_module_stands_once_and_before_those_that_use_it() {
        let script = joined("a.js", &read).unwrap();
        assert_eq!(script, "const c = 1;\nfunction b() {}\nb(c);\n");
    }

    #[test]
    fn a_missing_module_makes_no_script() {
        assert_eq!(joined("lost.js", &read), None);
    }
}
