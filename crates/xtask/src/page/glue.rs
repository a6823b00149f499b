//! Cuts the script that wasm-bindgen writes around the WebAssembly: what nobody calls, and long names.
//!
//! wasm-bindgen writes a regular text: what stands at the top begins in the first column, and an import is an entry
//! of eight columns. Names carry hashes, which do not compress, in the script and in the WebAssembly alike.

use std::collections::{BTreeMap, BTreeSet};

/// The one module from which the WebAssembly imports, in its short name.
pub(super) const MODULE: &str = "a";
const ENTRY: &str = "        ";
const END_OF_ENTRY: &str = "        },";
/// How the functions begin that call a closure of ours; one that no import makes is of no use.
const CLOSURE: &str = "function wasm_bindgen__convert__closures";

/// Leaves out the classes that crates export to scripts. No script of ours uses any.
pub(super) fn without_classes(glue: &str) -> String {
    let classes: Vec<&str> = glue.lines().filter_map(class_name).collect();
    let is_of_a_class = |piece: &str| {
        let first = piece.lines().next().unwrap_or_default();
        classes.iter().any(|class| {
            class_name(first) == Some(class)
                || first.starts_with(&format!("if (Symbol.dispose) {class}."))
                || first.starts_with(&format!("const {class}Finalization "))
        })
    };
    pieces(glue).into_iter().filter(|piece| !is_of_a_class(piece)).collect()
}

fn class_name(line: &str) -> Option<&str> {
    line.strip_prefix("export class ")?.split_whitespace().next()
}

/// Leaves out the imports that the WebAssembly does not ask for (any more), and the functions that only they called.
pub(super) fn with_imports(glue: &str, wanted: &BTreeSet<String>) -> String {
    let mut kept = String::new();
    let mut passing = false;
    for line in glue.split_inclusive('\n') {
        passing |= import_name(line).is_some_and(|name| !wanted.contains(name));
        if !passing {
            kept.push_str(line);
        }
        passing &= line.trim_end() != END_OF_ENTRY;
    }
    let is_called = |piece: &str| match piece.strip_prefix(CLOSURE) {
        None => true,
        Some(rest) => {
            let name = &piece["function ".len()..piece.len() - rest.len() + identifier(rest).len()];
            kept.lines().any(|line| import_line_calls(line, name))
        }
    };
    pieces(&kept).into_iter().filter(|piece| is_called(piece)).collect()
}

fn import_line_calls(line: &str, name: &str) -> bool {
    line.starts_with(ENTRY) && names(line).any(|word| word == name) && !line.contains("wasm.")
}

/// The name of the import that begins in this line.
fn import_name(line: &str) -> Option<&str> {
    let (name, rest) = line.strip_prefix(ENTRY)?.split_once(": ")?;
    (name.starts_with("__wb") && rest.starts_with("function")).then_some(name)
}

/// The exports that the script uses.
pub(super) fn used_exports(glue: &str) -> BTreeSet<String> {
    glue.match_indices("wasm.").filter(|(at, _)| !is_inside_a_name(glue, *at)).fold(
        BTreeSet::new(),
        |mut found, (at, text)| {
            found.insert(identifier(&glue[at + text.len()..]).to_owned());
            found
        },
    )
}

/// Names to replace: imports and exports as the WebAssembly was renamed, old name to new.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) imports: BTreeMap<String, String>,
    pub(super) exports: BTreeMap<String, String>,
}

/// Gives imports and exports their short names.
///
/// # Errors
/// The name of an import that the script does not offer.
pub(super) fn renamed(glue: &str, module: &str, names: &Names) -> Result<String, String> {
    let mut text = String::new();
    let mut missing: BTreeSet<&str> = names.imports.keys().map(String::as_str).collect();
    for line in glue.split_inclusive('\n') {
        match import_name(line).and_then(|name| Some((name, names.imports.get(name)?))) {
            Some((name, short)) => {
                missing.remove(name);
                text.push_str(&line.replacen(name, short, 1));
            }
            None => text.push_str(&with_short_exports(line, &names.exports)),
        }
    }
    match missing.first() {
        Some(name) => Err((*name).to_owned()),
        None => Ok(text.replace(&format!("\"./{module}\""), &format!("\"{MODULE}\""))),
    }
}

fn with_short_exports(line: &str, exports: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find("wasm.") {
        let (before, from) = (&rest[..at + "wasm.".len()], &rest[at + "wasm.".len()..]);
        text.push_str(before);
        let name = identifier(from);
        text.push_str(exports.get(name).map_or(name, String::as_str));
        rest = &from[name.len()..];
    }
    text + rest
}

/// What stands at the top of the text, each with its own lines.
fn pieces(glue: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in glue.split_inclusive('\n') {
        let begins = line.starts_with(|first: char| !first.is_whitespace() && first != '}');
        match pieces.last_mut() {
            Some(piece) if !begins => piece.push_str(line),
            _ => pieces.push(line.to_owned()),
        }
    }
    pieces
}

fn identifier(text: &str) -> &str {
    let end = text.find(|letter: char| !is_of_a_name(letter)).unwrap_or(text.len());
    &text[..end]
}

fn names(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !is_of_a_name(letter))
}

fn is_of_a_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

fn is_inside_a_name(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|letter| is_of_a_name(letter) || letter == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str = r#"export class Sink {
    free() {
        wasm.__wbg_sink_free(ptr, 0);
    }
}
if (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;

function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_used_0a: function(arg0) {
            const ret = arg0.used;
            return ret;
        },
        __wbg_unused_0b: function(arg0) { return handleError(function (arg0) {
            makeClosure(arg0, wasm_bindgen__convert__closures_____invoke__h0c);
        }, arguments);
        },
        __wbindgen_generic_1: function(arg0) {
            return makeClosure(arg0, wasm_bindgen__convert__closures_____invoke__h0d);
        },
    };
    return {
        "./page_bg.js": import0,
    };
}

function wasm_bindgen__convert__closures_____invoke__h0c(arg0) {
    wasm.wasm_bindgen__convert__closures_____invoke__h0c(arg0);
}

function wasm_bindgen__convert__closures_____invoke__h0d(arg0) {
    wasm.wasm_bindgen__convert__closures_____invoke__h0d(arg0);
}

const SinkFinalization = (typeof FinalizationRegistry === 'undefined')
    : new FinalizationRegistry(ptr => wasm.__wbg_sink_free(ptr, 1));

let wasmModule, wasm;
"#;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn classes_of_other_crates_are_left_out_with_all_that_is_theirs() {
        let without = without_classes(GLUE);
        assert!(!without.contains("Sink") && !without.contains("sink"), "{without}");
        assert!(
            without.starts_with("function __wbg_get_imports") && without.ends_with("let wasmModule, wasm;\n")
        );
    }

    #[test]
    fn imports_that_are_not_wanted_go_with_the_closures_that_only_they_made() {
        let wanted = set(&["__wbg_used_0a", "__wbindgen_generic_1"]);
        let kept = with_imports(&without_classes(GLUE), &wanted);
        assert!(!kept.contains("unused_0b") && !kept.contains("h0c"), "{kept}");
        assert!(kept.contains("ret = arg0.used") && kept.contains("__proto__"));
        assert_eq!(used_exports(&kept), set(&["wasm_bindgen__convert__closures_____invoke__h0d"]));
    }

    #[test]
    fn both_sides_get_the_same_short_names() {
        let pairs = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
        };
        let mut names = Names {
            imports: pairs(&[("__wbg_used_0a", "A")]),
            exports: pairs(&[("wasm_bindgen__convert__closures_____invoke__h0d", "B")]),
        };
        let text = renamed(GLUE, "page_bg.js", &names).unwrap();
        assert!(text.contains("        A: function(arg0)") && text.contains("    wasm.B(arg0);"), "{text}");
        assert!(text.contains("\"a\": import0"));
        // The script's own function keeps its name.
        assert!(text.contains("function wasm_bindgen__convert__closures_____invoke__h0d(arg0)"));
        names.imports.insert("__wbg_gone".to_owned(), "C".to_owned());
        assert_eq!(renamed(GLUE, "page_bg.js", &names).unwrap_err(), "__wbg_gone");
    }
}
