//! The small print beside an entry → licences and languages.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Longer texts name no licence.
const LONGEST: usize = 80;

/// The SPDX expression that a text as a whole names: `MIT`, `Apache 2.0`, `GPLv3`, `MIT/Apache-2.0`; nothing for what
/// leaves open which licence is meant, such as `BSD`.
pub(super) fn license(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['(', ')', '[', ']', '.', ',']);
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if let Some(one) = identifier(text) {
        return Some(one.to_owned());
    }
    if text.contains(" AND ") || text.contains(" WITH ") {
        return spdx::Expression::parse(text).ok().map(|_| text.to_owned());
    }
    let either = text.replace(" OR ", "/").replace(" or ", "/");
    let parts: Vec<&str> = either
        .split(['/', '|', ',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let known: Option<Vec<&str>> = parts.iter().map(|part| identifier(part)).collect();
    known
        .filter(|known| known.len() > 1)
        .map(|known| known.join(" OR "))
}

/// The identifier of the SPDX list that a text names, by itself, by its full name, or by a usual way to write it.
fn identifier(text: &str) -> Option<&'static str> {
    IDENTIFIERS.get(&folded(text)).copied()
}

/// Letters, digits and points, without the words that say nothing.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words =
        lower.split(|letter: char| !letter.is_alphanumeric() && letter != '.' && letter != '+');
    words
        .filter(|word| {
            !["", "the", "license", "licence", "version", "v", "software"].contains(word)
        })
        .map(|word| match word.strip_prefix('v') {
            Some(number) if number.starts_with(|it: char| it.is_ascii_digit()) => number,
            _ => word,
        })
        .collect()
}

/// The licences of the SPDX list by what they are called, folded; what two are called names neither.
static IDENTIFIERS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let listed = spdx::identifiers::LICENSES.iter();
    let mut names: HashMap<String, &'static str> = HashMap::new();
    for license in listed.clone() {
        names
            .entry(folded(license.full_name))
            .or_insert(license.name);
    }
    names.extend(listed.map(|license| (folded(license.name), license.name)));
    for (usual, name) in USUAL {
        names.insert(folded(usual), name);
    }
    names
});

/// Usual ways to write a licence that leave no doubt which one is meant.
const USUAL: &[(&str, &str)] = &[
    ("Apache 2", "Apache-2.0"),
    ("Apache2", "Apache-2.0"),
    ("ASL 2.0", "Apache-2.0"),
    ("GPLv2", "GPL-2.0"),
    ("GPL 2", "GPL-2.0"),
    ("GPLv3", "GPL-3.0"),
    ("GPL 3", "GPL-3.0"),
    ("AGPLv3", "AGPL-3.0"),
    ("AGPL 3", "AGPL-3.0"),
    ("LGPLv2.1", "LGPL-2.1"),
    ("LGPLv3", "LGPL-3.0"),
    ("LGPL 3", "LGPL-3.0"),
    ("MPL 2", "MPL-2.0"),
    ("MPLv2", "MPL-2.0"),
    ("EPL 2", "EPL-2.0"),
    ("BSD3", "BSD-3-Clause"),
    ("BSD2", "BSD-2-Clause"),
    ("BSD 3", "BSD-3-Clause"),
    ("BSD 2", "BSD-2-Clause"),
    ("New BSD", "BSD-3-Clause"),
    ("Modified BSD", "BSD-3-Clause"),
    ("Simplified BSD", "BSD-2-Clause"),
    ("Expat", "MIT"),
    ("CC0", "CC0-1.0"),
    ("BSL 1.1", "BUSL-1.1"),
    ("Business Source", "BUSL-1.1"),
    ("Elastic 2", "Elastic-2.0"),
    ("SSPL", "SSPL-1.0"),
];

/// The parts of a mark such as `PHP/Docker`.
pub(super) fn parts(mark: &str) -> impl Iterator<Item = &str> {
    mark.split(['/', ',', ';', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::license;

    #[test]
    fn a_licence_is_read_in_its_usual_ways_and_never_guessed() {
        for (text, expected) in [
            ("MIT", "MIT"),
            ("mit license", "MIT"),
            ("(LGPL-2.0-only)", "LGPL-2.0-only"),
            ("Apache 2.0", "Apache-2.0"),
            ("Apache License, Version 2.0", "Apache-2.0"),
            ("GPLv3", "GPL-3.0"),
            ("BSD 3-Clause", "BSD-3-Clause"),
            ("Mozilla Public License 2.0", "MPL-2.0"),
            ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
            ("MIT or Apache-2.0", "MIT OR Apache-2.0"),
            ("MIT AND BSD-3-Clause", "MIT AND BSD-3-Clause"),
        ] {
            assert_eq!(license(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "BSD",
            "GPL",
            "PHP/Docker",
            "free",
            "MIT/Docker",
            "Commercial",
            "⚠",
        ] {
            assert_eq!(license(text), None, "{text}");
        }
    }
}
