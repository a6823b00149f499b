//! The files that trunk made, as they are in the binary (in a debug build: on disk).

use std::borrow::Cow;

use anyhow::Context;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::first_paint::{self, FirstPaint};

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Files;

/// The built page.
#[derive(Debug)]
pub struct BuiltPage {
    /// What is put around an invoice.
    pub first_paint: FirstPaint,
    /// `sha256-…` of each inline script of the page, for its content security policy.
    pub script_hashes: Vec<String>,
}

/// A file of the page.
#[derive(Debug)]
pub struct PageFile {
    /// Its content.
    pub content: Cow<'static, [u8]>,
    /// Whether `content` is compressed with brotli.
    pub is_brotli: bool,
}

impl BuiltPage {
    /// Reads the page's frame.
    ///
    /// # Errors
    /// When the page has not been built, or has been built without the places that the server fills.
    pub fn load() -> anyhow::Result<Self> {
        let file = Files::get("index.html")
            .context("the page is not built; run `cargo xtask page` and build again")?;
        Self::from_html(
            String::from_utf8(file.data.into_owned()).context("the page's index.html is not UTF-8")?,
        )
    }

    /// Takes another frame than the built one.
    ///
    /// # Errors
    /// When the frame lacks a place that the server fills.
    pub fn from_html(html: String) -> anyhow::Result<Self> {
        let own = [first_paint::GUARD, first_paint::NO_MODULES];
        let script_hashes = inline_scripts(&html).chain(own).map(hash).collect();
        Ok(Self { first_paint: FirstPaint::new(html)?, script_hashes })
    }

    /// The file of this name, compressed if the browser takes that and the build made it.
    pub fn file(name: &str, takes_brotli: bool) -> Option<PageFile> {
        let compressed = takes_brotli.then(|| Files::get(&format!("{name}.br"))).flatten();
        let is_brotli = compressed.is_some();
        let file = compressed.or_else(|| Files::get(name))?;
        Some(PageFile { content: file.data, is_brotli })
    }
}

/// The texts of the scripts that stand in the page itself.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, text) = rest.split_once('>')?;
        let (text, _) = text.split_once("</script")?;
        (!attributes.contains("src=")).then_some(text)
    })
}

fn hash(script: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(script)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scripts_without_a_source_are_inline() {
        let html = r#"<script src="/a.js"></script><script type="module">go()</script><p>x</p>"#;
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["go()"]);
        // printf 'go()' | openssl dgst -sha256 -binary | base64
        assert!(hash("go()").starts_with("sha256-"));
    }
}
