//! Findings that are known: those of a baseline file, and those that a comment beside the line ignores.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{AuditFinding, IgnoredFinding};
use crate::commands::World;
use crate::commands::failure::Failure;
use crate::scan::{Ignore, Known, known_findings};

/// The file that is found by itself.
const NAME: &str = ".stackgen-audit.toml";

/// The findings that are known.
#[derive(Default)]
pub(super) struct Baseline {
    file: String,
    known: Vec<Known>,
}

/// The file of a baseline: the one named, or that in the directory.
fn file(root: &Path, named: Option<&Path>) -> PathBuf {
    match named {
        Some(file) => file.to_owned(),
        None if root.is_dir() => root.join(NAME),
        None => root.with_file_name(NAME),
    }
}

/// The baseline; an empty one where none is named and none is there.
pub(super) fn of(root: &Path, named: Option<&Path>) -> Result<Baseline, Failure> {
    let path = file(root, named);
    let name = path.to_string_lossy().into_owned();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(Baseline::default());
        }
        Err(error) => return Err(Failure::usage(format!("{name}: cannot be read: {error}"))),
    };
    let known = known_findings(&text)
        .map_err(|(line, why)| Failure::usage(format!("{name}:{line}: {why}")))?;
    Ok(Baseline { file: name, known })
}

/// Writes what was found, for people to say why it stays.
pub(super) fn write(
    root: &Path,
    named: Option<&Path>,
    findings: &[AuditFinding],
) -> Result<(), Failure> {
    let path = file(root, named);
    let mut text = "# Findings of `stackgen audit` that are known. `until = \"2027-01-01\"` brings one back on that day.\n".to_owned();
    for finding in findings {
        let rule = finding.rule.word();
        let message = finding.message.replace(['\n', '\r'], " ");
        text.push_str(&format!("\n# {message}\n[[known]]\nrule = \"{rule}\"\nentry = \"{}\"\nreason = \"known when the baseline was written\"\n", finding.entry));
    }
    std::fs::write(&path, text)
        .map_err(|error| Failure::usage(format!("{}: cannot be written: {error}", path.display())))
}

impl Baseline {
    /// Parts findings into those that stand and those that are known; what no longer occurs or has ended is noted.
    pub(super) fn sift(
        &self,
        found: Vec<AuditFinding>,
        ignores: &[Ignore],
        world: &World,
    ) -> (Vec<AuditFinding>, Vec<IgnoredFinding>) {
        let today = today();
        let (mut stand, mut ignored) = (Vec::new(), Vec::new());
        let mut used_known = vec![false; self.known.len()];
        let mut used_ignores = vec![false; ignores.len()];
        for mut finding in found {
            let known = self
                .known
                .iter()
                .position(|it| holds(it, &finding) && !ended(it.until.as_deref(), &today));
            if let Some(at) = known {
                used_known[at] = true;
                let reason = self.known[at].reason.clone();
                ignored.push(IgnoredFinding { finding, reason });
                continue;
            }
            let mut hidden: Vec<(super::Evidence, String)> = Vec::new();
            finding.evidence.retain(|evidence| {
                let beside = |it: &Ignore| {
                    it.path == evidence.path
                        && (it.line == evidence.line || it.line + 1 == evidence.line)
                };
                let named = |it: &Ignore| {
                    it.rule
                        .as_deref()
                        .is_none_or(|rule| rule == finding.rule.word())
                };
                let found = ignores
                    .iter()
                    .position(|it| beside(it) && named(it) && !ended(it.until.as_deref(), &today));
                if let Some(at) = found {
                    used_ignores[at] = true;
                    hidden.push((evidence.clone(), ignores[at].reason.clone()));
                }
                found.is_none()
            });
            let all = finding.evidence.is_empty() && !hidden.is_empty();
            if let Some((_, reason)) = hidden.first() {
                let mut ignored_part = finding.clone();
                ignored_part.evidence = hidden.iter().map(|it| it.0.clone()).collect();
                ignored.push(IgnoredFinding {
                    finding: ignored_part,
                    reason: reason.clone(),
                });
            }
            if !all {
                stand.push(finding);
            }
        }
        for (known, _) in self.known.iter().zip(&used_known).filter(|it| !it.1) {
            let why = if ended(known.until.as_deref(), &today) {
                "has ended"
            } else {
                "no longer occurs"
            };
            world.note(&format!(
                "{}:{}: the known finding `{}` of `{}` {why}",
                self.file, known.line, known.rule, known.entry
            ));
        }
        for (ignore, _) in ignores.iter().zip(&used_ignores).filter(|it| !it.1) {
            let why = if ended(ignore.until.as_deref(), &today) {
                "has ended"
            } else {
                "ignores nothing"
            };
            world.note(&format!(
                "{}:{}: `stackgen:ignore` {why}",
                ignore.path, ignore.line
            ));
        }
        (stand, ignored)
    }
}

fn holds(known: &Known, finding: &AuditFinding) -> bool {
    let path = known
        .path
        .as_deref()
        .is_none_or(|path| finding.evidence.iter().all(|it| it.path == path));
    known.rule == finding.rule.word() && known.entry == finding.entry && path
}

/// Whether a day is over. Days are compared as they are written.
fn ended(until: Option<&str>, today: &str) -> bool {
    until.is_some_and(|it| it < today)
}

/// Today as `2026-11-27`.
pub(super) fn today() -> String {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |it| it.as_secs());
    day(seconds / 86_400)
}

/// A day counted from 1970, after Howard Hinnant's `civil_from_days`.
fn day(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, expect) in [
            (0, "1970-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_819, "2027-01-01"),
        ] {
            assert_eq!(day(days), expect);
        }
    }
}
