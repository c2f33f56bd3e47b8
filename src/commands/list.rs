//! `list`: what there is to choose from.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::licence::SPDX;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::{Graph, Node};
use crate::model::page::{Page, Table};

pub(super) const COMMAND: Command = Command {
    name: "list",
    about: "What there is to choose from: needs, languages, standards, entries, categories, systems, sources, reasons",
    examples: "stackgen list needs
stackgen list languages --format json
stackgen list entries --format csv -o entries.csv",
    formats: &["table", "json", "csv"],
    arguments: arguments::<List>,
    run: run::<List>,
};

#[derive(clap::Args)]
struct List {
    /// What to list
    #[arg(value_name = "WHAT")]
    what: What,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum What {
    /// What a person asks for with --need
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

impl Arguments for List {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        if self.what == What::Reasons {
            // They are the program's, whatever the graph.
            let rows = reasons();
            return Ok(Box::new(Listing {
                extra: &["weight", "about"],
                rows,
            }));
        }
        let catalog = context.ask(|| question(self.what))?;
        let (extra, rows) = rows(&catalog, self.what);
        Ok(Box::new(Listing { extra, rows }))
    }
}

/// One thing: slug, name, IRI, and the further columns.
struct Row {
    entry: String,
    name: String,
    iri: String,
    extra: Vec<String>,
}

struct Listing {
    extra: &'static [&'static str],
    rows: Vec<Row>,
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

fn rows(catalog: &Catalog, what: What) -> (&'static [&'static str], Vec<Row>) {
    let graph = &Graph::new(&catalog.index);
    let row = |node: Node, extra: Vec<String>| Row {
        entry: graph.slug(node).to_owned(),
        name: graph.label(node).to_owned(),
        iri: graph.iri(node).to_owned(),
        extra,
    };
    let count = |property, node| catalog.count(property, node, None).to_string();
    let broader = |node| known::labels(graph, graph.objects(node, sg::BROADER));
    let aliases = |node| {
        let mut aliases: Vec<&str> = graph
            .objects(node, sg::ALT_LABEL)
            .map(|it| graph.text(it))
            .collect();
        aliases.sort_unstable();
        aliases.join(", ")
    };
    let value = |node, property| graph.value(node, property).to_owned();
    let each = |class, extra: &dyn Fn(Node) -> Vec<String>| -> Vec<Row> {
        graph
            .of_class(class)
            .into_iter()
            .map(|node| row(node, extra(node)))
            .collect()
    };
    match what {
        What::Needs => (
            &["entries", "part_of", "aliases", "description"],
            each(sg::NEED, &|it| {
                vec![
                    count(sg::IN_CATEGORY, it),
                    broader(it),
                    aliases(it),
                    value(it, sg::DESCRIPTION),
                ]
            }),
        ),
        What::Languages => (
            &["technologies", "family", "aliases"],
            each(sg::LANGUAGE, &|it| {
                vec![count(sg::USABLE_FROM, it), broader(it), aliases(it)]
            }),
        ),
        What::Standards => (
            &["identifier", "body", "implemented_by"],
            each(sg::STANDARD, &|it| {
                vec![
                    value(it, sg::IDENTIFIER),
                    value(it, sg::PUBLISHER),
                    count(sg::IMPLEMENTS, it),
                ]
            }),
        ),
        What::Entries => {
            let extra = |it: Node| {
                vec![
                    graph.kind(it).name().to_owned(),
                    value(it, sg::STATUS),
                    value(it, sg::DESCRIPTION),
                ]
            };
            let classes = [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION];
            let rows = classes
                .into_iter()
                .flat_map(|class| each(class, &extra))
                .collect();
            (&["kind", "status", "description"], rows)
        }
        What::Categories => (&["under", "source", "entries"], headings(catalog, &row)),
        What::Systems => (
            &["technologies"],
            each(sg::SYSTEM, &|it| {
                vec![graph.objects(it, sg::USES).count().to_string()]
            }),
        ),
        What::Sources => {
            let statements = catalog.statements_by_source();
            (
                &["date", "license", "statements", "link"],
                each(sg::SOURCE, &|it| {
                    vec![
                        graph.date(it).to_owned(),
                        licence(graph, it).to_owned(),
                        statements
                            .get(graph.iri(it))
                            .copied()
                            .unwrap_or(0)
                            .to_string(),
                        graph
                            .believed(it, sg::HOMEPAGE)
                            .map_or("", |link| graph.iri(link))
                            .to_owned(),
                    ]
                }),
            )
        }
        What::Reasons => (&["weight", "about"], reasons()),
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

fn reasons() -> Vec<Row> {
    crate::reason::recommend::reasons::REASONS
        .iter()
        .map(|reason| Row {
            entry: reason.name.to_owned(),
            name: reason.name.to_owned(),
            iri: String::new(),
            extra: vec![format!("{:.2}", reason.weight), reason.about.to_owned()],
        })
        .collect()
}

/// The headings of each list in its order: each before its parts, with the name the list gives it.
fn headings(catalog: &Catalog, row: &dyn Fn(Node, Vec<String>) -> Row) -> Vec<Row> {
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
            let entries = catalog.count(sg::IN_CATEGORY, node, Some(list));
            let extra = vec![under.join(", "), list_slug.to_owned(), entries.to_string()];
            Row {
                name: name(node).to_owned(),
                ..row(node, extra)
            }
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

impl Answer for Listing {
    fn found(&self) -> bool {
        !self.rows.is_empty()
    }

    fn page(&self) -> Page {
        let mut header = vec!["entry", "name"];
        header.extend(self.extra);
        let mut table = Table::new(&header);
        for row in &self.rows {
            let mut cells = vec![row.entry.clone(), row.name.clone()];
            cells.extend(row.extra.iter().cloned());
            table.push(cells);
        }
        Page::table(table)
    }

    fn json(&self) -> Value {
        self.rows
            .iter()
            .map(|row| {
                let mut map = serde_json::Map::new();
                map.insert("entry".to_owned(), json!(row.entry));
                map.insert("name".to_owned(), json!(row.name));
                map.insert("iri".to_owned(), json!(row.iri));
                for (name, value) in self.extra.iter().zip(&row.extra) {
                    let value = value
                        .parse::<u64>()
                        .map_or_else(|_| json!(value), |number| json!(number));
                    map.insert((*name).to_owned(), value);
                }
                Value::Object(map)
            })
            .collect()
    }

    fn records(&self) -> Table {
        let mut header = vec!["entry", "name", "iri"];
        header.extend(self.extra);
        let mut table = Table::new(&header);
        for row in &self.rows {
            let mut cells = vec![row.entry.clone(), row.name.clone(), row.iri.clone()];
            cells.extend(row.extra.iter().cloned());
            table.push(cells);
        }
        table
    }
}
