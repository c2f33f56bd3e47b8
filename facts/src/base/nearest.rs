//! The nearest known name to a misspelt one.

/// The name in `known` a person most likely meant by `typed`, or nothing when none is near.
///
/// Nearness is the Damerau–Levenshtein distance over folded names, at most a third of the typed length (and at least
/// one edit). Ties go to the name that sorts first.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = crate::base::slug::slug(typed);
    let allowed = (typed.len() / 3).max(1);
    known
        .into_iter()
        .filter(|name| name.len().abs_diff(typed.len()) <= allowed)
        .map(|name| {
            (
                strsim::osa_distance(&typed, &crate::base::slug::slug(name)),
                name,
            )
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let known = ["golang", "java", "kafka", "kotlin"];
        assert_eq!(nearest("golnag", known), Some("golang"));
        assert_eq!(nearest("kafak", known), Some("kafka"));
        assert_eq!(nearest("quantum", known), None);
        assert_eq!(nearest("", known), None);
    }
}
