//! Pictures as PNG: the SVG, drawn by resvg.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{Drawing, Ground, font, svg};
use crate::model::diagram::Diagram;

/// Pixels of the PNG for one of the SVG: sharp on today's screens.
const SCALE: f32 = 2.0;
/// No picture has more pixels: more than 40 million need over 160 MB and seconds.
const MOST_PIXELS: f32 = 40e6;

/// The picture; `say` hears which letters no font here has.
pub(in crate::render) fn render(
    diagram: &Diagram,
    drawing: &Drawing,
    say: Option<fn(&str)>,
) -> Result<Vec<u8>, String> {
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
    let text = String::from_utf8_lossy(&picture);
    if !font::covers(&text) {
        options.fontdb_mut().load_system_fonts();
        let missing = missing(&text, &options.fontdb);
        if let Some(say) = say.filter(|_| !missing.is_empty()) {
            say(&format!(
                "note: no font on this machine has `{missing}`, which are empty boxes in the picture; SVG leaves them to the viewer"
            ));
        }
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

/// The first few letters of a text that no font has.
fn missing(text: &str, fonts: &resvg::usvg::fontdb::Database) -> String {
    const FEW: usize = 5;
    let mut letters: Vec<char> = (text.chars().filter(|it| !it.is_control()))
        .filter(|it| !font::covers(it.encode_utf8(&mut [0; 4])))
        .collect();
    letters.sort_unstable();
    letters.dedup();
    for face in fonts.faces() {
        if letters.is_empty() {
            break;
        }
        fonts.with_face_data(face.id, |bytes, index| {
            letters.retain(|it| !font::has(bytes, index, *it));
        });
    }
    letters.into_iter().take(FEW).collect()
}
