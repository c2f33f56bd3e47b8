use crate::support::{small, stackgen};

#[test]
fn the_successor_of_a_retired_thing_comes_first() {
    let text = stackgen("alternatives hystrix").ok();
    assert!(
        text.contains("Hystrix is retired since 2018") && text.contains("replaced by Resilience4j"),
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

#[test]
fn successors_come_first_whatever_else_is_alike() {
    let query = "SELECT DISTINCT ?old { ?old sg:replacedBy ?new ; sg:status 'retired' . ?new sg:status 'active' } ORDER BY ?old";
    let arguments = ["query", query, "--format", "csv"];
    let rows = crate::support::run(&arguments, "").ok();
    let retired: Vec<&str> = rows.lines().skip(1).map(str::trim_end).collect();
    assert!(retired.len() > 5, "{rows}");
    for entry in retired {
        let json = stackgen(&format!("alternatives {entry} --format json")).json();
        assert_eq!(json[0]["because"][0], "its successor", "{entry}: {json}");
        assert!(!json[0]["sources"].as_array().unwrap().is_empty());
    }
}

#[test]
fn several_are_answered_at_once_each_with_whose_place_it_takes() {
    let json = stackgen("alternatives hystrix requests --top 2 --format json").json();
    let rows: Vec<(&str, &str)> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["to"].as_str().unwrap(), it["entry"].as_str().unwrap()))
        .collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert_eq!(rows[0], ("hystrix", "resilience4j"));
    assert!(
        rows[2..].iter().all(|(to, _)| *to == "requests"),
        "{rows:?}"
    );
    let page = stackgen("alternatives hystrix requests --top 2").ok();
    assert!(
        page.contains("Alternatives to Hystrix") && page.contains("Alternatives to Requests"),
        "{page}"
    );
    let alone = stackgen("alternatives hystrix --format json").json();
    assert!(alone[0].get("to").is_none());
}
