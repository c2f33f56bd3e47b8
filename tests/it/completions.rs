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
