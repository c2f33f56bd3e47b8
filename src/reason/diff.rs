//! What changed between two views of what is known: entries, where they stand, what they are called, whether they live,
//! and the relations between them. Start reading at [`diff`].

use std::collections::{BTreeMap, BTreeSet};

use crate::base::link;
use crate::base::vocabulary as sg;
use crate::graph::walk::{RELATIONS, is_symmetric};
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;

/// A graph, or what its sources up to a year knew.
#[derive(Clone)]
pub struct View<'a> {
    graph: Graph<'a>,
    /// The sources that speak.
    sources: BTreeSet<Node>,
    /// Those of them that no newer edition takes the place of.
    current: BTreeSet<Node>,
}

impl<'a> View<'a> {
    /// Everything that sources state.
    #[must_use]
    pub fn whole(graph: Graph<'a>) -> Self {
        Self::of(graph, |_| true)
    }

    /// What sources of `year` or earlier state; a source without a date states nothing here. Nothing when there is no
    /// such source.
    #[must_use]
    pub fn of_year(graph: Graph<'a>, year: u16) -> Option<Self> {
        let view = Self::of(graph, |source| {
            graph.year(source).is_some_and(|of| of <= year)
        });
        (!view.sources.is_empty()).then_some(view)
    }

    fn of(graph: Graph<'a>, speaks: impl Fn(Node) -> bool) -> Self {
        let mut sources = BTreeSet::new();
        for [.., source] in graph.index().matching(None, None, None) {
            sources.insert(Node(source));
        }
        sources.retain(|source| !graph.is_rule(*source) && speaks(*source));
        let replaced: BTreeSet<Node> = sources
            .iter()
            .flat_map(|source| editions(&graph, *source).into_iter().skip(1))
            .collect();
        Self {
            graph,
            current: sources.difference(&replaced).copied().collect(),
            sources,
        }
    }

    /// The entries: what a source defines or lists, by IRI.
    fn entries(&self) -> BTreeMap<&'a str, Node> {
        let mut entries = BTreeMap::new();
        for property in [sg::TYPE, sg::IN_CATEGORY] {
            let Some(property) = self.graph.node(property) else {
                continue;
            };
            for [node, .., source] in self.graph.index().matching(None, Some(property.0), None) {
                let node = Node(node);
                let kind = self.graph.kind(node);
                let is_entry = [Kind::Technology, Kind::Standard, Kind::Publication];
                if self.sources.contains(&Node(source)) && is_entry.contains(&kind) {
                    entries.insert(self.graph.iri(node), node);
                }
            }
        }
        entries
    }

    fn believed(&self, node: Node, property: &str) -> &'a str {
        let counts = |source: Node| self.sources.contains(&source);
        let believed = self.graph.believed_of(node, property, counts);
        believed.map_or("", |value| match self.graph.iri(value) {
            "" => self.graph.text(value),
            _ => self.graph.slug(value),
        })
    }

    /// Whether any source says something by `property`.
    fn knows(&self, property: &str) -> bool {
        let property = self.graph.node(property);
        property.is_some_and(|property| {
            let mut rows = self.graph.index().matching(None, Some(property.0), None);
            rows.any(|[.., source]| self.sources.contains(&Node(source)))
        })
    }

    fn thing(&self, node: Node) -> Thing {
        Thing {
            slug: self.graph.slug(node).to_owned(),
            name: self.graph.label(node).to_owned(),
            iri: self.graph.iri(node).to_owned(),
        }
    }

    fn sources_of(&self, subject: Node, property: &str, object: Node) -> Vec<String> {
        let sources = self.graph.sources(subject, property, object).into_iter();
        sources
            .filter(|source| self.sources.contains(source))
            .map(|source| self.graph.slug(source).to_owned())
            .collect()
    }
}

/// A source and the editions before it, newest first; ends on a cycle.
fn editions(graph: &Graph<'_>, source: Node) -> Vec<Node> {
    let mut editions = vec![source];
    let mut next = graph.objects(source, sg::REVISION_OF).next();
    while let Some(before) = next.filter(|it| !editions.contains(it)) {
        editions.push(before);
        next = graph.objects(before, sg::REVISION_OF).next();
    }
    editions
}

/// The names of a heading and those above it, outermost first; ends on a cycle.
fn trail(graph: &Graph<'_>, heading: Node) -> String {
    let (mut nodes, mut next) = (Vec::new(), Some(heading));
    while let Some(node) = next.filter(|it| !nodes.contains(it)) {
        nodes.push(node);
        next = graph.objects(node, sg::BROADER).next();
    }
    let names: Vec<&str> = nodes.iter().rev().map(|it| graph.label(*it)).collect();
    names.join(" › ")
}

/// Something with a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Thing {
    /// The last part of its IRI.
    pub slug: String,
    /// What people call it.
    pub name: String,
    /// Its IRI.
    pub iri: String,
}

/// An entry that is there or gone, and the sources that had or have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Presence {
    /// The entry.
    pub entry: Thing,
    /// The slugs of the sources.
    pub sources: Vec<String>,
    /// Whether other sources of the new view still know it.
    pub known: bool,
    /// What the new view believes of its status; empty where it knows none.
    pub status: String,
}

/// Something that one source said and now says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The entry.
    pub entry: Thing,
    /// The source, by the slug of its new edition; empty for what the answers believe of all.
    pub source: String,
    /// The property in words of the vocabulary: the last part of its IRI.
    pub property: String,
    /// What was said.
    pub from: Vec<String>,
    /// What is said.
    pub to: Vec<String>,
}

/// An entry that came to its end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    /// The entry.
    pub entry: Thing,
    /// The year; empty where none is known.
    pub since: String,
    /// Who says so.
    pub sources: Vec<String>,
    /// What takes its place.
    pub successors: Vec<Thing>,
}

/// A relation between two things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// The last part of the relation's IRI.
    pub relation: String,
    /// The subject.
    pub from: Thing,
    /// The object.
    pub to: Thing,
    /// Who says so.
    pub sources: Vec<String>,
}

/// What changed, each list sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Entries that only the new view has.
    pub added: Vec<Presence>,
    /// Entries that only the old view has, or that a newer edition of their source no longer names.
    pub dropped: Vec<Presence>,
    /// Entries that a source puts under other headings.
    pub moved: Vec<Change>,
    /// Entries that a source calls otherwise.
    pub renamed: Vec<Change>,
    /// Entries whose page or repository is elsewhere.
    pub relinked: Vec<Change>,
    /// Entries of the old view that are retired in the new one and were not.
    pub retired: Vec<Ending>,
    /// Entries of the old view with a successor that it did not know.
    pub succeeded: Vec<Ending>,
    /// Other changes of status, where both views know statuses.
    pub statuses: Vec<Change>,
    /// Licences, maturities, rings and main needs that changed, where both views know them.
    pub values: Vec<Change>,
    /// Relations that only the new view has.
    pub related: Vec<Relation>,
    /// Relations that only the old view has.
    pub unrelated: Vec<Relation>,
}

/// What changed from `old` to `new`. Things are the same when their IRIs are; takes time that grows with both.
#[must_use]
pub fn diff(old: &View<'_>, new: &View<'_>) -> Difference {
    let (before, after) = (old.entries(), new.entries());
    let mut difference = Difference::default();
    for (iri, node) in &after {
        if !before.contains_key(iri) {
            difference.added.push(Presence {
                entry: new.thing(*node),
                sources: Told::of(new, *node).sources(new),
                known: true,
                status: new.believed(*node, sg::STATUS).to_owned(),
            });
        }
    }
    let pairing = Pairing::of(old, new);
    for (iri, was) in &before {
        match after.get(iri) {
            Some(is) => difference.compare(&pairing, *was, *is),
            None => difference.dropped.push(Presence {
                entry: old.thing(*was),
                sources: Told::of(old, *was).sources(old),
                known: false,
                status: String::new(),
            }),
        }
    }
    difference.relate(old, new);
    difference.sort();
    difference
}

/// Which source of the new view is which of the old one.
struct Pairing<'v, 'a, 'b> {
    old: &'v View<'a>,
    new: &'v View<'b>,
    /// Whether any source goes on. Where none does, both sides speak as one source each.
    goes_on: bool,
}

impl<'v, 'a, 'b> Pairing<'v, 'a, 'b> {
    fn of(old: &'v View<'a>, new: &'v View<'b>) -> Self {
        let names = |view: &View<'_>| -> BTreeSet<String> {
            let current = view.current.iter();
            current.map(|it| first_edition(&view.graph, *it)).collect()
        };
        Self {
            goes_on: !names(old).is_disjoint(&names(new)),
            old,
            new,
        }
    }

    /// What a source goes by on both sides.
    fn name(&self, graph: &Graph<'_>, source: Node) -> String {
        if self.goes_on {
            first_edition(graph, source)
        } else {
            String::new()
        }
    }

    /// The names of the new view's sources, with the slugs that people know them by.
    fn names(&self) -> BTreeMap<String, String> {
        let current = self.new.current.iter();
        current
            .map(|it| {
                let slug = self.new.graph.slug(*it).to_owned();
                (self.name(&self.new.graph, *it), slug)
            })
            .collect()
    }

    fn old_told(&self, node: Node) -> BTreeMap<String, Told> {
        Told::by_source(self.old, node, |it| self.name(&self.old.graph, it))
    }

    fn new_told(&self, node: Node) -> BTreeMap<String, Told> {
        Told::by_source(self.new, node, |it| self.name(&self.new.graph, it))
    }
}

fn first_edition(graph: &Graph<'_>, source: Node) -> String {
    let editions = editions(graph, source);
    graph.slug(editions[editions.len() - 1]).to_owned()
}

/// What one source tells of an entry.
#[derive(Default)]
struct Told {
    sources: BTreeSet<Node>,
    /// By slug, with the names from the outermost heading on.
    sections: BTreeMap<String, String>,
    labels: BTreeSet<String>,
    aliases: BTreeSet<String>,
    links: BTreeMap<String, String>,
}

impl Told {
    /// What all sources together tell.
    fn of(view: &View<'_>, node: Node) -> Self {
        let mut told = Self::by_source(view, node, |_| String::new());
        told.remove("").unwrap_or_default()
    }

    fn by_source(
        view: &View<'_>,
        node: Node,
        name: impl Fn(Node) -> String,
    ) -> BTreeMap<String, Self> {
        let mut all: BTreeMap<String, Self> = BTreeMap::new();
        for (property, object, source) in view.graph.about(node) {
            if !view.current.contains(&source) {
                continue;
            }
            let told = all.entry(name(source)).or_default();
            told.sources.insert(source);
            let text = || view.graph.text(object).to_owned();
            match view.graph.iri(property) {
                sg::IN_CATEGORY => {
                    let slug = view.graph.slug(object).to_owned();
                    told.sections.insert(slug, trail(&view.graph, object));
                }
                sg::LABEL => {
                    told.labels.insert(text());
                }
                sg::ALT_LABEL => {
                    told.aliases.insert(text());
                }
                sg::HOMEPAGE | sg::REPOSITORY => {
                    let link = view.graph.iri(object);
                    told.links.insert(link::plain(link), link.to_owned());
                }
                _ => {}
            }
        }
        all
    }

    /// A list knows a thing by the names it uses, a catalogue by its label.
    fn names(&self) -> &BTreeSet<String> {
        if self.labels.is_empty() {
            &self.aliases
        } else {
            &self.labels
        }
    }

    fn sources(&self, view: &View<'_>) -> Vec<String> {
        let sources = self.sources.iter();
        sources.map(|it| view.graph.slug(*it).to_owned()).collect()
    }
}

impl Difference {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// By slug, whatever the kind of the entry.
    fn sort(&mut self) {
        for list in [&mut self.added, &mut self.dropped] {
            list.sort();
        }
        for list in [&mut self.retired, &mut self.succeeded] {
            list.sort();
        }
        let changes = [&mut self.moved, &mut self.renamed, &mut self.relinked];
        for list in changes
            .into_iter()
            .chain([&mut self.statuses, &mut self.values])
        {
            list.sort();
        }
    }

    /// What changed of an entry that both views have.
    fn compare(&mut self, pairing: &Pairing<'_, '_, '_>, was: Node, is: Node) {
        let (old, new) = (pairing.old, pairing.new);
        let (before, after) = (pairing.old_told(was), pairing.new_told(is));
        for (name, slug) in pairing.names() {
            match (before.get(&name), after.get(&name)) {
                (Some(before), Some(after)) => self.retold(&new.thing(is), &slug, before, after),
                (Some(before), None) => self.dropped.push(Presence {
                    entry: new.thing(is),
                    sources: before.sources(old),
                    known: true,
                    status: new.believed(is, sg::STATUS).to_owned(),
                }),
                _ => {}
            }
        }
        self.live(pairing, was, is);
    }

    /// What one source says otherwise.
    fn retold(&mut self, entry: &Thing, source: &str, before: &Told, after: &Told) {
        let change = |property: &str, from: Vec<String>, to: Vec<String>| Change {
            entry: entry.clone(),
            source: source.to_owned(),
            property: property.to_owned(),
            from,
            to,
        };
        let shown = |texts: &BTreeMap<String, String>| texts.values().cloned().collect();
        let (from, to) = (&before.sections, &after.sections);
        let elsewhere = !from.keys().eq(to.keys());
        if elsewhere && !from.is_empty() && !to.is_empty() {
            self.moved.push(change("category", shown(from), shown(to)));
        }
        let all = |texts: &BTreeSet<String>| texts.iter().cloned().collect();
        let (from, to) = (before.names(), after.names());
        if from.is_disjoint(to) && !from.is_empty() && !to.is_empty() {
            self.renamed.push(change("label", all(from), all(to)));
        }
        let (from, to) = (&before.links, &after.links);
        let apart = !from.keys().any(|link| to.contains_key(link));
        if apart && !from.is_empty() && !to.is_empty() {
            self.relinked.push(change("link", shown(from), shown(to)));
        }
    }

    /// Status, successors and other values that the answers believe.
    fn live(&mut self, pairing: &Pairing<'_, '_, '_>, was: Node, is: Node) {
        let (old, new) = (pairing.old, pairing.new);
        let (from, to) = (old.believed(was, sg::STATUS), new.believed(is, sg::STATUS));
        let before: BTreeSet<&str> = successors(old, was)
            .into_iter()
            .map(|it| old.graph.iri(it))
            .collect();
        let after = successors(new, is);
        let fresh = after
            .iter()
            .copied()
            .filter(|it| !before.contains(new.graph.iri(*it)));
        let ending = |successors: Vec<Node>, sources: Vec<String>| Ending {
            entry: new.thing(is),
            since: new.believed(is, sg::STATUS_SINCE).to_owned(),
            sources,
            successors: successors.into_iter().map(|it| new.thing(it)).collect(),
        };
        if to == "retired" && from != to {
            let status = new.graph.objects(is, sg::STATUS);
            let said = status
                .filter(|it| new.graph.text(*it) == to)
                .flat_map(|it| new.sources_of(is, sg::STATUS, it));
            self.retired.push(ending(after.clone(), said.collect()));
        } else if from != to && pairing_knows(pairing, sg::STATUS) {
            let change = believed_change(new.thing(is), "status", from, to);
            self.statuses.push(change);
        }
        let fresh: Vec<Node> = fresh.collect();
        if !fresh.is_empty() {
            let said = fresh
                .iter()
                .flat_map(|it| new.sources_of(is, sg::REPLACED_BY, *it));
            let mut said: Vec<String> = said.collect();
            said.sort_unstable();
            said.dedup();
            self.succeeded.push(ending(fresh, said));
        }
        for (property, name) in [
            (sg::LICENSE, "license"),
            (sg::MATURITY, "maturity"),
            (sg::RING, "ring"),
            (sg::PURPOSE, "purpose"),
        ] {
            let (from, to) = (old.believed(was, property), new.believed(is, property));
            if from != to && pairing_knows(pairing, property) {
                self.values
                    .push(believed_change(new.thing(is), name, from, to));
            }
        }
    }

    fn relate(&mut self, old: &View<'_>, new: &View<'_>) {
        let (before, after) = (relations(old), relations(new));
        let only = |these: &BTreeMap<Key, [Node; 3]>, those: &BTreeMap<Key, [Node; 3]>, view| {
            let mut only: Vec<Relation> = these
                .iter()
                .filter(|(key, _)| !those.contains_key(*key))
                .map(|(_, statement)| relation(view, *statement))
                .collect();
            only.sort();
            only
        };
        self.related = only(&after, &before, new);
        self.unrelated = only(&before, &after, old);
    }
}

/// Whether both views say something by a property: where one does not, all would have changed.
fn pairing_knows(pairing: &Pairing<'_, '_, '_>, property: &str) -> bool {
    pairing.old.knows(property) && pairing.new.knows(property)
}

fn believed_change(entry: Thing, property: &str, from: &str, to: &str) -> Change {
    let some = |text: &str| {
        let text = Some(text).filter(|it| !it.is_empty());
        text.map(ToOwned::to_owned).into_iter().collect()
    };
    Change {
        entry,
        source: String::new(),
        property: property.to_owned(),
        from: some(from),
        to: some(to),
    }
}

fn successors(view: &View<'_>, node: Node) -> Vec<Node> {
    view.graph
        .objects(node, sg::REPLACED_BY)
        .filter(|it| !view.sources_of(node, sg::REPLACED_BY, *it).is_empty())
        .collect()
}

/// A relation by its IRIs, the smaller side of a symmetric one first.
type Key = (String, String, String);

fn relations(view: &View<'_>) -> BTreeMap<Key, [Node; 3]> {
    let graph = view.graph;
    let told_elsewhere = [sg::IN_CATEGORY, sg::BROADER, sg::USABLE_FROM];
    let mut relations = BTreeMap::new();
    for (iri, _) in RELATIONS
        .iter()
        .filter(|it| !told_elsewhere.contains(&it.0))
    {
        let Some(relation) = graph.node(iri) else {
            continue;
        };
        for [from, _, to, source] in graph.index().matching(None, Some(relation.0), None) {
            if !view.sources.contains(&Node(source)) {
                continue;
            }
            let (mut from, mut to) = (Node(from), Node(to));
            if is_symmetric(iri) && graph.iri(from) > graph.iri(to) {
                (from, to) = (to, from);
            }
            let text = |node| match graph.iri(node) {
                "" => graph.text(node).to_owned(),
                iri => iri.to_owned(),
            };
            let key = ((*iri).to_owned(), text(from), text(to));
            relations.insert(key, [from, relation, to]);
        }
    }
    relations
}

fn relation(view: &View<'_>, [from, relation, to]: [Node; 3]) -> Relation {
    let iri = view.graph.iri(relation);
    let mut sources = view.sources_of(from, iri, to);
    if is_symmetric(iri) {
        sources.extend(view.sources_of(to, iri, from));
        sources.sort_unstable();
        sources.dedup();
    }
    Relation {
        relation: iri.rsplit(['#', '/']).next().unwrap_or(iri).to_owned(),
        from: view.thing(from),
        to: view.thing(to),
        sources,
    }
}
