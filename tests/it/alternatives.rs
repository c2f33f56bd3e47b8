use crate::support::{small, stackgen};

#[test]
fn the_successor_of_a_retired_thing_comes_first() {
    let text = stackgen("alternatives hystrix").ok();
    assert!(
        text.contains("Hystrix is retired since 2018; replaced by Resilience4j"),
        "{text}"
    );
    let json = stackgen("alternatives hystrix --format json").json();
    assert_eq!(json[0]["entry"], "resilience4j");
}

#[test]
fn what_is_retired_is_left_out_unless_asked_for() {
    let data = small();
    let json = stackgen(&format!(
        "alternatives alpha --format json --data {}",
        data.path
    ))
    .json();
    assert_eq!(
        json.as_array()
            .unwrap()
            .iter()
            .map(|it| &it["entry"])
            .collect::<Vec<_>>(),
        ["beta", "jay"]
    );
    let all = stackgen(&format!(
        "alternatives alpha --include-retired --format json --data {}",
        data.path
    ))
    .json();
    assert_eq!(all.as_array().unwrap().len(), 3);
}

#[test]
fn everything_with_a_name_has_kin() {
    for name in ["mqtt", "go", "messaging", "monolith-first"] {
        let json = stackgen(&format!("alternatives {name} --format json")).json();
        assert!(!json.as_array().unwrap().is_empty(), "{name}");
    }
}
