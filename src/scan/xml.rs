//! XML as a tree with lines. Entities are not expanded, nothing else is opened.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::node::Lines;

/// No project file nests deeper.
const DEEPEST: usize = 128;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    /// The line of its first character.
    pub(super) line: usize,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly inside, without the space around it.
    pub(super) text: String,
    /// The line on which that text begins.
    pub(super) text_line: usize,
}

impl Element {
    /// The children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |it| it.name == name)
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|it| it.name == name)
    }

    /// The text of the first child of a name.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|it| it.text.as_str())
    }

    /// An attribute, its name without case.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|it| it.0.eq_ignore_ascii_case(name))
            .map(|it| it.1.as_str())
    }

    /// Itself and everything below, in the order of the file.
    pub(super) fn walk<'a>(&'a self, see: &mut impl FnMut(&'a Element)) {
        see(self);
        for child in &self.children {
            child.walk(see);
        }
    }
}

/// Reads a document; the element returned holds the root.
///
/// # Errors
///
/// Line and reason.
pub(super) fn document(text: &str) -> Result<Element, (usize, String)> {
    let lines = Lines::of(text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open = vec![Element::default()];
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(0);
            (lines.at(at), format!("is not valid XML: {error}"))
        })?;
        match event {
            Event::Start(tag) => {
                if open.len() > DEEPEST {
                    return Err((
                        lines.at(start),
                        format!("nests deeper than {DEEPEST} elements"),
                    ));
                }
                open.push(element(&tag, &lines, start));
            }
            Event::Empty(tag) => {
                let done = element(&tag, &lines, start);
                open.last_mut()
                    .expect("the document is never closed")
                    .children
                    .push(done);
            }
            Event::End(_) => {
                let done = open.pop().expect("end names are checked");
                if let Some(parent) = open.last_mut() {
                    parent.children.push(done);
                } else {
                    return Err((lines.at(start), "closes more than it opens".to_owned()));
                }
            }
            Event::Text(piece) => {
                let piece = String::from_utf8_lossy(&piece);
                add_text(open.last_mut(), &piece, start, &lines);
            }
            Event::CData(piece) => {
                let piece = String::from_utf8_lossy(&piece);
                add_text(open.last_mut(), &piece, start + "<![CDATA[".len(), &lines);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() != 1 {
        return Err((lines.at(text.len()), "ends inside an element".to_owned()));
    }
    Ok(open.remove(0))
}

fn element(tag: &BytesStart<'_>, lines: &Lines, start: usize) -> Element {
    let attributes = tag.attributes().flatten().map(|it| {
        let name = String::from_utf8_lossy(it.key.local_name().as_ref()).into_owned();
        let value = String::from_utf8_lossy(&it.value).into_owned();
        (
            name,
            value
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&"),
        )
    });
    Element {
        name: String::from_utf8_lossy(tag.local_name().as_ref()).into_owned(),
        line: lines.at(start),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

fn add_text(open: Option<&mut Element>, piece: &str, start: usize, lines: &Lines) {
    let Some(open) = open else { return };
    let trimmed = piece.trim();
    if trimmed.is_empty() {
        return;
    }
    if open.text.is_empty() {
        open.text_line = lines.at(start + (piece.len() - piece.trim_start().len()));
    }
    open.text.push_str(trimmed);
}
