//! Plain documents without scripts that say one thing.

use anyhow::Context;
use minijinja::{Environment, Value, context};

use super::inline::hash;
use crate::config::{EmbedOrigin, Locale};

const STYLE: &str = include_str!("../../templates/notice.css");

/// Their template.
#[derive(Debug)]
pub struct NoticePage {
    templates: Environment<'static>,
    style_hash: String,
}

impl NoticePage {
    /// Reads the template.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn load() -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        let template = include_str!("../../templates/notice.html");
        templates.add_template("notice.html", template).context("notice.html")?;
        Ok(Self { templates, style_hash: hash(STYLE) })
    }

    /// What these pages may do in a browser: show themselves, and that inside `embedders` alone.
    pub fn policy(&self, embedders: &[EmbedOrigin]) -> String {
        let hash = &self.style_hash;
        let framed_by = EmbedOrigin::ancestors(embedders);
        format!(
            "default-src 'none'; style-src '{hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors {framed_by}"
        )
    }

    /// The page with these words (`title` and `text`), marked by its outcome's name; `merchant` is the name that payers
    /// know.
    ///
    /// # Errors
    /// When the template is wrong.
    pub fn render(
        &self,
        words: &Value,
        outcome: &str,
        locale: Locale,
        merchant: Option<&str>,
    ) -> anyhow::Result<String> {
        let page = context! { words, merchant, locale => locale.as_str(), outcome, style => STYLE };
        Ok(self.templates.get_template("notice.html")?.render(page)?)
    }
}
