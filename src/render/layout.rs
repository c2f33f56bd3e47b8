//! Where the nodes, edges and labels of a diagram stand: layers from left to right by Sugiyama's method, labels on their
//! edges where they cover nothing.

use rust_sugiyama::configure::Config;

use super::font;
use crate::model::diagram::{Diagram, Node};

/// Space between neighbours of a layer, between layers, and around everything, in pixels.
const BETWEEN: f64 = 18.0;
const LAYERS: f64 = 190.0;
const MARGIN: f64 = 24.0;
/// Height of a line of text.
const LINE: f64 = 18.0;
/// Past so many edges the picture is a grid without layers: nobody reads it as a drawing, and layers take too long.
const MOST_EDGES: usize = 3000;

/// A rectangle: left, top, width, height, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    pub(super) fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    fn overlap(self, other: Self) -> f64 {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        if width > 0.0 && height > 0.0 {
            width * height
        } else {
            0.0
        }
    }
}

/// An edge: a cubic curve, and the place of its label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Start, two control points, end.
    pub(super) points: [(f64, f64); 4],
    pub(super) label: Area,
}

/// A diagram with places.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) nodes: Vec<Area>,
    pub(super) lines: Vec<Line>,
}

/// Places everything of a diagram, below `top` pixels.
pub(super) fn layout(diagram: &Diagram, top: f64) -> Layout {
    let sizes: Vec<(f64, f64)> = diagram.nodes.iter().map(size).collect();
    let mut nodes = places(diagram, &sizes);
    for area in &mut nodes {
        area.x += MARGIN;
        area.y += MARGIN + top;
    }
    let mut lines = lines(diagram, &nodes);
    shift(&mut nodes, &mut lines);
    let areas = || {
        nodes
            .iter()
            .copied()
            .chain(lines.iter().map(|line| line.label))
    };
    let right = areas().map(|it| it.x + it.width).fold(0.0, f64::max);
    let bottom = areas().map(|it| it.y + it.height).fold(top, f64::max);
    Layout {
        width: right + MARGIN,
        height: bottom + MARGIN,
        nodes,
        lines,
    }
}

/// Moves everything to the right until nothing bends out of the picture.
fn shift(nodes: &mut [Area], lines: &mut [Line]) {
    let reach = |line: &Line| {
        (0..=10)
            .map(|step| at(line.points, f64::from(step) / 10.0).0)
            .fold(line.label.x, f64::min)
    };
    let left = lines.iter().map(reach).fold(f64::INFINITY, f64::min);
    let by = MARGIN - left;
    if !by.is_finite() || by <= 0.0 {
        return;
    }
    for node in nodes {
        node.x += by;
    }
    for line in lines {
        line.label.x += by;
        for point in &mut line.points {
            point.0 += by;
        }
    }
}

/// Width and height of a node that holds its label and note.
fn size(node: &Node) -> (f64, f64) {
    let text = font::width(&node.label, 14.0).max(font::width(&node.note, 11.0));
    let lines = if node.note.is_empty() { 1.0 } else { 2.0 };
    (text + 36.0, LINE * lines + 16.0)
}

fn places(diagram: &Diagram, sizes: &[(f64, f64)]) -> Vec<Area> {
    let connected: Vec<bool> = (0..sizes.len())
        .map(|node| {
            diagram
                .edges
                .iter()
                .any(|edge| edge.from != edge.to && (edge.from == node || edge.to == node))
        })
        .collect();
    let drawn = diagram.edges.len() <= MOST_EDGES;
    let mut areas: Vec<Area> = sizes
        .iter()
        .map(|(width, height)| Area {
            x: 0.0,
            y: 0.0,
            width: *width,
            height: *height,
        })
        .collect();
    let mut y = 0.0;
    if drawn {
        y = layers(diagram, &connected, &mut areas);
    }
    let rest: Vec<usize> = (0..sizes.len())
        .filter(|node| !drawn || !connected[*node])
        .collect();
    grid(&rest, &mut areas, y);
    areas
}

/// Places the connected nodes in layers, one connected part below the other; returns where they end.
fn layers(diagram: &Diagram, connected: &[bool], areas: &mut [Area]) -> f64 {
    let word = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    // The crate draws from top to bottom: width and height change places, the space between layers is part of the size.
    let nodes: Vec<usize> = (0..areas.len()).filter(|node| connected[*node]).collect();
    // The crate knows a vertex by its place among the vertices alone, whatever number it is given.
    let mut numbers = vec![0; areas.len()];
    let mut vertices = Vec::new();
    for (number, node) in nodes.iter().enumerate() {
        numbers[*node] = word(number);
        let area = areas[*node];
        vertices.push((word(number), (area.height, area.width + LAYERS)));
    }
    let mut edges: Vec<(u32, u32)> = placing(diagram)
        .into_iter()
        .map(|(from, to)| (numbers[from], numbers[to]))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let pairs: std::collections::BTreeSet<(u32, u32)> = edges.iter().copied().collect();
    // Of two opposite edges one is enough to place the nodes.
    edges.retain(|(from, to)| from < to || !pairs.contains(&(*to, *from)));
    let config = Config {
        vertex_spacing: BETWEEN,
        dummy_size: 0.6,
        transpose: edges.len() < 200,
        ..Config::default()
    };
    let mut parts = rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config);
    // Large parts first; the crate's order of parts is not fixed.
    for (part, ..) in &mut parts {
        for (number, _) in part.iter_mut() {
            *number = nodes[*number];
        }
        part.sort_by_key(|(node, _)| *node);
    }
    parts.sort_by_key(|(part, ..)| {
        (
            std::cmp::Reverse(part.len()),
            part.first().map(|(node, _)| *node),
        )
    });
    let mut bottom = 0.0;
    for (part, ..) in parts {
        for (node, (y, x)) in &part {
            (areas[*node].x, areas[*node].y) = (
                *x - areas[*node].width / 2.0,
                *y - areas[*node].height / 2.0,
            );
        }
        let inside = || part.iter().map(|(node, _)| *node);
        let left = inside()
            .map(|node| areas[node].x)
            .fold(f64::INFINITY, f64::min);
        let top = inside()
            .map(|node| areas[node].y)
            .fold(f64::INFINITY, f64::min);
        let mut end = bottom;
        for node in part.iter().map(|(node, _)| *node).collect::<Vec<_>>() {
            areas[node].x -= left;
            areas[node].y += bottom - top;
            end = f64::max(end, areas[node].y + areas[node].height);
        }
        bottom = end + BETWEEN * 2.0;
    }
    bottom
}

/// The edges that decide where nodes stand. Around one focus with many edges between the others, those that lead away
/// from the focus: the picture then shows what the reader asked for, and the others pass behind.
fn placing(diagram: &Diagram) -> Vec<(usize, usize)> {
    let all: Vec<(usize, usize)> = diagram
        .edges
        .iter()
        .filter(|edge| edge.from != edge.to)
        .map(|edge| (edge.from, edge.to))
        .collect();
    let mut focused = (0..diagram.nodes.len()).filter(|node| diagram.nodes[*node].focus);
    let (Some(focus), None) = (focused.next(), focused.next()) else {
        return all;
    };
    if all.len() < diagram.nodes.len() * 3 / 2 {
        return all;
    }
    let mut steps = vec![usize::MAX; diagram.nodes.len()];
    steps[focus] = 0;
    let mut open = std::collections::VecDeque::from([focus]);
    let mut tree = Vec::new();
    while let Some(node) = open.pop_front() {
        for &(from, to) in &all {
            let other = if from == node { to } else { from };
            if (from == node || to == node) && steps[other] == usize::MAX {
                steps[other] = steps[node] + 1;
                tree.push((from, to));
                open.push_back(other);
            }
        }
    }
    balance(focus, &mut tree);
    tree.extend(
        all.iter()
            .filter(|(from, to)| steps[*from] == usize::MAX && steps[*to] == usize::MAX),
    );
    tree
}

/// Turns edges of the fuller side of the focus around until both sides are about equal.
fn balance(focus: usize, tree: &mut [(usize, usize)]) {
    let left = tree.iter().filter(|(_, to)| *to == focus).count();
    let right = tree.iter().filter(|(from, _)| *from == focus).count();
    let mut surplus = left.abs_diff(right) / 2;
    let fuller_left = left > right;
    for edge in tree.iter_mut().rev() {
        let on_fuller = if fuller_left {
            edge.1 == focus
        } else {
            edge.0 == focus
        };
        if surplus > 0 && on_fuller {
            *edge = (edge.1, edge.0);
            surplus -= 1;
        }
    }
}

/// Places nodes in rows of about the same width, from `y` down.
fn grid(nodes: &[usize], areas: &mut [Area], y: f64) {
    let used = areas
        .iter()
        .map(|area| area.x + area.width)
        .fold(0.0, f64::max);
    #[expect(clippy::cast_precision_loss, reason = "few nodes")]
    let wide = f64::max(used, 900.0).max((nodes.len() as f64).sqrt() * 160.0);
    let (mut x, mut y, mut row) = (0.0, y, 0.0);
    for node in nodes {
        let area = &mut areas[*node];
        if x > 0.0 && x + area.width > wide {
            (x, y, row) = (0.0, y + row + BETWEEN, 0.0);
        }
        (area.x, area.y) = (x, y);
        x += area.width + BETWEEN;
        row = f64::max(row, area.height);
    }
}

fn lines(diagram: &Diagram, nodes: &[Area]) -> Vec<Line> {
    let mut taken: Vec<Area> = nodes.to_vec();
    let few = diagram.edges.len() <= MOST_EDGES;
    let left = nodes.iter().map(|it| it.x).fold(f64::INFINITY, f64::min);
    let right = nodes.iter().map(|it| it.x + it.width).fold(0.0, f64::max);
    let middle_x = f64::midpoint(left, right);
    let mut degrees = vec![0_usize; nodes.len()];
    for edge in &diagram.edges {
        degrees[edge.from] += 1;
        degrees[edge.to] += 1;
    }
    diagram
        .edges
        .iter()
        .map(|edge| {
            let points = curve(
                nodes[edge.from],
                nodes[edge.to],
                edge.from == edge.to,
                middle_x,
            );
            let (width, height) = (font::width(&edge.label, 11.0) + 6.0, 15.0);
            // Where many edges meet, labels crowd: begin nearer to the quieter end.
            let middle = match degrees[edge.from].cmp(&degrees[edge.to]) {
                std::cmp::Ordering::Less => 0.38,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 0.62,
            };
            let label = if few {
                free(points, middle, (width, height), &taken)
            } else {
                around(points, middle, width, height)
            };
            taken.push(label);
            Line { points, label }
        })
        .collect()
}

/// A curve from border to border: sideways between layers, around the outer side within one.
fn curve(from: Area, to: Area, same: bool, middle_x: f64) -> [(f64, f64); 4] {
    let ((_, from_y), (_, to_y)) = (from.middle(), to.middle());
    let right = |area: Area| area.x + area.width;
    if same {
        let x = right(from);
        return [
            (x, from_y - 5.0),
            (x + 50.0, from_y - 30.0),
            (x + 50.0, from_y + 30.0),
            (x, from_y + 5.0),
        ];
    }
    if right(from) <= to.x {
        let bend = (to.x - right(from)) / 2.0;
        [
            (right(from), from_y),
            (right(from) + bend, from_y),
            (to.x - bend, to_y),
            (to.x, to_y),
        ]
    } else if right(to) <= from.x {
        let bend = (from.x - right(to)) / 2.0;
        [
            (from.x, from_y),
            (from.x - bend, from_y),
            (right(to) + bend, to_y),
            (right(to), to_y),
        ]
    } else if from.middle().0 < middle_x && to.middle().0 < middle_x {
        let bend = from.x.min(to.x) - 40.0 - (from_y - to_y).abs() / 10.0;
        [(from.x, from_y), (bend, from_y), (bend, to_y), (to.x, to_y)]
    } else {
        let bend = right(from).max(right(to)) + 40.0 + (from_y - to_y).abs() / 10.0;
        [
            (right(from), from_y),
            (bend, from_y),
            (bend, to_y),
            (right(to), to_y),
        ]
    }
}

/// The point of a cubic curve at `t` in 0..=1.
fn at(points: [(f64, f64); 4], t: f64) -> (f64, f64) {
    let blend = |a: f64, b: f64, c: f64, d: f64| {
        let u = 1.0 - t;
        u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
    };
    let [a, b, c, d] = points;
    (blend(a.0, b.0, c.0, d.0), blend(a.1, b.1, c.1, d.1))
}

fn around(points: [(f64, f64); 4], t: f64, width: f64, height: f64) -> Area {
    let (x, y) = at(points, t);
    Area {
        x: x - width / 2.0,
        y: y - height / 2.0,
        width,
        height,
    }
}

/// The place on the curve, as near to `middle` as can be, where a label covers nothing; else where it covers least.
fn free(points: [(f64, f64); 4], middle: f64, (width, height): (f64, f64), taken: &[Area]) -> Area {
    let steps = (0..=20).flat_map(|step| {
        let offset = f64::from(step) * 0.022;
        [middle - offset, middle + offset].map(|t| t.clamp(0.04, 0.96))
    });
    let shifts = [0.0, -9.0, 9.0, -18.0, 18.0];
    let mut best: Option<(f64, Area)> = None;
    for shift in shifts {
        for t in steps.clone() {
            let mut area = around(points, t, width, height);
            area.y += shift;
            let covered: f64 = taken.iter().map(|other| area.overlap(*other)).sum();
            if covered <= 0.0 {
                return area;
            }
            if best.is_none_or(|(least, _)| covered < least) {
                best = Some((covered, area));
            }
        }
    }
    best.map_or_else(|| around(points, 0.5, width, height), |(_, area)| area)
}
