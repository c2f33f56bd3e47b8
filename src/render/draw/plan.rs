//! Where the boxes, lines and labels of a picture stand.

use super::geometry::{Area, Curve, Point, crosses, hull};
use super::sketch::{Arrangement, NOTE_SIZE, Sketch};
use super::{boxes, font, layers, ring};

/// Height of a label and the space beside its text.
pub(super) const LABEL: (f64, f64) = (15.0, 4.0);
/// From here on labels crowd; colour and stroke tell relations apart, and the legend names them.
const MOST_LABELS: usize = 18;

/// A sketch with places. A line without a label has none in the picture either.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) areas: Vec<Area>,
    pub(super) curves: Vec<Curve>,
    pub(super) labels: Vec<Option<Area>>,
}

impl Plan {
    /// What holds all of it.
    pub(super) fn hull(&self) -> Area {
        let points = self.curves.iter().flat_map(Curve::points);
        let dots = points.map(|point| Area::around(point, (2.0, 2.0)));
        let areas = self.areas.iter().copied().chain(dots);
        hull(areas.chain(self.labels.iter().flatten().copied()))
    }

    /// It with its left upper corner at a point.
    pub(super) fn at(self, (x, y): Point) -> Self {
        let hull = self.hull();
        let by = (x - hull.x, y - hull.y);
        Self {
            areas: self.areas.into_iter().map(|it| it.moved(by)).collect(),
            curves: self.curves.into_iter().map(|it| it.moved(by)).collect(),
            labels: self
                .labels
                .into_iter()
                .map(|it| it.map(|area| area.moved(by)))
                .collect(),
        }
    }
}

/// Places everything, near to this ratio of width to height. Columns of names are chosen on the way.
pub(super) fn plan(sketch: &mut Sketch, ratio: f64) -> Plan {
    let mut plan = match sketch.arrangement {
        Arrangement::Layers => layers::layers(sketch),
        Arrangement::Ring => ring::ring(sketch, ratio),
        Arrangement::Star => boxes::star(sketch, ratio),
        Arrangement::Shelves => boxes::shelves(sketch, ratio),
        Arrangement::Ranking => boxes::ranking(sketch),
    };
    let is_named = matches!(sketch.arrangement, Arrangement::Layers | Arrangement::Ring);
    plan.labels = if is_named {
        labels(sketch, &plan)
    } else {
        vec![None; plan.curves.len()]
    };
    plan
}

/// The size of a label with this text.
pub(super) fn label_size(text: &str) -> (f64, f64) {
    (font::width(text, NOTE_SIZE) + 2.0 * LABEL.1, LABEL.0)
}

/// The places of labels: on their line where they cover nothing and no other line passes; else there is none, and the
/// legend tells what the line means.
fn labels(sketch: &Sketch, plan: &Plan) -> Vec<Option<Area>> {
    let paths: Vec<Vec<Point>> = plan.curves.iter().map(Curve::points).collect();
    let mut taken: Vec<Area> = plan.areas.clone();
    let mut labels = Vec::new();
    // What every line means is said once, by the legend.
    let is_alike = sketch
        .ties
        .iter()
        .all(|it| it.label == sketch.ties[0].label);
    let count = sketch.ties.len();
    let is_roomy = count <= MOST_LABELS || sketch.arrangement == Arrangement::Layers;
    let few = is_roomy && (!is_alike || count <= 3);
    for (number, tie) in sketch.ties.iter().enumerate() {
        let size = label_size(&tie.label);
        let is_free = |area: &Area| {
            !taken.iter().any(|it| it.grown(2.0).overlaps(*area))
                && !paths
                    .iter()
                    .enumerate()
                    .any(|(other, path)| other != number && crosses(path, *area))
        };
        let found = spots(&paths[number])
            .map(|point| Area::around(point, size))
            .find(|area| few && is_free(area));
        taken.extend(found);
        labels.push(found);
    }
    labels
}

/// Points of a line from its middle outwards, not too near to its ends.
fn spots(path: &[Point]) -> impl Iterator<Item = Point> + '_ {
    let (middle, reach) = (path.len() / 2, path.len() * 3 / 10);
    (0..=reach)
        .flat_map(move |step| [middle.checked_sub(step), Some(middle + step)])
        .flatten()
        .filter_map(|at| path.get(at).copied())
}
