use crate::support::stackgen;

#[test]
fn shells_learn_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let text = stackgen(&format!("completions {shell}")).ok();
        assert!(
            text.contains("recommend") && text.contains("include-retired"),
            "{shell}"
        );
    }
}

#[test]
fn the_manual_tells_of_the_program_and_of_each_command() {
    assert!(stackgen("man").ok().contains("recommend"));
    assert!(stackgen("man recommend").ok().contains("\\-\\-need"));
    let run = stackgen("man recomend");
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("did you mean `recommend`?"));
}

#[test]
fn every_command_has_help_with_examples() {
    let help = stackgen("--help").ok();
    for line in help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
    {
        let Some(name) = line
            .split_whitespace()
            .next()
            .filter(|_| line.starts_with("  ") && !line.starts_with("   "))
        else {
            continue;
        };
        if name != "help" {
            let text = stackgen(&format!("{name} --help")).ok();
            assert!(
                text.contains("Examples:\n  stackgen") || text.contains("Examples:\n  echo"),
                "{name}: {text}"
            );
        }
    }
}

/// What a shell is told after these words, the last of which is being typed.
fn asked(shell: &str, line: &str) -> String {
    let words: Vec<&str> = line.split(' ').collect();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .arg("--")
        .args(&words)
        .env("COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .env("_CLAP_IFS", "\n")
        .env_remove("STACKGEN_STORE")
        .env_remove("STACKGEN_DATA")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shells_learn_the_names_of_the_graph() {
    for (line, expected) in [
        ("stackgen recommend --need mess", "messaging"),
        (
            "stackgen recommend --need tracing,mess",
            "tracing,messaging",
        ),
        ("stackgen recommend --lang go,ja", "go,java"),
        ("stackgen alternatives rabb", "rabbitmq"),
        ("stackgen show kub", "kubernetes"),
        ("stackgen path kong kaf", "kafka"),
        ("stackgen recommend --standard mq", "mqtt"),
        ("stackgen show kafka --relation built", "built-on"),
        ("stackgen recommend --format merm", "mermaid"),
        ("stackgen list ent", "entries"),
        ("stackgen recom", "recommend"),
    ] {
        for shell in ["bash", "zsh", "fish"] {
            let told = asked(shell, line);
            let names = told
                .lines()
                .map(|it| it.split(['\t', ':']).next().unwrap().trim());
            assert!(
                names.clone().any(|it| it == expected),
                "{shell}: {line}: {told}"
            );
        }
    }
    // A format that the command does not have is not offered.
    assert!(!asked("bash", "stackgen search --format s").contains("svg"));
}

#[test]
fn a_variable_of_that_name_alone_changes_nothing() {
    for value in ["1", "bash", "no-shell"] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_stackgen"))
            .args(["list", "reasons"])
            .env("COMPLETE", value)
            .output()
            .unwrap();
        assert!(output.stdout.starts_with(b"ENTRY"), "{value}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_script_of_bash_is_one() {
    let script = stackgen("completions bash").ok();
    let file = crate::support::Fixture::new("stackgen.bash", &script);
    let output = std::process::Command::new("bash")
        .args(["-n", &file.path])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(script.contains("COMPLETE=\"bash\"") && script.contains("command -v stackgen"));
}
