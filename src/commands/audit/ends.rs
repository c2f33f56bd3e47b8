//! Versions that are declared though their support has ended.

use std::collections::BTreeMap;

use super::{AuditFinding, Level, RuleName};
use crate::catalog::cycles::{Cycles, Ended};
use crate::commands::scan::{Evidence, WantedScope};
use crate::graph::Graph;

/// A finding for each product and cycle, with every line that declares one of its versions.
pub(super) fn findings(
    graph: &Graph<'_>,
    declared: &[Evidence],
    scopes: &[WantedScope],
    today: &str,
) -> Vec<AuditFinding> {
    let cycles = Cycles::of(graph);
    let mut found: BTreeMap<Ended<'_>, Vec<&Evidence>> = BTreeMap::new();
    let wanted = |it: &&Evidence| scopes.iter().any(|scope| scope.holds(it.is));
    for evidence in declared.iter().filter(wanted) {
        for ended in cycles.ended(&evidence.package, &evidence.version, today) {
            found.entry(ended).or_default().push(evidence);
        }
    }
    found
        .into_iter()
        .map(|(ended, evidence)| finding(&cycles, &ended, &evidence, today))
        .collect()
}

fn finding(
    cycles: &Cycles<'_>,
    ended: &Ended<'_>,
    evidence: &[&Evidence],
    today: &str,
) -> AuditFinding {
    let mut message = format!(
        "{} {} reached its end of life on {}",
        ended.name, ended.version, ended.end
    );
    match cycles.newest(ended, today) {
        Some((version, "")) => message.push_str(&format!("; {version} is supported")),
        Some((version, until)) => {
            message.push_str(&format!("; {version} is supported until {until}"));
        }
        None => {}
    }
    // Several packages of one product on a line, such as group and starter, are one piece of evidence.
    let mut evidence: Vec<Evidence> = evidence.iter().map(|it| (*it).clone()).collect();
    evidence.dedup_by(|a, b| a.path == b.path && a.line == b.line);
    AuditFinding {
        rule: RuleName::EndOfLife,
        level: Level::Warning,
        entry: ended.slug.to_owned(),
        version: Some(ended.version.clone()),
        message,
        sources: ended.sources.clone(),
        evidence,
        replacement: None,
    }
}
