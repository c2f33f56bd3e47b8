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

/// The JSON of an answer with its long lists cut, what to say about that, and how they were cut. A list becomes an object,
/// since the earlier revisions have no other structured results. Paths in the graph are left out unless reasons are asked for
/// in full. Where what was asked for is too long, there are fewer items of it, and in the end shorter texts.
pub(super) fn trimmed(json: &Value, cut: &Cut, explains: bool) -> (Value, Option<String>, Cut) {
    let mut limit = cut.limit;
    loop {
        let start = cut.start;
        let tried = Cut { limit, start };
        let (mut value, note) = parted(json.clone(), &tried);
        // The rows of a query have names of its own choosing.
        if !explains && value.get("head").is_none() {
            leave_out(&mut value, &["path", "sources", "iri"]);
        }
        if value.to_string().len() <= LONGEST_JSON {
            return (value, note, tried);
        }
        if limit == 1 {
            shorten(&mut value);
            let note = note.unwrap_or_default() + "(truncated: texts and lists are cut short)\n";
            return (value, Some(note), tried);
        }
        limit /= 2;
    }
}

/// An answer with a part of each of its lists, and where the next part begins.
fn parted(json: Value, cut: &Cut) -> (Value, Option<String>) {
    let (mut next, mut total) = (None, 0);
    let mut part_of = |items: &mut Vec<Value>| {
        let (part, more) = cut.part(items);
        if more.is_some() {
            (next, total) = (next.max(more), total.max(items.len()));
            *items = part;
        }
    };
    let mut value = match json {
        Value::Array(items) => {
            let (part, more) = cut.part(&items);
            (next, total) = (more, items.len());
            json!({"items": part, "total": total})
        }
        Value::Object(mut members) => {
            // What there is none of is left out: the schemas of results have no nulls.
            members.retain(|_, value| !value.is_null());
            for (name, value) in &mut members {
                match value {
                    Value::Array(items) => part_of(items),
                    // The rows of a query stand one deeper.
                    Value::Object(inner) if name == "results" => {
                        if let Some(Value::Array(rows)) = inner.get_mut("bindings") {
                            part_of(rows);
                        }
                    }
                    _ => {}
                }
            }
            if next.is_some() {
                members.insert("total".to_owned(), json!(total));
            }
            Value::Object(members)
        }
        value => json!({"value": value}),
    };
    let Some(next) = next else {
        return (value, None);
    };
    value["nextCursor"] = json!(next.to_string());
    let note = format!("(truncated: {next} of {total} told; `cursor`: \"{next}\" goes on)\n");
    (value, Some(note))
}

/// Cuts texts and inner lists until an answer is short enough, and says so in it.
fn shorten(value: &mut Value) {
    value["truncated"] = json!(true);
    for (text, items) in [(1_000, 20), (200, 5), (80, 2), (20, 1)] {
        cut_inside(value, text, items);
        if value.to_string().len() <= LONGEST_JSON {
            return;
        }
    }
}

fn cut_inside(value: &mut Value, text: usize, items: usize) {
    match value {
        Value::String(words) => {
            if let Some((end, _)) = words.char_indices().nth(text) {
                words.truncate(end);
                words.push('…');
            }
        }
        Value::Array(values) => {
            values.truncate(items);
            for it in values {
                cut_inside(it, text, items);
            }
        }
        Value::Object(members) => {
            members
                .values_mut()
                .for_each(|it| cut_inside(it, text, items));
        }
        _ => {}
    }
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
