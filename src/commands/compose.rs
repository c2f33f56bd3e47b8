//! A stack as a Compose file: a start for trying it out.

use std::fmt::Write as _;

use crate::base::text::one_line;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::graph::{Graph, Node};
use crate::reason::recommend::Stack;

/// The first stack: a service for each pick with a known container image, a comment for each other.
pub(super) fn render(catalog: &Catalog, stacks: &[Stack]) -> Vec<u8> {
    let graph = Graph::new(&catalog.index);
    let mut services = String::new();
    let mut others = String::new();
    let mut seen: Vec<Node> = Vec::new();
    for pick in stacks.first().into_iter().flat_map(|stack| &stack.picks) {
        let image = graph.value(pick.node, sg::CONTAINER_IMAGE);
        let (slug, name) = (graph.slug(pick.node), one_line(graph.label(pick.node)));
        let need = graph.slug(pick.need);
        if seen.contains(&pick.node) {
            continue;
        }
        seen.push(pick.node);
        if image.is_empty() {
            let _ = writeln!(
                others,
                "# {need}: {name} is a library or service without an image in the catalogue"
            );
            continue;
        }
        let _ = writeln!(
            services,
            "  {slug}: # {need}: {name}\n    image: {}",
            quoted(image)
        );
        let port = graph.value(pick.node, sg::PORT);
        if !port.is_empty() {
            let _ = writeln!(
                services,
                "    ports:\n      - {}",
                quoted(&format!("{port}:{port}"))
            );
        }
    }
    let head = if services.is_empty() {
        "services: {}\n"
    } else {
        "services:\n"
    };
    format!("# A start for trying the stack out: no volumes, no secrets, not for production.\n{others}{head}{services}").into_bytes()
}

/// A string of YAML: JSON's strings are some.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
