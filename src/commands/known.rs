//! Names on the command line → things of the graph, and things → the words of answers.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;

use super::World;
use super::failure::{Failure, Named};
use crate::base::nearest::nearest;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::names::{ANYTHING, ENTRIES, resolve};
use crate::graph::walk::is_symmetric;
use crate::graph::words::{inverse, labels, words};
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::{self, Diagram, Kind, Remark, Upkeep};
use crate::reason::needs::{self, Reading};

pub(super) fn language(graph: &Graph<'_>, name: &str) -> Result<Node, Failure> {
    resolve(graph, name, &[Kind::Language])
        .map_err(|nearest| Failure::unknown(Named::Language, name, nearest.as_deref()))
}

pub(super) fn languages(graph: &Graph<'_>, names: &[String]) -> Result<Vec<Node>, Failure> {
    let mut languages = each(names, |name| language(graph, name))?;
    // `any` beside others asks for no more than they do.
    if languages.len() > 1 {
        languages.retain(|it| graph.slug(*it) != "any");
    }
    Ok(languages)
}

/// A heading of a list, or a need.
pub(super) fn category(graph: &Graph<'_>, name: &str) -> Result<Node, Failure> {
    let found = resolve(graph, name, &[Kind::Category]);
    found.map_err(|nearest| Failure::unknown(Named::Category, name, nearest.as_deref()))
}

/// Slug and name of the things of these classes whose slug begins so, sorted; nothing where the graph cannot be opened.
#[must_use]
pub fn slugs(world: &World, classes: &[&str], begun: &str) -> Vec<(String, String)> {
    let Ok(catalog) = world.whole() else {
        return Vec::new();
    };
    let graph = Graph::new(&catalog.index);
    let nodes = classes.iter().flat_map(|class| graph.of_class(class));
    let mut found: Vec<(String, String)> = nodes
        .filter(|node| graph.slug(*node).starts_with(begun))
        .map(|node| (graph.slug(node).to_owned(), graph.label(node).to_owned()))
        .collect();
    found.sort_unstable();
    found.dedup_by(|a, b| a.0 == b.0);
    found
}

/// The names of relations as the command line takes them: `built-on`.
#[must_use]
pub fn relation_names() -> Vec<String> {
    let relations = crate::graph::walk::RELATIONS.iter();
    relations
        .map(|(iri, _)| {
            let local = iri.rsplit(['#', '/']).next().unwrap_or(iri);
            slug(&crate::graph::words::words(local))
        })
        .collect()
}

/// Whether the built-in catalogue has a name that another graph does not.
#[must_use]
pub fn is_in_the_catalogue(what: Named, name: &str) -> bool {
    let catalog = Catalog::built_in();
    let graph = Graph::new(&catalog.index);
    let has = |kinds: &[Kind]| resolve(&graph, name, kinds).is_ok();
    match what {
        Named::Entry => has(ENTRIES),
        Named::Language => has(&[Kind::Language]),
        Named::Standard => has(&[Kind::Standard]),
        Named::Category => has(&[Kind::Category]),
        Named::Need => needs::read(&graph, name).is_some(),
        Named::Licence
        | Named::Relation
        | Named::Reason
        | Named::Argument
        | Named::Member
        | Named::Command => false,
    }
}

/// What a word for a need was read as: a need, else the heading of a list; the name of a technology is met as one.
pub(super) fn needs(graph: &Graph<'_>, name: &str) -> Result<Reading, Failure> {
    if let Some(reading) = needs::read(graph, name) {
        return Ok(reading);
    }
    let technology = resolve(graph, name, &[Kind::Technology]).ok();
    if let Some(technology) = technology {
        return Err(is_entry(graph, name, technology));
    }
    needs::heading(graph, name).ok_or_else(|| unknown_need(graph, name))
}

/// What to say of a word that was not read as it stands.
pub(super) fn read_as(graph: &Graph<'_>, name: &str, reading: &Reading) -> Option<String> {
    match reading {
        Reading::Need(_) => None,
        Reading::Nearly(node) => Some(format!("`{name}` is read as `{}`", graph.slug(*node))),
        Reading::Group(nodes) => {
            let needs: Vec<&str> = nodes.iter().map(|it| graph.slug(*it)).collect();
            Some(format!("`{name}` stands for {}", needs.join(", ")))
        }
        Reading::Heading(node) => {
            let lists = labels(graph, graph.objects(*node, sg::IN_SCHEME));
            let of = if lists.is_empty() {
                String::new()
            } else {
                format!(" of {lists}")
            };
            Some(format!(
                "`{name}` is no need, read as the heading `{}`{of}",
                graph.label(*node)
            ))
        }
    }
}

fn is_entry(graph: &Graph<'_>, name: &str, technology: Node) -> Failure {
    let needs: Vec<&str> = graph
        .objects(technology, sg::IN_CATEGORY)
        .filter(|it| graph.is_a(*it, sg::NEED))
        .map(|it| graph.slug(it))
        .collect();
    let of = if needs.is_empty() {
        String::new()
    } else {
        format!(" of {}", needs.join(", "))
    };
    let slug = graph.slug(technology);
    Failure::Usage {
        message: format!("`{name}` is an entry{of}, expected a need"),
        hints: vec![format!("`--with {slug}` takes it as chosen")],
    }
}

fn unknown_need(graph: &Graph<'_>, name: &str) -> Failure {
    let meant = needs::meant(graph, name);
    match meant.as_slice() {
        [] => Failure::unknown(Named::Need, name, None),
        [only] => Failure::unknown(Named::Need, name, Some(graph.slug(*only))),
        several => {
            let slugs: Vec<String> = several
                .iter()
                .map(|it| format!("`{}`", graph.slug(*it)))
                .collect();
            Failure::Usage {
                message: format!("unknown need `{name}`"),
                hints: vec![format!("did you mean one of {}?", slugs.join(", "))],
            }
        }
    }
}

/// Licences as they may be asked for: a family, or an identifier of the SPDX list or of something in the graph.
pub(super) fn licences(graph: &Graph<'_>, asked: &[String]) -> Result<Vec<String>, Failure> {
    let asked = asked.iter().map(|it| it.trim()).filter(|it| !it.is_empty());
    asked.map(|it| licence(graph, it)).collect()
}

fn licence(graph: &Graph<'_>, asked: &str) -> Result<String, Failure> {
    const FAMILIES: [&str; 3] = ["permissive", "copyleft", "open"];
    let mut counts: BTreeMap<&str, usize> = FAMILIES.iter().map(|it| (*it, 0)).collect();
    for (_, expression) in graph.texts_of(sg::LICENSE) {
        let identifiers = expression.split([' ', '(', ')']);
        for it in identifiers.filter(|it| !["", "OR", "AND", "WITH"].contains(it)) {
            *counts.entry(it).or_default() += 1;
        }
    }
    let is_known = counts.keys().any(|it| it.eq_ignore_ascii_case(asked));
    if is_known || spdx::license_id(asked).is_some() {
        return Ok(asked.to_owned());
    }
    // `MIT License` and `the apache licence` name it as people do.
    let fillers = ["license", "licence", "the", "version"];
    let folded = slug(asked);
    let words = folded.split('-').filter(|it| !fillers.contains(it));
    let wanted = words.collect::<Vec<_>>().join("-");
    let starts = |it: &&str| {
        let known = slug(it);
        known == wanted || known.starts_with(&format!("{wanted}-"))
    };
    let usual = counts
        .iter()
        .filter(|(it, _)| !wanted.is_empty() && starts(it));
    let usual = usual.max_by_key(|(it, count)| (**count, std::cmp::Reverse(**it)));
    let near = usual.map(|(it, _)| *it);
    let near = near.or_else(|| nearest(&wanted, counts.keys().copied()));
    Err(Failure::unknown(Named::Licence, asked, near))
}

pub(super) fn standards(graph: &Graph<'_>, names: &[String]) -> Result<Vec<Node>, Failure> {
    each(names, |name| {
        resolve(graph, name, &[Kind::Standard])
            .map_err(|nearest| Failure::unknown(Named::Standard, name, nearest.as_deref()))
    })
}

/// Technologies, standards, publications.
pub(super) fn entry(graph: &Graph<'_>, name: &str) -> Result<Node, Failure> {
    resolve(graph, name, ENTRIES).map_err(|nearest| unknown_entry(name, nearest.as_deref()))
}

pub(super) fn entries(graph: &Graph<'_>, names: &[String]) -> Result<Vec<Node>, Failure> {
    each(names, |name| entry(graph, name))
}

/// Anything that has a name.
pub(super) fn thing(graph: &Graph<'_>, name: &str) -> Result<Node, Failure> {
    resolve(graph, name, ANYTHING).map_err(|nearest| unknown_entry(name, nearest.as_deref()))
}

fn unknown_entry(name: &str, nearest: Option<&str>) -> Failure {
    Failure::unknown(Named::Entry, name, nearest)
}

/// Relations by the last part of their IRI, with or without `sg:`, without case; `built-on` means `builtOn`.
pub(super) fn relation_iri(name: &str) -> Result<&'static str, Failure> {
    let fold = |name: &str| name.replace('-', "").to_lowercase();
    let wanted = fold(name.trim_start_matches("sg:"));
    let relations = || crate::graph::walk::RELATIONS.iter().map(|(iri, _)| *iri);
    let local = |iri: &'static str| iri.rsplit(['#', '/']).next().unwrap_or(iri);
    if let Some(iri) = relations().find(|iri| fold(local(iri)) == wanted || *iri == name) {
        return Ok(iri);
    }
    let names: Vec<&str> = relations().map(local).collect();
    Err(Failure::none_of(Named::Relation, name, &names))
}

/// Each name once, in the order given.
fn each(
    names: &[String],
    find: impl Fn(&str) -> Result<Node, Failure>,
) -> Result<Vec<Node>, Failure> {
    let mut nodes = Vec::new();
    for name in names.iter().filter(|name| !name.trim().is_empty()) {
        let node = find(name)?;
        if !nodes.contains(&node) {
            nodes.push(node);
        }
    }
    Ok(nodes)
}

/// A thing of the graph, as every answer names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Thing {
    /// Its slug.
    pub entry: String,
    /// Its label.
    pub name: String,
    /// Its IRI.
    pub iri: String,
}

impl Thing {
    pub(crate) fn of(graph: &Graph<'_>, node: Node) -> Self {
        Self {
            entry: graph.slug(node).to_owned(),
            name: graph.label(node).to_owned(),
            iri: graph.iri(node).to_owned(),
        }
    }
}

/// A statement between two things, with who says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatedEdge {
    /// The IRI of the one.
    pub from: String,
    /// The IRI of the relation.
    pub relation: String,
    /// The IRI of the other.
    pub to: String,
    /// The slugs of the sources that state it.
    pub sources: Vec<String>,
}

impl StatedEdge {
    pub(crate) fn of(graph: &Graph<'_>, edge: Edge) -> Self {
        let sources = graph.sources(edge.from, graph.iri(edge.relation), edge.to);
        Self::said_by(graph, edge, &sources)
    }

    pub(crate) fn said_by(graph: &Graph<'_>, edge: Edge, sources: &[Node]) -> Self {
        let sources = sources.iter().map(|it| graph.slug(*it).to_owned());
        Self {
            from: graph.iri(edge.from).to_owned(),
            relation: graph.iri(edge.relation).to_owned(),
            to: graph.iri(edge.to).to_owned(),
            sources: sources.collect(),
        }
    }
}

/// A score with four decimals: more would be noise.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 10_000.0).round() / 10_000.0
}

/// A node to draw.
pub(super) fn drawn(graph: &Graph<'_>, node: Node, focus: bool, note: String) -> diagram::Node {
    let pages = [sg::HOMEPAGE, sg::REPOSITORY].into_iter();
    let pages = pages.filter_map(|it| graph.believed(node, it));
    let mut pages = pages.map(|it| graph.iri(it));
    let group = graph.objects(node, sg::PURPOSE).next();
    let status = graph.believed(node, sg::STATUS);
    diagram::Node {
        iri: graph.iri(node).to_owned(),
        label: graph.label(node).to_owned(),
        kind: graph.kind(node),
        focus,
        note,
        group: group.map_or_else(String::new, |it| graph.label(it).to_owned()),
        upkeep: Upkeep::of_status(status.map_or("", |it| graph.text(it))),
        link: pages
            .find(|it| it.starts_with("https://") || it.starts_with("http://"))
            .unwrap_or_default()
            .to_owned(),
        remarks: remarks(graph, node),
    }
}

/// What is said of a thing beside its ties, with who says so.
fn remarks(graph: &Graph<'_>, node: Node) -> Vec<Remark> {
    const REMARKS: &[(&str, &str)] = &[
        (sg::DESCRIPTION, "description"),
        (sg::ALT_LABEL, "also called"),
        (sg::STATUS, "status"),
        (sg::LICENSE, "licence"),
        (sg::HOMEPAGE, "homepage"),
        (sg::REPOSITORY, "repository"),
    ];
    let mut remarks: Vec<(usize, Remark)> = Vec::new();
    for (property, object, source) in graph.about(node) {
        let iri = graph.iri(property);
        let Some(place) = REMARKS.iter().position(|it| it.0 == iri) else {
            continue;
        };
        let about = REMARKS[place].1.to_owned();
        let text = match graph.iri(object) {
            "" => graph.text(object),
            iri => iri,
        };
        let source = graph.slug(source).to_owned();
        let known = remarks
            .iter_mut()
            .find(|(_, it)| it.about == about && it.text == text);
        match known {
            Some((_, known)) if known.sources.contains(&source) => {}
            Some((_, known)) => known.sources.push(source),
            None => remarks.push((
                place,
                Remark {
                    about,
                    text: text.to_owned(),
                    sources: vec![source],
                },
            )),
        }
    }
    remarks.sort_by_key(|(place, _)| *place);
    remarks.into_iter().map(|(_, it)| it).collect()
}

/// A diagram of things and edges between them, both in the order given; edges with an end that is not shown are left out.
pub(super) fn diagram(
    graph: &Graph<'_>,
    title: String,
    nodes: Vec<(Node, bool, String)>,
    edges: &[Edge],
) -> Diagram {
    let numbers = nodes.iter().enumerate();
    let places: HashMap<Node, usize> = numbers.map(|(at, (node, ..))| (*node, at)).collect();
    let edges = edges.iter().filter_map(|edge| {
        let (from, to) = (places.get(&edge.from)?, places.get(&edge.to)?);
        Some(diagram::Edge {
            from: *from,
            to: *to,
            ..drawn_edge(graph, *edge)
        })
    });
    Diagram {
        title,
        edges: edges.collect(),
        nodes: nodes
            .into_iter()
            .map(|(node, focus, note)| drawn(graph, node, focus, note))
            .collect(),
        ..Diagram::default()
    }
}

/// An edge to draw, without its ends.
fn drawn_edge(graph: &Graph<'_>, edge: Edge) -> diagram::Edge {
    let iri = graph.iri(edge.relation);
    let symmetric = is_symmetric(iri);
    let mut sources = graph.sources(edge.from, iri, edge.to);
    if symmetric {
        sources.extend(graph.sources(edge.to, iri, edge.from));
        let is_stated = |it: &Node| !crate::rules::is_rule(graph.iri(*it));
        if sources.iter().any(is_stated) {
            sources.retain(is_stated);
        }
    }
    let mut sources: Vec<String> = sources
        .iter()
        .map(|it| graph.slug(*it).to_owned())
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let label = words(iri);
    diagram::Edge {
        inverse: if symmetric {
            label.clone()
        } else {
            inverse(iri)
        },
        label,
        iri: iri.to_owned(),
        symmetric,
        derived: graph.is_derived(edge) && !symmetric,
        sources,
        ..diagram::Edge::default()
    }
}
