//! The faults of a picture, counted in its SVG as usvg reads it: by the places and widths that a viewer finds, not by
//! those that the layout thinks of.
//!
//! A group's id says what is in it: `t3` the fourth box, `e3-7` the line from it to the eighth, `l3-7` that line's label.

use std::fmt;

use resvg::tiny_skia::{PathSegment, Point, Transform};
use resvg::usvg::{Group, Node, Options, Rect, Tree};

/// What is wrong with a picture, in words.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| writeln!(out, "  {it}"))
    }
}

/// Touching is no fault; two pixels deep is one.
const DEEP: f32 = 2.0;
/// What is no larger fits a slide or page whatever its shape.
const SMALL: (f32, f32) = (1000.0, 420.0);

#[derive(Default)]
struct Parts {
    boxes: Vec<(usize, Rect)>,
    labels: Vec<((usize, usize), Rect)>,
    lines: Vec<((usize, usize), Vec<Point>)>,
    /// Every text with the box it stands in.
    texts: Vec<(Option<usize>, Rect)>,
}

/// The faults of an SVG that stackgen drew.
pub(crate) fn faults(svg: &str) -> Faults {
    let mut options = Options {
        font_family: "DejaVu Sans".to_owned(),
        ..Options::default()
    };
    let font = concat!(env!("CARGO_MANIFEST_DIR"), "/data/font/DejaVuSans.ttf");
    options
        .fontdb_mut()
        .load_font_file(font)
        .expect("the font is there");
    let tree = Tree::from_str(svg, &options).expect("the picture is SVG");
    let mut parts = Parts::default();
    parts.gather(tree.root(), "");
    let mut faults = Vec::new();
    parts.lines_behind_boxes(&mut faults);
    parts.lines_through_labels(&mut faults);
    parts.covered(&mut faults);
    let (width, height) = (tree.size().width(), tree.size().height());
    parts.outside(width, height, &mut faults);
    let ratio = width / height;
    let is_small = width <= SMALL.0 && height <= SMALL.1;
    if !is_small && !(1.3..=2.15).contains(&ratio) {
        faults.push(format!("{width} by {height} is no slide"));
    }
    Faults(faults)
}

impl Parts {
    fn gather(&mut self, group: &Group, outer: &str) {
        let id = if is_part(group.id()) {
            group.id()
        } else {
            outer
        };
        if let Some(number) = box_number(group.id()) {
            // The outline is the first path of the box.
            self.boxes
                .extend(first_path(group).map(|area| (number, area)));
        }
        for child in group.children() {
            match child {
                Node::Group(inner) => self.gather(inner, id),
                Node::Path(path) => {
                    if let (Some(ends), true) = (pair(id, 'e'), path.fill().is_none()) {
                        let points = points(path.data(), path.abs_transform());
                        self.lines.push((ends, points));
                    }
                }
                Node::Text(text) => {
                    let area = text.abs_bounding_box();
                    self.texts.push((box_number(id), area));
                    self.labels.extend(pair(id, 'l').map(|ends| (ends, area)));
                }
                Node::Image(_) => {}
            }
        }
    }

    fn lines_behind_boxes(&self, faults: &mut Vec<String>) {
        for ((from, to), line) in &self.lines {
            for (number, area) in &self.boxes {
                if number != from && number != to && line.iter().any(|it| is_inside(*it, *area)) {
                    faults.push(format!("the line {from}-{to} goes behind box {number}"));
                }
            }
        }
    }

    fn lines_through_labels(&self, faults: &mut Vec<String>) {
        for (ends, line) in &self.lines {
            for (own, area) in &self.labels {
                if ends != own && line.iter().any(|it| is_inside(*it, *area)) {
                    faults.push(format!(
                        "the line {ends:?} goes through the label of {own:?}"
                    ));
                }
            }
        }
    }

    fn covered(&self, faults: &mut Vec<String>) {
        for (at, (number, area)) in self.boxes.iter().enumerate() {
            for (other, its) in &self.boxes[at + 1..] {
                if overlap(*area, *its) {
                    faults.push(format!("box {number} covers box {other}"));
                }
            }
        }
        for (at, (owner, area)) in self.texts.iter().enumerate() {
            for (number, its) in &self.boxes {
                if *owner != Some(*number) && overlap(*area, *its) {
                    faults.push(format!(
                        "a text at {},{} lies on box {number}",
                        area.x(),
                        area.y()
                    ));
                }
            }
            for (_, its) in &self.texts[at + 1..] {
                if overlap(*area, *its) {
                    faults.push(format!(
                        "two texts at {},{} and {},{}",
                        area.x(),
                        area.y(),
                        its.x(),
                        its.y()
                    ));
                }
            }
        }
    }

    fn outside(&self, width: f32, height: f32, faults: &mut Vec<String>) {
        let whole = Rect::from_xywh(0.0, 0.0, width, height).expect("a picture has a size");
        for (owner, area) in &self.texts {
            let own = owner.and_then(|it| self.boxes.iter().find(|(number, _)| *number == it));
            let room = own.map_or(whole, |(_, area)| *area);
            if !holds(room, *area) {
                faults.push(format!(
                    "a text at {},{} is wider than its room",
                    area.x(),
                    area.y()
                ));
            }
        }
        for (number, area) in &self.boxes {
            if !holds(whole, *area) {
                faults.push(format!("box {number} stands out of the picture"));
            }
        }
    }
}

fn is_part(id: &str) -> bool {
    box_number(id).is_some() || pair(id, 'e').is_some() || pair(id, 'l').is_some()
}

fn box_number(id: &str) -> Option<usize> {
    id.strip_prefix('t')?.parse().ok()
}

fn pair(id: &str, kind: char) -> Option<(usize, usize)> {
    let (from, to) = id.strip_prefix(kind)?.split_once('-')?;
    Some((from.parse().ok()?, to.parse().ok()?))
}

fn first_path(group: &Group) -> Option<Rect> {
    group.children().iter().find_map(|it| match it {
        Node::Path(path) => Some(path.abs_bounding_box()),
        Node::Group(inner) => first_path(inner),
        _ => None,
    })
}

/// Points along a path, a few pixels apart.
fn points(path: &resvg::tiny_skia::Path, place: Transform) -> Vec<Point> {
    let mut points = Vec::new();
    let mut last = Point::zero();
    let mut along = |of: &dyn Fn(f32) -> Point| {
        for step in 0..=60_u8 {
            let mut point = of(f32::from(step) / 60.0);
            place.map_point(&mut point);
            points.push(point);
        }
    };
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => last = to,
            PathSegment::LineTo(to) => {
                let from = last;
                along(&|t| from + (to - from).scaled_by(t));
                last = to;
            }
            PathSegment::CubicTo(a, b, to) => {
                let from = last;
                along(&|t| {
                    let u = 1.0 - t;
                    from.scaled_by(u * u * u)
                        + a.scaled_by(3.0 * u * u * t)
                        + b.scaled_by(3.0 * u * t * t)
                        + to.scaled_by(t * t * t)
                });
                last = to;
            }
            _ => {}
        }
    }
    points
}

/// Scaling a point, as tiny-skia does it in place.
trait Scaled {
    fn scaled_by(self, by: f32) -> Self;
}

impl Scaled for Point {
    fn scaled_by(self, by: f32) -> Self {
        Self::from_xy(self.x * by, self.y * by)
    }
}

fn is_inside(point: Point, area: Rect) -> bool {
    point.x > area.left() + DEEP
        && point.x < area.right() - DEEP
        && point.y > area.top() + DEEP
        && point.y < area.bottom() - DEEP
}

fn overlap(one: Rect, other: Rect) -> bool {
    one.left() + DEEP < other.right()
        && other.left() + DEEP < one.right()
        && one.top() + DEEP < other.bottom()
        && other.top() + DEEP < one.bottom()
}

fn holds(room: Rect, area: Rect) -> bool {
    room.left() <= area.left() + DEEP
        && area.right() <= room.right() + DEEP
        && room.top() <= area.top() + DEEP
        && area.bottom() <= room.bottom() + DEEP
}
