//! The tables of `docs/catalogue.md`, counted in the catalogue that is compiled in.

use std::collections::BTreeMap;

use stackgen::base::vocabulary as sg;
use stackgen::catalog::Catalog;
use stackgen::graph::{Graph, Node};

/// Statements by source, technologies by need, technologies by language: Markdown tables, sorted.
pub(crate) fn tables() -> String {
    let catalog = Catalog::built_in();
    let graph = Graph::new(&catalog.index);
    let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
    for [.., source] in catalog.index.matching(None, None, None) {
        *statements.entry(graph.slug(Node(source))).or_default() += 1;
    }
    let sources = graph.of_class(sg::SOURCE).into_iter().map(|source| {
        let count = statements.get(graph.slug(source)).copied().unwrap_or(0);
        format!(
            "| {} | {} | {} | {count} |",
            graph.slug(source),
            graph.label(source),
            graph.date(source)
        )
    });
    let needs = graph.of_class(sg::NEED).into_iter().map(|need| {
        let count = graph.subjects(sg::IN_CATEGORY, need).count();
        format!("| {} | {} | {count} |", graph.slug(need), graph.label(need))
    });
    let languages = graph.of_class(sg::LANGUAGE).into_iter().map(|language| {
        let (written, usable) = (sg::WRITTEN_IN, sg::USABLE_FROM);
        let count = |property| {
            let subjects = graph.subjects(property, language);
            subjects
                .filter(|it| graph.is_a(*it, sg::TECHNOLOGY))
                .count()
        };
        format!(
            "| {} | {} | {} |",
            graph.label(language),
            count(written),
            count(usable)
        )
    });
    [
        table(
            "| source | name | date | statements |\n|---|---|---|---|",
            sources,
        ),
        table("| need | name | entries |\n|---|---|---|", needs),
        table(
            "| language | written in | usable from |\n|---|---|---|",
            languages,
        ),
    ]
    .join("\n\n")
}

fn table(head: &str, rows: impl Iterator<Item = String>) -> String {
    let rows: Vec<String> = rows.collect();
    format!("{head}\n{}", rows.join("\n"))
}
