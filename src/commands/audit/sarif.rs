//! Findings as SARIF 2.1.0, which code hosts show beside the lines.

use serde_json::{Value, json};

use super::{AuditFinding, Findings, IgnoredFinding, Level};
use crate::reason::audit::Rule;

/// The document.
pub(super) fn document(of: &Findings) -> Value {
    let rules = Rule::ALL.map(|rule| {
        json!({
            "id": rule.name(),
            "shortDescription": {"text": rule.about()},
            "helpUri": "https://w3id.org/stackgen/",
        })
    });
    let results = of.findings.iter().map(|it| result(it, None));
    let ignored = of
        .ignored
        .iter()
        .map(|IgnoredFinding { finding, reason }| result(finding, Some(reason)));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "stackgen",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": "https://w3id.org/stackgen/",
                "rules": rules,
            }},
            "columnKind": "utf16CodeUnits",
            "results": results.chain(ignored).collect::<Vec<Value>>(),
        }],
    })
}

fn result(finding: &AuditFinding, ignored: Option<&str>) -> Value {
    let position = Rule::ALL
        .iter()
        .position(|it| it.name() == finding.rule.word());
    let locations: Vec<Value> = finding
        .evidence
        .iter()
        .map(|it| {
            json!({"physicalLocation": {
                "artifactLocation": {"uri": address(&it.path)},
                "region": {"startLine": it.line.max(1), "snippet": {"text": it.text}},
            }})
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.rule.word(),
        "ruleIndex": position,
        "level": match finding.level { Level::Error => "error", Level::Warning => "warning", Level::Note => "note" },
        "message": {"text": finding.message},
        "locations": locations.first().into_iter().collect::<Vec<_>>(),
        "partialFingerprints": {"stackgen/v1": fingerprint(finding)},
    });
    if locations.len() > 1 {
        let related = locations[1..].iter().enumerate().map(|(at, it)| {
            let mut it = it.clone();
            it["id"] = json!(at + 1);
            it
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(reason) = ignored {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

/// What stays the same of a finding when lines move.
fn fingerprint(finding: &AuditFinding) -> String {
    let (rule, entry) = (finding.rule.word(), &finding.entry);
    match &finding.version {
        Some(version) => format!("{rule}:{entry}:{version}"),
        None => format!("{rule}:{entry}"),
    }
}

/// A path as the relative reference that SARIF wants.
fn address(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(byte as char);
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}
