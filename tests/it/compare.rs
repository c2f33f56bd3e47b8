use crate::support::{small, stackgen};

#[test]
fn entries_stand_side_by_side() {
    let data = small();
    let text = stackgen(&format!("compare alpha jay --data {}", data.path)).ok();
    let (table, decision) = text.split_once("\nTo decide\n").unwrap();
    assert!(decision.contains("licence MIT"), "{decision}");
    assert_eq!(
        table,
        "ASPECT       ALPHA                                                 JAY\n\
         kind         technology                                            technology\n\
         best for     adoption: 5000 stars in , standards: implements MQTT\n\
         purpose      Message broker                                        Message broker\n\
         needs        Message broker                                        Message broker\n\
         written in   Go                                                    Java\n\
         usable from  Go                                                    Java\n\
         standards    MQTT\n\
         licence      MIT                                                   GPL-3.0-only\n\
         status       active                                                active\n\
         stars        5000\n"
    );
}

#[test]
fn every_format_of_compare_works() {
    for format in ["json", "csv", "markdown", "adr"] {
        let text = stackgen(&format!("compare rabbitmq kafka --format {format}")).ok();
        assert!(text.contains("RabbitMQ"), "{format}: {text}");
    }
}

#[test]
fn compare_ends_with_what_each_is_better_and_worse_at() {
    let json = stackgen("compare postgresql mysql mongodb --format json").json();
    let told = |at: usize, way: &str| -> Vec<(String, usize)> {
        let claims = json[at][way].as_array().unwrap().iter();
        let claim = |it: &serde_json::Value| {
            let text = it["text"].as_str().unwrap().to_owned();
            (text, it["sources"].as_array().unwrap().len())
        };
        claims.map(claim).collect()
    };
    let better = told(0, "better");
    assert!(
        better
            .iter()
            .any(|(text, sources)| text.starts_with("used by ") && *sources > 0),
        "{better:?}"
    );
    let worse = told(2, "worse");
    assert!(
        worse.iter().any(|(text, _)| text.starts_with("licence ")),
        "{worse:?}"
    );
}

#[test]
fn one_entry_is_refused_and_unlike_ones_are_told() {
    let one = stackgen("compare nats");
    assert_eq!(one.status, 2);
    assert!(
        one.stderr.contains("expected two entries or more"),
        "{}",
        one.stderr
    );
    assert!(
        one.stderr.contains("stackgen alternatives nats"),
        "{}",
        one.stderr
    );
    let unlike = stackgen("compare nats mqtt");
    assert_eq!(unlike.status, 0, "{}", unlike.stderr);
    assert!(
        unlike.stderr.contains("MQTT is a standard"),
        "{}",
        unlike.stderr
    );
}
