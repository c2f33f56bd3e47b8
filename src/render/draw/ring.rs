//! Boxes around the middle with their lines inside: a line between two of a convex ring needs to pass no third. Boxes of
//! names stand below.

use super::geometry::{Area, Curve, Point, crosses, hull};
use super::plan::Plan;
use super::sketch::{Sketch, Tie};

/// Space between neighbours on the ring.
const GAP: f64 = 26.0;
/// Space that lines keep from boxes they pass.
const CLEAR: f64 = 5.0;

/// Places the boxes with lines on a ring of about this ratio of width to height, boxes of names below it.
pub(super) fn ring(sketch: &mut Sketch, ratio: f64) -> Plan {
    let round: Vec<usize> = (0..sketch.tiles.len())
        .filter(|it| !sketch.tiles[*it].is_panel())
        .collect();
    let order = order(&round, &sketch.ties);
    let sizes: Vec<(f64, f64)> = order.iter().map(|it| sketch.tiles[*it].size()).collect();
    let mut areas = vec![Area::default(); sketch.tiles.len()];
    let panels = sketch.tiles.iter().any(super::sketch::Tile::is_panel);
    let shape = if panels { ratio * 1.35 } else { ratio };
    for (number, area) in order.iter().zip(around(&sizes, shape)) {
        areas[*number] = area;
    }
    below(sketch, &mut areas);
    let curves = curves(&sketch.ties, &areas);
    Plan {
        areas,
        curves,
        labels: Vec::new(),
    }
}

/// Boxes of names as wide as the ring, under it.
fn below(sketch: &mut Sketch, areas: &mut [Area]) {
    let used: Vec<Area> = areas.iter().copied().filter(|it| it.width > 0.0).collect();
    let ring = hull(used.into_iter());
    let mut top = ring.bottom() + if ring.width > 0.0 { GAP * 1.5 } else { 0.0 };
    let room = ring.width.max(900.0);
    for (tile, area) in sketch.tiles.iter_mut().zip(areas) {
        if !tile.is_panel() {
            continue;
        }
        while tile.columns < tile.items.len() {
            tile.columns += 1;
            if tile.size().0 > room {
                tile.columns -= 1;
                break;
            }
        }
        let size = tile.size();
        *area = Area {
            x: ring.x + (ring.width - size.0) / 2.0,
            y: top,
            width: size.0,
            height: size.1,
        };
        top = area.bottom() + GAP;
    }
}

/// An order around the ring in which what is tied stands near: two change places as long as the lines get shorter.
fn order(nodes: &[usize], ties: &[Tie]) -> Vec<usize> {
    let mut order = nodes.to_vec();
    let count = order.len();
    if count < 4 {
        return order;
    }
    let length = |order: &[usize]| -> usize {
        let mut places = vec![0; nodes.iter().max().map_or(0, |it| it + 1)];
        for (place, node) in order.iter().enumerate() {
            places[*node] = place;
        }
        ties.iter()
            .map(|tie| {
                let apart = places[tie.from].abs_diff(places[tie.to]);
                apart.min(count - apart)
            })
            .sum()
    };
    let mut best = length(&order);
    // Each round is n² orders of all ties; a few rounds are enough for what fits a slide.
    for _ in 0..if count > 40 { 1 } else { 6 } {
        let before = best;
        for first in 0..count {
            for second in first + 1..count {
                order.swap(first, second);
                let now = length(&order);
                if now < best {
                    best = now;
                } else {
                    order.swap(first, second);
                }
            }
        }
        if best == before {
            break;
        }
    }
    order
}

/// Places boxes of these sizes on a superellipse, which uses more of a slide than an ellipse, as small as keeps them
/// apart.
fn around(sizes: &[(f64, f64)], ratio: f64) -> Vec<Area> {
    match sizes {
        [] => return Vec::new(),
        [one] => return vec![Area::around((0.0, 0.0), *one)],
        _ => {}
    }
    let widest = sizes.iter().map(|it| it.0).fold(0.0, f64::max);
    let mut height = 90.0;
    for _ in 0..200 {
        let width = ((height + 60.0) * ratio - widest).max(height);
        let areas = spread(sizes, (width / 2.0, height / 2.0));
        let apart = areas.iter().enumerate().all(|(number, area)| {
            areas[number + 1..].iter().all(|other| {
                let [area, other] = [*area, *other].map(|it| it.grown(GAP / 2.0));
                !area.overlaps(other)
            })
        });
        if apart {
            return areas;
        }
        height *= 1.04;
    }
    spread(sizes, (height * ratio / 2.0, height / 2.0))
}

/// Spreads boxes along the ring, each taking as much of it as it needs there.
fn spread(sizes: &[(f64, f64)], radii: Point) -> Vec<Area> {
    const FINE: usize = 720;
    let point = |turn: f64| {
        let angle = turn * std::f64::consts::TAU - std::f64::consts::FRAC_PI_2;
        let (sin, cos) = angle.sin_cos();
        let bent = |part: f64| part.signum() * part.abs().powf(0.75);
        (radii.0 * bent(cos), radii.1 * bent(sin))
    };
    #[expect(clippy::cast_precision_loss, reason = "few steps")]
    let share = |step: usize, of: usize| step as f64 / of as f64;
    // How far along the ring each step is, where a step counts by what a box needs in its direction.
    let size = |of: fn(&(f64, f64)) -> f64| sizes.iter().map(of).fold(0.0, f64::max) + GAP;
    let (wide, high) = (size(|it| it.0), size(|it| it.1));
    let mut along = vec![0.0];
    for step in 0..FINE {
        let (from, to) = (point(share(step, FINE)), point(share(step + 1, FINE)));
        let (x, y) = ((to.0 - from.0) / wide, (to.1 - from.1) / high);
        along.push(along[step] + x.hypot(y));
    }
    let whole = along[FINE];
    sizes
        .iter()
        .enumerate()
        .map(|(number, size)| {
            let target = whole * share(number, sizes.len());
            let step = along.partition_point(|it| *it < target).min(FINE);
            Area::around(point(share(step, FINE)), *size)
        })
        .collect()
}

/// A line for each tie: straight where nothing is in the way, else bent towards the middle as far as it takes.
fn curves(ties: &[Tie], areas: &[Area]) -> Vec<Curve> {
    let ring = hull(areas.iter().copied().filter(|it| it.width > 0.0));
    let middle = ring.middle();
    ties.iter()
        .map(|tie| {
            let (from, to) = (areas[tie.from], areas[tie.to]);
            let others: Vec<Area> = (0..areas.len())
                .filter(|it| *it != tie.from && *it != tie.to)
                .map(|it| areas[it].grown(CLEAR))
                .collect();
            ways(from, to, middle)
                .min_by_key(|curve| {
                    let points = curve.points();
                    let hit = others.iter().filter(|it| crosses(&points, **it)).count();
                    let own = [from, to]
                        .iter()
                        .filter(|it| crosses(&points[1..points.len() - 1], it.grown(-3.0)))
                        .count();
                    hit * 2 + own
                })
                .unwrap_or_default()
        })
        .collect()
}

/// Lines between two boxes, the plainest first; the first that passes nothing is taken.
fn ways(from: Area, to: Area, middle: Point) -> impl Iterator<Item = Curve> {
    let pull = move |(x, y): Point, by: f64| (x + (middle.0 - x) * by, y + (middle.1 - y) * by);
    let straight = {
        let (start, end) = (
            from.border_towards(to.middle()),
            to.border_towards(from.middle()),
        );
        std::iter::once(Curve::straight(start, end))
    };
    let bends = [0.2, 0.35, 0.5, 0.7, 0.9, 1.1, -0.2, -0.4, -0.7];
    let bent = bends.into_iter().map(move |by| {
        let (first, second) = (pull(from.middle(), by), pull(to.middle(), by));
        Curve::cubic(
            from.border_towards(first),
            first,
            second,
            to.border_towards(second),
        )
    });
    straight.chain(bent)
}
