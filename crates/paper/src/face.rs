//! The two faces of the one font: how wide a text is, which letters it has, and the glyphs to draw.

use std::ops::Range;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

/// Stands for a letter that the font does not have.
const UNKNOWN: char = '\u{fffd}';

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
}

/// Both faces, ready to measure and to draw.
pub(crate) struct Faces {
    regular: Cut,
    bold: Cut,
}

struct Cut {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

/// A text that can be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Legible {
    pub(crate) text: String,
    /// Whether letters had to be replaced.
    pub(crate) is_damaged: bool,
}

impl Faces {
    /// `None` when the font is none, which only a broken build can bring about.
    pub(crate) fn load() -> Option<Self> {
        Some(Self { regular: Cut::of(notosans::REGULAR_TTF)?, bold: Cut::of(notosans::BOLD_TTF)? })
    }

    pub(crate) fn font(&self, face: Face) -> Font {
        self.cut(face).font.clone()
    }

    /// The width in points of one line of text, letter by letter: kerning, which is only done where a line is drawn,
    /// makes it a hair narrower, and not at all where there are digits.
    pub(crate) fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let cut = self.cut(face);
        text.chars().map(|letter| cut.advance(letter)).sum::<f32>() * size
    }

    /// The glyphs of one line of text.
    pub(crate) fn glyphs(&self, face: Face, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |shaped: Shaped| {
            let Shaped { id, advance, x, y, range } = shaped;
            KrillaGlyph::new(GlyphId::new(id), advance, x, y, 0.0, range, None)
        };
        self.cut(face).shaped(text).into_iter().map(glyph).collect()
    }

    /// The text with every letter that no face has replaced, and without marks that only steer how a text is set.
    pub(crate) fn legible(&self, text: &str) -> Legible {
        let mut is_damaged = false;
        let letter = |letter: char| match letter {
            '\n' => Some('\n'),
            letter if letter.is_control() => Some(' '),
            letter if steers(letter) => None,
            letter if self.has(letter) => Some(letter),
            _ => {
                is_damaged = true;
                Some(UNKNOWN)
            }
        };
        let text = text.chars().filter_map(letter).collect();
        Legible { text, is_damaged }
    }

    fn has(&self, letter: char) -> bool {
        [&self.regular, &self.bold].iter().all(|cut| cut.shaper.glyph_index(letter).is_some())
    }

    fn cut(&self, face: Face) -> &Cut {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }
}

/// Joiners, direction marks, variation selectors, soft hyphens: nothing of them is seen.
fn steers(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

struct Shaped {
    id: u32,
    /// Parts of the font's size.
    advance: f32,
    x: f32,
    y: f32,
    range: Range<usize>,
}

impl Cut {
    fn of(data: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(data.into(), 0)?, shaper: rustybuzz::Face::from_slice(data, 0)? })
    }

    /// Parts of the font's size.
    fn advance(&self, letter: char) -> f32 {
        let glyph = self.shaper.glyph_index(letter);
        let units = glyph.and_then(|glyph| self.shaper.glyph_hor_advance(glyph));
        units.map_or(0.0, |units| parts_of(i32::from(units), self.font.units_per_em()))
    }

    fn shaped(&self, text: &str) -> Vec<Shaped> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(&self.shaper, &[], buffer);
        let (infos, places) = (shaped.glyph_infos(), shaped.glyph_positions());
        let start = |index: usize| infos.get(index).map_or(text.len(), |info| offset(info.cluster));
        let parts = |units: i32| parts_of(units, self.font.units_per_em());
        let glyph = |(index, place): (usize, &rustybuzz::GlyphPosition)| {
            let from = start(index);
            let to = (index + 1..=infos.len()).map(start).find(|next| *next != from);
            Shaped {
                id: infos[index].glyph_id,
                advance: parts(place.x_advance),
                x: parts(place.x_offset),
                y: parts(place.y_offset),
                range: from..to.unwrap_or(text.len()),
            }
        };
        places.iter().enumerate().map(glyph).collect()
    }
}

fn offset(cluster: u32) -> usize {
    usize::try_from(cluster).unwrap_or(usize::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "glyphs are thousands of units wide, not millions")]
fn parts_of(units: i32, per_em: f32) -> f32 {
    units as f32 / per_em
}
