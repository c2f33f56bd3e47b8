use crate::support::stackgen;

#[test]
fn typing_errors_are_forgiven() {
    for (text, entry) in [
        ("rabitmq", "rabbitmq"),
        ("RabbitMQ", "rabbitmq"),
        ("zeromq", "0mq"),
        ("k8s", "kubernetes"),
        ("kafak", "kafka"),
    ] {
        let json = stackgen(&format!("search {text} --format json")).json();
        assert_eq!(json[0]["entry"], entry, "{text}: {json}");
        assert!(json[0]["score"].is_number() && json[0]["iri"].is_string());
    }
}

#[test]
fn descriptions_are_searched_too() {
    assert!(
        stackgen("search circuit breaker")
            .ok()
            .contains("resilience")
    );
}

#[test]
fn nothing_found_is_status_one() {
    let run = stackgen("search qqqqqqqqqqq");
    assert_eq!((run.status, run.stdout.as_str()), (1, "Nothing found.\n"));
}

/// The slugs of an answer that is a list.
fn found(line: &str) -> Vec<String> {
    let json = stackgen(&format!("{line} --format json")).json();
    let items = json.as_array().unwrap().iter();
    items
        .map(|it| it["entry"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn what_answers_the_need_of_that_name_is_found() {
    let tracing = found("search tracing --top 200");
    for entry in ["tracing", "jaeger", "tempo", "zipkin"] {
        assert!(tracing.iter().any(|it| it == entry), "{entry}: {tracing:?}");
    }
    let retired = stackgen("list entries --need tracing --status retired --format json").json();
    let retired = retired[0]["entry"].as_str().unwrap();
    let place = |entry: &str| tracing.iter().position(|it| it == entry);
    assert!(place("jaeger") < place(retired), "{tracing:?}");
}

#[test]
fn a_language_among_several_words_keeps_what_it_can_use() {
    let found = found("search message queue python");
    assert!(found.iter().any(|it| it == "rabbitmq"), "{found:?}");
    let usable = "ASK { sgt:IT sg:usableFrom sgl:python }";
    for entry in &found {
        let ask = format!("query '{}' -F csv", usable.replace("IT", entry));
        assert!(stackgen(&ask).ok().contains("true"), "{entry}");
    }
    // A name that has a language in it is a name.
    assert_eq!(self::found("search spring boot")[0], "spring-boot");
}
