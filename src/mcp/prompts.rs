//! Prompts: what people ask assistants for again and again, with the way to a true answer.

use serde_json::{Value, json};

use super::message::{Refusal, code};

/// What is given for an argument.
type Given<'a> = dyn Fn(&str) -> String + 'a;

/// A prompt: its name, what it is for, its arguments with whether they must be given, and its text.
struct Prompt {
    name: &'static str,
    about: &'static str,
    arguments: &'static [(&'static str, &'static str, bool)],
    text: fn(&Given<'_>) -> String,
}

const PROMPTS: &[Prompt] = &[
    Prompt {
        name: "choose-stack",
        about: "Choose the parts of a system with reasons that can be checked",
        arguments: &[
            ("languages", "Languages of the code, with commas", true),
            ("needs", "What is needed, with commas", true),
            ("chosen", "What is chosen already, with commas", false),
        ],
        text: |given| {
            format!(
                "Choose the parts of a system in {} for: {}. Chosen already: {}.\n\nCall `recommend` with `explain`. For each pick say why in one sentence, with its source, and name the runner-up and when it would be better; call `compare` where the scores are close. Name nothing that the tools do not know.",
                given("languages"),
                given("needs"),
                given("chosen")
            )
        },
    },
    Prompt {
        name: "audit-repository",
        about: "Find what a repository uses that has ended, and the smallest way out",
        arguments: &[(
            "path",
            "The folder, inside the one given at the start",
            false,
        )],
        text: |given| {
            format!(
                "Look at the repository in `{}`.\n\nCall `audit`; where it is not offered, call `show` for each technology that the manifests declare. List what has ended or was given up by its makers with file and line, what takes its place according to whom, and the order in which you would replace it. Call `alternatives` for each replacement that is not obvious.",
                given("path")
            )
        },
    },
];

pub(super) fn list() -> Vec<Value> {
    let arguments = |prompt: &Prompt| -> Vec<Value> {
        let arguments = prompt.arguments.iter();
        arguments
            .map(|(name, about, required)| {
                json!({"name": name, "description": about, "required": required})
            })
            .collect()
    };
    PROMPTS
        .iter()
        .map(|it| json!({"name": it.name, "description": it.about, "arguments": arguments(it)}))
        .collect()
}

/// A prompt with its arguments filled in.
pub(super) fn get(params: &Value) -> Result<Value, Refusal> {
    let name = params["name"].as_str().unwrap_or_default();
    let Some(prompt) = PROMPTS.iter().find(|it| it.name == name) else {
        let names: Vec<&str> = PROMPTS.iter().map(|it| it.name).collect();
        let name = crate::base::text::one_line(name);
        let message = format!("unknown prompt `{name}`, expected {}", names.join(", "));
        return Err(Refusal::new(code::PARAMS, message));
    };
    let given = |name: &str| {
        let value = params["arguments"][name]
            .as_str()
            .unwrap_or_default()
            .trim();
        if value.is_empty() {
            "nothing".to_owned()
        } else {
            value.to_owned()
        }
    };
    for (name, _, required) in prompt.arguments {
        if *required
            && params["arguments"][*name]
                .as_str()
                .is_none_or(str::is_empty)
        {
            return Err(Refusal::new(code::PARAMS, format!("`{name}` is missing")));
        }
    }
    Ok(json!({
        "description": prompt.about,
        "messages": [{"role": "user", "content": {"type": "text", "text": (prompt.text)(&given)}}],
    }))
}
