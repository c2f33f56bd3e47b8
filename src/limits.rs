//! What a file or the reply of a service must hold before the parser of its format sees it: within these bounds parsers
//! take time and memory in proportion to the text, and their stack holds. An error is a position in the bytes and what is
//! wrong there.

use std::collections::HashMap;

use memchr::memmem;
use oxrdfio::RdfFormat;
use quick_xml::events::{BytesStart, Event};

/// How deep triple terms, elements of XML and values of JSON may nest.
const DEEPEST: usize = 256;
/// How many attributes an element may have: the parser compares each with all.
const MOST_ATTRIBUTES: usize = 1_000;
/// How many terms a context of JSON-LD may define: the parser recurses along terms that are defined by others.
const MOST_TERMS: usize = 10_000;
/// How many bytes the entities of XML may stand for in the whole file, beyond a few for each use.
const MOST_EXPANDED: usize = 16 << 20;

/// A position in the bytes, and what is wrong there.
pub(crate) type Wrong = (usize, String);

/// Refuses bytes that are out of bounds for the parser of `format`.
///
/// # Errors
///
/// Where the bytes go out of bounds, and how.
pub(crate) fn check(format: RdfFormat, bytes: &[u8]) -> Result<(), Wrong> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err((0, "UTF-16, expected text in UTF-8".to_owned()));
    }
    match format {
        RdfFormat::RdfXml => xml(bytes),
        RdfFormat::JsonLd { .. } => json(bytes),
        _ => triple_terms(bytes),
    }
}

fn too_deep(at: usize) -> Wrong {
    (at, format!("nests deeper than {DEEPEST}, expected less"))
}

/// Walks over Turtle and its relatives where there are triple terms.
fn triple_terms(bytes: &[u8]) -> Result<(), Wrong> {
    if memmem::find(bytes, b"<<(").is_none() {
        return Ok(());
    }
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        at += match rest {
            [b'<', b'<', b'(', ..] => {
                depth += 1;
                3
            }
            [b')', b'>', b'>', ..] => {
                depth = depth.saturating_sub(1);
                3
            }
            [b'<', b'<', ..] | [b'\\', _, ..] => 2,
            [b'<', ..] => memchr::memchr(b'>', rest).map_or(rest.len(), |end| end + 1),
            [b'#', ..] => memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()),
            [b'"' | b'\'', ..] => length_of_text(rest),
            _ => 1,
        };
        if depth > DEEPEST {
            return Err(too_deep(at));
        }
    }
    Ok(())
}

/// The length of the text that begins here.
fn length_of_text(rest: &[u8]) -> usize {
    let quote = rest[0];
    let long = rest.starts_with(&[quote; 3]);
    let mut at = if long { 3 } else { 1 };
    while let Some(byte) = rest.get(at) {
        if *byte == b'\\' {
            at += 1;
        } else if *byte == quote && (!long || rest[at..].starts_with(&[quote; 3])) {
            return at + if long { 3 } else { 1 };
        }
        at += 1;
    }
    rest.len()
}

/// Walks over the elements of XML: all of them end, none is too deep or too wide, entities stay small.
///
/// # Errors
///
/// Where the bytes go out of bounds, and how.
pub(crate) fn xml(bytes: &[u8]) -> Result<(), Wrong> {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let mut entities = Entities::default();
    let (mut depth, mut elements) = (0, 0_usize);
    let position = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    loop {
        let before = position(reader.buffer_position());
        let event = reader
            .read_event()
            .map_err(|error| (position(reader.error_position()), error.to_string()))?;
        match &event {
            Event::Start(start) => {
                check_element(start, before)?;
                if depth == 0 && elements > 0 {
                    return Err((before, "a second root, expected one".to_owned()));
                }
                depth += 1;
                elements += 1;
            }
            Event::Empty(start) => {
                check_element(start, before)?;
                elements += 1;
            }
            Event::End(_) => depth -= 1,
            Event::DocType(text) => entities.declare(text, before)?,
            Event::Eof => break,
            _ => {}
        }
        entities.use_in(&event, before)?;
        if depth > DEEPEST {
            return Err(too_deep(before));
        }
    }
    match (depth, elements) {
        (_, 0) => Err((bytes.len(), "no element, expected one".to_owned())),
        (0, _) => Ok(()),
        _ => Err((
            bytes.len(),
            format!("the file ends within {depth} elements, expected their ends"),
        )),
    }
}

fn check_element(start: &BytesStart<'_>, at: usize) -> Result<(), Wrong> {
    let mut attributes = start.attributes();
    if attributes.with_checks(false).nth(MOST_ATTRIBUTES).is_some() {
        let message = format!("more than {MOST_ATTRIBUTES} attributes, expected fewer");
        return Err((at, message));
    }
    Ok(())
}

/// The entities that a document declares, each with how many bytes it stands for, and how many all uses stand for.
#[derive(Default)]
struct Entities {
    sizes: HashMap<Vec<u8>, usize>,
    used: usize,
}

impl Entities {
    fn declare(&mut self, doctype: &[u8], at: usize) -> Result<(), Wrong> {
        for declaration in doctype.split(|byte| *byte == b'<') {
            let Some(declaration) = declaration.strip_prefix(b"!ENTITY") else {
                continue;
            };
            let mut parts = declaration.splitn(3, |byte| *byte == b'"');
            let name = parts.next().unwrap_or_default().trim_ascii();
            let name = name.strip_prefix(b"%").unwrap_or(name).trim_ascii();
            let size = self.size(parts.next().unwrap_or_default());
            self.spend(size, at)?;
            self.sizes.insert(name.to_owned(), size);
        }
        Ok(())
    }

    fn use_in(&mut self, event: &[u8], at: usize) -> Result<(), Wrong> {
        if self.sizes.is_empty() || memchr::memchr(b'&', event).is_none() {
            return Ok(());
        }
        self.spend(self.size(event).saturating_sub(event.len()), at)
    }

    fn spend(&mut self, size: usize, at: usize) -> Result<(), Wrong> {
        self.used = self.used.saturating_add(size);
        if self.used > MOST_EXPANDED {
            let message =
                format!("entities stand for more than {MOST_EXPANDED} bytes, expected fewer");
            return Err((at, message));
        }
        Ok(())
    }

    /// How long a text is with what its entities stand for.
    fn size(&self, text: &[u8]) -> usize {
        let mut size = text.len();
        for start in memchr::memchr_iter(b'&', text) {
            let rest = &text[start + 1..];
            let name = memchr::memchr(b';', rest).and_then(|end| rest.get(..end));
            let more = name.and_then(|name| self.sizes.get(name)).unwrap_or(&0);
            size = size.saturating_add(*more);
        }
        size
    }
}

/// Walks over the values of JSON: none is too deep, no context defines too many terms.
///
/// # Errors
///
/// Where the bytes go out of bounds, and how.
pub(crate) fn json(bytes: &[u8]) -> Result<(), Wrong> {
    let (mut at, mut depth) = (0, 0_usize);
    // The depth around the outermost context that the walk is in, and the names in it.
    let mut context = None;
    let mut terms = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if context.is_some_and(|around| depth <= around) {
                    context = None;
                }
            }
            b'"' => {
                let length = length_of_name(&bytes[at..]);
                let name = &bytes[at..at + length];
                let after = bytes[at + length..].trim_ascii_start();
                if let Some(value) = after.strip_prefix(b":") {
                    terms += usize::from(context.is_some());
                    let nests = value.trim_ascii_start().starts_with(b"{")
                        || value.trim_ascii_start().starts_with(b"[");
                    if context.is_none() && nests && is_context(name) {
                        context = Some(depth);
                        terms = 0;
                    }
                }
                at += length - 1;
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err(too_deep(at));
        }
        if terms > MOST_TERMS {
            let message = format!("a context of more than {MOST_TERMS} terms, expected fewer");
            return Err((at, message));
        }
        at += 1;
    }
    Ok(())
}

fn length_of_name(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

fn is_context(name: &[u8]) -> bool {
    // Each of its eight letters may be written as six.
    name.len() <= 2 + 8 * 6
        && serde_json::from_slice::<String>(name).is_ok_and(|name| name == "@context")
}
