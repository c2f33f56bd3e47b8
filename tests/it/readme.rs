//! The README, the guides and the help show commands that work.

use crate::support::{run, words};

/// The lines `stackgen …` of the code blocks of a Markdown text.
fn commands(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            let line = line.trim_start_matches("$ ");
            let line = line.strip_prefix("target/release/").unwrap_or(line);
            if line.starts_with("stackgen ") {
                commands.push(line.split(" #").next().unwrap_or(line).trim().to_owned());
            }
        }
    }
    commands
}

#[test]
fn every_command_of_the_documentation_works() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tried = 0;
    let mut texts = vec!["README.md".to_owned(), "data/README.md".to_owned()];
    for file in std::fs::read_dir(root.join("docs")).unwrap() {
        let name = file.unwrap().file_name().to_string_lossy().into_owned();
        if std::path::Path::new(&name)
            .extension()
            .is_some_and(|it| it == "md")
        {
            texts.push(format!("docs/{name}"));
        }
    }
    let folder = crate::support::Fixture::new("x", "");
    for name in texts {
        let text = std::fs::read_to_string(root.join(&name)).unwrap();
        // Commands on a service run in tests/endpoint, where one is there.
        let local = |command: &String| !command.contains("--endpoint");
        for command in commands(&text).into_iter().filter(local) {
            // What goes to a file or another program elsewhere goes to a folder of its own here.
            let command = command
                .split(['|', '>', '&'])
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned();
            let mut arguments: Vec<String> = words(&command).into_iter().skip(1).collect();
            for at in 0..arguments.len() {
                let written = at > 0 && ["-o", "--store"].contains(&arguments[at - 1].as_str());
                let read_back = arguments[at] == "stack.ttl";
                if written || read_back {
                    arguments[at] = folder.beside(&arguments[at]);
                }
            }
            let run = run(&arguments, "");
            assert_eq!(run.status, 0, "{name}: {command}: {}", run.stderr);
            tried += 1;
        }
    }
    assert!(tried >= 15, "only {tried} commands found");
}
