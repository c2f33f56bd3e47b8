//! A shape → bytes. One file per format, one line in [`FORMATS`]; knows shapes, never commands.

mod csv;
mod dot;
mod font;
mod graphml;
mod html;
mod layout;
mod markdown;
mod mermaid;
mod png;
mod rdf;
mod svg;
mod table;

use crate::answer::Answer;
use crate::base::text::escaped;

/// How a person looks at the output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Columns of the terminal; nothing when the output goes elsewhere: lines are then as long as they need to be.
    pub width: Option<u16>,
    /// Whether to colour: an extra that says nothing by itself.
    pub color: bool,
}

/// A format of answers.
pub struct Format {
    /// Its name in `--format`.
    pub name: &'static str,
    /// File extensions that mean it in `--output`.
    pub extensions: &'static [&'static str],
    render: fn(&dyn Answer, Style) -> Result<Vec<u8>, String>,
}

/// Every format. Those without a renderer of their own are answered by commands through `Answer::bytes`.
pub const FORMATS: &[Format] = &[
    Format {
        name: "table",
        extensions: &["txt"],
        render: |answer, style| Ok(table::render(&answer.page(), style)),
    },
    Format {
        name: "json",
        extensions: &["json"],
        render: |answer, _| Ok(json(answer)),
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        render: |answer, _| csv::render(&answer.records()),
    },
    Format {
        name: "markdown",
        extensions: &["md"],
        render: |answer, _| Ok(markdown::render(&answer.page())),
    },
    Format {
        name: "dot",
        extensions: &["dot", "gv"],
        render: |answer, _| Ok(dot::render(&answer.diagram())),
    },
    Format {
        name: "svg",
        extensions: &["svg"],
        render: |answer, _| Ok(svg::render(&answer.diagram())),
    },
    Format {
        name: "png",
        extensions: &["png"],
        render: |answer, _| png::render(&answer.diagram()),
    },
    Format {
        name: "mermaid",
        extensions: &["mmd", "mermaid"],
        render: |answer, _| Ok(mermaid::render(&answer.diagram())),
    },
    Format {
        name: "graphml",
        extensions: &["graphml"],
        render: |answer, _| Ok(graphml::render(&answer.diagram())),
    },
    Format {
        name: "html",
        extensions: &["html"],
        render: |answer, _| Ok(html::render(&answer.diagram())),
    },
    Format {
        name: "turtle",
        extensions: &["ttl"],
        render: |answer, _| rdf::render("ttl", answer.quads()),
    },
    Format {
        name: "ntriples",
        extensions: &["nt"],
        render: |answer, _| rdf::render("nt", answer.quads()),
    },
    Format {
        name: "nquads",
        extensions: &["nq"],
        render: |answer, _| rdf::render("nq", answer.quads()),
    },
    Format {
        name: "trig",
        extensions: &["trig"],
        render: |answer, _| rdf::render("trig", answer.quads()),
    },
    Format {
        name: "jsonld",
        extensions: &["jsonld"],
        render: |answer, _| rdf::render("jsonld", answer.quads()),
    },
    Format {
        name: "rdfxml",
        extensions: &["rdf"],
        render: |answer, _| rdf::render("rdf", answer.quads()),
    },
    Format {
        name: "xml",
        extensions: &["srx", "xml"],
        render: no_renderer,
    },
    Format {
        name: "tsv",
        extensions: &["tsv"],
        render: no_renderer,
    },
    Format {
        name: "compose",
        extensions: &["yml", "yaml"],
        render: no_renderer,
    },
];

fn no_renderer(_: &dyn Answer, _: Style) -> Result<Vec<u8>, String> {
    Err("this answer has no such format".to_owned())
}

/// The format with this name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The names of the formats that a file extension means.
pub fn by_extension(extension: &str) -> impl Iterator<Item = &'static str> {
    let extension = extension.to_lowercase();
    FORMATS
        .iter()
        .filter(move |format| format.extensions.contains(&extension.as_str()))
        .map(|format| format.name)
}

/// The bytes of an answer.
///
/// # Errors
///
/// Why the answer cannot be written in this format: a name that RDF/XML cannot spell, a picture that is too large.
pub fn render(answer: &dyn Answer, format: &Format, style: Style) -> Result<Vec<u8>, String> {
    match answer.bytes(format.name) {
        Some(bytes) => Ok(bytes),
        None => (format.render)(answer, style),
    }
}

fn json(answer: &dyn Answer) -> Vec<u8> {
    let mut text =
        serde_json::to_string_pretty(&answer.json()).expect("values of JSON can be written");
    text.push('\n');
    escaped(&text).into_bytes()
}
