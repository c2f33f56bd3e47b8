//! Boxes of names: on both sides of one thing, in columns, or below each other in their order.

use super::geometry::{Area, Curve, hull};
use super::plan::Plan;
use super::sketch::Sketch;

/// Space between boxes, and between a thing and the boxes beside it.
const BETWEEN: f64 = 20.0;
const BESIDE: f64 = 90.0;
/// No box has more columns of names.
const MOST_COLUMNS: usize = 6;

/// The first box in the middle, boxes of names left and right of it: what points to it left, what it points to right,
/// what goes both ways where there is room. The number of columns is the one that comes nearest to the ratio.
pub(super) fn star(sketch: &mut Sketch, ratio: f64) -> Plan {
    let mut best: Option<(f64, usize)> = None;
    for lines in [3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 34, 50] {
        set_columns(sketch, lines);
        let hull = star_plan(sketch).hull();
        let off = (hull.width / hull.height / ratio).ln().abs();
        if best.is_none_or(|(least, _)| off < least) {
            best = Some((off, lines));
        }
    }
    set_columns(sketch, best.map_or(10, |(_, lines)| lines));
    star_plan(sketch)
}

/// As many columns for each box as its names need to have no more lines than this.
fn set_columns(sketch: &mut Sketch, lines: usize) {
    for tile in sketch.tiles.iter_mut().filter(|it| it.is_panel()) {
        let count = tile.items.len() + usize::from(tile.more > 0);
        tile.columns = count.div_ceil(lines).clamp(1, MOST_COLUMNS);
    }
}

fn star_plan(sketch: &Sketch) -> Plan {
    let sizes: Vec<(f64, f64)> = sketch.tiles.iter().map(super::sketch::Tile::size).collect();
    let mut sides: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    let mut heights = [0.0, 0.0];
    let mut put = |tile: usize, side: usize| {
        sides[side].push(tile);
        heights[side] += sizes[tile].1 + BETWEEN;
        heights
    };
    let mut free = Vec::new();
    let mut now = [0.0, 0.0];
    for tie in &sketch.ties {
        match tie.heads {
            [true, false] => now = put(tie.to, 0),
            [false, true] => now = put(tie.to, 1),
            _ => free.push(tie.to),
        }
    }
    // The tallest first: what is left fills up.
    free.sort_by(|a, b| sizes[*b].1.total_cmp(&sizes[*a].1));
    for tile in free {
        now = put(tile, usize::from(now[1] < now[0]));
    }
    // One side that is much taller gives of its last to the other.
    loop {
        let (tall, low) = if now[0] > now[1] { (0, 1) } else { (1, 0) };
        let Some(&last) = sides[tall].last() else {
            break;
        };
        let height = sizes[last].1 + BETWEEN;
        if now[tall] - height < now[low] + height || sides[tall].len() < 2 {
            break;
        }
        sides[tall].pop();
        sides[low].insert(0, last);
        now[tall] -= height;
        now[low] += height;
    }
    let wide = |side: &[usize]| side.iter().map(|it| sizes[*it].0).fold(0.0, f64::max);
    let mut areas = vec![Area::default(); sizes.len()];
    let left = wide(&sides[0]);
    let beside = if left > 0.0 { left + BESIDE } else { 0.0 };
    let middle = Area {
        x: beside,
        y: -sizes[0].1 / 2.0,
        width: sizes[0].0,
        height: sizes[0].1,
    };
    areas[0] = middle;
    for (side, members) in sides.iter().enumerate() {
        let mut y = -(now[side] - BETWEEN) / 2.0;
        for tile in members {
            let (width, height) = sizes[*tile];
            let x = if side == 0 {
                left - width
            } else {
                middle.right() + BESIDE
            };
            areas[*tile] = Area {
                x,
                y,
                width,
                height,
            };
            y += height + BETWEEN;
        }
    }
    let curves = sketch.ties.iter().map(|tie| {
        fan(
            areas[0],
            areas[tie.to],
            shift_at_side(sketch, &areas, tie.to),
        )
    });
    let curves = curves.collect();
    Plan {
        areas,
        curves,
        labels: Vec::new(),
    }
}

/// How far from the middle of the first box's side a line starts: spread by the order of what it leads to.
fn shift_at_side(sketch: &Sketch, areas: &[Area], tile: usize) -> f64 {
    let side = |it: usize| areas[it].x < areas[0].x;
    let mut same: Vec<usize> = sketch
        .ties
        .iter()
        .map(|it| it.to)
        .filter(|it| side(*it) == side(tile))
        .collect();
    same.sort_by(|a, b| areas[*a].y.total_cmp(&areas[*b].y));
    #[expect(clippy::cast_precision_loss, reason = "few boxes")]
    let place = |it: usize| it as f64;
    let at = place(same.iter().position(|it| *it == tile).unwrap_or(0));
    let room = areas[0].height - 12.0;
    if same.len() < 2 {
        return 0.0;
    }
    let step = (room / place(same.len() - 1)).min(12.0);
    (at - place(same.len() - 1) / 2.0) * step
}

/// A line from the side of one box to the side of another that stands beside it.
fn fan(from: Area, to: Area, shift: f64) -> Curve {
    let y = from.middle().1 + shift;
    let (start, end) = if to.x >= from.right() {
        ((from.right(), y), (to.x, to.middle().1))
    } else {
        ((from.x, y), (to.right(), to.middle().1))
    };
    let mut curve = Curve {
        start,
        pieces: Vec::new(),
    };
    curve.level_to(end);
    curve
}

/// Boxes of names in as many columns as come nearest to the ratio, the next one always where most room is.
pub(super) fn shelves(sketch: &mut Sketch, ratio: f64) -> Plan {
    let mut best: Option<(f64, usize, usize)> = None;
    for inside in [1, 2, 3] {
        for tile in &mut sketch.tiles {
            let count = tile.items.len() + usize::from(tile.more > 0);
            tile.columns = inside.min(count.div_ceil(3)).max(1);
        }
        for columns in 1..=sketch.tiles.len().clamp(1, 60) {
            let hull = hull(shelved(sketch, columns).into_iter());
            let off = (hull.width / hull.height.max(1.0) / ratio).ln().abs();
            if best.is_none_or(|(least, ..)| off < least) {
                best = Some((off, inside, columns));
            }
        }
    }
    let (_, inside, columns) = best.unwrap_or((0.0, 1, 1));
    for tile in &mut sketch.tiles {
        let count = tile.items.len() + usize::from(tile.more > 0);
        tile.columns = inside.min(count.div_ceil(3)).max(1);
    }
    Plan {
        areas: shelved(sketch, columns),
        curves: Vec::new(),
        labels: Vec::new(),
    }
}

fn shelved(sketch: &Sketch, columns: usize) -> Vec<Area> {
    let sizes: Vec<(f64, f64)> = sketch.tiles.iter().map(super::sketch::Tile::size).collect();
    let widest = sizes.iter().map(|it| it.0).fold(0.0, f64::max);
    let mut bottoms: Vec<f64> = vec![0.0; columns];
    let mut areas = Vec::new();
    for (_, height) in sizes {
        let (column, y) = bottoms
            .iter()
            .copied()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((0, 0.0));
        #[expect(clippy::cast_precision_loss, reason = "few columns")]
        let x = column as f64 * (widest + BETWEEN);
        areas.push(Area {
            x,
            y,
            width: widest,
            height,
        });
        bottoms[column] = y + height + BETWEEN;
    }
    areas
}

/// What is in focus left, the others right below each other, equally wide.
pub(super) fn ranking(sketch: &Sketch) -> Plan {
    let sizes: Vec<(f64, f64)> = sketch.tiles.iter().map(super::sketch::Tile::size).collect();
    let is_asked = |it: &usize| sketch.tiles[*it].focus;
    let (asked, ranked): (Vec<usize>, Vec<usize>) = (0..sizes.len()).partition(is_asked);
    let wide = |of: &[usize]| of.iter().map(|it| sizes[*it].0).fold(0.0, f64::max);
    let (left, right) = (wide(&asked), wide(&ranked));
    let mut areas = vec![Area::default(); sizes.len()];
    for (members, x, gap, width) in [
        (&asked, 0.0, BETWEEN * 4.0, left),
        (&ranked, left + BESIDE * 1.6, 9.0, right),
    ] {
        let whole: f64 = members.iter().map(|it| sizes[*it].1 + gap).sum();
        let mut y = -(whole - gap) / 2.0;
        for tile in members {
            let height = sizes[*tile].1;
            areas[*tile] = Area {
                x,
                y,
                width,
                height,
            };
            y += height + gap;
        }
    }
    let curves = sketch.ties.iter().map(|tie| {
        let (from, to) = (areas[tie.from], areas[tie.to]);
        fan(from, to, 0.0)
    });
    let curves = curves.collect();
    Plan {
        areas,
        curves,
        labels: Vec::new(),
    }
}
