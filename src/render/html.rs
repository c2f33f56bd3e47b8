//! Diagrams as a page of their own: the picture, and every edge in words.

use std::fmt::Write as _;

use super::svg;
use crate::base::text::xml;
use crate::model::diagram::Diagram;

pub(super) fn render(diagram: &Diagram) -> Vec<u8> {
    let title = xml(&diagram.title);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>body{{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;padding:0 1rem;max-width:80rem;color:#1a1a1a;background:#fff}}\
         figure{{margin:0;overflow-x:auto}}table{{border-collapse:collapse}}td,th{{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #ddd}}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n<figure>\n"
    );
    text.push_str(&String::from_utf8_lossy(&svg::render(diagram)));
    text.push_str("</figure>\n<h2>Relations</h2>\n<table>\n<tr><th>From</th><th>Relation</th><th>To</th></tr>\n");
    for edge in &diagram.edges {
        let (from, to) = (&diagram.nodes[edge.from], &diagram.nodes[edge.to]);
        let derived = if edge.derived { " (derived)" } else { "" };
        let _ = writeln!(
            text,
            "<tr><td>{}</td><td>{}{derived}</td><td>{}</td></tr>",
            xml(&from.label),
            xml(&edge.label),
            xml(&to.label)
        );
    }
    text.push_str("</table>\n</body>\n</html>\n");
    text.into_bytes()
}
