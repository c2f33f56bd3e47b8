//! What colour a kind of thing has in every picture.

use crate::model::diagram::Kind;

/// Fill and outline of a kind. Colour is an extra: each kind has a shape of its own.
pub(super) fn colours(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Technology => ("#dbeafe", "#1d4ed8"),
        Kind::Standard => ("#fef3c7", "#b45309"),
        Kind::Publication => ("#f3e8ff", "#7e22ce"),
        Kind::Category => ("#dcfce7", "#15803d"),
        Kind::Language => ("#fee2e2", "#b91c1c"),
        Kind::System => ("#cffafe", "#0e7490"),
        Kind::Client => ("#fae8ff", "#a21caf"),
        Kind::Source => ("#f1f5f9", "#475569"),
        Kind::Other => ("#ffffff", "#525252"),
    }
}
