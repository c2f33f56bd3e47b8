//! Questions to the graph, answers as plain values. Nothing here fails, prints or opens anything: an answer may be empty.

pub mod alternatives;
pub mod audit;
pub mod card;
pub mod decision;
pub mod diff;
pub mod eval;
pub mod lineage;
pub mod needs;
pub mod profile;
pub mod recommend;
pub mod search;
pub mod show;
pub mod standing;
pub mod validate;
pub mod verify;

#[cfg(test)]
mod tests {
    use super::{alternatives, recommend::reasons};

    const SCORING: &str = include_str!("../../docs/scoring.md");

    /// The row of a name in the tables of `docs/scoring.md`.
    fn row(name: &str, weight: f64) -> &'static str {
        let start = format!("| {name} | {weight:.2} | ");
        let row = SCORING.lines().find(|line| line.starts_with(&start));
        row.unwrap_or_else(|| panic!("docs/scoring.md lacks `{start}`"))
    }

    #[test]
    fn the_docs_give_every_reason_its_weight_and_its_numbers() {
        for reason in reasons::REASONS {
            let row = row(reason.name, reason.weight);
            let words = reason
                .about
                .split(|it: char| !it.is_ascii_digit() && it != '.');
            let numbers = words.map(|it| it.trim_matches('.'));
            for number in numbers.filter(|it| !it.is_empty()) {
                assert!(
                    row.contains(number),
                    "{}: {number} is not in {row}",
                    reason.name
                );
            }
        }
    }

    #[test]
    fn the_docs_give_what_speaks_for_an_alternative_its_weight() {
        for it in alternatives::WEIGHTS {
            row(it.name, it.weight);
        }
    }
}
