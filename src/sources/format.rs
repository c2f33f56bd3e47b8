//! Which format a file is in: by its name where that says so, else by how it begins.

use super::{backstage, csv, radar, rdf, table};

/// A format that some reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An awesome list in Markdown.
    Markdown,
    /// An awesome list in HTML.
    Html,
    /// A CNCF `landscape.yml`.
    Landscape,
    /// A table of a CSV folder, known by its name.
    Table,
    /// Any other table in CSV, with columns of its own.
    Everyday,
    /// A tech radar in JSON.
    Radar,
    /// Entities of Backstage, as in `catalog-info.yaml`.
    Backstage,
    /// RDF, in the format of this extension.
    Rdf(&'static str),
}

/// What a person may say that a file is.
pub const NAMES: &[&str] = &[
    "auto",
    "awesome",
    "landscape",
    "csv",
    "radar",
    "backstage",
    "rdf",
];

/// The format of a file that a person says is one of [`NAMES`]; nothing where it cannot be one.
#[must_use]
pub fn named(kind: &str, name: &str, bytes: &[u8]) -> Option<Format> {
    let detected = detect(name, bytes);
    match kind {
        "awesome" if detected == Some(Format::Html) || is_page(&beginning(bytes)) => {
            Some(Format::Html)
        }
        "awesome" => Some(Format::Markdown),
        "landscape" => Some(Format::Landscape),
        "backstage" => Some(Format::Backstage),
        "csv" if csv::table_of(name, bytes).is_some() => Some(Format::Table),
        "radar" if beginning(bytes).starts_with(['{', '[']) => Some(Format::Radar),
        "csv" | "radar" => Some(Format::Everyday),
        "rdf" => detected
            .filter(|format| matches!(format, Format::Rdf(_)))
            .or(Some(Format::Rdf("ttl"))),
        _ => detected,
    }
}

/// How far into a file its beginning goes, in bytes.
const BEGINNING: usize = 64 << 10;

/// The format of a file, or nothing for one that no reader knows.
///
/// A known extension decides, but for HTML in a file that is called Markdown; a name without one leaves it to the text.
#[must_use]
pub fn detect(name: &str, bytes: &[u8]) -> Option<Format> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let extension = file
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default();
    if csv::table_names().any(|table| table == file)
        || (extension == "csv" && csv::table_of(name, bytes).is_some())
    {
        return Some(Format::Table);
    }
    if let Some(known) = rdf::extensions().find(|known| *known == extension) {
        return Some(Format::Rdf(known));
    }
    let text = beginning(bytes);
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" if !is_page(&text) => Some(Format::Markdown),
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "yml" | "yaml" if is_backstage(&text) => Some(Format::Backstage),
        "yml" | "yaml" => Some(Format::Landscape),
        "csv" | "tsv" => Some(Format::Everyday),
        _ => by_text(&text),
    }
}

fn beginning(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(BEGINNING)]);
    text.trim_start_matches('\u{feff}').trim_start().to_owned()
}

fn is_page(text: &str) -> bool {
    let start: String = text.chars().take(15).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

fn by_text(text: &str) -> Option<Format> {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines()
        .find(|line| !line.starts_with('#'))
        .unwrap_or_default();
    let lower = first.to_ascii_lowercase();
    if is_page(text) {
        return Some(Format::Html);
    }
    if first.starts_with("<?xml") || first.starts_with("<rdf:RDF") {
        return Some(if text.contains("<rdf:RDF") {
            Format::Rdf("rdf")
        } else {
            Format::Html
        });
    }
    if lower.starts_with("@prefix")
        || lower.starts_with("@base")
        || lower.starts_with("prefix ")
        || lower.starts_with("base <")
    {
        return Some(Format::Rdf("trig"));
    }
    if is_statement(first) {
        return Some(Format::Rdf("nq"));
    }
    if radar::is_radar(text) && !text.contains("\"@context\"") {
        return Some(Format::Radar);
    }
    if first.starts_with(['{', '['])
        && ["\"@context\"", "\"@id\"", "\"@graph\"", "\"@type\""]
            .iter()
            .any(|it| text.contains(it))
    {
        return Some(Format::Rdf("jsonld"));
    }
    if is_backstage(text) {
        return Some(Format::Backstage);
    }
    if lines().any(|line| line == "landscape:") {
        return Some(Format::Landscape);
    }
    if table::begins_one(text) {
        return Some(Format::Everyday);
    }
    if text.contains("](http") {
        return Some(Format::Markdown);
    }
    if ["<h1", "<h2", "<ul", "<li", "<body", "<table"]
        .iter()
        .any(|tag| lower.starts_with(tag))
    {
        return Some(Format::Html);
    }
    None
}

/// Entities of Backstage say of which version they are.
fn is_backstage(text: &str) -> bool {
    let versions = text
        .lines()
        .filter_map(|line| line.strip_prefix("apiVersion:"));
    let mut versions = versions.map(|it| it.trim().trim_matches(['"', '\'']));
    versions.any(|it| it.starts_with(backstage::API))
}

/// A line of N-Triples or N-Quads: it begins with an address or blank node and ends with a dot.
fn is_statement(line: &str) -> bool {
    let subject = line
        .strip_prefix('<')
        .is_some_and(|rest| rest.split('>').next().is_some_and(|iri| iri.contains(':')))
        || line.starts_with("_:");
    subject && line.ends_with('.') && line.matches('<').count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_name_or_by_its_beginning() {
        for (name, text, expected) in [
            ("a.md", "# List", Some(Format::Markdown)),
            ("a.md", "<!DOCTYPE html><html>", Some(Format::Html)),
            (
                "README",
                "# List\n- [a](https://a.org)",
                Some(Format::Markdown),
            ),
            ("a.htm", "", Some(Format::Html)),
            ("page", "\u{feff}\n<html lang=en>", Some(Format::Html)),
            ("l.yaml", "", Some(Format::Landscape)),
            (
                "catalog-info.yaml",
                "# ours\napiVersion: backstage.io/v1alpha1\nkind: Component\n",
                Some(Format::Backstage),
            ),
            (
                "x",
                "# c\nlandscape:\n - category:",
                Some(Format::Landscape),
            ),
            ("dir/entries.csv", "", Some(Format::Table)),
            ("a.TTL", "", Some(Format::Rdf("ttl"))),
            ("a", "# c\n@prefix a: <b:> .", Some(Format::Rdf("trig"))),
            (
                "a.txt",
                "<x:a> <x:b> <x:c> <x:g> .",
                Some(Format::Rdf("nq")),
            ),
            (
                "a.xml",
                "<?xml version='1.0'?><rdf:RDF",
                Some(Format::Rdf("rdf")),
            ),
            ("a.json", "{\"@context\": {}}", Some(Format::Rdf("jsonld"))),
            ("a.txt", "words", None),
            ("a.csv", "x,y", Some(Format::Everyday)),
            (
                "a.json",
                "[{\"name\": \"x\", \"ring\": \"adopt\", \"quadrant\": \"q\"}]",
                Some(Format::Radar),
            ),
        ] {
            assert_eq!(detect(name, text.as_bytes()), expected, "{name} {text}");
        }
    }
}
