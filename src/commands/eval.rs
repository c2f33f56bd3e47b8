//! `eval`: how well recommendations agree with what real systems use.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::several;
use super::failure::Failure;
use super::known::rounded;
use super::panel::{self, Judged};
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::catalog::names::resolve;
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::model::page::{Block, Page, Table};
use crate::reason::eval::{self, Agreement, Comparison, Figures, Observed, evaluate};

/// How well recommendations agree with what real systems use, beside counting
#[derive(Clone, Debug, Default, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Eval {
    /// One system a line, as JSON: repo, languages, picks with need and entry, and date if it is known
    #[arg(value_name = "STACKS.jsonl", required_unless_present = "panel")]
    pub stacks: Option<PathBuf>,
    /// Judged answers instead, as JSON: cases with lang, need and the names to accept; scenarios with args of `recommend`
    #[arg(long, value_name = "PANEL.json", conflicts_with = "stacks")]
    pub panel: Option<PathBuf>,
    /// With a panel: already chosen in every question
    #[arg(long, value_name = "ENTRY", value_delimiter = ',', requires = "panel")]
    #[serde(deserialize_with = "several")]
    pub with: Vec<String>,
}

impl Ask for Eval {
    type Answer = Evaluated;
    const NAME: &'static str = "eval";
    const REACH: Reach = Reach::Files;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen eval systems.jsonl",
        "stackgen eval systems.jsonl --format json",
        "stackgen eval --panel panel.json --with postgresql",
    ];

    fn answer(self, world: &World) -> Result<Evaluated, Failure> {
        let read = |path: &PathBuf| {
            let name = path.to_string_lossy().into_owned();
            match std::fs::read_to_string(path) {
                Ok(text) => Ok((name, text)),
                Err(error) => Err(Failure::usage(format!("{name}: {error}"))),
            }
        };
        if let Some(panel) = &self.panel {
            let (name, text) = read(panel)?;
            let judged = panel::judge(world, &name, &text, &self.with)?;
            return Ok(Evaluated::Panel(judged));
        }
        let Some(stacks) = &self.stacks else {
            return Err(Failure::usage(
                "name a file of systems, or one of judged answers by `--panel`",
            ));
        };
        let (name, text) = read(stacks)?;
        let catalog = world.whole()?;
        let graph = Graph::new(&catalog.index);
        let systems = self::read(&graph, &name, &text)?;
        let measured = Measured::of(&evaluate(&graph, &systems));
        Ok(Evaluated::Systems(Box::new(measured)))
    }
}

/// How well recommendations agree with real systems, or with a panel.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Evaluated {
    /// Real systems.
    Systems(Box<Measured>),
    /// Judged answers.
    Panel(Judged),
}

impl Shapes for Evaluated {
    fn page(&self) -> Page {
        match self {
            Self::Systems(measured) => measured.page(),
            Self::Panel(judged) => judged.page(),
        }
    }
}

#[derive(Deserialize)]
struct Line {
    repo: String,
    #[serde(default)]
    date: String,
    languages: Vec<String>,
    picks: Vec<LinePick>,
}

#[derive(Deserialize)]
struct LinePick {
    need: String,
    entry: String,
}

fn read(graph: &Graph<'_>, name: &str, text: &str) -> Result<Vec<Observed>, Failure> {
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let at = || format!("{name}:{}", number + 1);
            let line: Line = serde_json::from_str(line)
                .map_err(|error| Failure::usage(format!("{}: {error}", at())))?;
            observed(graph, &line).map_err(|unknown| Failure::usage(format!("{}: {unknown}", at())))
        })
        .collect()
}

fn observed(graph: &Graph<'_>, line: &Line) -> Result<Observed, String> {
    let language = |name: &String| {
        resolve(graph, name, &[Kind::Language]).map_err(|_| format!("unknown language `{name}`"))
    };
    let pick = |pick: &LinePick| -> Result<(Node, Option<Node>), String> {
        let need = resolve(graph, &pick.need, &[Kind::Category])
            .map_err(|_| format!("unknown need `{}`", pick.need))?;
        // What the graph lacks is a miss, not a fault of the file.
        Ok((need, resolve(graph, &pick.entry, &[Kind::Technology]).ok()))
    };
    let address = if line.repo.contains("://") {
        line.repo.clone()
    } else {
        format!("https://github.com/{}", line.repo)
    };
    Ok(Observed {
        owner: eval::owner(&address),
        languages: line
            .languages
            .iter()
            .map(language)
            .collect::<Result<_, _>>()?,
        year: line.date.get(..4).and_then(|it| it.parse().ok()),
        picks: line.picks.iter().map(pick).collect::<Result<_, _>>()?,
    })
}

/// The figures: those of *leave one out*, and beside them those of *any of*.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Measured {
    /// One question for each pick, with all else given.
    #[serde(flatten)]
    pub leave_one_out: MeasuredWay,
    /// One question for each system and need: right is anything that it uses for the need.
    pub any_of: MeasuredWay,
}

/// One way of asking, whole and in parts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeasuredWay {
    /// All questions.
    #[serde(flatten)]
    pub all: Compared,
    /// The same in parts.
    pub by: Parts,
}

/// Figures by what they were asked about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Parts {
    /// By need.
    pub need: BTreeMap<String, Compared>,
    /// By the language most used.
    pub language: BTreeMap<String, Compared>,
    /// By the year of the last commit.
    pub year: BTreeMap<String, Compared>,
}

/// The recommender beside counting.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Compared {
    /// The recommender.
    #[serde(flatten)]
    pub recommended: Shares,
    /// What most of the graph's systems use.
    pub baseline: Shares,
    /// The same, with systems in other languages counting little.
    pub baseline_same_language: Shares,
}

/// How high the right answers stood.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Shares {
    /// How many questions were asked.
    pub queries: usize,
    /// The share with a right answer first.
    pub hit_at_1: f64,
    /// Among the first three.
    pub hit_at_3: f64,
    /// Among the first five.
    pub hit_at_5: f64,
    /// The mean of 1 / rank of the first right one.
    pub mrr: f64,
}

impl Shares {
    fn of(figures: Figures) -> Self {
        Self {
            queries: figures.queries,
            hit_at_1: rounded(figures.hit_at_1),
            hit_at_3: rounded(figures.hit_at_3),
            hit_at_5: rounded(figures.hit_at_5),
            mrr: rounded(figures.mean_reciprocal_rank),
        }
    }
}

impl Compared {
    fn of(comparison: &Comparison) -> Self {
        Self {
            recommended: Shares::of(comparison.recommended),
            baseline: Shares::of(comparison.popular),
            baseline_same_language: Shares::of(comparison.popular_in_language),
        }
    }
}

impl MeasuredWay {
    fn of(agreement: &Agreement) -> Self {
        let parts = |of: &BTreeMap<String, Comparison>| -> BTreeMap<String, Compared> {
            let parts = of.iter();
            parts
                .map(|(name, it)| (name.clone(), Compared::of(it)))
                .collect()
        };
        let years = agreement.by_year.iter();
        Self {
            all: Compared::of(&agreement.all),
            by: Parts {
                need: parts(&agreement.by_need),
                language: parts(&agreement.by_language),
                year: years
                    .map(|(year, it)| (year.to_string(), Compared::of(it)))
                    .collect(),
            },
        }
    }
}

impl Measured {
    fn of(evaluation: &eval::Evaluation) -> Self {
        Self {
            leave_one_out: MeasuredWay::of(&evaluation.leave_one_out),
            any_of: MeasuredWay::of(&evaluation.any_of),
        }
    }
}

impl Measured {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for (name, way) in [
            (
                "Any of: right is anything the system uses for the need",
                &self.any_of,
            ),
            (
                "Leave one out: right is the one pick left out",
                &self.leave_one_out,
            ),
        ] {
            page.push(Block::Heading(name.to_owned()));
            let mut table = Table::new(&[
                "asked by",
                "questions",
                "hit@1",
                "hit@3",
                "hit@5",
                "MRR",
                "most used",
                "in the language",
            ])
            .numeric(&[1, 2, 3, 4, 5, 6, 7]);
            table.push(row("recommend", &way.all));
            let parts = [&way.by.need, &way.by.language, &way.by.year];
            for (name, compared) in parts.into_iter().flatten() {
                table.push(row(name, compared));
            }
            page.push(Block::Table(table));
        }
        page.push(Block::Paragraph(
            "The last two columns are hit@1 of counting the graph's systems. Systems of the same owner are never counted.".to_owned(),
        ));
        page
    }
}

fn row(name: &str, compared: &Compared) -> Vec<String> {
    let own = compared.recommended;
    let mut cells = vec![name.to_owned(), own.queries.to_string()];
    let shares = [
        own.hit_at_1,
        own.hit_at_3,
        own.hit_at_5,
        own.mrr,
        compared.baseline.hit_at_1,
        compared.baseline_same_language.hit_at_1,
    ];
    cells.extend(shares.iter().map(|it| format!("{it:.3}")));
    cells
}
