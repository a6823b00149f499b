//! Writes what was laid out as a PDF, tagged and checked as PDF/UA-1 wants it.

use std::fmt;

use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::{Document, SerializeSettings};

use crate::block::{Ink, Page, Role, Rule, Text};
use crate::face::Faces;
use crate::layout::{self, HEIGHT, WIDTH};
use crate::sheet::Sheet;
use crate::structure::{self, Leaf};

/// Why there is no PDF. All of it is a mistake of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintError {
    /// The font in the program is none.
    #[error("the font cannot be read")]
    Font,
    /// A page cannot be had.
    #[error("a page cannot be made")]
    Page,
    /// The PDF would not be what PDF/UA-1 wants; what is wrong by the library's name for it.
    #[error("the PDF is refused: {0}")]
    Refused(String),
}

/// Makes PDFs; holds the fonts.
pub struct Printer {
    faces: Faces,
}

impl fmt::Debug for Printer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Printer")
    }
}

impl Printer {
    /// Reads the fonts.
    ///
    /// # Errors
    /// [`PrintError::Font`] in a broken build.
    pub fn load() -> Result<Self, PrintError> {
        Faces::load().map(|faces| Self { faces }).ok_or(PrintError::Font)
    }

    /// The sheet as a PDF: the same bytes for the same sheet.
    ///
    /// # Errors
    /// See [`PrintError`].
    pub fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
        let layout = layout::of(&self.faces, sheet);
        let mut document = Document::new_with(settings()?);
        let mut drawn: Vec<Option<Identifier>> = vec![None; layout.leaves];
        for page in &layout.pages {
            let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PrintError::Page)?;
            let mut sheet_of_paper = document.start_page_with(size);
            let mut surface = sheet_of_paper.surface();
            self.draw(&mut surface, page, &mut drawn);
            surface.finish();
            sheet_of_paper.finish();
        }
        document.set_tag_tree(structure::tree(&layout.branches, &drawn, &sheet.language));
        document.set_outline(outline(sheet));
        document.set_metadata(metadata(sheet));
        document.finish().map_err(|error| PrintError::Refused(format!("{error:?}")))
    }

    fn draw(&self, surface: &mut Surface<'_>, page: &Page, drawn: &mut [Option<Identifier>]) {
        surface.set_fill(Some(grey(0xd0)));
        for rule in &page.rules {
            artifact(surface, ArtifactType::Layout, |surface| draw_rule(surface, *rule));
        }
        for text in &page.texts {
            match text.role {
                Role::Read(Leaf(index)) => {
                    let span = SpanTag::empty().with_actual_text(text.meant.as_deref());
                    drawn[index] = Some(surface.start_tagged(ContentTag::Span(span)));
                    self.write(surface, text);
                    surface.end_tagged();
                }
                Role::Repeated => {
                    artifact(surface, ArtifactType::PaginationOther, |surface| self.write(surface, text));
                }
                Role::Foot => artifact(surface, ArtifactType::Footer, |surface| self.write(surface, text)),
            }
        }
    }

    fn write(&self, surface: &mut Surface<'_>, text: &Text) {
        let style = text.style;
        surface.set_fill(Some(grey(match style.ink {
            Ink::Full => 0x14,
            Ink::Soft => 0x50,
        })));
        let glyphs = self.faces.glyphs(style.face, &text.words);
        let start = Point::from_xy(text.x, text.baseline);
        surface.draw_glyphs(start, &glyphs, self.faces.font(style.face), &text.words, style.size, false);
    }
}

fn settings() -> Result<SerializeSettings, PrintError> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| PrintError::Refused(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(sheet: &Sheet) -> Metadata {
    Metadata::new()
        .title(sheet.title.clone())
        .language(sheet.language.clone())
        .authors(vec![sheet.merchant.clone()])
        .creator("Trefoil".to_owned())
}

fn outline(sheet: &Sheet) -> Outline {
    let mut outline = Outline::new();
    let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
    outline.push_child(OutlineNode::new(sheet.heading.clone(), top));
    outline
}

fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn draw_rule(surface: &mut Surface<'_>, rule: Rule) {
    let mut path = PathBuilder::new();
    if let Some(strip) = Rect::from_ltrb(rule.from, rule.y, rule.to, rule.y + 0.5) {
        path.push_rect(strip);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(grey(0xd0)));
        surface.draw_path(&path);
    }
}

fn grey(light: u8) -> Fill {
    Fill { paint: luma::Color::new(light).into(), ..Fill::default() }
}
