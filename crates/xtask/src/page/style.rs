//! Puts the style sheets of the page into it: they compress better together, and nothing that is painted waits for them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Context;

use super::shrink::Programs;
use crate::process;

/// Puts the style sheets that `html` names into it, and takes their files out of `dist`. Answers with the HTML.
///
/// # Errors
/// When the page names none or one that is not there, or the minifier refuses them.
pub(super) fn join(dist: &Path, html: &str, scratch: &Path, programs: &Programs) -> anyhow::Result<String> {
    let mut joined = String::new();
    for sheet in sheets(html) {
        let file = dist.join(sheet.name);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", sheet.name))?;
        joined.extend(match sheet.media {
            Some(media) => ["@media ", media, "{", &text, "}\n"],
            None => ["", "", "", &text, "\n"],
        });
        fs::remove_file(file)?;
    }
    let source = scratch.join("style.css");
    fs::write(&source, joined)?;
    let mut command = Command::new(programs.esbuild.join("esbuild"));
    command.arg(source).args(["--minify", "--target=es2022", "--log-level=warning"]);
    let lean = process::output(&mut command).context("esbuild")?;
    anyhow::ensure!(!lean.contains("</"), "a style sheet has `</` in it, which would end it inside of HTML");
    with_style(html, lean.trim())
}

/// A style sheet that the page names.
#[derive(Debug, PartialEq, Eq)]
struct Sheet<'a> {
    tag: &'a str,
    name: &'a str,
    /// What it is for, if not for everything.
    media: Option<&'a str>,
}

fn sheets(html: &str) -> impl Iterator<Item = Sheet<'_>> {
    html.split_inclusive('>').filter_map(|piece| {
        let tag = &piece[piece.rfind("<link ")?..];
        let attribute = |name: &str| {
            let value = tag.split_once(name)?.1;
            value.split([' ', '>']).next()
        };
        let name = attribute("href=/").filter(|_| tag.contains("rel=stylesheet"))?;
        Some(Sheet { tag, name, media: attribute("media=") })
    })
}

fn with_style(html: &str, style: &str) -> anyhow::Result<String> {
    let mut first = Some(format!("<style>{style}</style>"));
    let joined = sheets(html)
        .fold(html.to_owned(), |text, sheet| text.replacen(sheet.tag, &first.take().unwrap_or_default(), 1));
    anyhow::ensure!(first.is_none(), "the page names no style sheet");
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<head><link href=/icon.svg rel=icon><link href=/a-1.css integrity=sha384-x rel=stylesheet>\
        <link href=/p-2.css integrity=sha384-y media=print rel=stylesheet></head>";

    #[test]
    fn style_sheets_are_found_with_what_they_are_for() {
        let found: Vec<_> = sheets(HTML).map(|sheet| (sheet.name, sheet.media)).collect();
        assert_eq!(found, [("a-1.css", None), ("p-2.css", Some("print"))]);
    }

    #[test]
    fn the_style_stands_where_the_first_sheet_was_named() {
        let joined = with_style(HTML, "a{b:c}").unwrap();
        assert_eq!(joined, "<head><link href=/icon.svg rel=icon><style>a{b:c}</style></head>");
        assert!(with_style("<head></head>", "").is_err());
    }
}
