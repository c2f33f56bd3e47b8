//! `scan` from outside.

use std::fs;
use std::path::Path;

use crate::support::{Fixture, stackgen};

/// A folder of files.
pub(crate) fn repository(files: &[(&str, &str)]) -> (Fixture, String) {
    let fixture = Fixture::new("unused", "");
    let root = fixture.beside("shop");
    for (path, text) in files {
        let full = Path::new(&root).join(path);
        fs::create_dir_all(full.parent().expect("a file has a folder")).expect("made");
        fs::write(full, text).expect("written");
    }
    (fixture, root)
}

const SHOP: &[(&str, &str)] = &[
    (
        "compose.yaml",
        "services:\n  cache:\n    image: redis:7\n  own:\n    image: acme/edge:1\n",
    ),
    (
        "go.mod",
        "module example.org/shop\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgithub.com/nats-io/nats.go v1.36.0 // indirect\n)\n",
    ),
    ("main.go", "package main\n"),
    (
        "test/compose.yaml",
        "services:\n  db:\n    image: mongo:7\n",
    ),
];

#[test]
fn technologies_come_with_file_line_kind_and_scope() {
    let (_keep, root) = repository(SHOP);
    let json = stackgen(&format!("scan {root} --format json")).json();
    assert_eq!(json["languages"], serde_json::json!(["go"]));
    let entries: Vec<&str> = json["technologies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert_eq!(entries, ["docker-compose", "gin", "mongodb", "redis"]);
    let redis = &json["technologies"][3]["evidence"][0];
    assert_eq!(
        *redis,
        serde_json::json!({"path": "compose.yaml", "line": 3, "text": "image: redis:7", "kind": "service", "scope": "main", "package": "docker:redis", "version": "7"})
    );
    assert_eq!(json["technologies"][2]["evidence"][0]["scope"], "test");
    assert_eq!(json["unknown"][0]["name"], "acme/edge");
    assert_eq!(
        json["unknown"].as_array().unwrap().len(),
        1,
        "what only came along is not unknown: {json}"
    );
}

#[test]
fn tables_show_what_is_main_unless_asked_for_more() {
    let (_keep, root) = repository(SHOP);
    assert!(!stackgen(&format!("scan {root}")).ok().contains("MongoDB"));
    assert!(
        stackgen(&format!("scan {root} --scope all"))
            .ok()
            .contains("MongoDB")
    );
    let csv = stackgen(&format!("scan {root} --format csv")).ok();
    assert!(
        csv.contains("redis,Redis,docker:redis,service,main,compose.yaml,3,image: redis:7\n"),
        "{csv}"
    );
    for format in ["dot", "svg", "mermaid", "markdown"] {
        assert!(
            stackgen(&format!("scan {root} --format {format}"))
                .ok()
                .contains("Redis"),
            "{format}"
        );
    }
}

#[test]
fn a_scan_is_a_system_that_can_be_imported_and_asked() {
    let (keep, root) = repository(SHOP);
    let (turtle, store) = (keep.beside("shop.ttl"), keep.beside("store"));
    stackgen(&format!("scan {root} -o {turtle}")).ok();
    stackgen(&format!("import {turtle} --store {store}")).ok();
    let found = stackgen(&format!("query 'SELECT ?s {{ ?s sg:uses <https://w3id.org/stackgen/id/technology/gin> }}' --store {store} --format csv")).ok();
    assert!(found.contains("/id/system/shop"), "{found}");
}

#[test]
fn one_bad_file_is_named_and_hides_nothing() {
    let (_keep, root) = repository(&[
        (
            "package.json",
            "{\"dependencies\": {\n  \"express\": \"4\",,\n}",
        ),
        ("pom.xml", "<project><a></project>"),
        ("compose.yaml", "services:\n  a:\n    image: redis:7\n"),
    ]);
    let run = stackgen(&format!("scan {root} --format json"));
    assert_eq!(run.json()["technologies"][1]["entry"], "redis");
    assert!(
        run.stderr.contains("package.json:2") && run.stderr.contains("pom.xml:1"),
        "{}",
        run.stderr
    );
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let (keep, root) = repository(&[("compose.yaml", "services:\n  a:\n    image: ${IMAGE}\n")]);
    fs::write(keep.beside(".env"), "IMAGE=redis:7\n").expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        fs::create_dir_all(keep.beside("other")).expect("made");
        fs::write(
            Path::new(&keep.beside("other")).join("go.mod"),
            "module x\nrequire github.com/gin-gonic/gin v1\n",
        )
        .expect("written");
        symlink(keep.beside("other"), Path::new(&root).join("link")).expect("linked");
        symlink(keep.beside(".env"), Path::new(&root).join(".env")).expect("linked");
        symlink(&root, Path::new(&root).join("loop")).expect("linked");
    }
    let json: serde_json::Value =
        serde_json::from_str(&stackgen(&format!("scan {root} --format json")).stdout)
            .expect("JSON");
    assert_eq!(
        json["technologies"].as_array().map(Vec::len),
        Some(1),
        "{json}"
    );
}

#[cfg(unix)]
#[test]
fn hostile_repositories_come_to_an_end() {
    let mut bomb = "a0: &a0 [x, x]\n".to_owned();
    for i in 1..90 {
        bomb.push_str(&format!(
            "a{i}: &a{i} [*a{0}, *a{0}, *a{0}, *a{0}]\n",
            i - 1
        ));
    }
    let deep = format!("services: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    let entities = "<!DOCTYPE p [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]><project><dependencies><dependency><groupId>&f;</groupId><artifactId>&b;</artifactId></dependency></dependencies></project>";
    let parents = "<project><parent><artifactId>p</artifactId><relativePath>pom.xml</relativePath></parent><artifactId>p</artifactId><properties><a>${a}${a}</a></properties><dependencies><dependency><groupId>${a}</groupId><artifactId>x</artifactId></dependency></dependencies></project>";
    let (_keep, root) = repository(&[
        (
            "bomb/compose.yaml",
            &format!("{bomb}services:\n  a:\n    <<: *a89\n    image: redis:7\n"),
        ),
        ("deep/compose.yaml", &deep),
        ("deep/package.json", &"[".repeat(100_000)),
        ("deep/pom.xml", &"<a>".repeat(100_000)),
        ("deep/Cargo.toml", &format!("a = {}", "[".repeat(100_000))),
        ("xml/pom.xml", entities),
        ("self/pom.xml", parents),
        (
            "nul/go.mod",
            "module x\0\nrequire github.com/gin-gonic/gin v1\n",
        ),
        ("env/.env", "A=${A}${A}\nB=$B$B$B\n"),
        (
            "env/compose.yaml",
            "services:\n  a:\n    image: ${A}$B${C:-${C:-${C}}}\n",
        ),
        (
            "code/build.gradle",
            &"dependencies { implementation(".repeat(20_000),
        ),
        ("code/Gemfile", &"group :a do\n".repeat(50_000)),
        ("code/main.tf", &"resource \"a\" \"b\" {\n".repeat(20_000)),
    ]);
    let fifo = Path::new(&root).join("go.mod");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .is_ok_and(|it| it.success())
    );
    let large = fs::File::create(Path::new(&root).join("pom.xml")).expect("made");
    large.set_len(1 << 30).expect("a file with a hole");
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"\xff\xfe.yaml");
        fs::write(
            Path::new(&root).join(name),
            "services:\n  a:\n    image: nats:2\n",
        )
        .expect("written");
    }
    let start = std::time::Instant::now();
    let run = stackgen(&format!("scan {root} --format json"));
    let json = run.json();
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    let entries: Vec<&str> = json["technologies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    assert!(
        entries.contains(&"redis") && entries.contains(&"nats") && !entries.contains(&"gin"),
        "{entries:?}"
    );
    assert!(
        run.stderr.contains("pom.xml") && run.stderr.contains("nul/go.mod"),
        "{}",
        run.stderr
    );
}

#[test]
fn two_runs_give_equal_bytes() {
    let (_keep, root) = repository(SHOP);
    let line = format!("scan {root} --format json");
    assert_eq!(stackgen(&line).stdout, stackgen(&line).stdout);
}

#[test]
fn the_example_project_declares_what_its_readme_says() {
    let json = stackgen("scan examples/projects/shop --format json").json();
    let entries: Vec<&str> = json["technologies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["entry"].as_str().unwrap())
        .collect();
    for entry in [
        "spring-boot",
        "hystrix",
        "rabbitmq",
        "postgresql",
        "docker-compose",
        "kubernetes",
    ] {
        assert!(entries.contains(&entry), "{entry} in {entries:?}");
    }
}

#[test]
fn recommend_fits_the_rest_to_a_repository() {
    let (_keep, root) = repository(SHOP);
    let json = stackgen(&format!(
        "recommend --scan {root} --need messaging,cache --format json"
    ))
    .json();
    assert_eq!(json["query"]["languages"], serde_json::json!(["go"]));
    let with: Vec<&str> = (json["query"]["with"].as_array().unwrap().iter())
        .map(|it| it.as_str().unwrap())
        .collect();
    assert_eq!(
        with,
        ["docker-compose", "gin", "redis"],
        "tests decide nothing"
    );
}

/// The slugs of what a folder of files declares.
fn declared(files: &[(&str, &str)]) -> Vec<String> {
    let (_keep, root) = repository(files);
    let json = stackgen(&format!("scan {root} --format json")).json();
    let technologies = json["technologies"].as_array().unwrap().iter();
    technologies
        .map(|it| it["entry"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_repository_does_not_use_itself() {
    let files = &[
        (
            "go.mod",
            "module github.com/grafana/loki/v3\n\nrequire github.com/gin-gonic/gin v1.10.0\n",
        ),
        (
            "compose.yaml",
            "services:\n  a:\n    image: grafana/loki:3\n",
        ),
    ];
    assert_eq!(declared(files), ["docker-compose", "gin"]);
}

#[test]
fn a_feature_of_a_crate_is_the_database_it_brings() {
    let cargo = "[package]\nname = \"a\"\n[dependencies]\nsqlx = { version = \"0.8\", features = [\"postgres\", \"json\"] }\n";
    assert_eq!(declared(&[("Cargo.toml", cargo)]), ["postgresql", "sqlx"]);
}

#[test]
fn components_of_a_framework_do_not_say_that_it_is_used() {
    let composer = |packages: &str| format!("{{\"require\": {{{packages}}}}}");
    let laravel = composer("\"laravel/framework\": \"*\", \"symfony/mailer\": \"*\"");
    assert_eq!(declared(&[("composer.json", &laravel)]), ["laravel"]);
    let symfony = composer("\"symfony/framework-bundle\": \"*\", \"symfony/mailer\": \"*\"");
    assert_eq!(declared(&[("composer.json", &symfony)]), ["symfony"]);
}
