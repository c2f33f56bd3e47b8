//! RDF in its six formats. Statements outside any named graph belong to a source named after the file.

use std::collections::HashMap;

use oxrdf::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Term};
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfParseError, RdfParser};

use crate::base::place::Place;
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, id};
use crate::model::fact::{Fact, Facts, Pen};
use crate::model::problem::Problem;

/// The formats by the extension of the file.
const FORMATS: &[(&str, RdfFormat)] = &[
    ("ttl", RdfFormat::Turtle),
    ("nt", RdfFormat::NTriples),
    ("nq", RdfFormat::NQuads),
    ("trig", RdfFormat::TriG),
    ("rdf", RdfFormat::RdfXml),
    (
        "jsonld",
        RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
    ),
];

/// The extensions this reader knows.
pub fn extensions() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|(extension, _)| *extension)
}

/// Reads one file. `extension` chooses the format; an unknown one reads as Turtle.
///
/// Blank nodes get names of their own, so that those of two files never meet. The reader does not know the lines of
/// statements it understood, only those of errors; after the first error it stops.
#[must_use]
pub fn read(name: &str, extension: &str, bytes: &[u8]) -> (Facts, Vec<Problem>) {
    let format = FORMATS
        .iter()
        .find(|(known, _)| *known == extension)
        .map_or(RdfFormat::Turtle, |(_, format)| *format);
    let source = NamedNode::new_unchecked(id("source", &stem(name)));
    let mut facts = Facts::default();
    let file = facts.file(name);
    let mut problems = Vec::new();
    let parser = RdfParser::from_format(format)
        .with_default_graph(GraphName::NamedNode(source.clone()))
        .rename_blank_nodes();
    for quad in parser.for_slice(bytes) {
        match quad {
            Ok(quad) => facts.facts.push(Fact {
                quad,
                file,
                line: 0,
            }),
            Err(error) => {
                problems.push(problem(name, &error.into()));
                break;
            }
        }
    }
    name_blank_nodes(&mut facts, &stem(name));
    let mut pen = Pen::new(&mut facts, file, 0, source.clone());
    pen.say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
    pen.say_text(&source, sg::LABEL, name);
    (facts, problems)
}

/// Gives the blank nodes, random after parsing, names by order of appearance: equal files read equally.
fn name_blank_nodes(facts: &mut Facts, stem: &str) {
    let stem = if stem.is_empty() { "b" } else { stem };
    let mut names = HashMap::new();
    let mut rename = |node: &mut BlankNode| {
        let next = names.len() + 1;
        let number = *names.entry(node.clone()).or_insert(next);
        *node = BlankNode::new_unchecked(format!("{stem}-{number}"));
    };
    for fact in &mut facts.facts {
        if let NamedOrBlankNode::BlankNode(node) = &mut fact.quad.subject {
            rename(node);
        }
        blank_nodes(&mut fact.quad.object, &mut rename);
        if let GraphName::BlankNode(node) = &mut fact.quad.graph_name {
            rename(node);
        }
    }
}

/// Calls `rename` with every blank node of a term: itself, or those inside a triple term.
fn blank_nodes(term: &mut Term, rename: &mut impl FnMut(&mut BlankNode)) {
    let mut term = term;
    loop {
        match term {
            Term::BlankNode(node) => return rename(node),
            Term::Triple(triple) => {
                if let NamedOrBlankNode::BlankNode(node) = &mut triple.subject {
                    rename(node);
                }
                term = &mut triple.object;
            }
            _ => return,
        }
    }
}

/// The slug of a file's name without folders and extension; `data` when nothing is left.
fn stem(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = slug(last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    if stem.is_empty() {
        "data".to_owned()
    } else {
        stem
    }
}

fn problem(name: &str, error: &RdfParseError) -> Problem {
    let mut place = Place {
        file: name.to_owned(),
        ..Place::default()
    };
    let message = match error {
        RdfParseError::Syntax(error) => {
            if let Some(at) = error.location() {
                place.line = at.start.line + 1;
                place.column = at.start.column + 1;
            }
            let text = error.to_string();
            // The place stands in front already.
            text.split_once(" on line ")
                .map_or(text.clone(), |(_, rest)| {
                    rest.split_once(": ")
                        .map_or(text.clone(), |(_, message)| message.to_owned())
                })
        }
        RdfParseError::Io(error) => error.to_string(),
    };
    Problem::malformed(place, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_belong_to_a_source_named_after_the_file() {
        let (facts, problems) = read("my/list.ttl", "ttl", b"<x:a> <x:p> [ <x:q> 01 ] .");
        assert_eq!(problems, []);
        let quads: Vec<String> = facts
            .facts
            .iter()
            .map(|fact| fact.quad.to_string())
            .collect();
        assert_eq!(quads.len(), 2 + 4, "{quads:?}");
        assert!(
            quads[0].ends_with("<https://w3id.org/stackgen/id/source/list>"),
            "{quads:?}"
        );
        assert!(
            quads.iter().any(|quad| quad.contains("_:list-1")),
            "{quads:?}"
        );
    }

    #[test]
    fn a_blank_node_inside_a_triple_term_is_the_same_as_outside() {
        let text = b"_:x <x:p> <<( _:x <x:q> <<( <x:a> <x:r> _:x )>> )>> .";
        let (facts, problems) = read("a.ttl", "ttl", text);
        assert_eq!(problems, []);
        let quad = facts.facts[0].quad.to_string();
        assert_eq!(quad.matches("_:a-1").count(), 3, "{quad}");
    }

    #[test]
    fn an_error_names_line_and_column() {
        let (_, problems) = read("a.ttl", "ttl", b"<x:a> <x:p> <x:b> .\n<x:a> oops .");
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problems[0].place.line, problems[0].place.column > 0),
            (2, true),
            "{problems:?}"
        );
    }
}
