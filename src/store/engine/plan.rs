//! The plan of a query, to be read: what is done, in which order, how much it is expected to bring, and what it brought.

use std::time::Instant;

use serde_json::{Value, json};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

use super::Engine;
use super::scan::{Active, QuadPattern, Slot};

/// What was done, in the order in which it began.
#[derive(Default)]
pub(super) struct Trace {
    steps: Vec<Done>,
    open: Vec<usize>,
}

struct Done {
    words: String,
    depth: usize,
    start: Instant,
    rows: usize,
    seconds: f64,
}

impl Trace {
    /// The steps inside one another.
    pub(super) fn into_json(self) -> Value {
        let mut roots: Vec<Value> = Vec::new();
        // Deeper steps come after the one they stand in.
        for step in self.steps.into_iter().rev() {
            let mut children: Vec<Value> = Vec::new();
            while let Some(last) = roots.last() {
                let depth = last["depth"].as_u64().unwrap_or(0);
                if depth <= step.depth as u64 {
                    break;
                }
                children.extend(roots.pop());
            }
            let mut made = json!({
                "name": step.words,
                "depth": step.depth,
                "number of results": step.rows,
                "duration in seconds": step.seconds,
            });
            if !children.is_empty() {
                made["children"] = Value::Array(children);
            }
            roots.push(made);
        }
        roots.reverse();
        let mut plan = match roots.pop() {
            Some(only) if roots.is_empty() => only,
            last => Value::Array(roots.into_iter().chain(last).collect()),
        };
        without_depth(&mut plan);
        json!({"plan": plan})
    }
}

fn without_depth(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(without_depth),
        Value::Object(map) => {
            map.shift_remove("depth");
            map.values_mut().for_each(without_depth);
        }
        _ => {}
    }
}

impl Engine<'_> {
    /// Notes that a step begins, where steps are noted.
    pub(super) fn begin(&mut self, words: impl FnOnce(&mut Self) -> String) -> Option<usize> {
        self.trace.as_ref()?;
        let words = words(self);
        let trace = self.trace.as_mut()?;
        let at = trace.steps.len();
        trace.steps.push(Done {
            words,
            depth: trace.open.len(),
            start: Instant::now(),
            rows: 0,
            seconds: 0.0,
        });
        trace.open.push(at);
        Some(at)
    }

    pub(super) fn end(&mut self, at: Option<usize>, rows: usize) {
        if let (Some(at), Some(trace)) = (at, self.trace.as_mut()) {
            let step = &mut trace.steps[at];
            step.rows = rows;
            step.seconds = step.start.elapsed().as_secs_f64();
            trace.open.pop();
        }
    }

    /// The plan of a query before it is run, with what the index tells of sizes.
    pub(super) fn plan(&mut self, query: &Query) -> Value {
        let (name, pattern) = match query {
            Query::Select { pattern, .. } => ("SELECT", pattern),
            Query::Ask { pattern, .. } => ("ASK", pattern),
            Query::Construct { pattern, .. } => ("CONSTRUCT", pattern),
            Query::Describe { pattern, .. } => ("DESCRIBE", pattern),
        };
        let child = self.planned(pattern, Active::Default, 0);
        json!({"plan": {"name": name, "children": [child]}})
    }

    fn planned(&mut self, pattern: &GraphPattern, active: Active, depth: usize) -> Value {
        let mut node = json!({
            "name": words(pattern),
            "estimated results": match self.estimate(pattern, active) {
                usize::MAX => Value::Null,
                size => json!(size),
            },
        });
        if depth > 200 {
            return node;
        }
        let mut children = Vec::new();
        match pattern {
            GraphPattern::Bgp { patterns } => {
                for pattern in patterns {
                    let Ok(quad) = self.quad(pattern, active) else {
                        continue;
                    };
                    let words = self.words_of_quad(&quad);
                    let size = self.size(&quad, |_| None);
                    children.push((size, json!({"name": words, "estimated results": size})));
                }
                // What brings least is read first; the rest follows by what the rows then bring.
                children.sort_by_key(|(size, _)| *size);
            }
            pattern => {
                for inner in below(pattern) {
                    children.push((0, self.planned(inner, active, depth + 1)));
                }
            }
        }
        if !children.is_empty() {
            node["children"] = children.into_iter().map(|(_, child)| child).collect();
        }
        node
    }

    pub(super) fn words_of_quad(&mut self, quad: &QuadPattern) -> String {
        let word = |slot: Slot| match slot {
            Slot::Term(number) => self.pool.term(number).to_string(),
            Slot::Var(var) => {
                let name = self.name(var);
                match name.strip_prefix(' ') {
                    Some(number) => format!("?#{number}"),
                    None if name.starts_with("_:") => name.to_owned(),
                    None => format!("?{name}"),
                }
            }
        };
        quad.slots.map(word).join(" ")
    }
}

/// What a step does, in words.
pub(in super::super) fn words(pattern: &GraphPattern) -> String {
    match pattern {
        GraphPattern::Bgp { .. } => "patterns".to_owned(),
        GraphPattern::Path { .. } => format!("path {pattern}"),
        GraphPattern::Join { .. } => "join".to_owned(),
        GraphPattern::LeftJoin {
            expression: None, ..
        } => "optional".to_owned(),
        GraphPattern::LeftJoin {
            expression: Some(it),
            ..
        } => format!("optional where {it}"),
        GraphPattern::Filter { expr, .. } => format!("filter {expr}"),
        GraphPattern::Union { .. } => "union".to_owned(),
        GraphPattern::Graph { name, .. } => format!("graph {name}"),
        GraphPattern::Extend {
            variable,
            expression,
            ..
        } => format!("bind {expression} as {variable}"),
        GraphPattern::Minus { .. } => "minus".to_owned(),
        GraphPattern::Values { bindings, .. } => format!("values, {} rows", bindings.len()),
        GraphPattern::OrderBy { expression, .. } => {
            let by: Vec<String> = expression.iter().map(ToString::to_string).collect();
            format!("order by {}", by.join(" "))
        }
        GraphPattern::Project { variables, .. } => {
            let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
            format!("project {}", names.join(" "))
        }
        GraphPattern::Distinct { .. } => "distinct".to_owned(),
        GraphPattern::Reduced { .. } => "reduced".to_owned(),
        GraphPattern::Slice { start, length, .. } => match length {
            Some(length) => format!("rows {start} to {}", start.saturating_add(*length)),
            None => format!("rows from {start}"),
        },
        GraphPattern::Group { variables, .. } if variables.is_empty() => "group all".to_owned(),
        GraphPattern::Group { variables, .. } => {
            let names: Vec<String> = variables.iter().map(ToString::to_string).collect();
            format!("group by {}", names.join(" "))
        }
        _ => "other".to_owned(),
    }
}

/// The patterns that stand in one.
pub(in super::super) fn below(pattern: &GraphPattern) -> Vec<&GraphPattern> {
    match pattern {
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => vec![left, right],
        GraphPattern::Filter { inner, .. }
        | GraphPattern::Graph { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. }
        | GraphPattern::Group { inner, .. }
        | GraphPattern::Service { inner, .. } => vec![inner],
        _ => Vec::new(),
    }
}
