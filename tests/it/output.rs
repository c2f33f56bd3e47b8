//! What holds for every command: equal input gives equal output, colours are an extra, a closed pipe is no error.

use std::process::{Command, Stdio};

use crate::support::stackgen;

#[test]
fn equal_input_gives_byte_equal_output() {
    for line in [
        "recommend --lang go --need messaging,cache,tracing --format json",
        "recommend --lang go --need messaging --format turtle",
        "recommend --lang go --need messaging,cache --format svg",
        "export --focus rabbitmq --format svg",
        "export --category messaging --format dot",
        "alternatives kafka --format json",
        "stats --format json",
        "show kafka --format turtle",
        "path kong kafka --format json",
    ] {
        assert_eq!(stackgen(line).ok(), stackgen(line).ok(), "{line}");
    }
}

#[test]
fn colour_is_only_an_extra() {
    let plain = stackgen("list needs").ok();
    assert!(!plain.contains('\u{1b}'));
    let coloured = stackgen("list needs --color always").ok();
    assert!(coloured.contains('\u{1b}'));
    assert_eq!(stackgen("list needs --color never").ok(), plain);
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .args(["export", "--all", "--format", "nquads"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn builtin_data_is_the_catalogue_itself() {
    let line = "recommend --lang go --need messaging,cache --format json";
    assert_eq!(
        stackgen(line).ok(),
        stackgen(&format!("{line} --data builtin")).ok()
    );
    assert_eq!(
        stackgen(line).ok(),
        stackgen(&format!("{line} --data data")).ok()
    );
}

#[test]
fn own_data_can_be_added_to_the_catalogue() {
    let own = crate::support::Fixture::new(
        "own.ttl",
        "@prefix sg: <https://w3id.org/stackgen/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\
         <https://w3id.org/stackgen/id/technology/house-broker> a sg:Technology ; rdfs:label \"House Broker\" ;\n\
         sg:category <https://w3id.org/stackgen/id/category/mqtt-broker> ; sg:writtenIn <https://w3id.org/stackgen/id/language/go> .",
    );
    let json = stackgen(&format!(
        "recommend --lang go --need messaging --top 99 --format json --data builtin --data {}",
        own.path
    ))
    .json();
    assert!(
        json.to_string().contains("house-broker"),
        "derived through the finer need"
    );
}

#[test]
fn help_begins_with_what_the_program_is() {
    let help = stackgen("--help").ok();
    assert!(
        help.starts_with("Technology stacks from a knowledge graph"),
        "{help}"
    );
    assert!(!help.contains("Options of every command"), "{help}");
}

/// What a terminal of 80 columns shows.
#[cfg(target_os = "linux")]
fn on_a_terminal(line: &str) -> String {
    let program = env!("CARGO_BIN_EXE_stackgen");
    let output = Command::new("script")
        .args([
            "-qec",
            &format!("stty cols 80; {program} {line}"),
            "/dev/null",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("`script` of util-linux makes a terminal");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[cfg(target_os = "linux")]
fn what_people_read_fits_eighty_columns() {
    for line in [
        "show hystrix",
        "show consul --conflicts",
        "validate data",
        "recommend --lang go --need messaging,tracing,cache --explain",
        "diff 2016 2026",
        "alternatives hystrix",
        "list sources",
    ] {
        let shown = on_a_terminal(line);
        let widest = shown.lines().max_by_key(|it| it.trim_end().chars().count());
        let widest = widest.unwrap_or_default().trim_end();
        assert!(widest.len() > 20, "{line} shows nothing: {shown}");
        assert!(widest.chars().count() <= 80, "{line}: {widest}");
    }
}
