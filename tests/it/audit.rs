//! `audit` from outside.

use std::fs;
use std::path::Path;

use crate::scan::repository;
use crate::support::{Fixture, stackgen};

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
