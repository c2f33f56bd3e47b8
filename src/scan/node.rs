//! One tree for YAML, JSON and TOML: values with the line on which they stand.

use std::sync::Arc;

use jsonc_parser::ast;
use toml::de::{DeTable, DeValue};

/// A value and its line, 1-based.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// A text, or any other plain value as it is written.
    Text(String),
    List(Vec<Node>),
    Map(Vec<Pair>),
    /// A node of YAML that has an anchor, where it is written.
    Anchored(Arc<Node>),
    /// What an alias of YAML stands for: shared, never copied, so that aliases of aliases cost nothing.
    Alias(Arc<Node>),
}

/// A key with its line, and what it holds.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) value: Node,
}

/// How far aliases and merges are followed: no file nests them deeper, an attack would.
const DEEPEST: usize = 16;
/// How many merged maps are looked through for one key.
const MOST_MERGES: usize = 256;

impl Node {
    /// What an alias stands for, or the node itself.
    pub(super) fn resolved(&self) -> &Node {
        let mut node = self;
        for _ in 0..DEEPEST {
            match &node.value {
                Value::Anchored(other) | Value::Alias(other) => node = other,
                _ => break,
            }
        }
        node
    }

    /// The value of a key, also one that is merged in with `<<`.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let mut budget = MOST_MERGES;
        self.merged(key, DEEPEST, &mut budget)
    }

    fn merged(&self, key: &str, depth: usize, budget: &mut usize) -> Option<&Node> {
        *budget = budget.checked_sub(1)?;
        let Value::Map(pairs) = &self.resolved().value else {
            return None;
        };
        // The last of equal keys wins, as in every reader that takes them.
        if let Some(pair) = pairs.iter().rev().find(|it| it.key == key) {
            return Some(pair.value.resolved());
        }
        let depth = depth.checked_sub(1)?;
        pairs
            .iter()
            .filter(|it| it.key == "<<")
            .find_map(|it| match &it.value.resolved().value {
                Value::List(bases) => bases.iter().find_map(|it| it.merged(key, depth, budget)),
                _ => it.value.merged(key, depth, budget),
            })
    }

    /// The value at the end of a way of keys.
    pub(super) fn at(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text of a plain value.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.resolved().value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a key's value.
    pub(super) fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// The items of a list, none of what is no list.
    pub(super) fn items(&self) -> &[Node] {
        match &self.resolved().value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The pairs of a map as they are written, none of what is no map.
    pub(super) fn pairs(&self) -> &[Pair] {
        match &self.resolved().value {
            Value::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The pairs under a key.
    pub(super) fn pairs_of(&self, key: &str) -> &[Pair] {
        self.get(key).map_or(&[], |it| it.pairs())
    }

    /// The items under a key.
    pub(super) fn items_of(&self, key: &str) -> &[Node] {
        self.get(key).map_or(&[], |it| it.items())
    }

    /// Every map inside, itself included, each once and in the order of the file: aliases are not followed, for what
    /// they stand for is met where it is written.
    pub(super) fn maps<'a>(&'a self, found: &mut Vec<&'a Node>) {
        match &self.value {
            Value::Map(pairs) => {
                found.push(self);
                for pair in pairs {
                    pair.value.maps(found);
                }
            }
            Value::List(items) => items.iter().for_each(|it| it.maps(found)),
            Value::Anchored(node) => node.maps(found),
            Value::Text(_) | Value::Alias(_) => {}
        }
    }
}

/// Where lines begin, to tell the line of a byte.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line (1-based) of a byte.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|it| *it < byte) + 1
    }
}

/// Reads JSON, with the comments and trailing commas that tools allow in their files.
///
/// # Errors
///
/// Line and reason.
pub(super) fn json(text: &str) -> Result<Node, (usize, String)> {
    let lines = Lines::of(text);
    let parsed = jsonc_parser::parse_to_ast(
        text,
        &jsonc_parser::CollectOptions::default(),
        &jsonc_parser::ParseOptions::default(),
    )
    .map_err(|error| {
        (
            lines.at(error.range().start),
            format!("is not valid JSON: {}", error.kind()),
        )
    })?;
    let value = parsed
        .value
        .ok_or((1, "is empty, expected JSON".to_owned()))?;
    Ok(of_json(&value, &lines))
}

fn of_json(value: &ast::Value<'_>, lines: &Lines) -> Node {
    use jsonc_parser::common::Ranged as _;
    let line = lines.at(value.range().start);
    let value = match value {
        ast::Value::StringLit(it) => Value::Text(it.value.clone().into_owned()),
        ast::Value::NumberLit(it) => Value::Text(it.value.to_owned()),
        ast::Value::BooleanLit(it) => Value::Text(it.value.to_string()),
        ast::Value::NullKeyword(_) => Value::Text(String::new()),
        ast::Value::Array(it) => {
            Value::List(it.elements.iter().map(|it| of_json(it, lines)).collect())
        }
        ast::Value::Object(it) => Value::Map(
            it.properties
                .iter()
                .map(|it| of_property(it, lines))
                .collect(),
        ),
    };
    Node { line, value }
}

fn of_property(property: &ast::ObjectProp<'_>, lines: &Lines) -> Pair {
    use jsonc_parser::common::Ranged as _;
    Pair {
        key: property.name.as_str().to_owned(),
        line: lines.at(property.range().start),
        value: of_json(&property.value, lines),
    }
}

/// Reads TOML.
///
/// # Errors
///
/// Line and reason.
pub(super) fn toml(text: &str) -> Result<Node, (usize, String)> {
    let lines = Lines::of(text);
    let table = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(0, |it| lines.at(it.start));
        (line, format!("is not valid TOML: {}", error.message()))
    })?;
    Ok(Node {
        line: 1,
        value: of_table(table.get_ref(), &lines),
    })
}

fn of_table(table: &DeTable<'_>, lines: &Lines) -> Value {
    let mut pairs: Vec<Pair> = table
        .iter()
        .map(|(key, value)| Pair {
            key: key.get_ref().clone().into_owned(),
            line: lines.at(key.span().start),
            value: Node {
                line: lines.at(value.span().start),
                value: of_toml(value.get_ref(), lines),
            },
        })
        .collect();
    pairs.sort_by_key(|it| it.line);
    Value::Map(pairs)
}

fn of_toml(value: &DeValue<'_>, lines: &Lines) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(it) => Value::Text(it.as_str().to_owned()),
        DeValue::Float(it) => Value::Text(it.as_str().to_owned()),
        DeValue::Boolean(it) => Value::Text(it.to_string()),
        DeValue::Datetime(it) => Value::Text(it.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|it| Node {
                    line: lines.at(it.span().start),
                    value: of_toml(it.get_ref(), lines),
                })
                .collect(),
        ),
        DeValue::Table(table) => of_table(table, lines),
    }
}
