//! The nearest known name to a misspelt one.

/// The name in `known` a person most likely meant by `typed`, or nothing when none is near.
///
/// Nearness is the Damerau–Levenshtein distance over folded names, at most a third of the typed length; of two letters only
/// their order may be wrong. Three letters are the beginning of a name rather than another word of three or four; letters
/// that stand more often than they should do not matter. Ties go to the name that sorts first.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let typed = crate::base::slug::slug(typed);
    let begun = || {
        let begun = known.iter().copied().filter(|name| {
            let name = crate::base::slug::slug(name);
            name.len() > typed.len() && name.starts_with(&typed)
        });
        begun.min_by_key(|name| (name.len(), *name))
    };
    let squeezed = || {
        let wanted = squeeze(&typed);
        let equal = |name: &&str| squeeze(&crate::base::slug::slug(name)) == wanted;
        known.iter().copied().filter(equal).min()
    };
    if typed.len() == 3
        && let Some(name) = begun()
    {
        return Some(name);
    }
    near(&typed, &known).or_else(|| (typed.len() > 2).then(squeezed).flatten())
}

/// A name with each run of one letter as one.
fn squeeze(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

fn near<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let allowed = (typed.len() / 3).max(1);
    // Of a name of one or two letters one edit leaves nothing or half: `es` is no misspelt `ecs`.
    let is_short = typed.len() < 3;
    known
        .iter()
        .copied()
        .filter(|name| name.len().abs_diff(typed.len()) <= allowed)
        .map(|name| {
            (
                strsim::osa_distance(typed, &crate::base::slug::slug(name)),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .filter(|(_, name)| !is_short || sorted(&crate::base::slug::slug(name)) == sorted(typed))
        .min()
        .map(|(_, name)| name)
}

/// The letters of a name in order.
fn sorted(name: &str) -> Vec<u8> {
    let mut letters = name.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_not_made_another() {
        assert_eq!(nearest("es", ["ecs", "eks", "ts"]), None);
        assert_eq!(nearest("og", ["go", "d"]), Some("go"));
        assert_eq!(nearest("c", ["d", "r"]), None);
    }

    #[test]
    fn a_beginning_and_a_key_that_was_held_are_understood() {
        assert_eq!(
            nearest("erl", ["perl", "erlang", "erlang-vm"]),
            Some("erlang")
        );
        assert_eq!(nearest("gooo", ["go", "goa-x"]), Some("go"));
        assert_eq!(nearest("gooo", ["rust"]), None);
    }

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let known = ["golang", "java", "kafka", "kotlin"];
        assert_eq!(nearest("golnag", known), Some("golang"));
        assert_eq!(nearest("kafak", known), Some("kafka"));
        assert_eq!(nearest("quantum", known), None);
        assert_eq!(nearest("", known), None);
    }
}
