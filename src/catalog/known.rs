//! The built-in catalogue, and what else is there, as what readers of lists ask.

use std::collections::{BTreeMap, HashMap, HashSet};

use oxrdf::NamedNode;

use super::Catalog;
use super::everyday::WORDS;
use super::identify::{Identify, Identity};
use super::others::Others;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::sources::known::{Known, Met, Sought, Thing};

/// Names shorter than this are words of other things too often to be looked for in descriptions.
const SHORTEST_NAME: usize = 2;

/// What the built-in catalogue and others know. Needs, languages and the names in descriptions are those of the built-in
/// one, so that a list says the same whatever stands beside it.
pub(super) struct BuiltIn<'a> {
    graph: Graph<'a>,
    identify: Identify,
    /// Needs by the slug of each of their names.
    needs: HashMap<String, Option<Node>>,
    /// Languages by each of their names in lower case: a slug does not tell C from C++.
    languages: HashMap<String, Option<Node>>,
    /// Technologies, standards and languages by their names as they are written.
    named: HashMap<String, Option<Node>>,
    slugs: HashSet<String>,
    /// What other files and the store have.
    pub(super) others: Others,
    /// What a person settled: the slug of an item → the entry that it is.
    pub(super) same: BTreeMap<String, String>,
}

impl<'a> BuiltIn<'a> {
    /// Reads the names of a catalogue.
    #[must_use]
    pub(super) fn of(catalog: &'a Catalog, others: Others) -> Self {
        let graph = Graph::new(&catalog.index);
        let names_of = |node: Node| {
            let both = [sg::LABEL, sg::ALT_LABEL];
            let names = both.map(|property| graph.objects(node, property));
            names
                .into_iter()
                .flatten()
                .map(|name| graph.text(name).to_owned())
                .collect::<Vec<_>>()
        };
        let mut this = Self {
            graph,
            identify: Identify::of(&graph),
            needs: HashMap::new(),
            languages: HashMap::new(),
            named: HashMap::new(),
            slugs: HashSet::new(),
            others,
            same: BTreeMap::new(),
        };
        for node in graph.of_class(sg::NEED) {
            let slugs = names_of(node).into_iter().map(|name| slug(&name));
            for name in slugs.chain([graph.slug(node).to_owned()]) {
                note(&mut this.needs, name, node);
            }
        }
        for node in graph.of_class(sg::LANGUAGE) {
            for name in names_of(node) {
                note(&mut this.languages, name.to_lowercase(), node);
                note(&mut this.named, name, node);
            }
        }
        for class in [sg::TECHNOLOGY, sg::STANDARD] {
            for node in graph.of_class(class) {
                for name in names_of(node) {
                    note(&mut this.named, name, node);
                }
            }
        }
        for class in [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION] {
            let iris = graph.of_class(class).into_iter();
            this.slugs.extend(iris.map(|it| graph.iri(it).to_owned()));
        }
        this
    }

    fn thing(&self, node: Node) -> Thing {
        Thing {
            iri: NamedNode::new_unchecked(self.graph.iri(node)),
            name: self.graph.label(node).to_owned(),
        }
    }
}

/// Notes what a name means; what several things share means none of them.
fn note(known: &mut HashMap<String, Option<Node>>, key: String, node: Node) {
    if key.is_empty() {
        return;
    }
    known
        .entry(key)
        .and_modify(|other| {
            if *other != Some(node) {
                *other = None;
            }
        })
        .or_insert(Some(node));
}

fn thing((iri, name): (&str, &str)) -> Thing {
    Thing {
        iri: NamedNode::new_unchecked(iri),
        name: name.to_owned(),
    }
}

impl Known for BuiltIn<'_> {
    fn entry(&self, item: Sought<'_>) -> Met {
        let built_in = self.identify.entry(item);
        let other = self.others.identify.entry(item);
        match (built_in, other) {
            (Identity::Same(iri, name), _) | (_, Identity::Same(iri, name)) => {
                Met::Same(thing((iri, name)))
            }
            (Identity::Perhaps(iri, name), _) | (_, Identity::Perhaps(iri, name)) => {
                Met::Perhaps(thing((iri, name)))
            }
            _ => Met::New,
        }
    }

    fn settled(&self, slug: &str) -> Option<Thing> {
        let name = self.same.get(slug)?;
        let built_in = self.identify.called(name);
        built_in
            .or_else(|| self.others.identify.called(name))
            .map(thing)
    }

    fn need(&self, heading: &str) -> Option<Thing> {
        let folded = slug(heading);
        let single = folded.strip_suffix('s').unwrap_or(&folded).to_owned();
        let single_of_y = folded.strip_suffix("ies").map(|stem| format!("{stem}y"));
        let several = format!("{folded}s");
        [
            Some(folded.clone()),
            Some(single),
            Some(several),
            single_of_y,
        ]
        .into_iter()
        .flatten()
        .find_map(|name| self.needs.get(&name).copied().flatten())
        .map(|node| self.thing(node))
    }

    fn language(&self, heading: &str) -> Option<Thing> {
        let name = heading.trim().to_lowercase();
        let node = self.languages.get(&name).copied().flatten()?;
        Some(self.thing(node))
    }

    fn named(&self, words: &str) -> Option<Thing> {
        // A name in small letters is a name only where the catalogue writes it so, and may be a common word even then.
        let is_name = words
            .chars()
            .any(|letter| letter.is_uppercase() || letter.is_ascii_digit() || letter == '.');
        if words.chars().count() < SHORTEST_NAME && words != "C" && words != "R" && words != "D"
            || !is_name
        {
            return None;
        }
        let node = self.named.get(words).copied().flatten()?;
        Some(self.thing(node))
    }

    fn tagged(&self, word: &str) -> Option<Thing> {
        let folded = slug(word);
        if folded.len() <= SHORTEST_NAME
            || WORDS.contains(&folded.as_str())
            || self.need(word).is_some()
        {
            return None;
        }
        let own = self.identify.called(&folded);
        let called = own.or_else(|| self.others.identify.called(&folded));
        called
            .map(thing)
            .filter(|thing| thing.kind() == "technology")
    }

    fn is_free(&self, kind: &str, slug: &str) -> bool {
        // Entries of other kinds are found by their slugs alone too.
        let kinds = [kind, "technology", "standard", "publication"];
        let mut iris = kinds.iter().map(|kind| sg::id(kind, slug));
        iris.all(|iri| !self.slugs.contains(&iri) && self.others.identify.is_free(&iri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_known_by_their_links_and_by_names_only_where_they_are_at_home() {
        let catalog = Catalog::built_in();
        let known = BuiltIn::of(&catalog, Others::default());
        let is = |name: &str, homepage: &str| {
            let item = Sought {
                name,
                homepage,
                ..Sought::default()
            };
            match known.entry(item) {
                Met::Same(thing) => thing.name,
                Met::Perhaps(thing) => format!("perhaps {}", thing.name),
                Met::New => String::new(),
            }
        };
        assert_eq!(is("Nats.io", "http://www.nats.io"), "NATS");
        assert_eq!(is("NATS", "https://docs.nats.io/"), "NATS");
        assert_eq!(is("NATS", "https://nats.example.org/"), "perhaps NATS");
        assert_eq!(is("Slides", "https://nats.io/"), "");
    }

    #[test]
    fn headings_name_needs_and_languages_exactly() {
        let catalog = Catalog::built_in();
        let known = BuiltIn::of(&catalog, Others::default());
        let need = |heading: &str| known.need(heading).map(|it| it.iri.into_string());
        assert_eq!(need("Message Brokers"), need("message broker"));
        assert!(need("Message Brokers").is_some());
        assert_eq!(need("Brokers of real estate"), None);
        let language = |heading: &str| known.language(heading).map(|it| it.name);
        assert_eq!(language("golang").as_deref(), Some("Go"));
        assert_eq!(language("C++").as_deref(), Some("C++"));
        assert_eq!(language("Go Frameworks"), None);
    }

    #[test]
    fn slugs_of_the_catalogue_are_taken() {
        let catalog = Catalog::built_in();
        let known = BuiltIn::of(&catalog, Others::default());
        assert!(!known.is_free("technology", "nats"));
        assert!(!known.is_free("technology", "amqp"));
        assert!(known.is_free("technology", "never-heard-of"));
    }
}
