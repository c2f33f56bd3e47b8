//! `list`: what there is to choose from.

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::known::Thing;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::licence::SPDX;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::words;
use crate::graph::{Graph, Node};
use crate::model::page::{Page, Table};

/// What there is to choose from: needs, languages, standards, entries, categories, systems, sources, reasons
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["what"]))]
pub struct List {
    /// What to list
    #[arg(value_name = "WHAT")]
    pub what: What,
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
}

impl Ask for List {
    type Answer = Listing;
    const NAME: &'static str = "list";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen list needs",
        "stackgen list languages --format json",
        "stackgen list entries --format csv -o entries.csv",
    ];

    fn answer(self, world: &World) -> Result<Listing, Failure> {
        if self.what == What::Reasons {
            // They are the program's, whatever the graph.
            return Ok(Listing(reasons()));
        }
        let catalog = world.ask(|| question(self.what))?;
        Ok(Listing(listed(&catalog, self.what)))
    }
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
        What::Entries => (
            &[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION],
            &[sg::TYPE, sg::LABEL, sg::STATUS, sg::DESCRIPTION],
            None,
        ),
        What::Systems => (&[sg::SYSTEM], &[sg::TYPE, sg::LABEL, sg::USES], None),
        What::Categories => return Question::Headings,
        What::Sources | What::Reasons => return Question::Sources,
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
            let entry = |it| {
                Listed::Entry(ListedEntry {
                    thing: thing(it),
                    kind: graph.kind(it).name(),
                    status: value(it, sg::STATUS),
                    description: value(it, sg::DESCRIPTION),
                })
            };
            let classes = [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION];
            classes
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

impl Shapes for Listing {
    fn found(&self) -> bool {
        !self.0.is_empty()
    }

    fn page(&self) -> Page {
        Page::table(self.table(|it| vec![("entry", &it.entry), ("name", &it.name)]))
    }

    fn records(&self) -> Table {
        self.table(|it| vec![("entry", &it.entry), ("name", &it.name), ("iri", &it.iri)])
    }
}
