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
