//! What is known of a thing on one card: what it is, what it is for, and its ties by kind, the best known first. The
//! statements behind it, each with its source, are those of `reason::show`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::base::vocabulary as sg;
use crate::graph::walk::is_symmetric;
use crate::graph::words::{inverse, words};
use crate::graph::{Edge, Graph, Node};
use crate::model::diagram::Kind;
use crate::reason::alternatives::Alternative;
use crate::reason::lineage;
use crate::reason::show::name;
use crate::reason::standing::standing;

/// So many things of a kind of tie are named, the rest is counted.
const NAMED: usize = 6;
/// So many values of any other property are told.
const VALUES: usize = 3;
/// So many clients of a language are named.
const CLIENTS: usize = 3;
/// So many alternatives stand on a card.
pub const RIVALS: usize = 5;

/// What is known of a thing, in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Card {
    /// What it is for, in a sentence; may be empty.
    pub description: String,
    /// That it is no longer kept alive, since when, who says so and what replaces it; nothing for what is alive.
    pub standing: Option<String>,
    /// What it began as a fork of, and what forked it: a sentence each.
    pub forks: Vec<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it is mainly chosen for.
    pub purpose: Vec<Named>,
    /// The needs it answers.
    pub needs: Vec<Named>,
    /// The languages it is written in.
    pub written_in: Vec<Named>,
    /// The languages it can be used from; empty where any can.
    pub usable_from: Vec<Named>,
    /// Whether any language can use it.
    pub any_language: bool,
    /// Its licence as an SPDX expression; empty where nobody says.
    pub license: String,
    /// `active`, `maintenance` or `retired`; empty where nobody says.
    pub status: String,
    /// The day on which its status was read at its source; empty where nobody says.
    pub status_date: String,
    /// How far it came at its foundation; empty where nobody says.
    pub maturity: String,
    /// What took its place.
    pub successors: Vec<Named>,
    /// Its stars, with the date on which they were counted.
    pub stars: Option<Counted>,
    /// Its page; empty where nobody says.
    pub homepage: String,
    /// Where its code is; empty where nobody says.
    pub repository: String,
    /// The packages by which each language talks to it.
    pub clients: Vec<ClientsOf>,
    /// What can take its place, best first.
    pub alternatives: Vec<Rival>,
    /// Its ties to other things by kind, in the order of what they tell.
    pub ties: Vec<Ties>,
    /// What else is said of it, by property.
    pub facts: Vec<Said>,
}

/// A thing by its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// Its slug.
    pub entry: String,
    /// Its label.
    pub name: String,
    /// Its IRI.
    pub iri: String,
    /// Set where it is `retired` or in `maintenance`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

/// A number and when it was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// How many.
    pub count: u64,
    /// When; empty where the source has no date.
    pub date: String,
}

/// The packages by which a language talks to a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClientsOf {
    /// The language's name.
    pub language: String,
    /// How many there are.
    pub count: usize,
    /// The first few, those of its own project first.
    pub first: Vec<Package>,
}

/// A package that is a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Package {
    /// Its name, such as `npm:kafkajs`.
    pub package: String,
    /// Whether the technology's own project makes it.
    pub official: bool,
    /// `active`, `maintenance` or `retired`; empty where nobody says.
    pub status: String,
}

/// What can take a thing's place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Rival {
    /// The thing.
    #[serde(flatten)]
    pub thing: Named,
    /// From 0 to 1: how well it takes the place.
    pub score: f64,
    /// What ties the two, in words.
    pub because: Vec<String>,
}

/// The things that a thing is tied to by one relation in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ties {
    /// The IRI of the relation.
    pub relation: String,
    /// What it says, read from the thing: `built on`, `built on it`.
    pub words: String,
    /// How many there are.
    pub count: usize,
    /// The first few, the best known first.
    pub first: Vec<Named>,
}

/// What is said of a thing by one property, where it is no tie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Said {
    /// The IRI of the property.
    pub property: String,
    /// What it says.
    pub words: String,
    /// How many values there are.
    pub count: usize,
    /// The first few.
    pub first: Vec<String>,
}

/// How many ties there are by a relation, of which the thing is the subject or not; nothing where all of them are here.
pub type Count<'a> = &'a dyn Fn(&str, bool) -> Option<usize>;

/// How well known a thing is: what is named first has more.
pub type Renown<'a> = &'a dyn Fn(Node) -> (usize, usize);

impl Card {
    /// The card of a thing; `dependents` are what stands on it, directly or not.
    #[must_use]
    pub fn of(
        graph: &Graph<'_>,
        node: Node,
        dependents: &[(Node, usize)],
        renown: Renown<'_>,
        counted: Count<'_>,
    ) -> Self {
        let value = |property| graph.value(node, property).to_owned();
        let address = |property| {
            let page = graph.believed(node, property);
            page.map_or_else(String::new, |it| name(graph, it))
        };
        let objects = |property| named(graph, graph.objects(node, property));
        let any_language = graph
            .objects(node, sg::MADE_FOR)
            .any(|it| graph.slug(it) == "any");
        Self {
            description: value(sg::DESCRIPTION),
            standing: standing(graph, node),
            forks: lineage::in_words(graph, node),
            aliases: aliases(graph, node),
            purpose: objects(sg::PURPOSE),
            needs: {
                let needs = graph.objects(node, sg::IN_CATEGORY);
                named(graph, needs.filter(|it| graph.is_a(*it, sg::NEED)))
            },
            written_in: objects(sg::WRITTEN_IN),
            usable_from: if any_language {
                Vec::new()
            } else {
                objects(sg::USABLE_FROM)
            },
            any_language,
            license: value(sg::LICENSE),
            status: value(sg::STATUS),
            status_date: value(sg::STATUS_DATE),
            maturity: value(sg::MATURITY),
            successors: objects(sg::REPLACED_BY),
            stars: stars(graph, node),
            homepage: address(sg::HOMEPAGE),
            repository: address(sg::REPOSITORY),
            clients: clients(graph, node),
            alternatives: Vec::new(),
            ties: ties(graph, node, dependents, renown, counted),
            facts: facts(graph, node),
        }
    }
}

impl Named {
    /// A thing by its names.
    #[must_use]
    pub fn of(graph: &Graph<'_>, node: Node) -> Self {
        let status = graph.value(node, sg::STATUS);
        Self {
            entry: graph.slug(node).to_owned(),
            name: graph.label(node).to_owned(),
            iri: graph.iri(node).to_owned(),
            status: ["retired", "maintenance"]
                .contains(&status)
                .then(|| status.to_owned()),
        }
    }
}

impl Rival {
    /// What can take a thing's place, with a score that is rounded by whoever shows it.
    #[must_use]
    pub fn of(graph: &Graph<'_>, it: &Alternative, score: f64) -> Self {
        Self {
            thing: Named::of(graph, it.node),
            score,
            because: it.because.clone(),
        }
    }
}

/// Things by their names, each name once, sorted.
fn named(graph: &Graph<'_>, nodes: impl Iterator<Item = Node>) -> Vec<Named> {
    let mut named: Vec<Named> = nodes.map(|it| Named::of(graph, it)).collect();
    named.sort_by(|a, b| (&a.name, &a.iri).cmp(&(&b.name, &b.iri)));
    named.dedup();
    named
}

/// Other names, without those that differ from another only in case.
fn aliases(graph: &Graph<'_>, node: Node) -> Vec<String> {
    let mut known = BTreeSet::from([graph.label(node).to_lowercase()]);
    let aliases = graph
        .objects(node, sg::ALT_LABEL)
        .map(|it| graph.text(it).to_owned());
    let mut aliases: Vec<String> = aliases.collect();
    aliases.sort();
    aliases.retain(|it| known.insert(it.to_lowercase()));
    aliases
}

fn stars(graph: &Graph<'_>, node: Node) -> Option<Counted> {
    let stars = graph.believed(node, sg::STARS)?;
    let sources = graph.sources(node, sg::STARS, stars);
    Some(Counted {
        count: graph.text(stars).parse().ok()?,
        date: sources
            .first()
            .map_or("", |source| graph.date(*source))
            .to_owned(),
    })
}

fn clients(graph: &Graph<'_>, node: Node) -> Vec<ClientsOf> {
    let mut by_language: BTreeMap<&str, Vec<Package>> = BTreeMap::new();
    for client in graph.subjects(sg::CLIENT_OF, node) {
        let package = graph.value(client, sg::PACKAGE);
        let package = Package {
            package: if package.is_empty() {
                graph.label(client).to_owned()
            } else {
                package.to_owned()
            },
            official: graph.value(client, sg::OFFICIAL) == "true",
            status: graph.value(client, sg::STATUS).to_owned(),
        };
        for language in graph.objects(client, sg::FOR_LANGUAGE) {
            by_language
                .entry(graph.label(language))
                .or_default()
                .push(package.clone());
        }
    }
    let clients = by_language.into_iter().map(|(language, mut packages)| {
        // What its own project keeps alive comes first.
        packages.sort_by_key(|it| (it.status == "retired", !it.official, it.package.clone()));
        packages.dedup();
        ClientsOf {
            language: language.to_owned(),
            count: packages.len(),
            first: packages.into_iter().take(CLIENTS).collect(),
        }
    });
    clients.collect()
}

/// What has a place of its own on the card, told from the thing.
const TOLD: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::DESCRIPTION,
    sg::PURPOSE,
    sg::WRITTEN_IN,
    sg::USABLE_FROM,
    sg::MADE_FOR,
    sg::LICENSE,
    sg::STATUS,
    sg::STATUS_SINCE,
    sg::STATUS_DATE,
    sg::STATUS_BASIS,
    sg::NO_SUCCESSOR,
    sg::MATURITY,
    sg::REPLACED_BY,
    sg::STARS,
    sg::HOMEPAGE,
    sg::REPOSITORY,
    sg::POSITION,
    sg::DIRECTNESS,
    // What a scan reads: dozens of packages, of which three tell nothing.
    sg::CLIENT_PACKAGE,
    sg::PART_PACKAGE,
    sg::PLUGIN_PACKAGE,
    sg::STARTER_PACKAGE,
];

/// The ties of a card in the order of what they tell: relation, and whether the thing is its subject.
const ORDER: &[(&str, bool)] = &[
    (sg::IMPLEMENTS, true),
    (sg::SPEAKS, true),
    (sg::IS_VERSION_OF, true),
    (sg::FORK_OF, true),
    (sg::FORK_OF, false),
    (sg::REPLACED_BY, false),
    (sg::BUILT_ON, true),
    (sg::BUILT_ON, false),
    (sg::INTEGRATES_WITH, true),
    (sg::ALTERNATIVE_TO, true),
    (sg::USES, false),
    (sg::USES, true),
    (sg::IMPLEMENTS, false),
    (sg::SPEAKS, false),
    (sg::IS_VERSION_OF, false),
    (sg::IN_CATEGORY, false),
    (sg::PURPOSE, false),
    (sg::WRITTEN_IN, false),
    (sg::USABLE_FROM, false),
    (sg::IN_CATEGORY, true),
    (sg::BROADER, true),
    (sg::BROADER, false),
];

/// What is no tie between things: evidence, and what the card tells in another place.
const NO_TIES: &[(&str, bool)] = &[
    (sg::STATEMENT_SUBJECT, false),
    (sg::STATEMENT_OBJECT, false),
    (sg::CLIENT_OF, false),
];

fn ties(
    graph: &Graph<'_>,
    node: Node,
    dependents: &[(Node, usize)],
    renown: Renown<'_>,
    counted: Count<'_>,
) -> Vec<Ties> {
    let mut found: BTreeMap<(usize, &str, bool), BTreeSet<Node>> = BTreeMap::new();
    let mut tie = |relation: Node, forward: bool, other: Node| {
        let iri = graph.iri(relation);
        let forward = forward || is_symmetric(iri);
        let is_told = forward && TOLD.contains(&iri) || NO_TIES.contains(&(iri, forward));
        if is_told || other == node || forward && !is_thing(graph, other) {
            return;
        }
        // The needs have a place of their own, and the headings above a heading say what it says.
        let is_need = || graph.is_a(other, sg::NEED);
        let edge = Edge {
            from: node,
            relation,
            to: other,
        };
        if iri == sg::IN_CATEGORY && forward && (is_need() || graph.is_derived(edge)) {
            return;
        }
        // What it stands on by way of others is told by those.
        if iri == sg::BUILT_ON && (!forward || graph.is_derived(edge)) {
            return;
        }
        let place = ORDER
            .iter()
            .position(|it| *it == (iri, forward))
            .unwrap_or(ORDER.len());
        found
            .entry((place, iri, forward))
            .or_default()
            .insert(other);
    };
    for (relation, other, _) in graph.about(node) {
        tie(relation, true, other);
    }
    for (other, relation, _) in graph.pointing_to(node) {
        tie(relation, false, other);
    }
    if !dependents.is_empty() {
        let place = ORDER.iter().position(|it| *it == (sg::BUILT_ON, false));
        let dependents = dependents.iter().map(|(it, _)| *it).collect();
        found.insert((place.unwrap_or(0), sg::BUILT_ON, false), dependents);
    }
    let told = |((_, iri, forward), others): ((usize, &str, bool), BTreeSet<Node>)| {
        let mut others: Vec<Node> = others.into_iter().collect();
        others.sort_by_cached_key(|it| (Reverse(renown(*it)), graph.label(*it), graph.slug(*it)));
        Ties {
            relation: iri.to_owned(),
            words: match (iri, forward) {
                (sg::IN_CATEGORY, true) => "listed under".to_owned(),
                (iri, true) => words(iri),
                (iri, false) => inverse(iri),
            },
            count: counted(iri, forward).unwrap_or(others.len()),
            first: others
                .into_iter()
                .take(NAMED)
                .map(|it| Named::of(graph, it))
                .collect(),
        }
    };
    found.into_iter().map(told).collect()
}

/// Whether a value is a thing with a name of its own, and no text or page.
fn is_thing(graph: &Graph<'_>, value: Node) -> bool {
    !graph.iri(value).is_empty() && (graph.kind(value) != Kind::Other || graph.is_named(value))
}

/// What is said of a thing by properties that have no place of their own and lead to no other thing.
fn facts(graph: &Graph<'_>, node: Node) -> Vec<Said> {
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (property, value, _) in graph.about(node) {
        let iri = graph.iri(property);
        if !TOLD.contains(&iri) && !is_thing(graph, value) {
            found.entry(iri).or_default().insert(name(graph, value));
        }
    }
    let told = |(iri, values): (&str, BTreeSet<String>)| Said {
        property: iri.to_owned(),
        words: words(iri),
        count: values.len(),
        first: values.into_iter().take(VALUES).collect(),
    };
    found.into_iter().map(told).collect()
}
