use crate::support::{Fixture, stackgen};

#[test]
fn a_recommended_stack_verifies_and_a_changed_one_does_not() {
    let stack = stackgen("recommend --lang go --need messaging,cache,tracing --format turtle").ok();
    let file = Fixture::new("stack.ttl", &stack);
    let json = stackgen(&format!("verify {} --format json", file.path)).json();
    assert_eq!(json["holds"], true);
    assert!(json["checks"].as_array().unwrap().len() > 10);
    let changed = stack.replace("sgc:cache", "sgc:tracing");
    let file = Fixture::new("stack.ttl", &changed);
    let run = stackgen(&format!("verify {}", file.path));
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stdout.contains("NO"));
}

/// A recommended stack, its lines changed by `change`, and what `verify` says of it.
fn verified(change: impl Fn(&str) -> String) -> crate::support::Run {
    let stack = stackgen("recommend --lang go --need messaging --format turtle").ok();
    let changed = change(&stack);
    assert_ne!(stack, changed, "the change finds its place");
    let file = Fixture::new("stack.ttl", &changed);
    stackgen(&format!("verify {}", file.path))
}

#[test]
fn a_stack_without_its_evidence_does_not_hold() {
    let run = verified(|stack| {
        let lines = stack.lines();
        let kept = lines.filter(|line| !line.contains("prov:wasDerivedFrom"));
        kept.collect::<Vec<_>>().join("\n")
    });
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stdout.contains("names the statements it rests on"));
}

#[test]
fn a_statement_that_nobody_makes_does_not_hold() {
    let run = verified(|stack| stack.replace("rdf:object sgl:go", "rdf:object sgl:cobol"));
    assert_eq!(run.status, 1, "{}", run.stdout);
    let run = verified(|stack| stack.replace("rdf:predicate sg:purpose", "rdf:predicate sg:uses"));
    assert_eq!(run.status, 1, "{}", run.stdout);
}

#[test]
fn a_statement_holds_only_by_the_source_that_is_named_for_it() {
    let run = verified(|stack| stack.replace("sgs:curation", "sgs:real-systems"));
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(
        run.stdout.contains("which real-systems does not say"),
        "{}",
        run.stdout
    );
    let run = verified(|stack| stack.replace("prov:wasAttributedTo", "prov:value"));
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stdout.contains("without a source"), "{}", run.stdout);
}
