//! Bills of materials that other tools made: `CycloneDX` (JSON and XML) and SPDX (JSON and tag-value), read by package URL.
//!
//! Where a bill says what depends on what, only that which its subject needs itself is declared; where it does not, all
//! that it lists is.

use std::collections::{HashMap, HashSet};

use super::node::{self, Node};
use super::xml::{self, Element};
use super::{Kind, Reading, Scope};

/// A component of a bill.
struct Component {
    /// By which the bill refers to it.
    id: String,
    /// Its package URL.
    url: String,
    line: usize,
    scope: Scope,
}

/// What a bill says.
#[derive(Default)]
struct Bill {
    components: Vec<Component>,
    /// What the bill is about.
    subjects: Vec<String>,
    /// What needs what.
    needs: HashMap<String, Vec<String>>,
}

/// Reads a bill; the message says what was expected where it is none.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), (usize, String)> {
    let text = reading.text.trim_start();
    let bill = if text.starts_with('{') {
        of_json(&node::json(reading.text)?)?
    } else if text.starts_with('<') {
        of_xml(&xml::document(reading.text)?)?
    } else if text.starts_with("SPDXVersion:")
        || reading
            .lines
            .iter()
            .take(50)
            .any(|it| it.starts_with("SPDXVersion:"))
    {
        of_tags(&reading.lines)
    } else {
        return Err((
            1,
            "is no bill of materials, expected CycloneDX (JSON, XML) or SPDX (JSON, tag-value)"
                .to_owned(),
        ));
    };
    let direct: HashSet<&String> = bill
        .subjects
        .iter()
        .filter_map(|it| bill.needs.get(it))
        .flatten()
        .collect();
    for component in &bill.components {
        let Some((registry, name)) = package(&component.url) else {
            continue;
        };
        let before = reading.mentions.len();
        if bill.subjects.contains(&component.id) {
            reading.own.push(format!("{registry}:{name}"));
        } else if direct.is_empty() || direct.contains(&component.id) {
            let kind = if registry == "docker" || registry == "helm" {
                Kind::Service
            } else {
                Kind::Library
            };
            reading.add(registry, &name, kind, component.scope, component.line);
        }
        if let Some(mention) = reading.mentions[before..].last_mut() {
            mention.version = release(&component.url);
        }
    }
    Ok(())
}

fn of_json(document: &Node) -> Result<Bill, (usize, String)> {
    let mut bill = Bill::default();
    if document.text_of("bomFormat") == Some("CycloneDX") {
        let subject = document.at(&["metadata", "component"]);
        bill.subjects.extend(
            subject
                .and_then(|it| it.text_of("bom-ref"))
                .map(ToOwned::to_owned),
        );
        for component in subject.into_iter().chain(document.items_of("components")) {
            add_cyclonedx(&mut bill, component);
        }
        for dependency in document.items_of("dependencies") {
            let needs = dependency
                .items_of("dependsOn")
                .iter()
                .filter_map(Node::text)
                .map(ToOwned::to_owned);
            bill.needs
                .entry(dependency.text_of("ref").unwrap_or_default().to_owned())
                .or_default()
                .extend(needs);
        }
    } else if document.get("spdxVersion").is_some() {
        for item in document.items_of("packages") {
            let urls = item
                .items_of("externalRefs")
                .iter()
                .filter(|it| it.text_of("referenceType") == Some("purl"));
            for url in urls.filter_map(|it| it.get("referenceLocator")) {
                let id = item.text_of("SPDXID").unwrap_or_default();
                bill.add(id, url.text().unwrap_or_default(), url.line, Scope::Main);
            }
        }
        let described = document
            .items_of("documentDescribes")
            .iter()
            .filter_map(Node::text);
        bill.subjects.extend(described.map(ToOwned::to_owned));
        for relation in document.items_of("relationships") {
            let text = |key| relation.text_of(key).unwrap_or_default();
            bill.relate(
                text("spdxElementId"),
                text("relationshipType"),
                text("relatedSpdxElement"),
            );
        }
    } else {
        return Err((
            1,
            "is no bill of materials, expected `bomFormat` of CycloneDX or `spdxVersion`"
                .to_owned(),
        ));
    }
    Ok(bill)
}

fn add_cyclonedx(bill: &mut Bill, component: &Node) {
    if let Some(url) = component.get("purl") {
        let text = url.text().unwrap_or_default();
        let scope = scope_of(component.text_of("scope"));
        bill.add(
            component.text_of("bom-ref").unwrap_or(text),
            text,
            url.line,
            scope,
        );
    }
    for inner in component.items_of("components") {
        add_cyclonedx(bill, inner);
    }
}

fn scope_of(scope: Option<&str>) -> Scope {
    if matches!(scope, Some("optional" | "excluded")) {
        Scope::Dev
    } else {
        Scope::Main
    }
}

fn of_xml(document: &Element) -> Result<Bill, (usize, String)> {
    let Some(root) = document.child("bom") else {
        return Err((
            1,
            "is no bill of materials, expected the element `bom` of CycloneDX".to_owned(),
        ));
    };
    let mut bill = Bill::default();
    let subject = root.child("metadata").and_then(|it| it.child("component"));
    bill.subjects.extend(
        subject
            .and_then(|it| it.attribute("bom-ref"))
            .map(ToOwned::to_owned),
    );
    let mut components = Vec::new();
    root.walk(&mut |it| {
        if it.name == "component" {
            components.push(it);
        }
    });
    for component in components {
        if let Some(url) = component.child("purl") {
            let id = component.attribute("bom-ref").unwrap_or(&url.text);
            bill.add(
                id,
                &url.text,
                url.text_line,
                scope_of(component.text_of("scope")),
            );
        }
    }
    for dependency in root
        .child("dependencies")
        .into_iter()
        .flat_map(|it| it.all("dependency"))
    {
        let needs = dependency
            .all("dependency")
            .filter_map(|it| it.attribute("ref"))
            .map(ToOwned::to_owned);
        bill.needs
            .entry(dependency.attribute("ref").unwrap_or_default().to_owned())
            .or_default()
            .extend(needs);
    }
    Ok(bill)
}

fn of_tags(lines: &[&str]) -> Bill {
    let mut bill = Bill::default();
    let mut id = "";
    for (at, line) in lines.iter().enumerate() {
        let Some((tag, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match tag.trim() {
            "PackageName" => id = "",
            "SPDXID" => id = value,
            "ExternalRef" => {
                if let Some((_, url)) = value.split_once(" purl ") {
                    bill.add(id, url.trim(), at + 1, Scope::Main);
                }
            }
            "Relationship" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                if let [from, relation, to, ..] = words[..] {
                    bill.relate(from, relation, to);
                }
            }
            _ => {}
        }
    }
    bill
}

impl Bill {
    fn add(&mut self, id: &str, url: &str, line: usize, scope: Scope) {
        self.components.push(Component {
            id: id.to_owned(),
            url: url.to_owned(),
            line,
            scope,
        });
    }

    fn relate(&mut self, from: &str, relation: &str, to: &str) {
        match relation {
            "DESCRIBES" => self.subjects.push(to.to_owned()),
            "DESCRIBED_BY" => self.subjects.push(from.to_owned()),
            "DEPENDS_ON" => self
                .needs
                .entry(from.to_owned())
                .or_default()
                .push(to.to_owned()),
            "DEPENDENCY_OF" => self
                .needs
                .entry(to.to_owned())
                .or_default()
                .push(from.to_owned()),
            _ => {}
        }
    }
}

/// The registry and name of a package URL; none for packages of operating systems and what has no registry.
fn package(url: &str) -> Option<(&'static str, String)> {
    let rest = url.strip_prefix("pkg:")?.trim_start_matches('/');
    let (path, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, path) = path.split('#').next()?.split_once('/')?;
    let path = match path.rfind('@') {
        Some(at) if at > 0 => &path[..at],
        _ => path,
    };
    let name = decoded(path);
    Some(match kind.to_ascii_lowercase().as_str() {
        "npm" => ("npm", name),
        "maven" => ("maven", name.replacen('/', ":", 1)),
        "golang" => ("go", name),
        "pypi" => ("pypi", name),
        "nuget" => ("nuget", name),
        "gem" => ("gem", name),
        "cargo" => ("crates", name),
        "composer" => ("composer", name),
        "hex" => ("hex", name),
        "conan" => ("conan", name),
        "helm" => ("helm", name),
        "docker" => ("docker", super::image::name(&name)?),
        "oci" => {
            let repository = qualifiers
                .split('&')
                .find_map(|it| it.strip_prefix("repository_url="));
            (
                "docker",
                super::image::name(&repository.map_or(name, decoded))?,
            )
        }
        _ => return None,
    })
}

/// The version of a package URL.
fn release(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let version = path.rsplit('/').next().and_then(|it| it.split_once('@'));
    version.map_or(String::new(), |it| decoded(it.1))
}

/// A text with `%40` and its like as the signs they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|it| std::str::from_utf8(it).ok());
        if let Some(byte) = coded.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
