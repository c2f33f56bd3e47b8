//! `audit` from outside.

use std::fs;
use std::path::Path;

use crate::scan::repository;
use crate::support::{Fixture, run, stackgen};

const POM: &str = "<project>\n<dependencies>\n<dependency><groupId>org.springframework.cloud</groupId>\n<artifactId>spring-cloud-starter-netflix-hystrix</artifactId></dependency>\n<dependency><groupId>com.rabbitmq</groupId>\n<artifactId>amqp-client</artifactId></dependency>\n</dependencies>\n</project>\n";

fn json(line: &str) -> serde_json::Value {
    let run = stackgen(line);
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("no JSON: {}", run.stderr))
}

#[test]
fn what_is_retired_comes_with_line_source_and_successor() {
    let (_keep, root) = repository(&[("pom.xml", POM)]);
    let found = json(&format!("audit {root} --format json"));
    let finding = &found["findings"][0];
    assert_eq!(
        (
            finding["rule"].as_str(),
            finding["entry"].as_str(),
            finding["level"].as_str()
        ),
        (Some("retired"), Some("hystrix"), Some("error"))
    );
    assert_eq!(
        (
            finding["evidence"][0]["path"].as_str(),
            finding["evidence"][0]["line"].as_u64()
        ),
        (Some("pom.xml"), Some(4))
    );
    assert_eq!(finding["replacement"]["entry"], "resilience4j");
    assert!(!finding["sources"].as_array().unwrap().is_empty());
    assert_eq!(stackgen(&format!("audit {root}")).status, 1);
    assert_eq!(
        stackgen(&format!("audit {root} --fail-on package")).status,
        0
    );
}

#[test]
fn licences_that_are_not_allowed_clash() {
    let (_keep, root) = repository(&[("compose.yaml", "services:\n  a:\n    image: mongo:7\n")]);
    let found = json(&format!("audit {root} --license open --format json"));
    assert_eq!(
        (
            found["findings"][0]["rule"].as_str(),
            found["findings"][0]["entry"].as_str()
        ),
        (Some("licence"), Some("mongodb"))
    );
    assert_eq!(stackgen(&format!("audit {root}")).status, 0);
}

#[test]
fn known_findings_stand_aside_and_unused_ones_are_told() {
    let (_keep, root) = repository(&[("pom.xml", POM)]);
    assert_eq!(
        stackgen(&format!("audit {root} --write-baseline")).status,
        1
    );
    let baseline = Path::new(&root).join(".stackgen-audit.toml");
    assert!(
        fs::read_to_string(&baseline)
            .expect("written")
            .contains("entry = \"hystrix\"")
    );
    let found = json(&format!("audit {root} --format json"));
    assert_eq!(
        (
            found["findings"].as_array().map(Vec::len),
            found["ignored"][0]["entry"].as_str()
        ),
        (Some(0), Some("hystrix"))
    );
    fs::write(&baseline, "[[known]]\nrule = \"retired\"\nentry = \"zuul\"\nreason = \"gone\"\n[[known]]\nrule = \"retired\"\nentry = \"hystrix\"\nreason = \"over\"\nuntil = \"2020-01-01\"\n").expect("written");
    let run = stackgen(&format!("audit {root}"));
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("`zuul` no longer occurs")
            && run.stderr.contains("`hystrix` has ended"),
        "{}",
        run.stderr
    );
    fs::write(&baseline, "[[known]]\nrule = \"x\"\n").expect("written");
    let run = stackgen(&format!("audit {root}"));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains(".stackgen-audit.toml:1: unknown rule `x`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_comment_beside_the_line_ignores_what_is_found_there() {
    let (_keep, root) = repository(&[
        (
            "pom.xml",
            &POM.replace(
                "<artifactId>spring",
                "<!-- stackgen:ignore retired: until the spring release -->\n<artifactId>spring",
            ),
        ),
        (
            "a/compose.yaml",
            "services:\n  a:\n    image: redis:7 # stackgen:ignore\n",
        ),
    ]);
    let run = stackgen(&format!("audit {root} --format json"));
    assert_eq!(
        run.json()["ignored"][0]["reason"],
        "until the spring release"
    );
    assert!(
        run.stderr
            .contains("a/compose.yaml:3: `stackgen:ignore` ignores nothing"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_plan_takes_what_fits_and_is_proved() {
    let (_keep, root) = repository(&[("pom.xml", POM)]);
    let plan = json(&format!("audit {root} --fix-plan --format json"))["plan"].clone();
    assert_eq!(
        (plan["optimal"].as_bool(), plan["brings"].as_u64()),
        (Some(true), Some(1))
    );
    assert_eq!(
        (
            plan["replacements"][0]["remove"]["entry"].as_str(),
            plan["replacements"][0]["add"]["entry"].as_str()
        ),
        (Some("hystrix"), Some("resilience4j"))
    );
    assert_eq!(
        plan["replacements"][0]["files"],
        serde_json::json!(["pom.xml"])
    );
}

#[test]
fn what_others_found_can_be_audited_too() {
    let (keep, root) = repository(&[("pom.xml", POM)]);
    let scan = keep.beside("scan.json");
    stackgen(&format!("scan {root} -o {scan}")).ok();
    let names = Fixture::new("names.txt", "redis # the cache\nhystrix\n");
    let bill = Fixture::new(
        "bom.json",
        "{\"bomFormat\": \"CycloneDX\", \"components\": [\n{\"purl\": \"pkg:maven/org.springframework.cloud/spring-cloud-starter-netflix-hystrix@2\"}]}",
    );
    for (file, line) in [(&scan, 4), (&names.path, 2), (&bill.path, 2)] {
        let found = json(&format!("audit {file} --format json"));
        assert_eq!(
            (
                found["findings"][0]["entry"].as_str(),
                found["findings"][0]["evidence"][0]["line"].as_u64()
            ),
            (Some("hystrix"), Some(line)),
            "{file}: {found}"
        );
    }
    let unknown = Fixture::new("names.txt", "hystix\n");
    let run = stackgen(&format!("audit {}", unknown.path));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("hystrix"), "{}", run.stderr);
}

#[test]
fn sarif_has_rules_places_and_what_is_suppressed() {
    let (_keep, root) = repository(&[("a b/pom.xml", POM)]);
    let sarif = json(&format!("audit {root} --format sarif"));
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
    assert_eq!(
        run["tool"]["driver"]["rules"][index]["id"],
        result["ruleId"]
    );
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        (
            place["artifactLocation"]["uri"].as_str(),
            place["region"]["startLine"].as_u64()
        ),
        (Some("a%20b/pom.xml"), Some(4))
    );
    stackgen(&format!("audit {root} --write-baseline"));
    let sarif = json(&format!("audit {root} --format sarif"));
    assert!(sarif["runs"][0]["results"][0]["suppressions"][0]["justification"].is_string());
}

/// The findings about versions as `entry version path:line`.
fn ended(files: &[(&str, &str)], options: &str) -> Vec<String> {
    let (_keep, root) = repository(files);
    let found = json(&format!("audit {root} {options} --format json"));
    let findings = found["findings"].as_array().expect("a list").iter();
    findings
        .filter(|it| it["rule"] == "end-of-life")
        .flat_map(|it| {
            let lines = it["evidence"].as_array().expect("a list").iter();
            lines.map(move |line| {
                let (path, number) = (line["path"].as_str(), &line["line"]);
                let (entry, version) = (it["entry"].as_str(), it["version"].as_str());
                format!(
                    "{} {} {}:{number}",
                    entry.unwrap_or_default(),
                    version.unwrap_or_default(),
                    path.unwrap_or_default()
                )
            })
        })
        .collect()
}

#[test]
fn a_version_whose_support_has_ended_is_told_with_its_line() {
    let files = [
        (
            "Dockerfile",
            "ARG V=3.8\nFROM python:${V}-slim\nFROM debian:stretch-slim\nFROM node:14\nFROM eclipse-temurin:16.0.1_9-jre\n",
        ),
        (
            "compose.yaml",
            "services:\n  a:\n    image: rabbitmq:3-management\n  b:\n    image: postgres:9.6@sha256:abc\n",
        ),
        (
            "package.json",
            "{\n\"engines\": {\"node\": \"14.x\"},\n\"dependencies\": {\n\"vue\": \"^2.6.0\"}}",
        ),
        ("requirements.txt", "Django>=2.2,<3\n"),
        (
            "app.csproj",
            "<Project>\n<TargetFramework>netcoreapp3.1</TargetFramework>\n</Project>",
        ),
        (
            "pom.xml",
            "<project><properties><kafka>2.4.0</kafka></properties><dependencies><dependency>\n<groupId>org.apache.kafka</groupId>\n<artifactId>kafka-clients</artifactId>\n<version>${kafka}</version></dependency></dependencies></project>",
        ),
        (".tool-versions", "ruby 2.7.1\n"),
    ];
    assert_eq!(
        ended(&files, ""),
        [
            "debian 9 Dockerfile:3",
            "django 2 requirements.txt:1",
            "dotnet 3.1 app.csproj:2",
            "java 16 Dockerfile:5",
            "kafka 2.4 pom.xml:3",
            "node-js 14 Dockerfile:4",
            "node-js 14 package.json:2",
            "postgresql 9.6 compose.yaml:5",
            "python 3.8 Dockerfile:2",
            "rabbitmq 3 compose.yaml:3",
            "vue 2 package.json:4",
        ]
    );
    assert_eq!(
        ended(&files[6..], "--scope dev"),
        ["ruby 2.7 .tool-versions:1"]
    );
}

#[test]
fn a_version_that_is_open_or_supported_is_never_guessed() {
    let files = [
        (
            "Dockerfile",
            "ARG V\nFROM python:3\nFROM python:$V\nFROM node:lts\nFROM redis\nFROM redis:latest\nFROM redis:8.4\nFROM redis:6\nFROM debian@sha256:abc\nFROM acme/python:2.7\n",
        ),
        (
            "package.json",
            "{\"engines\": {\"node\": \">=10\"}, \"dependencies\": {\"vue\": \"2 || 3\", \"next\": \"latest\", \"nuxt\": \"*\"}}",
        ),
        ("requirements.txt", "Django>=2.2\nnumpy\n"),
        (
            "k8s.yaml",
            "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: postgres:${TAG}\n",
        ),
    ];
    assert!(
        ended(&files, "--scope all").is_empty(),
        "{:?}",
        ended(&files, "--scope all")
    );
}

#[test]
fn the_end_of_a_version_can_fail_a_build_and_be_known() {
    let (_keep, root) = repository(&[("Dockerfile", "FROM python:3.8\n")]);
    let run = stackgen(&format!("audit {root}"));
    assert_eq!(run.status, 0);
    assert!(
        run.stdout
            .contains("Python 3.8 reached its end of life on 2024-10-07"),
        "{}",
        run.stdout
    );
    assert_eq!(
        stackgen(&format!("audit {root} --fail-on end-of-life")).status,
        1
    );
    let sarif = json(&format!("audit {root} --format sarif"));
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "end-of-life");
    assert_eq!(
        result["partialFingerprints"]["stackgen/v1"],
        "end-of-life:python:3.8"
    );
    fs::write(
        Path::new(&root).join("Dockerfile"),
        "# stackgen:ignore end-of-life: moves in spring\nFROM python:3.8\n",
    )
    .expect("written");
    assert_eq!(
        stackgen(&format!("audit {root} --fail-on end-of-life")).status,
        0
    );
    // What scan wrote down says the same.
    let scanned = Path::new(&root).join("scan.json");
    stackgen(&format!(
        "scan {root} --format json -o {}",
        scanned.display()
    ));
    let again = json(&format!("audit {} --format json", scanned.display()));
    assert_eq!(again["findings"][0]["version"], "3.8");
}

#[test]
fn a_package_that_is_given_up_is_told_whatever_it_belongs_to() {
    let told = |name: &str, text: &str| {
        let file = Fixture::new(name, text);
        let folder = std::path::Path::new(&file.path).parent().unwrap();
        let run = run(
            &[
                "audit",
                folder.to_str().unwrap(),
                "--format",
                "json",
                "--fail-on",
                "package",
            ],
            "",
        );
        assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
        run.stdout
    };
    // Of a standard.
    let go = told(
        "go.mod",
        "module x\n\nrequire github.com/dgrijalva/jwt-go v3.2.0+incompatible\n",
    );
    assert!(go.contains("go:github.com/golang-jwt/jwt"), "{go}");
    // A kit of its own, and a dead driver on one line with what takes its place.
    let both = told(
        "package.json",
        "{\"dependencies\":{\"aws-sdk\":\"2\",\"elasticsearch\":\"16\",\"@elastic/elasticsearch\":\"7\"}}",
    );
    assert!(both.contains("`npm:aws-sdk` was given up"), "{both}");
    assert!(both.contains("`npm:elasticsearch` was given up"), "{both}");
}

#[test]
fn a_name_that_nothing_has_is_told_and_the_others_are_judged() {
    let names = Fixture::new("names.txt", "kafka\nkafkaa\nHystrix # old\n");
    let judged = stackgen(&format!("audit {}", names.path));
    assert_eq!(judged.status, 1, "{}", judged.stderr);
    assert!(judged.stdout.contains("Hystrix"), "{}", judged.stdout);
    assert!(
        judged
            .stderr
            .contains("names.txt:2: unknown entry `kafkaa`, not judged, did you mean `kafka`?"),
        "{}",
        judged.stderr
    );
    let piped = crate::support::stackgen_with("audit -", "Hystrix\n");
    assert_eq!(piped.status, 1, "{}", piped.stderr);
    let none = Fixture::new("none.txt", "xyzzyx\n");
    assert_eq!(stackgen(&format!("audit {}", none.path)).status, 2);
}

#[test]
fn several_successors_are_all_named() {
    let (_keep, root) = repository(&[(
        "Cargo.toml",
        "[package]\nname = \"x\"\nversion = \"0.1.0\"\n[dependencies]\nfailure = \"0.1\"\n",
    )]);
    let told = stackgen(&format!("audit {root}")).stdout;
    assert!(
        told.contains("anyhow or thiserror take its place"),
        "{told}"
    );
}

#[test]
fn versions_of_a_catalogue_of_gradle_count() {
    let (_keep, root) = repository(&[
        ("settings.gradle.kts", ""),
        (
            "gradle/libs.versions.toml",
            "[versions]\nboot = \"2.7.18\"\n[libraries]\nweb = { module = \"org.springframework.boot:spring-boot-starter-web\", version.ref = \"boot\" }\n",
        ),
        (
            "build.gradle.kts",
            "dependencies {\n  implementation(libs.web)\n}\n",
        ),
    ]);
    let found = json(&format!("audit {root} --format json"));
    let ended = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["rule"] == "end-of-life")
        .unwrap_or_else(|| panic!("{found}"));
    assert_eq!(ended["entry"], "spring-boot");
    assert_eq!(ended["evidence"][0]["line"], 2);
}
