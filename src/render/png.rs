//! Diagrams as PNG: the SVG, drawn by resvg.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{font, svg};
use crate::model::diagram::Diagram;

/// Pixels of the PNG for one of the SVG: sharp on today's screens.
const SCALE: f32 = 2.0;
/// No picture has more pixels: more than 100 million need over 400 MB.
const MOST_PIXELS: f32 = 100e6;

pub(super) fn render(diagram: &Diagram) -> Result<Vec<u8>, String> {
    let mut options = Options {
        font_family: "DejaVu Sans".to_owned(),
        ..Options::default()
    };
    options.fontdb_mut().load_font_data(font::BYTES.to_vec());
    // Other fonts only for what the own one lacks: equal names then look equal on every machine.
    let known = diagram
        .nodes
        .iter()
        .all(|node| font::covers(&node.label) && font::covers(&node.note));
    if !known {
        options.fontdb_mut().load_system_fonts();
    }
    let tree =
        Tree::from_data(&svg::render(diagram), &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let fitting = (MOST_PIXELS / (size.width() * size.height())).sqrt();
    let scale = SCALE.min(fitting);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded by MOST_PIXELS"
    )]
    let (width, height) = (
        (size.width() * scale) as u32,
        (size.height() * scale) as u32,
    );
    let mut pixmap = Pixmap::new(width.max(1), height.max(1)).ok_or("the picture is too large")?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap.encode_png().map_err(|error| error.to_string())
}
