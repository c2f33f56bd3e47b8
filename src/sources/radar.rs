//! Tech radars in JSON, as the well-known generators read them; and what the rings of a radar are called.
//!
//! Thoughtworks' *build your own radar* reads an array of blips with `name`, `ring`, `quadrant`, `description`. Zalando's has
//! `entries` with a `label` and numbers for ring and quadrant, `rings` and `quadrants` beside them naming these. AOE's has
//! `items` with a `title` and a `body`. A ring is the verdict of whoever keeps the radar and says nothing of whether the
//! thing itself is alive.

use serde_json::Value;

use super::known::Known;
use super::listing::{self, Item, is_repository};
use super::{table, text};
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::model::fact::Facts;
use crate::model::problem::Problem;

/// The rings from the innermost, each with what else teams call it.
const RINGS: &[(&str, &[&str])] = &[
    (
        "adopt",
        &[
            "adopted",
            "approved",
            "default",
            "in-use",
            "in-production",
            "live",
            "preferred",
            "production",
            "standard",
            "use",
            "yes",
            "active",
            "recommended",
            "approve",
            "core",
            "deployed",
            "ga",
            "generally-available",
            "in-active-use",
            "invest",
            "mainstream",
            "prod",
            "released",
            "strategic",
            "supported",
            "used",
        ],
    ),
    (
        "trial",
        &[
            "pilot",
            "piloting",
            "poc",
            "proof-of-concept",
            "trialing",
            "beta",
            "try",
            "limited",
            "in-trial",
            "test",
            "testing",
            "experiment",
            "experimental",
            "in-pilot",
        ],
    ),
    (
        "assess",
        &[
            "assessing",
            "candidate",
            "evaluate",
            "evaluating",
            "evaluation",
            "explore",
            "investigate",
            "planned",
            "proposed",
            "research",
            "watch",
            "under-review",
            "emerging",
            "idea",
            "in-evaluation",
            "in-review",
            "interesting",
            "new",
            "to-be-evaluated",
            "under-evaluation",
            "considering",
        ],
    ),
    (
        "hold",
        &[
            "avoid",
            "caution",
            "contain",
            "deprecated",
            "do-not-use",
            "end-of-life",
            "eol",
            "forbidden",
            "legacy",
            "no",
            "phase-out",
            "phasing-out",
            "rejected",
            "retire",
            "retired",
            "retiring",
            "stop",
            "sunset",
            "sunsetting",
            "banned",
            "blocked",
            "decommissioned",
            "discontinued",
            "do-not-start-new",
            "dropped",
            "eliminate",
            "freeze",
            "frozen",
            "maintain",
            "maintenance",
            "migrate",
            "not-approved",
            "not-recommended",
            "obsolete",
            "on-hold",
            "outdated",
            "phased-out",
            "replace",
            "remove",
            "removed",
            "tolerate",
            "to-be-removed",
            "unsupported",
            "use-with-caution",
            "deprecating",
        ],
    ),
];

/// The ring that a word means, in any case; nothing for words that name none.
pub(super) fn ring(text: &str) -> Option<&'static str> {
    let folded = slug(text);
    let known = RINGS
        .iter()
        .find(|(ring, others)| *ring == folded || others.contains(&folded.as_str()));
    known.map(|(ring, _)| *ring)
}

/// Whether a text in JSON looks like a radar.
pub(super) fn is_radar(text: &str) -> bool {
    text.starts_with(['{', '[']) && text.contains("\"ring\"") && text.contains("\"quadrant\"")
}

/// Reads a radar as a source of its own: a blip is an entry with its ring, a quadrant a heading.
#[must_use]
pub fn read(file: &str, bytes: &[u8], known: &dyn Known) -> (Facts, Vec<Problem>) {
    let text = match text::decode(file, bytes) {
        Ok(text) => text,
        Err(problem) => return (Facts::default(), vec![problem]),
    };
    let radar: Value = match serde_json::from_str(text) {
        Ok(radar) => radar,
        Err(error) => {
            let place = Place {
                file: file.to_owned(),
                line: error.line() as u64,
                column: error.column() as u64,
            };
            let message = format!("broken JSON, {EXPECTED}");
            return (Facts::default(), vec![Problem::malformed(place, message)]);
        }
    };
    let blips = ["entries", "items", "blips", "technologies"]
        .iter()
        .find_map(|it| radar.get(it));
    let Some(blips) = blips.or(Some(&radar)).and_then(Value::as_array) else {
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        return (
            Facts::default(),
            vec![Problem::malformed(place, format!("no radar, {EXPECTED}"))],
        );
    };
    let mut lines = Positions {
        text,
        at: 0,
        line: 1,
    };
    let (mut items, mut skipped) = (Vec::new(), Vec::new());
    for blip in blips {
        let item = item(&radar, blip, &mut lines);
        if item.name.is_empty() {
            skipped.push((lines.line, "it has no name".to_owned()));
        } else {
            items.push(item);
        }
    }
    if items.is_empty() {
        let place = Place {
            file: file.to_owned(),
            ..Place::default()
        };
        return (
            Facts::default(),
            vec![Problem::malformed(
                place,
                format!("no blip found, {EXPECTED}"),
            )],
        );
    }
    let (facts, mut problems) = listing::write(&table::listing_of(file, items, true), known);
    problems.extend(text::passed_over(file, &skipped));
    problems.sort();
    (facts, problems)
}

const EXPECTED: &str = "expected a radar: an array of blips, or `entries` or `items`, each with `name`, `label` or `title`, `ring` and `quadrant`";

fn item(radar: &Value, blip: &Value, lines: &mut Positions<'_>) -> Item {
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| blip.get(name)?.as_str());
        found.unwrap_or_default().trim().to_owned()
    };
    let name = text(&["name", "label", "title"]);
    let line = lines.of(&name);
    let verdict = named(radar, blip, "ring", "rings");
    let quadrant = named(radar, blip, "quadrant", "quadrants");
    let mut item = Item {
        line: u32::try_from(line).unwrap_or(0),
        text: plain(&text(&["description", "body"])),
        section: quadrant.into_iter().collect(),
        name,
        ..Item::default()
    };
    for member in ["link", "url", "homepage", "website", "repository", "repo"] {
        let link = text(&[member]);
        let place = if is_repository(&link) {
            &mut item.repository
        } else {
            &mut item.homepage
        };
        if place.is_empty() {
            *place = link;
        }
    }
    item.notes = notes(blip);
    if let Some(verdict) = verdict {
        match ring(&verdict) {
            Some(ring) => ring.clone_into(&mut item.ring),
            None => item.notes.push(format!("ring: {verdict}")),
        }
    }
    item
}

/// Members of a blip that are read as what they are, or that say only how a picture is drawn.
const UNDERSTOOD: &[&str] = &[
    "name",
    "label",
    "title",
    "ring",
    "quadrant",
    "description",
    "body",
    "link",
    "url",
    "homepage",
    "website",
    "repository",
    "repo",
    "id",
    "key",
    "isNew",
    "new",
    "active",
    "moved",
    "flag",
    "featured",
    "revisions",
    "timeline",
    "info",
    "status",
    "fileName",
    "x",
    "y",
    "color",
    "segment",
];

/// What else is said of a blip: `notes` as they are, any other member behind its name.
fn notes(blip: &Value) -> Vec<String> {
    let words = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    let members = blip.as_object().into_iter().flatten();
    let others = members.filter(|(name, _)| !UNDERSTOOD.contains(&name.as_str()));
    others
        .flat_map(|(name, value)| match value {
            Value::Array(values) if name == "notes" => values.iter().filter_map(words).collect(),
            Value::Array(values) => {
                let all: Vec<String> = values.iter().filter_map(words).collect();
                vec![format!("{name}: {}", all.join(", "))]
            }
            value => {
                let text = words(value).filter(|text| !text.is_empty());
                text.map(|text| format!("{name}: {text}"))
                    .into_iter()
                    .collect()
            }
        })
        .collect()
}

/// The name of a ring or quadrant: as it stands in the blip, or by its number there. Rings without names are the four
/// from the innermost.
fn named(radar: &Value, blip: &Value, one: &str, all: &str) -> Option<String> {
    let value = blip.get(one)?;
    if let Some(name) = value.as_str() {
        let titled = radar.get(all).and_then(Value::as_array).and_then(|all| {
            let is_it = |it: &&Value| it.get("id").and_then(Value::as_str) == Some(name);
            title(all.iter().find(is_it)?)
        });
        return titled.or_else(|| Some(name.trim().to_owned()));
    }
    let number = usize::try_from(value.as_u64()?).ok()?;
    let names = radar.get(all).and_then(Value::as_array);
    match names.and_then(|names| names.get(number)) {
        Some(name) => title(name),
        None if one == "ring" => RINGS.get(number).map(|(ring, _)| (*ring).to_owned()),
        None => None,
    }
}

fn title(value: &Value) -> Option<String> {
    let name = value.as_str().or_else(|| {
        let of = |name: &str| value.get(name).and_then(Value::as_str);
        of("name").or_else(|| of("title"))
    });
    name.map(|name| name.trim().to_owned())
}

/// Words without the tags of HTML that generators allow in them.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = after.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
        if let Some((_, after)) = after.split_once('>').filter(|_| is_tag) {
            plain.push(' ');
            rest = after;
        } else {
            // `a < b` is no tag.
            plain.push('<');
            rest = after;
        }
    }
    plain.push_str(rest);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name is not looked for farther than this behind the last one, in bytes: time stays linear in the text.
const FARTHEST: usize = 8 << 10;

/// Where names stand in a text, asked for in their order.
struct Positions<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Positions<'_> {
    /// The line of the next place of this name; that of the last one where it is written with escapes or stands far off.
    fn of(&mut self, name: &str) -> u64 {
        let mut end = self.text.len().min(self.at + FARTHEST);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let rest = &self.text[self.at..end];
        if let Some(found) = rest
            .find(&format!("\"{name}\""))
            .filter(|_| !name.is_empty())
        {
            self.line += rest[..found].matches('\n').count() as u64;
            self.at += found + 1;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::known::Nothing;

    #[test]
    fn the_forms_of_three_generators_say_the_same() {
        let thoughtworks = "[{\"name\": \"NATS\",\n \"ring\": \"Adopt\", \"quadrant\": \"platforms\", \"isNew\": \"TRUE\", \"description\": \"Our <b>bus</b>\"}]";
        let zalando = "{\"date\": \"2026.05\", \"quadrants\": [{\"name\": \"platforms\"}], \"entries\": [{\"label\": \"NATS\", \"ring\": 0, \"quadrant\": 0, \"description\": \"Our bus\", \"active\": true, \"moved\": 0}]}";
        let aoe = "{\"releases\": [], \"items\": [{\"id\": \"nats\", \"title\": \"NATS\", \"ring\": \"adopt\", \"quadrant\": \"platforms\", \"body\": \"<p>Our bus</p>\"}]}";
        for text in [thoughtworks, zalando, aoe] {
            assert!(is_radar(text));
            let (facts, problems) = read("radar.json", text.as_bytes(), &Nothing);
            assert_eq!(problems, []);
            let quads: Vec<String> = facts.quads().map(|quad| quad.to_string()).collect();
            for words in [
                "technology/nats> <https://w3id.org/stackgen/ns#ring> \"adopt\"",
                "technology/nats> <http://purl.org/dc/terms/description> \"Our bus\"",
                "category/radar-platforms> <http://www.w3.org/2000/01/rdf-schema#label> \"platforms\"",
            ] {
                assert!(
                    quads.iter().any(|quad| quad.contains(words)),
                    "{words}: {quads:#?}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_radar_says_what_was_expected() {
        for text in [
            "",
            "{",
            "{}",
            "[]",
            "[1, null]",
            "{\"entries\": 1}",
            "[{\"ring\": 7}]",
        ] {
            let (facts, problems) = read("radar.json", text.as_bytes(), &Nothing);
            assert!(facts.is_empty(), "{text}");
            assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        }
    }
}
