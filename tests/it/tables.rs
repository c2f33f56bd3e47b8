//! A team's spreadsheet and tech radar as sources.

use std::io::Write as _;

use crate::support::{Fixture, Run, run_with, stackgen, stackgen_with, words};

const TOOLS: &str = "Tool;Category;Language;License;URL;Status;Owner\r\n\
    NATS;Message broker;Go;Apache 2.0;nats.io;in use;Platform\r\n\
    AcmeMQ;Message broker;Java;Proprietary;https://mq.acme.example/;adopt;Platform\r\n\
    Redis;Cache;C;;redis.io;hold;Shop\r\n\
    Beanstalkd;Job queue;C;MIT;;phasing out;Shop\r\n";

fn tools() -> Fixture {
    Fixture::new("tools.csv", TOOLS)
}

#[test]
fn a_spreadsheet_comes_in_on_the_first_try() {
    let tools = tools();
    let store = tools.beside("store");
    let said = stackgen(&format!(
        "import {} --store {store} --format json",
        tools.path
    ))
    .json();
    assert_eq!(said["skipped"], serde_json::json!([]), "{said}");
    let ring = stackgen(&format!(
        "query 'SELECT ?it ?ring {{ GRAPH sgs:tools {{ ?it sg:ring ?ring }} }} ORDER BY ?it' --format csv --store {store}"
    ))
    .ok();
    let id = "https://w3id.org/stackgen/id/technology";
    assert_eq!(
        ring.replace("\r\n", "\n"),
        format!(
            "it,ring\n{id}/acmemq,adopt\n{id}/beanstalk,hold\n{id}/nats,adopt\n{id}/redis,hold\n"
        )
    );
}

#[test]
fn own_things_stand_beside_known_ones_and_are_asked_like_them() {
    let tools = tools();
    let beside = format!("--data builtin --data {}", tools.path);
    let found = stackgen(&format!("alternatives acmemq --format json {beside}")).json();
    let names: Vec<&str> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"nats"), "{names:?}");
    // The catalogue's clients and standards are those of the team's NATS too.
    let shown = stackgen(&format!("show nats --all {beside}")).ok();
    assert!(
        shown.contains("tools") && shown.contains("data/entries.csv"),
        "{shown}"
    );
    let alone = stackgen(&format!("list entries --format json --data {}", tools.path)).json();
    assert_eq!(alone.as_array().unwrap().len(), 4, "{alone}");
}

#[test]
fn a_column_that_is_not_understood_is_told_and_kept() {
    let tools = Fixture::new("tools.csv", "name,category,floor\nNATS,Message broker,3\n");
    let store = tools.beside("store");
    let said = stackgen(&format!("import {} --store {store}", tools.path)).ok();
    assert!(said.contains("unknown columns `floor`"), "{said}");
    let kept = format!("query 'ASK {{ sgt:nats skos:note \"floor: 3\" }}' --store {store}");
    assert!(stackgen(&kept).ok().contains("true"));
    let none = Fixture::new("other.csv", "a,b\n1,2\n");
    let refused = stackgen(&format!("import {} --store {store}", none.path));
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("no column for the name"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_radar_in_json_gives_its_rings() {
    let radar = Fixture::new(
        "radar.json",
        "[\n{\"name\": \"NATS\", \"ring\": \"Adopt\", \"quadrant\": \"platforms\", \"isNew\": \"FALSE\", \"description\": \"Our bus\"},\n\
         {\"name\": \"Canary builds\", \"ring\": \"trial\", \"quadrant\": \"techniques\", \"isNew\": \"TRUE\", \"description\": \"\"}\n]\n",
    );
    let ask = format!(
        "query 'ASK {{ GRAPH sgs:radar {{ sgt:nats sg:ring \"adopt\" . sgt:canary-builds sg:ring \"trial\" }} }}' --data {}",
        radar.path
    );
    assert!(stackgen(&ask).ok().contains("true"));
    let shown = stackgen(&format!("show nats --all --data {}", radar.path)).ok();
    assert!(shown.contains("radar.json:2"), "{shown}");
}

#[test]
fn a_namesake_is_told_and_settled_by_hand() {
    let list = Fixture::new(
        "own.md",
        "# Own\n\n## Message brokers\n\n- [NATS](https://github.com/somebody/nats) - Another one.\n",
    );
    let store = list.beside("store");
    let said = stackgen(&format!("import builtin {} --store {store}", list.path)).ok();
    assert!(said.contains("--same nats-somebody=nats"), "{said}");
    stackgen(&format!(
        "import {} --store {store} --same nats-somebody=nats --yes",
        list.path
    ))
    .ok();
    assert_eq!(
        stackgen(&format!("show nats-somebody --store {store}")).status,
        2
    );
    let odd = stackgen(&format!(
        "import {} --store {store} --same nats-somebody=nowhere",
        list.path
    ));
    assert_eq!(odd.status, 2, "{}", odd.stderr);
    assert!(
        odd.stderr.contains("no entry is called `nowhere`"),
        "{}",
        odd.stderr
    );
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed
        .write_all(text.as_bytes())
        .expect("memory is writable");
    packed.finish().expect("memory is writable")
}

#[test]
fn a_table_comes_from_a_pipe_and_packed() {
    let plain = tools();
    let entries = "list entries --format csv --data";
    let expected = stackgen(&format!("{entries} {}", plain.path)).ok();
    let piped = stackgen_with(&format!("{entries} -"), TOOLS).ok();
    assert_eq!(piped, expected);
    let line = words(&format!("{entries} -"));
    assert_eq!(run_with(&line, &packed(TOOLS), &[]).ok(), expected);
    let file = plain.beside("packed.csv.gz");
    std::fs::write(&file, packed(TOOLS)).expect("written");
    assert_eq!(stackgen(&format!("{entries} {file}")).ok(), expected);
    let list = "# Own\n\n## Message brokers\n\n- [AcmeMQ](https://mq.acme.example/) - Ours.\n";
    let piped = stackgen_with(&format!("{entries} -"), list).ok();
    assert!(piped.contains("acmemq"), "{piped}");
}

fn with_environment(line: &str, environment: &[(&str, &str)]) -> Run {
    run_with(&words(line), b"", environment)
}

#[test]
fn the_environment_stands_for_data_and_store_and_an_option_wins() {
    let tools = tools();
    let store = tools.beside("store");
    let made = with_environment(
        &format!("import {}", tools.path),
        &[("STACKGEN_STORE", &store)],
    );
    made.ok();
    let count = |line: &str, environment: &[(&str, &str)]| {
        let run = with_environment(&format!("list entries --format json {line}"), environment);
        run.json().as_array().map_or(0, Vec::len)
    };
    assert_eq!(count("", &[("STACKGEN_STORE", &store)]), 4);
    let both = format!(
        "{}{}builtin",
        tools.path,
        if cfg!(windows) { ";" } else { ":" }
    );
    assert!(count("", &[("STACKGEN_DATA", &both)]) > 100);
    assert!(count("--data builtin", &[("STACKGEN_STORE", &store)]) > 100);
    assert_eq!(
        count(
            &format!("--data {}", tools.path),
            &[("STACKGEN_DATA", "nowhere.csv")]
        ),
        4
    );
    assert!(count("", &[("STACKGEN_DATA", "")]) > 100);
    let two = with_environment(
        "stats",
        &[("STACKGEN_DATA", &both), ("STACKGEN_STORE", &store)],
    );
    assert_eq!(two.status, 2);
    assert!(two.stderr.contains("name two graphs"), "{}", two.stderr);
}

#[test]
fn a_name_that_only_the_catalogue_knows_says_how_to_add_it() {
    let tools = tools();
    let asked = format!(
        "recommend --lang rust --need message-broker --data {}",
        tools.path
    );
    let alone = stackgen(&asked);
    assert_eq!(alone.status, 2);
    assert!(
        alone.stderr.contains("add `--data builtin`"),
        "{}",
        alone.stderr
    );
    stackgen(&format!("{asked} --data builtin")).ok();
    let store = tools.beside("store");
    stackgen(&format!("import {} --store {store}", tools.path)).ok();
    let unknown = stackgen(&format!("show grafana --store {store}"));
    assert!(
        unknown.stderr.contains(&format!(
            "`stackgen import builtin --store {store}` adds it"
        )),
        "{}",
        unknown.stderr
    );
    let nonsense = stackgen(&format!("show qwxz --data {}", tools.path));
    assert!(!nonsense.stderr.contains("builtin"), "{}", nonsense.stderr);
}

/// What a table says, as rows of name, category, language, licence, ring.
fn told_by(path: &str) -> String {
    stackgen(&format!(
        "query 'SELECT ?it ?need ?language ?licence ?ring {{ GRAPH sgs:tools {{ ?it a sg:Technology ; sg:category ?need ; sg:ring ?ring . ?need a sg:Need OPTIONAL {{ ?it sg:writtenIn ?language }} OPTIONAL {{ ?it sg:license ?licence }} }} }} ORDER BY ?it ?need' --format csv --data {path}"
    ))
    .ok()
}

#[test]
fn messy_spreadsheets_say_what_the_plain_one_says() {
    let plain = Fixture::new(
        "tools.csv",
        "Name,Category,Language,License,Status\n\
         NATS,Message broker,Go,Apache-2.0,adopt\n\
         PostgreSQL,Relational database,C,PostgreSQL,adopt\n\
         MySQL,Relational database,C++,GPL-2.0,hold\n\
         Jaeger,Tracing,Go,Apache-2.0,trial\n",
    );
    let expected = told_by(&plain.path);
    assert_eq!(expected.lines().count(), 5, "{expected}");
    let titles_and_merged_cells = "Our tools;;;;;\nas of May;;;;;\n;;;;;\n\
         Area;Tool;Primary language;Licence (SPDX);Stage (2026);Floor\n\
         Message broker;NATS;Golang;Apache 2.0;\u{2705} Adopt;1\n\
         Relational database;PostgreSQL 15;C;PostgreSQL;in production since 2019;2\n\
         ;MySQL;C++;GPLv2;Deprecated - use PostgreSQL;\n\
         Tracing;Jaeger;Go 1.22;Apache License, Version 2.0;PoC;\n";
    let headings_in_rows = "Software\tLanguages\tLicense type\tLifecycle\n\
         --- Message broker ---\t\t\t\n\
         [NATS](https://nats.io)\tGo\tApache-2.0\tapproved\n\
         Relational database\t\t\t\n\
         =HYPERLINK(\"https://www.postgresql.org\",\"PostgreSQL\")\tC\tPostgreSQL\tlive\n\
         MySQL\tC++\tGPL-2.0\tend of life\n\
         Tracing\t\t\t\n\
         Jaeger\tGo\tApache-2.0\tpilot\n\
         Total\t4\t\t\n";
    for text in [titles_and_merged_cells, headings_in_rows] {
        let messy = Fixture::new("tools.csv", text);
        assert_eq!(told_by(&messy.path), expected, "{text}");
    }
    let messy = Fixture::new("tools.csv", titles_and_merged_cells);
    let said = stackgen(&format!("validate {}", messy.path)).stdout;
    for words in ["unknown columns `Floor`", "blank cells of `Area`"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let kept = format!(
        "query 'ASK {{ sgt:mysql skos:note ?note FILTER(CONTAINS(?note, \"use PostgreSQL\")) }}' --data {}",
        messy.path
    );
    assert!(stackgen(&kept).ok().contains("true"));
}

#[test]
fn a_person_says_what_a_column_holds() {
    let tools = Fixture::new("tools.csv", "Ding,Wofuer\nNATS,Message broker\n");
    let store = tools.beside("store");
    let import = format!("import {} --store {store}", tools.path);
    let refused = stackgen(&import);
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("`--map COLUMN=name`"),
        "{}",
        refused.stderr
    );
    stackgen(&format!("{import} --map Ding=name --map wofuer=category")).ok();
    let asked = format!("query 'ASK {{ sgt:nats sg:category sgc:messaging }}' --store {store}");
    assert!(stackgen(&asked).ok().contains("true"));
    for (options, words) in [
        (
            "--map Ding=name --map Wofuerr=category",
            "did you mean `Wofuer`?",
        ),
        ("--map Ding=nam", "did you mean `name`?"),
        ("--map Ding", "expected `COLUMN=FIELD`"),
    ] {
        let refused = stackgen(&format!("{import} {options}"));
        assert_eq!(refused.status, 2);
        assert!(refused.stderr.contains(words), "{}", refused.stderr);
    }
    let list = Fixture::new("list.md", "# A\n- [B](https://b.org) - c.\n");
    let refused = stackgen(&format!(
        "import {} --store {store} --map Ding=name",
        list.path
    ));
    assert!(
        refused.stderr.contains("no file is a table"),
        "{}",
        refused.stderr
    );
}

#[test]
fn the_template_is_a_table_that_comes_in_as_it_is() {
    let shown = stackgen("import --template").ok();
    assert!(shown.contains("sg:ring"), "{shown}");
    let template = Fixture::new("tools.csv", "");
    stackgen(&format!("import --template -o {}", template.path)).ok();
    let store = template.beside("store");
    let said = stackgen(&format!(
        "import {} --store {store} --format json",
        template.path
    ))
    .json();
    assert_eq!(said["skipped"], serde_json::json!([]), "{said}");
    assert_eq!(said["new_entries"], serde_json::json!(["NATS"]), "{said}");
}

#[test]
fn a_radar_is_written_back_as_it_was_read() {
    let text = "[\n{\"name\": \"Apache Kafka\", \"ring\": \"Adopt\", \"quadrant\": \"Platforms\", \"isNew\": \"FALSE\", \"description\": \"Our log\", \"link\": \"https://kafka.apache.org\", \"owner\": \"Team A\"},\n\
         {\"name\": \"Rust\", \"ring\": \"assess\", \"quadrant\": \"Languages\", \"isNew\": \"TRUE\", \"description\": \"\"},\n\
         {\"name\": \"Canary builds\", \"ring\": \"trial\", \"quadrant\": \"Techniques\", \"isNew\": \"TRUE\", \"description\": \"\"}\n]\n";
    let radar = Fixture::new("radar.json", text);
    let statements = |path: &str| {
        let written = stackgen(&format!("export --all --format nquads --data {path}")).ok();
        let mut lines: Vec<String> = written.lines().map(ToOwned::to_owned).collect();
        lines.sort();
        lines
    };
    let again = Fixture::new("radar.json", "");
    let export = "export --all --format radar";
    stackgen(&format!("{export} --data {} -o {}", radar.path, again.path)).ok();
    let written = std::fs::read_to_string(&again.path).expect("written");
    assert!(written.contains("\"ring\": \"adopt\""), "{written}");
    assert_eq!(
        statements(&radar.path),
        statements(&again.path),
        "{written}"
    );
    assert!(
        statements(&radar.path)
            .iter()
            .any(|it| it.contains("\"owner: Team A\""))
    );
    let rust = format!(
        "query 'ASK {{ sgl:rust sg:ring \"assess\" }}' --data {}",
        radar.path
    );
    assert!(stackgen(&rust).ok().contains("true"));
    let part = stackgen(&format!(
        "{export} --focus kafka --depth 0 --data {}",
        radar.path
    ));
    // A part of the graph is named in one way only.
    assert_eq!(part.status, 0, "{}", part.stderr);
    let none = stackgen(export);
    assert_eq!(none.status, 2);
    assert!(
        none.stderr.contains("no entry here has a ring"),
        "{}",
        none.stderr
    );
}

const SHOP: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  tags: [java, spring-boot, internal]\nspec:\n  type: service\n  owner: team-a\n  dependsOn:\n    - resource:orders-db\n    - resource:acmemq\n    - resource:nowhere\n---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: orders-db\nspec:\n  type: postgresql\n  owner: team-a\n---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata:\n  name: team-a\n";

#[test]
fn entities_of_backstage_are_systems_with_what_they_use() {
    let entities = Fixture::new("catalog-info.yaml", SHOP);
    let tools = tools();
    let store = tools.beside("store");
    let said = stackgen(&format!(
        "import {} {} --store {store} --format json",
        entities.path, tools.path
    ))
    .json();
    let skipped = said["skipped"].to_string();
    assert!(
        skipped.contains("`resource:nowhere` is neither"),
        "{skipped}"
    );
    assert!(skipped.contains("it is a Group"), "{skipped}");
    let uses = stackgen(&format!(
        "query 'SELECT ?used {{ <https://w3id.org/stackgen/id/system/orders> sg:uses ?used }} ORDER BY ?used' --format csv --store {store}"
    ))
    .ok();
    let id = "https://w3id.org/stackgen/id/technology";
    assert_eq!(
        uses.replace("\r\n", "\n"),
        format!("used\n{id}/acmemq\n{id}/postgresql\n{id}/spring-boot\n")
    );
    let listed = stackgen(&format!("list systems --format json --store {store}")).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(2), "{listed}");
    let broken = Fixture::new(
        "catalog-info.yaml",
        "apiVersion: backstage.io/v1\nkind: [\n",
    );
    let refused = stackgen(&format!("import {} --store {store}", broken.path));
    assert_eq!(refused.status, 2);
    assert!(
        refused.stderr.contains("expected Backstage entities"),
        "{}",
        refused.stderr
    );
}

#[test]
fn a_team_imports_asks_and_sees_what_changed_next_month() {
    let keep = Fixture::new("x", "");
    let store = keep.beside("acme");
    let import = |files: &str| stackgen(&format!("import {files} --store {store} --format json"));
    let first = import(
        "builtin examples/team/tools.csv examples/team/radar.json examples/team/catalog-info.yaml",
    )
    .json();
    let skipped = first["skipped"].as_array().expect("a list");
    assert_eq!(skipped.len(), 2, "{first}");
    let entries = |run: Run| -> Vec<String> {
        let found = run.json();
        let found = found.as_array().expect("a list").iter();
        found
            .map(|it| it["entry"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    let instead = entries(stackgen(&format!(
        "alternatives acmemq --format json --store {store}"
    )));
    assert!(instead.contains(&"nats".to_owned()), "{instead:?}");
    let users = format!(
        "query 'ASK {{ <https://w3id.org/stackgen/id/system/orders> sg:uses sgt:postgresql, sgt:acmemq, sgt:kafka }}' --store {store}"
    );
    assert!(stackgen(&users).ok().contains("true"));
    let next = "examples/team/next-month/tools.csv";
    let changes = stackgen(&format!(
        "diff examples/team/tools.csv {next} --format json"
    ))
    .json();
    let rings: Vec<String> = changes["values"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|it| format!("{} {} {}", it["entry"], it["from"], it["to"]))
        .collect();
    assert!(
        rings.contains(&"\"acmemq\" [\"adopt\"] [\"hold\"]".to_owned()),
        "{rings:?}"
    );
    assert_eq!(import(next).status, 2);
    let second = import(&format!("{next} --yes")).json();
    assert_eq!(second["sources"][0]["source"], "tools", "{second}");
    let hold = format!(
        "query 'ASK {{ GRAPH sgs:tools {{ sgt:acmemq sg:ring \"hold\" }} }}' --store {store}"
    );
    assert!(stackgen(&hold).ok().contains("true"));
    // The radar is another source and stays.
    let radar = format!(
        "query 'ASK {{ GRAPH sgs:radar {{ sgt:linkerd sg:ring \"assess\" }} }}' --store {store}"
    );
    assert!(stackgen(&radar).ok().contains("true"));
}

#[test]
fn a_quote_that_would_swallow_rows_is_an_error_with_its_line() {
    for text in [
        "name,category\r\nAlpha,x\r\n\"Beta,x\r\nGamma,y\r\n",
        "\"name\",\"category\"\n\"Alpha\",\"x\"\n\"Beta\",\"x\n\"Gamma\",\"y\"\n",
    ] {
        let sheet = Fixture::new("tools.csv", text);
        let run = stackgen(&format!("list entries --data {}", sheet.path));
        assert_eq!(run.status, 2, "{}", run.stdout);
        let place = format!("{}:3: a quote that is not closed", sheet.path);
        assert!(run.stderr.contains(&place), "{}", run.stderr);
    }
    let whole = "name,category\r\n\"Alpha \"\"A\"\"\",\"x\r\ny\"\r\n,x\r\nBeta,5\" disks\r\n";
    let sheet = Fixture::new("tools.csv", whole);
    let store = sheet.beside("store");
    let run = stackgen(&format!("import {} --store {store}", sheet.path));
    assert_eq!(run.status, 0, "{}", run.stderr);
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(
        said.contains("tools.csv:4: passed over: it has no name"),
        "{said}"
    );
}

#[test]
fn a_language_or_a_letter_is_not_taken_for_a_technology() {
    let sheet = Fixture::new(
        "tools.csv",
        "name,category\nC,language\nSwift,language\nR,stats\nOpenStack Swift,object storage\n",
    );
    let run = stackgen(&format!(
        "list entries --format csv --data {} --data builtin",
        sheet.path
    ));
    let own = stackgen(&format!(
        "export --all --format ntriples --data {}",
        sheet.path
    ))
    .ok();
    assert_eq!(run.status, 0, "{}", run.stderr);
    for (wrong, name) in [("cassandra", "C"), ("openstack-swift>", "Swift\"")] {
        let line = own
            .lines()
            .find(|it| it.contains(wrong) && it.contains(name) && !it.contains("OpenStack"));
        assert!(line.is_none(), "{line:?}");
    }
    assert!(own.contains("/id/language/c>"), "{own}");
    assert!(own.contains("/id/language/swift>"), "{own}");
}

#[test]
fn a_column_that_stands_twice_is_told() {
    let sheet = Fixture::new("tools.csv", "Name,name,category\nNats,Second,messaging\n");
    let store = sheet.beside("store");
    let run = stackgen(&format!("import {} --store {store}", sheet.path));
    let said = format!("{}{}", run.stdout, run.stderr);
    assert!(said.contains("the column `name` stands twice"), "{said}");
}

/// The entries of a file's own statements, as `entry ring` in order.
fn entries_of(file: &str) -> String {
    let query =
        "SELECT DISTINCT ?it { GRAPH ?g { ?it a sg:Technology ; sg:ring ?ring } } ORDER BY ?it";
    let found = stackgen(&format!("query '{query}' --format csv --data {file}")).ok();
    let entries = found.lines().skip(1).filter_map(|it| it.rsplit('/').next());
    entries.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_row_of_several_categories_is_one_thing() {
    let sheet = Fixture::new(
        "tools.csv",
        "name,category,status\netcd,coordination; service mesh,adopt\nFooDB,Databases; Caches,hold\n",
    );
    assert_eq!(entries_of(&sheet.path), "etcd foodb");
}

#[test]
fn a_bare_name_is_the_known_thing_unless_something_speaks_against_it() {
    let sheet = Fixture::new(
        "tools.csv",
        // A service of many uses, a need near its own, a namesake for another purpose, a word of every day.
        "name,category,status\nRedis,Message broker,adopt\netcd,Service discovery,adopt\n\
         Zuul,Continuous integration,hold\nAtlas,,hold\nRails,,adopt\n",
    );
    assert_eq!(entries_of(&sheet.path), "atlas-2 etcd rails redis zuul-2");
    let beside = stackgen(&format!(
        "list entries --top 1 --data builtin --data {}",
        sheet.path
    ));
    assert!(
        beside.stderr.contains("`Zuul` is kept apart from `zuul`"),
        "{}",
        beside.stderr
    );
    // A quadrant is too wide to speak against a name.
    let radar = Fixture::new(
        "radar.json",
        "[{\"name\": \"Zuul\", \"ring\": \"hold\", \"quadrant\": \"Datastores\"}]",
    );
    assert_eq!(entries_of(&radar.path), "zuul");
}

#[test]
fn a_folder_of_tables_radars_and_entities_comes_in_at_once() {
    let sheet = tools();
    for (name, text) in [
        (
            "radar.json",
            "[{\"name\": \"Zuul\", \"ring\": \"hold\", \"quadrant\": \"Tools\"}]",
        ),
        (
            "shop/catalog-info.yaml",
            "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\n  tags: [redis]\nspec:\n  type: service\n",
        ),
        ("notes.txt", "words"),
        ("README.md", "# What stands here\n"),
        (".hidden.csv", "name\nNot This\n"),
    ] {
        let path = std::path::PathBuf::from(sheet.beside(name));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let folder = sheet.beside(".");
    let store = std::env::temp_dir().join(format!("stackgen-folder-{}", std::process::id()));
    let said = stackgen(&format!(
        "import {folder} --store {} --format json",
        store.display()
    ))
    .json();
    let sources: Vec<&str> = said["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["source"].as_str().unwrap())
        .collect();
    std::fs::remove_dir_all(&store).unwrap();
    assert_eq!(sources, ["radar", "shop-catalog-info", "tools"]);
    let skipped = said["skipped"].to_string();
    assert!(skipped.contains("notes.txt"), "{skipped}");
    let listed = stackgen(&format!("list entries --data {folder}"));
    assert!(listed.stdout.contains("AcmeMQ"), "{}", listed.stdout);
    assert!(listed.stderr.contains("notes.txt"), "{}", listed.stderr);
}

#[test]
fn a_broken_or_empty_file_is_told_as_that() {
    let broken = Fixture::new("radar.json", "[1,\n 2");
    let run = stackgen(&format!("list entries --data {}", broken.path));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("radar.json:2:2: broken JSON"),
        "{}",
        run.stderr
    );
    let empty = Fixture::new("tools.csv", "\n");
    let run = stackgen(&format!("list entries --data {}", empty.path));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("an empty file"), "{}", run.stderr);
}

#[test]
fn a_licence_of_which_only_the_family_is_said_counts_as_one_of_it() {
    let sheet = Fixture::new(
        "tools.csv",
        "name,license\nOne,BSD\nTwo,GPL\nThree,BSD-3-Clause\n",
    );
    let found = stackgen(&format!(
        "list entries --license permissive --format csv --data {}",
        sheet.path
    ))
    .ok();
    assert!(found.contains("One") && found.contains("Three"), "{found}");
    assert!(!found.contains("Two"), "{found}");
}
