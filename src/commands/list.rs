//! `list`: what there is to choose from.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::vocabulary as sg;
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
        let catalog = context.catalog()?;
        let graph = Graph::new(&catalog.index);
        let (extra, rows) = rows(&graph, self.what);
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

fn rows(graph: &Graph<'_>, what: What) -> (&'static [&'static str], Vec<Row>) {
    let row = |node: Node, extra: Vec<String>| Row {
        entry: graph.slug(node).to_owned(),
        name: graph.label(node).to_owned(),
        iri: graph.iri(node).to_owned(),
        extra,
    };
    let count = |property, node| graph.subjects(property, node).count().to_string();
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
        What::Categories => (&["under", "source", "entries"], headings(graph, &row)),
        What::Systems => (
            &["technologies"],
            each(sg::SYSTEM, &|it| {
                vec![graph.objects(it, sg::USES).count().to_string()]
            }),
        ),
        What::Sources => {
            let statements = statements_by_source(graph);
            (
                &["date", "license", "statements", "link"],
                each(sg::SOURCE, &|it| {
                    vec![
                        graph.date(it).to_owned(),
                        value(it, sg::SOURCE_LICENSE),
                        statements.get(&it).copied().unwrap_or(0).to_string(),
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

fn statements_by_source(graph: &Graph<'_>) -> std::collections::HashMap<Node, usize> {
    let mut statements = std::collections::HashMap::new();
    for [.., source] in graph.index().matching(None, None, None) {
        *statements.entry(Node(source)).or_insert(0) += 1;
    }
    statements
}

fn reasons() -> Vec<Row> {
    use crate::reason::recommend::reasons::{REASONS, together};
    REASONS
        .iter()
        .map(|reason| (reason.name, reason.weight, reason.about))
        .chain([(together::NAME, together::WEIGHT, together::ABOUT)])
        .map(|(name, weight, about)| Row {
            entry: name.to_owned(),
            name: name.to_owned(),
            iri: String::new(),
            extra: vec![format!("{weight:.2}"), about.to_owned()],
        })
        .collect()
}

/// The headings in the order of their list: each before its parts.
fn headings(graph: &Graph<'_>, row: &dyn Fn(Node, Vec<String>) -> Row) -> Vec<Row> {
    let mut headings: Vec<(Vec<(u64, &str)>, Node)> = graph
        .of_class(sg::CATEGORY)
        .into_iter()
        .filter(|node| !graph.is_a(*node, sg::NEED))
        .map(|node| (trail(graph, node), node))
        .collect();
    headings.sort();
    headings
        .into_iter()
        .map(|(_, node)| {
            let under = known::labels(graph, graph.objects(node, sg::BROADER));
            let scheme = graph
                .believed(node, sg::IN_SCHEME)
                .map_or("", |it| graph.slug(it))
                .to_owned();
            let entries = graph.subjects(sg::IN_CATEGORY, node).count().to_string();
            row(node, vec![under, scheme, entries])
        })
        .collect()
}

/// Position and slug of a heading's ancestors and itself, outermost first; ends on a cycle.
fn trail<'a>(graph: &Graph<'a>, node: Node) -> Vec<(u64, &'a str)> {
    let mut trail = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some(node);
    while let Some(node) = next.filter(|node| !seen.contains(node)) {
        seen.push(node);
        trail.push((
            graph.number(node, sg::POSITION).unwrap_or(0),
            graph.slug(node),
        ));
        next = graph.objects(node, sg::BROADER).next();
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
