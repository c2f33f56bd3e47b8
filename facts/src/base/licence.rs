//! What an SPDX licence expression allows, as far as choosing a technology needs it.

/// Where the SPDX list says what a licence is; its identifier follows.
pub const SPDX: &str = "https://spdx.org/licenses/";

/// The families of licences that `--license` knows, from the most to the least free.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Keep the notice, do what you like.
    Permissive,
    /// Changes stay open.
    Copyleft,
    /// The source can be read, use is limited.
    SourceAvailable,
    /// Closed.
    Proprietary,
}

/// Copyleft licences by the start of their SPDX identifier, weak and strong. Source: the SPDX licence list and the
/// Open Source Initiative's classification. Firebird's IDPL is a Mozilla licence under another name.
const COPYLEFT: &[&str] = &[
    "agpl",
    "apsl",
    "cc-by-sa",
    "cddl",
    "cecill-2",
    "cecill-c",
    "cpal",
    "cpl",
    "epl",
    "eupl",
    "gfdl",
    "gpl",
    "interbase",
    "ipl",
    "lgpl",
    "licenseref-agpl",
    "licenseref-gpl",
    "licenseref-idpl",
    "licenseref-lgpl",
    "licenseref-mulanpubl",
    "mpl",
    "ms-rl",
    "odbl",
    "osl",
    "qpl",
    "rpl",
    "sleepycat",
    "smppl",
];
/// Licences that show the source and limit its use; none is approved by the Open Source Initiative.
const SOURCE_AVAILABLE: &[&str] = &[
    "busl",
    "cc-by-nc",
    "cc-by-nd",
    "elastic",
    "fsl",
    "hippocratic",
    "licenseref-brakeman",
    "licenseref-bytebase",
    "licenseref-camunda",
    "licenseref-ccl",
    "licenseref-cockroachdb",
    "licenseref-confluent",
    "licenseref-dify",
    "licenseref-duende",
    "licenseref-eventstore",
    "licenseref-fcl",
    "licenseref-fsl",
    "licenseref-gridgain",
    "licenseref-kurrent",
    "licenseref-langfuse",
    "licenseref-luckypenny",
    "licenseref-memphis-bsl",
    "licenseref-open-webui",
    "licenseref-openfaas",
    "licenseref-particular",
    "licenseref-pentaho",
    "licenseref-redpanda",
    "licenseref-rsal",
    "licenseref-scylladb",
    "licenseref-six-labors",
    "licenseref-snowplow",
    "licenseref-sustainable",
    "licenseref-timescale",
    "licenseref-xceed",
    "polyform",
    "prosperity",
    "rsal",
    "sspl",
];
/// Permissive licences that the SPDX list does not have. Any other of that kind is closed until somebody has read it.
const PERMISSIVE_REFERENCES: &[&str] = &[
    "licenseref-apache",
    "licenseref-bsd",
    "licenseref-matplotlib",
    "licenseref-public-domain",
    "licenseref-repoze",
    "licenseref-tost",
];

/// The family of an SPDX expression; nothing for an empty one.
///
/// Of alternatives (`OR`) the freest counts, of parts (`AND`, which binds tighter) the least free.
#[must_use]
pub fn family(expression: &str) -> Option<Family> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace();
    let mut open = Vec::new();
    let mut inner = Terms::default();
    while let Some(word) = words.next() {
        match word.to_lowercase().as_str() {
            "(" => open.push(std::mem::take(&mut inner)),
            ")" => {
                let closed = inner.family();
                inner = open.pop().unwrap_or_default();
                inner.part(closed);
            }
            "or" => inner.next_alternative(),
            // An exception only gives.
            "with" => drop(words.next()),
            "and" => {}
            identifier => inner.part(Some(family_of_one(identifier))),
        }
    }
    // Brackets that nobody closed end with the expression.
    while let Some(mut outer) = open.pop() {
        outer.part(inner.family());
        inner = outer;
    }
    inner.family()
}

/// What is known inside a pair of brackets: the freest alternative so far, and the least free part of the one at hand.
#[derive(Default)]
struct Terms {
    freest: Option<Family>,
    parts: Option<Family>,
}

impl Terms {
    fn part(&mut self, family: Option<Family>) {
        self.parts = self.parts.max(family);
    }

    fn next_alternative(&mut self) {
        let parts = self.parts.take();
        self.freest = [self.freest, parts].into_iter().flatten().min();
    }

    fn family(mut self) -> Option<Family> {
        self.next_alternative();
        self.freest
    }
}

/// The family of one identifier in small letters: SPDX does not tell them from capital ones.
fn family_of_one(identifier: &str) -> Family {
    let starts = |names: &[&str]| names.iter().any(|name| identifier.starts_with(name));
    if starts(SOURCE_AVAILABLE) {
        Family::SourceAvailable
    } else if starts(COPYLEFT) {
        Family::Copyleft
    } else if identifier.starts_with("licenseref-") && !starts(PERMISSIVE_REFERENCES) {
        Family::Proprietary
    } else {
        Family::Permissive
    }
}

/// Whether an SPDX expression satisfies what a person asked for: `permissive`, `copyleft`, `open` (either), or an SPDX
/// identifier that stands in it. An unknown licence satisfies nothing.
#[must_use]
pub fn satisfies(expression: &str, asked: &str) -> bool {
    match asked.to_lowercase().as_str() {
        "permissive" => family(expression) == Some(Family::Permissive),
        "copyleft" => family(expression) == Some(Family::Copyleft),
        "open" => family(expression).is_some_and(|family| family <= Family::Copyleft),
        asked => expression
            .split([' ', '(', ')'])
            .any(|identifier| identifier.to_lowercase() == asked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_freest_alternative_and_the_strictest_part_count() {
        for (expression, expected) in [
            ("Apache-2.0", Some(Family::Permissive)),
            ("MIT OR GPL-3.0-only", Some(Family::Permissive)),
            ("MIT AND GPL-3.0-only", Some(Family::Copyleft)),
            ("(SSPL-1.0 OR AGPL-3.0-only)", Some(Family::Copyleft)),
            (
                "GPL-2.0-only WITH Classpath-exception-2.0",
                Some(Family::Copyleft),
            ),
            ("BUSL-1.1", Some(Family::SourceAvailable)),
            ("BSL-1.0", Some(Family::Permissive)),
            ("RPL-1.5 OR LicenseRef-LuckyPenny", Some(Family::Copyleft)),
            ("Hippocratic-2.1 AND MIT", Some(Family::SourceAvailable)),
            ("MPL-2.0 AND (Apache-2.0 OR MIT)", Some(Family::Copyleft)),
            (
                "(GPL-2.0-only OR Apache-2.0) AND MIT",
                Some(Family::Permissive),
            ),
            ("((MIT", Some(Family::Permissive)),
            ("SSPL-1.0) OR", Some(Family::SourceAvailable)),
            ("LicenseRef-Proprietary", Some(Family::Proprietary)),
            ("LicenseRef-nobody-has-read", Some(Family::Proprietary)),
            ("LicenseRef-BSD", Some(Family::Permissive)),
            ("LicenseRef-GPL", Some(Family::Copyleft)),
            ("apache-2.0", Some(Family::Permissive)),
            ("agpl-3.0-only", Some(Family::Copyleft)),
            ("", None),
        ] {
            assert_eq!(family(expression), expected, "{expression}");
        }
        assert!(satisfies("MIT OR GPL-3.0-only", "mit"));
        assert!(satisfies("MPL-2.0", "open"));
        assert!(!satisfies("BUSL-1.1", "open"));
        assert!(!satisfies("", "permissive"));
    }
}
