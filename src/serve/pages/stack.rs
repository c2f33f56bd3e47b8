//! The stack builder: all choices stand in the address, so that a link is the whole question.

use maud::{Markup, html};

use super::frame::Frame;
use crate::commands::recommend::{Recommendation, RecommendedPick};
use crate::commands::{Ask as _, Input, Recommend, World};
use crate::serve::exchange::{Response, value};
use crate::serve::problem::HttpProblem;
use crate::serve::routes::Asked;

/// The fields of the form: the option, its label, what helps to fill it, and an example.
const FIELDS: &[(&str, &str, &str, &str)] = &[
    ("lang", "Languages", "languages", "go"),
    ("need", "Needs", "needs", "messaging, tracing"),
    ("with", "Already chosen", "entry", "postgresql"),
    ("without", "Not wanted", "entry", ""),
    (
        "license",
        "Licence",
        "",
        "open, permissive or an SPDX identifier",
    ),
    ("as-of", "As of year", "", ""),
];

/// `/stack?lang=go&need=messaging`.
pub(crate) fn stack(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let pairs = asked.request.pairs();
    let chosen = |name: &str| -> String {
        let values = pairs.iter().filter(|(key, _)| key == name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        values.join(", ")
    };
    let embedded = value(&pairs, "embed") == Some("1");
    let need = chosen("need");
    let needs = listed(&need);
    let title = match (needs.as_str(), listed(&chosen("lang")).as_str()) {
        ("", _) => "Build a stack".to_owned(),
        (needs, "") => format!("A stack for {needs}"),
        (needs, languages) => format!("A stack in {languages} for {needs}"),
    };
    let frame = Frame {
        title: &title,
        about: "The best technology for each need of a system, with the reasons and their sources",
        embedded,
    };
    let form = form(&chosen);
    if need.is_empty() {
        return Ok(frame.page(&html! {
            h1 { "Build a stack" }
            p { "Name the languages of your code and what you need. The answer is one technology for each need, fitting the languages and each other." }
            (form)
        }));
    }
    let query = form_query(&pairs);
    let world = asked.site.graph.world();
    match recommend(&query, &world) {
        Ok(found) => Ok(frame.page(&html! {
            h1 { (title) }
            @if embedded { (answer(&found, &query)) } @else {
                details.change { summary { "Change the question" } (form) }
                (answer(&found, &query))
            }
        })),
        Err(problem) => Ok(frame.problem(&problem, &html! { h1 { (title) } (form) })),
    }
}

/// Names as in a sentence: `messaging, cache and tracing`.
fn listed(names: &str) -> String {
    let names: Vec<&str> = names
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The question without what is the page's own; blanks around commas do not count.
fn form_query(pairs: &[(String, String)]) -> String {
    let fields = pairs.iter().filter(|(name, value)| {
        !value.trim().is_empty() && !matches!(name.as_str(), "embed" | "view")
    });
    let fields = fields.map(|(name, value)| {
        let parts: Vec<&str> = value.split(',').map(str::trim).collect();
        (name.as_str(), parts.join(","))
    });
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

fn recommend(query: &str, world: &World) -> Result<Recommendation, HttpProblem> {
    let asked: Recommend = crate::commands::read(Input::Form(query))?;
    Ok(asked.answer(world)?)
}

fn form(chosen: &dyn Fn(&str) -> String) -> Markup {
    html! {
        form.builder action="/stack" {
            @for (name, label, suggest, example) in FIELDS {
                div.field {
                    label for=(name) { (label) }
                    input id=(name) name=(name) value=(chosen(name)) placeholder=(example)
                        autocomplete="off" data-suggest=[(!suggest.is_empty()).then_some(suggest)]
                        data-several="yes";
                }
            }
            button type="submit" { "Find the stack" }
        }
    }
}

/// The best stack, with what speaks for each pick and what else would do.
fn answer(found: &Recommendation, query: &str) -> Markup {
    let Some(stack) = found.stacks.first() else {
        return html! { p { "Nothing fits." } };
    };
    html! {
        p.verdict {
            "Score " strong { (format!("{:.2}", stack.score)) } " of 1. "
            @if stack.optimal { "The search is complete: nothing scores higher." }
            @else { "The search was cut short; at most " (format!("{:.2}", stack.bound)) " is possible." }
        }
        ol.picks {
            @for pick in &stack.picks { (of_pick(pick)) }
        }
        figure.picture {
            img src=(format!("/api/v1/recommend?{query}&format=svg")) alt="The stack as a picture: its parts and what ties them" loading="lazy";
        }
        p.forms {
            "The same as "
            @for (at, (format, name)) in [("json", "JSON"), ("markdown", "Markdown"), ("svg", "SVG"), ("png", "PNG"), ("compose", "Compose"), ("turtle", "Turtle")].iter().enumerate() {
                @if at > 0 { ", " }
                a href=(format!("/api/v1/recommend?{query}&format={format}")) { (name) }
            }
            ". " a href=(format!("/stack?{query}&embed=1")) { "View to embed" } "."
        }
    }
}

fn of_pick(pick: &RecommendedPick) -> Markup {
    let others = pick
        .candidates
        .iter()
        .filter(|it| it.entry != pick.thing.entry);
    html! {
        li.pick {
            p.need { (pick.need) }
            h2 { a href=(format!("/entry/{}", pick.thing.entry)) { (pick.thing.name) } }
            meter min="0" max="1" value=(format!("{:.2}", pick.score)) title=(format!("Score {:.2}", pick.score)) aria-label=(format!("Score {:.2} of 1", pick.score)) {}
            ul.reasons {
                @for reason in &pick.reasons {
                    @if !reason.text.is_empty() && reason.weight > 0.0 {
                        li {
                            (reason.text)
                            @if !reason.sources.is_empty() { " " small { "[" (reason.sources.join(", ")) "]" } }
                        }
                    }
                }
            }
            p.others {
                "Else: "
                @for (at, other) in others.enumerate() {
                    @if at > 0 { ", " }
                    a href=(format!("/entry/{}", other.entry)) { (other.name) } " " small { (format!("{:.2}", other.score)) }
                }
                ". "
                a href=(format!("/compare?entries={}", first_three(pick))) { "Compare" }
            }
        }
    }
}

/// The pick and the two best others, as `compare` takes them.
fn first_three(pick: &RecommendedPick) -> String {
    let own = pick.thing.entry.as_str();
    let others = pick.candidates.iter().map(|it| it.entry.as_str());
    let all: Vec<&str> = std::iter::once(own)
        .chain(others.filter(|it| *it != own).take(2))
        .collect();
    all.join(",")
}
