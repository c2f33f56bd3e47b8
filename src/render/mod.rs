//! A shape → bytes. One file per format, one line in [`FORMATS`]; knows shapes, never commands.

mod adr;
mod colours;
mod csv;
mod dot;
#[cfg(feature = "draw")]
mod draw;
mod graphml;
mod markdown;
mod mermaid;
mod rdf;
mod solutions;
mod table;

use std::io::{self, Write};

use crate::answer::{Answer, Shape};
use crate::base::text::escaped;

/// What a picture stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ground {
    /// Light; SVG and HTML turn dark where the viewer does.
    #[default]
    Auto,
    /// White.
    Light,
    /// Dark.
    Dark,
    /// Nothing: whatever is behind the picture.
    Transparent,
}

/// How a picture is drawn; nothing: what suits it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width to height.
    pub ratio: Option<f64>,
    /// At most so many boxes and names; the rest is counted.
    pub limit: Option<usize>,
    /// Pixels of a PNG for each of the SVG.
    pub scale: Option<f32>,
    /// What it stands on.
    pub ground: Ground,
}

/// How a person looks at the output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Columns of the terminal; nothing when the output goes elsewhere: lines are then as long as they need to be.
    pub width: Option<u16>,
    /// Whether to colour: an extra that says nothing by itself.
    pub color: bool,
    /// Whether addresses are links that a terminal opens (OSC 8).
    pub links: bool,
    /// How pictures are drawn.
    pub drawing: Drawing,
    /// Who hears what a picture lacks.
    pub say: Option<fn(&str)>,
}

/// Writes a shape of an answer.
type Writer = fn(&dyn Answer, Style) -> Result<Vec<u8>, String>;

/// A format of answers.
pub struct Format {
    /// Its name in `--format`.
    pub name: &'static str,
    /// File extensions that mean it in `--output`.
    pub extensions: &'static [&'static str],
    /// The shapes it writes, and how.
    writers: &'static [(Shape, Writer)],
}

/// Every format: one file and one entry here, and each answer with the shape has it.
pub const FORMATS: &[Format] = &[
    Format {
        name: "table",
        extensions: &["txt"],
        writers: &[(Shape::Page, |answer, style| {
            Ok(table::render(&answer.page(), style))
        })],
    },
    Format {
        name: "markdown",
        extensions: &["md"],
        writers: &[(Shape::Page, |answer, _| {
            Ok(markdown::render(&answer.page()))
        })],
    },
    Format {
        name: "json",
        extensions: &["json"],
        writers: &[
            (Shape::Json, |answer, _| Ok(json(answer))),
            (Shape::Solutions, |answer, _| {
                solutions::render(answer, "json")
            }),
        ],
    },
    Format {
        name: "jsonl",
        extensions: &["jsonl", "ndjson"],
        writers: &[(Shape::Json, |answer, _| Ok(json_lines(&answer.json())))],
    },
    Format {
        name: "xml",
        extensions: &["srx", "xml"],
        writers: &[(Shape::Solutions, |answer, _| {
            solutions::render(answer, "xml")
        })],
    },
    Format {
        name: "csv",
        extensions: &["csv"],
        writers: &[
            (Shape::Records, |answer, _| csv::render(&answer.records())),
            (Shape::Solutions, |answer, _| {
                solutions::render(answer, "csv")
            }),
        ],
    },
    Format {
        name: "tsv",
        extensions: &["tsv"],
        writers: &[(Shape::Solutions, |answer, _| {
            solutions::render(answer, "tsv")
        })],
    },
    Format {
        name: "adr",
        extensions: &[],
        writers: &[(Shape::Decision, |answer, _| {
            Ok(adr::render(&answer.decision()))
        })],
    },
    Format {
        name: "dot",
        extensions: &["dot", "gv"],
        writers: &[(Shape::Diagram, |answer, _| {
            Ok(dot::render(&answer.diagram()))
        })],
    },
    #[cfg(feature = "draw")]
    Format {
        name: "svg",
        extensions: &["svg"],
        writers: &[(Shape::Diagram, |answer, style| {
            Ok(draw::svg::render(&answer.diagram(), &style.drawing))
        })],
    },
    #[cfg(feature = "draw")]
    Format {
        name: "png",
        extensions: &["png"],
        writers: &[(Shape::Diagram, |answer, style| {
            draw::png::render(&answer.diagram(), &style.drawing, style.say)
        })],
    },
    Format {
        name: "mermaid",
        extensions: &["mmd", "mermaid"],
        writers: &[(Shape::Diagram, |answer, _| {
            Ok(mermaid::render(&answer.diagram()))
        })],
    },
    Format {
        name: "graphml",
        extensions: &["graphml"],
        writers: &[(Shape::Diagram, |answer, _| {
            Ok(graphml::render(&answer.diagram()))
        })],
    },
    #[cfg(feature = "draw")]
    Format {
        name: "html",
        extensions: &["html"],
        writers: &[(Shape::Diagram, |answer, style| {
            Ok(draw::html::render(&answer.diagram(), &style.drawing))
        })],
    },
    Format {
        name: "turtle",
        extensions: &["ttl"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("ttl", answer.triples())
        })],
    },
    Format {
        name: "ntriples",
        extensions: &["nt"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("nt", answer.triples())
        })],
    },
    Format {
        name: "nquads",
        extensions: &["nq"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("nq", answer.quads())
        })],
    },
    Format {
        name: "trig",
        extensions: &["trig"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("trig", answer.quads())
        })],
    },
    Format {
        name: "jsonld",
        extensions: &["jsonld"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("jsonld", answer.quads())
        })],
    },
    Format {
        name: "rdfxml",
        extensions: &["rdf"],
        writers: &[(Shape::Statements, |answer, _| {
            rdf::render("rdf", answer.triples())
        })],
    },
    Format {
        name: "sarif",
        extensions: &["sarif"],
        writers: &[(Shape::Sarif, no_renderer)],
    },
    Format {
        name: "compose",
        extensions: &["yml", "yaml"],
        writers: &[(Shape::Services, no_renderer)],
    },
    Format {
        name: "radar",
        extensions: &[],
        writers: &[(Shape::Blips, no_blips)],
    },
];

/// Stands where an answer writes its bytes itself.
fn no_renderer(_: &dyn Answer, _: Style) -> Result<Vec<u8>, String> {
    Err("this answer has no such format".to_owned())
}

/// A radar without a blip is none.
fn no_blips(_: &dyn Answer, _: Style) -> Result<Vec<u8>, String> {
    Err("no entry here has a ring, expected those of a tech radar or of a table with a column for it".to_owned())
}

impl Format {
    /// Whether it writes one of these shapes.
    #[must_use]
    pub fn writes(&self, shapes: &[Shape]) -> bool {
        self.writers.iter().any(|(shape, _)| shapes.contains(shape))
    }
}

/// The formats that answers of these shapes have: those of the first shape first.
#[must_use]
pub fn formats(shapes: &[Shape]) -> Vec<&'static Format> {
    let mut formats: Vec<&Format> = Vec::new();
    for shape in shapes {
        let more = FORMATS.iter().filter(|it| it.writes(&[*shape]));
        let new: Vec<&Format> = more
            .filter(|it| !formats.iter().any(|known| known.name == it.name))
            .collect();
        formats.extend(new);
    }
    formats
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

/// Writes an answer, or what is left of it.
pub type Writes<'a> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a>;

/// An answer in a format: whole, or to be written as it comes.
pub enum Rendered<'a> {
    /// All of it.
    Whole(Vec<u8>),
    /// What writes it piece by piece: rows of a query, of which there may be more than memory holds as text.
    Pieces(Writes<'a>),
}

/// What [`render`] gives, without holding the rows of a query as text.
///
/// # Errors
///
/// Those of [`render`].
pub fn rendered<'a>(
    answer: &'a dyn Answer,
    shapes: &[Shape],
    format: &Format,
    style: Style,
) -> Result<Rendered<'a>, String> {
    let own = answer.shapes().unwrap_or(shapes);
    if own.contains(&Shape::Solutions)
        && let Some(stream) = solutions::stream(answer, format.name)
    {
        return Ok(Rendered::Pieces(Box::new(stream)));
    }
    render(answer, shapes, format, style).map(Rendered::Whole)
}

/// The bytes of an answer of these shapes.
///
/// # Errors
///
/// Why the answer cannot be written in this format: a name that RDF/XML cannot spell, a picture that is too large.
pub fn render(
    answer: &dyn Answer,
    shapes: &[Shape],
    format: &Format,
    style: Style,
) -> Result<Vec<u8>, String> {
    if let Some(bytes) = answer.bytes(format.name) {
        return Ok(bytes);
    }
    let shapes = answer.shapes().unwrap_or(shapes);
    let mut writers = format.writers.iter();
    match writers.find(|(shape, _)| shapes.contains(shape)) {
        Some((_, write)) => write(answer, style),
        None => no_renderer(answer, style),
    }
}

/// The text of an answer's JSON: the same at every door.
///
/// # Panics
///
/// Never: what is JSON already can be written.
#[must_use]
pub fn json(answer: &dyn Answer) -> Vec<u8> {
    let mut text =
        serde_json::to_string_pretty(&answer.json()).expect("values of JSON can be written");
    text.push('\n');
    escaped(&text).into_bytes()
}

/// Items of an array, or a value by itself, each on a line.
#[must_use]
pub fn json_lines(value: &serde_json::Value) -> Vec<u8> {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let lines = items
        .iter()
        .map(|it| format!("{}\n", escaped(&it.to_string())));
    lines.collect::<String>().into_bytes()
}

/// A document in Turtle in another format of RDF.
///
/// # Errors
///
/// When it is not Turtle, or cannot be written in this format.
#[cfg(feature = "serve")]
pub(crate) fn from_turtle(turtle: &str, format: &str) -> Result<Vec<u8>, String> {
    let format = self::format(format).ok_or_else(|| format!("unknown format `{format}`"))?;
    let extension = format.extensions.first().copied().unwrap_or_default();
    rdf::render(extension, rdf::of_turtle(turtle)?)
}
