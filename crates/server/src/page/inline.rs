//! What stands in a page itself, as a content security policy names it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// `sha256-…` of each script and style sheet that stands in the page itself.
#[derive(Debug, Default)]
pub struct Inline {
    /// Of the scripts.
    pub scripts: Vec<String>,
    /// Of the style sheets.
    pub styles: Vec<String>,
}

/// `sha256-…` of a script or a style sheet.
pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

/// The hashes as the end of a list of sources: a blank before each, and each in quotation marks.
pub(crate) fn sources(hashes: &[String]) -> String {
    hashes.iter().flat_map(|hash| [" '", hash, "'"]).collect()
}
