//! YAML documents as trees with exact lines, made from the events of the parser.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use granit_parser::{Event, Parser, Span, options};

use super::node::{Node, Pair, Value};

/// Reads every document of a file. What stands before a mistake is returned with it.
pub(super) fn documents(text: &str) -> (Vec<Node>, Option<(usize, String)>) {
    let mut builder = Builder::default();
    // Helm's values have comments without end; long keys are texts of translations, and harmless here.
    let options = options! { emit_comments: false, emit_unresolved_aliases: true };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => builder.take(event, &span),
            Err(error) => {
                let problem = (
                    error.marker().line(),
                    format!("is not valid YAML: {}", error.info()),
                );
                return (builder.documents, Some(problem));
            }
        }
    }
    let doubled = builder.doubled.map(|(key, line)| {
        (
            line,
            format!("the key `{key}` stands twice; readers differ in which they take"),
        )
    });
    (builder.documents, doubled)
}

#[derive(Default)]
struct Builder {
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
    /// The first key that a map has twice.
    doubled: Option<(String, usize)>,
}

/// A list or map that is still being read.
struct Open {
    line: usize,
    anchor: usize,
    is_map: bool,
    items: Vec<Node>,
    pairs: Vec<Pair>,
    key: Option<(String, usize)>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: &Span) {
        let line = span.start.line();
        match event {
            Event::Scalar(text, _, anchor, _) => {
                let value = Value::Text(text.into_owned());
                self.node(Node { line, value }, anchor);
            }
            Event::SequenceStart(_, anchor, _) => self.open(line, anchor, false),
            Event::MappingStart(_, anchor, _) => self.open(line, anchor, true),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            Event::Alias(anchor) => {
                let value = match self.anchors.get(&anchor) {
                    Some(node) => Value::Alias(Arc::clone(node)),
                    // A node that holds itself stays empty.
                    None => Value::Text(String::new()),
                };
                self.node(Node { line, value }, 0);
            }
            Event::UnresolvedAlias(_) => {
                let value = Value::Text(String::new());
                self.node(Node { line, value }, 0);
            }
            _ => {}
        }
    }

    fn open(&mut self, line: usize, anchor: usize, is_map: bool) {
        self.open.push(Open {
            line,
            anchor,
            is_map,
            items: Vec::new(),
            pairs: Vec::new(),
            key: None,
        });
    }

    fn close(&mut self) {
        let Some(done) = self.open.pop() else { return };
        if self.doubled.is_none() {
            self.doubled = doubled(&done.pairs);
        }
        let value = if done.is_map {
            Value::Map(done.pairs)
        } else {
            Value::List(done.items)
        };
        self.node(
            Node {
                line: done.line,
                value,
            },
            done.anchor,
        );
    }

    fn node(&mut self, node: Node, anchor: usize) {
        let node = if anchor == 0 {
            node
        } else {
            let line = node.line;
            let shared = Arc::new(node);
            self.anchors.insert(anchor, Arc::clone(&shared));
            Node {
                line,
                value: Value::Anchored(shared),
            }
        };
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return;
        };
        if !open.is_map {
            open.items.push(node);
        } else if let Some((key, line)) = open.key.take() {
            open.pairs.push(Pair {
                key,
                line,
                value: node,
            });
        } else {
            // A key that is no text is kept as an empty one: nobody asks for it.
            open.key = Some((node.text().unwrap_or_default().to_owned(), node.line));
        }
    }
}

/// The first key that stands twice, and the line of the second.
fn doubled(pairs: &[Pair]) -> Option<(String, usize)> {
    let mut seen = HashSet::new();
    let second = pairs
        .iter()
        .find(|it| !it.key.is_empty() && !seen.insert(it.key.as_str()))?;
    Some((second.key.clone(), second.line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_line() {
        let (documents, problem) =
            documents("a: &x\n  image:\n    # why\n    redis:7\nb:\n  <<: *x\n---\nc: [1,\n  2]\n");
        assert_eq!(problem, None);
        assert_eq!(documents[0].at(&["b", "image"]).map(|it| it.line), Some(4));
        assert_eq!(documents[1].items_of("c")[1].line, 9);
    }

    #[test]
    fn aliases_of_aliases_cost_nothing() {
        let mut text = "a0: &a0 [x, x]\n".to_owned();
        for i in 1..60 {
            text.push_str(&format!("a{i}: &a{i} [*a{0}, *a{0}, *a{0}]\n", i - 1));
        }
        text.push_str("m: &m\n  <<: [*m, *m]\nlast:\n  <<: [*a59, *m]\n");
        let (documents, problem) = documents(&text);
        assert_eq!(problem, None);
        let mut maps = Vec::new();
        documents[0].maps(&mut maps);
        assert_eq!(maps.len(), 3);
        assert!(documents[0].at(&["last", "image"]).is_none());
    }
}
