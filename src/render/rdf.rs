//! Statements in the RDF formats.

use oxrdf::{GraphName, NamedOrBlankNode, Quad, Term};
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
    for (prefix, namespace) in used(&quads) {
        serializer = serializer
            .with_prefix(prefix, namespace)
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
    let mut text = match format {
        RdfFormat::RdfXml => xml_document(&text).map_err(|it| {
            format!(
                "a text has U+{:04X}, which XML cannot say, expected another format such as turtle",
                u32::from(it)
            )
        })?,
        _ => escaped(&text),
    };
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(text.into_bytes())
}

/// The prefixes that statements have a use for.
fn used(quads: &[(String, Quad)]) -> Vec<(&'static str, &'static str)> {
    let mut used = Vec::new();
    let mut unused = PREFIXES.to_vec();
    let mut see = |iri: &str| {
        unused.retain(|(prefix, namespace)| {
            let is_used = iri.starts_with(namespace);
            if is_used {
                used.push((*prefix, *namespace));
            }
            !is_used
        });
    };
    for (_, quad) in quads {
        if let NamedOrBlankNode::NamedNode(node) = &quad.subject {
            see(node.as_str());
        }
        see(quad.predicate.as_str());
        if let GraphName::NamedNode(node) = &quad.graph_name {
            see(node.as_str());
        }
        see_term(&quad.object, &mut see);
    }
    used.sort_by_key(|it| PREFIXES.iter().position(|known| known == it));
    used
}

fn see_term(term: &Term, see: &mut impl FnMut(&str)) {
    let mut term = term;
    while let Term::Triple(triple) = term {
        if let NamedOrBlankNode::NamedNode(node) = &triple.subject {
            see(node.as_str());
        }
        see(triple.predicate.as_str());
        term = &triple.object;
    }
    match term {
        Term::NamedNode(node) => see(node.as_str()),
        Term::Literal(literal) => see(literal.datatype().as_str()),
        _ => {}
    }
}

/// The statements of a document in Turtle.
#[cfg(feature = "serve")]
pub(super) fn of_turtle(text: &str) -> Result<Vec<Quad>, String> {
    RdfParser::from_format(RdfFormat::Turtle)
        .for_slice(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}
