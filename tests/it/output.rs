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
    on_columns(80, line)
}

/// What a terminal of so many columns shows, without hints.
#[cfg(target_os = "linux")]
fn on_columns(columns: u16, line: &str) -> String {
    let program = env!("CARGO_BIN_EXE_stackgen");
    let output = Command::new("script")
        .args([
            "-qec",
            &format!("stty cols {columns}; {program} {line} 2>/dev/null"),
            "/dev/null",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .env_remove("PAGER")
        .stdin(Stdio::null())
        .output()
        .expect("`script` of util-linux makes a terminal");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
#[cfg(target_os = "linux")]
fn what_people_read_fits_eighty_columns() {
    for line in [
        "show kubernetes",
        "show hystrix --all",
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
        // An address is whole, even where it is wider.
        let words = widest.split_whitespace().count();
        assert!(
            widest.chars().count() <= 80 || words == 1,
            "{line}: {widest}"
        );
    }
}

/// Runs a line of the shell in which `$sg` is the program: exit status, and what came on standard output.
#[cfg(target_os = "linux")]
fn shell(line: &str) -> (i32, String) {
    let output = Command::new("sh")
        .args(["-c", line])
        .env("sg", env!("CARGO_BIN_EXE_stackgen"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let status = output.status.code().expect("the program was not killed");
    (status, String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
#[cfg(target_os = "linux")]
fn nobody_hearing_standard_error_changes_nothing() {
    let store = crate::support::Fixture::new("a.ttl", "<x:a> <x:b> <x:c> .");
    let import = format!("import {} --store {}", store.path, store.beside("store"));
    for line in [
        "show nosuch",
        "list needs -v",
        "recommend",
        "query -v 'ASK {}'",
        &import,
    ] {
        let plain = shell(&format!("$sg {line} 2>/dev/null"));
        for deaf in ["2>/dev/full", "2>&-"] {
            let run = shell(&format!("$sg {line} {deaf}"));
            assert_eq!(run.0, plain.0, "{line} {deaf}");
            // What is imported a second time is told in other words.
            assert!(line == import || run.1 == plain.1, "{line} {deaf}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn an_answer_that_does_not_arrive_is_no_success() {
    for line in ["--version", "--help", "list needs", "help list"] {
        assert_eq!(shell(&format!("$sg {line} >/dev/full 2>&1")).0, 2, "{line}");
        assert_eq!(shell(&format!("$sg {line} 2>&1 | true")).0, 0, "{line}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_written_leaves_the_old_file_as_it_was() {
    let file = crate::support::Fixture::new("old.json", "old");
    let line = format!(
        "ulimit -f 8; $sg list entries --format json -o {}",
        file.path
    );
    assert_eq!(shell(&line).0, 2);
    assert_eq!(std::fs::read_to_string(&file.path).unwrap(), "old");
    let folder = std::path::Path::new(&file.path).parent().unwrap();
    assert_eq!(
        std::fs::read_dir(folder).unwrap().count(),
        1,
        "no piece is left"
    );
    assert_eq!(
        shell(&format!("$sg list needs --format json -o {}", file.path)).0,
        0
    );
    assert!(
        std::fs::read_to_string(&file.path)
            .unwrap()
            .starts_with('[')
    );
    assert_eq!(
        shell("$sg list needs -o /dev/stdout | grep -c messaging").0,
        0
    );
    assert_eq!(shell("$sg list needs -o /dev/full").0, 2);
}

#[test]
#[cfg(target_os = "linux")]
fn a_system_without_threads_is_no_end() {
    // The limit binds no administrator: for one this shows the same answers twice.
    let file = crate::support::Fixture::new("a.ttl", "<x:a> <x:b> <x:c> .");
    let line = format!(
        "query 'SELECT * {{ ?a <x:b> ?c }}' --format csv --data {}",
        file.path
    );
    let limited = shell(&format!("prlimit --nproc=1 $sg {line}"));
    assert_eq!(limited, shell(&format!("$sg {line}")));
}

/// The slugs of an answer, which no screen may break.
#[cfg(target_os = "linux")]
fn slugs(line: &str) -> Vec<String> {
    let json = stackgen(&format!("{line} --format json")).json();
    let items = json.as_array().unwrap();
    let slugs = items
        .iter()
        .map(|it| it["entry"].as_str().unwrap().to_owned());
    slugs.collect()
}

#[test]
#[cfg(target_os = "linux")]
fn tables_fit_every_screen_and_break_no_name() {
    for line in [
        "list needs",
        "list entries",
        "search messaging",
        "alternatives rabbitmq",
    ] {
        let slugs = slugs(line);
        assert!(slugs.len() > 4, "{line}");
        for columns in [60, 80, 100, 140] {
            let shown = on_columns(columns, line);
            let firsts: std::collections::BTreeSet<&str> = shown
                .lines()
                .filter(|it| !it.starts_with(' '))
                .filter_map(|it| it.split_whitespace().next())
                .collect();
            let broken: Vec<&String> = slugs
                .iter()
                .filter(|it| !firsts.contains(it.as_str()))
                .collect();
            assert!(broken.is_empty(), "{columns}: {line}: {broken:?}");
            for text in shown.lines().map(str::trim_end) {
                let width = unicode_width::UnicodeWidthStr::width(text);
                let words = text.split_whitespace().count();
                assert!(
                    width <= usize::from(columns) || words == 1,
                    "{columns}: {line}: {text}"
                );
            }
        }
    }
}

#[test]
fn an_extension_that_stands_for_no_format_is_an_error() {
    for file in ["stack.svgg", "x.docx", "x.JSN"] {
        let folder = crate::support::Fixture::new("a", "");
        let path = folder.beside(file);
        let run = stackgen(&format!("recommend --lang go --need cache -o {path}"));
        assert_eq!(run.status, 2, "{file}");
        assert!(
            run.stderr
                .contains("stands for no format of `recommend`, expected .txt, .md, .json"),
            "{}",
            run.stderr
        );
        assert!(!std::path::Path::new(&path).exists(), "{file}");
        let line = format!("recommend --lang go --need cache -F json -o {path}");
        assert_eq!(stackgen(&line).status, 0, "{file}");
    }
    let run = stackgen("search nats -o nats.svg");
    assert_eq!(run.status, 2);
}

#[test]
fn hints_are_no_part_of_an_answer() {
    let run = stackgen("recommend --lang go --need cache");
    assert!(!run.stdout.contains("--explain"), "{}", run.stdout);
    assert!(run.stderr.contains("hint: `--explain`"), "{}", run.stderr);
    for quiet in ["-q", "-F json", "--explain"] {
        let run = stackgen(&format!("recommend --lang go --need cache {quiet}"));
        assert_eq!(run.stderr, "", "{quiet}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_long_answer_goes_through_the_pager() {
    let program = env!("CARGO_BIN_EXE_stackgen");
    let shown = |line: &str, pager: &str| {
        let output = Command::new("script")
            .args([
                "-qec",
                &format!("stty cols 80 rows 24; {program} {line}"),
                "/dev/null",
            ])
            .env("PAGER", pager)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(shown("list needs", "sed s/^/paged:/").starts_with("paged:ENTRY"));
    assert!(shown("list needs --pager never", "sed s/^/paged:/").starts_with("ENTRY"));
    assert!(shown("list reasons", "sed s/^/paged:/").starts_with("ENTRY"));
    assert!(shown("list needs", "no-such-pager").contains("ENTRY"));
}

#[test]
fn errors_lead_on() {
    for (line, words) in [
        ("export --category foo", "unknown category `foo`"),
        ("export --category foo", "`stackgen list categories`"),
        ("query file.rq", "`-f file.rq` reads it"),
        ("show xyzzy", "`stackgen search xyzzy`"),
        ("list", "needs"),
    ] {
        let run = stackgen(line);
        assert_eq!(run.status, 2, "{line}");
        assert!(run.stderr.contains(words), "{line}: {}", run.stderr);
    }
}

#[test]
fn members_of_picks_can_be_chosen_as_those_of_items() {
    let picks = stackgen("recommend --lang go --need messaging,cache --json entry,need").json();
    let picks = picks.as_array().unwrap();
    assert_eq!(picks.len(), 2, "{picks:?}");
    assert_eq!(picks[0]["need"], "messaging");
    let whole = stackgen("recommend --lang go --need messaging --json query").json();
    assert_eq!(whole["query"]["needs"][0], "messaging");
    let none = stackgen("recommend --lang go --need messaging --json nonsense");
    assert_eq!(none.status, 2, "{}", none.stdout);
}

#[test]
fn what_would_be_empty_says_why() {
    let run = stackgen("export --focus nats --category cache --format csv");
    assert!(run.stderr.contains("no tie between them"), "{}", run.stderr);
    assert_eq!(stackgen("search ''").status, 2);
    let limit = stackgen("export --focus nats --limit 0 --format dot");
    assert!(limit.stderr.contains("from 1 on"), "{}", limit.stderr);
    let near = stackgen("recommend --lang erl --need messaging").stderr;
    assert!(near.contains("did you mean `erlang`?"), "{near}");
}
