//! Answers made short for assistants, who pay for each word: long lists are cut and say so, and a page becomes plain lines.

use serde_json::{Map, Value, json};

use crate::base::text::one_line;
use crate::model::page::{Block, Page};

/// How many items of each list are told unless more are asked for.
const FEW: usize = 5;
/// The longest text of a result, in bytes: about 10,000 tokens with its structured twin.
const LONGEST: usize = 16_000;
/// The longest cell of a table, in characters.
const LONGEST_CELL: usize = 120;
/// The longest JSON of a result, in bytes.
const LONGEST_JSON: usize = 24_000;

/// Which part of long lists is told.
pub(super) struct Cut {
    limit: usize,
    start: usize,
}

impl Cut {
    /// Takes `limit` and `cursor` out of the arguments.
    pub(super) fn of(arguments: &mut Map<String, Value>) -> Result<Self, String> {
        let number = |value: Option<Value>, name: &str| match value {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let text = value.as_str().map(ToOwned::to_owned);
                let number = text.map_or_else(|| value.as_u64(), |it| it.parse().ok());
                let number = number.and_then(|it| usize::try_from(it).ok());
                number.map(Some).ok_or_else(|| {
                    format!(
                        "`{}` is not a valid {name}, expected a number",
                        one_line(&value.to_string())
                    )
                })
            }
        };
        let limit = number(arguments.remove("limit"), "limit")?;
        let start = number(arguments.remove("cursor"), "cursor")?;
        Ok(Self {
            limit: limit.unwrap_or(FEW).clamp(1, 200),
            start: start.unwrap_or(0),
        })
    }

    /// The part of a list that is told, and where the next one begins.
    fn part(&self, items: &[Value]) -> (Vec<Value>, Option<usize>) {
        let end = self.start.saturating_add(self.limit);
        let part = items
            .iter()
            .skip(self.start)
            .take(self.limit)
            .cloned()
            .collect();
        (part, (end < items.len()).then_some(end))
    }
}

/// The JSON of an answer with its long lists cut, and what to say about that. A list becomes an object, since the earlier
/// revisions have no other structured results. Paths in the graph are left out unless reasons are asked for in full.
pub(super) fn trimmed(json: Value, cut: &Cut, explains: bool) -> (Value, Option<String>) {
    let (mut value, next, total) = match json {
        Value::Array(items) => {
            let (part, next) = cut.part(&items);
            let mut value = json!({"items": part, "total": items.len()});
            if let Some(next) = next {
                value["nextCursor"] = json!(next.to_string());
            }
            (value, next, items.len())
        }
        Value::Object(mut members) => {
            let (mut next, mut total) = (None, 0);
            // What there is none of is left out: the schemas of results have no nulls.
            members.retain(|_, value| !value.is_null());
            for (_, value) in &mut members {
                if let Value::Array(items) = value {
                    let (part, more) = cut.part(items);
                    if more.is_some() {
                        (next, total) = (next.max(more), total.max(items.len()));
                        *value = Value::Array(part);
                    }
                }
            }
            if let Some(next) = next {
                members.insert("nextCursor".to_owned(), json!(next.to_string()));
                members.insert("total".to_owned(), json!(total));
            }
            (Value::Object(members), next, total)
        }
        value => (json!({"value": value}), None, 1),
    };
    if !explains {
        leave_out(&mut value, &["path", "sources", "iri"]);
    }
    let note = next
        .map(|next| format!("(truncated: {next} of {total} told; `cursor`: \"{next}\" goes on)\n"));
    if value.to_string().len() > LONGEST_JSON {
        let note = "(truncated: the answer is too long; ask for less with `limit`)\n".to_owned();
        return (json!({"truncated": true, "total": total}), Some(note));
    }
    (value, note)
}

/// Removes members of these names, however deep.
fn leave_out(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !names.contains(&name.as_str()));
            members.values_mut().for_each(|it| leave_out(it, names));
        }
        Value::Array(values) => values.iter_mut().for_each(|it| leave_out(it, names)),
        _ => {}
    }
}

/// A page as plain lines.
pub(super) fn text(page: &Page, cut: &Cut) -> String {
    let mut text = String::new();
    for block in &page.blocks {
        match block {
            Block::Heading(words) => text.push_str(&format!("# {}\n", one_line(words))),
            Block::Paragraph(words) => text.push_str(&format!("{}\n", one_line(words))),
            Block::Properties(pairs) => {
                for (name, value) in pairs {
                    text.push_str(&format!("{name}: {}\n", short(value)));
                }
            }
            Block::Table(table) => {
                text.push_str(&format!("{}\n", table.header.join(" | ")));
                for row in table.rows.iter().skip(cut.start).take(cut.limit) {
                    let cells: Vec<String> = row.iter().map(|it| short(it)).collect();
                    text.push_str(&format!("{}\n", cells.join(" | ")));
                }
            }
            Block::Points(points) => {
                for (level, words) in points.iter().skip(cut.start).take(cut.limit.max(20)) {
                    text.push_str(&format!("{}- {}\n", "  ".repeat(*level), short(words)));
                }
            }
        }
        if text.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at));
            let end = end.unwrap_or(0);
            text.truncate(end);
            text.push_str("…\n(truncated)\n");
            break;
        }
    }
    text
}

/// A cell, not longer than it tells something.
fn short(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(LONGEST_CELL) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
