//! `--json entry,score`: the members of an answer that somebody wants, and no others.

use std::path::Path;

use serde_json::{Map, Value};

use crate::base::text::escaped;
use crate::commands::failure::{Failure, Named};
use crate::render::{self, Format};

/// JSON, or JSON Lines where the output file is called so.
pub(super) fn format(output: Option<&Path>) -> &'static Format {
    let extension = output.and_then(Path::extension).unwrap_or_default();
    let extension = extension.to_string_lossy();
    let mut meant = render::by_extension(&extension);
    let name = if meant.any(|it| it == "jsonl") {
        "jsonl"
    } else {
        "json"
    };
    render::format(name).unwrap_or(&render::FORMATS[0])
}

/// The answer with only these members, in this order: of each item of an array, or of the object that it is; where an object
/// lacks one, of the first of its lists whose items have them all, such as the picks of stacks. Items that lack a member have
/// null.
pub(super) fn chosen(
    answer: &Value,
    names: &[String],
    format: &Format,
) -> Result<Vec<u8>, Failure> {
    let names: Vec<&str> = names.iter().map(|it| it.trim()).collect();
    let inner = list_with(answer, &names).map(Value::Array);
    let answer = inner.as_ref().unwrap_or(answer);
    let items = answer.as_array();
    let items = items.map_or(std::slice::from_ref(answer), Vec::as_slice);
    check(items, &names)?;
    let pick = |item: &Value| {
        let members = names.iter().map(|it| {
            (
                (*it).to_owned(),
                item.get(*it).cloned().unwrap_or(Value::Null),
            )
        });
        Value::Object(members.collect::<Map<String, Value>>())
    };
    let picked = if answer.is_array() {
        Value::Array(items.iter().map(pick).collect())
    } else {
        pick(answer)
    };
    if format.name == "jsonl" {
        return Ok(render::json_lines(&picked));
    }
    let text = serde_json::to_string_pretty(&picked).expect("values of JSON can be written");
    Ok(escaped(&format!("{text}\n")).into_bytes())
}

/// The items of the outermost list in an object that have all these members, where the object itself lacks one; the lists of
/// several outer items one after the other.
fn list_with(answer: &Value, names: &[&str]) -> Option<Vec<Value>> {
    let has_all = |it: &Value| names.iter().all(|name| it.get(*name).is_some());
    if !answer.is_object() || has_all(answer) {
        return None;
    }
    let mut level = vec![answer];
    while !level.is_empty() {
        let members = level.iter().filter_map(|it| it.as_object());
        let mut lists: Vec<(&str, Vec<&Value>)> = Vec::new();
        for (name, value) in members.flatten() {
            for item in value.as_array().into_iter().flatten() {
                match lists.iter_mut().find(|it| it.0 == name) {
                    Some((_, items)) => items.push(item),
                    None => lists.push((name, vec![item])),
                }
            }
        }
        if let Some((_, items)) = lists.iter().find(|it| it.1.iter().all(|it| has_all(it))) {
            return Some(items.iter().map(|it| (*it).clone()).collect());
        }
        level = lists.into_iter().flat_map(|it| it.1).collect();
    }
    None
}

/// Refuses names that no item has; an answer without items has nothing to check them by.
fn check(items: &[Value], names: &[&str]) -> Result<(), Failure> {
    let mut known: Vec<&str> = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        for name in item.keys() {
            if !known.contains(&name.as_str()) {
                known.push(name);
            }
        }
    }
    match names.iter().find(|it| !known.contains(it)) {
        Some(unknown) if !known.is_empty() => Err(Failure::none_of(Named::Member, unknown, &known)),
        _ => Ok(()),
    }
}
