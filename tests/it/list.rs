use crate::support::{Fixture, small, stackgen};

#[test]
fn needs_are_shown_with_their_number_of_entries() {
    let data = small();
    let text = stackgen(&format!("list needs --data {}", data.path)).ok();
    assert_eq!(
        text,
        "ENTRY      ENTRIES  DESCRIPTION\n\
         messaging        4  Message broker\n\
         tracing          1  Tracing\n"
    );
}

#[test]
fn everything_can_be_listed_in_every_format() {
    for what in [
        "needs",
        "languages",
        "standards",
        "entries",
        "categories",
        "systems",
        "sources",
        "reasons",
        "tables",
    ] {
        for format in ["table", "json", "csv"] {
            assert!(
                stackgen(&format!("list {what} --format {format}"))
                    .ok()
                    .len()
                    > 100,
                "{what} {format}"
            );
        }
        let json = stackgen(&format!("list {what} --format json")).json();
        assert!(
            json[0]["entry"].is_string()
                && json[0]["name"].is_string()
                && json[0]["iri"].is_string()
        );
    }
}

#[test]
fn the_licence_of_a_source_is_shown_by_its_identifier_or_as_it_is_written() {
    let data = Fixture::new(
        "sources.csv",
        "slug,name,date,license\nfree,Free,2026,CC0-1.0\nown,Own,2026,see the page\nnone,None,2026,\n",
    );
    let text = stackgen(&format!("list sources --data {} --format csv", data.path)).ok();
    let licences: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("rule-"))
        .filter_map(|line| line.split(',').nth(4))
        .collect();
    assert_eq!(
        licences,
        ["license", "CC0-1.0", "", "see the page"],
        "{text}"
    );
}

#[test]
fn headings_keep_the_order_and_depth_of_the_list() {
    let json = stackgen("list categories --format json").json();
    let names: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["source"] == "awesome-microservices-2016")
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 61);
    assert_eq!(
        &names[..4],
        ["Platforms", "Runtimes", "Service Toolkits", "Agnostic"]
    );
    assert_eq!(names.iter().filter(|name| **name == "Messaging").count(), 2);
    assert_eq!(names.iter().filter(|name| **name == "Security").count(), 2);
}

/// The slugs of a list.
fn entries(line: &str) -> Vec<String> {
    let json = stackgen(&format!("list {line} --format json")).json();
    let items = json.as_array().unwrap().iter();
    items
        .map(|it| it["entry"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn entries_are_chosen_by_every_condition() {
    let data = small();
    let chosen = |line: &str| entries(&format!("entries {line} --data {}", data.path));
    assert_eq!(chosen("--need messaging --lang java"), ["jay"]);
    assert_eq!(chosen("--license permissive --status retired"), ["gone"]);
    assert_eq!(chosen("--standard mqtt"), ["alpha"]);
    assert_eq!(chosen("--category tracing"), ["trace"]);
    assert_eq!(
        chosen("--sort status --need messaging"),
        ["alpha", "beta", "jay", "gone"]
    );
    assert_eq!(chosen("--sort adoption --top 1"), ["alpha"]);
    assert_eq!(chosen("tra"), ["trace"]);
    let run = stackgen(&format!("list needs --lang go --data {}", data.path));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("list entries"), "{}", run.stderr);
    let run = stackgen(&format!("list entries --lang golang2 --data {}", data.path));
    assert_eq!(run.status, 2);
}

#[test]
fn the_most_used_come_first_where_that_is_asked() {
    let line =
        "entries --need tracing --lang go --license permissive --status active --sort use --top 3";
    let found = entries(line);
    assert_eq!(found.len(), 3);
    assert!(found.contains(&"opentelemetry".to_owned()), "{found:?}");
    assert!(!found.contains(&"tracing".to_owned()));
}

#[test]
fn a_word_chooses_in_any_list_and_parts_stand_below_their_need() {
    let queues = entries("needs queue");
    assert!(queues.contains(&"job-queue".to_owned()), "{queues:?}");
    assert!(!queues.contains(&"tracing".to_owned()), "{queues:?}");
    let text = stackgen("list needs").ok();
    let place = |need: &str| text.find(&format!("\n{need} ")).unwrap();
    assert!(
        place("monitoring") < place("tracing") && place("tracing") < place("web-framework"),
        "{text}"
    );
    assert_eq!(stackgen("list needs qqqqqq").status, 1);
}

#[test]
fn lists_are_markdown_and_lines_of_json_and_few_members() {
    let data = small();
    let told = |line: &str| stackgen(&format!("list needs {line} --data {}", data.path)).ok();
    assert!(told("-F markdown").starts_with("| entry | entries |"));
    assert_eq!(
        told("--json entry,entries"),
        "[\n  {\n    \"entry\": \"messaging\",\n    \"entries\": 4\n  },\n  {\n    \"entry\": \"tracing\",\n    \"entries\": 1\n  }\n]\n"
    );
    let lines = told("-F jsonl");
    let names: Vec<serde_json::Value> = lines
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(names[1]["entry"], "tracing");
    let run = stackgen("list needs --json entrie");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("did you mean `entries`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn classes_and_properties_of_a_users_file_come_with_counts_and_an_example() {
    let data = Fixture::new(
        "zoo.ttl",
        "@prefix z: <http://zoo.example/> . z:leo a z:Cat ; z:age 7 ; z:near z:tom . z:tom a z:Cat . \
         z:age <http://www.w3.org/2000/01/rdf-schema#comment> \"Years since birth.\" .",
    );
    let list = |what: &str| {
        let line = format!("list {what} --data {} --format json", data.path);
        stackgen(&line).json().as_array().unwrap().clone()
    };
    let classes = list("classes");
    assert_eq!(classes.len(), 1, "nothing of stackgen's own: {classes:?}");
    assert_eq!(classes[0]["iri"], "http://zoo.example/Cat");
    assert_eq!(classes[0]["things"], 2);
    let properties = list("properties");
    let age = properties.iter().find(|it| it["name"] == "age").unwrap();
    assert_eq!(age["domain"], "http://zoo.example/Cat");
    assert_eq!(age["range"], "xsd:integer");
    assert_eq!(age["statements"], 1);
    assert_eq!(age["about"], "Years since birth.");
    assert_eq!(age["example"], "http://zoo.example/leo → 7");
    let own = stackgen("list properties --format json").json();
    let written_in = own
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["entry"] == "sg:writtenIn");
    let written_in = written_in.expect("a property of the catalogue");
    assert_eq!(written_in["range"], "sg:Language");
    assert_ne!(written_in["about"], "");
}

#[test]
fn the_tables_that_can_be_read_come_with_their_columns() {
    let tables = stackgen("list tables --format json").json();
    let tables = tables.as_array().unwrap().clone();
    let columns = |name: &str| {
        let table = tables.iter().find(|it| it["entry"] == name).unwrap();
        table["columns"].as_str().unwrap().to_owned()
    };
    assert!(columns("everyday table").starts_with("name, category"));
    assert_eq!(columns("cycles.csv"), "product, cycle, also, end, source");
    assert_eq!(entries("tables radar"), ["tech radar"]);
}
