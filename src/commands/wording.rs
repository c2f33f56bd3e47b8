//! Arguments in prose, in the notation of the door. Messages and hints name them as options in backticks, `--with kafka`,
//! as the command line takes them; every other door says the same in what it takes itself.

/// How a door writes an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// A query string: `with=kafka`.
    QueryString,
    /// A member of a JSON object: `"with": "kafka"`.
    Json,
}

impl Notation {
    fn argument(self, name: &str, value: Option<&str>) -> String {
        match (self, value) {
            (_, None) => name.to_owned(),
            (Self::QueryString, Some(value)) => format!("{name}={value}"),
            (Self::Json, Some(value)) => format!("\"{name}\": \"{value}\""),
        }
    }
}

/// The text with its options as this door writes them.
#[must_use]
pub fn worded(text: &str, notation: Notation) -> String {
    let mut worded = String::with_capacity(text.len());
    for (at, piece) in text.split('`').enumerate() {
        if at > 0 {
            worded.push('`');
        }
        match option(piece).filter(|_| at % 2 == 1) {
            Some((name, value)) => worded.push_str(&notation.argument(name, value)),
            None => worded.push_str(piece),
        }
    }
    worded
}

/// Whether a door that takes these arguments can follow the hint.
#[must_use]
pub fn can_be_followed(hint: &str, takes: impl Fn(&str) -> bool) -> bool {
    let quoted = hint.split('`').skip(1).step_by(2);
    quoted.filter_map(option).all(|(name, _)| takes(name))
        && !hint.contains("`stackgen ")
        && !hint.contains("`-f ")
}

/// The name and the value of an option.
fn option(text: &str) -> Option<(&str, Option<&str>)> {
    let option = text.strip_prefix("--")?;
    Some(match option.split_once([' ', '=']) {
        Some((name, value)) => (name, Some(value)),
        None => (option, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_door_names_arguments_as_it_takes_them() {
        let hint = "`--with kafka` takes it as chosen; drop `--lang`, not `kafka` -- nor this";
        assert_eq!(
            worded(hint, Notation::QueryString),
            "`with=kafka` takes it as chosen; drop `lang`, not `kafka` -- nor this"
        );
        assert_eq!(
            worded(hint, Notation::Json),
            "`\"with\": \"kafka\"` takes it as chosen; drop `lang`, not `kafka` -- nor this"
        );
    }

    #[test]
    fn a_hint_that_a_door_cannot_follow_is_known() {
        let takes = |name: &str| name == "with";
        assert!(can_be_followed("`--with kafka` takes it as chosen", takes));
        assert!(!can_be_followed("work on the files with `--data`", takes));
        assert!(!can_be_followed("`stackgen list needs` shows them", takes));
    }
}
