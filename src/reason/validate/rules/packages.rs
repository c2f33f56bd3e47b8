//! Rules on packages: a registry and a name that it could hold.

use regex::Regex;

use super::{Broken, Rule, statements};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no-package",
        severity: Severity::Violation,
        message: "no package that its registry could hold",
        fix: "write it as its registry does",
        broken: no_packages,
    },
    Rule {
        name: "unknown-registry",
        severity: Severity::Warning,
        message: "a package of a registry that is not known",
        fix: "check the word before the colon",
        broken: unknown_registries,
    },
    Rule {
        name: "two-owners",
        severity: Severity::Warning,
        message: "a package that is two technologies",
        fix: "of one of them it is a client, plugin or starter",
        broken: two_owners,
    },
];

/// Registries, and what else names a technology in the files of a repository: the word, the names it takes, an example.
/// Source: what each registry's documentation says of names.
const REGISTRIES: &[(&str, &str, &str)] = &[
    ("aspire", r"^Add[A-Za-z0-9]+$", "aspire:AddKafka"),
    (
        "bicep",
        r"^[A-Za-z][A-Za-z0-9.-]*(/[A-Za-z0-9.-]+)+$",
        "bicep:avm/res/cache/redis",
    ),
    ("cargo", r"^[A-Za-z][A-Za-z0-9_-]{0,63}$", "cargo:serde"),
    (
        "clojars",
        r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?$",
        "clojars:ring/ring-core",
    ),
    (
        "cloudformation",
        r"^[A-Z][A-Za-z0-9]*::[A-Za-z0-9]+::[A-Za-z0-9]+$",
        "cloudformation:AWS::DynamoDB::Table",
    ),
    (
        "composer",
        r"^[a-z0-9][a-z0-9_.-]*/[a-z0-9][a-z0-9_.-]*$",
        "composer:predis/predis",
    ),
    ("conan", r"^[a-z0-9_][a-z0-9_+.-]{1,100}$", "conan:cppzmq"),
    (
        "cpan",
        r"^[A-Za-z][A-Za-z0-9_]*((::|-)[A-Za-z0-9_]+)*$",
        "cpan:Net-Prometheus",
    ),
    (
        "crates",
        r"^[A-Za-z][A-Za-z0-9_-]{0,63}(\[[a-z0-9_-]+\])?$",
        "crates:rdkafka",
    ),
    (
        "docker",
        r"^[a-z0-9._-]+(/[a-z0-9._-]+)*(:[A-Za-z0-9._-]+)?$",
        "docker:library/redis",
    ),
    ("file", r"^[a-z0-9-]+$", "file:helmfile"),
    (
        "gem",
        r"^[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*$",
        "gem:bunny",
    ),
    (
        "github",
        r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._/-]+)?$",
        "github:zeromq/libzmq",
    ),
    (
        "go",
        r"^[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._~-]+)*$",
        "go:github.com/twmb/franz-go",
    ),
    (
        "gradle",
        r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$",
        "gradle:io.quarkus",
    ),
    (
        "hackage",
        r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$",
        "hackage:hedis",
    ),
    (
        "helm",
        r"^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)?$",
        "helm:redis",
    ),
    ("heroku", r"^[a-z0-9-]+$", "heroku:cloudamqp"),
    ("hex", r"^[a-z][a-z0-9_]*$", "hex:broadway"),
    (
        "k8s",
        r"^[a-z0-9-]+(\.[a-z0-9-]+)*/[A-Za-z0-9]+$",
        "k8s:kafka.strimzi.io/Kafka",
    ),
    (
        "luarocks",
        r"^[a-z0-9_.-]+(/[a-z0-9_.-]+)?$",
        "luarocks:lua-resty-redis",
    ),
    (
        "maven",
        r"^[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+$",
        "maven:io.nats:jnats",
    ),
    (
        "npm",
        r"^(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][A-Za-z0-9._~-]*$",
        "npm:@nats-io/jetstream",
    ),
    (
        "nuget",
        r"^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$",
        "nuget:NATS.Net",
    ),
    (
        "opam",
        r"^[A-Za-z0-9_+-]*[A-Za-z][A-Za-z0-9_+-]*$",
        "opam:redis",
    ),
    ("pub", r"^[a-z_][a-z0-9_]*$", "pub:supabase_flutter"),
    (
        "pypi",
        r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[a-z0-9._-]+\])?$",
        "pypi:confluent-kafka",
    ),
    (
        "swift",
        r"^[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)+$",
        "swift:github.com/swift-server/RediStack",
    ),
    (
        "terraform",
        r"^[a-z0-9_-]+([:/][a-z0-9_-]+)*$",
        "terraform:aws_mq_broker:rabbitmq",
    ),
    ("tool", r"^[a-z0-9-]+$", "tool:kubectl"),
    ("vcpkg", r"^[a-z0-9]+(-[a-z0-9]+)*$", "vcpkg:hiredis"),
];

fn no_packages(data: &Graph<'_>) -> Vec<Broken> {
    let patterns: Vec<(&str, Regex, &str)> = REGISTRIES
        .iter()
        .map(|(word, pattern, example)| {
            let pattern =
                Regex::new(pattern).expect("every pattern of the table is tried by a test");
            (*word, pattern, *example)
        })
        .collect();
    packages(data)
        .filter_map(|(client, property, package)| {
            let (word, name) = split(data.text(package));
            // What stands for all that begin so is checked as one of them.
            let one = name.strip_suffix('*').map(|prefix| {
                let artifact = if word == "maven" && !prefix.contains(':') {
                    ":x"
                } else {
                    ""
                };
                format!("{prefix}x{artifact}")
            });
            let name = one.as_deref().unwrap_or(name);
            let (_, pattern, example) = patterns.iter().find(|(known, ..)| *known == word)?;
            let broken = Broken::statement(client, property, package);
            (!pattern.is_match(name)).then(|| broken.because(format!("such as {example}")))
        })
        .collect()
}

fn unknown_registries(data: &Graph<'_>) -> Vec<Broken> {
    let known = |word: &str| REGISTRIES.iter().any(|(known, ..)| *known == word);
    packages(data)
        .filter(|(.., package)| !known(split(data.text(*package)).0))
        .map(|(client, property, package)| {
            let words: Vec<&str> = REGISTRIES.iter().map(|(word, ..)| *word).collect();
            Broken::statement(client, property, package).because(words.join(", "))
        })
        .collect()
}

/// Every statement that names a package.
fn packages<'a>(data: &'a Graph<'_>) -> impl Iterator<Item = (Node, Node, Node)> + use<'a> {
    let properties = [
        sg::PACKAGE,
        sg::CLIENT_PACKAGE,
        sg::PART_PACKAGE,
        sg::PLUGIN_PACKAGE,
        sg::STARTER_PACKAGE,
    ];
    properties
        .into_iter()
        .flat_map(|property| statements(data, property))
}

fn two_owners(data: &Graph<'_>) -> Vec<Broken> {
    let mut owned: Vec<(Node, Node, Node)> = statements(data, sg::PACKAGE)
        .filter(|(owner, ..)| !data.is_a(*owner, sg::CLIENT))
        .collect();
    owned.sort_by_key(|(owner, _, package)| (*package, *owner));
    owned.dedup();
    owned
        .windows(2)
        .filter(|pair| pair[0].2 == pair[1].2)
        .map(|pair| {
            let (owner, property, package) = pair[1];
            Broken::statement(owner, property, package).because(data.label(pair[0].0))
        })
        .collect()
}

/// The registry and the name.
fn split(package: &str) -> (&str, &str) {
    package.split_once(':').unwrap_or(("", package))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registry_takes_its_example_and_no_blank() {
        for (word, pattern, example) in REGISTRIES {
            let pattern = Regex::new(pattern).unwrap();
            let (registry, name) = split(example);
            assert_eq!(registry, *word);
            assert!(pattern.is_match(name), "{example}");
            for wrong in ["", "a b", "a/", "https://a.org/b"] {
                assert!(!pattern.is_match(wrong), "{word}:{wrong}");
            }
        }
    }
}
