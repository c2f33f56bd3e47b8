//! `eval --panel`: how acceptable the first picks are to people who judged them beforehand.

use std::collections::BTreeMap;

use clap::{Args as _, FromArgMatches as _};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::known::rounded;
use super::recommend::{Candidate, Recommend, Recommendation};
use super::{Ask as _, World};
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::model::page::{Block, Page, Table};

/// So many options are looked at.
const FIRST: usize = 3;

#[derive(Deserialize)]
struct Panel {
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    scenarios: Vec<Scenario>,
}

/// A need in a language, with the names that were judged.
#[derive(Deserialize)]
struct Case {
    lang: String,
    need: String,
    #[serde(default)]
    best: Vec<String>,
    accept: Vec<String>,
    #[serde(default)]
    absurd: Vec<String>,
}

/// A whole stack, asked for in words of `recommend`.
#[derive(Deserialize)]
struct Scenario {
    name: String,
    args: String,
    accept: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    forbid: Vec<String>,
}

/// How the answers were judged.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Judged {
    /// How many needs were asked for alone.
    pub cases: usize,
    /// The share of them whose first option is acceptable.
    pub acceptable: f64,
    /// The share whose first option is among those named as best.
    pub best: f64,
    /// The share of acceptable ones among the first three options.
    pub acceptable_in_3: f64,
    /// The share of absurd ones among the first three options.
    pub absurd_in_3: f64,
    /// The whole stacks.
    pub stacks: JudgedStacks,
    /// What was not acceptable, absurd or forbidden.
    pub failures: Vec<JudgedFailure>,
}

/// How the picks of whole stacks were judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JudgedStacks {
    /// How many picks were judged.
    pub picks: usize,
    /// Those that are acceptable.
    pub accepted: usize,
    /// Picks that must not be.
    pub forbidden: usize,
}

/// An answer that did not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct JudgedFailure {
    /// `unacceptable`, `absurd`, `stack` or `forbidden`.
    pub kind: &'static str,
    /// What was asked.
    pub case: String,
    /// What was answered, by slugs.
    pub answer: Vec<String>,
}

/// Asks every question of a panel, each with what is brought along.
pub(super) fn judge(
    world: &World,
    name: &str,
    text: &str,
    with: &[String],
) -> Result<Judged, Failure> {
    let panel: Panel = serde_json::from_str(text).map_err(|error| {
        Failure::usage(format!(
            "{name}:{}:{}: {error}",
            error.line(),
            error.column()
        ))
    })?;
    let catalog = world.whole()?;
    let mut count = Count {
        graph: Graph::new(&catalog.index),
        shown: 0,
        judged: Judged::default(),
    };
    for case in &panel.cases {
        count.case(case, &options(world, name, case, with)?);
    }
    for scenario in &panel.scenarios {
        let asked = recommend(name, scenario, with)?;
        match asked.answer(world) {
            Ok(found) => count.stack(scenario, &found),
            // What nothing fits has no right pick.
            Err(Failure::Unfilled(_)) => count.judged.stacks.picks += scenario.accept.len(),
            Err(other) => return Err(at(name, &scenario.name, other)),
        }
    }
    Ok(count.shares())
}

/// The first options for the need of a case; none where nothing fits.
fn options(
    world: &World,
    name: &str,
    case: &Case,
    with: &[String],
) -> Result<Vec<Candidate>, Failure> {
    let what = format!("{} {}", case.lang, case.need);
    let need = case
        .need
        .parse()
        .map_err(|error| Failure::usage(format!("{name}: {what}: {error}")))?;
    let asked = Recommend {
        lang: vec![case.lang.clone()],
        need: vec![need],
        with: with.to_vec(),
        top: FIRST,
        ..Recommend::default()
    };
    let found = match asked.answer(world) {
        Err(Failure::Unfilled(_)) => return Ok(Vec::new()),
        found => found.map_err(|failure| at(name, &what, failure))?,
    };
    let stack = found.stacks.into_iter().next();
    let pick = stack.and_then(|stack| stack.picks.into_iter().next());
    Ok(pick.map(|it| it.candidates).unwrap_or_default())
}

fn recommend(name: &str, scenario: &Scenario, with: &[String]) -> Result<Recommend, Failure> {
    let words = scenario.args.split_whitespace();
    let parser = Recommend::augment_args(clap::Command::new("recommend").no_binary_name(true));
    let matches = parser.try_get_matches_from(words);
    let asked = matches.and_then(|matches| Recommend::from_arg_matches(&matches));
    let mut asked = asked.map_err(|error| {
        let first = error.to_string();
        let first = first.lines().next().unwrap_or_default().to_owned();
        Failure::usage(format!("{name}: {}: {first}", scenario.name))
    })?;
    asked.with.extend_from_slice(with);
    Ok(asked)
}

/// A failure with the question that it belongs to.
fn at(name: &str, case: &str, failure: Failure) -> Failure {
    match failure {
        Failure::Usage { message, hints } => Failure::Usage {
            message: format!("{name}: {case}: {message}"),
            hints,
        },
        other => other,
    }
}

/// What is counted while the questions are asked.
struct Count<'a> {
    graph: Graph<'a>,
    shown: usize,
    judged: Judged,
}

impl Count<'_> {
    fn case(&mut self, case: &Case, options: &[Candidate]) {
        let is_one = |option: &Candidate, names: &[String]| self.is_one(&option.entry, names);
        let accepted = |it: &&Candidate| is_one(it, &case.accept);
        let absurd = |it: &&Candidate| is_one(it, &case.absurd) && !is_one(it, &case.accept);
        let is_good = options.first().is_some_and(|it| accepted(&it));
        let is_best = options.first().is_some_and(|it| is_one(it, &case.best));
        let in_three = options.iter().filter(accepted).count();
        let absurd: Vec<String> = options
            .iter()
            .filter(absurd)
            .map(|it| it.entry.clone())
            .collect();
        self.shown += options.len();
        let judged = &mut self.judged;
        judged.cases += 1;
        judged.acceptable += share(usize::from(is_good), 1);
        judged.best += share(usize::from(is_best), 1);
        judged.acceptable_in_3 += share(in_three, 1);
        judged.absurd_in_3 += share(absurd.len(), 1);
        let what = format!("{} {}", case.lang, case.need);
        if !is_good {
            let answer = options.iter().map(|it| it.entry.clone()).collect();
            self.fail("unacceptable", what.clone(), answer);
        }
        if !absurd.is_empty() {
            self.fail("absurd", what, absurd);
        }
    }

    fn stack(&mut self, scenario: &Scenario, found: &Recommendation) {
        let Some(stack) = found.stacks.first() else {
            return;
        };
        for (need, accept) in &scenario.accept {
            let picks = stack.picks.iter().filter(|it| it.need == *need);
            let picks: Vec<&str> = picks.map(|it| it.thing.entry.as_str()).collect();
            let is_good = !picks.is_empty() && picks.iter().all(|it| self.is_one(it, accept));
            self.judged.stacks.picks += 1;
            self.judged.stacks.accepted += usize::from(is_good);
            if !is_good {
                let answer = picks.into_iter().map(str::to_owned).collect();
                self.fail("stack", format!("{}: {need}", scenario.name), answer);
            }
        }
        let picks = stack.picks.iter().map(|it| it.thing.entry.as_str());
        let forbidden = picks.filter(|it| self.is_one(it, &scenario.forbid));
        let forbidden: Vec<String> = forbidden.map(str::to_owned).collect();
        self.judged.stacks.forbidden += forbidden.len();
        if !forbidden.is_empty() {
            self.fail("forbidden", scenario.name.clone(), forbidden);
        }
    }

    fn fail(&mut self, kind: &'static str, case: String, answer: Vec<String>) {
        let failure = JudgedFailure { kind, case, answer };
        self.judged.failures.push(failure);
    }

    /// Whether an entry has one of the names, whatever their case and punctuation.
    fn is_one(&self, entry: &str, names: &[String]) -> bool {
        let node = self.graph.node(&sg::id("technology", entry));
        let own = node
            .into_iter()
            .flat_map(|node| all_names(&self.graph, node));
        let own: Vec<String> = own.chain([plain(entry)]).collect();
        names.iter().any(|name| own.contains(&plain(name)))
    }

    fn shares(mut self) -> Judged {
        let judged = &mut self.judged;
        let of = |sum: f64, all: usize| rounded(if all == 0 { 0.0 } else { sum / share(all, 1) });
        judged.acceptable = of(judged.acceptable, judged.cases);
        judged.best = of(judged.best, judged.cases);
        judged.acceptable_in_3 = of(judged.acceptable_in_3, self.shown);
        judged.absurd_in_3 = of(judged.absurd_in_3, self.shown);
        self.judged
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

fn all_names(graph: &Graph<'_>, node: Node) -> Vec<String> {
    let labels = graph.objects(node, sg::LABEL);
    let names = labels.chain(graph.objects(node, sg::ALT_LABEL));
    let names = names.map(|it| plain(graph.text(it)));
    names
        .flat_map(|it| {
            let short = it.strip_prefix("apache").map(str::to_owned);
            std::iter::once(it).chain(short)
        })
        .collect()
}

/// A name without case and punctuation.
fn plain(name: &str) -> String {
    let name = name.to_lowercase().replace("++", "plusplus");
    let name = name.replace('#', "sharp");
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

impl Judged {
    pub(super) fn page(&self) -> Page {
        let mut page = Page::default();
        let mut table = Table::new(&[
            "cases",
            "acceptable",
            "best",
            "acceptable in 3",
            "absurd in 3",
            "picks of stacks",
            "accepted",
            "forbidden",
        ])
        .numeric(&[0, 1, 2, 3, 4, 5, 6, 7]);
        table.push(vec![
            self.cases.to_string(),
            format!("{:.3}", self.acceptable),
            format!("{:.3}", self.best),
            format!("{:.3}", self.acceptable_in_3),
            format!("{:.3}", self.absurd_in_3),
            self.stacks.picks.to_string(),
            self.stacks.accepted.to_string(),
            self.stacks.forbidden.to_string(),
        ]);
        page.push(Block::Table(table));
        if !self.failures.is_empty() {
            let mut table = Table::new(&["failure", "asked", "answered"]);
            for it in &self.failures {
                let answer = it.answer.join(", ");
                table.push(vec![it.kind.to_owned(), it.case.clone(), answer]);
            }
            page.push(Block::Table(table));
        }
        page
    }
}
