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

const PANEL: &str = r#"{"cases":[
  {"lang":"go","need":"messaging","best":["nats"],"accept":["Rabbit MQ","Apache Kafka","nats"],"absurd":["kafka"]},
  {"lang":"go","need":"cache","best":[],"accept":["no such cache"],"absurd":["Redis"]}],
 "scenarios":[{"name":"two","args":"--lang go --need messaging,cache","accept":{"messaging":["rabbitmq"],"cache":["memcached"]},"forbid":["redis"]}]}"#;

#[test]
fn a_panel_tells_what_was_acceptable_and_what_absurd() {
    let file = Fixture::new("panel.json", PANEL);
    let json = stackgen(&format!("eval --panel {} --format json", file.path)).json();
    assert_eq!(json["cases"], 2);
    assert_eq!(json["acceptable"], 0.5);
    assert_eq!(json["best"], 0.0);
    assert_eq!(json["acceptable_in_3"], 0.5, "three of six: {json}");
    // What is accepted is never absurd.
    assert_eq!(json["absurd_in_3"], 0.1667);
    assert_eq!(
        json["stacks"],
        serde_json::json!({"picks": 2, "accepted": 1, "forbidden": 1})
    );
    let kinds: Vec<&str> = json["failures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["unacceptable", "absurd", "stack", "forbidden"]);
    let both = stackgen(&format!("eval {0} --panel {0}", file.path));
    assert_eq!(both.status, 2);
    assert_eq!(stackgen("eval").status, 2);
}
