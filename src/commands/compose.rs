//! A stack as a Compose file that starts, alone or in a folder with a page that says how: for trying the stack out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::known::rounded;
use crate::base::text::one_line;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::graph::{Graph, Node};
use crate::reason::recommend::{Pick, Stack};

/// What it takes to start a technology, by slug: parts of Compose files.
const SERVICES: &str = include_str!("../../data/compose/services.yml");

/// What the Compose file of a stack is made of.
#[derive(Default)]
struct Composed {
    services: String,
    volumes: String,
    configs: String,
    /// Picks without a service: name, need.
    others: Vec<(String, String)>,
    /// Service, image, where its version was read, and when.
    images: Vec<[String; 4]>,
    ports: BTreeSet<u16>,
}

/// The parts for one technology.
struct Part<'a> {
    /// When and where the version of the image was read.
    date: &'a str,
    evidence: &'a str,
    services: String,
    volumes: String,
    configs: String,
}

/// The first stack: a service for each pick with a known container image, a comment for each other.
pub(super) fn render(catalog: &Catalog, stacks: &[Stack]) -> Vec<u8> {
    text(&composed(catalog, stacks)).into_bytes()
}

/// The files of a folder with the first stack.
pub(super) fn files(catalog: &Catalog, stacks: &[Stack]) -> Vec<(&'static str, Vec<u8>)> {
    let composed = composed(catalog, stacks);
    let compose = text(&composed);
    let variables = variables(&compose);
    let mut environment = String::new();
    for (name, value) in &variables {
        let _ = writeln!(environment, "{name}={value}");
    }
    let picks = stacks.first().map_or(&[][..], |it| it.picks.as_slice());
    let readme = readme(catalog, picks, &composed, &variables);
    let mut files = vec![
        ("compose.yaml", compose.into_bytes()),
        ("README.md", readme.into_bytes()),
    ];
    if !environment.is_empty() {
        files.push((".env.example", environment.into_bytes()));
    }
    files
}

fn composed(catalog: &Catalog, stacks: &[Stack]) -> Composed {
    let graph = Graph::new(&catalog.index);
    let mut composed = Composed::default();
    let mut seen: Vec<Node> = Vec::new();
    for pick in stacks.first().into_iter().flat_map(|stack| &stack.picks) {
        if !seen.contains(&pick.node) {
            seen.push(pick.node);
            composed.add(&graph, pick);
        }
    }
    composed
}

impl Composed {
    fn add(&mut self, graph: &Graph<'_>, pick: &Pick) {
        let (slug, name) = (graph.slug(pick.node), one_line(graph.label(pick.node)));
        let need = graph.slug(pick.need).to_owned();
        // Somebody's own entry of the same slug is another thing.
        let is_ours = graph.iri(pick.node) == format!("{}technology/{slug}", sg::ID);
        let image = graph.value(pick.node, sg::CONTAINER_IMAGE);
        match part(slug).filter(|_| is_ours) {
            Some(part) => {
                let _ = writeln!(self.services, "  # {need}: {name}");
                let services = self.free_ports(&part.services);
                self.services.push_str(&services);
                self.volumes.push_str(&part.volumes);
                self.configs.push_str(&part.configs);
                let image = services
                    .lines()
                    .find_map(|it| it.trim().strip_prefix("image: "));
                self.images.push([
                    slug.to_owned(),
                    image.unwrap_or_default().to_owned(),
                    part.evidence.to_owned(),
                    part.date.to_owned(),
                ]);
            }
            None if image.is_empty() => self.others.push((name, need)),
            None => {
                let _ = writeln!(
                    self.services,
                    "  # {need}: {name}\n  {slug}:\n    image: {}",
                    quoted(image)
                );
                let port = graph.value(pick.node, sg::PORT);
                if !port.is_empty() {
                    let line = format!("    ports:\n      - \"127.0.0.1:{port}:{port}\"\n");
                    let line = self.free_ports(&line);
                    self.services.push_str(&line);
                }
                self.services.push_str("    restart: unless-stopped\n");
                let none = || String::new();
                self.images
                    .push([slug.to_owned(), image.to_owned(), none(), none()]);
            }
        }
    }

    /// Ports of this machine that another service has taken become the next free ones.
    fn free_ports(&mut self, services: &str) -> String {
        const HOST: &str = "127.0.0.1:";
        let mut text = String::new();
        for line in services.lines() {
            let found = line.split_once(HOST).and_then(|(before, rest)| {
                let (port, inside) = rest.split_once(':')?;
                Some((before, port.parse::<u16>().ok()?, inside))
            });
            match found.filter(|it| it.0.trim_start().starts_with("- ")) {
                Some((before, mut port, inside)) => {
                    while !self.ports.insert(port) && port < u16::MAX {
                        port += 1;
                    }
                    let _ = writeln!(text, "{before}{HOST}{port}:{inside}");
                }
                None => {
                    let _ = writeln!(text, "{line}");
                }
            }
        }
        text
    }
}

fn text(composed: &Composed) -> String {
    let mut text = String::from(
        "# A start for trying the stack out, not for production: ports are open to this machine alone, passwords have defaults.\n",
    );
    for [service, _, evidence, date] in &composed.images {
        if !date.is_empty() {
            let _ = writeln!(text, "# {service}: version read {date} at {evidence}");
        }
    }
    for (name, need) in &composed.others {
        let _ = writeln!(
            text,
            "# {need}: {name} is a library or service without an image in the catalogue"
        );
    }
    if composed.services.is_empty() {
        return text + "services: {}\n";
    }
    let _ = write!(text, "services:\n{}", composed.services);
    for (name, parts) in [
        ("volumes", &composed.volumes),
        ("configs", &composed.configs),
    ] {
        if !parts.is_empty() {
            let _ = write!(text, "{name}:\n{parts}");
        }
    }
    text
}

/// The parts for a technology, as a Compose file indents them.
fn part(slug: &str) -> Option<Part<'static>> {
    let start = format!("# {slug} ");
    let at = SERVICES.find(&format!("\n{start}"))? + 1;
    let rest = &SERVICES[at..];
    let (head, rest) = rest.split_once('\n')?;
    let (date, evidence) = head.strip_prefix(&start)?.split_once(' ')?;
    let body = rest.split("\n# ").next()?;
    let mut part = Part {
        date,
        evidence,
        services: String::new(),
        volumes: String::new(),
        configs: String::new(),
    };
    let mut section = "";
    // The first line is the slug.
    for line in body.lines().skip(1) {
        let line = line.strip_prefix("  ").unwrap_or(line);
        if !line.starts_with(' ') {
            section = line;
            continue;
        }
        let into = match section {
            "volumes:" => &mut part.volumes,
            "configs:" => &mut part.configs,
            _ => &mut part.services,
        };
        let _ = writeln!(into, "{line}");
    }
    Some(part)
}

/// The variables of the environment that a Compose file reads, with their defaults.
fn variables(compose: &str) -> Vec<(String, String)> {
    let mut variables: Vec<(String, String)> = compose
        .split("${")
        .skip(1)
        .filter_map(|it| it.split('}').next()?.split_once(":-"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    variables.sort_unstable();
    variables.dedup();
    variables
}

fn readme(
    catalog: &Catalog,
    picks: &[Pick],
    composed: &Composed,
    variables: &[(String, String)],
) -> String {
    let graph = Graph::new(&catalog.index);
    let mut text = String::from(
        "# A stack to try out\n\n```sh\ndocker compose up --detach --wait\ndocker compose down --volumes\n```\n\nThe first line starts it and waits until it is well, the second ends it and forgets its data. Ports are open to this\nmachine alone. It is no set-up for production.\n\n| need | pick | score | runs as |\n|---|---|---|---|\n",
    );
    for pick in picks {
        let slug = graph.slug(pick.node);
        let image = composed.images.iter().find(|it| it[0] == slug);
        let runs = image.map_or("a part of your code, no service", |it| it[1].as_str());
        let name = one_line(graph.label(pick.node)).replace('|', "\\|");
        let _ = writeln!(
            text,
            "| {} | {name} | {} | {runs} |",
            graph.slug(pick.need),
            rounded(pick.score)
        );
    }
    if !variables.is_empty() {
        text.push_str("\n## Passwords\n\nCopy `.env.example` to `.env` and change what stands there before anything but a try:\n\n");
        for (name, value) in variables {
            let _ = writeln!(text, "- `{name}`, otherwise `{value}`");
        }
    }
    let dated = composed.images.iter().filter(|it| !it[3].is_empty());
    let dated: Vec<String> = dated
        .map(|[service, image, evidence, date]| {
            format!("- {service}: `{image}`, read {date} at <{evidence}>\n")
        })
        .collect();
    if !dated.is_empty() {
        let _ = write!(text, "\n## Versions\n\n{}", dated.concat());
    }
    text
}

/// A string of YAML: JSON's strings are some.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_technology_stand_as_in_a_compose_file() {
        let part = part("postgresql").unwrap();
        assert!(
            part.services
                .starts_with("  postgresql:\n    image: postgres:")
        );
        assert!(
            part.services
                .contains("      test: [\"CMD-SHELL\", \"pg_isready")
        );
        assert_eq!(part.volumes, "  postgresql: {}\n");
        assert_eq!(part.date.len(), 10);
        assert!(super::part("postgres").is_none());
    }

    #[test]
    fn two_services_never_want_the_same_port() {
        let mut composed = Composed::default();
        let line = "      - \"127.0.0.1:8080:80\"\n";
        assert_eq!(composed.free_ports(line), line);
        assert!(composed.free_ports(line).contains(":8081:80"));
    }
}
