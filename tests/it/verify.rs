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
