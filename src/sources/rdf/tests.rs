use super::*;

#[test]
fn statements_belong_to_a_source_named_after_the_file() {
    let (facts, problems) = read("my/list.ttl", "ttl", b"<x:a> <x:p> [ <x:q> 01 ] .");
    assert_eq!(problems, []);
    let quads: Vec<String> = facts.quads().map(|quad| quad.to_string()).collect();
    assert_eq!(quads.len(), 2 + 4, "{quads:?}");
    let source = "<https://w3id.org/stackgen/id/source/list>";
    assert!(quads[0].ends_with(source), "{quads:?}");
    let renamed = |quad: &String| quad.contains("_:list-") && quad.contains("-1 ");
    assert!(quads.iter().any(renamed), "{quads:?}");
}

#[test]
fn a_blank_node_inside_a_triple_term_is_the_same_as_outside() {
    let text = b"_:a <x:p> <<( _:a <x:q> <<( <x:b> <x:r> _:a )>> )>> .";
    for extension in ["ttl", "nt"] {
        let (facts, problems) = read("list", extension, text);
        assert_eq!(problems, []);
        let quad = facts.quads().next().unwrap().to_string();
        let nodes: Vec<&str> = quad.split(' ').filter(|it| it.starts_with("_:")).collect();
        let source = NamedNode::new_unchecked("x:s");
        let prefix = Reading::new("list", extension, &source, text).prefix;
        assert_eq!(nodes.len(), 3, "{quad}");
        assert!(nodes[0].starts_with(&format!("_:{prefix}")), "{quad}");
        assert!(nodes.iter().all(|node| *node == nodes[0]), "{quad}");
    }
}

#[test]
fn a_file_of_lines_is_read_in_parts_and_errors_keep_their_line() {
    let line = "_:a <x:p> \"some text that makes the file longer than a part\" .\n";
    let mut text = line.repeat(PART * 2 / line.len());
    let lines = text.lines().count();
    let (facts, problems) = read("a.nt", "nt", text.as_bytes());
    assert_eq!((facts.len(), problems), (lines + 4, Vec::new()));
    assert_eq!(facts.terms().find(b"Ba"), None, "renamed");
    text.push_str("oops\n");
    let (_, problems) = read("a.nt", "nt", text.as_bytes());
    assert_eq!(problems[0].place.line, lines as u64 + 1, "{problems:?}");
}

#[test]
fn an_error_names_line_and_column_once() {
    let (_, problems) = read("a.ttl", "ttl", b"<x:a> <x:p> <x:b> .\n<x:a> oops .");
    assert_eq!(problems.len(), 1);
    let problem = &problems[0];
    assert_eq!((problem.place.line, problem.place.column), (2, 7));
    assert_eq!(problem.message, "oops is not a valid predicate");
}

fn deep(open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(300), close.repeat(300))
}

fn xml(inner: &str) -> String {
    let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    format!("<rdf:RDF xmlns:rdf='{rdf}' xmlns:x='http://x/'>\n{inner}</rdf:RDF>")
}

/// A definition of terms, each by the next one.
fn terms(count: usize) -> String {
    let terms = (0..count).map(|it| format!("\"t{it}\":\"t{}:x\"", it + 1));
    terms.collect::<Vec<_>>().join(",")
}

/// Entities that each stand for ten of the one before.
fn laughs() -> String {
    let more = (0..12).map(|it| {
        let ten = format!("&a{it};").repeat(10);
        format!("\n<!ENTITY a{} \"{ten}\">", it + 1)
    });
    let more: String = more.collect();
    format!("<!DOCTYPE r [<!ENTITY a0 \"xxxxxxxx\">{more}]>")
}

#[test]
fn files_out_of_bounds_are_refused_with_their_place() {
    let triples = format!(
        "<x:a> <x:p> {} .",
        deep("<<( <x:a> <x:p> ", "<x:b>", " )>>")
    );
    for (extension, text, line, message) in [
        ("ttl", format!("# <<(\n{triples}"), 2, "nests deeper"),
        ("nt", triples.clone(), 1, "nests deeper"),
        (
            "trig",
            format!("<x:g> {{ <x:a> <x:p> '''\n)>>''' . {triples} }}"),
            2,
            "nests deeper",
        ),
        ("ttl", "\u{0}".to_owned(), 1, "not allowed"),
        (
            "rdf",
            xml(&deep("<x:a><x:p>", "", "</x:p></x:a>")),
            2,
            "nests deeper",
        ),
        (
            "rdf",
            xml("<x:a>\n<x:p>").replace("</rdf:RDF>", ""),
            3,
            "ends within 3 elements",
        ),
        ("rdf", String::new(), 1, "no element"),
        (
            "rdf",
            format!("{}\n{}", xml(""), xml("")),
            3,
            "a second root",
        ),
        (
            "rdf",
            xml("<x:a>\n<x:p rdf:resource='oops'/></x:a>"),
            3,
            "No scheme",
        ),
        ("rdf", laughs() + &xml(""), 1, "entities stand for more"),
        ("jsonld", deep("[", "", "]"), 1, "nests deeper"),
        (
            "jsonld",
            format!("{{\n\"\\u0040context\": {{{}}}}}", terms(10_001)),
            2,
            "10000 terms",
        ),
        (
            "jsonld",
            "{\n\"@context\": \"http://x/y\"}".to_owned(),
            2,
            "remote",
        ),
    ] {
        let (_, problems) = read("file", extension, text.as_bytes());
        assert_eq!(problems.len(), 1, "{extension} {message}");
        assert!(problems[0].message.contains(message), "{problems:?}");
        assert_eq!(problems[0].place.line, line, "{problems:?}");
    }
}

#[test]
fn what_is_within_bounds_is_read() {
    let triple = "<x:a> <x:p> <<( <x:a> <x:p> \")>> # <<(\" )>> .\n";
    let terms = terms(9_999);
    for (extension, text) in [
        ("ttl", triple.repeat(1000)),
        ("nt", format!("\u{feff}{}", triple.repeat(1000))),
        ("trig", "\u{feff}<x:g> { <x:a> <x:p> 1 }".to_owned()),
        (
            "jsonld",
            format!("{{\"@context\":{{{terms},\"t9999\":\"http://x/\"}},\"t0\":1}}"),
        ),
    ] {
        let (_, problems) = read("file", extension, text.as_bytes());
        assert_eq!(problems, [], "{extension}");
    }
}
