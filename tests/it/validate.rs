use crate::support::{Fixture, small, stackgen};

#[test]
fn the_built_in_catalogue_holds() {
    let run = stackgen("validate");
    assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    let data = Fixture::new(
        "relations.csv",
        "subject,relation,object\na,alternativeTo,a\na,builtOn,b\nb,builtOn,a\na,replacedBy,nowhere\n",
    );
    let entries = data.beside("entries.csv");
    std::fs::write(&entries, "slug,name,kind,description\na,A,technology,A thing that does something\na,A again,technology,\nb,B,technology,\n").unwrap();
    let folder = std::path::Path::new(&entries)
        .parent()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    let run = stackgen(&format!("validate {folder}"));
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    for (place, words) in [
        ("relations.csv:2", "its own alternative"),
        ("relations.csv:3", "by a cycle"),
        ("relations.csv:5", "the successor is not defined"),
        ("entries.csv:3", "defined twice"),
    ] {
        assert!(
            run.stdout
                .lines()
                .any(|line| line.contains(place) && line.contains(words)),
            "{place} {words}: {}",
            run.stdout
        );
    }
}

#[test]
fn malformed_tables_are_refused_with_their_place() {
    let data = Fixture::new("entries.csv", "slug,name,kind\nnats,NATS,tecnology\n");
    let run = stackgen(&format!("validate {}", data.path));
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains(
            "entries.csv:2:3: unknown kind `tecnology`, expected technology, standard, publication"
        ),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("hint: did you mean `technology`?"));
}

#[test]
fn own_shapes_can_be_used_and_unknown_constraints_are_refused() {
    let data = small();
    let head = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix sg: <https://w3id.org/stackgen/ns#> .\n";
    let shape = |constraint: &str| {
        Fixture::new(
            "shapes.ttl",
            &format!(
                "{head}<x:s> a sh:NodeShape ; sh:targetClass sg:Technology ; sh:property [ sh:path sg:license ; {constraint} ] ."
            ),
        )
    };
    for (constraint, status) in [
        ("sh:minCount 1", 0),
        ("sh:in ( \"MIT\" )", 1),
        ("sh:pattern \"^(MIT|GPL)\"", 0),
        ("sh:maxCount 0", 1),
        ("sh:hasValue \"MIT\"", 1),
        ("sh:nodeKind sh:Literal", 0),
        ("sh:datatype <http://www.w3.org/2001/XMLSchema#string>", 0),
        ("sh:maxLength 3", 1),
        ("sh:qualifiedMinCount 1", 2),
    ] {
        let shapes = shape(constraint);
        let run = stackgen(&format!(
            "validate {} --shapes {} --format turtle",
            data.path, shapes.path
        ));
        assert_eq!(
            run.status, status,
            "{constraint}: {}{}",
            run.stdout, run.stderr
        );
    }
}
