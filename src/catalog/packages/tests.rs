use super::*;
use crate::sources::csv::{File, read};
use crate::store::index::{Index, build};

/// The answers about `package` over a folder of tables, as `slug role certainty`.
fn check(tables: &[(&str, &str)], package: &str) -> Vec<String> {
    let files: Vec<File> = tables
        .iter()
        .map(|(name, text)| File {
            name: (*name).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    let (mut facts, problems) = read(&files);
    assert_eq!(problems, []);
    crate::rules::derive(&mut facts).unwrap();
    let index = Index::open(build(&facts)).expect("what was built can be opened");
    let graph = Graph::new(&index);
    let meaning = Packages::of(&graph).meaning(package);
    meaning
        .iter()
        .map(|it| format!("{} {:?} {:?}", graph.slug(it.node), it.role, it.certainty))
        .collect()
}

const LANGUAGES: (&str, &str) = (
    "languages.csv",
    "slug,name,broader\nany,Any,\njava,Java,any\njavascript,JavaScript,any\ngo,Go,any\n",
);

const ENTRIES: (&str, &str) = (
    "entries.csv",
    "slug,name,kind,made_for,repository\n\
     kafka,Kafka,technology,,https://github.com/apache/kafka\n\
     express,Express,technology,javascript,https://github.com/expressjs/express\n\
     echo,Echo,technology,go,https://github.com/labstack/echo\n\
     nestjs,NestJS,technology,javascript,https://github.com/nestjs/nest\n\
     spring-cloud-stream,Spring Cloud Stream,technology,java,\n\
     flux,Flux,technology,any,https://github.com/fluxcd/flux2\n\
     loki,Loki,technology,any,https://github.com/grafana/loki\n\
     split,Split,technology,,https://github.com/splitio/javascript-client\n\
     spray,Spray,technology,java,https://github.com/spray/spray\n\
     nessie,Nessie,technology,java,https://github.com/projectnessie/nessie\n",
);

const PACKAGES: (&str, &str) = (
    "packages.csv",
    "technology,package,role,source,evidence\n\
     nestjs,npm:@nestjs/*,own,curation,\n\
     kafka,npm:@nestjs/kafka-thing,plugin,curation,\n\
     kafka;spring-cloud-stream,maven:org.springframework.cloud:spring-cloud-starter-stream-kafka,starter,curation,\n\
     kafka,docker:confluentinc/cp-kafka*,own,curation,\n",
);

const CLIENTS: (&str, &str) = (
    "clients.csv",
    "technology,language,package,official\nkafka,javascript,npm:kafkajs,community\nkafka,go,go:github.com/twmb/franz-go,community\n",
);

#[test]
fn what_is_stated_is_believed_before_any_rule() {
    let tables = &[LANGUAGES, ENTRIES, PACKAGES, CLIENTS];
    for (package, expected) in [
        ("npm:kafkajs", vec!["kafka Client Stated"]),
        (
            "maven:org.springframework.cloud:spring-cloud-starter-stream-kafka",
            vec!["kafka Starter Stated", "spring-cloud-stream Starter Stated"],
        ),
        ("npm:@nestjs/kafka-thing", vec!["kafka Plugin Stated"]),
    ] {
        assert_eq!(check(tables, package), expected, "{package}");
    }
}

#[test]
fn a_group_answers_for_what_begins_like_it() {
    let tables = &[LANGUAGES, ENTRIES, PACKAGES, CLIENTS];
    for (package, expected) in [
        ("npm:@nestjs/core", "nestjs Own Group"),
        (
            "docker:confluentinc/cp-kafka-connect:7.5.0",
            "kafka Own Group",
        ),
        ("go:github.com/twmb/franz-go/pkg/kadm", "kafka Client Group"),
    ] {
        assert_eq!(check(tables, package), [expected], "{package}");
    }
    assert!(check(tables, "docker:confluentinc/cp-zookeeper").is_empty());
}

#[test]
fn a_name_means_an_entry_that_code_of_the_language_uses() {
    let tables = &[LANGUAGES, ENTRIES, CLIENTS];
    for (package, expected) in [
        ("go:github.com/labstack/echo/v4", "echo Own Repository"),
        ("npm:express", "express Own Name"),
        ("npm:@nestjs/core", "nestjs Plugin Name"),
        ("docker:bitnami/kafka:3", "kafka Own Name"),
        ("docker:ghcr.io/grafana/loki", "loki Own Repository"),
        ("helm:kafka-cluster", "kafka Own Name"),
    ] {
        assert_eq!(check(tables, package), [expected], "{package}");
    }
}

#[test]
fn plugins_of_builds_and_projects_below_a_group_are_not_what_the_group_names() {
    let tables = &[
        LANGUAGES,
        ENTRIES,
        CLIENTS,
        ("aliases.csv", "slug,alias\nnessie,projectnessie\n"),
    ];
    for (package, expected) in [
        ("maven:io.spray:spray-can", vec!["spray Own Name"]),
        ("maven:io.spray:sbt-revolver", vec![]),
        (
            "maven:org.projectnessie.nessie:nessie-client",
            vec!["nessie Client Name"],
        ),
        ("maven:org.projectnessie.cel:cel-tools", vec![]),
    ] {
        assert_eq!(check(tables, package), expected, "{package}");
    }
}

#[test]
fn what_runs_by_itself_is_not_linked_in_under_the_name_of_a_language() {
    let clients = (
        "clients.csv",
        "technology,language,package,official\nsplit,javascript,npm:@splitsoftware/splitio,community\n",
    );
    let tables = &[LANGUAGES, ENTRIES, clients];
    assert_eq!(check(tables, "npm:express-js"), ["express Own Name"]);
    assert_eq!(check(tables, "npm:split"), ["split Own Name"]);
    assert!(check(tables, "npm:split.js").is_empty());
}

#[test]
fn an_extra_means_what_is_stated_of_it_and_is_asked_for_with_its_distribution() {
    let packages = (
        "packages.csv",
        "technology,package,role,source,evidence\n\
         express,pypi:celery,own,curation,\n\
         kafka,pypi:celery[kafka],client,curation,\n\
         kafka,crates:sqlx[kafka],client,curation,\n\
         express,crates:sqlx,own,curation,\n",
    );
    let tables = &[LANGUAGES, ENTRIES, packages];
    for (package, expected) in [
        ("pypi:Celery[Kafka]", vec!["kafka Client Stated"]),
        ("pypi:celery[other]", vec!["express Own Stated"]),
        ("crates:sqlx[kafka]", vec!["kafka Client Stated"]),
        ("crates:sqlx[other]", vec![]),
    ] {
        assert_eq!(check(tables, package), expected, "{package}");
    }
}

#[test]
fn a_name_in_a_registry_of_another_language_means_nothing() {
    let tables = &[LANGUAGES, ENTRIES, CLIENTS];
    for package in [
        "npm:flux",
        "pypi:express",
        "npm:@types/express",
        "docker:acme/express",
        "docker:acme/shop",
        "npm:",
        "kafka",
        "",
    ] {
        assert!(check(tables, package).is_empty(), "{package}");
    }
}
