//! Entries by name, alias or description, tolerant of typing errors.

use std::collections::BTreeMap;

use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;

/// A thing that a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The thing.
    pub node: Node,
    /// From 0 to 1.
    pub score: f64,
    /// The text that matched.
    pub matched: String,
}

/// What `text` finds, best first; equal scores by kind, then slug. Clients and sources are not searched.
///
/// A name that is the text counts 1, one that starts with it 0.9, one with all its words 0.8, one that is nearly the text
/// 0.75 less the share of wrong letters, a description with all its words 0.5. A name only alike in the beginning does not count.
/// What answers the need of that name counts 0.6 to 0.7, the more systems use it the more. A language among several words
/// keeps what it can use.
#[must_use]
pub fn search(graph: &Graph<'_>, text: &str) -> Vec<Hit> {
    let meant = Meant::of(graph, text);
    let mut hits = named_so(graph, &meant.words);
    for hit in in_needs(graph, &meant.needs) {
        let known = hits.iter_mut().find(|it| it.node == hit.node);
        match known {
            Some(known) if known.score >= hit.score => {}
            Some(known) => *known = hit,
            None => hits.push(hit),
        }
    }
    if !meant.languages.is_empty() {
        hits.retain(|hit| {
            let usable = |it: &Node| graph.says(hit.node, sg::USABLE_FROM, *it);
            meant.languages.iter().all(usable)
        });
    }
    sorted(graph, hits)
}

/// What the words of a text mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The words to look for.
    pub words: String,
    /// The languages that stood among other words.
    pub languages: Vec<Node>,
    /// The needs that the words to look for are a name of.
    pub needs: Vec<Node>,
}

impl Meant {
    /// Reads the words of a text.
    #[must_use]
    pub fn of(graph: &Graph<'_>, text: &str) -> Self {
        let (words, languages) = without_languages(graph, text);
        let needs = crate::reason::needs::read(graph, &words).map(|it| it.needs());
        let needs = needs.unwrap_or_default();
        Self {
            needs: needs
                .into_iter()
                .filter(|it| graph.is_a(*it, sg::NEED))
                .collect(),
            words,
            languages,
        }
    }
}

/// The words of a text without the languages among them, and those. A text that is a name as a whole, or nothing but
/// languages, stays whole.
fn without_languages(graph: &Graph<'_>, text: &str) -> (String, Vec<Node>) {
    let whole = || (text.to_owned(), Vec::new());
    let words: Vec<&str> = text.split_whitespace().collect();
    let wanted = slug(text);
    let is_name = |name: &str| slug(name) == wanted;
    let mut names = [sg::LABEL, sg::ALT_LABEL]
        .into_iter()
        .flat_map(|it| graph.texts_of(it));
    if words.len() < 2 || names.any(|(node, name)| is_searched(graph.kind(node)) && is_name(name)) {
        return whole();
    }
    let languages = graph.of_class(sg::LANGUAGE);
    let language = |word: &str| {
        let word = slug(word);
        languages.iter().copied().find(|it| {
            let mut aliases = graph.objects(*it, sg::ALT_LABEL);
            !word.is_empty()
                && (graph.slug(*it) == word
                    || slug(graph.label(*it)) == word
                    || aliases.any(|it| slug(graph.text(it)) == word))
        })
    };
    let (mut rest, mut found) = (Vec::new(), Vec::new());
    for word in words {
        match language(word) {
            Some(node) if graph.slug(node) != "any" => found.push(node),
            _ if ["for", "in", "with"].contains(&word) => {}
            _ => rest.push(word),
        }
    }
    if found.is_empty() || rest.is_empty() {
        return whole();
    }
    (rest.join(" "), found)
}

/// What answers a need that is searched for by name counts so much, and a little more the more systems use it.
const IN_NEED: f64 = 0.6;
/// What has ended is found, after what lives.
const IN_NEED_RETIRED: f64 = 0.55;
/// So many systems make half of the little more.
const FEW_SYSTEMS: f64 = 10.0;

fn in_needs(graph: &Graph<'_>, needs: &[Node]) -> Vec<Hit> {
    let mut hits: BTreeMap<Node, Hit> = BTreeMap::new();
    for need in needs {
        for node in graph.subjects(sg::IN_CATEGORY, *need) {
            if graph.kind(node) != Kind::Technology {
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
            let systems = graph.subjects(sg::USES, node).count() as f64;
            let score = if graph.value(node, sg::STATUS) == "retired" {
                IN_NEED_RETIRED
            } else {
                IN_NEED + 0.1 * systems / (systems + FEW_SYSTEMS)
            };
            hits.entry(node).or_insert_with(|| Hit {
                node,
                score,
                matched: format!("answers {}", graph.label(*need)),
            });
        }
    }
    hits.into_values().collect()
}

/// What has a text in its name, its aliases or its description.
fn named_so(graph: &Graph<'_>, text: &str) -> Vec<Hit> {
    let wanted = slug(text);
    if wanted.is_empty() {
        return exact(graph, text);
    }
    let mut hits: BTreeMap<Node, Hit> = BTreeMap::new();
    let fields = [
        (sg::LABEL, true),
        (sg::ALT_LABEL, true),
        (sg::DESCRIPTION, false),
    ];
    for (property, is_name) in fields {
        for (node, matched) in graph.texts_of(property) {
            if !is_searched(graph.kind(node)) {
                continue;
            }
            let score = if is_name {
                name_score(&wanted, matched)
            } else {
                text_score(&wanted, matched)
            };
            let Some(score) = score else { continue };
            let hit = Hit {
                node,
                score,
                matched: matched.to_owned(),
            };
            match hits.get(&node) {
                Some(known) if known.score >= score => {}
                _ => drop(hits.insert(node, hit)),
            }
        }
    }
    hits.into_values().collect()
}

fn is_searched(kind: Kind) -> bool {
    !matches!(kind, Kind::Client | Kind::Source | Kind::Other)
}

/// Names that hold a text without letters a slug could be made of.
fn exact(graph: &Graph<'_>, text: &str) -> Vec<Hit> {
    let text = text.trim();
    let hits = [sg::LABEL, sg::ALT_LABEL]
        .into_iter()
        .flat_map(|property| graph.texts_of(property))
        .filter(|(node, name)| {
            !text.is_empty() && is_searched(graph.kind(*node)) && name.contains(text)
        })
        .map(|(node, name)| Hit {
            node,
            score: if name == text { 1.0 } else { 0.8 },
            matched: name.to_owned(),
        });
    hits.collect()
}

fn sorted(graph: &Graph<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| graph.kind(a.node).cmp(&graph.kind(b.node)))
            .then_with(|| graph.slug(a.node).cmp(graph.slug(b.node)))
    });
    hits
}

fn name_score(wanted: &str, name: &str) -> Option<f64> {
    let name = slug(name);
    if name == wanted {
        return Some(1.0);
    }
    if name.starts_with(wanted) {
        return Some(0.9);
    }
    if has_words(wanted, &name) {
        return Some(0.8);
    }
    if wanted.len() < 3 || name.len().abs_diff(wanted.len()) > 2 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let wrong = strsim::osa_distance(wanted, &name) as f64 / wanted.len().max(name.len()) as f64;
    (wrong <= 0.34).then_some(0.75 - wrong)
}

fn text_score(wanted: &str, text: &str) -> Option<f64> {
    has_words(wanted, &slug(text)).then_some(0.5)
}

/// Whether every word of `wanted` begins a word of `text`, both being slugs.
#[must_use]
pub fn has_words(wanted: &str, text: &str) -> bool {
    wanted
        .split('-')
        .all(|word| text.split('-').any(|other| other.starts_with(word)))
}
