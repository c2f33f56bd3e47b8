//! The font that comes along: how wide text is, and what PNG is drawn with where no other font is installed.

use std::sync::OnceLock;

/// `DejaVu` Sans, version 2.37; its licence stands beside it.
pub(super) static BYTES: &[u8] = include_bytes!("../../data/font/DejaVuSans.ttf");
/// The families tried by viewers of SVG, widest first: text never needs more room than was measured.
pub(super) const FAMILY: &str = "DejaVu Sans, Verdana, sans-serif";

fn face() -> Option<&'static ttf_parser::Face<'static>> {
    static FACE: OnceLock<Option<ttf_parser::Face<'static>>> = OnceLock::new();
    FACE.get_or_init(|| ttf_parser::Face::parse(BYTES, 0).ok())
        .as_ref()
}

/// The width of `text` in pixels at `size` pixels; what the font lacks counts as wide as it is high.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let Some(face) = face() else {
        return 0.0;
    };
    let units = f64::from(face.units_per_em());
    crate::base::text::one_line(text)
        .chars()
        .map(|character| {
            face.glyph_index(character)
                .and_then(|glyph| face.glyph_hor_advance(glyph))
                .map_or(size, |advance| f64::from(advance) / units * size)
        })
        .sum()
}

/// Whether every character of `text` is in the font.
pub(super) fn covers(text: &str) -> bool {
    face().is_some_and(|face| {
        text.chars()
            .all(|character| face.glyph_index(character).is_some())
    })
}
