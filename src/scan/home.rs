//! Where a repository lives, by what it says of itself: its technology is no use of somebody else's.

use std::collections::BTreeSet;

use super::node::{self, Node};
use super::tree::{self, Tree};
use super::xml;
use crate::base::link::Address;

/// The repositories that a directory says it is, as `github.com/owner/name`: by its remote, by the manifests at its root,
/// and by Go modules that are named after the folder they stand in.
pub(super) fn of(tree: &Tree) -> BTreeSet<String> {
    let json = |file: &str| node::json(&tree.shared(file)?).ok();
    let mut links: Vec<String> = remotes(tree);
    links.extend(json("package.json").and_then(|it| of_package(&it)));
    let composer = json("composer.json");
    links.extend(composer.and_then(|it| Some(format!("github:{}", it.text_of("name")?))));
    if let Some(cargo) = tree.table("Cargo.toml") {
        for way in [
            &["package", "repository"][..],
            &["workspace", "package", "repository"],
        ] {
            links.extend(cargo.at(way).and_then(Node::text).map(str::to_owned));
        }
    }
    if let Some(python) = tree.table("pyproject.toml") {
        let urls = python.at(&["project", "urls"]).map_or(&[][..], Node::pairs);
        let is_own = |it: &&node::Pair| OWN_URLS.contains(&it.key.to_lowercase().as_str());
        let own = urls.iter().filter(is_own).filter_map(|it| it.value.text());
        links.extend(own.map(str::to_owned));
        let poetry = python.at(&["tool", "poetry", "repository"]);
        links.extend(poetry.and_then(Node::text).map(str::to_owned));
    }
    links.extend(of_pom(tree));
    links.extend(of_modules(tree));
    links.iter().filter_map(|it| repository(it)).collect()
}

/// What projects of Python call the address of their code.
const OWN_URLS: &[&str] = &[
    "repository",
    "source",
    "source code",
    "code",
    "github",
    "homepage",
];

/// The addresses in `.git/config`.
fn remotes(tree: &Tree) -> Vec<String> {
    let config = tree.unlisted(".git/config").unwrap_or_default();
    let lines = config
        .lines()
        .filter_map(|it| it.trim().strip_prefix("url"));
    lines
        .filter_map(|it| Some(it.trim().strip_prefix('=')?.trim().to_owned()))
        .collect()
}

fn of_package(document: &Node) -> Option<String> {
    let repository = document.get("repository")?;
    let text = repository.text().or_else(|| repository.text_of("url"))?;
    Some(text.to_owned())
}

fn of_pom(tree: &Tree) -> Option<String> {
    let document = xml::document(&tree.shared("pom.xml")?).ok()?;
    let scm = document.child("project")?.child("scm")?;
    let text = scm.text_of("url").or_else(|| scm.text_of("connection"))?;
    Some(text.trim_start_matches("scm:git:").to_owned())
}

/// The repositories of Go modules: `github.com/owner/name/FOLDER/v2` in that folder.
fn of_modules(tree: &Tree) -> Vec<String> {
    let files = tree
        .paths()
        .filter(|it| it.rsplit('/').next() == Some("go.mod"));
    let module = |path: &str| {
        let text = tree.shared(path)?;
        let line = text
            .lines()
            .find_map(|it| it.trim().strip_prefix("module "))?;
        let parts: Vec<&str> = line.trim().trim_matches('"').split('/').collect();
        let root = parts.get(..3)?.join("/");
        let below = parts[3..].iter().filter(|it| !is_version(it)).copied();
        let is_there = below.collect::<Vec<_>>().join("/") == tree::folder(path);
        is_there.then(|| format!("https://{root}"))
    };
    files.filter_map(module).collect()
}

/// The images that a repository's owner would call like it: `thehiveproject/cortex` of `TheHive-Project/Cortex`.
pub(super) fn images(homes: &BTreeSet<String>) -> Vec<String> {
    let named = homes.iter().filter_map(|it| {
        let mut parts = it.split('/').skip(1);
        let (owner, name) = (parts.next()?, parts.next()?);
        let joined = owner.replace(['-', '_'], "");
        Some([
            format!("docker:{owner}/{name}"),
            format!("docker:{joined}/{name}"),
            format!("docker:ghcr.io/{owner}/{name}"),
        ])
    });
    named.flatten().collect()
}

fn is_version(part: &str) -> bool {
    let digits = part.strip_prefix('v');
    digits.is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
}

/// An address in any of the ways that tools write one: `git@github.com:o/n.git`, `github:o/n`, `git+https://…`, `o/n`.
fn repository(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches("git+");
    let rest = text
        .strip_prefix("ssh://git@")
        .or_else(|| text.strip_prefix("git@"))
        .map(|it| it.replacen(':', "/", 1))
        .or_else(|| Some(format!("github.com/{}", text.strip_prefix("github:")?)));
    let link = match (rest, text.split_once("://")) {
        (Some(rest), _) => format!("https://{rest}"),
        (None, Some((_, rest))) => format!("https://{}", rest.rsplit('@').next().unwrap_or(rest)),
        (None, None) => format!("https://github.com/{text}"),
    };
    let address = Address::of(link.trim_end_matches(".git"))?;
    address
        .is_on_code_host()
        .then(|| address.within())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_however_tools_write_it() {
        for text in [
            "git@github.com:Grafana/Loki.git",
            "ssh://git@github.com/grafana/loki.git",
            "git+https://github.com/grafana/loki.git",
            "https://token@github.com/grafana/loki",
            "git://github.com/grafana/loki/tree/main/pkg",
            "github:grafana/loki",
            "grafana/loki",
        ] {
            assert_eq!(
                repository(text).as_deref(),
                Some("github.com/grafana/loki"),
                "{text}"
            );
        }
        for text in ["", "loki", "https://example.org/a/b", "git@"] {
            assert_eq!(repository(text), None, "{text}");
        }
    }
}
