//! Expected results, read from every format the suites use, and their comparison with what a query brought.

use std::collections::HashMap;

use oxigraph::sparql::results::{
    QueryResultsFormat, QueryResultsParser, SliceQueryResultsParserOutput,
};
use oxrdf::vocab::xsd;
use oxrdf::{Graph, Literal, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef, Triple};
use stackgen::store::sparql::{Outcome, SolutionRows};

use crate::manifest::{Source, read_graph};

const RS: &str = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";

type Row = Vec<Option<Term>>;

/// What a query must bring.
pub(crate) enum Expected {
    Truth(bool),
    Solutions {
        variables: Vec<String>,
        rows: Vec<Row>,
        ordered: bool,
        /// Terms are known by their text alone: CSV.
        text_only: bool,
    },
    Triples(Vec<Triple>),
}

/// Reads a result; `ordered` where the query orders its solutions.
pub(crate) fn read(source: &Source, ordered: bool) -> Expected {
    let format = match source.extension() {
        "srx" => QueryResultsFormat::Xml,
        "srj" => QueryResultsFormat::Json,
        "tsv" => QueryResultsFormat::Tsv,
        "csv" => return read_csv(&source.bytes(), ordered),
        _ => return read_rdf(&read_graph(source)),
    };
    let bytes = source.bytes();
    let results = QueryResultsParser::from_format(format).for_slice(&bytes);
    match results.unwrap_or_else(|error| panic!("{}: {error}", source.iri)) {
        SliceQueryResultsParserOutput::Boolean(truth) => Expected::Truth(truth),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let names = solutions.variables().iter();
            let variables = names.map(|it| it.as_str().to_owned()).collect();
            let rows = solutions.map(|row| row.unwrap().values().to_vec());
            Expected::Solutions {
                variables,
                rows: rows.collect(),
                ordered,
                text_only: false,
            }
        }
    }
}

/// What the program wrote.
pub(crate) fn read_json(bytes: &[u8]) -> Result<Outcome, String> {
    let wrong = |error: &dyn std::fmt::Display| error.to_string();
    let results = QueryResultsParser::from_format(QueryResultsFormat::Json).for_slice(bytes);
    match results.map_err(|error| wrong(&error))? {
        SliceQueryResultsParserOutput::Boolean(truth) => Ok(Outcome::Truth(truth)),
        SliceQueryResultsParserOutput::Solutions(solutions) => {
            let names = solutions.variables().iter();
            let names = names.map(|it| it.as_str().to_owned()).collect();
            let rows = solutions.map(|row| row.map(|row| row.values().to_vec()));
            let rows = rows.collect::<Result<Vec<_>, _>>();
            Ok(Outcome::Solutions(
                names,
                rows.map_err(|error| wrong(&error))?.into(),
            ))
        }
    }
}

fn read_csv(bytes: &[u8], ordered: bool) -> Expected {
    let mut reader = csv::Reader::from_reader(bytes);
    let variables = reader.headers().unwrap().iter().map(ToOwned::to_owned);
    let variables = variables.collect();
    let cell = |text: &str| match text.strip_prefix("_:") {
        _ if text.is_empty() => None,
        Some(label) => Some(oxrdf::BlankNode::new(label).unwrap().into()),
        None => Some(oxrdf::Literal::new_simple_literal(text).into()),
    };
    let rows = reader
        .records()
        .map(|record| record.unwrap().iter().map(cell).collect());
    Expected::Solutions {
        rows: rows.collect(),
        variables,
        ordered,
        text_only: true,
    }
}

/// A graph: the result of CONSTRUCT, or one that describes a table of solutions.
fn read_rdf(graph: &Graph) -> Expected {
    let class = format!("{RS}ResultSet");
    let set = graph
        .subjects_for_predicate_object(oxrdf::vocab::rdf::TYPE, NamedNodeRef::new_unchecked(&class))
        .next();
    let Some(set) = set else {
        return Expected::Triples(graph.iter().map(oxrdf::TripleRef::into_owned).collect());
    };
    if let Some(truth) = about(graph, set, "boolean").first() {
        return Expected::Truth(text(truth) == "true");
    }
    let mut variables: Vec<String> = about(graph, set, "resultVariable")
        .iter()
        .map(text)
        .collect();
    variables.sort();
    let mut rows: Vec<(Option<u64>, Row)> = Vec::new();
    for solution in about(graph, set, "solution") {
        let solution = node(&solution);
        let mut row = vec![None; variables.len()];
        for binding in about(graph, solution, "binding") {
            let name = text(&about(graph, node(&binding), "variable")[0]);
            let at = variables.iter().position(|it| *it == name).unwrap();
            row[at] = about(graph, node(&binding), "value").into_iter().next();
        }
        let index = about(graph, solution, "index");
        rows.push((index.first().map(|it| text(it).parse().unwrap()), row));
    }
    rows.sort_by_key(|(index, _)| *index);
    Expected::Solutions {
        variables,
        ordered: rows.iter().any(|(index, _)| index.is_some()),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        text_only: false,
    }
}

/// The values of a property of the result-set vocabulary.
fn about(graph: &Graph, subject: NamedOrBlankNodeRef<'_>, name: &str) -> Vec<Term> {
    let iri = format!("{RS}{name}");
    let objects = graph.objects_for_subject_predicate(subject, NamedNodeRef::new_unchecked(&iri));
    objects.map(TermRef::into_owned).collect()
}

fn text(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        term => term.to_string(),
    }
}

fn node(term: &Term) -> NamedOrBlankNodeRef<'_> {
    match term {
        Term::NamedNode(node) => node.as_ref().into(),
        Term::BlankNode(node) => node.as_ref().into(),
        term => panic!("{term} describes a solution"),
    }
}

/// Whether a query brought what it must; else, what the difference is.
pub(crate) fn compare(expected: &Expected, actual: &Outcome, lax: bool) -> Result<(), String> {
    match (expected, actual) {
        (Expected::Truth(expected), Outcome::Truth(actual)) if expected == actual => Ok(()),
        (Expected::Triples(expected), Outcome::Triples(actual)) => {
            same(&as_rows(expected), &as_rows(actual), false)
        }
        (
            Expected::Solutions {
                variables,
                rows,
                ordered,
                text_only,
            },
            Outcome::Solutions(names, found),
        ) => {
            let mut found = arrange(variables, names, found)?;
            if *text_only {
                found = found.into_iter().map(plain).collect();
            }
            if lax && found.len() <= rows.len() {
                return same(&distinct(rows), &distinct(&found), false);
            }
            same(rows, &found, *ordered)
        }
        (Expected::Truth(expected), actual) => Err(format!("expected {expected}, got {actual:?}")),
        _ => Err("another kind of result".to_owned()),
    }
}

fn as_rows(triples: &[Triple]) -> Vec<Row> {
    let row = |triple: &Triple| {
        vec![
            Some(triple.subject.clone().into()),
            Some(triple.predicate.clone().into()),
            Some(triple.object.clone()),
        ]
    };
    distinct(&triples.iter().map(row).collect::<Vec<_>>())
}

fn distinct(rows: &[Row]) -> Vec<Row> {
    let mut seen = std::collections::HashSet::new();
    rows.iter()
        .filter(|row| seen.insert(format!("{row:?}")))
        .cloned()
        .collect()
}

/// The solutions with their columns in the order of `variables`.
fn arrange(
    variables: &[String],
    names: &[String],
    rows: &SolutionRows,
) -> Result<Vec<Row>, String> {
    let mut sorted = (variables.to_vec(), names.to_vec());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 != sorted.1 {
        return Err(format!("expected variables {variables:?}, got {names:?}"));
    }
    let column = |name: &String| names.iter().position(|it| it == name).unwrap();
    let columns: Vec<usize> = variables.iter().map(column).collect();
    let arranged = |row: Vec<Option<Term>>| {
        let values = columns.iter().map(|at| row[*at].clone());
        values.collect()
    };
    Ok(rows.iter().map(arranged).collect())
}

/// A row as CSV can say it: blank nodes, and texts.
fn plain(row: Row) -> Row {
    row.into_iter()
        .map(|cell| match cell? {
            Term::NamedNode(node) => Some(oxrdf::Literal::new_simple_literal(node.as_str()).into()),
            // An empty text and no value look alike.
            Term::Literal(literal) if literal.value().is_empty() => None,
            Term::Literal(literal) => {
                Some(oxrdf::Literal::new_simple_literal(literal.value()).into())
            }
            term => Some(term),
        })
        .collect()
}

/// Whether the rows are the same but for the names of blank nodes.
fn same(expected: &[Row], actual: &[Row], ordered: bool) -> Result<(), String> {
    let mut names = Names::default();
    let mut used = vec![false; actual.len()];
    if expected.len() == actual.len()
        && pair(
            expected,
            actual,
            &mut used,
            ordered,
            &mut names,
            0,
            &mut 100_000,
        )
    {
        return Ok(());
    }
    let missing: Vec<&Row> = expected
        .iter()
        .filter(|row| !actual.contains(row))
        .collect();
    let more: Vec<&Row> = actual
        .iter()
        .filter(|row| !expected.contains(row))
        .collect();
    let show = |rows: &[&Row]| {
        let line = |row: &&Row| {
            let cells = row.iter();
            let cells = cells.map(|it| it.as_ref().map_or("-".to_owned(), ToString::to_string));
            cells.collect::<Vec<_>>().join(" ")
        };
        rows.iter()
            .take(6)
            .map(line)
            .collect::<Vec<_>>()
            .join("\n      ")
    };
    Err(format!(
        "expected {} rows, got {}\n    missing\n      {}\n    too many\n      {}",
        expected.len(),
        actual.len(),
        show(&missing),
        show(&more)
    ))
}

/// Blank nodes of the expected result and what stands for them in the actual one, one to one.
#[derive(Clone, Default)]
struct Names {
    to: HashMap<String, String>,
    from: HashMap<String, String>,
}

/// Finds an actual row for each expected one from `at` on.
fn pair(
    expected: &[Row],
    actual: &[Row],
    used: &mut [bool],
    ordered: bool,
    names: &mut Names,
    at: usize,
    budget: &mut usize,
) -> bool {
    let Some(row) = expected.get(at) else {
        return true;
    };
    // Rows that differ are told apart long before; without an end, the last would be tried in every order.
    let Some(left) = budget.checked_sub(1) else {
        return false;
    };
    *budget = left;
    let candidates = if ordered { at..at + 1 } else { 0..actual.len() };
    for candidate in candidates {
        if used[candidate] {
            continue;
        }
        let before = names.clone();
        used[candidate] = true;
        let fits = row
            .iter()
            .zip(&actual[candidate])
            .all(|(expected, actual)| match (expected, actual) {
                (None, None) => true,
                (Some(expected), Some(actual)) => names.fit(expected, actual),
                _ => false,
            });
        if fits && pair(expected, actual, used, ordered, names, at + 1, budget) {
            return true;
        }
        used[candidate] = false;
        *names = before;
    }
    false
}

impl Names {
    fn fit(&mut self, expected: &Term, actual: &Term) -> bool {
        match (expected, actual) {
            (Term::BlankNode(expected), Term::BlankNode(actual)) => {
                let (expected, actual) = (expected.to_string(), actual.to_string());
                let to = self.to.entry(expected.clone()).or_insert(actual.clone());
                let from = self.from.entry(actual.clone()).or_insert(expected.clone());
                *to == actual && *from == expected
            }
            (Term::Triple(expected), Term::Triple(actual)) => {
                self.fit(
                    &expected.subject.clone().into(),
                    &actual.subject.clone().into(),
                ) && expected.predicate == actual.predicate
                    && self.fit(&expected.object, &actual.object)
            }
            (expected, actual) => expected == actual || same_number(expected, actual),
        }
    }
}

/// Whether a computed number is the expected one written in another way, such as `2` for `2.0` or `1E2` for `100`.
/// Whole numbers must be written as expected.
fn same_number(expected: &Term, actual: &Term) -> bool {
    let (Term::Literal(expected), Term::Literal(actual)) = (expected, actual) else {
        return false;
    };
    let inexact = [xsd::DECIMAL, xsd::DOUBLE, xsd::FLOAT];
    let number = |literal: &Literal| literal.value().parse::<f64>().ok();
    expected.datatype() == actual.datatype()
        && inexact.contains(&expected.datatype())
        && number(expected).is_some()
        && number(expected) == number(actual)
}
