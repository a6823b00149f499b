//! Builds the page into dist/ and compresses it there, so that the server only has to send bytes.

mod glue;
mod panics;
mod shrink;
mod style;

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

use crate::{process, setup, workspace};

pub(crate) use shrink::{FEATURES, Programs};

/// The largest window every browser accepts.
const BROTLI_WINDOW: u32 = 22;
/// The slowest and smallest setting; built once, sent often.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_BUFFER: usize = 64 * 1024;
/// Files that brotli would not make smaller.
const COMPRESSED_ALREADY: &[&str] =
    &["br", "gif", "gz", "ico", "jpeg", "jpg", "png", "webp", "woff2", "avif"];

/// Builds the page with trunk and lays a `.br` beside every file of it.
///
/// # Errors
/// When a tool cannot be had or the page does not compile.
pub(crate) fn build() -> anyhow::Result<()> {
    let tools = setup::page_tools()?;
    eprintln!("page: building into dist/");
    process::run(&mut trunk(&tools)).context("the page could not be built; the lines above say why")?;
    let target = workspace::root().join("target");
    match &tools.shrink {
        Some(programs) => shrink::shrink(&workspace::dist(), &target.join("page-shrink"), programs)
            .context("the built page could not be made smaller")?,
        None => eprintln!("page: no npm to bring what makes it smaller; it works, and is over its budget"),
    }
    let done = compress(&workspace::dist(), &target.join("page-brotli"))?;
    eprintln!("page: built, {done} files compressed anew");
    Ok(())
}

fn trunk(tools: &setup::PageTools) -> Command {
    let mut command = Command::new(&tools.trunk);
    command.current_dir(workspace::root()).args(["build", "--release"]).env("PATH", &tools.path);
    // This trunk reads NO_COLOR as a setting of its own and refuses the customary value 1.
    command.env_remove("NO_COLOR");
    // Its own stack says nothing about the page.
    command.env("RUST_BACKTRACE", "0");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_paths());
    command
}

/// Keeps the paths of this machine out of the page: each place that could panic names its file. They would cost bytes,
/// as many as the user's name is long.
fn without_paths() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    let registries = fs::read_dir(home.join("registry").join("src")).into_iter().flatten().flatten();
    let flag =
        |folder: &Path| format!("--remap-path-prefix={}{}=", folder.display(), std::path::MAIN_SEPARATOR);
    registries.map(|registry| flag(&registry.path())).collect::<Vec<_>>().join(" ")
}

/// Every file under `folder`, sorted; not trunk's hidden working folder, which a failed build leaves behind.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}; `cargo xtask page` makes it", folder.display()))?;
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Where the compressed form of `file` lies.
pub(crate) fn compressed(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".br");
    name.into()
}

/// Whether brotli is of use to a file of that name.
pub(crate) fn compressible(file: &Path) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    !COMPRESSED_ALREADY.contains(&ending)
}

/// Writes a `.br` beside each file of `dist`. Trunk empties that folder each time, and the smallest form takes
/// seconds to find, so `memory` keeps what was compressed last beside its result.
fn compress(dist: &Path, memory: &Path) -> anyhow::Result<usize> {
    let mut done = 0;
    for file in files(dist)?.into_iter().filter(|file| compressible(file)) {
        let bytes = fs::read(&file)?;
        let remembered = memory.join(file.strip_prefix(dist)?);
        if !fs::read(&remembered).is_ok_and(|old| old == bytes) {
            fs::create_dir_all(remembered.parent().unwrap_or(memory))?;
            fs::write(compressed(&remembered), brotli(&bytes)?)?;
            // Last: whatever is cut short before is done again.
            fs::write(&remembered, bytes)?;
            done += 1;
        }
        fs::copy(compressed(&remembered), compressed(&file))?;
    }
    Ok(done)
}

/// `bytes` in brotli's smallest form.
///
/// # Errors
/// Never in practice: writing to memory does not fail.
pub(crate) fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BROTLI_BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(bytes)?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn unpacked(bytes: &[u8]) -> String {
        let mut text = String::new();
        brotli::Decompressor::new(bytes, BROTLI_BUFFER).read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_text_gets_a_compressed_twin_and_images_do_not() {
        let (dist, memory) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(dist.path().join("deep")).unwrap();
        for name in ["index.html", "deep/app.wasm", "icon.png"] {
            fs::write(dist.path().join(name), "hello ".repeat(100)).unwrap();
        }
        assert_eq!(compress(dist.path(), memory.path()).unwrap(), 2);
        let packed = fs::read(dist.path().join("deep/app.wasm.br")).unwrap();
        assert!(packed.len() < 60);
        assert_eq!(unpacked(&packed), "hello ".repeat(100));
        assert!(!dist.path().join("icon.png.br").exists());
    }

    #[test]
    fn an_unchanged_file_is_remembered_and_a_changed_one_is_compressed_anew() {
        let (dist, memory) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = dist.path().join("index.html");
        fs::write(&file, "hello").unwrap();
        assert_eq!(compress(dist.path(), memory.path()).unwrap(), 1);
        fs::remove_file(compressed(&file)).unwrap();
        assert_eq!(compress(dist.path(), memory.path()).unwrap(), 0);
        assert_eq!(unpacked(&fs::read(compressed(&file)).unwrap()), "hello");
        fs::write(&file, "other").unwrap();
        assert_eq!(compress(dist.path(), memory.path()).unwrap(), 1);
        assert_eq!(unpacked(&fs::read(compressed(&file)).unwrap()), "other");
    }
}
