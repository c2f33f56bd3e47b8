//! What people have said of findings: the baseline file of `audit`, and comments beside lines.

use super::node::{self, Node};

/// A finding that a baseline file knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The rule.
    pub rule: String,
    /// The slug of the entry.
    pub entry: String,
    /// The file it is about; nothing: all of them.
    pub path: Option<String>,
    /// Why it stays.
    pub reason: String,
    /// The last day on which it is known, as `2027-01-01`.
    pub until: Option<String>,
    /// Where it stands in the baseline.
    pub line: usize,
}

/// A comment that ignores what is found on its line, or the one below:
/// `# stackgen:ignore retired until 2027-01-01: waiting for the new driver`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// The file.
    pub path: String,
    /// The line of the comment.
    pub line: usize,
    /// The rule; nothing: all of them.
    pub rule: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<String>,
}

/// The rules that can be named.
const RULES: &[&str] = &[
    "retired",
    "licence",
    "end-of-life",
    "package",
    "maintenance",
    "need",
];
const MARK: &str = "stackgen:ignore";

/// Reads the text of a baseline: tables `[[known]]` with `rule`, `entry`, `reason` and, where wanted, `path`, `until`.
///
/// # Errors
///
/// Line and reason.
pub fn known_findings(text: &str) -> Result<Vec<Known>, (usize, String)> {
    let document = node::toml(text)?;
    if let Some(other) = document.pairs().iter().find(|it| it.key != "known") {
        return Err((
            other.line,
            format!("unknown `{}`, expected tables `[[known]]`", other.key),
        ));
    }
    document.items_of("known").iter().map(known).collect()
}

fn known(table: &Node) -> Result<Known, (usize, String)> {
    let keys = ["rule", "entry", "path", "reason", "until"];
    if let Some(other) = table
        .pairs()
        .iter()
        .find(|it| !keys.contains(&it.key.as_str()))
    {
        return Err((
            other.line,
            format!(
                "unknown `{}`, expected one of {}",
                other.key,
                keys.join(", ")
            ),
        ));
    }
    let text = |key: &str| table.text_of(key).map(ToOwned::to_owned);
    let needed = |key: &str| {
        text(key).ok_or_else(|| (table.line, format!("a known finding has no `{key}`")))
    };
    let rule = needed("rule")?;
    if !RULES.contains(&rule.as_str()) {
        return Err((
            table.line,
            format!(
                "unknown rule `{rule}`, expected one of {}",
                RULES.join(", ")
            ),
        ));
    }
    let until = text("until");
    if let Some(day) = until.as_deref().filter(|it| !is_day(it)) {
        return Err((
            table.line,
            format!("`{day}` is not a day, expected one such as 2027-01-01"),
        ));
    }
    Ok(Known {
        rule,
        entry: needed("entry")?,
        path: text("path"),
        reason: needed("reason")?,
        until,
        line: table.line,
    })
}

fn is_day(text: &str) -> bool {
    let form = |(at, sign): (usize, char)| {
        if at == 4 || at == 7 {
            sign == '-'
        } else {
            sign.is_ascii_digit()
        }
    };
    text.len() == 10 && text.char_indices().all(form)
}

/// The comments of a file that ignore something.
pub(super) fn ignores(path: &str, lines: &[&str]) -> Vec<Ignore> {
    let marked = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.split_once(MARK)?.1)));
    marked
        .map(|(at, rest)| ignore(path, at + 1, rest))
        .collect()
}

fn ignore(path: &str, line: usize, rest: &str) -> Ignore {
    let (mut rule, mut until) = (None, None);
    let mut rest = rest.trim();
    if let Some(named) = RULES.iter().find(|it| rest.starts_with(**it)) {
        rule = Some((*named).to_owned());
        rest = rest[named.len()..].trim_start();
    }
    if let Some((day, after)) = rest
        .strip_prefix("until ")
        .and_then(|it| it.split_at_checked(10))
        .filter(|it| is_day(it.0))
    {
        until = Some(day.to_owned());
        rest = after;
    }
    Ignore {
        path: path.to_owned(),
        line,
        rule,
        reason: rest
            .trim_start_matches([':', ',', ' '])
            .trim_end_matches("-->")
            .trim_end_matches("*/")
            .trim()
            .to_owned(),
        until,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_names_rule_day_and_reason() {
        let found = ignores(
            "a.yml",
            &[
                "x",
                "image: y # stackgen:ignore retired until 2027-01-01: waiting",
                "<!-- stackgen:ignore -->",
            ],
        );
        assert_eq!(found.len(), 2);
        assert_eq!(
            (
                found[0].line,
                found[0].rule.as_deref(),
                found[0].until.as_deref(),
                found[0].reason.as_str()
            ),
            (2, Some("retired"), Some("2027-01-01"), "waiting")
        );
        assert_eq!(
            (found[1].rule.as_deref(), found[1].reason.as_str()),
            (None, "")
        );
    }

    #[test]
    fn a_baseline_says_what_is_wrong_with_it() {
        let known = known_findings("[[known]]\nrule = \"retired\"\nentry = \"hystrix\"\nreason = \"next year\"\nuntil = \"2027-01-01\"\n").expect("a baseline");
        assert_eq!(known[0].entry, "hystrix");
        for (text, line) in [
            ("[[known]]\nrule = \"retired\"\nentry = \"x\"\n", 1),
            ("other = 1\n", 1),
            (
                "[[known]]\nrule = \"x\"\nentry = \"x\"\nreason = \"y\"\n",
                1,
            ),
            ("[[known]\n", 1),
        ] {
            assert_eq!(known_findings(text).expect_err("wrong").0, line, "{text}");
        }
    }
}
