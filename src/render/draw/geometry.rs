//! Rectangles and curves, in pixels.

/// A place: x to the right, y down.
pub(super) type Point = (f64, f64);

/// A rectangle: left, top, width, height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    /// The one of this size around a point.
    pub(super) fn around((x, y): Point, (width, height): (f64, f64)) -> Self {
        Self {
            x: x - width / 2.0,
            y: y - height / 2.0,
            width,
            height,
        }
    }

    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(self) -> Point {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// It with so much around it.
    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    pub(super) fn moved(self, (x, y): Point) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    pub(super) fn holds(self, (x, y): Point) -> bool {
        self.x < x && x < self.right() && self.y < y && y < self.bottom()
    }

    /// Where the way from its middle to a point leaves it.
    pub(super) fn border_towards(self, (x, y): Point) -> Point {
        let (middle_x, middle_y) = self.middle();
        let (across, down) = (x - middle_x, y - middle_y);
        let share = |length: f64, half: f64| {
            if length.abs() < 1e-9 {
                f64::INFINITY
            } else {
                half / length.abs()
            }
        };
        let part = share(across, self.width / 2.0).min(share(down, self.height / 2.0));
        if part.is_finite() {
            (middle_x + across * part, middle_y + down * part)
        } else {
            (self.right(), middle_y)
        }
    }
}

/// The smallest area that holds all of these.
pub(super) fn hull(areas: impl Iterator<Item = Area>) -> Area {
    let mut hull: Option<Area> = None;
    for area in areas {
        let known = hull.unwrap_or(area);
        let (x, y) = (known.x.min(area.x), known.y.min(area.y));
        hull = Some(Area {
            x,
            y,
            width: known.right().max(area.right()) - x,
            height: known.bottom().max(area.bottom()) - y,
        });
    }
    hull.unwrap_or_default()
}

/// Cubic curves end to end: a start, then two control points and an end for each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Curve {
    pub(super) start: Point,
    pub(super) pieces: Vec<[Point; 3]>,
}

/// So many straight pieces stand for a cubic curve where it is measured.
const STEPS: u32 = 24;

impl Curve {
    pub(super) fn cubic(start: Point, first: Point, second: Point, end: Point) -> Self {
        Self {
            start,
            pieces: vec![[first, second, end]],
        }
    }

    pub(super) fn straight(start: Point, end: Point) -> Self {
        let mut curve = Self {
            start,
            pieces: Vec::new(),
        };
        curve.line_to(end);
        curve
    }

    pub(super) fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |piece| piece[2])
    }

    /// Goes on in a straight line.
    pub(super) fn line_to(&mut self, end: Point) {
        let from = self.end();
        let between = |share: f64| {
            (
                from.0 + (end.0 - from.0) * share,
                from.1 + (end.1 - from.1) * share,
            )
        };
        self.pieces
            .push([between(1.0 / 3.0), between(2.0 / 3.0), end]);
    }

    /// Goes on to the right or left in an S, level at both ends.
    pub(super) fn level_to(&mut self, end: Point) {
        let from = self.end();
        let middle = f64::midpoint(from.0, end.0);
        self.pieces.push([(middle, from.1), (middle, end.1), end]);
    }

    /// Points along it, close enough to stand for it.
    pub(super) fn points(&self) -> Vec<Point> {
        let mut points = vec![self.start];
        let mut from = self.start;
        for &[first, second, end] in &self.pieces {
            for step in 1..=STEPS {
                points.push(at(
                    [from, first, second, end],
                    f64::from(step) / f64::from(STEPS),
                ));
            }
            from = end;
        }
        points
    }

    pub(super) fn moved(mut self, by: Point) -> Self {
        let shift = |(x, y): Point| (x + by.0, y + by.1);
        for piece in &mut self.pieces {
            *piece = piece.map(shift);
        }
        self.start = shift(self.start);
        self
    }
}

/// Whether the way along these points goes through an area: steps are shorter than any area is wide, so points tell.
pub(super) fn crosses(points: &[Point], area: Area) -> bool {
    points.windows(2).any(|pair| {
        let [from, to] = [pair[0], pair[1]];
        (0..=4).any(|step| {
            let share = f64::from(step) / 4.0;
            area.holds((
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            ))
        })
    })
}

/// The point of a cubic curve at `t` in 0..=1.
fn at([a, b, c, d]: [Point; 4], t: f64) -> Point {
    let u = 1.0 - t;
    let blend = |a: f64, b: f64, c: f64, d: f64| {
        u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
    };
    (blend(a.0, b.0, c.0, d.0), blend(a.1, b.1, c.1, d.1))
}
