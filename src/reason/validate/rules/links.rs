//! Rules on addresses and licences.

use super::{Broken, Rule, statements};
use crate::base::link;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::validate::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no-link",
        severity: Severity::Violation,
        message: "no address that a browser could open",
        fix: "write http:// or https://, a host with a dot, and no blank or bracket at the end",
        broken: no_links,
    },
    Rule {
        name: "no-licence",
        severity: Severity::Violation,
        message: "no licence expression of SPDX",
        fix: "use identifiers of https://spdx.org/licenses/, or LicenseRef- and a name",
        broken: no_licences,
    },
];

fn no_links(data: &Graph<'_>) -> Vec<Broken> {
    [sg::HOMEPAGE, sg::REPOSITORY, sg::PRIMARY_SOURCE]
        .into_iter()
        .flat_map(|property| statements(data, property))
        .filter(|(.., link)| {
            let iri = data.iri(*link);
            !link::is_link(if iri.is_empty() {
                data.text(*link)
            } else {
                iri
            })
        })
        .map(|(subject, property, link)| Broken::statement(subject, property, link))
        .collect()
}

fn no_licences(data: &Graph<'_>) -> Vec<Broken> {
    let wrong = |licence: Node| spdx::Expression::parse(data.text(licence)).err();
    statements(data, sg::LICENSE)
        .filter_map(|(subject, property, licence)| {
            let error = wrong(licence)?;
            Some(Broken::statement(subject, property, licence).because(error.reason.to_string()))
        })
        .collect()
}
