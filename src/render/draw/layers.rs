//! Layers from left to right. A line that passes a layer has a lane of its own there, so that it goes behind no box.
//!
//! `dagre` 0.1 and `rust-sugiyama` 0.4 do layers too: the first is young and panics on what it does not expect, which ends
//! the program; the second tells no way for lines. What is drawn here has at most a few dozen boxes.

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::{Area, Curve};
use super::plan::{Plan, label_size};
use super::sketch::Sketch;

/// Space between neighbours of a layer, and the height of a lane.
const BETWEEN: f64 = 26.0;
const LANE: f64 = 18.0;
/// Space between layers beside the longest label there.
const LAYERS: f64 = 70.0;

/// What stands in a layer: a box, or the lane of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    Tile(usize),
    Lane { tie: usize, layer: usize },
}

/// Places the boxes in layers, those in focus outside.
pub(super) fn layers(sketch: &Sketch) -> Plan {
    let sizes: Vec<(f64, f64)> = sketch.tiles.iter().map(super::sketch::Tile::size).collect();
    let ranks = ranks(sketch);
    let routes = routes(sketch, &ranks);
    let rows = ordered(sketch, &ranks, &routes);
    let ys = heights(&rows, &sizes, &routes);
    let mut areas = vec![Area::default(); sizes.len()];
    let mut spans = Vec::new();
    let mut x = 0.0;
    for (rank, row) in rows.iter().enumerate() {
        let widest = row
            .iter()
            .map(|stop| match stop {
                Stop::Tile(tile) => sizes[*tile].0,
                Stop::Lane { .. } => 0.0,
            })
            .fold(0.0, f64::max);
        for stop in row {
            if let Stop::Tile(tile) = stop {
                areas[*tile] = Area::around((x + widest / 2.0, ys[stop]), sizes[*tile]);
            }
        }
        spans.push((x, x + widest));
        let labels = sketch.ties.iter().filter(|tie| {
            let (first, last) = ends(tie.from, tie.to, &ranks);
            ranks[first] <= rank && rank < ranks[last]
        });
        let label = labels.map(|it| label_size(&it.label).0).fold(0.0, f64::max);
        x += widest + LAYERS + label;
    }
    let curves = sketch.ties.iter().zip(&routes);
    let curves = curves.map(|(tie, route)| {
        let mut route = route.clone();
        let is_turned = route.first() != Some(&Stop::Tile(tie.from));
        let curve = line(&route, &areas, &spans, &ys, &ranks);
        if is_turned {
            route.reverse();
            return turned(&curve);
        }
        curve
    });
    let curves = curves.collect();
    Plan {
        areas,
        curves,
        labels: Vec::new(),
    }
}

/// The end of a tie in the earlier layer, and the one in the later.
fn ends(from: usize, to: usize, ranks: &[usize]) -> (usize, usize) {
    if (ranks[from], from) <= (ranks[to], to) {
        (from, to)
    } else {
        (to, from)
    }
}

/// The layer of each box: one after the layers of all that leads to it. Ties are followed away from the first box in
/// focus, or along their direction where there is none.
fn ranks(sketch: &Sketch) -> Vec<usize> {
    let count = sketch.tiles.len();
    let mut out: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
    let focus = sketch.tiles.iter().position(|it| it.focus);
    let last = sketch.tiles.iter().rposition(|it| it.focus);
    let steps = focus.map(|it| steps(sketch, it));
    for tie in &sketch.ties {
        let (mut from, mut to) = (tie.from, tie.to);
        match &steps {
            Some(steps) => {
                // The last one in focus is where ways end.
                let key = |it: usize| (Some(it) == last && last != focus, steps[it], it);
                if key(from) > key(to) {
                    (from, to) = (to, from);
                }
            }
            None if tie.heads[0] && !tie.heads[1] => (from, to) = (to, from),
            None => {}
        }
        out[from].insert(to);
    }
    longest(&acyclic(out))
}

/// How many ties each box is away from one; what is not tied to it is as far as can be.
fn steps(sketch: &Sketch, start: usize) -> Vec<usize> {
    let mut steps = vec![usize::MAX; sketch.tiles.len()];
    steps[start] = 0;
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(tile) = open.pop_front() {
        for tie in &sketch.ties {
            let other = match (tie.from == tile, tie.to == tile) {
                (true, _) => tie.to,
                (_, true) => tie.from,
                _ => continue,
            };
            if steps[other] == usize::MAX {
                steps[other] = steps[tile] + 1;
                open.push_back(other);
            }
        }
    }
    steps
}

/// Without the edges that lead back to where a walk came from.
fn acyclic(mut out: Vec<BTreeSet<usize>>) -> Vec<BTreeSet<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Not; out.len()];
    for start in 0..out.len() {
        let mut stack = vec![(start, false)];
        while let Some((node, is_left)) = stack.pop() {
            if is_left {
                seen[node] = Seen::Done;
                continue;
            }
            if seen[node] != Seen::Not {
                continue;
            }
            seen[node] = Seen::Open;
            stack.push((node, true));
            let back: Vec<usize> = out[node]
                .iter()
                .copied()
                .filter(|it| seen[*it] == Seen::Open)
                .collect();
            for other in back {
                out[node].remove(&other);
            }
            stack.extend(out[node].iter().rev().map(|it| (*it, false)));
        }
    }
    out
}

fn longest(out: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut ranks = vec![0; out.len()];
    // At most so many rounds as there are nodes: there is no cycle.
    for _ in 0..out.len() {
        let mut changed = false;
        for (node, others) in out.iter().enumerate() {
            for other in others {
                if ranks[*other] <= ranks[node] {
                    ranks[*other] = ranks[node] + 1;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    ranks
}

/// The stops of each tie from left to right.
fn routes(sketch: &Sketch, ranks: &[usize]) -> Vec<Vec<Stop>> {
    let route = |(tie, it): (usize, &super::sketch::Tie)| {
        let (first, last) = ends(it.from, it.to, ranks);
        let lanes = ranks[first] + 1..ranks[last];
        std::iter::once(Stop::Tile(first))
            .chain(lanes.map(|layer| Stop::Lane { tie, layer }))
            .chain([Stop::Tile(last)])
            .collect()
    };
    sketch.ties.iter().enumerate().map(route).collect()
}

/// The stops of each layer from top to bottom: by the middle of their neighbours, to and fro, as long as lines cross less.
fn ordered(sketch: &Sketch, ranks: &[usize], routes: &[Vec<Stop>]) -> Vec<Vec<Stop>> {
    let last = ranks.iter().copied().max().unwrap_or(0);
    let mut rows: Vec<Vec<Stop>> = vec![Vec::new(); last + 1];
    for tile in 0..sketch.tiles.len() {
        rows[ranks[tile]].push(Stop::Tile(tile));
    }
    for stop in routes.iter().flatten() {
        if let Stop::Lane { layer, .. } = stop {
            rows[*layer].push(*stop);
        }
    }
    let pairs: Vec<(Stop, Stop)> = routes
        .iter()
        .flat_map(|route| route.windows(2).map(|pair| (pair[0], pair[1])))
        .collect();
    let mut best = (crossings(&rows, &pairs), rows.clone());
    for round in 0..12 {
        let forward = round % 2 == 0;
        let order: Vec<usize> = if forward {
            (1..rows.len()).collect()
        } else {
            (0..rows.len().saturating_sub(1)).rev().collect()
        };
        for rank in order {
            let fixed = if forward { rank - 1 } else { rank + 1 };
            let places: BTreeMap<Stop, usize> = rows[fixed]
                .iter()
                .enumerate()
                .map(|(at, it)| (*it, at))
                .collect();
            let mut keyed: Vec<(f64, Stop)> = rows[rank]
                .iter()
                .enumerate()
                .map(|(at, stop)| (middle(*stop, at, &pairs, &places), *stop))
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            rows[rank] = keyed.into_iter().map(|(_, stop)| stop).collect();
        }
        let now = crossings(&rows, &pairs);
        if now < best.0 {
            best = (now, rows.clone());
        }
    }
    best.1
}

#[expect(clippy::cast_precision_loss, reason = "few stops")]
fn middle(stop: Stop, at: usize, pairs: &[(Stop, Stop)], places: &BTreeMap<Stop, usize>) -> f64 {
    let near: Vec<usize> = pairs
        .iter()
        .filter_map(|(a, b)| {
            let other = if *a == stop {
                b
            } else if *b == stop {
                a
            } else {
                return None;
            };
            places.get(other).copied()
        })
        .collect();
    if near.is_empty() {
        return at as f64;
    }
    near.iter().sum::<usize>() as f64 / near.len() as f64
}

fn crossings(rows: &[Vec<Stop>], pairs: &[(Stop, Stop)]) -> usize {
    let places: BTreeMap<Stop, (usize, usize)> = rows
        .iter()
        .enumerate()
        .flat_map(|(rank, row)| {
            row.iter()
                .enumerate()
                .map(move |(at, it)| (*it, (rank, at)))
        })
        .collect();
    let ends: Vec<_> = pairs.iter().map(|(a, b)| (places[a], places[b])).collect();
    let mut count = 0;
    for (number, (a, b)) in ends.iter().enumerate() {
        for (c, d) in &ends[number + 1..] {
            if a.0 == c.0 && b.0 == d.0 && (a.1 < c.1) != (b.1 < d.1) && a.1 != c.1 && b.1 != d.1 {
                count += 1;
            }
        }
    }
    count
}

/// The height at which each stop stands: near to the middle of its neighbours, in the order of its layer, apart.
fn heights(rows: &[Vec<Stop>], sizes: &[(f64, f64)], routes: &[Vec<Stop>]) -> BTreeMap<Stop, f64> {
    let height = |stop: &Stop| match stop {
        Stop::Tile(tile) => sizes[*tile].1,
        Stop::Lane { .. } => LANE,
    };
    let mut near: BTreeMap<Stop, Vec<Stop>> = BTreeMap::new();
    for pair in routes.iter().flat_map(|route| route.windows(2)) {
        near.entry(pair[0]).or_default().push(pair[1]);
        near.entry(pair[1]).or_default().push(pair[0]);
    }
    let mut ys: BTreeMap<Stop, f64> = BTreeMap::new();
    for row in rows {
        let whole: f64 = row.iter().map(|it| height(it) + BETWEEN).sum();
        let mut y = -whole / 2.0;
        for stop in row {
            ys.insert(*stop, y + f64::midpoint(height(stop), BETWEEN));
            y += height(stop) + BETWEEN;
        }
    }
    for round in 0..10 {
        let order: Vec<usize> = if round % 2 == 0 {
            (0..rows.len()).collect()
        } else {
            (0..rows.len()).rev().collect()
        };
        for rank in order {
            let wanted: Vec<(f64, f64)> = rows[rank]
                .iter()
                .map(|stop| {
                    let others = near.get(stop).map_or(&[][..], Vec::as_slice);
                    #[expect(clippy::cast_precision_loss, reason = "few stops")]
                    let mean =
                        others.iter().map(|it| ys[it]).sum::<f64>() / others.len().max(1) as f64;
                    let wish = if others.is_empty() { ys[stop] } else { mean };
                    (wish, height(stop) + BETWEEN)
                })
                .collect();
            for (stop, y) in rows[rank].iter().zip(apart(&wanted)) {
                ys.insert(*stop, y);
            }
        }
    }
    ys
}

/// Places as near as can be to those wished for, in their order and each as far from the next as both need: neighbours
/// that would come too close move as one block to the mean of what they wish.
fn apart(wanted: &[(f64, f64)]) -> Vec<f64> {
    let mut offsets = Vec::new();
    let mut offset = 0.0;
    for (number, (_, size)) in wanted.iter().enumerate() {
        if number > 0 {
            offset += f64::midpoint(wanted[number - 1].1, *size);
        }
        offsets.push(offset);
    }
    // Sum of wishes and number of members of each block.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "few stops")]
    let mean = |block: &(f64, usize)| block.0 / block.1 as f64;
    for ((wish, _), offset) in wanted.iter().zip(&offsets) {
        let mut block = (wish - offset, 1);
        while blocks.last().is_some_and(|it| mean(it) >= mean(&block)) {
            let (sum, count) = blocks.pop().unwrap_or_default();
            block = (block.0 + sum, block.1 + count);
        }
        blocks.push(block);
    }
    let starts = blocks
        .iter()
        .flat_map(|block| std::iter::repeat_n(mean(block), block.1));
    starts
        .zip(offsets)
        .map(|(start, offset)| start + offset)
        .collect()
}

/// The line along its stops: level through a layer, in an S between two; within one layer a bow to its right.
fn line(
    route: &[Stop],
    areas: &[Area],
    spans: &[(f64, f64)],
    ys: &BTreeMap<Stop, f64>,
    ranks: &[usize],
) -> Curve {
    let (Some(Stop::Tile(first)), Some(Stop::Tile(last))) = (route.first(), route.last()) else {
        return Curve::default();
    };
    let (from, to) = (areas[*first], areas[*last]);
    let edge = spans[ranks[*first]].1;
    let mut curve = Curve {
        start: (from.right(), from.middle().1),
        pieces: Vec::new(),
    };
    if ranks[*first] == ranks[*last] {
        let bend = edge + 34.0;
        curve.pieces.push([
            (bend, from.middle().1),
            (bend, to.middle().1),
            (to.right(), to.middle().1),
        ]);
        return curve;
    }
    if edge > from.right() {
        curve.line_to((edge, from.middle().1));
    }
    for stop in &route[1..] {
        match stop {
            Stop::Lane { layer, .. } => {
                curve.level_to((spans[*layer].0, ys[stop]));
                curve.line_to((spans[*layer].1, ys[stop]));
            }
            Stop::Tile(tile) => {
                let start = spans[ranks[*tile]].0;
                curve.level_to((start, ys[stop]));
                if start < to.x {
                    curve.line_to((to.x, ys[stop]));
                }
            }
        }
    }
    curve
}

/// The same line from its other end.
fn turned(curve: &Curve) -> Curve {
    let mut points = vec![curve.start];
    points.extend(curve.pieces.iter().flatten());
    points.reverse();
    Curve {
        start: points[0],
        pieces: points[1..]
            .chunks_exact(3)
            .map(|it| [it[0], it[1], it[2]])
            .collect(),
    }
}
