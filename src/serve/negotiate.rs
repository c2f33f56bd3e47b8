//! Content negotiation: which of the forms on offer a client wants most (RFC 9110, 12.5.1).

/// A form on offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    /// Its short name, as in `format=` and suffixes.
    pub(crate) name: &'static str,
    /// Its media types, the one that is sent first; without parameters.
    pub(crate) media_types: &'static [&'static str],
}

/// A form by its name and its media types.
pub(crate) const fn offer(name: &'static str, media_types: &'static [&'static str]) -> Offer {
    Offer { name, media_types }
}

/// The offer that `accept` wants most: by quality, then by the order of the offers. Without `Accept` the first; nothing
/// when all are refused.
///
/// A media range counts for an offer by the most specific one that matches; parameters other than `q` are passed over, and
/// so are ranges that are not of the form.
pub(crate) fn best<'a>(accept: &str, offers: &'a [Offer]) -> Option<&'a Offer> {
    let ranges: Vec<(&str, f32)> = accept.split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return offers.first();
    }
    let mut best: Option<(&Offer, f32)> = None;
    for offer in offers {
        let quality = offer
            .media_types
            .iter()
            .map(|it| quality(it, &ranges))
            .fold(0.0, f32::max);
        if quality > best.map_or(0.0, |(_, quality)| quality) {
            best = Some((offer, quality));
        }
    }
    best.map(|(offer, _)| offer)
}

/// A media range and its quality.
fn range(text: &str) -> Option<(&str, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().filter(|it| it.contains('/'))?;
    let quality = parts
        .find_map(|it| it.strip_prefix("q=").or_else(|| it.strip_prefix("Q=")))
        .map_or(Some(1.0), |it| it.trim().parse().ok())?;
    Some((name, f32::clamp(quality, 0.0, 1.0)))
}

/// How much the ranges want a media type.
fn quality(media_type: &str, ranges: &[(&str, f32)]) -> f32 {
    let kind = media_type.split('/').next().unwrap_or_default();
    let rank = |range: &str| match range.split_once('/') {
        _ if range.eq_ignore_ascii_case(media_type) => Some(2),
        Some((name, "*")) if name.eq_ignore_ascii_case(kind) => Some(1),
        Some(("*", "*")) => Some(0),
        _ => None,
    };
    let matching = ranges
        .iter()
        .filter_map(|(range, quality)| Some((rank(range)?, *quality)));
    matching
        .max_by_key(|(rank, _)| *rank)
        .map_or(0.0, |(_, quality)| quality)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERS: &[Offer] = &[
        Offer {
            name: "json",
            media_types: &["application/sparql-results+json", "application/json"],
        },
        Offer {
            name: "xml",
            media_types: &["application/sparql-results+xml"],
        },
        Offer {
            name: "html",
            media_types: &["text/html"],
        },
    ];

    fn wanted(accept: &str) -> &'static str {
        best(accept, OFFERS).map_or("none", |it| it.name)
    }

    #[test]
    fn the_most_wanted_form_is_chosen() {
        assert_eq!(wanted(""), "json");
        assert_eq!(wanted("*/*"), "json");
        assert_eq!(wanted("text/html, */*;q=0.8"), "html");
        assert_eq!(
            wanted("application/json;q=0.5, application/sparql-results+xml"),
            "xml"
        );
        assert_eq!(wanted("text/*"), "html");
        assert_eq!(wanted("application/*;q=0.1, text/html;q=0.2"), "html");
        assert_eq!(
            wanted("*/*, application/json;q=0, application/sparql-results+json;q=0"),
            "xml"
        );
        assert_eq!(wanted("image/png"), "none");
        assert_eq!(wanted("nonsense;;, =, q"), "json");
    }
}
