//! Names that try to break out of every format.

use crate::support::{Fixture, run, stackgen};

const NAMES: &[&str] = &[
    "say \\\"hi\\\"",
    "two\\nlines",
    "<script>alert(1)</script>",
    "a]]>b -->",
    "=HYPERLINK(1)",
    "\\\\N \\\\",
    "🚀 rocket",
    "שלום",
    "\\u202Eevil",
    "\\u001B[31mred",
    "end\\\"]; subgraph click n0 |x|",
    "`code` | pipe",
    "&amp; & ;",
];

fn hostile() -> Fixture {
    let mut text = String::from(
        "@prefix sg: <https://w3id.org/stackgen/ns#> .\n\
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         <https://w3id.org/stackgen/id/category/need> a sg:Need, sg:Category ; rdfs:label \"Need\" .\n",
    );
    for (number, name) in NAMES.iter().enumerate() {
        text += &format!(
            "<https://w3id.org/stackgen/id/technology/t{number}> a sg:Technology ; rdfs:label \"{name}\" ; \
             sg:category <https://w3id.org/stackgen/id/category/need> ; sg:license \"{name}\" ; \
             sg:integratesWith <https://w3id.org/stackgen/id/technology/t0> .\n"
        );
    }
    Fixture::new("hostile.ttl", &text)
}

#[test]
fn hostile_names_are_harmless_in_every_format() {
    let data = hostile();
    for format in [
        "dot", "svg", "mermaid", "graphml", "csv", "json", "turtle", "ntriples", "nquads", "trig",
        "jsonld", "html",
    ] {
        let text = stackgen(&format!(
            "export --category need --format {format} --data {}",
            data.path
        ))
        .ok();
        assert!(!text.contains('\u{1b}'), "{format} steers the terminal");
        // A page has its data and what moves it.
        let own = if format == "html" { 2 } else { 0 };
        if ["svg", "html", "graphml", "mermaid"].contains(&format) {
            assert_eq!(text.matches("<script").count(), own, "{format}: {text}");
        }
        if format == "mermaid" {
            assert!(!text.contains("end\"]"), "{text}");
        }
    }
    let png = stackgen(&format!(
        "export --category need --format png --data {}",
        data.path
    ));
    assert_eq!(png.status, 0, "{}", png.stderr);
    for command in [
        "recommend --need need --top 20 --explain",
        "list entries",
        "search rocket",
        "show t2",
        "compare t0 t9",
        "stats",
        "alternatives t0",
        "path t1 t2",
    ] {
        for format in ["table", "markdown", "json", "csv"] {
            let run = stackgen(&format!("{command} --format {format} --data {}", data.path));
            assert!(
                run.status < 2 || run.stderr.contains("unknown format"),
                "{command} {format}: {}",
                run.stderr
            );
            assert!(!run.stdout.contains('\u{1b}'), "{command} {format}");
            if format == "markdown" {
                assert!(!run.stdout.contains("<script"), "{command}");
            }
        }
    }
    let csv = stackgen(&format!("list entries --format csv --data {}", data.path)).ok();
    assert!(csv.contains(",'=HYPERLINK(1),"), "{csv}");
}

#[test]
fn dot_opens_in_graphviz_whatever_the_names_are() {
    let data = hostile();
    let file = data.beside("hostile.dot");
    stackgen(&format!(
        "export --category need -o {file} --data {}",
        data.path
    ))
    .ok();
    let drawn = std::process::Command::new("dot")
        .args(["-Tsvg", &file])
        .output();
    let Ok(drawn) = drawn else {
        assert!(
            std::env::var_os("CI").is_none(),
            "Graphviz is missing in CI"
        );
        eprintln!("skipped: Graphviz is not installed");
        return;
    };
    assert!(
        drawn.status.success(),
        "{}",
        String::from_utf8_lossy(&drawn.stderr)
    );
    let svg = String::from_utf8_lossy(&drawn.stdout).into_owned();
    for label in [
        "say &quot;hi&quot;",
        "🚀 rocket",
        "\\N \\",
        "&amp;amp; &amp; ;",
    ] {
        assert!(svg.contains(label), "{label}: {svg}");
    }
}

#[test]
fn broken_arguments_end_with_a_word_and_without_panic() {
    for arguments in [
        vec!["recommend", "--need", ""],
        vec!["recommend", "--need", ":"],
        vec!["recommend", "--need", "messaging", "--weight", "=1"],
        vec![
            "recommend",
            "--need",
            "messaging",
            "--weight",
            "adoption=NaN",
        ],
        vec!["recommend", "--need", "messaging", "--timeout", "-1s"],
        vec!["recommend", "--need", "messaging", "--data", "/"],
        vec![
            "recommend",
            "--need",
            "messaging",
            "--data",
            "no-such-file.ttl",
        ],
        vec!["recommend", "--need", "messaging", "--data", "README.md"],
        vec!["show", ""],
        vec!["show", "https://"],
        vec!["path", "nats", "\u{0}"],
        vec!["export", "--focus", "🚀"],
        vec!["export"],
        vec!["list", "nothing"],
        vec!["query", "SELEC"],
        vec!["query", "-f", "no-such-file.rq"],
        vec!["verify", "no-such-file.ttl"],
        vec!["verify", "ontologies/shapes.ttl"],
        vec!["nonsense"],
        vec![
            "recommend",
            "--need",
            "messaging",
            "-o",
            "/no/such/folder/x.svg",
        ],
    ] {
        if arguments.iter().any(|it| it.contains('\u{0}')) {
            continue;
        }
        let run = run(&arguments, "");
        assert_eq!(run.status, 2, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.starts_with("error: "),
            "{arguments:?}: {}",
            run.stderr
        );
        assert!(!run.stderr.contains("panicked"), "{arguments:?}");
    }
}
