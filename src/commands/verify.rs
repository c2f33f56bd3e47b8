//! `verify`: a recommended stack against a graph, statement by statement, without the recommender.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::Question;
use crate::graph::{Graph, Node};
use crate::model::page::{Block, Page, Table};
use crate::reason::verify::{Check, check_pick};

/// Checks a recommended stack statement by statement against the graph, without the recommender; scores are not checked
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["stack"]))]
pub struct Verify {
    /// The stack, as `recommend --format turtle` writes it
    #[arg(value_name = "STACK.ttl")]
    pub stack: PathBuf,
}

/// What a stack says, and what of it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verification {
    /// Whether all of it holds.
    pub holds: bool,
    /// Each thing it says.
    pub checks: Vec<CheckedStatement>,
}

/// One thing that a stack says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckedStatement {
    /// The slug of the pick that it is about.
    pub pick: String,
    /// It in words.
    pub statement: String,
    /// Whether the graph says so.
    pub holds: bool,
    /// The slugs of the sources that do.
    pub sources: Vec<String>,
}

impl From<Check> for CheckedStatement {
    fn from(it: Check) -> Self {
        Self {
            pick: it.pick,
            statement: it.statement,
            holds: it.holds,
            sources: it.sources,
        }
    }
}

impl Ask for Verify {
    type Answer = Verification;
    const NAME: &'static str = "verify";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen recommend --lang go --need messaging --format turtle -o stack.ttl",
        "stackgen verify stack.ttl",
    ];

    fn answer(self, world: &World) -> Result<Verification, Failure> {
        let stack = Catalog::open(std::slice::from_ref(&self.stack)).map_err(Failure::Input)?;
        let stack = Graph::new(&stack.index);
        let picks = stack.of_class(sg::PICK);
        if picks.is_empty() {
            return Err(Failure::Usage {
                message: format!("{}: no `sg:Pick` in this file", self.stack.display()),
                hints: vec!["`stackgen recommend … --format turtle` writes a stack".to_owned()],
            });
        }
        let catalog = world.ask(|| question(&stack, &picks))?;
        let graph = Graph::new(&catalog.index);
        let checks: Vec<CheckedStatement> = picks
            .into_iter()
            .flat_map(|pick| check_pick(&stack, &graph, pick))
            .map(CheckedStatement::from)
            .collect();
        Ok(Verification {
            holds: checks.iter().all(|check| check.holds),
            checks,
        })
    }
}

/// Everything that the picks say, and that is checked of them.
fn question(stack: &Graph<'_>, picks: &[Node]) -> Question {
    let iris = |node: Node, property| {
        stack
            .objects(node, property)
            .map(|it| stack.iri(it).to_owned())
    };
    let mut nodes = BTreeSet::new();
    let mut properties: BTreeSet<String> = [sg::TYPE, sg::IN_CATEGORY, sg::STATUS]
        .map(ToOwned::to_owned)
        .into();
    for pick in picks {
        nodes.extend(iris(*pick, sg::PICKED));
        for statement in stack.objects(*pick, sg::DERIVED_FROM) {
            nodes.extend(iris(statement, sg::STATEMENT_SUBJECT));
            properties.extend(iris(statement, sg::STATEMENT_PREDICATE));
        }
    }
    Question::Said {
        nodes: nodes.into_iter().collect(),
        properties: properties.into_iter().collect(),
    }
}

impl Shapes for Verification {
    fn found(&self) -> bool {
        self.holds
    }

    fn page(&self) -> Page {
        let mut table = Table::new(&["pick", "statement", "holds", "sources"]);
        for it in &self.checks {
            let holds = if it.holds { "yes" } else { "NO" };
            table.push(vec![
                it.pick.clone(),
                it.statement.clone(),
                holds.to_owned(),
                it.sources.join(", "),
            ]);
        }
        let failed = self.checks.iter().filter(|check| !check.holds).count();
        let mut page = Page::table(table);
        page.push(Block::Paragraph(format!(
            "{} of {} hold.",
            self.checks.len() - failed,
            self.checks.len()
        )));
        page
    }
}
