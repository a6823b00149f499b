//! The files that trunk made, as they are in the binary (in a debug build: on disk).

use std::borrow::Cow;

use anyhow::Context;
use rust_embed::RustEmbed;

use super::first_paint::{self, FirstPaint};
use super::inline::{Inline, hash};

/// Bytes of a file's hash that tell it from all others.
const HASH_IN_TAG: usize = 16;

#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Files;

/// The built page.
#[derive(Debug)]
pub struct BuiltPage {
    /// What is put around an invoice.
    pub first_paint: FirstPaint,
    /// What stands in the page itself, for its content security policy.
    pub inline: Inline,
}

/// A file of the page.
#[derive(Debug)]
pub struct PageFile {
    /// Its content.
    pub content: Cow<'static, [u8]>,
    /// Whether `content` is compressed with brotli.
    pub is_brotli: bool,
    /// What tells `content` from any other, compressed or not: an `ETag`, with its quotation marks.
    pub tag: String,
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
        let scripts = inline(&html, "script").chain(own).map(hash).collect();
        let inline = Inline { scripts, styles: inline(&html, "style").map(hash).collect() };
        Ok(Self { first_paint: FirstPaint::new(html)?, inline })
    }

    /// The file of this name, compressed if the browser takes that and the build made it.
    pub fn file(name: &str, takes_brotli: bool) -> Option<PageFile> {
        let compressed = takes_brotli.then(|| Files::get(&format!("{name}.br"))).flatten();
        let is_brotli = compressed.is_some();
        let file = compressed.or_else(|| Files::get(name))?;
        let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..HASH_IN_TAG]));
        Some(PageFile { content: file.data, is_brotli, tag })
    }
}

/// The texts of the scripts or style sheets that stand in the page itself.
fn inline<'a>(html: &'a str, tag: &str) -> impl Iterator<Item = &'a str> {
    let (begin, end) = (format!("<{tag}"), format!("</{tag}"));
    html.split(&begin)
        .skip(1)
        .filter_map(|rest| {
            let (attributes, text) = rest.split_once('>')?;
            let (text, _) = text.split_once(&end)?;
            (!attributes.contains("src=")).then_some(text)
        })
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::super::CardPage;
    use super::*;
    use crate::config::Locale;

    fn built() -> BuiltPage {
        let html = "<html lang=[[trefoil:lang]]><title>[[trefoil:title]]</title>[[trefoil:body]]";
        BuiltPage::from_html(html.to_owned()).unwrap()
    }

    #[test]
    fn the_scripts_that_guard_the_start_may_run() {
        assert_eq!(built().inline.scripts.len(), 2);
        assert_ne!(built().inline.scripts[0], built().inline.scripts[1]);
    }

    #[test]
    fn a_payer_is_told_what_to_do_while_our_side_cannot_answer() {
        let html = built().first_paint.trouble(None, Locale::EnUs).unwrap();
        assert!(html.contains("<html lang=en-US>") && html.contains("data-state=\"failed\""), "{html}");
        assert!(html.contains("Nothing was charged.") && html.contains("Try again"), "{html}");
        assert!(!html.contains("<footer"), "nobody to ask is known: {html}");
    }

    #[test]
    fn documents_that_look_like_the_page_have_its_style_and_may_use_it() {
        let html = "<html lang=[[trefoil:lang]]><title>[[trefoil:title]]</title><link rel=stylesheet href=/a.css>\
            <link rel=stylesheet media=print href=/b.css><style>a{b:c}</style>[[trefoil:body]]";
        let page = BuiltPage::from_html(html.to_owned()).unwrap();
        let styles = "<link rel=stylesheet href=/a.css><style>a{b:c}</style>";
        assert_eq!(page.first_paint.styles, styles);
        let policy = CardPage::policy(&page.inline, &[]);
        assert!(policy.contains(&format!("'{}'", hash("a{b:c}"))), "{policy}");
    }

    #[test]
    fn only_scripts_without_a_source_are_inline() {
        let html = r#"<script src="/a.js"></script><script type="module">go()</script><p>x</p>"#;
        assert_eq!(inline(html, "script").collect::<Vec<_>>(), ["go()"]);
        assert_eq!(inline("<style>a{b:c}</style><link href=x>", "style").collect::<Vec<_>>(), ["a{b:c}"]);
        // printf 'go()' | openssl dgst -sha256 -binary | base64
        assert!(hash("go()").starts_with("sha256-"));
    }
}
