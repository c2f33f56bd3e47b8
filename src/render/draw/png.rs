//! Pictures as PNG: the SVG, drawn by resvg.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{Drawing, Ground, font, svg};
use crate::model::diagram::Diagram;

/// Pixels of the PNG for one of the SVG: sharp on today's screens.
const SCALE: f32 = 2.0;
/// No picture has more pixels: more than 40 million need over 160 MB and seconds.
const MOST_PIXELS: f32 = 40e6;

pub(in crate::render) fn render(diagram: &Diagram, drawing: &Drawing) -> Result<Vec<u8>, String> {
    let mut options = Options {
        font_family: "DejaVu Sans".to_owned(),
        ..Options::default()
    };
    options.fontdb_mut().load_font_data(font::BYTES.to_vec());
    let mut drawing = *drawing;
    if drawing.ground == Ground::Auto {
        // A picture of pixels does not know where it is shown.
        drawing.ground = Ground::Light;
    }
    let picture = svg::render(diagram, &drawing);
    // Other fonts only for what the own one lacks: equal names then look equal on every machine.
    if !font::covers(&String::from_utf8_lossy(&picture)) {
        options.fontdb_mut().load_system_fonts();
    }
    let tree = Tree::from_data(&picture, &options).map_err(|error| error.to_string())?;
    let size = tree.size();
    let scale = drawing.scale.unwrap_or(SCALE);
    let pixels = size.width() * size.height() * scale * scale;
    if drawing.scale.is_some() && pixels > MOST_PIXELS {
        return Err(format!(
            "a picture of {:.0} by {:.0} at scale {scale} has more than 40 million pixels, expected a smaller `--scale`",
            size.width(),
            size.height()
        ));
    }
    let scale = scale.min(scale * (MOST_PIXELS / pixels).sqrt());
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
