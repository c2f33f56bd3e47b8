//! `completions`: for the shells.

use serde_json::Value;

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, run};
use crate::answer::Answer;
use crate::model::page::Page;

pub(super) const COMMAND: Command = Command {
    name: "completions",
    about: "Completions for a shell: bash, elvish, fish, powershell, zsh",
    examples: "stackgen completions bash > ~/.local/share/bash-completion/completions/stackgen
stackgen completions zsh > ~/.zfunc/_stackgen",
    formats: &["table"],
    arguments: arguments::<Completions>,
    run: run::<Completions>,
};

#[derive(clap::Args)]
struct Completions {
    /// The shell
    shell: clap_complete::Shell,
}

impl Arguments for Completions {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut (context.parser)(), "stackgen", &mut bytes);
        Ok(Box::new(Text(bytes)))
    }
}

/// An answer that is already text.
pub(super) struct Text(pub(super) Vec<u8>);

impl Answer for Text {
    fn page(&self) -> Page {
        Page::default()
    }

    fn json(&self) -> Value {
        Value::Null
    }

    fn bytes(&self, _: &str) -> Option<Vec<u8>> {
        Some(self.0.clone())
    }
}
