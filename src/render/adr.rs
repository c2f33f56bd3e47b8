//! Architecture decision records in Markdown, under the headings of MADR 4 (<https://adr.github.io/madr/>).

use std::fmt::Write as _;

use super::markdown::escape;
use crate::answer::{Choice, Claim, ConsideredOption, Decision};

pub(super) fn render(decision: &Decision) -> Vec<u8> {
    let mut text = String::new();
    let _ = write!(
        text,
        "# {}\n\nStatus: proposed\n\n## Context and Problem Statement\n\n",
        escape(&decision.title)
    );
    list(&mut text, decision.context.iter().map(|it| escape(it)));
    if !decision.drivers.is_empty() {
        text.push_str("\n## Decision Drivers\n\n");
        list(&mut text, decision.drivers.iter().map(|it| escape(it)));
    }
    text.push_str("\n## Considered Options\n\n");
    list(&mut text, decision.choices.iter().map(options));
    text.push_str("\n## Decision Outcome\n\n");
    list(&mut text, decision.choices.iter().map(outcome));
    if !decision.consequences.is_empty() {
        text.push_str("\n### Consequences\n\n");
        list(&mut text, decision.consequences.iter().map(claim));
    }
    text.push_str("\n## Pros and Cons of the Options\n");
    for choice in &decision.choices {
        for option in &choice.options {
            let (need, name) = (escape(&choice.need), escape(&option.name));
            let _ = write!(text, "\n### {need}: {name}\n\n");
            list(&mut text, arguments(option));
        }
    }
    text.push_str("\n## More Information\n\n");
    list(&mut text, decision.sources.iter().map(source));
    text.into_bytes()
}

fn list(text: &mut String, items: impl Iterator<Item = String>) {
    for item in items {
        let _ = writeln!(text, "* {item}");
    }
}

fn options(choice: &Choice) -> String {
    let names: Vec<String> = choice.options.iter().map(|it| escape(&it.name)).collect();
    format!("{}: {}", escape(&choice.need), names.join(", "))
}

fn outcome(choice: &Choice) -> String {
    let need = escape(&choice.need);
    match choice.options.first() {
        Some(first) if !choice.because.is_empty() => {
            let because: Vec<String> = choice.because.iter().map(claim).collect();
            let name = escape(&first.name);
            format!("{need}: **{name}**, because: {}", because.join("; "))
        }
        _ => format!("{need}: open"),
    }
}

fn arguments(option: &ConsideredOption) -> impl Iterator<Item = String> {
    let better = option
        .better
        .iter()
        .map(|it| format!("Good: {}", claim(it)));
    let worse = option.worse.iter().map(|it| format!("Bad: {}", claim(it)));
    let are_alike = option.better.is_empty() && option.worse.is_empty();
    let alike = are_alike.then(|| "Neutral: nothing known sets it apart".to_owned());
    better.chain(worse).chain(alike)
}

/// What is said, with who says it.
fn claim(claim: &Claim) -> String {
    let text = escape(&claim.text);
    if claim.sources.is_empty() {
        return text;
    }
    let sources: Vec<String> = claim.sources.iter().map(|it| escape(it)).collect();
    format!("{text} ({})", sources.join(", "))
}

fn source([slug, name, address]: &[String; 3]) -> String {
    let (slug, name) = (escape(slug), escape(name));
    if address.is_empty() {
        format!("{slug}: {name}")
    } else {
        format!("{slug}: {name}, <{}>", address.replace(['<', '>', ' '], ""))
    }
}
