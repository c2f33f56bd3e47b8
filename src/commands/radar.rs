//! A radar: the verdicts of a graph as the blips that generators of radars read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};

/// A blip as Thoughtworks' *build your own radar* reads it, with a link and notes beside.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Blip<'a> {
    name: &'a str,
    ring: &'a str,
    quadrant: &'a str,
    is_new: &'static str,
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    link: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The place of the quadrant among those of its source.
    #[serde(skip)]
    position: u64,
}

/// Where a blip without a heading stands: generators want a quadrant.
const NO_QUADRANT: &str = "Other";

/// The blips of those of `things` on which somebody has a verdict, by quadrant and name; nothing where there is none. Where several have
/// one, the first source by slug counts, and a note tells what the others say.
pub(super) fn render(graph: &Graph<'_>, things: &[Node]) -> Option<Vec<u8>> {
    let mut blips: Vec<Blip<'_>> = things.iter().filter_map(|it| blip(graph, *it)).collect();
    blips.sort_by(|one, other| {
        let key = |it: &Blip<'_>| (it.position, it.quadrant.to_owned(), it.name.to_owned());
        key(one).cmp(&key(other))
    });
    if blips.is_empty() {
        return None;
    }
    let mut text = serde_json::to_string_pretty(&blips).ok()?;
    text.push('\n');
    Some(text.into_bytes())
}

fn blip<'a>(graph: &Graph<'a>, thing: Node) -> Option<Blip<'a>> {
    let mut verdicts: BTreeMap<&str, (Node, Node)> = BTreeMap::new();
    for ring in graph.objects(thing, sg::RING) {
        for source in graph.sources(thing, sg::RING, ring) {
            verdicts.entry(graph.slug(source)).or_insert((source, ring));
        }
    }
    let (first, (source, ring)) = verdicts.pop_first()?;
    let said = |property| graph.said_by(source, thing, property);
    let text = |property| said(property).next().map_or("", |it| graph.text(it));
    let mut notes: Vec<String> = said(sg::NOTE).map(|it| graph.text(it).to_owned()).collect();
    let others = verdicts.iter().filter(|(_, (_, other))| *other != ring);
    notes.extend(others.map(|(other, (_, verdict))| {
        format!(
            "{other} says {}, {first} {}",
            graph.text(*verdict),
            graph.text(ring)
        )
    }));
    let heading = quadrant(graph, thing, source);
    let mut names = said(sg::ALT_LABEL).chain(said(sg::LABEL));
    let mut links = said(sg::REPOSITORY).chain(said(sg::HOMEPAGE));
    Some(Blip {
        name: names
            .next()
            .map_or_else(|| graph.label(thing), |it| graph.text(it)),
        ring: graph.text(ring),
        quadrant: heading.map_or(NO_QUADRANT, |it| graph.label(it)),
        position: heading.map_or(u64::MAX, |it| {
            graph.value(it, sg::POSITION).parse().unwrap_or(u64::MAX)
        }),
        is_new: "FALSE",
        description: text(sg::DESCRIPTION),
        link: links.next().map_or("", |it| graph.iri(it)),
        notes,
    })
}

/// The outermost heading of the source under which a thing stands.
fn quadrant(graph: &Graph<'_>, thing: Node, source: Node) -> Option<Node> {
    let is_heading = |it: &Node| {
        graph
            .objects(*it, sg::IN_SCHEME)
            .any(|scheme| scheme == source)
    };
    let is_outermost = |it: &Node| {
        !graph
            .objects(*it, sg::BROADER)
            .any(|above| is_heading(&above))
    };
    let mut headings: Vec<Node> = graph
        .objects(thing, sg::IN_CATEGORY)
        .filter(is_heading)
        .collect();
    headings.sort_by_key(|it| (!is_outermost(it), graph.slug(*it)));
    let mut heading = *headings.first()?;
    // No list we know nests deeper; a ring of headings ends here.
    for _ in 0..8 {
        match graph.objects(heading, sg::BROADER).find(is_heading) {
            Some(above) => heading = above,
            None => break,
        }
    }
    Some(heading)
}
