use crate::support::{Fixture, stackgen};

const LIST: &str = "# Our tools\n\n## Messaging\n\n- [NATS](https://github.com/nats-io/nats-server) - Ours.\n- [House Queue](https://example.org/queue) - A queue.\n";

/// A list, and a path for a store beside it.
fn list(text: &str) -> (Fixture, String) {
    let list = Fixture::new("tools.md", text);
    let store = list.beside("store");
    (list, store)
}

#[test]
fn what_is_imported_answers_like_any_graph() {
    let (list, store) = list(LIST);
    let said = stackgen(&format!("import builtin {} --store {store}", list.path)).ok();
    assert!(said.contains("New entries"), "{said}");
    for command in [
        "recommend --lang go --need messaging",
        "show house-queue",
        "search house",
        "stats",
        "validate",
        "query 'ASK { ?it rdfs:label \"House Queue\" }'",
        "export --focus nats",
    ] {
        stackgen(&format!("{command} --store {store}")).ok();
    }
}

#[test]
fn importing_again_changes_nothing_and_a_newer_version_says_what_changed() {
    let (list, store) = list(LIST);
    let line = format!("import {} --store {store} --format json", list.path);
    assert_eq!(stackgen(&line).json()["written"], true);
    let again = stackgen(&line).json();
    assert_eq!(again["written"], false);
    assert_eq!(again["sources"][0]["added"], 0);
    std::fs::write(&list.path, LIST.replace("House Queue", "Home Queue")).unwrap();
    let newer = stackgen(&line).json();
    assert_eq!(newer["new_entries"], serde_json::json!(["Home Queue"]));
    assert_eq!(newer["lost_entries"], serde_json::json!(["House Queue"]));
    assert_eq!(
        stackgen(&format!("show house-queue --store {store}")).status,
        2
    );
}

#[test]
fn a_bad_file_leaves_the_store_as_it_was() {
    let (list, store) = list(LIST);
    stackgen(&format!("import {} --store {store}", list.path)).ok();
    let before = std::fs::read(format!("{store}/catalogue.index")).unwrap();
    let bad = Fixture::new("bad.ttl", "<x:a> oops");
    let refused = stackgen(&format!(
        "import {} {} --store {store}",
        list.path, bad.path
    ));
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains(".ttl:1:"), "{}", refused.stderr);
    assert_eq!(
        std::fs::read(format!("{store}/catalogue.index")).unwrap(),
        before
    );
}

#[test]
fn trying_writes_nothing() {
    let (list, store) = list(LIST);
    let said = stackgen(&format!("import {} --store {store} --dry-run", list.path)).ok();
    assert!(said.contains("would hold"), "{said}");
    assert!(!std::path::Path::new(&store).exists());
}

#[test]
fn a_missing_or_damaged_store_is_named() {
    let (_list, store) = list(LIST);
    let missing = stackgen(&format!("stats --store {store}"));
    assert_eq!(missing.status, 2);
    assert!(
        missing.stderr.contains("no store there"),
        "{}",
        missing.stderr
    );
    std::fs::create_dir_all(&store).unwrap();
    std::fs::write(format!("{store}/catalogue.index"), "no index").unwrap();
    let damaged = stackgen(&format!("stats --store {store}"));
    assert_eq!(damaged.status, 2);
    assert!(damaged.stderr.contains("damaged"), "{}", damaged.stderr);
}

#[test]
fn the_format_can_be_named() {
    let (list, store) = list(LIST);
    let renamed = list.beside("tools.txt");
    std::fs::copy(&list.path, &renamed).unwrap();
    stackgen(&format!("import {renamed} --from awesome --store {store}")).ok();
    let csv = list.beside("company.csv");
    std::fs::write(
        &csv,
        "slug,name,kind,needs\nhouse-bus,House Bus,technology,messaging\n",
    )
    .unwrap();
    stackgen(&format!("import {csv} --store {store}")).ok();
    let json = stackgen(&format!("list entries --store {store} --format json")).json();
    let entries: Vec<&str> = (json.as_array().unwrap().iter())
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert!(
        entries.contains(&"house-bus") && entries.contains(&"house-queue"),
        "{entries:?}"
    );
    let odd = stackgen(&format!("import {renamed} --from xml --store {store}"));
    assert_eq!(odd.status, 2);
}

/// IRI and links of every technology that is called `name`.
fn called(name: &str, store: &str) -> Vec<(String, String)> {
    let query = format!(
        "SELECT DISTINCT ?it ?link {{ ?it a sg:Technology ; rdfs:label|skos:altLabel '{name}' ; doap:repository|foaf:homepage ?link }} ORDER BY ?it ?link"
    );
    let arguments = ["query", &query, "--format", "json", "--store", store];
    let answer = crate::support::run(&arguments, "").json();
    let text =
        |row: &serde_json::Value, name: &str| row[name]["value"].as_str().unwrap().to_owned();
    let rows = answer["results"]["bindings"].as_array().unwrap();
    let slug = |row| text(row, "it").rsplit('/').next().unwrap().to_owned();
    rows.iter()
        .map(|row| (slug(row), text(row, "link")))
        .collect()
}

const FIRST: &str = "# First\n\n## Tools\n\n- [Twin](https://github.com/one/twin) - A cache.\n- [Zeta](https://zeta-tool.example/) - A thing.\n";
const SECOND: &str = "# Second\n\n## Things\n\n- [Twin](https://github.com/two/twin) - Another cache.\n- [Zeta Server](https://www.zeta-tool.example) - The same thing.\n- [Twin](https://github.com/one/twin.git) - The first one again.\n";

#[test]
fn a_list_finds_what_the_store_has_and_takes_no_slug_of_it() {
    let (first, store) = list(FIRST);
    let second = Fixture::new("second.md", SECOND);
    stackgen(&format!("import {} --store {store}", first.path)).ok();
    stackgen(&format!("import {} --store {store}", second.path)).ok();
    let expected = [
        ("twin", "https://github.com/one/twin"),
        ("twin", "https://github.com/one/twin.git"),
        ("twin-two", "https://github.com/two/twin"),
    ]
    .map(|(slug, link)| (slug.to_owned(), link.to_owned()));
    assert_eq!(called("Twin", &store), expected);
    assert_eq!(called("Zeta Server", &store)[0].0, "zeta");
    // In any order again, nothing changes.
    for path in [&first.path, &second.path, &first.path] {
        let again = stackgen(&format!("import {path} --store {store} --format json")).json();
        assert_eq!(again["written"], false, "{path}");
    }
    assert_eq!(called("Twin", &store), expected);
}

#[test]
fn lists_and_other_files_find_each_other_too() {
    let (first, store) = list(FIRST);
    // Lists are read in the order of their paths.
    let second = first.beside("zz.md");
    std::fs::write(&second, SECOND).unwrap();
    let own = "<https://own.example/t> a <https://w3id.org/stackgen/ns#Technology> ; <http://www.w3.org/2000/01/rdf-schema#label> \"Own\" ; <http://usefulinc.com/ns/doap#repository> <https://github.com/two/twin> .";
    let own = Fixture::new("own.ttl", own);
    let line = format!(
        "import {} {} {} --store {store}",
        second, own.path, first.path
    );
    stackgen(&line).ok();
    let iris: Vec<String> = called("Twin", &store).into_iter().map(|it| it.0).collect();
    assert_eq!(iris, ["t", "twin", "twin"]);
    assert_eq!(called("Zeta Server", &store)[0].0, "zeta");
    let again = stackgen(&format!("{line} --format json")).json();
    assert_eq!(again["written"], false);
}

#[test]
fn what_was_found_in_the_words_of_a_list_goes_with_them() {
    let (list, store) = list(&LIST.replace("A queue.", "A queue built on Redis."));
    let line = format!("import {} --store {store}", list.path);
    let sources = format!("list sources --format csv --store {store}");
    stackgen(&line).ok();
    assert!(stackgen(&sources).ok().contains("-extracted"));
    std::fs::write(&list.path, LIST).unwrap();
    stackgen(&line).ok();
    assert!(!stackgen(&sources).ok().contains("-extracted"));
}

#[test]
fn a_store_is_a_file_like_any_other() {
    let (list, store) = list(LIST);
    stackgen(&format!("import {} --store {store}", list.path)).ok();
    let by_store = stackgen(&format!("list entries --store {store}")).ok();
    assert_eq!(
        stackgen(&format!("list entries --data {store}")).ok(),
        by_store
    );
    stackgen(&format!("validate {store}")).ok();
    let other = list.beside("other");
    stackgen(&format!("import {store} --store {other}")).ok();
    assert_eq!(
        stackgen(&format!("list entries --store {other}")).ok(),
        by_store
    );
}

/// A folder of one table, and a path for a store beside it.
fn company(name: &str, rows: &str) -> (Fixture, String, String) {
    let fixture = Fixture::new("note.txt", "");
    let folder = fixture.beside(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        format!("{folder}/entries.csv"),
        format!("slug,name,kind,needs\n{rows}"),
    )
    .unwrap();
    let store = fixture.beside("store");
    (fixture, folder, store)
}

#[test]
fn a_folder_of_ones_own_leaves_the_catalogue_as_it_is() {
    let (_fixture, folder, store) = company("acme", "house-bus,House Bus,technology,messaging\n");
    stackgen(&format!("import builtin --store {store}")).ok();
    let before = stackgen(&format!("show nats --all --store {store}")).ok();
    let json = stackgen(&format!("import {folder} --store {store} --format json")).json();
    assert_eq!(json["sources"].as_array().unwrap().len(), 1);
    assert_eq!(json["sources"][0]["source"], "acme");
    assert_eq!(json["sources"][0]["removed"], 0);
    assert_eq!(json["lost_entries"].as_array().unwrap().len(), 0);
    assert_eq!(
        stackgen(&format!("show nats --all --store {store}")).ok(),
        before
    );
    stackgen(&format!("show house-bus --store {store}")).ok();
    assert!(
        stackgen(&format!("list sources --store {store}"))
            .ok()
            .contains("acme")
    );
}

#[test]
fn a_source_of_other_files_is_not_taken_over() {
    let (fixture, _folder, store) = company("acme", "");
    stackgen(&format!("import builtin --store {store}")).ok();
    let before = std::fs::read(format!("{store}/catalogue.index")).unwrap();
    let relations = fixture.beside("relations.csv");
    std::fs::write(
        &relations,
        "subject,relation,object,source\nkafka,builtOn,zookeeper,curation\n",
    )
    .unwrap();
    let refused = stackgen(&format!("import {relations} --store {store}"));
    assert_eq!(refused.status, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("`curation` was made by data/") && refused.stderr.contains("--yes"),
        "{}",
        refused.stderr
    );
    assert_eq!(
        std::fs::read(format!("{store}/catalogue.index")).unwrap(),
        before
    );
    stackgen(&format!("import {relations} --store {store} --dry-run")).ok();
}

#[test]
fn what_removes_more_than_it_brings_says_so_and_needs_a_yes() {
    let rows = "a-bus,A Bus,technology,messaging\nb-bus,B Bus,technology,messaging\n";
    let (_fixture, folder, store) = company("acme", rows);
    let line = format!("import {folder} --store {store}");
    stackgen(&line).ok();
    stackgen(&line).ok();
    let table = format!("{folder}/entries.csv");
    std::fs::write(
        &table,
        "slug,name,kind,needs\na-bus,A Bus,technology,messaging\n",
    )
    .unwrap();
    let refused = stackgen(&line);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("of `acme`"), "{}", refused.stderr);
    stackgen(&format!("show b-bus --store {store}")).ok();
    let done = stackgen(&format!("{line} --yes"));
    assert!(
        done.stderr.contains("`acme`") && done.stderr.contains("statements go"),
        "{}",
        done.stderr
    );
    done.ok();
    assert_eq!(stackgen(&format!("show b-bus --store {store}")).status, 2);
    // What is changed and not only removed needs none.
    std::fs::write(
        &table,
        "slug,name,kind,needs\na-bus,Another Bus,technology,messaging\n",
    )
    .unwrap();
    stackgen(&line).ok();
}

#[test]
fn no_file_takes_over_what_stackgen_says_of_another() {
    let own = Fixture::new("own.ttl", "<x:a> <x:b> <x:c> .\n");
    let store = own.beside("store");
    stackgen(&format!("import {} --store {store}", own.path)).ok();
    let other = Fixture::new(
        "other.trig",
        "GRAPH <https://w3id.org/stackgen/id/about/own> { <x:a> <x:b> <x:d>, <x:e>, <x:f>, <x:g>, <x:h> }\n",
    );
    let refused = stackgen(&format!("import {} --store {store}", other.path));
    assert_eq!(refused.status, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("`own` was made by"),
        "{}",
        refused.stderr
    );
}
