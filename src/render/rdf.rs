//! Statements in the RDF formats.

use oxrdf::{GraphName, Quad};
#[cfg(feature = "serve")]
use oxrdfio::RdfParser;
use oxrdfio::{JsonLdProfileSet, RdfFormat, RdfSerializer};

use crate::base::text::{escaped, xml_document};
use crate::base::vocabulary::PREFIXES;

/// Statements are sorted first; formats without graphs have each statement once.
pub(super) fn render(extension: &str, mut quads: Vec<Quad>) -> Result<Vec<u8>, String> {
    let format = match extension {
        "nt" => RdfFormat::NTriples,
        "nq" => RdfFormat::NQuads,
        "trig" => RdfFormat::TriG,
        "rdf" => RdfFormat::RdfXml,
        "jsonld" => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
        _ => RdfFormat::Turtle,
    };
    if !format.supports_datasets() {
        for quad in &mut quads {
            quad.graph_name = GraphName::DefaultGraph;
        }
    }
    let mut quads: Vec<(String, Quad)> = quads
        .into_iter()
        .map(|quad| {
            let key = format!(
                "{} {} {} {}",
                quad.graph_name, quad.subject, quad.predicate, quad.object
            );
            (key, quad)
        })
        .collect();
    quads.sort_by(|(a, _), (b, _)| a.cmp(b));
    quads.dedup_by(|(a, _), (b, _)| a == b);
    let mut serializer = RdfSerializer::from_format(format);
    for (prefix, namespace) in PREFIXES {
        serializer = serializer
            .with_prefix(*prefix, *namespace)
            .map_err(|error| error.to_string())?;
    }
    let mut writer = serializer.for_writer(Vec::new());
    for (_, quad) in &quads {
        writer
            .serialize_quad(quad)
            .map_err(|error| error.to_string())?;
    }
    let bytes = writer.finish().map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&bytes);
    let text = match format {
        RdfFormat::RdfXml => xml_document(&text).map_err(|it| {
            format!(
                "a text has U+{:04X}, which XML cannot say, expected another format such as turtle",
                u32::from(it)
            )
        })?,
        _ => escaped(&text),
    };
    Ok(text.into_bytes())
}

/// The statements of a document in Turtle.
#[cfg(feature = "serve")]
pub(super) fn of_turtle(text: &str) -> Result<Vec<Quad>, String> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}
