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
