//! Pictures as SVG, drawn here: no other program is needed.
//!
//! Every group has an id that says what it is: `t3` the fourth box, `e3-7` the line from it to the eighth, `l3-7` the label
//! of that line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::colours::{self, Ink, Stroke};
use super::font::{self, FAMILY};
use super::geometry::{Area, Curve, Point};
use super::plan::{Plan, plan};
use super::sketch::{
    Arrangement, BULLET, HEADING_SIZE, ITEM_SIZE, Item, NOTE_SIZE, PADDING, Sketch, Tie, Tile,
    sketch,
};
use super::{Drawing, Ground};
use crate::base::text::xml;
use crate::model::diagram::{Diagram, Kind, Upkeep};

/// Space around everything.
const MARGIN: f64 = 24.0;
const TITLE_SIZE: f64 = 20.0;
/// Height of the legend's lines.
const LEGEND: f64 = 26.0;
/// A slide, where nothing else is asked for.
const SLIDE: f64 = 16.0 / 9.0;
/// What is no larger fits a slide or page whatever its shape.
const SMALL: (f64, f64) = (1000.0, 420.0);

/// The picture of a diagram.
pub(in crate::render) fn render(diagram: &Diagram, drawing: &Drawing) -> Vec<u8> {
    let mut sketch = sketch(diagram, drawing.limit);
    let ratio = drawing.ratio.unwrap_or(SLIDE);
    let plan = plan(&mut sketch, ratio);
    Painter::new(drawing.ground).picture(&sketch, plan, drawing.ratio)
}

/// Writes the parts of a picture.
struct Painter {
    ground: Ground,
    text: String,
    /// The classes used, each with what it colours and how, for dark grounds.
    classes: BTreeMap<String, (&'static str, Ink)>,
}

impl Painter {
    fn new(ground: Ground) -> Self {
        Self {
            ground,
            text: String::new(),
            classes: BTreeMap::new(),
        }
    }

    fn picture(mut self, sketch: &Sketch, plan: Plan, asked: Option<f64>) -> Vec<u8> {
        let title = font::fit(&sketch.title, TITLE_SIZE, 1100.0);
        let hull = plan.hull();
        let head_width = font::width(&title, TITLE_SIZE) * 1.06;
        let told = sketch.left_out.iter().map(|it| font::width(it, ITEM_SIZE));
        let inner = told.fold(hull.width.max(head_width), f64::max);
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let lines = sketch.left_out.len() as f64;
        let top = MARGIN + if title.is_empty() { 0.0 } else { 30.0 } + 18.0 * lines + 10.0;
        let keys = keys(sketch);
        let rows = legend_rows(&keys, inner.max(420.0));
        #[expect(clippy::cast_precision_loss, reason = "few rows")]
        let foot = rows.len() as f64 * LEGEND + 14.0;
        let legend_width = rows.iter().map(|row| row_width(row)).fold(0.0, f64::max);
        let mut width = inner.max(legend_width) + 2.0 * MARGIN;
        let mut height = top + hull.height + foot + MARGIN;
        let is_small = width <= SMALL.0 && height <= SMALL.1;
        let wanted = asked.or((!is_small).then(|| (width / height).clamp(4.0 / 3.0, 2.1)));
        if let Some(ratio) = wanted {
            width = width.max(height * ratio);
            height = height.max(width / ratio);
        }
        let spare = height - (top + hull.height + foot + MARGIN);
        let plan = plan.at(((width - hull.width) / 2.0, top + spare / 2.0));
        self.head(&title, sketch);
        self.body(sketch, &plan);
        self.legend(&rows, height - MARGIN - foot + 14.0);
        self.finish(&title, width.ceil(), height.ceil())
    }

    fn finish(self, title: &str, width: f64, height: f64) -> Vec<u8> {
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\" role=\"img\">\n<title>{}</title>\n",
            xml(title)
        );
        if self.ground == Ground::Auto {
            text.push_str("<style>@media (prefers-color-scheme: dark) {\n");
            let _ = writeln!(text, ".ground{{fill:{}}}", colours::GROUND.dark);
            for (class, (property, ink)) in &self.classes {
                let _ = writeln!(text, ".{class}{{{property}:{}}}", ink.dark);
            }
            text.push_str("}</style>\n");
        }
        if self.ground != Ground::Transparent {
            let fill = self.shade(colours::GROUND);
            let _ = writeln!(
                text,
                "<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"{fill}\"/>"
            );
        }
        text.push_str(&self.text);
        text.push_str("</svg>\n");
        text.into_bytes()
    }

    fn shade(&self, ink: Ink) -> &'static str {
        if self.ground == Ground::Dark {
            ink.dark
        } else {
            ink.light
        }
    }

    /// The attributes that colour something, and the class that does so on a dark ground.
    fn paint(&mut self, property: &'static str, ink: Ink) -> String {
        self.paints(&[(property, ink)])
    }

    fn paints(&mut self, paints: &[(&'static str, Ink)]) -> String {
        let mut attributes = String::new();
        let mut names = Vec::new();
        for (property, ink) in paints {
            let name = format!("{}{}", &property[..1], &ink.light[1..]);
            let _ = write!(attributes, " {property}=\"{}\"", self.shade(*ink));
            self.classes.insert(name.clone(), (property, *ink));
            names.push(name);
        }
        if self.ground == Ground::Auto {
            let _ = write!(attributes, " class=\"{}\"", names.join(" "));
        }
        attributes
    }

    fn words(&mut self, (x, y): Point, size: f64, ink: Ink, more: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let paint = self.paint("fill", ink);
        let _ = write!(
            self.text,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\"{paint}{more}>{}</text>",
            xml(text)
        );
    }

    /// Bold by a thin outline: the font that comes along has one weight, and so it looks alike everywhere.
    fn bold(&mut self, place: Point, size: f64, more: &str, text: &str) {
        let outline = self.paints(&[("stroke", colours::TEXT)]);
        // One class attribute holds for both.
        let outline = outline.split(" class=").next().unwrap_or_default();
        let class = if self.ground == Ground::Auto {
            format!(" class=\"f{0} s{0}\"", &colours::TEXT.light[1..])
        } else {
            String::new()
        };
        self.classes.insert(
            format!("f{}", &colours::TEXT.light[1..]),
            ("fill", colours::TEXT),
        );
        let fill = self.shade(colours::TEXT);
        let _ = write!(
            self.text,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" fill=\"{fill}\"{outline}{class} stroke-width=\"{:.2}\"{more}>{}</text>",
            place.0,
            place.1,
            size * 0.035,
            xml(text)
        );
    }

    fn head(&mut self, title: &str, sketch: &Sketch) {
        let mut y = MARGIN + 16.0;
        if !title.is_empty() {
            self.bold((MARGIN, y), TITLE_SIZE, "", title);
            self.text.push('\n');
            y += 22.0;
        }
        for line in &sketch.left_out {
            self.words((MARGIN, y), ITEM_SIZE, colours::QUIET, "", line);
            self.text.push('\n');
            y += 18.0;
        }
    }

    fn body(&mut self, sketch: &Sketch, plan: &Plan) {
        for (tie, curve) in sketch.ties.iter().zip(&plan.curves) {
            self.tie(tie, curve);
        }
        for (number, (tile, area)) in sketch.tiles.iter().zip(&plan.areas).enumerate() {
            self.tile(number, tile, *area);
        }
        for (tie, area) in sketch.ties.iter().zip(&plan.labels) {
            if let Some(area) = area {
                self.label(tie, *area);
            }
        }
    }

    fn label(&mut self, tie: &Tie, area: Area) {
        let _ = write!(self.text, "<g id=\"l{}-{}\">", tie.from, tie.to);
        if self.ground != Ground::Transparent {
            let paint = self.paint("fill", colours::GROUND);
            let _ = write!(
                self.text,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"{paint}/>",
                area.x, area.y, area.width, area.height
            );
        }
        let (x, y) = area.middle();
        let ink = colours::stroke_of(&tie.relation).ink;
        self.words(
            (x, y + 4.0),
            NOTE_SIZE,
            ink,
            " text-anchor=\"middle\"",
            &tie.label,
        );
        self.text.push_str("</g>\n");
    }

    fn tie(&mut self, tie: &Tie, curve: &Curve) {
        let stroke = colours::stroke_of(&tie.relation);
        let _ = write!(
            self.text,
            "<g id=\"e{}-{}\"><title>{}</title>",
            tie.from,
            tie.to,
            xml(if tie.label.is_empty() {
                &tie.name
            } else {
                &tie.label
            })
        );
        self.line(curve, stroke, tie.derived, tie.heads);
        self.text.push_str("</g>\n");
    }

    fn line(&mut self, curve: &Curve, stroke: Stroke, derived: bool, heads: [bool; 2]) {
        let mut path = format!("M{:.1},{:.1}", curve.start.0, curve.start.1);
        for [a, b, c] in &curve.pieces {
            let _ = write!(
                path,
                " C{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}",
                a.0, a.1, b.0, b.1, c.0, c.1
            );
        }
        let dashes = match (stroke.dashes, derived) {
            ("", false) => String::new(),
            // What a rule derived is thinner and broken finely.
            (_, true) => " stroke-dasharray=\"1.5 2.5\"".to_owned(),
            (dashes, false) => format!(" stroke-dasharray=\"{dashes}\""),
        };
        let paint = self.paint("stroke", stroke.ink);
        let _ = write!(
            self.text,
            "<path d=\"{path}\" fill=\"none\" stroke-width=\"{}\"{dashes}{paint}/>",
            stroke.width
        );
        let points = curve.points();
        if points.len() < 4 {
            return;
        }
        if heads[1] {
            self.arrow(
                points[points.len() - 3],
                points[points.len() - 1],
                stroke.ink,
            );
        }
        if heads[0] {
            self.arrow(points[2], points[0], stroke.ink);
        }
    }

    fn arrow(&mut self, from: Point, tip: Point, ink: Ink) {
        let (x, y) = (tip.0 - from.0, tip.1 - from.1);
        let length = x.hypot(y).max(0.001);
        let (x, y) = (x / length, y / length);
        let (long, wide) = (9.0, 4.0);
        let back = (tip.0 - x * long, tip.1 - y * long);
        let paint = self.paint("fill", ink);
        let _ = write!(
            self.text,
            "<path d=\"M{:.1},{:.1} L{:.1},{:.1} L{:.1},{:.1} z\"{paint}/>",
            tip.0,
            tip.1,
            back.0 - y * wide,
            back.1 + x * wide,
            back.0 + y * wide,
            back.1 - x * wide
        );
    }

    fn tile(&mut self, number: usize, tile: &Tile, area: Area) {
        let _ = write!(
            self.text,
            "<g id=\"t{number}\"><title>{}</title>",
            xml(&tile.tooltip)
        );
        let is_link = self.open_link(&tile.link);
        if tile.is_panel() {
            self.panel(tile, area);
        } else {
            self.card(tile, area);
        }
        if is_link {
            self.text.push_str("</a>");
        }
        self.text.push_str("</g>\n");
    }

    fn open_link(&mut self, link: &str) -> bool {
        let is_link = link.starts_with("https://") || link.starts_with("http://");
        if is_link {
            let _ = write!(self.text, "<a href=\"{}\" target=\"_blank\">", xml(link));
        }
        is_link
    }

    fn card(&mut self, tile: &Tile, area: Area) {
        self.shape(tile.kind, area, tile.focus, tile.upkeep);
        let (x, _) = area.middle();
        let centre = " text-anchor=\"middle\"";
        let mut y = area.y + PADDING.1 + 13.0;
        if tile.focus {
            self.bold((x, y), HEADING_SIZE, centre, &tile.heading);
        } else {
            self.words((x, y), HEADING_SIZE, colours::TEXT, centre, &tile.heading);
        }
        y += 15.0;
        for note in &tile.notes {
            let ink = if note == tile.upkeep.mark() {
                upkeep_ink(tile.upkeep)
            } else {
                colours::QUIET
            };
            self.words((x, y), NOTE_SIZE, ink, centre, note);
            y += 14.0;
        }
    }

    fn panel(&mut self, tile: &Tile, area: Area) {
        let outline = tile
            .relation
            .as_ref()
            .map_or(colours::FRAME, |it| colours::stroke_of(it).ink);
        let paint = self.paints(&[("fill", colours::PANEL), ("stroke", outline)]);
        let _ = write!(
            self.text,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"8\" stroke-width=\"1.2\"{paint}/>",
            area.x, area.y, area.width, area.height
        );
        let x = area.x + PADDING.0;
        let mut y = area.y + PADDING.1 + 13.0;
        self.bold((x, y), HEADING_SIZE, "", &tile.heading);
        y += 15.0;
        for note in &tile.notes {
            self.words((x, y), NOTE_SIZE, colours::QUIET, "", note);
            y += 14.0;
        }
        let places = tile.places(area);
        for (item, place) in tile.items.iter().zip(&places) {
            self.item(item, *place);
        }
        if let (true, Some((x, y))) = (tile.more > 0, places.last()) {
            self.words(
                (x + BULLET, *y),
                ITEM_SIZE,
                colours::QUIET,
                "",
                &tile.and_more(),
            );
        }
    }

    fn item(&mut self, item: &Item, (x, y): Point) {
        self.text.push('\n');
        let is_link = self.open_link(&item.link);
        let _ = write!(self.text, "<g><title>{}</title>", xml(&item.tooltip));
        let bullet = Area::around((x + 5.0, y - 4.0), (9.0, 8.0));
        self.shape(item.kind, bullet, false, item.upkeep);
        let (ink, more) = match item.upkeep {
            Upkeep::Active => (colours::TEXT, ""),
            Upkeep::Maintenance => (colours::MAINTENANCE, ""),
            Upkeep::Retired => (colours::RETIRED, " text-decoration=\"line-through\""),
        };
        self.words((x + BULLET, y), ITEM_SIZE, ink, more, &item.label);
        self.text.push_str("</g>");
        if is_link {
            self.text.push_str("</a>");
        }
    }

    /// Each kind has an outline of its own; what is not alive has a broken one.
    fn shape(&mut self, kind: Kind, area: Area, focus: bool, upkeep: Upkeep) {
        let (fill, outline) = colours::inks(kind);
        let outline = match upkeep {
            Upkeep::Active => outline,
            other => upkeep_ink(other),
        };
        let mut paint = self.paints(&[("fill", fill), ("stroke", outline)]);
        let width = if focus { "2.5" } else { "1" };
        let _ = write!(paint, " stroke-width=\"{width}\"");
        match upkeep {
            Upkeep::Active => {}
            Upkeep::Maintenance => paint.push_str(" stroke-dasharray=\"6 2\""),
            Upkeep::Retired => paint.push_str(" stroke-dasharray=\"2 2\""),
        }
        let path = outline_path(kind, area);
        let _ = write!(self.text, "<path d=\"{path}\"{paint}/>");
    }

    fn legend(&mut self, rows: &[Vec<Key>], top: f64) {
        let mut y = top;
        for row in rows {
            let mut x = MARGIN;
            for key in row {
                self.key(key, (x, y));
                x += key.width();
            }
            y += LEGEND;
        }
    }

    fn key(&mut self, key: &Key, (x, y): Point) {
        let area = Area {
            x,
            y: y + 3.0,
            width: SAMPLE,
            height: 14.0,
        };
        match &key.sample {
            Sample::Kind(kind) => self.shape(*kind, area, false, Upkeep::Active),
            Sample::Upkeep(upkeep) => self.shape(Kind::Technology, area, false, *upkeep),
            Sample::Relation(relation, head) => {
                let curve = Curve::straight((x, y + 10.0), (x + SAMPLE, y + 10.0));
                self.line(&curve, colours::stroke_of(relation), false, [false, *head]);
            }
            Sample::Derived => {
                let curve = Curve::straight((x, y + 10.0), (x + SAMPLE, y + 10.0));
                self.line(&curve, colours::stroke_of(""), true, [false, false]);
            }
        }
        self.words(
            (x + SAMPLE + 8.0, y + 14.0),
            ITEM_SIZE,
            colours::TEXT,
            "",
            &key.name,
        );
        self.text.push('\n');
    }
}

fn upkeep_ink(upkeep: Upkeep) -> Ink {
    match upkeep {
        Upkeep::Active => colours::TEXT,
        Upkeep::Maintenance => colours::MAINTENANCE,
        Upkeep::Retired => colours::RETIRED,
    }
}

/// The outline of a kind around an area.
fn outline_path(kind: Kind, area: Area) -> String {
    let Area {
        x,
        y,
        width,
        height,
    } = area;
    let (right, bottom, middle) = (area.right(), area.bottom(), y + height / 2.0);
    // Slants and corners of a small mark are small as well.
    let slant = (height / 4.0).min(10.0);
    let polygon = |points: &[Point]| {
        let points: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        format!("M{} z", points.join(" L"))
    };
    let rounded = |radius: f64| {
        let r = radius.min(height / 2.0).min(width / 2.0);
        format!(
            "M{:.1},{y:.1} H{:.1} Q{right:.1},{y:.1} {right:.1},{:.1} V{:.1} Q{right:.1},{bottom:.1} {:.1},{bottom:.1} H{:.1} Q{x:.1},{bottom:.1} {x:.1},{:.1} V{:.1} Q{x:.1},{y:.1} {:.1},{y:.1} z",
            x + r,
            right - r,
            y + r,
            bottom - r,
            right - r,
            x + r,
            bottom - r,
            y + r,
            x + r
        )
    };
    match kind {
        Kind::Technology => rounded(7.0_f64.min(height / 4.0)),
        Kind::Category => rounded(height / 2.0),
        Kind::Standard => polygon(&[
            (x, middle),
            (x + slant, y),
            (right - slant, y),
            (right, middle),
            (right - slant, bottom),
            (x + slant, bottom),
        ]),
        Kind::Language => polygon(&[
            (x + slant, y),
            (right, y),
            (right - slant, bottom),
            (x, bottom),
        ]),
        Kind::Publication => polygon(&[
            (x, y),
            (right - slant, y),
            (right, y + slant),
            (right, bottom),
            (x, bottom),
        ]),
        Kind::System => {
            let edge = (slant * 0.6).max(1.5);
            format!(
                "{} M{:.1},{y:.1} V{bottom:.1} M{:.1},{y:.1} V{bottom:.1}",
                polygon(&[(x, y), (right, y), (right, bottom), (x, bottom)]),
                x + edge,
                right - edge
            )
        }
        Kind::Client => polygon(&[
            (x, y),
            (right - slant, y),
            (right, middle),
            (right - slant, bottom),
            (x, bottom),
        ]),
        Kind::Source => polygon(&[
            (x + slant, y),
            (right - slant, y),
            (right, bottom),
            (x, bottom),
        ]),
        Kind::Other => polygon(&[(x, y), (right, y), (right, bottom), (x, bottom)]),
    }
}

/// A line or shape of the legend with what it means.
#[derive(Clone)]
struct Key {
    sample: Sample,
    name: String,
}

#[derive(Clone)]
enum Sample {
    Kind(Kind),
    Upkeep(Upkeep),
    Relation(String, bool),
    Derived,
}

/// Width of a sample in the legend.
const SAMPLE: f64 = 28.0;

impl Key {
    fn width(&self) -> f64 {
        SAMPLE + 8.0 + font::width(&self.name, ITEM_SIZE) + 22.0
    }
}

/// What the picture shows, each with its name.
fn keys(sketch: &Sketch) -> Vec<Key> {
    let cards = sketch.tiles.iter().filter(|it| !it.is_panel());
    let items = sketch.tiles.iter().flat_map(|it| &it.items);
    let shown: Vec<(Kind, Upkeep)> = cards
        .map(|it| (it.kind, it.upkeep))
        .chain(items.map(|it| (it.kind, it.upkeep)))
        .collect();
    let mut keys = Vec::new();
    for kind in Kind::ALL {
        if shown.iter().any(|it| it.0 == kind) {
            let name = kind.name().to_owned();
            keys.push(Key {
                sample: Sample::Kind(kind),
                name,
            });
        }
    }
    for upkeep in [Upkeep::Maintenance, Upkeep::Retired] {
        if shown.iter().any(|it| it.1 == upkeep) {
            let name = upkeep.mark().to_owned();
            keys.push(Key {
                sample: Sample::Upkeep(upkeep),
                name,
            });
        }
    }
    let mut relations: Vec<(usize, String, String, bool)> = sketch
        .ties
        .iter()
        .map(|it| {
            let is_directed = it.heads != [false, false];
            (
                colours::place(&it.relation),
                it.relation.clone(),
                it.name.clone(),
                is_directed,
            )
        })
        .collect();
    relations.sort();
    relations.reverse();
    relations.dedup_by(|a, b| a.1 == b.1);
    if sketch.arrangement == Arrangement::Star {
        // Each box says what its line means.
        relations.clear();
    }
    for (_, relation, name, head) in relations.into_iter().rev() {
        keys.push(Key {
            sample: Sample::Relation(relation, head),
            name,
        });
    }
    if sketch.ties.iter().any(|it| it.derived) {
        let name = "derived by a rule".to_owned();
        keys.push(Key {
            sample: Sample::Derived,
            name,
        });
    }
    keys
}

/// The legend in lines that are no wider than this.
fn legend_rows(keys: &[Key], widest: f64) -> Vec<Vec<Key>> {
    let mut rows: Vec<Vec<Key>> = Vec::new();
    let mut room = 0.0;
    for key in keys {
        let width = key.width();
        if rows.is_empty() || room < width {
            rows.push(Vec::new());
            room = widest;
        }
        room -= width;
        if let Some(row) = rows.last_mut() {
            row.push(key.clone());
        }
    }
    rows
}

fn row_width(row: &[Key]) -> f64 {
    row.iter().map(Key::width).sum()
}
