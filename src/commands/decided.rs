//! Options with what each is better and worse at, as answers tell them.

use std::collections::BTreeSet;

use crate::answer::{Claim, ConsideredOption};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::page::{Block, Page, Table};
use crate::reason::decision::Weighed;
use crate::reason::recommend::reasons::Because;

/// What is said with the slugs of those who say it.
pub(super) fn claim(graph: &Graph<'_>, because: &Because) -> Claim {
    let sources = because.sources.iter();
    Claim {
        text: because.text.clone(),
        sources: sources.map(|it| graph.slug(*it).to_owned()).collect(),
    }
}

pub(super) fn claims(graph: &Graph<'_>, these: &[Because]) -> Vec<Claim> {
    these.iter().map(|it| claim(graph, it)).collect()
}

pub(super) fn option(graph: &Graph<'_>, weighed: &Weighed) -> ConsideredOption {
    ConsideredOption {
        name: graph.label(weighed.node).to_owned(),
        better: claims(graph, &weighed.better),
        worse: claims(graph, &weighed.worse),
    }
}

/// A table of options for a person, where there is more than one.
pub(super) fn told(page: &mut Page, heading: &str, options: &[ConsideredOption]) {
    if options.len() < 2 {
        return;
    }
    page.push(Block::Heading(heading.to_owned()));
    let mut table = Table::new(&["option", "better at", "worse at"]);
    let texts = |claims: &[Claim]| {
        let texts: Vec<&str> = claims.iter().map(|it| it.text.as_str()).collect();
        texts.join("; ")
    };
    for option in options {
        table.push(vec![
            option.name.clone(),
            texts(&option.better),
            texts(&option.worse),
        ]);
    }
    page.push(Block::Table(table));
}

/// The sources of claims: slug, name and address of each once, by slug.
pub(super) fn sources<'a>(
    graph: &Graph<'_>,
    claims: impl Iterator<Item = &'a Claim>,
) -> Vec<[String; 3]> {
    let slugs: BTreeSet<&String> = claims.flat_map(|it| &it.sources).collect();
    let address = |source: Node| {
        let homepage = graph.believed(source, sg::HOMEPAGE);
        homepage.map_or_else(String::new, |it| graph.iri(it).to_owned())
    };
    let sources = slugs.into_iter().map(|slug| {
        let source = graph.node(&sg::id("source", slug));
        let name = source.map_or("", |it| graph.label(it));
        [
            slug.clone(),
            name.to_owned(),
            source.map(address).unwrap_or_default(),
        ]
    });
    sources.collect()
}
