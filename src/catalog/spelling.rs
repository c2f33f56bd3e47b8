//! The ways in which people write one name: with or without its vendor, its kind of thing, its version.
//!
//! `AWS EKS`, `Phoenix Framework`, `express.js`, `JUnit 5` are Amazon EKS, Phoenix, Express and `JUnit`. What is taken away
//! costs, so that the spelling that takes least away wins; a vendor that contradicts the entry's own rules it out.

use crate::base::slug::slug;

/// Vendors and projects that stand before a name, by the words people use for each.
const VENDORS: &[&[&str]] = &[
    &["aws", "amazon", "amazon-web-services"],
    &["azure", "microsoft", "ms", "microsoft-azure"],
    &["google", "gcp", "google-cloud", "google-cloud-platform"],
    &["apache"],
    &["hashicorp", "hcp"],
    &["alibaba", "aliyun"],
    &["atlassian"],
    &["cloudflare"],
    &["cncf"],
    &["eclipse"],
    &["elastic"],
    &["facebook", "meta"],
    &["github"],
    &["gitlab"],
    &["grafana", "grafana-labs"],
    &["ibm"],
    &["jakarta"],
    &["jetbrains"],
    &["jfrog"],
    &["mozilla"],
    &["net", "dotnet", "dot-net"],
    &["netflix"],
    &["oracle"],
    &["prometheus"],
    &["red-hat", "redhat"],
    &["twitter"],
    &["uber"],
    &["vmware"],
];
/// The vendors of clouds, at the head of [`VENDORS`]: their services have everyday names, so that one word of them alone
/// (`monitor`, `storage`) is not enough.
const CLOUDS: usize = 3;
/// What stands after a name and says what kind of thing it is.
const KINDS: &[&str] = &[
    "app",
    "apm",
    "broker",
    "chart",
    "charts",
    "ci",
    "cli",
    "cluster",
    "community",
    "core",
    "database",
    "db",
    "desktop",
    "edition",
    "engine",
    "enterprise",
    "framework",
    "grid",
    "io",
    "js",
    "lang",
    "language",
    "library",
    "net",
    "orm",
    "oss",
    "platform",
    "pro",
    "project",
    "proxy",
    "py",
    "queue",
    "rb",
    "rs",
    "sdk",
    "server",
    "service",
    "toolkit",
    "tracing",
    "web",
    "webdriver",
];

/// One reading of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    /// What is left, without marks and blanks.
    core: String,
    /// How many words are left.
    words: usize,
    /// The vendor that stood before it, by its place in [`VENDORS`].
    vendor: Option<usize>,
    /// How many words were taken away that said what kind of thing it is, or which version.
    dropped: usize,
}

impl Spelling {
    /// Every reading of `name`, as it is and with less and less of it.
    pub(super) fn of(name: &str) -> Vec<Self> {
        let slug = slug(name);
        let words: Vec<&str> = slug.split('-').collect();
        let mut all = Vec::new();
        for (vendor, words) in without_vendor(&words) {
            for (core, words, dropped) in without_kind(words) {
                all.push(Self {
                    core,
                    words,
                    vendor,
                    dropped,
                });
            }
        }
        all.retain(|it| it.core.len() > 1);
        all
    }

    /// The vendor that a name begins with.
    pub(super) fn vendor_of(name: &str) -> Option<usize> {
        Self::of(name).iter().find_map(|it| it.vendor)
    }

    /// Whether what is left of it stands somewhere in `name`, which is without marks and blanks.
    pub(super) fn is_in(&self, name: &str) -> bool {
        name.contains(&self.core)
    }

    /// Whether a vendor stood before it.
    pub(super) fn has_vendor(&self) -> bool {
        self.vendor.is_some()
    }

    /// How much has to be taken away for a typed name to be a known one, of whose entry `vendor` is the vendor; nothing where
    /// they are not the same.
    pub(super) fn cost(typed: &Self, known: &Self, vendor: Option<usize>) -> Option<usize> {
        if typed.core != known.core {
            return None;
        }
        let of_vendor = known.vendor.or(vendor);
        let vendors = match (typed.vendor, of_vendor) {
            (Some(one), Some(other)) if one != other => return None,
            (None, Some(cloud)) if known.vendor.is_some() && cloud < CLOUDS && known.words < 2 => {
                return None;
            }
            (None, Some(_)) if known.vendor.is_none() => 0,
            (Some(_), None) => 2,
            (one, other) => usize::from(one != other),
        };
        Some(typed.dropped + known.dropped + vendors)
    }
}

/// The words as they are, and those after a vendor.
fn without_vendor<'w, 'a>(words: &'w [&'a str]) -> Vec<(Option<usize>, &'w [&'a str])> {
    let mut all = vec![(None, words)];
    for (vendor, names) in VENDORS.iter().enumerate() {
        for name in *names {
            if name.split('-').next() != words.first().copied() {
                continue;
            }
            let name: Vec<&str> = name.split('-').collect();
            if let Some(rest) = words.strip_prefix(name.as_slice())
                && !rest.is_empty()
            {
                all.push((Some(vendor), rest));
            }
        }
    }
    all
}

/// The words put together, then without each word at the end that says kind or version; how many words are left, and
/// how many were taken away.
fn without_kind(words: &[&str]) -> Vec<(String, usize, usize)> {
    let mut all = vec![(words.concat(), words.len(), 0)];
    let mut rest = words;
    while let [before @ .., last] = rest
        && !before.is_empty()
        && (KINDS.contains(last) || is_version(last))
    {
        rest = before;
        all.push((rest.concat(), rest.len(), words.len() - rest.len()));
    }
    let whole = rest.concat();
    let dropped = words.len() - rest.len() + 1;
    let shorter = grown_together(&whole).into_iter();
    all.extend(shorter.map(|it| (it.to_owned(), rest.len(), dropped)));
    all
}

/// What is left without what grew onto a name: `mqtt5`, `reactjs`, `flywaydb`, and many of a thing (`protobufs`). Enough letters
/// are left to know it by, or `h2` were `h` and `nats` were `nat`.
fn grown_together(name: &str) -> Vec<&str> {
    let unversioned = name.trim_end_matches(|it: char| it.is_ascii_digit());
    let unversioned = unversioned.strip_suffix("js").unwrap_or(unversioned);
    let shorter = [
        (Some(unversioned), 3),
        (name.strip_suffix("db"), 3),
        (name.strip_suffix('s'), 5),
    ];
    shorter
        .into_iter()
        .filter_map(|(rest, least)| rest.filter(|it| it.len() >= least && it.len() < name.len()))
        .collect()
}

/// `5`, `v2`, `x`, as a version falls into words.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    word == "x" || !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it costs to read `typed` as `known`, of an entry with that label.
    fn cost(typed: &str, known: &str) -> Option<usize> {
        let vendor = Spelling::vendor_of(known);
        let known = Spelling::of(known);
        let typed = Spelling::of(typed);
        let pairs = typed
            .iter()
            .flat_map(|it| known.iter().map(move |known| (it, known)));
        pairs
            .filter_map(|(typed, known)| Spelling::cost(typed, known, vendor))
            .min()
    }

    #[test]
    fn vendor_kind_and_version_may_be_left_out_or_added() {
        for (typed, known, expected) in [
            ("newrelic", "New Relic", 0),
            ("AWS EKS", "Amazon EKS", 0),
            ("MongoDB Server", "MongoDB", 1),
            ("phoenix framework", "Phoenix", 1),
            ("express.js", "Express", 1),
            ("expressjs", "Express", 1),
            ("junit 5", "JUnit", 1),
            ("mqtt 5.0", "MQTT", 2),
            ("mqtt5", "MQTT", 1),
            ("cloud functions", "Google Cloud Functions", 1),
            ("HashiCorp Vault", "Vault", 2),
            ("AWS OpenSearch", "Amazon OpenSearch Service", 1),
            ("AWS OpenSearch", "OpenSearch", 2),
            ("dot-net-aspire", ".NET Aspire", 0),
            ("azure kubernetes", "Azure Kubernetes Service", 1),
            ("Azure Event Hub", "Azure Event Hubs", 1),
            ("flywaydb", "Flyway", 1),
            ("Temporal.io", "Temporal", 1),
        ] {
            assert_eq!(cost(typed, known), Some(expected), "{typed}");
        }
    }

    #[test]
    fn another_vendor_or_too_little_is_another_name() {
        for (typed, known) in [
            ("AWS Functions", "Azure Functions"),
            ("Azure SQS", "Amazon SQS"),
            ("monitor", "Azure Monitor"),
            ("h2", "H3"),
            ("nat", "NATS"),
            ("c++17", "C"),
            ("apache", "Apache Druid"),
            ("", "Kafka"),
        ] {
            assert_eq!(cost(typed, known), None, "{typed}");
        }
    }
}
