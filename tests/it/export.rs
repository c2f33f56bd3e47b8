use crate::faults::faults;
use crate::support::{Fixture, small, stackgen};

#[test]
fn the_neighbourhood_of_an_entry_is_drawn_with_every_edge_between_the_nodes() {
    let data = small();
    let json = stackgen(&format!(
        "export --focus alpha --depth 1 --format json --data {}",
        data.path
    ))
    .json();
    let nodes: Vec<&str> = json["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert_eq!(nodes, ["messaging", "go", "mqtt", "alpha", "beta"]);
    let edges = json["edges"].as_array().unwrap();
    let has = |from: &str, to: &str| {
        edges.iter().any(|it| {
            it["from"].as_str().unwrap().ends_with(from) && it["to"].as_str().unwrap().ends_with(to)
        })
    };
    assert!(
        has("/beta", "/go"),
        "an edge between two neighbours: {edges:?}"
    );
    assert_eq!(edges.len(), 6, "{edges:?}");
}

#[test]
fn every_format_comes_out() {
    for (format, start) in [
        ("dot", "digraph stackgen {"),
        ("svg", "<svg "),
        // More edges than Mermaid draws: what is left out is said first.
        ("mermaid", "%% The "),
        ("graphml", "<?xml"),
        ("csv", "from,relation,to"),
        ("json", "{"),
        ("turtle", "@prefix"),
        ("ntriples", "<"),
        ("nquads", "<"),
        ("trig", "@prefix"),
        ("jsonld", "["),
        ("rdfxml", "<?xml"),
        ("html", "<!doctype html>"),
    ] {
        let text = stackgen(&format!("export --focus rabbitmq --format {format}")).ok();
        assert!(
            text.starts_with(start),
            "{format}: {}",
            &text[..text.len().min(80)]
        );
    }
    let png = stackgen("export --focus rabbitmq --format png");
    assert_eq!(&png.bytes[..8], b"\x89PNG\r\n\x1a\n");
}

#[test]
fn mermaid_gets_no_more_edges_than_it_draws() {
    let text = stackgen("export --focus kubernetes --format mermaid").ok();
    let edges = text.lines().filter(|line| line.contains("|\"")).count();
    assert!((100..=500).contains(&edges), "{edges}");
    assert!(text.contains("\nflowchart LR\n"));
    let few = stackgen("path kong kafka --format mermaid").ok();
    assert!(few.starts_with("flowchart LR\n"));
}

#[test]
fn the_whole_graph_survives_a_round_trip() {
    let first = stackgen("export --all --format nquads").ok();
    let file = Fixture::new("all.nq", &first);
    let second = stackgen(&format!(
        "export --all --format nquads --data {}",
        file.path
    ))
    .ok();
    let own = "<https://w3id.org/stackgen/id/source/all>";
    let without_file: Vec<&str> = second
        .lines()
        .filter(|line| !line.starts_with(own))
        .collect();
    assert_eq!(first.lines().collect::<Vec<_>>(), without_file);
}

#[test]
fn category_language_and_relation_select() {
    let messaging = stackgen("export --category messaging --format csv").ok();
    let go = stackgen("export --category messaging --lang go --format csv").ok();
    let caches = stackgen("export --category cache --lang go --format csv").ok();
    assert!(caches.contains("\nredis,"), "{caches}");
    assert!(
        !caches.contains("redisson"),
        "Java alone can use it: {caches}"
    );
    assert!(go.lines().count() < messaging.lines().count());
    let foundations = stackgen("export --relation built-on --format csv").ok();
    assert!(
        foundations
            .lines()
            .skip(1)
            .all(|line| line.contains(",builtOn,"))
    );
    let run = stackgen("export --relation bilt-on");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("did you mean `builtOn`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_extension_of_the_file_chooses_the_format() {
    let file = Fixture::new("x", "");
    let path = file.beside("picture.svg");
    assert_eq!(stackgen(&format!("export --focus nats -o {path}")).ok(), "");
    assert!(std::fs::read_to_string(path).unwrap().starts_with("<svg"));
}

/// Checks that nothing of a picture covers anything else, and how many boxes there are.
#[track_caller]
fn stand_apart(svg: &str, least: usize) {
    let boxes = svg.matches("<g id=\"t").count();
    assert!(boxes >= least, "{boxes} boxes");
    let faults = faults(svg);
    assert!(faults.0.is_empty(), "{faults}");
}

#[test]
fn no_node_of_a_picture_covers_another() {
    for line in [
        "--focus rabbitmq",
        "--category cache",
        "--focus kafka --depth 1",
        "--category messaging --lang java",
    ] {
        stand_apart(&stackgen(&format!("export {line} --format svg")).ok(), 6);
    }
}

const TEAM: &str = "@prefix sg: <https://w3id.org/stackgen/ns#> .
@prefix sgt: <https://w3id.org/stackgen/id/technology/> .
@prefix sgc: <https://w3id.org/stackgen/id/category/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
sgc:team a sg:Category ; rdfs:label \"Team\" .
sgt:a a sg:Technology ; rdfs:label \"A\" ; sg:category sgc:team .
sgt:b a sg:Technology ; rdfs:label \"B\" ; sg:category sgc:team .
sgt:c a sg:Technology ; rdfs:label \"C\" ; sg:category sgc:team ; sg:builtOn sgt:b .
";

#[test]
fn tied_nodes_stand_apart_behind_ones_without_ties() {
    let file = Fixture::new("team.ttl", TEAM);
    let line = format!(
        "export --category team --relation built-on --data {} --format svg",
        file.path
    );
    // The title stands for the category.
    stand_apart(&stackgen(&line).ok(), 3);
}

#[test]
fn what_stands_in_a_heading_of_a_list_is_tied_to_it() {
    let file = Fixture::new("team.ttl", TEAM);
    let line = format!("export --category team --data {} --format json", file.path);
    let edges = stackgen(&line).json()["edges"].clone();
    let of = |name: &str| {
        let ends_so =
            |edge: &&serde_json::Value| edge["relation"].as_str().unwrap().ends_with(name);
        edges.as_array().unwrap().iter().filter(ends_so).count()
    };
    assert_eq!((of("category"), of("builtOn")), (3, 1));
}

#[test]
fn files_of_rdf_come_back_with_the_prefixes_they_use_and_lost_graphs_are_told() {
    let data = Fixture::new(
        "g.trig",
        "<http://e.org/g> { <http://e.org/a> a <http://xmlns.com/foaf/0.1/Person> }",
    );
    let turtle = stackgen(&format!("export --all -F turtle --data {}", data.path));
    assert!(
        turtle.stderr.contains("no named graphs"),
        "{}",
        turtle.stderr
    );
    let text = turtle.ok();
    assert_eq!(text.matches("@prefix").count(), 2, "{text}");
    assert!(text.contains("@prefix foaf:"), "{text}");
    let trig = stackgen(&format!("export --all -F trig --data {}", data.path));
    assert!(trig.stderr.is_empty(), "{}", trig.stderr);
    for format in ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"] {
        let text = stackgen(&format!("export --all -F {format} --data {}", data.path)).ok();
        assert!(
            text.ends_with('\n') && !text.ends_with("\n\n"),
            "{format}: {text}"
        );
    }
}
