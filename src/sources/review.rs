//! What the keeper of an awesome list wants to know of it: anchors that lead nowhere, links told twice, items without a word,
//! items out of order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::awesome::{self, List, Listed};
use super::text;
use crate::base::link::Address;
use crate::base::nearest::nearest;
use crate::base::place::Place;
use crate::model::problem::Problem;

/// A section with fewer items has no order to keep.
const FEWEST_IN_ORDER: usize = 5;

/// Looks through a list in Markdown or HTML; what cannot be read has been told by its reader.
#[must_use]
pub fn review(file: &str, bytes: &[u8], is_html: bool) -> Vec<Problem> {
    let Ok(text) = text::decode(file, bytes) else {
        return Vec::new();
    };
    let list = if is_html {
        awesome::html(text)
    } else {
        awesome::markdown(text)
    };
    let mut told = told_twice(&list);
    told.extend(without_words(&list));
    told.extend(out_of_order(&list));
    if !is_html {
        told.extend(dead_anchors(text));
    }
    told.sort();
    let problem = |(line, message, hint): Told| {
        let place = Place {
            file: file.to_owned(),
            line,
            column: 0,
        };
        Problem::skipped(place, message).with_hint(hint)
    };
    told.into_iter().map(problem).collect()
}

/// Line, what is wrong, what to do.
type Told = (u64, String, Option<String>);

fn told_twice(list: &List) -> Vec<Told> {
    let mut first: HashMap<String, &Listed> = HashMap::new();
    let mut told = Vec::new();
    for entry in list.entries.iter().filter(|it| !it.link.is_empty()) {
        let page = page(&entry.link);
        if let Some(before) = first.get(&page) {
            let message = format!(
                "`{}` leads where `{}` at line {} does already",
                entry.name, before.name, before.line
            );
            let hint = "leave one of them out, or link the second to a page of its own";
            told.push((entry.line, message, Some(hint.to_owned())));
        } else {
            first.insert(page, entry);
        }
    }
    told
}

/// Where a link leads, as two are compared.
fn page(link: &str) -> String {
    Address::of(link).map_or_else(|| link.to_owned(), |it| it.page())
}

/// Items without a word, in a list that says a few of most.
fn without_words(list: &List) -> Vec<Told> {
    let silent: Vec<&Listed> = list
        .entries
        .iter()
        .filter(|it| it.text.is_empty())
        .collect();
    if silent.len() * 2 > list.entries.len() {
        return Vec::new();
    }
    let message = |it: &&Listed| (it.line, format!("`{}` has no description", it.name), None);
    silent.iter().map(message).collect()
}

/// Items that stand before one they should follow, in sections that are in alphabetical order but for a few.
fn out_of_order(list: &List) -> Vec<Told> {
    let mut told = Vec::new();
    let same =
        |one: &Listed, other: &Listed| one.section == other.section && one.groups == other.groups;
    for section in list.entries.chunk_by(same) {
        let key = |it: &Listed| it.name.to_lowercase();
        let falls = |pair: &&[Listed]| key(&pair[1]) < key(&pair[0]);
        let wrong: Vec<&[Listed]> = section.windows(2).filter(falls).collect();
        // One in five: with more, the order is another one.
        if section.len() < FEWEST_IN_ORDER || wrong.len() * 5 > section.len() {
            continue;
        }
        told.extend(wrong.iter().map(|pair| {
            let message = format!(
                "`{}` stands after `{}`, where the others are in alphabetical order",
                pair[1].name, pair[0].name
            );
            (pair[1].line, message, None)
        }));
    }
    told
}

/// Links into the page that lead to no heading of it.
fn dead_anchors(text: &str) -> Vec<Told> {
    let mut anchors: BTreeSet<String> = BTreeSet::new();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut links: Vec<(u64, String)> = Vec::new();
    let mut fence = false;
    let mut before = "";
    for (at, line) in text.lines().enumerate() {
        let start = line.trim_start();
        if start.starts_with("```") || start.starts_with("~~~") {
            fence = !fence;
        }
        if fence {
            continue;
        }
        let heading = start
            .strip_prefix('#')
            .map(|rest| rest.trim_start_matches('#'));
        let is_rule = |mark: char| !start.is_empty() && start.chars().all(|it| it == mark);
        let heading = heading.or((is_rule('=') || is_rule('-')).then_some(before));
        if let Some(heading) = heading.filter(|it| !it.trim().is_empty()) {
            let anchor = anchor(heading);
            let time = times.entry(anchor.clone()).or_default();
            anchors.insert(if *time == 0 {
                anchor
            } else {
                format!("{anchor}-{time}")
            });
            *time += 1;
        }
        for mark in ["name=\"", "id=\"", "name='", "id='"] {
            let named = line
                .split(mark)
                .skip(1)
                .filter_map(|it| it.split(['"', '\'']).next());
            anchors.extend(named.map(folded));
        }
        let inner = line
            .split("](#")
            .skip(1)
            .filter_map(|it| it.split([')', ' ']).next());
        links.extend(inner.map(|it| (at as u64 + 1, it.to_owned())));
        before = start;
    }
    let anchors: BTreeSet<String> = anchors.iter().map(|it| folded(it)).collect();
    let dead = links
        .into_iter()
        .filter(|(_, link)| !link.is_empty() && !anchors.contains(&folded(link)));
    dead.map(|(line, link)| {
        let near = nearest(&folded(&link), anchors.iter().map(String::as_str));
        let hint = near.map(|near| format!("did you mean `#{near}`?"));
        (
            line,
            format!("`#{link}` leads to no heading of this page"),
            hint,
        )
    })
    .collect()
}

/// The anchor that GitHub makes of a heading: its words in small letters, joined by `-`, without the other marks.
fn anchor(heading: &str) -> String {
    let mut plain = String::new();
    let mut rest = heading.trim().trim_end_matches('#').trim();
    // Of a link its text counts, of HTML what stands between the tags.
    while let Some(at) = rest.find(['<', ']']) {
        plain.push_str(&rest[..at]);
        let (close, skipped) = if rest[at..].starts_with('<') {
            ('>', 1)
        } else {
            (')', 2)
        };
        let is_link = rest[at..].starts_with("](");
        let end = rest[at..].find(close).filter(|_| is_link || skipped == 1);
        rest = &rest[at + end.unwrap_or(0) + 1..];
    }
    plain.push_str(rest);
    let kept = plain.to_lowercase();
    kept.trim()
        .chars()
        .filter_map(|it| match it {
            ' ' => Some('-'),
            it if it.is_alphanumeric() || it == '-' || it == '_' => Some(it),
            _ => None,
        })
        .collect()
}

/// Anchors as they are compared: signs before and behind, of which pictures leave some, do not matter.
fn folded(anchor: &str) -> String {
    let is_kept = |it: &char| it.is_alphanumeric() || *it == '-' || *it == '_';
    let decoded = percent_decoded(anchor);
    let plain: String = decoded.to_lowercase().chars().filter(is_kept).collect();
    plain.trim_matches('-').to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let code = more.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = code.and_then(|it| u8::from_str_radix(it, 16).ok());
        if let Some(byte) = byte.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let problems = review("list.md", text.as_bytes(), false);
        problems
            .iter()
            .map(|it| format!("{}: {}", it.place.line, it.message))
            .collect()
    }

    #[test]
    fn a_keeper_hears_what_is_wrong_with_the_list() {
        let text = "# Things\n\n## Contents\n\n- [Databases](#databases)\n- [Queues](#quees)\n\n## Databases\n\n- [A](https://a.org) - One.\n- [C](https://c.org) - Two.\n- [B](https://b.org) - Three.\n- [D](https://d.org)\n- [E](https://a.org/) - Five.\n- [F](https://f.org) - Six.\n\n## Queues\n\n- [N](https://n.org) - Seven.\n";
        assert_eq!(
            told(text),
            [
                "6: `#quees` leads to no heading of this page",
                "12: `B` stands after `C`, where the others are in alphabetical order",
                "13: `D` has no description",
                "14: `E` leads where `A` at line 10 does already",
            ]
        );
    }

    #[test]
    fn anchors_are_those_that_code_hosts_make() {
        let text = "# A\n\n[x](#c-c) [y](#rocket-start) [z](#same-1) [own](#own) [l](#linked-here) [u](#%C3%A9t%C3%A9)\n\n## C & C++\n\n## :rocket: Start\n\nSame\n----\n\n## Same\n\n<a id=\"own\"></a>\n\n## [Linked](https://l.org) here\n\n## Été\n\n```\n[dead](#dead)\n```\n";
        let told = told(text);
        assert_eq!(
            told,
            ["3: `#c-c` leads to no heading of this page"],
            "{told:?}"
        );
    }
}
