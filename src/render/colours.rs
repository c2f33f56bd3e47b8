//! What colour, stroke and shape a thing or relation has in every picture: by day and by night.

use crate::model::diagram::Kind;

/// A colour on a light ground and on a dark one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink {
    pub(super) light: &'static str,
    pub(super) dark: &'static str,
}

const fn ink(light: &'static str, dark: &'static str) -> Ink {
    Ink { light, dark }
}

pub(super) const GROUND: Ink = ink("#ffffff", "#0f172a");
pub(super) const TEXT: Ink = ink("#111827", "#f1f5f9");
pub(super) const QUIET: Ink = ink("#4b5563", "#a8b3c4");
pub(super) const PANEL: Ink = ink("#f8fafc", "#172033");
pub(super) const FRAME: Ink = ink("#94a3b8", "#64748b");
/// Of what is given up, and of what is only kept alive.
pub(super) const RETIRED: Ink = ink("#b91c1c", "#f87171");
pub(super) const MAINTENANCE: Ink = ink("#92400e", "#fbbf24");

/// Fill and outline of a kind. Colour is an extra: each kind has a shape of its own.
pub(super) fn inks(kind: Kind) -> (Ink, Ink) {
    match kind {
        Kind::Technology => (ink("#dbeafe", "#1e3a5f"), ink("#1d4ed8", "#7dabff")),
        Kind::Standard => (ink("#fef3c7", "#4a3410"), ink("#b45309", "#f5b945")),
        Kind::Publication => (ink("#f3e8ff", "#3b2357"), ink("#7e22ce", "#c79bff")),
        Kind::Category => (ink("#dcfce7", "#14402a"), ink("#15803d", "#5fd68d")),
        Kind::Language => (ink("#fee2e2", "#522020"), ink("#b91c1c", "#ff9b9b")),
        Kind::System => (ink("#cffafe", "#0d4452"), ink("#0e7490", "#5cd3ec")),
        Kind::Client => (ink("#fae8ff", "#4a1c50"), ink("#a21caf", "#ee92f7")),
        Kind::Source => (ink("#f1f5f9", "#27303f"), ink("#475569", "#a8b3c4")),
        Kind::Other => (ink("#ffffff", "#1c2536"), ink("#525252", "#c2c8d0")),
    }
}

/// Fill and outline of a kind on a light ground.
pub(super) fn colours(kind: Kind) -> (&'static str, &'static str) {
    let (fill, outline) = inks(kind);
    (fill.light, outline.light)
}

/// How the line of a relation is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stroke {
    pub(super) ink: Ink,
    pub(super) width: f64,
    /// Lengths of dashes and gaps; nothing for a whole line.
    pub(super) dashes: &'static str,
    /// What Graphviz calls it.
    pub(super) dot_style: &'static str,
}

const fn stroke(ink: Ink, width: f64, dashes: &'static str, dot_style: &'static str) -> Stroke {
    Stroke {
        ink,
        width,
        dashes,
        dot_style,
    }
}

/// The relations as drawn, most telling first: the last part of their IRIs, and colour and stroke, each pair its own.
const STROKES: &[(&str, Stroke)] = &[
    (
        "replacedBy",
        stroke(ink("#b91c1c", "#ff8f8f"), 2.2, "", "bold"),
    ),
    (
        "builtOn",
        stroke(ink("#1d4ed8", "#7dabff"), 2.0, "", "bold"),
    ),
    (
        "forkOf",
        stroke(ink("#7e22ce", "#c79bff"), 1.6, "9 3 2 3", "dashed"),
    ),
    (
        "integratesWith",
        stroke(ink("#0f766e", "#4fd1c1"), 1.4, "", "solid"),
    ),
    (
        "alternativeTo",
        stroke(ink("#c2410c", "#ffa66b"), 1.5, "7 4", "dashed"),
    ),
    (
        "implements",
        stroke(ink("#a16207", "#e8be4f"), 1.5, "2 3", "dotted"),
    ),
    (
        "speaks",
        stroke(ink("#a16207", "#e8be4f"), 1.2, "5 3 1 3", "dotted"),
    ),
    (
        "isVersionOf",
        stroke(ink("#a16207", "#e8be4f"), 1.2, "", "solid"),
    ),
    ("uses", stroke(ink("#0e7490", "#5cd3ec"), 1.4, "", "solid")),
    (
        "clientOf",
        stroke(ink("#a21caf", "#ee92f7"), 1.2, "", "solid"),
    ),
    (
        "writtenIn",
        stroke(ink("#4b5563", "#a8b3c4"), 1.2, "", "solid"),
    ),
    (
        "forLanguage",
        stroke(ink("#a21caf", "#ee92f7"), 1.2, "4 3", "dashed"),
    ),
    (
        "madeFor",
        stroke(ink("#4b5563", "#a8b3c4"), 1.2, "4 3", "dashed"),
    ),
    (
        "purpose",
        stroke(ink("#15803d", "#5fd68d"), 1.6, "", "solid"),
    ),
    (
        "category",
        stroke(ink("#15803d", "#5fd68d"), 1.2, "3 3", "dotted"),
    ),
    (
        "broader",
        stroke(ink("#15803d", "#5fd68d"), 1.2, "8 3", "dashed"),
    ),
];
const OTHER: Stroke = stroke(ink("#6b7280", "#a8b3c4"), 1.2, "", "solid");

fn local(relation: &str) -> &str {
    relation.rsplit(['#', '/']).next().unwrap_or(relation)
}

/// Where a relation stands among those drawn: the most telling is 0.
pub(super) fn place(relation: &str) -> usize {
    let name = local(relation);
    let found = STROKES.iter().position(|(known, _)| *known == name);
    found.unwrap_or(STROKES.len())
}

/// The line of a relation.
pub(super) fn stroke_of(relation: &str) -> Stroke {
    STROKES
        .get(place(relation))
        .map_or(OTHER, |(_, stroke)| *stroke)
}
