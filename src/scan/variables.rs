//! `$NAME`, `${NAME}` and `${NAME:-default}` as shells, Compose and Dockerfiles write them.

use std::collections::HashMap;

/// How deep defaults stand in defaults.
const DEEPEST: usize = 8;
/// No reference of an image is longer.
const LONGEST: usize = 1024;

/// A text with its variables filled in; what has no value is empty.
pub(super) fn filled(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    fill(text, value, DEEPEST, &mut out);
    out
}

fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>, depth: usize, out: &mut String) {
    let Some(deeper) = depth.checked_sub(1) else {
        return;
    };
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if out.len() > LONGEST {
            return;
        }
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let length = closing(after);
            expand(&after[..length], value, deeper, out);
            rest = after.get(length + 1..).unwrap_or_default();
        } else {
            let length = rest
                .find(|it: char| !it.is_ascii_alphanumeric() && it != '_')
                .unwrap_or(rest.len());
            fill(
                &value(&rest[..length]).unwrap_or_default(),
                value,
                deeper,
                out,
            );
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
}

/// Where the brace closes that was opened before this text.
fn closing(text: &str) -> usize {
    let mut depth = 1usize;
    for (at, sign) in text.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn expand(inside: &str, value: &dyn Fn(&str) -> Option<String>, depth: usize, out: &mut String) {
    let length = inside
        .find(|it: char| !it.is_ascii_alphanumeric() && it != '_')
        .unwrap_or(inside.len());
    let (name, operator) = inside.split_at(length);
    let known = value(name);
    if let Some(default) = operator.strip_prefix(":-") {
        fill(
            &known
                .filter(|it| !it.is_empty())
                .unwrap_or_else(|| default.to_owned()),
            value,
            depth,
            out,
        );
    } else if let Some(default) = operator.strip_prefix('-') {
        fill(
            &known.unwrap_or_else(|| default.to_owned()),
            value,
            depth,
            out,
        );
    } else if let Some(other) = operator
        .strip_prefix(":+")
        .or_else(|| operator.strip_prefix('+'))
    {
        if known.is_some() {
            fill(other, value, depth, out);
        }
    } else {
        fill(&known.unwrap_or_default(), value, depth, out);
    }
}

/// What the text of a `.env` file sets; the last line that sets a name wins.
pub(super) fn of_environment(text: &str) -> HashMap<String, String> {
    let lines = text
        .lines()
        .map(|it| it.trim().strip_prefix("export ").unwrap_or(it.trim()));
    let set = lines
        .filter(|it| !it.starts_with('#'))
        .filter_map(|it| it.split_once('='));
    set.map(|(name, value)| (name.trim().to_owned(), plain(value.trim())))
        .collect()
}

/// A value without its quotes, or without the comment behind it.
fn plain(value: &str) -> String {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..]
            .split(quote)
            .next()
            .unwrap_or_default()
            .to_owned(),
        _ => value
            .split(" #")
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_stand_in_for_what_has_no_value() {
        let value = |name: &str| (name == "TAG").then(|| "16".to_owned());
        for (text, expect) in [
            ("postgres:${TAG}", "postgres:16"),
            ("${BUS:-nats:${TAG}}", "nats:16"),
            ("$TAG-x", "16-x"),
            ("${NONE}a", "a"),
            ("${TAG:+yes}${NO:+no}", "yes"),
            ("a$$b", "a$b"),
            ("${OPEN", ""),
        ] {
            assert_eq!(filled(text, &value), expect, "{text}");
        }
        let set = of_environment("A=1\nexport B=\"x y\" # z\nC=q # why\n#D=1\n");
        assert_eq!(
            (set["B"].as_str(), set["C"].as_str(), set.get("#D")),
            ("x y", "q", None)
        );
    }

    #[test]
    fn a_value_that_names_itself_comes_to_an_end() {
        let value = |_: &str| Some("$A$A$A".to_owned());
        assert!(filled("$A", &value).len() < 10_000);
    }
}
