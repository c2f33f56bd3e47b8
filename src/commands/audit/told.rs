//! What `audit` answers.

use schemars::JsonSchema;
use serde::Serialize;

use super::{AuditFinding, FixPlan, IgnoredFinding, RuleName, sarif};
use crate::answer::Shapes;
use crate::commands::scan::{Evidence, places};
use crate::model::page::{Block, Page, Table};

/// What needs looking at.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Findings {
    /// What was looked at, as it was named.
    pub root: String,
    /// What was found: by rule, the gravest first, then by entry.
    pub findings: Vec<AuditFinding>,
    /// What was found and is known.
    pub ignored: Vec<IgnoredFinding>,
    /// The smallest way out, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<FixPlan>,
    #[serde(skip)]
    pub(super) fails: bool,
}

impl RuleName {
    /// The rule as it is written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Licence => "licence",
            Self::EndOfLife => "end-of-life",
            Self::Package => "package",
            Self::Maintenance => "maintenance",
            Self::Need => "need",
        }
    }
}

impl Shapes for Findings {
    fn found(&self) -> bool {
        !self.fails
    }

    fn page(&self) -> Page {
        let mut page = Page::default();
        page.push(Block::Heading(format!("Audit of {}", self.root)));
        if self.findings.is_empty() {
            page.push(Block::Paragraph("Nothing to look at.".to_owned()));
        } else {
            let mut table = Table::new(&["rule", "finding", "where", "take instead"]);
            for finding in &self.findings {
                let evidence: Vec<&Evidence> = finding.evidence.iter().collect();
                let instead = finding
                    .replacement
                    .as_ref()
                    .map(|it| it.package.clone().unwrap_or_else(|| it.thing.name.clone()));
                table.push(vec![
                    finding.rule.word().to_owned(),
                    finding.message.clone(),
                    places(&evidence),
                    instead.unwrap_or_default(),
                ]);
            }
            page.push(Block::Table(table));
        }
        if !self.ignored.is_empty() {
            page.push(Block::Paragraph(format!(
                "Known and left out: {}",
                self.ignored.len()
            )));
        }
        if let Some(plan) = &self.plan {
            push_plan(&mut page, plan);
        }
        page
    }

    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        (format == "sarif").then(|| {
            let mut bytes = serde_json::to_vec_pretty(&sarif::document(self))
                .expect("plain values under names");
            bytes.push(b'\n');
            bytes
        })
    }
}

fn push_plan(page: &mut Page, plan: &FixPlan) {
    page.push(Block::Heading("The smallest way out".to_owned()));
    if plan.replacements.is_empty() {
        page.push(Block::Paragraph("Nothing has to be replaced.".to_owned()));
        return;
    }
    let mut table = Table::new(&["remove", "take", "files", "as well"]).numeric(&[2]);
    for step in &plan.replacements {
        let take = match &step.add {
            Some(it) if step.present => format!("{} (there already)", it.name),
            Some(it) => it.name.clone(),
            None => "nothing that fits is known".to_owned(),
        };
        table.push(vec![
            step.remove.name.clone(),
            take,
            step.files.len().to_string(),
            step.also
                .iter()
                .take(3)
                .cloned()
                .collect::<Vec<_>>()
                .join(", "),
        ]);
    }
    page.push(Block::Table(table));
    let proof = if plan.optimal {
        "proved: no plan brings fewer"
    } else {
        "not proved to be the fewest"
    };
    page.push(Block::Paragraph(format!(
        "Brings {} new ({proof}).",
        plan.brings
    )));
}
