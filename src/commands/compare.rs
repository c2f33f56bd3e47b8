//! `compare`: side by side.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::several;
use super::failure::Failure;
use super::known::{self, Thing};
use super::{Ask, Reach, World, decided};
use crate::answer::{Choice, Claim, ConsideredOption, Decision, Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::remote::Question;
use crate::graph::walk::dependents;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::model::page::{Page, Table};
use crate::reason::decision::weigh;
use crate::reason::recommend::wish::Wish;

/// Entries side by side: languages, standards, licence, status, adoption, what builds on them
#[derive(Clone, Debug, PartialEq, Default, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["entries"]))]
pub struct Compare {
    /// Two or more entries
    #[arg(required = true, num_args = 1.., value_delimiter = ',', value_name = "ENTRY")]
    #[serde(deserialize_with = "several")]
    pub entries: Vec<String>,
}

impl Ask for Compare {
    type Answer = Comparison;
    const NAME: &'static str = "compare";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records, Shape::Decision];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen compare rabbitmq kafka nats",
        "stackgen compare zuul kong --format markdown",
        "stackgen compare postgresql mysql --format adr",
    ];

    fn answer(self, world: &World) -> Result<Comparison, Failure> {
        let catalog = world.ask(|| Question::Entries(self.entries.clone()))?;
        let graph = Graph::new(&catalog.index);
        let nodes = known::entries(&graph, &self.entries)?;
        if let [only] = nodes[..] {
            let slug = graph.slug(only);
            return Err(Failure::Usage {
                message: format!(
                    "only {} is named, expected two entries or more",
                    graph.label(only)
                ),
                hints: vec![format!(
                    "`stackgen alternatives {slug}` names what to compare it with"
                )],
            });
        }
        for text in unlike(&graph, &nodes) {
            world.note(&text);
        }
        let compared = |node: &Node| Compared::of(&graph, *node);
        let mut entries: Vec<Compared> = nodes.iter().map(compared).collect();
        for (entry, option) in entries.iter_mut().zip(options(&graph, &nodes)) {
            let best = option.better.iter().take(MOST_BEST);
            entry.best_for = best.map(|it| it.text.clone()).collect();
            entry.better = option.better;
            entry.worse = option.worse;
        }
        let claims = entries
            .iter()
            .flat_map(|it| it.better.iter().chain(&it.worse));
        let sources = decided::sources(&graph, claims);
        Ok(Comparison(entries, sources))
    }
}

/// What to say where entries of several kinds are compared, as one of their names may have meant another thing.
fn unlike(graph: &Graph<'_>, nodes: &[Node]) -> Vec<String> {
    let is_technology = |it: &&Node| graph.kind(**it) == Kind::Technology;
    let others: Vec<&Node> = nodes.iter().filter(|it| !is_technology(it)).collect();
    if others.len() == nodes.len() {
        return Vec::new();
    }
    let told = |it: &&Node| {
        let kind = graph.kind(**it).name();
        format!(
            "note: {} is a {kind} beside technologies",
            graph.label(**it)
        )
    };
    others.iter().map(told).collect()
}

/// How many of its points say what an entry is best for.
const MOST_BEST: usize = 2;

/// What each technology is better and worse at than the others; nothing where not all are technologies.
fn options(graph: &Graph<'_>, nodes: &[Node]) -> Vec<ConsideredOption> {
    let is_technology = |it: &Node| graph.kind(*it) == Kind::Technology;
    if nodes.len() < 2 || !nodes.iter().all(is_technology) {
        return Vec::new();
    }
    let need = common_need(graph, nodes).unwrap_or(nodes[0]);
    let weighed = weigh(graph, &Wish::default(), need, nodes, nodes);
    weighed
        .iter()
        .map(|it| decided::option(graph, it))
        .collect()
}

/// What they are compared for: of the needs that all of them answer, the one that most of them are mainly chosen for.
fn common_need(graph: &Graph<'_>, nodes: &[Node]) -> Option<Node> {
    let answer = |need: &Node| {
        nodes
            .iter()
            .all(|it| graph.says(*it, sg::IN_CATEGORY, *need))
    };
    let chosen_for = |need: Node| {
        let purposes = nodes.iter().flat_map(|it| graph.objects(*it, sg::PURPOSE));
        let purposes: Vec<Node> = purposes.collect();
        let is_finer = |it: &&Node| graph.says(**it, sg::BROADER, need);
        let exactly = purposes.iter().filter(|it| **it == need).count();
        (exactly + purposes.iter().filter(is_finer).count(), exactly)
    };
    let needs = graph.objects(nodes[0], sg::IN_CATEGORY);
    let needs = needs.filter(|it| graph.is_a(*it, sg::NEED)).filter(answer);
    // Of equals the first by slug.
    needs.max_by_key(|it| (chosen_for(*it), std::cmp::Reverse(graph.slug(*it))))
}

/// Entries side by side, in the order asked; beside them the sources of what they are better and worse at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Comparison(pub Vec<Compared>, #[serde(skip)] Vec<[String; 3]>);

/// An entry and what there is to compare; each aspect has its values sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Compared {
    /// The entry.
    #[serde(flatten)]
    pub thing: Thing,
    /// What it is: technology, standard, publication.
    pub kind: Vec<String>,
    /// What speaks most for it beside the others: the first two of `better`.
    pub best_for: Vec<String>,
    /// What it is mainly chosen for.
    pub purpose: Vec<String>,
    /// The needs it answers.
    pub needs: Vec<String>,
    /// Languages it is written in.
    pub written_in: Vec<String>,
    /// Languages it can be used from; `any language` alone where it does not matter.
    pub usable_from: Vec<String>,
    /// Standards it implements.
    pub standards: Vec<String>,
    /// Its licence as an SPDX identifier.
    pub licence: Vec<String>,
    /// Whether it is kept alive, and since when.
    pub status: Vec<String>,
    /// How far it came at its foundation.
    pub maturity: Vec<String>,
    /// What takes its place.
    pub replaced_by: Vec<String>,
    /// What it stands on, as stated.
    pub built_on: Vec<String>,
    /// What stands on it, directly or not.
    pub built_on_it: Vec<String>,
    /// What it has a ready-made connection to.
    pub integrates_with: Vec<String>,
    /// How many clients are known.
    pub clients: Vec<String>,
    /// How many real systems are known to use it.
    pub used_by: Vec<String>,
    /// Its stars, and when they were counted.
    pub stars: Vec<String>,
    /// What it is better at than the others.
    pub better: Vec<Claim>,
    /// What it is worse at than the others.
    pub worse: Vec<Claim>,
}

impl Compared {
    fn of(graph: &Graph<'_>, node: Node) -> Self {
        Self {
            thing: Thing::of(graph, node),
            kind: { vec![graph.kind(node).name().to_owned()] },
            best_for: Vec::new(),
            purpose: { labels(graph, graph.objects(node, sg::PURPOSE)) },
            needs: {
                labels(
                    graph,
                    graph
                        .objects(node, sg::IN_CATEGORY)
                        .filter(|it| graph.is_a(*it, sg::NEED)),
                )
            },
            written_in: { labels(graph, graph.objects(node, sg::WRITTEN_IN)) },
            usable_from: {
                let any = graph
                    .objects(node, sg::MADE_FOR)
                    .any(|it| graph.slug(it) == "any");
                if any {
                    vec!["any language".to_owned()]
                } else {
                    labels(graph, graph.objects(node, sg::USABLE_FROM))
                }
            },
            standards: { labels(graph, graph.objects(node, sg::IMPLEMENTS)) },
            licence: { text(graph.value(node, sg::LICENSE)) },
            status: {
                let since = graph.value(node, sg::STATUS_SINCE);
                let status = graph.value(node, sg::STATUS);
                let read = graph.value(node, sg::STATUS_DATE);
                let mut told = status.to_owned();
                if !since.is_empty() {
                    told.push_str(&format!(" since {since}"));
                }
                if !read.is_empty() {
                    told.push_str(&format!(" (read {read})"));
                }
                text(&told)
            },
            maturity: { text(graph.value(node, sg::MATURITY)) },
            replaced_by: { labels(graph, graph.objects(node, sg::REPLACED_BY)) },
            built_on: {
                let relation = graph.node(sg::BUILT_ON);
                labels(
                    graph,
                    graph.objects(node, sg::BUILT_ON).filter(|to| {
                        relation.is_some_and(|relation| {
                            !graph.is_derived(crate::graph::Edge {
                                from: node,
                                relation,
                                to: *to,
                            })
                        })
                    }),
                )
            },
            built_on_it: { labels(graph, dependents(graph, node).into_iter().map(|(it, _)| it)) },
            integrates_with: { labels(graph, graph.objects(node, sg::INTEGRATES_WITH)) },
            clients: {
                let count = graph.subjects(sg::CLIENT_OF, node).count();
                if count > 0 {
                    vec![count.to_string()]
                } else {
                    Vec::new()
                }
            },
            used_by: {
                let count = graph.subjects(sg::USES, node).count();
                match count {
                    0 => Vec::new(),
                    1 => vec!["1 system".to_owned()],
                    _ => vec![format!("{count} systems")],
                }
            },
            stars: {
                let stars = graph.believed(node, sg::STARS);
                stars
                    .map(|stars| {
                        let sources = graph.sources(node, sg::STARS, stars);
                        let date = sources.first().map_or("", |source| graph.date(*source));
                        vec![if date.is_empty() {
                            graph.text(stars).to_owned()
                        } else {
                            format!("{} ({date})", graph.text(stars))
                        }]
                    })
                    .unwrap_or_default()
            },
            better: Vec::new(),
            worse: Vec::new(),
        }
    }

    /// Each aspect by its name for people, in the order to show.
    fn aspects(&self) -> [(&'static str, &[String]); 17] {
        [
            ("kind", &self.kind),
            ("best for", &self.best_for),
            ("purpose", &self.purpose),
            ("needs", &self.needs),
            ("written in", &self.written_in),
            ("usable from", &self.usable_from),
            ("standards", &self.standards),
            ("licence", &self.licence),
            ("status", &self.status),
            ("maturity", &self.maturity),
            ("replaced by", &self.replaced_by),
            ("built on", &self.built_on),
            ("built on it", &self.built_on_it),
            ("integrates with", &self.integrates_with),
            ("clients", &self.clients),
            ("used by", &self.used_by),
            ("stars", &self.stars),
        ]
    }
}

fn labels(graph: &Graph<'_>, nodes: impl Iterator<Item = Node>) -> Vec<String> {
    let mut labels: Vec<String> = nodes.map(|node| graph.label(node).to_owned()).collect();
    labels.sort();
    labels.dedup();
    labels
}

fn text(text: &str) -> Vec<String> {
    if text.is_empty() {
        Vec::new()
    } else {
        vec![text.to_owned()]
    }
}

impl Comparison {
    fn table(&self, most: usize) -> Table {
        let mut header = vec!["aspect"];
        header.extend(self.0.iter().map(|it| it.thing.name.as_str()));
        let mut table = Table::new(&header);
        let columns: Vec<_> = self.0.iter().map(Compared::aspects).collect();
        for row in 0..columns.first().map_or(0, |it| it.len()) {
            let values: Vec<&[String]> = columns.iter().map(|it| it[row].1).collect();
            if values.iter().all(|it| it.is_empty()) {
                continue;
            }
            let mut cells = vec![columns[0][row].0.to_owned()];
            cells.extend(values.iter().map(|values| shortened(values, most)));
            table.push(cells);
        }
        table
    }
}

/// The first values, and how many more there are.
fn shortened(values: &[String], most: usize) -> String {
    let more = values.len().saturating_sub(most);
    let shown = values[..values.len().min(most)].join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}

impl Comparison {
    fn options(&self) -> Vec<ConsideredOption> {
        let options = self.0.iter().map(|it| ConsideredOption {
            name: it.thing.name.clone(),
            better: it.better.clone(),
            worse: it.worse.clone(),
        });
        options.collect()
    }
}

impl Shapes for Comparison {
    fn page(&self) -> Page {
        let mut page = Page::table(self.table(8));
        let is_told = |it: &Compared| !it.better.is_empty() || !it.worse.is_empty();
        if self.0.iter().any(is_told) {
            decided::told(&mut page, "To decide", &self.options());
        }
        page
    }

    fn records(&self) -> Table {
        self.table(usize::MAX)
    }

    fn decision(&self) -> Decision {
        let names: Vec<&str> = self.0.iter().map(|it| it.thing.name.as_str()).collect();
        let purposes = self.0.first().map(|it| it.purpose.join(", "));
        let purposes = purposes.filter(|it| !it.is_empty());
        let need = purposes.unwrap_or_else(|| "the need".to_owned());
        Decision {
            title: format!("Choose one of {}", names.join(", ")),
            context: vec![format!("Needed: {need}.")],
            drivers: Vec::new(),
            choices: vec![Choice {
                need,
                options: self.options(),
                because: Vec::new(),
            }],
            consequences: Vec::new(),
            sources: self.1.clone(),
        }
    }
}
