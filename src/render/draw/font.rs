//! The font that comes along: how wide text is, and what PNG is drawn with where no other font is installed.

use std::sync::OnceLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

/// `DejaVu` Sans, version 2.37; its licence stands beside it.
pub(super) static BYTES: &[u8] = include_bytes!("../../../data/font/DejaVuSans.ttf");
/// The families tried by viewers of SVG, widest first: text never needs more room than was measured.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

/// What is asked of the font.
struct Face {
    glyphs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    units_per_em: f64,
}

fn face() -> Option<&'static Face> {
    static FACE: OnceLock<Option<Face>> = OnceLock::new();
    let read = || {
        let font = FontRef::new(BYTES).ok()?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        Some(Face {
            glyphs: font.charmap(),
            metrics: font.glyph_metrics(size, location),
            units_per_em: font.metrics(size, location).units_per_em.into(),
        })
    };
    FACE.get_or_init(read).as_ref()
}

/// The width of `text` in pixels at `size` pixels; what the font lacks counts as wide as it is high.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Some(face) = face() else {
        return 0.0;
    };
    crate::base::text::one_line(text)
        .chars()
        .map(|character| {
            let glyph = face.glyphs.map(character);
            glyph
                .and_then(|glyph| face.metrics.advance_width(glyph))
                .map_or(size, |advance| {
                    f64::from(advance) / face.units_per_em * size
                })
        })
        .sum()
}

/// Whether a font that is not ours has a letter.
pub(super) fn has(font: &[u8], index: u32, letter: char) -> bool {
    FontRef::from_index(font, index).is_ok_and(|font| font.charmap().map(letter).is_some())
}

/// Whether every character of `text` is in the font.
pub(super) fn covers(text: &str) -> bool {
    face().is_some_and(|face| {
        text.chars()
            .all(|character| character.is_control() || face.glyphs.map(character).is_some())
    })
}

/// `text` on one line, cut with `…` where it is wider than so many pixels.
pub(super) fn fit(text: &str, size: f64, widest: f64) -> String {
    let line = crate::base::text::one_line(text);
    // Nothing is narrower than this share of its height: more characters cannot fit, however many there are.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred"
    )]
    let most = (widest / (size * 0.2)) as usize;
    let mut kept: String = line.chars().take(most).collect();
    if kept.len() == line.len() && width(&line, size) <= widest {
        return line;
    }
    while !kept.is_empty() && width(&kept, size) + width("…", size) > widest {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}
