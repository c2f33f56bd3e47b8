use crate::support::{Fixture, stackgen};

const SYSTEMS: &str = r#"{"repo":"someone/shop","date":"2026-01-02","languages":["go"],"picks":[{"need":"messaging","entry":"nats"},{"need":"cache","entry":"redis"},{"need":"relational-database","entry":"no-such-database"}]}
"#;

#[test]
fn agreement_with_systems_is_told_in_both_ways_and_in_parts() {
    let file = Fixture::new("systems.jsonl", SYSTEMS);
    let json = stackgen(&format!("eval {} --format json", file.path)).json();
    assert_eq!(json["queries"], 3);
    assert_eq!(json["any_of"]["queries"], 3);
    assert_eq!(json["any_of"]["by"]["year"]["2026"]["queries"], 3);
    assert_eq!(json["by"]["language"]["go"]["queries"], 3);
    assert_eq!(json["any_of"]["by"]["need"]["cache"]["hit_at_1"], 1.0);
    let unknown = &json["any_of"]["by"]["need"]["relational-database"];
    assert_eq!(unknown["hit_at_5"], 0.0, "what the graph lacks is a miss");
    for figures in [&json, &json["baseline"], &json["baseline_same_language"]] {
        let share = figures["mrr"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&share), "{figures}");
    }
    let text = stackgen(&format!("eval {}", file.path)).ok();
    assert!(text.contains("hit@1") || text.contains("HIT@1"), "{text}");
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    let file = Fixture::new("systems.jsonl", "{\"repo\": 1}\n");
    let run = stackgen(&format!("eval {}", file.path));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("systems.jsonl:1: "), "{}", run.stderr);
}
