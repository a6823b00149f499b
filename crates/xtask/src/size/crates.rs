//! What each crate costs in the page's WebAssembly, by the names that its functions had before they were taken out.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::process::Command;

use anyhow::Context;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{process, setup, workspace};

/// Functions and bytes of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    functions: usize,
    bytes: usize,
}

/// Crates of the standard library; what is implemented for its own types is theirs too.
const STANDARD: &str = "core";

/// The table: each crate's code after all passes, with names kept; smaller crates together.
///
/// # Errors
/// When the page was not built here or the tools cannot read it.
pub(super) fn table() -> anyhow::Result<String> {
    let weights = weigh(&named()?)?;
    let total: usize = weights.iter().map(|(_, weight)| weight.bytes).sum();
    let data = "bytes of code, before compression; data and the script beside it are not in it";
    let mut text =
        format!("\n{:<26}  {:>10}  {:>10}  {:>7}   ({data})\n", "crate", "functions", "bytes", "share");
    for (name, Weight { functions, bytes }) in weights {
        let permille = bytes * 1000 / total.max(1);
        writeln!(text, "{name:<26}  {functions:>10}  {bytes:>10}  {:>5}.{} %", permille / 10, permille % 10)?;
    }
    writeln!(text, "{:<26}  {:>10}  {total:>10}", "all code", "")?;
    Ok(text)
}

/// The page's WebAssembly as it is shipped but for the names, which are kept.
fn named() -> anyhow::Result<Vec<u8>> {
    let tools = setup::page_tools()?;
    let scratch = tempfile::tempdir()?;
    let compiled = workspace::root().join("target/wasm32-unknown-unknown/page/trefoil-page.wasm");
    anyhow::ensure!(compiled.is_file(), "no compiled page in target; `cargo xtask page` makes it");
    let tool = |name: &str| {
        let mut command = Command::new(name);
        command.env("PATH", &tools.path);
        command
    };
    let mut command = tool("wasm-bindgen");
    command.args(["--target", "web", "--no-typescript", "--out-name", "page", "--out-dir"]);
    process::output(command.arg(scratch.path()).arg(&compiled)).context("wasm-bindgen")?;
    let (bound, small) = (scratch.path().join("page_bg.wasm"), scratch.path().join("small.wasm"));
    let mut command = tool("wasm-opt");
    command.args(crate::page::FEATURES).args(["-Oz", "-g"]).arg(bound).arg("-o").arg(&small);
    process::output(&mut command).context("wasm-opt")?;
    Ok(fs::read(small)?)
}

/// The crates, the heaviest first.
fn weigh(wasm: &[u8]) -> anyhow::Result<Vec<(String, Weight)>> {
    let (mut imported, mut bodies, mut names) = (0_u32, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(reader) = section.as_known() else { continue };
                for subsection in reader {
                    let Name::Function(functions) = subsection? else { continue };
                    for naming in functions {
                        let naming = naming?;
                        names.insert(naming.index, naming.name);
                    }
                }
            }
            _ => {}
        }
    }
    let mut weights: BTreeMap<String, Weight> = BTreeMap::new();
    for (index, bytes) in (imported..).zip(bodies) {
        let weight = weights.entry(crate_of(names.get(&index).copied().unwrap_or_default())).or_default();
        weight.functions += 1;
        weight.bytes += bytes;
    }
    let mut weights: Vec<_> = weights.into_iter().collect();
    weights.sort_by_key(|(name, weight)| (std::cmp::Reverse(weight.bytes), name.clone()));
    Ok(weights)
}

/// The crate in which a function was written, as far as its name tells: for `<T as other::Trait>::f` it is `other`.
fn crate_of(name: &str) -> String {
    let path = name.trim_start_matches(['<', '&', '*', '[', '(', ' ']);
    let path = ["mut ", "dyn ", "const "].iter().fold(path, |path, word| path.trim_start_matches(word));
    let first = first_word(path);
    match (path.contains("::"), path.split_once(" as ")) {
        _ if first.len() > 1 && ["::", "["].iter().any(|next| path[first.len()..].starts_with(next)) => {
            first.to_owned()
        }
        (true, Some((_, of_trait))) => first_word(of_trait).to_owned(),
        (true, None) => STANDARD.to_owned(),
        (false, _) => "made by the tools".to_owned(),
    }
}

fn first_word(path: &str) -> &str {
    let end = path.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    &path[..end.unwrap_or(path.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_crate_that_wrote_it() {
        for (name, owner) in [
            ("trefoil_page::runtime::wire::read::h98e9", "trefoil_page"),
            ("<dlmalloc[e24a]::dlmalloc::Dlmalloc<dlmalloc[e24a]::sys::System>>::malloc", "dlmalloc"),
            (
                "<serde_wasm_bindgen::de::ObjectAccess as serde_core::de::MapAccess>::next",
                "serde_wasm_bindgen",
            ),
            ("<T as reactive_graph::traits::Get>::get::h9cc", "reactive_graph"),
            ("<f64 as core[c593]::fmt::Display>::fmt", "core"),
            ("<&mut alloc::string::String as core::fmt::Write>::write_char", "alloc"),
            ("<dyn core::any::Any>::is", "core"),
            ("<char>::escape_debug_ext", "core"),
            ("__externref_table_alloc", "made by the tools"),
        ] {
            assert_eq!(crate_of(name), owner, "{name}");
        }
    }

    /// One imported function, then one of our own of three bytes.
    const TINY: [u8; 49] = [
        0, b'a', b's', b'm', 1, 0, 0, 0, // header
        1, 4, 1, 0x60, 0, 0, // one type: nothing to nothing
        2, 7, 1, 1, b'm', 1, b'f', 0, 0, // an import of it
        3, 2, 1, 0, // a function of it
        10, 5, 1, 3, 0, 0x01, 0x0b, // its body: a size, no variables, nop, end
        0, 14, 4, b'n', b'a', b'm', b'e', 1, 7, 1, 1, 4, b'a', b'b',
        b':', // the names: of function 1, `ab::`
    ];

    #[test]
    fn a_body_is_counted_for_the_name_at_its_place_after_the_imports() {
        let wasm = [&TINY[..], b":"].concat();
        assert_eq!(weigh(&wasm).unwrap(), [("ab".to_owned(), Weight { functions: 1, bytes: 3 })]);
    }
}
