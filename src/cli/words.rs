//! What the command line says about a failure: what is wrong, and ways out as commands and options.

use crate::commands::failure::{Failure, Named};

/// A message and ways out, each a line.
pub(super) struct Said {
    pub(super) message: String,
    pub(super) hints: Vec<String>,
}

impl Said {
    fn new(message: &impl ToString, hints: Vec<String>) -> Self {
        Self {
            message: message.to_string(),
            hints,
        }
    }
}

/// A failure of this command in words.
pub(super) fn words(failure: &Failure, command: &str) -> Vec<Said> {
    let said = match failure {
        Failure::Unknown {
            what,
            nearest,
            known,
            name,
        } => {
            let mut hints = unknown(*what, nearest.as_deref(), known);
            if *what == Named::Entry && nearest.is_none() {
                let quoted = if name.contains(' ') {
                    format!("\"{name}\"")
                } else {
                    name.clone()
                };
                hints.insert(
                    0,
                    format!("`stackgen search {quoted}` looks into descriptions too"),
                );
            }
            Said::new(failure, hints)
        }
        Failure::Unfilled(_) | Failure::Usage { .. } | Failure::Store(_) => {
            Said::new(failure, failure.hints())
        }
        Failure::Whole => Said::new(
            &format!("`{command}` works on a whole graph, which an endpoint is not asked for"),
            vec!["work on the files with `--data` or `--store`".to_owned()],
        ),
        Failure::Endpoint(error) => Said::new(error, error.hints()),
        Failure::Missing(_) => Said::new(
            failure,
            vec![format!("`stackgen {command} --help` shows what it takes")],
        ),
        Failure::Input(problems) => {
            let said = problems.iter().map(|problem| {
                let message = format!("{}: {}", problem.place, problem.message);
                Said::new(&message, problem.hint.clone().into_iter().collect())
            });
            return said.collect();
        }
    };
    vec![said]
}

fn unknown(what: Named, nearest: Option<&str>, known: &[String]) -> Vec<String> {
    let mut hints: Vec<String> = nearest
        .map(|it| format!("did you mean `{it}`?"))
        .into_iter()
        .collect();
    let list = match what {
        Named::Entry => "stackgen list entries",
        Named::Language => "stackgen list languages",
        Named::Need => "stackgen list needs",
        Named::Category => "stackgen list categories",
        Named::Standard => "stackgen list standards",
        Named::Reason => "stackgen list reasons",
        Named::Command => "stackgen --help",
        Named::Licence => return hints,
        Named::Relation | Named::Argument | Named::Member => {
            hints.push(format!("{}s are {}", what.name(), known.join(", ")));
            return hints;
        }
    };
    hints.push(format!("`{list}` shows what there is"));
    hints
}
