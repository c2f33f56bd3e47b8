//! How directly the languages asked for can use it.

use super::{Asked, Because, Bound, Judge, Reads, Reason, View};
use crate::base::vocabulary::{self as sg, id};
use crate::graph::{Node, Step};
use crate::reason::profile::Profile;
use crate::reason::recommend::bound;

pub(super) static REASON: Reason = Reason {
    name: "language",
    weight: 0.30,
    about: "how directly the languages asked for can use it: written in or made for 1, official client 0.95, other client 0.9, one that is given up 0.75, runs beside code of any language 0.7, or 0.75 where it is written in the language, 0.5 where it is a library of another too; through another language whose libraries it can call a client ×0.8, a library ×0.5",
    reads: Reads {
        of_it: &[
            sg::WRITTEN_IN,
            sg::MADE_FOR,
            sg::USABLE_FROM,
            sg::IN_CATEGORY,
        ],
        to_it: &[sg::CLIENT_OF],
        beyond: &[
            sg::FOR_LANGUAGE,
            sg::OFFICIAL,
            sg::STATUS,
            sg::MADE_FOR,
            sg::BROADER,
        ],
        most: Some(most),
    },
    place: Some(2),
    is_drawn: true,
    applies: is_asked,
    judge: Judge::Alone { value, explain },
};

/// What a client for another language is worth, through the libraries that a language can call: only the client is foreign.
const CLIENT: f64 = 0.8;
/// What a library for another language is worth: the code is written against its ways.
const LIBRARY: f64 = 0.5;

/// What runs beside code is worth less than what speaks to it through a client, even one for another language.
const ANY: f64 = 0.7;
/// The same where it is written in the language: its code can be read, but it is no nearer to the code that calls it. A
/// server in Rust is no library for Rust.
const ANY_IN_IT: f64 = 0.75;

/// The same where it is a library of another language too: that one has the better half.
const ANY_OF_ANOTHER: f64 = 0.5;

/// A client that nobody keeps alive any more.
const GIVEN_UP: f64 = 0.75;

/// How a language reaches a technology.
struct Way {
    value: f64,
    text: String,
    path: Vec<Step>,
}

fn is_asked(view: View<'_>, _: Node) -> bool {
    !view.languages.is_empty()
}

fn value(view: View<'_>, profile: &Profile, _: Node) -> f64 {
    let languages = view.languages;
    let sum: f64 = languages
        .iter()
        .map(|language| best(view, profile, *language, false).map_or(0.0, |way| way.value))
        .sum();
    #[expect(clippy::cast_precision_loss, reason = "few languages")]
    let count = languages.len().max(1) as f64;
    sum / count
}

/// What runs beside code of any language, and has nothing nearer, is worth no more than where it is written in it.
fn most(asked: &Asked<'_>) -> Option<Bound> {
    let graph = asked.view.graph;
    let any = id("language", "any");
    let reaching = asked.view.languages.iter().flat_map(|language| {
        let callable = graph.objects(*language, sg::INTEROPERATES_WITH);
        let members = graph.subjects(sg::BROADER, *language);
        callable.chain(members).chain([*language])
    });
    let near = reaching.flat_map(|language| {
        let (language, near) = (graph.iri(language), sg::FOR_LANGUAGE);
        let (client_of, category, made_for) = (sg::CLIENT_OF, sg::IN_CATEGORY, sg::MADE_FOR);
        [
            format!(
                "GRAPH ?g {{ ?x <{client_of}> ?s }} GRAPH ?h {{ ?x <{near}> <{language}> }} BIND(<{near}> AS ?p)"
            ),
            format!(
                "GRAPH ?g {{ ?s <{category}> ?x }} GRAPH ?h {{ ?x <{made_for}> <{language}> }} BIND(<{near}> AS ?p)"
            ),
        ]
    });
    let made_for = |is: &str| format!("SUM(IF(?p = <{}> && ?x {is} <{any}>, 1, 0))", sg::MADE_FOR);
    Some(Bound {
        of_it: vec![sg::MADE_FOR],
        also: near.collect(),
        figures: vec![
            ("beside", made_for("=")),
            ("within", made_for("!=")),
            ("near", bound::count(sg::FOR_LANGUAGE)),
        ],
        most: format!(
            "IF(?beside > 0 && ?within = 0 && ?near = 0, {}, 1.0e0)",
            bound::number(ANY_IN_IT)
        ),
        ..Bound::default()
    })
}

fn explain(view: View<'_>, profile: &Profile, _: Node) -> Because {
    let ways: Vec<Way> = view
        .languages
        .iter()
        .filter_map(|language| best(view, profile, *language, true))
        .collect();
    let mut because = Because::text(
        ways.iter()
            .map(|way| way.text.as_str())
            .collect::<Vec<_>>()
            .join("; "),
    );
    let missing: Vec<Node> = view
        .languages
        .iter()
        .copied()
        .filter(|language| best(view, profile, *language, false).is_none())
        .collect();
    if !missing.is_empty() {
        because.text += &format!("; not from {}", super::some_names(view.graph, &missing, 5));
    }
    for way in ways {
        because.add_sources(view.graph, &way.path);
        if because.path.is_empty() {
            because.path = way.path;
        }
    }
    because
}

/// The most direct way from `language` to the technology; words and path only when `told`.
fn best(view: View<'_>, profile: &Profile, language: Node, told: bool) -> Option<Way> {
    let direct = direct(view, profile, language, told);
    if direct.as_ref().is_some_and(|way| way.value > ANY_IN_IT) {
        return direct;
    }
    let through = view
        .known
        .callable
        .get(&language)
        .into_iter()
        .flatten()
        .copied()
        .filter_map(|other| {
            let (way, worth) = match by_client(view, profile, other, told) {
                Some(way) => (way, CLIENT),
                None => (self::direct(view, profile, other, told)?, LIBRARY),
            };
            Some(Way {
                value: way.value * worth,
                text: if told {
                    format!(
                        "{}, which {} can call",
                        way.text,
                        view.graph.label(language)
                    )
                } else {
                    String::new()
                },
                path: way.path,
            })
        });
    // A family reaches what its members reach.
    let members = view.known.members.get(&language).into_iter().flatten();
    let inside = members.filter_map(|member| self::direct(view, profile, *member, told));
    direct
        .into_iter()
        .chain(through)
        .chain(inside)
        .max_by(|a, b| a.value.total_cmp(&b.value))
}

fn direct(view: View<'_>, profile: &Profile, language: Node, told: bool) -> Option<Way> {
    let properties = view.properties;
    let graph = view.graph;
    let way = |value, text: &dyn Fn() -> String, path: Vec<Step>| {
        Some(Way {
            value,
            text: if told { text() } else { String::new() },
            path: if told { path } else { Vec::new() },
        })
    };
    let name = || graph.label(language);
    // What is made for another language is not usable from the one it is written in.
    let is_written_in = profile.has(properties.written_in, language)
        && profile.has(properties.usable_from, language);
    let runs_beside = view
        .known
        .any
        .is_some_and(|any| profile.has(properties.made_for, any));
    if is_written_in && !runs_beside {
        let path = vec![Step::along(profile.node, properties.written_in, language)];
        return way(1.0, &|| format!("written in {}", name()), path);
    }
    if profile.has(properties.made_for, language) {
        let path = vec![Step::along(profile.node, properties.made_for, language)];
        return way(1.0, &|| format!("made for {}", name()), path);
    }
    if let Some(way) = by_client(view, profile, language, told) {
        return Some(way);
    }
    if !profile.has(properties.usable_from, language) {
        return None;
    }
    // Usable without a closer way: by the family, by the section of a list, or from anywhere.
    let any = |it: &Node| Some(*it) == view.known.any;
    let family = view
        .known
        .families
        .get(&language)
        .into_iter()
        .flatten()
        .copied()
        .find(|family| !any(family) && profile.has(properties.made_for, *family));
    if let Some(family) = family {
        let path = vec![Step::along(profile.node, properties.made_for, family)];
        return way(1.0, &|| format!("made for {}", graph.label(family)), path);
    }
    let section = profile
        .objects(properties.category)
        .find(|section| graph.says_by(*section, properties.made_for, language));
    if let Some(section) = section {
        let path = vec![
            Step::along(profile.node, properties.category, section),
            Step::along(section, properties.made_for, language),
        ];
        return way(0.95, &|| format!("listed for {}", name()), path);
    }
    let any = profile.objects(properties.made_for).find(any);
    if let Some(any) = any {
        let mut path = vec![Step::along(profile.node, properties.made_for, any)];
        let mut text = "runs beside code of any language".to_owned();
        let mut value = ANY;
        let other = profile
            .objects(properties.made_for)
            .find(|it| *it != any && !profile.has(properties.made_for, language));
        if let Some(other) = other {
            value = ANY_OF_ANOTHER;
            text += &format!(", made for {}", graph.label(other));
        } else if is_written_in {
            value = ANY_IN_IT;
            text += &format!(", written in {}", name());
            path = vec![Step::along(profile.node, properties.written_in, language)];
        }
        return way(value, &|| text.clone(), path);
    }
    // Through another language's libraries: the caller knows which.
    None
}

fn by_client(view: View<'_>, profile: &Profile, language: Node, told: bool) -> Option<Way> {
    let (graph, properties) = (view.graph, view.properties);
    let client = client(view, profile, language)?;
    let (official, given_up) = (is_official(view, client), is_given_up(view, client));
    let value = match (given_up, official) {
        (true, _) => GIVEN_UP,
        (false, true) => 0.95,
        (false, false) => 0.9,
    };
    if !told {
        return Some(Way {
            value,
            text: String::new(),
            path: Vec::new(),
        });
    }
    let words = match (given_up, official) {
        (true, _) => "given-up client",
        (false, true) => "official client",
        (false, false) => "client",
    };
    let (name, language_name) = (graph.label(client), graph.label(language));
    let to = properties.for_language;
    Some(Way {
        value,
        text: format!("{words} {name} for {language_name}"),
        path: vec![
            Step::against(profile.node, properties.client_of, client),
            Step::along(client, to, language),
        ],
    })
}

/// The client for `language`: one that is kept alive before one that is given up, an official one before others, then by
/// name.
fn client(view: View<'_>, profile: &Profile, language: Node) -> Option<Node> {
    let (graph, properties) = (view.graph, view.properties);
    profile
        .subjects(properties.client_of)
        .filter(|client| graph.says_by(*client, properties.for_language, language))
        .min_by_key(|client| {
            let is_given_up = is_given_up(view, *client);
            (is_given_up, !is_official(view, *client), *client)
        })
}

fn is_official(view: View<'_>, client: Node) -> bool {
    let mut stated = view.graph.objects_by(client, view.properties.official);
    stated.any(|it| view.graph.text(it) == "true")
}

/// Whether a client is retired or only maintained.
fn is_given_up(view: View<'_>, client: Node) -> bool {
    let mut statuses = view.graph.objects_by(client, view.properties.status);
    statuses.any(|it| matches!(view.graph.text(it), "retired" | "maintenance"))
}
