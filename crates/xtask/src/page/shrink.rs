//! Makes the built page smaller and earlier than trunk leaves it: script and style stand in the page, minified, and offer
//! what is used under short names.
//!
//! Crates that the page depends on export functions to scripts, and so they stay in the WebAssembly although nobody
//! calls them. Here the script says what it calls, and Binaryen takes out what is left over, to and fro until nothing
//! more goes.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::json;

use super::glue::{self, Names};
use super::{panics, style};
use crate::process;

/// What Binaryen must know to read the page; the same as in `index.html`.
pub(crate) const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The programs that do it.
pub(crate) struct Programs {
    /// Of Binaryen.
    pub(crate) binaryen: PathBuf,
    /// Of esbuild.
    pub(crate) esbuild: PathBuf,
}

/// What Binaryen says that it renamed.
#[derive(Deserialize)]
struct Renamed {
    imports: Vec<(String, String, String)>,
    exports: Vec<(String, String)>,
}

/// Shrinks the page that trunk has just built into `dist`; `scratch` is emptied first.
///
/// # Errors
/// When the page does not look as trunk and wasm-bindgen write it, or a program fails.
pub(super) fn shrink(dist: &Path, scratch: &Path, programs: &Programs) -> anyhow::Result<()> {
    let _first_time = fs::remove_dir_all(scratch);
    fs::create_dir_all(scratch)?;
    let (script, wasm) = (only(dist, "js")?, only(dist, "wasm")?);
    let glue = glue::without_classes(&fs::read_to_string(&script)?);
    let first = rename(programs, &without_unused(programs, &glue, &wasm, scratch)?, scratch)?;
    let wanted = first.imports.iter().map(|(_, name, _)| name.clone()).collect();
    let glue = glue::with_imports(&glue, &wanted);
    let last = rename(programs, &without_unused(programs, &glue, &wasm, scratch)?, scratch)?;
    let names = Names {
        imports: last.imports.into_iter().map(|(_, old, new)| (old, new)).collect(),
        exports: last.exports.into_iter().collect(),
    };
    // wasm-bindgen named the module before trunk named the file.
    let module = "trefoil-page_bg.js";
    let glue = glue::renamed(&glue, module, &names).map_err(|name| {
        anyhow::anyhow!("the WebAssembly asks for {name}, which its script does not offer")
    })?;
    fs::write(scratch.join("glue.js"), glue)?;
    let mut binary = fs::read(scratch.join("short.wasm"))?;
    panics::silence(&mut binary)?;
    let binary_name = format!("trefoil-page-{}_bg.wasm", hash(&binary));
    let bundle = bundle(programs, scratch, &binary_name)?;
    let index = dist.join("index.html");
    let html = with_script(&fs::read_to_string(&index)?, &bundle, &binary_name)?;
    let html = style::join(dist, &html, scratch, programs)?;
    for old in [script, wasm] {
        fs::remove_file(old)?;
    }
    fs::write(dist.join(binary_name), binary)?;
    Ok(fs::write(index, html)?)
}

fn only(dist: &Path, ending: &str) -> anyhow::Result<PathBuf> {
    let is_of_the_page = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("trefoil-page-") && path.extension().is_some_and(|it| it == ending)
    };
    let mut found: Vec<PathBuf> = super::files(dist)?.into_iter().filter(is_of_the_page).collect();
    ensure!(found.len() == 1, "{} has {} page scripts .{ending} instead of one", dist.display(), found.len());
    Ok(found.remove(0))
}

/// Takes out what neither the script nor the start of the page reaches.
fn without_unused(programs: &Programs, glue: &str, wasm: &Path, scratch: &Path) -> anyhow::Result<PathBuf> {
    let exports = glue::used_exports(glue);
    let named = |name: &String| format!("export {name}");
    let mut graph = vec![json!({
        "name": "script", "root": true, "reaches": exports.iter().map(named).collect::<Vec<_>>(),
    })];
    graph.extend(exports.iter().map(|name| json!({ "name": named(name), "export": name })));
    let (file, lean) = (scratch.join("graph.json"), scratch.join("lean.wasm"));
    fs::write(&file, serde_json::to_vec(&graph)?)?;
    let mut command = Command::new(programs.binaryen.join("wasm-metadce"));
    command.args(FEATURES).arg(wasm).arg("--graph-file").arg(file).arg("-o").arg(&lean);
    process::output(&mut command).context("wasm-metadce")?;
    // What only the lost functions needed: types, data, places in the table.
    let mut command = Command::new(programs.binaryen.join("wasm-opt"));
    command.args(FEATURES).arg(&lean).arg("-Oz").arg("-o").arg(&lean);
    process::output(&mut command).context("wasm-opt")?;
    Ok(lean)
}

fn rename(programs: &Programs, wasm: &Path, scratch: &Path) -> anyhow::Result<Renamed> {
    let mut command = Command::new(programs.binaryen.join("wasm-opt"));
    command.args(FEATURES).arg(wasm).arg("--minify-imports-and-exports-and-modules");
    command.args(["--strip-producers", "--strip-target-features"]).arg("-o").arg(scratch.join("short.wasm"));
    let said = process::output(&mut command).context("wasm-opt")?;
    serde_json::from_str(&said).context("what wasm-opt says that it renamed")
}

/// One script that starts the page.
fn bundle(programs: &Programs, scratch: &Path, binary: &str) -> anyhow::Result<String> {
    let entry = scratch.join("entry.js");
    let start = format!("import init from './glue.js';\ninit({{ module_or_path: '/{binary}' }});\n");
    fs::write(&entry, start)?;
    let mut command = Command::new(programs.esbuild.join("esbuild"));
    command.arg(&entry).args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]);
    // The page needs WebAssembly's reference types anyway, which came later than all of this.
    command.arg("--target=es2022").arg("--legal-comments=none");
    let script = process::output(&mut command).context("esbuild")?;
    ensure!(!script.contains("</") && !script.contains("<!--"), "the script would end inside of HTML");
    Ok(script)
}

/// Puts the one script into the page: the WebAssembly is asked for first, and compiled while it comes. The server finds
/// the script there and allows it by its hash.
fn with_script(html: &str, script: &str, binary: &str) -> anyhow::Result<String> {
    let (before, rest) =
        html.split_once("<script type=module>").context("trunk's starter begins otherwise")?;
    let (_, after) = rest.split_once("</script>").context("trunk's starter does not end")?;
    let (before, styles) = before.split_once("<link ").context("the page names no style sheet")?;
    let (after, body) = after.split_once("</head>").context("the page has no head")?;
    let others: String = after
        .split_inclusive('>')
        .filter(|tag| !tag.contains("rel=modulepreload") && !tag.contains("application/wasm"))
        .collect();
    let preload = format!("<link as=fetch crossorigin href=/{binary} rel=preload type=application/wasm>");
    let script = script.trim();
    Ok(format!("{before}{preload}<link {styles}{others}<script type=module>{script}</script></head>{body}"))
}

fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_its_script_in_it_and_asks_for_the_binary_first() {
        let html = "<head><link href=/a.css rel=stylesheet><script type=module>import init;\nstart()</script>\
            <link crossorigin href=/p.js rel=modulepreload>\
            <link as=fetch crossorigin href=/p.wasm rel=preload type=application/wasm></head><body>x</body>";
        let lean = with_script(html, "go()\n", "n.wasm").unwrap();
        let wanted = "<head><link as=fetch crossorigin href=/n.wasm rel=preload type=application/wasm>\
            <link href=/a.css rel=stylesheet><script type=module>go()</script></head><body>x</body>";
        assert_eq!(lean, wanted);
    }

    #[test]
    fn a_page_that_trunk_writes_otherwise_is_refused() {
        assert!(with_script("<head></head>", "", "n.wasm").is_err());
    }

    #[test]
    fn a_hash_is_what_the_server_takes_for_one() {
        assert_eq!(hash(b"a").len(), 16);
        assert_ne!(hash(b"a"), hash(b"b"));
    }
}
