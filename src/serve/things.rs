//! IRIs that answer: `/id/{kind}/{slug}`, the vocabulary and the shapes, as a page, JSON-LD or Turtle, by `Accept` or by
//! suffix.

use hyper::StatusCode;
use hyper::header::{ACCEPT, CONTENT_LOCATION, LINK};

use super::api::media_type;
use super::exchange::Response;
use super::negotiate::{Offer, best, offer};
use super::pages;
use super::problem::HttpProblem;
use super::routes::Asked;
use crate::answer::Answer;
use crate::base::vocabulary::id;
use crate::commands::terms::VOCABULARY;
use crate::commands::{Ask as _, Show};
use crate::render;

static SHAPES: &str = include_str!("../../ontologies/shapes.ttl");

/// The forms of a thing: name of the format, suffix of the address, media types.
const FORMS: &[(Offer, &str)] = &[
    (
        offer("html", &["text/html", "application/xhtml+xml"]),
        "html",
    ),
    (offer("turtle", &["text/turtle"]), "ttl"),
    (
        offer("jsonld", &["application/ld+json", "application/json"]),
        "jsonld",
    ),
    (
        offer("ntriples", &["application/n-triples", "text/plain"]),
        "nt",
    ),
    (
        offer("rdfxml", &["application/rdf+xml", "application/xml"]),
        "rdf",
    ),
];

/// The form asked for by a suffix of the last part of a path, with what stands before it.
fn by_suffix(last: &str) -> Option<(&'static Offer, &str)> {
    FORMS
        .iter()
        .find_map(|(offer, suffix)| Some((offer, last.strip_suffix(suffix)?.strip_suffix('.')?)))
}

/// The form that `Accept` wants; without one, Turtle for programs that send `*/*` or nothing.
fn by_accept(asked: &Asked<'_>, forms: &[Offer]) -> Result<Offer, HttpProblem> {
    let accept = asked.request.joined(&ACCEPT);
    best(&accept, forms).copied().ok_or_else(|| {
        let types: Vec<&str> = forms.iter().map(|it| it.media_types[0]).collect();
        let detail = format!(
            "nothing of `Accept` is there, expected {}",
            types.join(", ")
        );
        HttpProblem::new(StatusCode::NOT_ACCEPTABLE, detail).with("known", types)
    })
}

/// `/id/{kind}/{slug}`.
pub(crate) fn thing(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    let [kind, last] = asked.parts else {
        return Err(super::routes::unknown(&asked.request.path));
    };
    let world = asked.site.graph.world();
    // A slug may end like a suffix: it is tried first as it stands.
    let whole = show(&world, kind, last);
    let (offer, slug, shown) = match (by_suffix(last), whole) {
        (_, Ok(shown)) => {
            let forms: Vec<Offer> = FORMS.iter().map(|(offer, _)| *offer).collect();
            (by_accept(asked, &forms)?, last.as_str(), shown)
        }
        (Some((offer, slug)), Err(_)) => (*offer, slug, show(&world, kind, slug)?),
        (None, Err(problem)) => return Err(problem),
    };
    let response = if offer.name == "html" {
        pages::thing(asked, &shown)?
    } else {
        let shapes = <Show as crate::commands::Ask>::SHAPES;
        let format = render::format(offer.name)
            .ok_or_else(|| HttpProblem::bad(format!("unknown format `{}`", offer.name)))?;
        let answer: &dyn Answer = &shown;
        let bytes = render::render(answer, shapes, format, render::Style::default())
            .map_err(HttpProblem::bad)?;
        Response::ok(media_type(offer.name), bytes)
    };
    let path = format!("/id/{kind}/{slug}");
    let suffix = |name: &str| {
        let form = FORMS.iter().find(|(it, _)| it.name == name);
        form.map_or("", |(_, suffix)| suffix)
    };
    let links: Vec<String> = FORMS
        .iter()
        .filter(|(it, _)| it.name != offer.name)
        .map(|(it, suffix)| {
            let media_type = it.media_types[0];
            format!("<{path}.{suffix}>; rel=\"alternate\"; type=\"{media_type}\"")
        })
        .collect();
    Ok(response
        .varying("Accept")
        .with(LINK, &links.join(", "))
        .with(CONTENT_LOCATION, &format!("{path}.{}", suffix(offer.name))))
}

/// All that is known of a thing.
fn show(
    world: &crate::commands::World,
    kind: &str,
    slug: &str,
) -> Result<<Show as crate::commands::Ask>::Answer, HttpProblem> {
    let show = Show {
        entry: id(kind, slug),
        ..Show::default()
    };
    show.answer(world).map_err(|failure| {
        let mut problem = HttpProblem::from(failure);
        problem.status = StatusCode::NOT_FOUND;
        problem.detail = format!("nothing is known of {kind} `{slug}`");
        problem
    })
}

/// `/ns`: the vocabulary.
pub(crate) fn vocabulary(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    document(asked, VOCABULARY)
}

/// `/shapes`: the shapes that graphs are checked against.
pub(crate) fn shapes(asked: &Asked<'_>) -> Result<Response, HttpProblem> {
    document(asked, SHAPES)
}

/// A document in Turtle, in the form asked for.
fn document(asked: &Asked<'_>, turtle: &'static str) -> Result<Response, HttpProblem> {
    let forms: Vec<Offer> = FORMS[1..].iter().map(|(offer, _)| *offer).collect();
    let offer = match by_suffix(&asked.request.path) {
        Some((offer, _)) => *offer,
        None => by_accept(asked, &forms).unwrap_or(forms[0]),
    };
    let bytes = if offer.name == "turtle" {
        turtle.as_bytes().to_vec()
    } else {
        render::from_turtle(turtle, offer.name).map_err(HttpProblem::bad)?
    };
    Ok(Response::ok(media_type(offer.name), bytes).varying("Accept"))
}
