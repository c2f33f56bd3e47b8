//! What a manifest says of a version: the beginning that every version it allows has, or nothing where that is open.
//!
//! A range that ends where a cycle ends says one: `^2.6` allows what begins with 2, `>=3.1,<3.2` what begins with 3.1.

/// How a registry writes what it allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// npm: `^1.2`, `~1.2`, `1.2.x`, bare versions are exact.
    Npm,
    /// Composer: as npm, but `~1.2` goes up to 2.
    Composer,
    /// `RubyGems` and Hex: `~> 1.2` goes up to 2, `~> 1.2.3` up to 1.3.
    Gem,
    /// Python, and the carets of Poetry: `==1.2.*`, `~=1.2`, `>=1.2,<2`.
    Python,
    /// Maven, Gradle, `NuGet`, package URLs: a version as it stands.
    Exact,
}

/// The tag of an image; nothing for none, `latest`, and what is filled in elsewhere.
pub(super) fn of_tag(reference: &str) -> Option<&str> {
    let reference = reference.trim().trim_matches(['"', '\'']);
    let reference = reference.strip_prefix("docker://").unwrap_or(reference);
    let name = reference.split('@').next().unwrap_or(reference);
    let (_, tag) = name.rsplit_once(':').filter(|it| !it.1.contains('/'))?;
    let plain = !tag.is_empty()
        && tag.len() <= 128
        && tag
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it));
    (plain && tag != "latest").then_some(tag)
}

/// What all versions that a requirement allows begin with.
pub(super) fn beginning(requirement: &str, writing: Writing) -> Option<String> {
    let text = requirement.trim();
    let text = match (writing, text.rfind('@')) {
        // `npm:vue@^2.6` asks for another package under this name.
        (Writing::Npm, Some(at)) if text.starts_with("npm:") => &text[at + 1..],
        _ => text,
    };
    if let Some((lower, upper)) = bounds(text) {
        return between(lower, upper);
    }
    let (sign, version) = text.split_at(
        text.find(|it: char| !"^~=> ".contains(it))
            .unwrap_or(text.len()),
    );
    let sign = sign.trim();
    let parts = numbers(version.trim())?;
    let keep = match (sign, writing) {
        ("" | "=" | "==" | "===", _) => parts.len(),
        ("^", Writing::Exact) => return None,
        // Below 1 the second number is what breaks, and below 0.1 the third.
        ("^", _) => parts.iter().position(|it| it != "0")? + 1,
        ("~", Writing::Npm | Writing::Python) => parts.len().min(2),
        ("~", Writing::Composer) | ("~>", Writing::Gem) | ("~=", Writing::Python) => {
            parts.len().saturating_sub(1).max(1)
        }
        _ => return None,
    };
    Some(parts[..keep].join("."))
}

/// The numbers of a version, without what follows them; a star or an `x` ends them. Nothing for what is no version.
fn numbers(version: &str) -> Option<Vec<String>> {
    let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
    let plain = |it: &str| {
        it.bytes()
            .all(|it| it.is_ascii_alphanumeric() || b".-_+*".contains(&it))
    };
    if !plain(version) || version.len() > 100 {
        return None;
    }
    let mut found = Vec::new();
    for part in version.split('.') {
        let digits = part
            .find(|it: char| !it.is_ascii_digit())
            .map_or(part, |it| &part[..it]);
        match &part[digits.len()..] {
            "" if !digits.is_empty() => found.push(digits.to_owned()),
            "*" | "x" | "X" if digits.is_empty() => break,
            // `5.0.0-beta` and `1.2+build` are still 5.0.0 and 1.2; `1rc1` is not 1.
            rest if rest.starts_with(['-', '+']) && !digits.is_empty() => {
                found.push(digits.to_owned());
                break;
            }
            // `2.3.4.RELEASE`
            _ if found.len() >= 2 => break,
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// `>=1.2,<2` and `>=1.2 <2`.
fn bounds(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(">=")?;
    let (lower, upper) = rest.split_once('<')?;
    let lower = lower.trim().trim_end_matches(',').trim();
    Some((lower, upper.trim()))
}

/// The beginning of all versions from one up to, but not with, another.
fn between(lower: &str, upper: &str) -> Option<String> {
    let (lower, mut upper) = (numbers(lower)?, numbers(upper)?);
    while upper.len() > 1 && upper.last().is_some_and(|it| it == "0") {
        upper.pop();
    }
    let keep = upper.len();
    let last: u64 = lower.get(keep - 1)?.parse().ok()?;
    let same = lower[..keep - 1] == upper[..keep - 1];
    (same && upper[keep - 1].parse() == Ok(last + 1)).then(|| lower[..keep].join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_says_what_all_it_allows_begins_with() {
        use Writing::{Composer, Exact, Gem, Npm, Python};
        for (text, writing, expect) in [
            ("^2.6.0", Npm, Some("2")),
            ("^0.4.2", Npm, Some("0.4")),
            ("~2.6.0", Npm, Some("2.6")),
            ("2.6.11", Npm, Some("2.6.11")),
            ("14.x", Npm, Some("14")),
            ("npm:vue@^2.6", Npm, Some("2")),
            (">=14", Npm, None),
            (">=14 <15", Npm, Some("14")),
            ("14 || 16", Npm, None),
            ("*", Npm, None),
            ("latest", Npm, None),
            ("workspace:^", Npm, None),
            ("~5.4", Composer, Some("5")),
            ("5.4.*", Composer, Some("5.4")),
            ("^5.4|^6.0", Composer, None),
            ("~> 5.2", Gem, Some("5")),
            ("~> 5.2.1", Gem, Some("5.2")),
            ("==2.2.*", Python, Some("2.2")),
            ("~=2.2", Python, Some("2")),
            (">=2.2,<3.0", Python, Some("2")),
            (">=2.2,<2.3", Python, Some("2.2")),
            (">=2.2,<4", Python, None),
            ("!=2.2", Python, None),
            ("2.1.9.RELEASE", Exact, Some("2.1.9")),
            ("3.0.0-SNAPSHOT", Exact, Some("3.0.0")),
            ("${spring.version}", Exact, None),
            ("[1.0,2.0)", Exact, None),
            ("", Exact, None),
        ] {
            assert_eq!(beginning(text, writing).as_deref(), expect, "{text}");
        }
    }

    #[test]
    fn a_tag_is_what_stands_behind_the_name() {
        for (reference, expect) in [
            ("python:3.8-slim", Some("3.8-slim")),
            ("localhost:5000/shop", None),
            ("redis:latest", None),
            ("redis@sha256:abc", None),
            ("redis:6@sha256:abc", Some("6")),
            ("redis:{{ .Values.tag }}", None),
            ("redis", None),
        ] {
            assert_eq!(of_tag(reference), expect, "{reference}");
        }
    }
}
