//! The words of an item: separators, marks, figures, descriptions.

use super::entry::has_words;

/// Around the words of a link and of code while a description is put together; nobody writes these characters.
pub(super) const LINK: char = '\u{E000}';
pub(super) const LINK_END: char = '\u{E001}';
pub(super) const CODE: char = '\u{E002}';
pub(super) const CODE_END: char = '\u{E003}';

/// What joins several links of one entry.
pub(super) const JOINS: &[&str] = &["and", "or", "und", "et", "y", "e", "и", "和", "与", "及"];

/// Longer brackets between a link and the words about it are part of the words.
const LONGEST_BRACKET: usize = 80;

/// `text` without the characters that mark links and code here.
pub(super) fn without_marks(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(is_mark) {
        text.replace(is_mark, "").into()
    } else {
        text.into()
    }
}

fn is_mark(letter: char) -> bool {
    (LINK..=CODE_END).contains(&letter)
}

/// Words with one blank between them, without marks such as `:star:`.
pub(super) fn collapse(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for word in text.split_whitespace().filter(|word| !is_shortcode(word)) {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(word);
    }
    all
}

/// `:star:`, `:small_blue_diamond:`, several of them without a blank between.
fn is_shortcode(word: &str) -> bool {
    let mut rest = word;
    while let Some(name) = rest.strip_prefix(':') {
        let Some((name, after)) = name.split_once(':') else {
            return false;
        };
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_name) {
            return false;
        }
        rest = after;
    }
    rest.is_empty() && !word.is_empty()
}

/// Two parts of a text with a separator between them.
pub(super) struct Split<'a> {
    pub(super) head: &'a str,
    pub(super) tail: &'a str,
    /// Whether it is a dash: a colon also stands inside sentences.
    pub(super) is_dash: bool,
}

/// Parts a text at its first separator.
pub(super) fn split(text: &str) -> Option<Split<'_>> {
    let mut before = ' ';
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let between = before.is_whitespace() && next.is_whitespace();
        let (separates, is_dash) = match letter {
            '-' | '–' | '−' | '|' | '―' => (between && at > 0, true),
            '—' => (at > 0, true),
            '：' => (at > 0, false),
            ':' => (at > 0 && next.is_whitespace(), false),
            _ => (false, false),
        };
        if separates {
            let tail = &text[at + letter.len_utf8()..];
            return Some(Split {
                head: text[..at].trim(),
                tail: tail.trim_start_matches(['-', '—', ' ']).trim(),
                is_dash,
            });
        }
        before = letter;
    }
    None
}

fn is_separator(letter: char) -> bool {
    "-–—―−‒:：|".contains(letter)
}

/// Whether a separator comes first, pictures and marks aside.
pub(super) fn starts_with_separator(text: &str) -> bool {
    collapse(text)
        .chars()
        .find(|letter| {
            !letter.is_whitespace()
                && (letter.is_alphanumeric() || letter.is_ascii() || is_separator(*letter))
        })
        .is_some_and(is_separator)
}

/// A name without its marks, and whether it is marked as commercial.
pub(super) fn name(text: &str) -> (String, bool) {
    let commercial = text.contains(":copyright:");
    let mut name = collapse(text);
    let mut marked = commercial;
    for mark in ["(c)", "(C)", "©"] {
        if let Some(plain) = name.strip_suffix(mark) {
            name = plain.trim_end().to_owned();
            marked = true;
        }
    }
    let trimmed = name
        .trim_end_matches(|letter: char| letter.is_whitespace() || "-–—―:：|,，;→".contains(letter))
        .trim_start_matches(|letter: char| {
            letter.is_whitespace() || "-–—―:：|,，;→•".contains(letter)
        });
    (without_open_bracket(trimmed).to_owned(), marked)
}

/// `Name (` and `[Name][` as they are left before a link.
fn without_open_bracket(name: &str) -> &str {
    let mut name = name.trim();
    while let Some(plain) = name.strip_suffix(['(', '[', '（', '【']) {
        name = plain.trim_end();
    }
    match name.strip_prefix('[') {
        Some(plain) if plain.ends_with(']') && !plain[..plain.len() - 1].contains(['[', ']']) => {
            plain[..plain.len() - 1].trim()
        }
        _ => name,
    }
}

/// What is said of an entry.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) text: String,
    pub(super) marks: Vec<String>,
    pub(super) commercial: bool,
    pub(super) figures: Figures,
}

/// Finds the description in the words beside a link: without separators, further links, tags and figures around it.
///
/// `beside_link` says that the words follow the name, so that what stands before a separator may belong to it.
pub(super) fn description(text: &str, beside_link: bool) -> Said {
    let mut said = Said {
        commercial: text
            .split_whitespace()
            .any(|word| word == ":copyright:" || word == "©"),
        ..Said::default()
    };
    let collapsed = collapse(text);
    let mut rest = without_figures(&collapsed, &mut said);
    if beside_link {
        rest = without_start(rest, &mut said);
    }
    rest = trim_start(rest);
    rest = without_end(rest, &mut said);
    let plain = without_marks(rest);
    if has_words(&plain) {
        let text = collapse(&plain).replace(" ,", ",");
        let text = if plain.ends_with(" .") {
            text.trim_end_matches(" .")
        } else {
            &text
        };
        text.clone_into(&mut said.text);
    }
    said
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches(|letter: char| {
        !letter.is_alphanumeric() && !is_mark(letter) && !OPENERS.contains(letter)
    })
}

/// What a description may begin with, besides letters and digits.
const OPENERS: &str = "\"'“”‘’«‹「『《([（【<`$#@.~%_{¡¿€£";

/// Takes away what stands between the link and the separator: further links, tags, short brackets.
fn without_start<'a>(text: &'a str, said: &mut Said) -> &'a str {
    let mut rest = text;
    let mut bracketed = false;
    loop {
        let trimmed = trim_start(rest);
        if trimmed.is_empty() && bracketed {
            // Nothing but brackets: they are what is said.
            return trim_start(text);
        }
        let separated = rest[..rest.len() - trimmed.len()].contains(is_separator);
        if separated && rest.len() < text.len() {
            return trimmed;
        }
        let after = if let Some(inside) = trimmed.strip_prefix(CODE) {
            end_of(inside, CODE_END).map(|(code, after)| {
                said.marks.push(code.to_owned());
                after
            })
        } else if let Some(inside) = trimmed.strip_prefix(LINK) {
            end_of(inside, LINK_END).map(|(_, after)| after)
        } else if let Some((inside, after)) = bracket(trimmed) {
            let marks_commercial = matches!(inside, "c" | "C");
            said.commercial |= marks_commercial;
            bracketed |= !marks_commercial && !holds_only_links(inside);
            (marks_commercial || inside.chars().count() <= LONGEST_BRACKET).then_some(after)
        } else {
            JOINS
                .iter()
                .find_map(|word| trimmed.strip_prefix(word))
                .filter(|after| after.trim_start().starts_with(LINK))
        };
        match after {
            // Only what a separator follows, or nothing, stood beside the name.
            Some(after) if leads_to_separator(after) => rest = after,
            _ => {
                return if separated || rest.len() == text.len() {
                    trimmed
                } else {
                    rest
                };
            }
        }
    }
}

/// Whether only links, tags and brackets stand before the next separator or the end.
fn leads_to_separator(text: &str) -> bool {
    let mut rest = text.trim_start();
    for _ in 0..16 {
        let Some(first) = rest.chars().next() else {
            return true;
        };
        if is_separator(first) {
            return true;
        }
        let after = if let Some(inside) = rest.strip_prefix(LINK) {
            end_of(inside, LINK_END).map(|(_, after)| after)
        } else if let Some(inside) = rest.strip_prefix(CODE) {
            end_of(inside, CODE_END).map(|(_, after)| after)
        } else if let Some((_, after)) = bracket(rest) {
            Some(after)
        } else if let Some(after) = JOINS.iter().find_map(|word| rest.strip_prefix(word)) {
            after.trim_start().starts_with(LINK).then_some(after)
        } else if !first.is_alphanumeric() && !OPENERS.contains(first) && first != '.' {
            Some(&rest[first.len_utf8()..])
        } else {
            None
        };
        match after {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    false
}

fn end_of(inside: &str, end: char) -> Option<(&str, &str)> {
    inside.split_once(end)
}

/// The inside of the bracket that a text begins with, and what follows it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let close = match open {
        '(' => ')',
        '[' => ']',
        '（' => '）',
        '【' => '】',
        _ => return None,
    };
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().take(LONGEST_BRACKET * 8) {
        if letter == open {
            depth += 1;
        } else if letter == close {
            depth -= 1;
            if depth == 0 {
                return Some((&text[open.len_utf8()..at], &text[at + close.len_utf8()..]));
            }
        }
    }
    None
}

/// Takes away what stands behind the description: links such as `(Demo, Source Code)`, tags such as `MIT`.
fn without_end<'a>(text: &'a str, said: &mut Said) -> &'a str {
    let mut rest = text.trim_end();
    loop {
        let shorter = without_last_bracket(rest).or_else(|| without_chain(rest, said));
        match shorter {
            Some(shorter) => rest = shorter.trim_end_matches(joins),
            None => return without_split_shortcode(rest),
        }
    }
}

/// What joins links and tags behind a description.
fn joins(letter: char) -> bool {
    letter.is_whitespace() || "|,，/·•&-–—+".contains(letter)
}

/// The text without the links and tags at its end, if it ends a sentence without them.
fn without_chain<'a>(text: &'a str, said: &mut Said) -> Option<&'a str> {
    let mut rest = text;
    let mut tags = Vec::new();
    loop {
        let before = if let Some(inside) = rest.strip_suffix(CODE_END) {
            let (before, code) = inside.rsplit_once(CODE)?;
            tags.push(code);
            before
        } else if let Some(inside) = rest.strip_suffix(LINK_END) {
            inside.rsplit_once(LINK)?.0
        } else {
            break;
        };
        rest = before.trim_end_matches(joins);
    }
    let ends = ['.', '。', '!', '！', '?', '？', ')', '）', ']', '】', '…'];
    if rest.len() == text.len() || !(rest.is_empty() || rest.ends_with(ends)) {
        return None;
    }
    said.marks
        .extend(tags.into_iter().rev().map(ToOwned::to_owned));
    Some(rest)
}

/// The text without a closing bracket that holds nothing but links, as `([Demo](…), [Source](…))`.
fn without_last_bracket(text: &str) -> Option<&str> {
    let close = text.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '）' => '（',
        '】' => '【',
        _ => return None,
    };
    let start = text.rfind(open)?;
    let inside = &text[start + open.len_utf8()..text.len() - close.len_utf8()];
    holds_only_links(inside).then(|| text[..start].trim_end())
}

/// Whether nothing but links and what joins them stands in a text.
fn holds_only_links(inside: &str) -> bool {
    let mut in_link = false;
    let mut links = 0;
    let mut words = String::new();
    for letter in inside.chars() {
        match letter {
            LINK => {
                in_link = true;
                links += 1;
            }
            LINK_END => in_link = false,
            letter if !in_link => words.push(letter),
            _ => {}
        }
    }
    let only_joins = words
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| JOINS.contains(&word.to_lowercase().as_str()));
    links > 0 && only_joins
}

/// `:small orange diamond:`, a mark whose underlines were taken for emphasis.
fn without_split_shortcode(text: &str) -> &str {
    let Some(before) = text.strip_suffix(':') else {
        return text;
    };
    match before.rsplit_once(" :") {
        Some((rest, name))
            if name.starts_with(|letter: char| letter.is_ascii_lowercase())
                && name.split(' ').count() <= 4
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b' ') =>
        {
            rest.trim_end()
        }
        _ => text,
    }
}

/// What a note counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// Stars; an abbreviated figure as `3.8k` is a rounded one.
    pub(super) stars: Option<u64>,
    /// Days since the last push.
    pub(super) days: Option<u64>,
    /// Whether a figure of stars stands there that cannot be read.
    pub(super) is_odd: bool,
}

/// The stars and days since the last push that a note gives, as `★ 240, pushed 189 days ago` or `★ 3.8k`.
pub(super) fn figures(note: &str) -> Figures {
    let behind_star = note
        .find(STARS)
        .map(|at| note[at..].trim_start_matches(before_number));
    let stars = behind_star.and_then(number);
    let days = note
        .find("pushed")
        .filter(|_| note.contains("day"))
        .and_then(|at| {
            if note[at..].contains("today") {
                Some(0)
            } else {
                number(note[at + "pushed".len()..].trim_start_matches(before_number))
            }
        });
    let is_odd = stars.is_none()
        && behind_star.is_some_and(|it| it.starts_with(|letter: char| letter.is_ascii_digit()));
    Figures {
        stars,
        days,
        is_odd,
    }
}

const STARS: [char; 3] = ['★', '☆', '⭐'];

fn before_number(letter: char) -> bool {
    letter.is_whitespace() || "★☆⭐:\u{fe0f};".contains(letter)
}

/// The number that a text begins with: `240`, `1,240`, `3.8k`, `1.2M`.
pub(super) fn number(text: &str) -> Option<u64> {
    let end = text
        .find(|letter: char| !letter.is_ascii_digit() && letter != ',' && letter != '.')
        .unwrap_or(text.len());
    let digits = text[..end].trim_end_matches([',', '.']);
    let mut rest = text[digits.len()..].chars();
    let unit: u64 = match rest.next() {
        Some('k' | 'K') => 1_000,
        Some('m' | 'M') => 1_000_000,
        other => {
            rest = other.map_or("", |_| &text[digits.len()..]).chars();
            1
        }
    };
    if digits.is_empty() || rest.next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    match digits.split_once('.') {
        None => digits
            .replace(',', "")
            .parse::<u64>()
            .ok()?
            .checked_mul(unit),
        // Without a unit a point is not one of decimals: nobody has half a star.
        Some((whole, part)) if unit > 1 && (1..=3).contains(&part.len()) => {
            let scale = 10_u64.pow(u32::try_from(part.len()).ok()?);
            let part: u64 = part.parse().ok()?;
            let whole: u64 = whole.replace(',', "").parse().ok()?;
            whole.checked_mul(unit)?.checked_add(part * (unit / scale))
        }
        Some(_) => None,
    }
}

/// Words that stand beside figures.
const FIGURE_WORDS: &[&str] = &[
    "pushed", "days", "day", "ago", "stars", "star", "today", "k", "K", "m", "M",
];

/// Takes figures away that end the words or make them up.
fn without_figures<'a>(text: &'a str, said: &mut Said) -> &'a str {
    let Some(at) = text.rfind(STARS) else {
        return text;
    };
    let found = figures(&text[at..]);
    if found.stars.is_none() && !found.is_odd {
        return text;
    }
    let letters = text[at..]
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty());
    if letters.clone().any(|word| !FIGURE_WORDS.contains(&word)) {
        return text;
    }
    said.figures = found;
    text[..at].trim_end_matches(|letter: char| letter.is_whitespace() || "([-–—|,".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Said {
        description(text, true)
    }

    #[test]
    fn separators_and_marks_before_a_description_are_no_part_of_it() {
        for text in [
            " - A broker.",
            ": A broker.",
            " — A broker.",
            "：A broker.",
            " :star: - A broker.",
            " 🔥 – A broker.",
            " (Go) - A broker.",
            " (\u{E000}repo\u{E001}) - A broker.",
            " [\u{E000}crate\u{E001}] — A broker.",
            " / \u{E000}other\u{E001} - A broker.",
            " \u{E002}MIT\u{E003} - A broker.",
            "A broker.",
            " - A broker. (\u{E000}Demo\u{E001}, \u{E000}Source Code\u{E001}) \u{E002}MIT\u{E003} \u{E002}Go\u{E003}",
            " - A broker. \u{E000}website\u{E001}",
            " - A broker. ★ 1,240, pushed 3 days ago",
        ] {
            assert_eq!(of(text).text, "A broker.", "{text:?}");
        }
    }

    #[test]
    fn links_and_code_inside_a_sentence_stay() {
        assert_eq!(
            of(" - For \u{E000}NATS\u{E001} and \u{E002}redis\u{E003} queues").text,
            "For NATS and redis queues"
        );
        assert_eq!(
            of(" - Phoenix \u{E002}1.5.3\u{E003}.").text,
            "Phoenix 1.5.3."
        );
        assert_eq!(
            of(" (part of Django) The ORM").text,
            "(part of Django) The ORM"
        );
    }

    #[test]
    fn figures_are_read_whole_or_rounded_and_odd_ones_are_told() {
        for (note, stars) in [
            ("108 links, ★ 240, pushed 189 days ago", Some(240)),
            ("★ 12,345", Some(12_345)),
            ("★ 3.8k", Some(3_800)),
            ("⭐ 12.94K", Some(12_940)),
            ("☆1.2M stars", Some(1_200_000)),
            ("★ 25k", Some(25_000)),
            ("★", None),
        ] {
            assert_eq!(figures(note).stars, stars, "{note}");
            assert!(!figures(note).is_odd, "{note}");
        }
        assert_eq!(figures("★ 240, pushed 189 days ago").days, Some(189));
        for note in ["★ 3.8", "★ 3,8тыс", "★ 1.2345k", "★ 99999999999999999999k"] {
            assert!(
                figures(note).stars.is_none() && figures(note).is_odd,
                "{note}"
            );
        }
    }

    #[test]
    fn a_name_loses_its_marks() {
        assert_eq!(name("Axon (c)"), ("Axon".to_owned(), true));
        assert_eq!(name(" :star: NATS: "), ("NATS".to_owned(), false));
        assert_eq!(name("[Jpegli][").0, "Jpegli");
        assert_eq!(name("Kong :fire::fire:").0, "Kong");
    }
}
