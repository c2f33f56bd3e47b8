//! Literals of XML in RDF/XML, in the canonical form that makes equal ones equal: Exclusive XML Canonicalization with
//! comments (<https://www.w3.org/TR/xml-exc-c14n/>). The parser leaves every namespace in scope in them.

use std::collections::BTreeMap;

use oxrdf::vocab::rdf;
use oxrdf::{Literal, Term};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Brings literals of XML into their canonical form, those in triple terms too.
pub(super) fn canonical(term: &mut Term) {
    let mut term = term;
    loop {
        match term {
            Term::Literal(literal) if literal.datatype() == rdf::XML_LITERAL => {
                if let Some(text) = canonical_text(literal.value()) {
                    *literal = Literal::new_typed_literal(text, rdf::XML_LITERAL);
                }
                return;
            }
            Term::Triple(triple) => term = &mut triple.object,
            _ => return,
        }
    }
}

/// Namespaces by prefix; the default one has an empty prefix.
type Namespaces = BTreeMap<String, String>;

/// An open element: what is in scope inside it, and what was written.
#[derive(Clone, Default)]
struct Scope {
    declared: Namespaces,
    written: Namespaces,
}

/// Nothing for text that is not XML: it stays as it is.
fn canonical_text(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Scope::default()];
    let mut written = String::with_capacity(text.len());
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let scope = element(&start, open.last()?, &mut written)?;
                open.push(scope);
            }
            Event::End(end) => {
                open.pop();
                written += &format!("</{}>", str::from_utf8(end.name().into_inner()).ok()?);
            }
            Event::Text(text) => escape(&text.unescape().ok()?, false, &mut written),
            Event::CData(data) => escape(str::from_utf8(&data).ok()?, false, &mut written),
            Event::Comment(comment) => {
                written += &format!("<!--{}-->", str::from_utf8(&comment).ok()?);
            }
            Event::PI(instruction) => {
                written += &format!("<?{}?>", str::from_utf8(&instruction).ok()?);
            }
            Event::Eof => return (open.len() == 1).then_some(written),
            _ => return None,
        }
    }
}

/// Writes the start of an element: the namespaces that it shows and that are not written yet by prefix, then its
/// attributes by namespace and name.
fn element(start: &BytesStart<'_>, outer: &Scope, written: &mut String) -> Option<Scope> {
    let mut scope = outer.clone();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let name = str::from_utf8(attribute.key.into_inner()).ok()?.to_owned();
        let value = attribute.unescape_value().ok()?.into_owned();
        match name.strip_prefix("xmlns") {
            Some("") => _ = scope.declared.insert(String::new(), value),
            Some(prefix) if prefix.starts_with(':') => {
                scope.declared.insert(prefix[1..].to_owned(), value);
            }
            _ => attributes.push((name, value)),
        }
    }
    let name = str::from_utf8(start.name().into_inner()).ok()?.to_owned();
    let prefix = |name: &str| name.split_once(':').map(|(prefix, _)| prefix.to_owned());
    let mut shown: Vec<String> = attributes.iter().filter_map(|(it, _)| prefix(it)).collect();
    shown.push(prefix(&name).unwrap_or_default());
    shown.sort();
    shown.dedup();
    *written += &format!("<{name}");
    for prefix in shown.iter().filter(|it| *it != "xml") {
        let namespace = scope.declared.get(prefix).cloned().unwrap_or_default();
        if scope.written.get(prefix).map_or("", String::as_str) == namespace {
            continue;
        }
        let colon = if prefix.is_empty() { "" } else { ":" };
        *written += &format!(" xmlns{colon}{prefix}=\"");
        escape(&namespace, true, written);
        written.push('"');
        scope.written.insert(prefix.clone(), namespace);
    }
    attributes.sort_by_cached_key(|(name, _)| {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let namespace = scope.declared.get(prefix).filter(|_| !prefix.is_empty());
        (namespace.cloned().unwrap_or_default(), local.to_owned())
    });
    for (name, value) in &attributes {
        *written += &format!(" {name}=\"");
        escape(value, true, written);
        written.push('"');
    }
    written.push('>');
    Some(scope)
}

/// Text as canonical XML writes it: in content, or in the value of an attribute.
fn escape(text: &str, in_attribute: bool, written: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => *written += "&amp;",
            '<' => *written += "&lt;",
            '>' if !in_attribute => *written += "&gt;",
            '"' if in_attribute => *written += "&quot;",
            '\t' if in_attribute => *written += "&#x9;",
            '\n' if in_attribute => *written += "&#xA;",
            '\r' => *written += "&#xD;",
            sign => written.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::canonical_text;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(canonical_text(text).as_deref(), expected);
    }

    #[test]
    fn only_namespaces_that_are_shown_are_written_where_they_begin() {
        check("plain &amp; simple", Some("plain &amp; simple"));
        check(r#"<br xmlns:a="x"/>"#, Some("<br></br>"));
        check(
            r#"<a xmlns="d" xmlns:p="q"><p:b z="2" a="1" p:c="3"/><p:b/></a>"#,
            Some(
                r#"<a xmlns="d"><p:b xmlns:p="q" a="1" z="2" p:c="3"></p:b><p:b xmlns:p="q"></p:b></a>"#,
            ),
        );
        check(
            r#"<a xmlns="d"><b xmlns=""/></a>"#,
            Some(r#"<a xmlns="d"><b xmlns=""></b></a>"#),
        );
        check("<!--c--><?p i?>", Some("<!--c--><?p i?>"));
        check("<a>", None);
    }
}
