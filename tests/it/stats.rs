use crate::support::stackgen;

#[test]
fn the_catalogue_has_what_it_promises() {
    let json = stackgen("stats --format json").json();
    let relations = &json["stated_relations"];
    let sum: u64 = [
        "implements",
        "alternative to",
        "built on",
        "integrates with",
        "replaced by",
        "written in",
    ]
    .iter()
    .map(|name| relations[name].as_u64().unwrap_or(0))
    .sum();
    assert!(sum >= 400, "{sum} relations");
    assert!(json["classes"]["technologies"].as_u64() >= Some(300));
    assert!(json["classes"]["rules"] == 4);
}
