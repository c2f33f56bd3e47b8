//! The pages about entries, needs and queries.

use std::collections::{BTreeMap, BTreeSet};

use hyper::StatusCode;
use hyper::header::LOCATION;
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::blocks::{Places, blocks, linked, of_table};
use super::frame::{Frame, said as said_in_words};
use crate::answer::{Answer, Shapes as _};
use crate::base::vocabulary as sg;
use crate::commands::compare::Comparison;
use crate::commands::show::{Shown, ShownValue};
use crate::commands::{Ask as _, Compare, Input, Search, World};
use crate::graph::Graph;
use crate::model::page::Block;
use crate::serve::exchange::{Response, value};
use crate::serve::problem::HttpProblem;
use crate::serve::protocol::EXAMPLES;
use crate::serve::routes::Asked;

/// The greatest number of rows that a page shows; downloads have all.
const MOST_ROWS: usize = 1_000;
/// Statements of a thing that its page shows at most; the other forms of it have all.
const MOST_STATEMENTS: usize = 800;

/// So many groups of needs stand in one another.
const DEEPEST: usize = 8;

/// `/`.
pub(crate) fn home(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let frame = Frame {
        title: "Choose the parts of a system",
        about: "Technologies for services, what ties them, and whole stacks with the reasons: each statement with its source",
        embedded: false,
    };
    let counted = counted(&asked.site.graph.world());
    Ok(frame.page(&html! {
        section.hero {
            h1 { "Choose the parts of a system, and know why" }
            p { "A knowledge graph of technologies for services. Every statement names its source." }
            form.large role="search" aria-label="Catalogue" action="/search" {
                label.hidden for="home-q" { "Search" }
                input #home-q type="search" name="q" placeholder="A technology, a standard, a need" autocomplete="off" data-suggest="entry";
                button type="submit" { "Search" }
            }
        }
        section.ways {
            a.way href="/stack?lang=go&need=messaging,tracing" { strong { "Build a stack" } span { "Go, messaging and tracing: one answer that fits" } }
            a.way href="/entry/hystrix" { strong { "Find the way out" } span { "Hystrix has ended: what takes its place" } }
            a.way href="/compare?entries=rabbitmq,kafka,nats" { strong { "Compare" } span { "RabbitMQ, Kafka and NATS side by side" } }
            a.way href="/sparql" { strong { "Ask in SPARQL" } span { "The whole graph, each source a named graph" } }
        }
        @if !counted.is_empty() { p.counted { (counted) } }
    }))
}

/// How much there is, in a sentence; nothing for an endpoint, which is not asked for it at each visit.
fn counted(world: &World) -> String {
    let Ok(catalog) = world.whole() else {
        return String::new();
    };
    let graph = Graph::new(&catalog.index);
    let count = |class: &str| {
        graph
            .node(class)
            .map_or(0, |class| graph.subjects(sg::TYPE, class).count())
    };
    format!(
        "{} technologies, {} standards, {} clients and {} real systems from {} sources.",
        count(sg::TECHNOLOGY),
        count(sg::STANDARD),
        count(sg::CLIENT),
        count(sg::SYSTEM),
        count(sg::SOURCE)
    )
}

/// `/search?q=…`.
pub(crate) fn search(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let pairs = asked.request.pairs();
    let text = value(&pairs, "q").unwrap_or_default().trim();
    let title = format!("Search: {text}");
    let frame = Frame {
        title: &title,
        about: "Entries by name, alias or description",
        embedded: false,
    };
    if text.is_empty() {
        return home(asked);
    }
    let search = Search {
        text: vec![text.to_owned()],
        ..Search::default()
    };
    let hits = search.answer(&asked.site.graph.world())?;
    Ok(frame.page(&html! {
        h1 { "Found for “" (text) "”" }
        @if hits.0.is_empty() { p { "Nothing. " a href="/needs" { "All needs" } } }
        ul.hits {
            @for hit in &hits.0 {
                li {
                    a href=(path(&hit.thing.iri)) { (hit.thing.name) }
                    " " small { (hit.kind) }
                    @if !hit.description.is_empty() { p { (hit.description) } }
                }
            }
        }
    }))
}

/// The path of a thing here.
fn path(iri: &str) -> String {
    match sg::kind_and_slug(iri) {
        Some((kind, slug)) => format!("/id/{kind}/{slug}"),
        None => iri.to_owned(),
    }
}

/// `/entry/{name}`: whatever has the name, at its own address.
pub(crate) fn entry(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let world = asked.site.graph.world();
    let name = &asked.parts[0];
    let show = crate::commands::Show {
        entry: name.clone(),
        ..crate::commands::Show::default()
    };
    match show.answer(&world) {
        Ok(shown) => {
            let place = path(&shown.thing.iri);
            Ok(Response::empty(StatusCode::SEE_OTHER).with(LOCATION, &place))
        }
        Err(failure) => {
            let frame = Frame {
                title: "Not found",
                about: "There is no such entry",
                embedded: false,
            };
            let find =
                html! { p { a href=(format!("/search?q={}", encoded(name))) { "Search for it" } } };
            Ok(frame.problem(&HttpProblem::from(failure), &find))
        }
    }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `/id/{kind}/{slug}` as a page.
pub(crate) fn thing(asked: &Asked<'_>, shown: &Shown) -> Result<Response, HttpProblem> {
    let world = asked.site.graph.world();
    let thing = &shown.thing;
    let mut page = shown.page();
    if matches!(page.blocks.first(), Some(Block::Heading(_))) {
        page.blocks.remove(0);
    }
    let about = about(&world, &thing.iri);
    let frame = Frame {
        title: &thing.name,
        about: if about.is_empty() {
            &thing.name
        } else {
            &about
        },
        embedded: value(&asked.request.pairs(), "embed") == Some("1"),
    };
    let place = path(&thing.iri);
    Ok(frame.page(&html! {
        h1 { (thing.name) " " small { (shown.kind) } }
        (blocks(&page, &places(shown)))
        @if shown.statements.is_some() { (statements(shown)) }
        @if shown.kind == "technology" {
            figure.picture {
                img src=(format!("/api/v1/export?focus={}&depth=1&format=svg", encoded(&thing.entry))) alt=(format!("What {} is tied to", thing.name)) loading="lazy";
            }
        }
        p.forms {
            "The same as " a href=(format!("{place}.jsonld")) { "JSON-LD" } ", "
            a href=(format!("{place}.ttl")) { "Turtle" } ", "
            a href=(format!("/api/v1/entries/{}", thing.entry)) { "JSON" } "."
        }
        (schema_org(shown, &about))
    }))
}

/// What is said of a thing, with who says so; of a hub the first part, as thousands of rows make no page.
fn statements(shown: &Shown) -> Markup {
    let mut table = shown.statements_table();
    let all = table.rows.len();
    table.rows.truncate(MOST_STATEMENTS);
    html! {
        details.statements {
            summary {
                @if all > MOST_STATEMENTS { "The first " (MOST_STATEMENTS) " of " (all) } @else { "All " (all) }
                " statements with their sources"
            }
            (of_table(&table, &Places::default()))
        }
    }
}

/// Where the things are that a thing is tied to.
fn places(shown: &Shown) -> Places {
    let values = shown.statements.iter().flatten().map(|it| &it.value);
    let things = values.filter_map(|it| match it {
        ShownValue::Thing { iri, name } if sg::kind_and_slug(iri).is_some() => {
            Some((name.clone(), path(iri)))
        }
        _ => None,
    });
    things.collect()
}

/// The description of a thing.
fn about(world: &World, iri: &str) -> String {
    let Ok(catalog) = world.whole() else {
        return String::new();
    };
    let graph = Graph::new(&catalog.index);
    graph
        .node(iri)
        .map(|node| graph.value(node, sg::DESCRIPTION).to_owned())
        .unwrap_or_default()
}

/// What search engines read of an entry.
fn schema_org(shown: &Shown, about: &str) -> Markup {
    let kind = match shown.kind {
        "technology" => "SoftwareApplication",
        "publication" => "CreativeWork",
        "language" => "ComputerLanguage",
        _ => return html! {},
    };
    let data = json!({
        "@context": "https://schema.org",
        "@type": kind,
        "@id": shown.thing.iri,
        "name": shown.thing.name,
        "description": about,
    });
    // Inside of a script only a closing tag is special.
    let text = data.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(text)) } }
}

/// `/compare?entries=a,b`.
pub(crate) fn compare(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let pairs = asked.request.pairs();
    let entries: Vec<String> = pairs
        .iter()
        .filter(|(name, _)| name == "entries")
        .flat_map(|(_, value)| value.split(','))
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    let frame = Frame {
        title: "Compare",
        about: "Technologies side by side",
        embedded: value(&pairs, "embed") == Some("1"),
    };
    let form = html! {
        form.builder action="/compare" {
            div.field {
                label for="entries" { "Entries" }
                input #entries name="entries" value=(entries.join(", ")) placeholder="rabbitmq, kafka, nats" autocomplete="off" data-suggest="entry" data-several="yes";
            }
            button type="submit" { "Compare" }
        }
    };
    if entries.len() < 2 {
        return Ok(frame.page(&html! { h1 { "Compare" } (form) }));
    }
    match (Compare { entries }).answer(&asked.site.graph.world()) {
        Ok(found) => Ok(frame.page(&html! {
            h1 { "Side by side" }
            (blocks(&found.page(), &compared(&found)))
            (form)
        })),
        Err(failure) => {
            let problem = HttpProblem::from(failure);
            Ok(frame.problem(&problem, &html! { h1 { "Compare" } (form) }))
        }
    }
}

/// Where the things are that are compared.
fn compared(found: &Comparison) -> Places {
    let things = found.0.iter().map(|it| &it.thing);
    things.map(|it| (it.name.clone(), path(&it.iri))).collect()
}

/// `/needs`: by group.
pub(crate) fn needs(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let world = asked.site.graph.world();
    let command = crate::commands::named("list")
        .ok_or_else(|| HttpProblem::bad("there is no command `list`"))?;
    let answer = (command.ask)(Input::Form("what=needs"), &world)?;
    let Value::Array(needs) = answer.json() else {
        return Err(HttpProblem::bad("there are no needs"));
    };
    let frame = Frame {
        title: "Needs",
        about: "What a system can need, with the technologies for it",
        embedded: false,
    };
    Ok(frame.page(&html! {
        h1 { "Needs" }
        (group(by_whole(&needs)))
    }))
}

/// The needs by the name of the one that they are part of; under no name those that are part of none.
fn by_whole(needs: &[Value]) -> BTreeMap<String, Vec<&Value>> {
    let names: BTreeSet<&str> = needs.iter().map(|it| said(it, "name")).collect();
    let mut parts: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
    for need in needs {
        let whole = said(need, "part_of").split(", ").next().unwrap_or_default();
        let is_part = names.contains(whole) && whole != said(need, "name");
        let whole = if is_part { whole } else { "" };
        parts.entry(whole.to_owned()).or_default().push(need);
    }
    parts
}

/// The needs of a group, each with those that are part of it. Each group is told once, whatever goes round in circles.
fn group(mut needs: BTreeMap<String, Vec<&Value>>) -> Markup {
    let whole = needs.remove("").unwrap_or_default();
    let told = of_group(&whole, &mut needs, DEEPEST);
    // What is left goes round in a circle, or lies too deep.
    let rest: Vec<&Value> = std::mem::take(&mut needs).into_values().flatten().collect();
    html! { (told) (of_group(&rest, &mut needs, 0)) }
}

fn of_group(members: &[&Value], needs: &mut BTreeMap<String, Vec<&Value>>, depth: usize) -> Markup {
    html! {
        @if !members.is_empty() {
            ul.needs {
                @for need in members {
                    li {
                        a href=(path(said(need, "iri"))) { (said(need, "name")) }
                        " " small { (said(need, "entry")) }
                        @if !said(need, "description").is_empty() { p { (said(need, "description")) } }
                        a.ask href=(format!("/stack?need={}", encoded(said(need, "entry")))) { "Find one" }
                        @if depth > 0 {
                            @let parts = needs.remove(said(need, "name")).unwrap_or_default();
                            (of_group(&parts, needs, depth - 1))
                        }
                    }
                }
            }
        }
    }
}

/// A member that is text.
fn said<'a>(object: &'a Value, name: &str) -> &'a str {
    object[name].as_str().unwrap_or_default()
}

/// A page that says why there is none of the kind that was asked for.
pub(crate) fn problem(problem: &HttpProblem) -> Response {
    let title = problem.status.canonical_reason().unwrap_or("Problem");
    let frame = Frame {
        title,
        about: title,
        embedded: false,
    };
    let mut response = frame.page(&html! {
        h1 { (title) }
        (said_in_words(problem))
        p { a href="/" { "Start" } ", " a href="/needs" { "all needs" } "." }
    });
    response.status = problem.status;
    response
}

/// The page of a query that has no answer, with the query to be mended.
pub(crate) fn mistaken(query: &str, problem: &HttpProblem) -> Response {
    let mut response = asking(query, &said_in_words(problem));
    response.status = problem.status;
    response
}

/// `/sparql` for people.
pub(crate) fn sparql(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    Ok(asking("", &html! {}))
}

/// The results of a query.
pub(crate) fn results(
    query: &str,
    results: &dyn Answer,
    is_graph: bool,
) -> Result<Response, HttpProblem> {
    let mut page = results.page();
    let mut cut = None;
    for block in &mut page.blocks {
        if let Block::Table(table) = block {
            let rows = table.rows.len();
            table.rows.truncate(MOST_ROWS);
            cut = Some(rows);
        }
    }
    let formats: &[(&str, &str)] = if is_graph {
        &[
            ("turtle", "Turtle"),
            ("jsonld", "JSON-LD"),
            ("ntriples", "N-Triples"),
        ]
    } else {
        &[
            ("json", "JSON"),
            ("csv", "CSV"),
            ("xml", "XML"),
            ("tsv", "TSV"),
        ]
    };
    let content = html! {
        section.results aria-label="Results" {
            @if let Some(rows) = cut {
                p { (rows) @if rows == 1 { " row" } @else { " rows" } @if rows > MOST_ROWS { ", the first " (MOST_ROWS) " shown" } "." }
            }
            (blocks(&page, &Places::default()))
            p.forms {
                "Download as "
                @for (at, (format, name)) in formats.iter().enumerate() {
                    @if at > 0 { ", " }
                    a href=(format!("/sparql?query={}&format={format}", encoded(query))) { (name) }
                }
                ". " a href=(format!("/sparql?query={}", encoded(query))) { "Permalink" } "."
            }
        }
    };
    Ok(asking(query, &content))
}

fn asking(query: &str, results: &Markup) -> Response {
    let frame = Frame {
        title: "SPARQL",
        about: "Ask the whole graph in SPARQL 1.1",
        embedded: false,
    };
    let first = if query.is_empty() {
        EXAMPLES[0].1
    } else {
        query
    };
    frame.page(&html! {
        h1 { "SPARQL" }
        form.sparql action="/sparql" {
            label for="query" { "Query" }
            textarea #query name="query" rows="12" spellcheck="false" data-submit="ctrl-enter" { (first) }
            p { button type="submit" { "Run" } " " small { "Ctrl-Enter. The prefixes sg:, sgt:, sgc:, sgl:, sgs: and the usual ones are known." } }
        }
        (results)
        h2 { "Examples" }
        ul {
            @for (name, query) in EXAMPLES {
                li { a href=(format!("/sparql?query={}", encoded(query))) { (name) } }
            }
        }
        p { (linked("Programs ask at /sparql by the SPARQL 1.1 protocol.")) }
    })
}
