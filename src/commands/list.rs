//! `list`: what there is to choose from.

use std::cmp::Reverse;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::{several, texts};
use super::failure::Failure;
use super::known::{self, Thing};
use super::{Ask, Reach, World, terms};
use crate::answer::{Shape, Shapes};
use crate::base::licence::{SPDX, satisfies};
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::{self, Condition, Question};
use crate::graph::words;
use crate::graph::{Graph, Node};
use crate::model::page::{Block, Page, Table};
use crate::reason::profile::{Profile, Properties};
use crate::reason::recommend::reasons::{Known, View, adoption};
use crate::reason::recommend::wish::Wish;
use crate::reason::search::has_words;
use crate::sources::columns::FIELDS;
use crate::sources::csv;

/// What there is to choose from: needs, languages, standards, entries, categories, systems, sources, reasons, classes, properties, tables
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["what"]))]
pub struct List {
    /// What to list
    #[arg(
        value_name = "needs|languages|standards|entries|categories|systems|sources|reasons|classes|properties|tables"
    )]
    pub what: What,
    /// Only what has all these words, in its name, aliases or description
    #[arg(value_name = "WORD")]
    #[serde(deserialize_with = "texts")]
    pub words: Vec<String>,
    /// Only entries that answer one of these needs
    #[arg(short, long, value_name = "NEED", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub need: Vec<String>,
    /// Only entries that one of these languages can use
    #[arg(short, long, value_name = "LANGUAGE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub lang: Vec<String>,
    /// Only entries with one of these statuses
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub status: Vec<Status>,
    /// Only entries with one of these licences: an SPDX identifier, permissive, copyleft or open
    #[arg(long, value_name = "LICENSE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub license: Vec<String>,
    /// Only entries that implement one of these standards
    #[arg(long, value_name = "STANDARD", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub standard: Vec<String>,
    /// Only entries under one of these headings
    #[arg(long, value_name = "CATEGORY", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub category: Vec<String>,
    /// The order of entries
    #[arg(long, value_name = "ORDER")]
    pub sort: Option<Sort>,
    /// Only so many
    #[arg(short, long, value_name = "N")]
    pub top: Option<usize>,
}

/// Whether a thing is kept alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is developed
    Active,
    /// It is only mended
    Maintenance,
    /// It has ended
    Retired,
}

impl std::str::FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        <Self as ValueEnum>::from_str(text, true).map_err(|_| {
            format!("`{text}` is not a status, expected active, maintenance or retired")
        })
    }
}

/// An order of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// By slug, technologies before standards and publications
    Name,
    /// Those first that most stands on, connects to and talks to
    Adoption,
    /// Those first that most real systems use
    Use,
    /// Living ones first
    Status,
}

/// What there is to list.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// What a person asks for with --need
    #[default]
    Needs,
    /// What --lang knows, with families
    Languages,
    /// Protocols, formats, recommendations
    Standards,
    /// Technologies, standards and publications
    Entries,
    /// The headings of the lists, in their order
    Categories,
    /// Real systems and what they use
    Systems,
    /// Where statements come from
    Sources,
    /// What --weight knows
    Reasons,
    /// What things are, with counts and an example each
    Classes,
    /// What is said of things, between what, with counts and an example each
    Properties,
    /// The tables that can be read, with their columns
    Tables,
}

impl Ask for List {
    type Answer = Listing;
    const NAME: &'static str = "list";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen list needs",
        "stackgen list needs queue",
        "stackgen list languages --format json",
        "stackgen list entries --need tracing --lang go --license permissive --sort use --top 20",
        "stackgen list entries --format csv -o entries.csv",
        "stackgen list properties --format csv",
    ];

    fn answer(self, world: &World) -> Result<Listing, Failure> {
        // These are the program's, whatever the graph.
        if self.what == What::Reasons {
            return Ok(Listing(reasons()));
        }
        if self.what == What::Tables {
            return Ok(Listing(tables(&self.words)));
        }
        let is_filtered = self
            != Self {
                what: self.what,
                words: self.words.clone(),
                top: self.top,
                ..Self::default()
            };
        if is_filtered && self.what != What::Entries {
            return Err(Failure::Usage {
                message: "these conditions choose among entries".to_owned(),
                hints: vec!["`list entries` takes them; a word chooses in any list".to_owned()],
            });
        }
        let is_of_all = matches!(self.what, What::Classes | What::Properties);
        let catalog = if is_of_all || self.sort == Some(Sort::Adoption) {
            world.whole()?
        } else {
            world.ask(|| {
                if self.what == What::Entries {
                    self.things(is_filtered)
                } else {
                    question(self.what)
                }
            })?
        };
        let mut listed = if is_filtered {
            let chosen = self.chosen(&catalog)?.into_iter();
            let graph = Graph::new(&catalog.index);
            chosen.map(|it| entry(&graph, it)).collect()
        } else {
            listed(&catalog, self.what)
        };
        self.keep_words(&mut listed);
        listed.truncate(self.top.unwrap_or(usize::MAX));
        Ok(Listing(listed))
    }
}

impl List {
    /// Keeps what has every word that is asked for.
    fn keep_words(&self, listed: &mut Vec<Listed>) {
        let wanted = slug(&self.words.join(" "));
        if wanted.is_empty() {
            return;
        }
        listed.retain(|it| {
            let thing = it.thing();
            let columns = it.columns();
            let columns = columns.iter().map(|(_, text)| text.as_str());
            let texts = [thing.entry.as_str(), thing.name.as_str()];
            let text: Vec<&str> = texts.into_iter().chain(columns).collect();
            has_words(&wanted, &slug(&text.join(" ")))
        });
    }

    /// The entries that meet every condition, in the order asked for.
    fn chosen(&self, catalog: &Catalog) -> Result<Vec<Node>, Failure> {
        let graph = &Graph::new(&catalog.index);
        let mut needs: Vec<Node> = Vec::new();
        for name in &self.need {
            needs.extend(known::needs(graph, name)?.needs());
        }
        let languages = known::languages(graph, &self.lang)?;
        let licences = known::licences(graph, &self.license)?;
        let standards = known::standards(graph, &self.standard)?;
        let mut headings = Vec::new();
        for name in &self.category {
            headings.push(known::category(graph, name)?);
        }
        let has = |node, property, wanted: &[Node]| {
            wanted.is_empty() || wanted.iter().any(|it| graph.says(node, property, *it))
        };
        let implements = |node| {
            let is_version = |it, of: &Node| graph.says(it, sg::IS_VERSION_OF, *of);
            standards.is_empty()
                || graph
                    .objects(node, sg::IMPLEMENTS)
                    .any(|it| standards.iter().any(|of| it == *of || is_version(it, of)))
        };
        let status =
            |node| <Status as ValueEnum>::from_str(graph.value(node, sg::STATUS), true).ok();
        let mut nodes: Vec<Node> = ENTRIES
            .iter()
            .flat_map(|class| graph.of_class(class))
            .collect();
        nodes.retain(|node| {
            has(*node, sg::IN_CATEGORY, &needs)
                && has(*node, sg::IN_CATEGORY, &headings)
                && has(*node, sg::USABLE_FROM, &languages)
                && implements(*node)
                && (self.status.is_empty()
                    || status(*node).is_some_and(|it| self.status.contains(&it)))
                && (licences.is_empty()
                    || licences
                        .iter()
                        .any(|it| satisfies(graph.value(*node, sg::LICENSE), it)))
        });
        let uses = |node| catalog.count(sg::USES, node, None);
        match self.sort.unwrap_or(Sort::Name) {
            Sort::Name => {}
            Sort::Use => nodes.sort_by_cached_key(|it| Reverse(uses(*it))),
            Sort::Status => nodes.sort_by_cached_key(|it| status(*it).map_or(3, |it| it as u8)),
            Sort::Adoption => {
                let (properties, wish) = (Properties::of(graph), Wish::default());
                let known = Known::of(graph, &properties, &wish);
                let view = View::new(graph, &properties, &wish, &known);
                // Ten thousandths, so that equal figures stay in the order of names.
                #[expect(clippy::cast_possible_truncation, reason = "from 0 to 10,000")]
                nodes.sort_by_cached_key(|it| {
                    let profile = Profile::to_score(graph, &properties, *it);
                    Reverse((adoption(view, &profile) * 10_000.0) as i64)
                });
            }
        }
        Ok(nodes)
    }
}

impl List {
    /// What an endpoint is asked for where entries are listed.
    fn things(&self, is_filtered: bool) -> Question {
        let (conditions, sure) = (self.clone(), self.clone());
        let is_sure = move |catalog: &Catalog, used: bool| {
            let graph = Graph::new(&catalog.index);
            let mut nodes = sure.chosen(catalog).unwrap_or_default();
            nodes.retain(|it| !used || catalog.count(sg::USES, *it, None) > 0);
            let mut listed: Vec<Listed> = nodes.iter().map(|it| entry(&graph, *it)).collect();
            sure.keep_words(&mut listed);
            listed.len()
        };
        let is_named = !self.need.is_empty() || !self.category.is_empty();
        Question::Things(remote::Listed {
            classes: ENTRIES,
            properties: if is_filtered { CHOSEN_BY } else { TOLD },
            naming: if is_named || !self.lang.is_empty() || !self.standard.is_empty() {
                NAMES
            } else {
                &[]
            },
            conditions: Arc::new(move |graph| conditions.conditions(graph).ok()),
            enough: self.top.map(|top| (top, Arc::new(is_sure) as _)),
            is_by_use: self.sort == Some(Sort::Use),
            is_by_name: matches!(self.sort, None | Some(Sort::Name)),
        })
    }

    /// What an entry must have for certain, as a service can look for it.
    fn conditions(&self, graph: &Graph<'_>) -> Result<Vec<Condition>, Failure> {
        let mut needs: Vec<Node> = Vec::new();
        for name in &self.need {
            needs.extend(known::needs(graph, name)?.needs());
        }
        let mut headings = Vec::new();
        for name in &self.category {
            headings.push(known::category(graph, name)?);
        }
        let mut standards = known::standards(graph, &self.standard)?;
        let versions = standards.iter();
        let versions: Vec<Node> = versions
            .flat_map(|it| graph.subjects(sg::IS_VERSION_OF, *it))
            .collect();
        standards.extend(versions);
        let conditions = [
            (sg::IN_CATEGORY, needs),
            (sg::IN_CATEGORY, headings),
            (sg::USABLE_FROM, known::languages(graph, &self.lang)?),
            (sg::IMPLEMENTS, standards),
        ];
        let iris = |nodes: Vec<Node>| nodes.into_iter().map(|it| graph.iri(it).to_owned());
        let asked = conditions
            .into_iter()
            .filter(|(_, nodes)| !nodes.is_empty());
        Ok(asked
            .map(|(property, nodes)| (property, iris(nodes).collect()))
            .collect())
    }
}

/// What is told of an entry.
const TOLD: &[&str] = &[sg::TYPE, sg::LABEL, sg::STATUS, sg::DESCRIPTION];
/// What is told of an entry, and what it may be chosen by.
const CHOSEN_BY: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::STATUS,
    sg::DESCRIPTION,
    sg::IN_CATEGORY,
    sg::USABLE_FROM,
    sg::LICENSE,
    sg::IMPLEMENTS,
];
/// What entries may be chosen by.
const NAMES: &[&str] = &[
    sg::CATEGORY,
    sg::NEED,
    sg::COLLECTION,
    sg::LANGUAGE,
    sg::STANDARD,
];

/// The classes of entries, in the order of a list.
const ENTRIES: &[&str] = &[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION];

fn entry(graph: &Graph<'_>, node: Node) -> Listed {
    Listed::Entry(ListedEntry {
        thing: Thing::of(graph, node),
        kind: graph.kind(node).name(),
        status: graph.value(node, sg::STATUS).to_owned(),
        description: graph.value(node, sg::DESCRIPTION).to_owned(),
    })
}

/// What there is, in the order to show.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Listing(pub Vec<Listed>);

/// A thing of a list with what is told of its kind.
macro_rules! listed {
    ($(
        #[doc = $about:literal]
        $kind:ident($name:ident) { $(#[doc = $told:literal] $field:ident: $type:ty,)* }
    )*) => {
        /// One line of a list: all of a list are of one kind.
        #[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
        #[serde(untagged)]
        pub enum Listed { $(#[doc = $about] $kind($name),)* }

        $(
            #[doc = $about]
            #[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
            pub struct $name {
                /// The thing.
                #[serde(flatten)]
                pub thing: Thing,
                $(#[doc = $told] pub $field: $type,)*
            }
        )*

        impl Listed {
            /// The thing.
            #[must_use]
            pub fn thing(&self) -> &Thing {
                match self { $(Self::$kind(it) => &it.thing,)* }
            }

            /// What is told of it, by name.
            fn columns(&self) -> Vec<(&'static str, String)> {
                match self { $(
                    Self::$kind(it) => vec![$((stringify!($field), it.$field.to_string()),)*],
                )* }
            }
        }
    };
}

listed! {
    #[doc = "Something to ask for with `need`."]
    Need(ListedNeed) {
        #[doc = "How many entries answer it."]
        entries: usize,
        #[doc = "The wider needs it is part of, joined by commas."]
        part_of: String,
        #[doc = "Its other names, joined by commas."]
        aliases: String,
        #[doc = "What it means."]
        description: String,
    }
    #[doc = "Something to ask for with `lang`."]
    Language(ListedLanguage) {
        #[doc = "How many technologies can be used from it."]
        technologies: usize,
        #[doc = "The families it belongs to, joined by commas."]
        family: String,
        #[doc = "Its other names, joined by commas."]
        aliases: String,
    }
    #[doc = "Something to ask for with `standard`."]
    Standard(ListedStandard) {
        #[doc = "Its number at its body."]
        identifier: String,
        #[doc = "Who publishes it."]
        body: String,
        #[doc = "How many technologies implement it."]
        implemented_by: usize,
    }
    #[doc = "A technology, standard or publication."]
    Entry(ListedEntry) {
        #[doc = "Which of them."]
        kind: &'static str,
        #[doc = "Whether it is kept alive; empty where no source says."]
        status: String,
        #[doc = "What it is for."]
        description: String,
    }
    #[doc = "A heading of a list."]
    Category(ListedCategory) {
        #[doc = "The heading it stands under."]
        under: String,
        #[doc = "The list, by its slug as a source."]
        source: String,
        #[doc = "How many entries stand under it."]
        entries: usize,
    }
    #[doc = "A real system."]
    System(ListedSystem) {
        #[doc = "How many technologies its sources name."]
        technologies: usize,
    }
    #[doc = "Where statements come from."]
    Source(ListedSource) {
        #[doc = "When it was made or read; a year or a day."]
        date: String,
        #[doc = "Its licence."]
        license: String,
        #[doc = "How many statements it makes."]
        statements: usize,
        #[doc = "Its page."]
        link: String,
    }
    #[doc = "A reason of the score, something to change with `weight`."]
    Reason(ListedReason) {
        #[doc = "What it counts unless told otherwise."]
        weight: f64,
        #[doc = "What it says."]
        about: String,
    }
    #[doc = "A table that can be read."]
    Table(ListedTable) {
        #[doc = "Its columns, joined by commas."]
        columns: String,
        #[doc = "What a row of it is."]
        about: String,
    }
    #[doc = "A class of things."]
    Class(ListedClass) {
        #[doc = "How many things are of it."]
        things: usize,
        #[doc = "One of them."]
        example: String,
        #[doc = "What it means; empty where nobody says."]
        about: String,
    }
    #[doc = "A property."]
    Property(ListedProperty) {
        #[doc = "How many statements it makes."]
        statements: usize,
        #[doc = "The class that most of its subjects are of."]
        domain: String,
        #[doc = "The class or the datatype that most of its objects are of."]
        range: String,
        #[doc = "One statement: subject and object."]
        example: String,
        #[doc = "What it means; empty where nobody says."]
        about: String,
    }
}

/// What an endpoint is asked for.
fn question(what: What) -> Question {
    let (classes, properties, counted): (&[&str], &[&str], Option<&str>) = match what {
        What::Needs => (
            &[sg::NEED],
            &[
                sg::TYPE,
                sg::LABEL,
                sg::ALT_LABEL,
                sg::BROADER,
                sg::DESCRIPTION,
            ],
            Some(sg::IN_CATEGORY),
        ),
        What::Languages => (
            &[sg::LANGUAGE],
            &[sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::BROADER],
            Some(sg::USABLE_FROM),
        ),
        What::Standards => (
            &[sg::STANDARD],
            &[sg::TYPE, sg::LABEL, sg::IDENTIFIER, sg::PUBLISHER],
            Some(sg::IMPLEMENTS),
        ),
        What::Systems => (&[sg::SYSTEM], &[sg::TYPE, sg::LABEL, sg::USES], None),
        What::Categories => return Question::Headings,
        What::Sources
        | What::Entries
        | What::Reasons
        | What::Classes
        | What::Properties
        | What::Tables => {
            return Question::Sources;
        }
    };
    Question::Classes {
        classes,
        properties,
        counted,
    }
}

fn listed(catalog: &Catalog, what: What) -> Vec<Listed> {
    let graph = &Graph::new(&catalog.index);
    let thing = |node| Thing::of(graph, node);
    let count = |property, node| catalog.count(property, node, None);
    let broader = |node| words::labels(graph, graph.objects(node, sg::BROADER));
    let aliases = |node| {
        let mut aliases: Vec<&str> = graph
            .objects(node, sg::ALT_LABEL)
            .map(|it| graph.text(it))
            .collect();
        aliases.sort_unstable();
        aliases.join(", ")
    };
    let value = |node, property| graph.value(node, property).to_owned();
    let all = |class, told: &dyn Fn(Node) -> Listed| -> Vec<Listed> {
        graph.of_class(class).into_iter().map(told).collect()
    };
    match what {
        What::Needs => all(sg::NEED, &|it| {
            Listed::Need(ListedNeed {
                thing: thing(it),
                entries: count(sg::IN_CATEGORY, it),
                part_of: broader(it),
                aliases: aliases(it),
                description: value(it, sg::DESCRIPTION),
            })
        }),
        What::Languages => all(sg::LANGUAGE, &|it| {
            Listed::Language(ListedLanguage {
                thing: thing(it),
                technologies: count(sg::USABLE_FROM, it),
                family: broader(it),
                aliases: aliases(it),
            })
        }),
        What::Standards => all(sg::STANDARD, &|it| {
            Listed::Standard(ListedStandard {
                thing: thing(it),
                identifier: value(it, sg::IDENTIFIER),
                body: value(it, sg::PUBLISHER),
                implemented_by: count(sg::IMPLEMENTS, it),
            })
        }),
        What::Entries => {
            let entry = |it| entry(graph, it);
            ENTRIES
                .iter()
                .flat_map(|class| all(class, &entry))
                .collect()
        }
        What::Categories => headings(catalog),
        What::Systems => all(sg::SYSTEM, &|it| {
            Listed::System(ListedSystem {
                thing: thing(it),
                technologies: graph.objects(it, sg::USES).count(),
            })
        }),
        What::Sources => {
            let statements = catalog.statements_by_source();
            let link = |it| {
                graph
                    .believed(it, sg::HOMEPAGE)
                    .map_or("", |it| graph.iri(it))
            };
            all(sg::SOURCE, &|it| {
                Listed::Source(ListedSource {
                    thing: thing(it),
                    date: graph.date(it).to_owned(),
                    license: licence(graph, it).to_owned(),
                    statements: statements.get(graph.iri(it)).copied().unwrap_or(0),
                    link: link(it).to_owned(),
                })
            })
        }
        What::Reasons => reasons(),
        What::Tables => tables(&[]),
        What::Classes => terms::classes(graph)
            .into_iter()
            .map(|it| {
                Listed::Class(ListedClass {
                    thing: it.thing,
                    things: it.things,
                    example: it.example,
                    about: it.about,
                })
            })
            .collect(),
        What::Properties => terms::properties(graph)
            .into_iter()
            .map(|it| {
                Listed::Property(ListedProperty {
                    thing: it.thing,
                    statements: it.statements,
                    domain: it.domain,
                    range: it.range,
                    example: it.example,
                    about: it.about,
                })
            })
            .collect(),
    }
}

/// The licence of a source: its SPDX identifier where it is one, else the address or the words that stand there.
fn licence<'a>(graph: &Graph<'a>, source: Node) -> &'a str {
    let Some(licence) = graph.believed(source, sg::SOURCE_LICENSE) else {
        return "";
    };
    let page = graph.iri(licence);
    if page.is_empty() {
        return graph.text(licence);
    }
    page.strip_prefix(SPDX).unwrap_or(page)
}

fn reasons() -> Vec<Listed> {
    let reasons = crate::reason::recommend::reasons::REASONS.iter();
    reasons
        .map(|reason| {
            Listed::Reason(ListedReason {
                thing: Thing {
                    entry: reason.name.to_owned(),
                    name: reason.name.to_owned(),
                    iri: String::new(),
                },
                weight: reason.weight,
                about: reason.about.to_owned(),
            })
        })
        .collect()
}

/// The tables that people bring, then those of a folder of tables in reading order.
fn tables(words: &[String]) -> Vec<Listed> {
    let usual = FIELDS.iter().filter(|it| !it.example.is_empty());
    let usual: Vec<&str> = usual.map(|it| it.name).collect();
    let table = |name: &str, columns: String, about: &str| {
        Listed::Table(ListedTable {
            thing: Thing {
                entry: name.to_owned(),
                name: name.to_owned(),
                iri: String::new(),
            },
            columns,
            about: about.to_owned(),
        })
    };
    let brought = [
        table(
            "everyday table",
            usual.join(", "),
            "Any CSV with a column of names: `import --template` has the other words for each column",
        ),
        table(
            "tech radar",
            "name, ring, quadrant, isNew, description".to_owned(),
            "CSV or JSON: what a team thinks of each technology",
        ),
    ];
    let folder = csv::tables().map(|it| table(it.file, it.columns.join(", "), it.row));
    let is_wanted = |it: &Listed| {
        let text = format!("{:?}", it.columns()) + &it.thing().name;
        words
            .iter()
            .all(|word| text.to_lowercase().contains(&word.to_lowercase()))
    };
    brought
        .into_iter()
        .chain(folder)
        .filter(is_wanted)
        .collect()
}

/// The headings of each list in its order: each before its parts, with the name the list gives it.
fn headings(catalog: &Catalog) -> Vec<Listed> {
    let graph = &Graph::new(&catalog.index);
    let mut headings = Vec::new();
    for node in graph.of_class(sg::CATEGORY) {
        if !graph.is_a(node, sg::NEED) {
            let lists = graph.objects(node, sg::IN_SCHEME);
            headings
                .extend(lists.map(|list| (graph.slug(list), trail(graph, node, list), node, list)));
        }
    }
    headings.sort();
    headings
        .into_iter()
        .map(|(list_slug, _, node, list)| {
            let name = |node| {
                let label = graph.said_by(list, node, sg::LABEL).next();
                label.map_or_else(|| graph.label(node), |it| graph.text(it))
            };
            let under: Vec<&str> = graph.said_by(list, node, sg::BROADER).map(name).collect();
            Listed::Category(ListedCategory {
                thing: Thing {
                    name: name(node).to_owned(),
                    ..Thing::of(graph, node)
                },
                under: under.join(", "),
                source: list_slug.to_owned(),
                entries: catalog.count(sg::IN_CATEGORY, node, Some(list)),
            })
        })
        .collect()
}

/// Position and slug of a heading's ancestors in a list and of itself, outermost first; ends on a cycle.
fn trail<'a>(graph: &Graph<'a>, node: Node, list: Node) -> Vec<(u64, &'a str)> {
    let mut trail = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next.filter(|node| !seen.contains(node)) {
        seen.push(node);
        let position = graph.said_by(list, node, sg::POSITION).next();
        let position = position.and_then(|it| graph.text(it).parse().ok());
        trail.push((position.unwrap_or(0), graph.slug(node)));
        next = graph.said_by(list, node, sg::BROADER).next();
    }
    trail.reverse();
    trail
}

impl Listing {
    fn table(&self, thing: fn(&Thing) -> Vec<(&'static str, &str)>) -> Table {
        let columns = |it: &Listed| {
            let thing = thing(it.thing());
            let thing = thing
                .into_iter()
                .map(|(name, cell)| (name, cell.to_owned()));
            thing.chain(it.columns()).unzip()
        };
        let mut table = Table::default();
        for it in &self.0 {
            let (header, row): (Vec<&str>, Vec<String>) = columns(it);
            if table.header.is_empty() {
                table = Table::new(&header);
            }
            table.push(row);
        }
        table
    }
}

impl Listing {
    /// What a person chooses a need by, a line each on any screen: names and aliases are in records and JSON, and a word
    /// finds what has them.
    fn needs(&self) -> Table {
        let mut table = Table::new(&["entry", "entries", "description"]).numeric(&[1]);
        for it in &self.0 {
            let Listed::Need(need) = it else { continue };
            let about = if need.description.is_empty() {
                &need.thing.name
            } else {
                &need.description
            };
            table.push(vec![
                need.thing.entry.clone(),
                need.entries.to_string(),
                match need.part_of.as_str() {
                    "" => about.clone(),
                    whole => format!("{about} (part of {whole})"),
                },
            ]);
        }
        table
    }

    /// Needs with their parts below them.
    fn grouped(&self) -> Self {
        let needs: Vec<&ListedNeed> = self
            .0
            .iter()
            .filter_map(|it| match it {
                Listed::Need(need) => Some(need),
                _ => None,
            })
            .collect();
        let mut listed = self.0.clone();
        listed.sort_by_cached_key(|it| {
            let mut trail = Vec::new();
            let mut next = match it {
                Listed::Need(need) => Some(need),
                _ => None,
            };
            while let Some(need) =
                next.filter(|it| trail.len() <= needs.len() && !trail.contains(&it.thing.entry))
            {
                trail.push(need.thing.entry.clone());
                let broader = need.part_of.split(", ").next().unwrap_or_default();
                next = needs.iter().find(|it| it.thing.name == broader).copied();
            }
            trail.reverse();
            trail
        });
        Self(listed)
    }
}

impl Shapes for Listing {
    fn found(&self) -> bool {
        !self.0.is_empty()
    }

    fn page(&self) -> Page {
        let page =
            |listing: &Self| listing.table(|it| vec![("entry", &it.entry), ("name", &it.name)]);
        match self.0.first() {
            Some(Listed::Need(_)) => Page::table(self.grouped().needs()),
            Some(_) => Page::table(page(self)),
            None => Page {
                blocks: vec![Block::Paragraph("Nothing found.".to_owned())],
            },
        }
    }

    fn records(&self) -> Table {
        self.table(|it| vec![("entry", &it.entry), ("name", &it.name), ("iri", &it.iri)])
    }
}
