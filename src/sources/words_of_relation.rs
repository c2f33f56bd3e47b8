//! Relation words in descriptions: `built on Kafka`, `written in Go`. Precision before recall: what is not sure is left out.

use super::known::{Known, Thing};
use crate::base::vocabulary as sg;

/// A relation that a description tells.
pub(super) struct Relation {
    pub(super) property: &'static str,
    /// The relation as a part of slugs.
    pub(super) name: &'static str,
    pub(super) object: Thing,
    /// The words it rests on.
    pub(super) words: String,
}

struct Pattern {
    phrase: &'static [&'static str],
    property: &'static str,
    name: &'static str,
    /// Which kinds the object may be of.
    kinds: &'static [&'static str],
}

const fn pattern(
    phrase: &'static [&'static str],
    property: &'static str,
    name: &'static str,
    kinds: &'static [&'static str],
) -> Pattern {
    Pattern {
        phrase,
        property,
        name,
        kinds,
    }
}

const TECHNOLOGY: &[&str] = &["technology"];

const PATTERNS: &[Pattern] = &[
    pattern(
        &["built", "on", "top", "of"],
        sg::BUILT_ON,
        "built-on",
        TECHNOLOGY,
    ),
    pattern(&["built", "on"], sg::BUILT_ON, "built-on", TECHNOLOGY),
    pattern(&["built", "atop"], sg::BUILT_ON, "built-on", TECHNOLOGY),
    pattern(&["based", "on"], sg::BUILT_ON, "built-on", TECHNOLOGY),
    pattern(&["powered", "by"], sg::BUILT_ON, "built-on", TECHNOLOGY),
    pattern(&["fork", "of"], sg::FORK_OF, "fork-of", TECHNOLOGY),
    pattern(&["forked", "from"], sg::FORK_OF, "fork-of", TECHNOLOGY),
    pattern(
        &["implementation", "of"],
        sg::IMPLEMENTS,
        "implements",
        &["standard"],
    ),
    pattern(&["implements"], sg::IMPLEMENTS, "implements", &["standard"]),
    pattern(
        &["alternative", "to"],
        sg::ALTERNATIVE_TO,
        "alternative-to",
        TECHNOLOGY,
    ),
    pattern(
        &["alternative", "for"],
        sg::ALTERNATIVE_TO,
        "alternative-to",
        TECHNOLOGY,
    ),
    pattern(
        &["replacement", "for"],
        sg::ALTERNATIVE_TO,
        "alternative-to",
        TECHNOLOGY,
    ),
    pattern(
        &["client", "for"],
        sg::INTEGRATES_WITH,
        "integrates-with",
        TECHNOLOGY,
    ),
    pattern(
        &["client", "library", "for"],
        sg::INTEGRATES_WITH,
        "integrates-with",
        TECHNOLOGY,
    ),
    pattern(
        &["driver", "for"],
        sg::INTEGRATES_WITH,
        "integrates-with",
        TECHNOLOGY,
    ),
    pattern(
        &["written", "in"],
        sg::WRITTEN_IN,
        "written-in",
        &["language"],
    ),
];

/// Longer descriptions are looked at only up to here, in words.
const LONGEST: usize = 400;
/// No name has more words.
const LONGEST_NAME: usize = 4;

/// The relations that a description tells of the thing it describes, in its order.
pub(super) fn relations(text: &str, known: &dyn Known) -> Vec<Relation> {
    let words: Vec<&str> = text.split_whitespace().take(LONGEST).collect();
    let mut found = Vec::new();
    // Where the words of the last relation end: what joins on speaks of the same thing.
    let mut told_to = None;
    for at in 0..words.len() {
        let Some(pattern) = PATTERNS.iter().find(|it| begins(&words[at..], it.phrase)) else {
            continue;
        };
        let joins_on = told_to.is_some_and(|told| joins(&words, told, at));
        if !joins_on && !speaks_of_the_entry(&words[..at], pattern)
            || is_for_a_platform(&words[..at], pattern, known)
        {
            continue;
        }
        let mut next = at + pattern.phrase.len();
        while let Some((thing, after)) = object(&words, next, known) {
            let runs_code =
                pattern.property == sg::INTEGRATES_WITH && PLATFORMS.contains(&thing.name.as_str());
            if runs_code || !pattern.kinds.contains(&thing.kind()) {
                break;
            }
            found.push(Relation {
                property: pattern.property,
                name: pattern.name,
                object: thing,
                words: words[at..after].join(" "),
            });
            told_to = Some(after);
            match after_join(&words, after) {
                Some(more) => next = more,
                None => break,
            }
        }
    }
    found
}

/// Whether nothing but a comma, `and` and adverbs stands between a relation and the next: `written in Go, built on Redis`.
fn joins(words: &[&str], told: usize, at: usize) -> bool {
    let ends = words[told - 1].ends_with(['.', '!', '?', ';']);
    let between = words.get(told..at);
    !ends && between.is_some_and(|it| it.iter().all(|word| ADVERBS.contains(&plain(word))))
}

/// `MySQL driver for Erlang/OTP` is a driver of `MySQL`: what follows is where it runs.
fn is_for_a_platform(before: &[&str], pattern: &Pattern, known: &dyn Known) -> bool {
    pattern.property == sg::INTEGRATES_WITH
        && before
            .last()
            .is_some_and(|word| known.named(word).is_some_and(|it| it.kind() != "language"))
}

/// What runs code, so that a client `for` it is no client of it.
const PLATFORMS: &[&str] = &[
    "Erlang/OTP",
    "Node.js",
    ".NET",
    "GraalVM",
    "Deno",
    "Bun",
    "Android",
    "iOS",
];

fn plain(word: &str) -> &str {
    word.trim_matches(|letter: char| "()[],.;:!?\"'“”‘’`*".contains(letter))
}

fn begins(words: &[&str], phrase: &[&str]) -> bool {
    words.len() > phrase.len()
        && words
            .iter()
            .zip(phrase)
            .enumerate()
            .all(|(at, (word, wanted))| {
                let inner = if at == 0 {
                    word.trim_start_matches(['(', '"', '“'])
                } else {
                    word
                };
                inner.eq_ignore_ascii_case(wanted)
            })
}

/// Whether the words before leave no other subject: `apps built on`, `not based on`, `to those written in` speak of others.
fn speaks_of_the_entry(before: &[&str], pattern: &Pattern) -> bool {
    let start = before
        .iter()
        .rposition(|word| word.ends_with(['.', '!', '?', ';']))
        .map_or(0, |at| at + 1);
    let sentence = &before[start..];
    if sentence
        .iter()
        .any(|word| DENIALS.contains(&plain(word).to_lowercase().as_str()))
    {
        return false;
    }
    let Some(last) = sentence.last() else {
        // A later sentence that begins so still speaks of the entry.
        return true;
    };
    let last_word = plain(last).to_lowercase();
    if pattern.property == sg::ALTERNATIVE_TO || pattern.property == sg::INTEGRATES_WITH {
        return !sentence
            .iter()
            .any(|word| matches!(plain(word), "as" | "with" | "your"));
    }
    if last.ends_with(',') || ADVERBS.contains(&last_word.as_str()) {
        return clause_is_clear(sentence);
    }
    let is_plural = last_word.ends_with('s')
        && !["is", "was", "as", "kubernetes", "redis"].contains(&last_word.as_str())
        && !last_word.ends_with("ss");
    !is_plural && clause_is_clear(sentence)
}

/// Nothing between the start and the relation turns to another thing.
fn clause_is_clear(sentence: &[&str]) -> bool {
    !sentence
        .iter()
        .any(|word| TURNS.contains(&plain(word).to_lowercase().as_str()))
}

const DENIALS: &[&str] = &[
    "not",
    "unlike",
    "without",
    "no",
    "isn't",
    "instead",
    "similar",
    "like",
    "inspired",
    "tutorial",
    "course",
    "book",
    "guide",
    "article",
    "example",
    "examples",
    "talk",
    "demo",
    "sample",
    "learn",
    "how",
    "formerly",
    "originally",
    "was",
    "partial",
    "partially",
    "could",
    "can",
    "may",
];
const TURNS: &[&str] = &[
    "for", "to", "that", "which", "where", "your", "any", "other", "into", "from", "whose",
    "between", "of", "with", "using", "on", "by", "in",
];
const ADVERBS: &[&str] = &[
    "fully",
    "entirely",
    "completely",
    "purely",
    "mostly",
    "and",
    "is",
    "it's",
    "are",
];

/// The thing that the words from `at` on name, by as many of them as possible, and where the words go on.
fn object(words: &[&str], at: usize, known: &dyn Known) -> Option<(Thing, usize)> {
    let mut at = at;
    while words
        .get(at)
        .is_some_and(|word| ["the", "a", "an", "pure"].contains(word))
    {
        at += 1;
    }
    let longest = LONGEST_NAME.min(words.len().saturating_sub(at));
    for count in (1..=longest).rev() {
        let name = words[at..at + count].join(" ");
        let name = name.trim_start_matches(['(', '"', '“', '`']);
        let bare = name.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '"', '”', '`']);
        if bare.contains([',', ';']) || bare.ends_with("'s") {
            continue;
        }
        let Some(thing) = known.named(bare) else {
            continue;
        };
        let closed = bare.len() < name.len();
        let next = words.get(at + count).copied().unwrap_or_default();
        if closed || is_boundary(next) {
            return Some((thing, at + count));
        }
        return None;
    }
    None
}

/// Whether a name ends before this word: `Redis Sentinel` and `Redis compatible` are not Redis.
fn is_boundary(next: &str) -> bool {
    let plain = plain(next).to_lowercase();
    next.is_empty()
        || next.starts_with(['(', '-', '–', '—', '&', '/'])
        || AFTER_NAMES.contains(&plain.as_str())
}

const AFTER_NAMES: &[&str] = &[
    "and",
    "or",
    "for",
    "with",
    "that",
    "which",
    "to",
    "in",
    "on",
    "using",
    "by",
    "from",
    "as",
    "at",
    "is",
    "providing",
    "allowing",
    "supporting",
    "offering",
    "designed",
    "focused",
    "aimed",
    "featuring",
    "but",
    "via",
    "it",
    "where",
    "when",
    "so",
    "plus",
    "framework",
    "library",
    "language",
    "platform",
    "protocol",
    "server",
    "database",
    "running",
    "if",
];

/// Where the next name of an enumeration stands.
fn after_join(words: &[&str], after: usize) -> Option<usize> {
    let last = words.get(after.checked_sub(1)?)?;
    match words.get(after) {
        Some(&("and" | "or" | "&")) => Some(after + 1),
        Some(_) if last.ends_with(',') => {
            let next = words[after];
            Some(if ["and", "or"].contains(&next) {
                after + 1
            } else {
                after
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::NamedNode;

    /// Knows a few names.
    struct Few;

    impl Known for Few {
        fn named(&self, words: &str) -> Option<Thing> {
            let kind = match words {
                "Redis" | "Kafka" | "MySQL" | "Spring Boot" | "Erlang/OTP" => "technology",
                "MQTT" => "standard",
                "Go" => "language",
                _ => return None,
            };
            let slug = crate::base::slug::slug(words);
            Some(Thing {
                iri: NamedNode::new_unchecked(sg::id(kind, &slug)),
                name: words.to_owned(),
            })
        }
    }

    fn found(text: &str) -> Vec<String> {
        relations(text, &Few)
            .iter()
            .map(|it| format!("{} {} | {}", it.name, it.object.name, it.words))
            .collect()
    }

    #[test]
    fn relation_words_before_a_known_name_are_a_relation() {
        for (text, expected) in [
            (
                "Queue built on top of Redis.",
                "built-on Redis | built on top of Redis.",
            ),
            (
                "Framework based on Spring Boot, for teams",
                "built-on Spring Boot | based on Spring Boot,",
            ),
            (
                "A broker written in pure Go.",
                "written-in Go | written in pure Go.",
            ),
            (
                "Implementation of the MQTT protocol",
                "implements MQTT | Implementation of the MQTT",
            ),
            (
                "Open source alternative to Kafka",
                "alternative-to Kafka | alternative to Kafka",
            ),
            (
                "Client for Redis",
                "integrates-with Redis | Client for Redis",
            ),
        ] {
            assert_eq!(found(text), [expected], "{text}");
        }
        assert_eq!(found("An alternative to Kafka, Redis and MySQL").len(), 3);
        for text in [
            "A store written in Go, built on Redis.",
            "A store written in Go and built on Redis.",
            "A store, written in Go and entirely built on top of Redis",
        ] {
            assert_eq!(found(text).len(), 2, "{text}");
        }
    }

    #[test]
    fn what_speaks_of_other_things_or_is_not_sure_is_no_relation() {
        for text in [
            "Tools for applications built on Redis",
            "Not based on Redis",
            "Built on Redis Streams",
            "Built on redis",
            "An alternative to something like Redis-like stores",
            "MySQL driver for Erlang/OTP",
            "HTTP client for Erlang/OTP",
            "Implementation of Redis",
            "Written in Golang-like syntax",
            "A course on services written in Go",
            "based on",
            "",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
