//! The tables of `docs/catalogue.md`, counted in the catalogue that is compiled in.

use std::collections::BTreeMap;
use std::path::Path;

use stackgen::base::licence::SPDX;
use stackgen::base::vocabulary as sg;
use stackgen::catalog::Catalog;
use stackgen::graph::walk::RELATIONS;
use stackgen::graph::{Edge, Graph, Node};

/// Between these lines of the page stand the tables.
const MARKS: [&str; 2] = ["<!-- counts -->\n", "<!-- end of counts -->"];

/// Writes the tables into the page, or says that it is out of date.
pub(crate) fn refresh(page: &Path, only_check: bool) -> Result<String, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", page.display());
    let text = std::fs::read_to_string(page).map_err(wrong)?;
    let parts = text.split_once(MARKS[0]).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(MARKS[1])?;
        Some((before, after))
    });
    let Some((before, after)) = parts else {
        return Err(format!(
            "{}: no place for the tables, expected `{}` and `{}`",
            page.display(),
            MARKS[0].trim_end(),
            MARKS[1]
        ));
    };
    let fresh = format!("{before}{}\n{}\n\n{}{after}", MARKS[0], tables(), MARKS[1]);
    if fresh == text {
        return Ok(format!("{}: up to date", page.display()));
    }
    if only_check {
        return Err(format!(
            "{}: out of date, run `cargo run --example refresh -- counts`",
            page.display()
        ));
    }
    std::fs::write(page, fresh).map_err(wrong)?;
    Ok(format!("{}: written", page.display()))
}

/// Things by class, stated relations, statements by source, technologies by need and by language: Markdown, sorted.
fn tables() -> String {
    let catalog = Catalog::built_in();
    let graph = Graph::new(&catalog.index);
    let heads = [
        "| what | count |\n|---|--:|",
        "| relation, stated | count |\n|---|--:|",
        "| source | date | licence | directness | statements |\n|---|---|---|--:|--:|",
        "| need | name | entries |\n|---|---|--:|",
        "| language | written in it | usable from it |\n|---|--:|--:|",
    ];
    let rows = [
        classes(&graph),
        relations(&graph),
        sources(&graph),
        needs(&graph),
        languages(&graph),
    ];
    let tables: Vec<String> = heads
        .iter()
        .zip(rows)
        .map(|(head, rows)| format!("{head}\n{}", rows.join("\n")))
        .collect();
    tables.join("\n\n")
}

fn classes(graph: &Graph<'_>) -> Vec<String> {
    let classes = [
        ("technologies", sg::TECHNOLOGY),
        ("standards", sg::STANDARD),
        ("publications", sg::PUBLICATION),
        ("needs", sg::NEED),
        ("languages and families", sg::LANGUAGE),
        ("clients", sg::CLIENT),
        ("real systems", sg::SYSTEM),
    ];
    let count = |class| graph.of_class(class).len();
    classes
        .iter()
        .map(|(name, class)| format!("| {name} | {} |", count(class)))
        .collect()
}

fn relations(graph: &Graph<'_>) -> Vec<String> {
    let shown = RELATIONS
        .iter()
        .filter(|(iri, _)| iri.starts_with(sg::NS) && *iri != sg::IN_CATEGORY);
    let counted = shown.filter_map(|(iri, _)| {
        let relation = graph.node(iri)?;
        let rows = graph.index().matching(None, Some(relation.0), None);
        let edges = rows.distinct().map(|[from, _, to]| Edge {
            from: Node(from),
            relation,
            to: Node(to),
        });
        let count = edges.filter(|edge| !graph.is_derived(*edge)).count();
        let name = iri.trim_start_matches(sg::NS);
        (count > 0).then(|| format!("| {name} | {count} |"))
    });
    let mut counted: Vec<String> = counted.collect();
    counted.sort();
    counted
}

fn sources(graph: &Graph<'_>) -> Vec<String> {
    let mut statements: BTreeMap<Node, usize> = BTreeMap::new();
    for [.., source] in graph.index().matching(None, None, None) {
        *statements.entry(Node(source)).or_default() += 1;
    }
    let sources = graph.of_class(sg::SOURCE).into_iter();
    sources
        .map(|source| {
            let directness = match graph.directness(source) {
                0 => String::new(),
                directness => directness.to_string(),
            };
            let licence = graph.value(source, sg::SOURCE_LICENSE);
            format!(
                "| {} | {} | {} | {directness} | {} |",
                graph.slug(source),
                graph.date(source),
                licence.strip_prefix(SPDX).unwrap_or(licence),
                statements.get(&source).copied().unwrap_or(0)
            )
        })
        .collect()
}

fn needs(graph: &Graph<'_>) -> Vec<String> {
    let needs = graph.of_class(sg::NEED).into_iter();
    needs
        .map(|need| {
            let count = graph.subjects(sg::IN_CATEGORY, need).count();
            format!("| {} | {} | {count} |", graph.slug(need), graph.label(need))
        })
        .collect()
}

fn languages(graph: &Graph<'_>) -> Vec<String> {
    let count = |property, language| {
        let subjects = graph.subjects(property, language);
        subjects
            .filter(|it| graph.is_a(*it, sg::TECHNOLOGY))
            .count()
    };
    let languages = graph.of_class(sg::LANGUAGE).into_iter();
    languages
        .map(|language| {
            format!(
                "| {} | {} | {} |",
                graph.label(language),
                count(sg::WRITTEN_IN, language),
                count(sg::USABLE_FROM, language)
            )
        })
        .collect()
}
