//! `audit`: what of a repository's technologies is given up or clashes, what replaces it, and the smallest way out.

mod baseline;
mod ends;
mod input;
mod sarif;
mod told;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::texts;
use super::failure::Failure;
use super::known::{self, Thing};
use super::scan::{DeclaredTechnology, Evidence, WantedScope};
use super::{Ask, Reach, World};
use crate::answer::Shape;
use crate::base::vocabulary as sg;
use crate::catalog::packages::Packages;
use crate::graph::{Graph, Node};
use crate::reason::audit::{self, Fault, Plan, Rule, Terms};
use baseline::today;
use input::Audited;
pub use told::Findings;

/// What a repository's technologies need looking at: retired, in maintenance, given-up packages, clashing licences
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["path"]))]
pub struct Audit {
    /// A directory, the JSON of `scan`, a bill of materials, or a list of names, one a line; `-` reads names or the JSON of `scan` from the standard input
    #[arg(value_name = "DIR|FILE")]
    pub path: PathBuf,
    /// What declarations are for, main unless told otherwise
    #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
    pub scope: Vec<WantedScope>,
    /// Licences that are allowed: SPDX identifiers, or permissive, copyleft, open
    #[arg(long, value_name = "LICENSE", value_delimiter = ',')]
    #[serde(deserialize_with = "texts")]
    pub license: Vec<String>,
    /// The rules that make the exit status 1: retired and licence unless told otherwise
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub fail_on: Vec<RuleName>,
    /// Findings that are known; `.stackgen-audit.toml` in the directory is found by itself
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found now to the baseline
    #[arg(long)]
    pub write_baseline: bool,
    /// Name the fewest replacements that remove every retired part and licence clash
    #[arg(long)]
    pub fix_plan: bool,
}

/// What a finding is about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    ValueEnum,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// A technology was given up
    Retired,
    /// A licence is none of those allowed
    Licence,
    /// The support of a declared version has ended
    EndOfLife,
    /// A package of a living technology was given up
    Package,
    /// A technology gets repairs only
    Maintenance,
    /// Similar systems have something for a need, this one has not
    Need,
}

impl From<Rule> for RuleName {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Retired => Self::Retired,
            Rule::Licence => Self::Licence,
            Rule::EndOfLife => Self::EndOfLife,
            Rule::Package => Self::Package,
            Rule::Maintenance => Self::Maintenance,
            Rule::Need => Self::Need,
        }
    }
}

/// How grave a finding is, in the words of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It breaks something that was asked for.
    Error,
    /// It will.
    Warning,
    /// A hint.
    Note,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct AuditFinding {
    /// What it is about.
    pub rule: RuleName,
    /// How grave it is.
    pub level: Level,
    /// The entry, by slug: a technology or language, or the need; of what is neither the product, such as `ubuntu`.
    pub entry: String,
    /// What the version that is declared begins with, where the finding is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What was found, and what to do.
    pub message: String,
    /// Who says so, by the slug of the source.
    pub sources: Vec<String>,
    /// Where the repository declares it.
    pub evidence: Vec<Evidence>,
    /// What takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Replacement>,
}

/// What takes the place of something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Replacement {
    /// The technology.
    #[serde(flatten)]
    pub thing: Thing,
    /// The package to take, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
}

/// A finding that is known, and why it stays.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct IgnoredFinding {
    /// The finding.
    #[serde(flatten)]
    pub finding: AuditFinding,
    /// Why it is ignored.
    pub reason: String,
}

/// The fewest replacements that remove every retired part and licence clash.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FixPlan {
    /// What takes the place of what.
    pub replacements: Vec<PlannedReplacement>,
    /// How many technologies it brings that are not there yet.
    pub brings: usize,
    /// Whether it is proved that no plan brings fewer.
    pub optimal: bool,
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PlannedReplacement {
    /// What goes.
    pub remove: Thing,
    /// What comes; nothing where no candidate fits.
    pub add: Option<Thing>,
    /// Whether it is there already.
    pub present: bool,
    /// The files that change.
    pub files: Vec<String>,
    /// What would do as well, best first, by slug.
    pub also: Vec<String>,
}

impl Ask for Audit {
    type Answer = Findings;
    const NAME: &'static str = "audit";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Sarif];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen audit .",
        "stackgen audit . --fail-on retired,licence,package --license open",
        "stackgen audit . --fix-plan",
        "stackgen audit . --format sarif -o audit.sarif",
    ];

    fn answer(self, world: &World) -> Result<Findings, Failure> {
        let catalog = world.whole()?;
        let graph = Graph::new(&catalog.index);
        let audited = Audited::read(&self.path, &catalog, world)?;
        let scopes = or_default(self.scope, &[WantedScope::Main]);
        let fail_on = or_default(self.fail_on, &[RuleName::Retired, RuleName::Licence]);
        let parts = parts(&graph, &audited, &scopes)?;
        let mut found = findings(&graph, &parts, &audited, &scopes, &self.license);
        let ended = ends::findings(&graph, &audited.declared, &scopes, &today());
        // What is retired has no version that lives.
        let retired = |it: &AuditFinding| {
            let same =
                |other: &AuditFinding| other.rule == RuleName::Retired && other.entry == it.entry;
            found.iter().any(same)
        };
        let ended: Vec<AuditFinding> = ended.into_iter().filter(|it| !retired(it)).collect();
        found.extend(ended);
        found.sort_by(|a, b| (a.rule, &a.entry, &a.message).cmp(&(b.rule, &b.entry, &b.message)));
        let plan = self
            .fix_plan
            .then(|| planned(&graph, &parts, &audited, &self.license));
        let baseline = baseline::of(&self.path, self.baseline.as_deref())?;
        if self.write_baseline {
            baseline::write(&self.path, self.baseline.as_deref(), &found)?;
        }
        let (findings, ignored) = baseline.sift(found, &audited.ignores, world);
        let fails = findings.iter().any(|it| fail_on.contains(&it.rule));
        Ok(Findings {
            root: audited.root,
            findings,
            ignored,
            plan,
            fails,
        })
    }
}

/// What was given, or else what holds.
fn or_default<T: Copy>(given: Vec<T>, otherwise: &[T]) -> Vec<T> {
    if given.is_empty() {
        otherwise.to_vec()
    } else {
        given
    }
}

/// A technology of the repository, and where it is declared for the scopes asked for.
struct Part<'a> {
    node: Node,
    evidence: Vec<&'a Evidence>,
}

fn parts<'a>(
    graph: &Graph<'_>,
    audited: &'a Audited,
    scopes: &[WantedScope],
) -> Result<Vec<Part<'a>>, Failure> {
    let part = |it: &'a DeclaredTechnology| {
        let wanted = |it: &&Evidence| scopes.iter().any(|scope| scope.holds(it.is));
        let evidence: Vec<&Evidence> = it.evidence.iter().filter(wanted).collect();
        Ok((known::entry(graph, &it.thing.entry)?, evidence))
    };
    let parts: Result<Vec<_>, Failure> = audited.technologies.iter().map(part).collect();
    let declared = parts?
        .into_iter()
        .filter(|it| !it.1.is_empty() && graph.is_a(it.0, sg::TECHNOLOGY));
    Ok(declared
        .map(|(node, evidence)| Part { node, evidence })
        .collect())
}

/// Every finding about what the catalogue says of technologies and packages.
fn findings(
    graph: &Graph<'_>,
    parts: &[Part<'_>],
    audited: &Audited,
    scopes: &[WantedScope],
    licences: &[String],
) -> Vec<AuditFinding> {
    let packages = Packages::of(graph);
    let mut found = Vec::new();
    for part in parts {
        let faults = audit::faults_of(graph, part.node, licences);
        found.extend(
            faults
                .into_iter()
                .map(|it| finding(graph, &packages, part.node, it, &part.evidence)),
        );
    }
    let wanted = |it: &&Evidence| scopes.iter().any(|scope| scope.holds(it.is));
    let mut declared: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
    for evidence in audited.declared.iter().filter(wanted) {
        declared
            .entry(&evidence.package)
            .or_default()
            .push(evidence);
    }
    let given_up = declared
        .iter()
        .filter_map(|(name, evidence)| of_package(graph, &packages, parts, name, evidence));
    found.extend(given_up);
    let technologies: Vec<Node> = parts.iter().map(|it| it.node).collect();
    let lacking = audit::lacking(graph, &technologies, &audited.name);
    found.extend(
        lacking
            .into_iter()
            .map(|it| finding(graph, &packages, it.node, it, &[])),
    );
    found
}

/// What is wrong with a package that is given up, though the technology that it is or talks to lives: one of the repository's
/// where there is one. The packages of what is retired go with it.
fn of_package(
    graph: &Graph<'_>,
    packages: &Packages<'_>,
    parts: &[Part<'_>],
    name: &str,
    evidence: &[&Evidence],
) -> Option<AuditFinding> {
    let clients = packages.clients(name);
    let fault = clients
        .iter()
        .find_map(|it| audit::fault_of_client(graph, *it))?;
    let talks_to: Vec<Node> = clients
        .iter()
        .flat_map(|it| graph.objects(*it, sg::CLIENT_OF))
        .collect();
    let is_of = |it: &&Part<'_>| it.evidence.iter().any(|it| it.package == name);
    let part = parts.iter().find(is_of);
    let part = part.or_else(|| parts.iter().find(|it| talks_to.contains(&it.node)));
    let entry = part.map(|it| it.node).or(talks_to.first().copied())?;
    if graph.value(entry, sg::STATUS) == "retired" {
        return None;
    }
    let mut evidence = evidence.to_vec();
    evidence.dedup_by(|a, b| a.path == b.path && a.line == b.line);
    Some(finding(graph, packages, entry, fault, &evidence))
}

fn finding(
    graph: &Graph<'_>,
    packages: &Packages<'_>,
    entry: Node,
    fault: Fault,
    evidence: &[&Evidence],
) -> AuditFinding {
    AuditFinding {
        rule: fault.rule.into(),
        level: match fault.rule {
            Rule::Retired | Rule::Licence => Level::Error,
            Rule::Package | Rule::Maintenance | Rule::EndOfLife => Level::Warning,
            Rule::Need => Level::Note,
        },
        entry: graph.slug(entry).to_owned(),
        version: None,
        message: fault.message,
        sources: fault.sources,
        evidence: evidence.iter().map(|it| (*it).clone()).collect(),
        replacement: fault
            .replacement
            .map(|it| replacement(graph, packages, entry, it)),
    }
}

/// A technology, or a package with the technology that it is a client of; that which it replaces where it is the same.
fn replacement(graph: &Graph<'_>, packages: &Packages<'_>, of: Node, node: Node) -> Replacement {
    if !graph.is_a(node, sg::CLIENT) {
        return Replacement {
            thing: Thing::of(graph, node),
            package: None,
        };
    }
    let package = graph.value(node, sg::PACKAGE).to_owned();
    let mut talks_to: Vec<Node> = graph.objects(node, sg::CLIENT_OF).collect();
    talks_to.extend(packages.meaning(&package).into_iter().map(|it| it.node));
    let technology = talks_to
        .iter()
        .copied()
        .find(|it| *it == of)
        .or_else(|| talks_to.first().copied());
    Replacement {
        thing: Thing::of(graph, technology.unwrap_or(of)),
        package: Some(package),
    }
}

fn planned(
    graph: &Graph<'_>,
    parts: &[Part<'_>],
    audited: &Audited,
    licences: &[String],
) -> FixPlan {
    let is_dying = |it: &&Part<'_>| {
        audit::faults_of(graph, it.node, licences)
            .iter()
            .any(|it| matches!(it.rule, Rule::Retired | Rule::Licence))
    };
    let (dying, healthy): (Vec<&Part<'_>>, Vec<&Part<'_>>) = parts.iter().partition(is_dying);
    let nodes = |parts: &[&Part<'_>]| parts.iter().map(|it| it.node).collect::<Vec<Node>>();
    let terms = Terms {
        languages: audited
            .languages
            .iter()
            .filter_map(|it| known::language(graph, it).ok())
            .collect(),
        licences: licences.to_vec(),
    };
    let Plan {
        exchanges,
        brought,
        optimal,
    } = audit::plan(graph, &nodes(&dying), &nodes(&healthy), &terms);
    let step = |(exchange, part): (audit::Exchange, &&Part<'_>)| {
        let mut files: Vec<String> = part.evidence.iter().map(|it| it.path.clone()).collect();
        files.sort_unstable();
        files.dedup();
        PlannedReplacement {
            remove: Thing::of(graph, exchange.from),
            add: exchange.to.map(|it| Thing::of(graph, it)),
            present: exchange.present,
            files,
            also: exchange
                .also
                .into_iter()
                .map(|it| graph.slug(it).to_owned())
                .collect(),
        }
    };
    FixPlan {
        replacements: exchanges.into_iter().zip(&dying).map(step).collect(),
        brings: brought,
        optimal,
    }
}
