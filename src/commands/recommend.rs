//! `recommend`: the best stack.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use oxrdf::{BlankNode, GraphName, Literal, NamedNode, Quad};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::{Needed, Time, Weight, Within, several};
use super::failure::{Failure, Named, Unfilled};
use super::known::{self, Thing};
use super::scan::scanned;
use super::{Ask, Reach, World, decided};
use crate::answer::{Choice, Claim, ConsideredOption, Decision, Shape, Shapes};
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::{Question, Told, ToldSlot, Wanted, Weighing};
use crate::graph::words;
use crate::graph::{Edge, Graph, Node, Step};
use crate::model::diagram::{Diagram, Purpose};
use crate::model::page::{Block, Page, Table};
use crate::reason::decision::weigh;
use crate::reason::recommend::bound::{LAST, List, NEVER, best};
use crate::reason::recommend::outlook::outlook;
use crate::reason::recommend::part::Part;
use crate::reason::recommend::reasons::{Judge, names as reason_names};
use crate::reason::recommend::wish::{Standing, Wish};
use crate::reason::recommend::{Advice, Given, Pick, Stack, Unmet, recommend};

/// The best stack: one technology for each need, fitting the languages and each other
#[derive(Clone, Debug, PartialEq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(extend("required" = ["need"]))]
pub struct Recommend {
    /// Languages of your code: slug, name or alias; several with commas or by repeating
    #[arg(short, long, value_name = "LANGUAGE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub lang: Vec<String>,
    /// What you need, such as messaging; `messaging:2` for two different picks, `job-scheduler:library` for one that is linked in, `:service` for one that runs beside
    #[arg(
        short,
        long,
        value_name = "NEED",
        value_delimiter = ',',
        required = true
    )]
    #[serde(deserialize_with = "several")]
    #[schemars(extend("minItems" = 1))]
    pub need: Vec<Needed>,
    /// Already chosen: fit the rest to it
    #[arg(long, value_name = "ENTRY", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub with: Vec<String>,
    /// Fit the rest to this repository: its languages, and what its manifests declare, count as chosen
    #[arg(long, value_name = "DIR")]
    #[schemars(extend("x-reads-files" = true))]
    pub scan: Option<PathBuf>,
    /// Never pick these
    #[arg(long, value_name = "ENTRY", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub without: Vec<String>,
    /// Every pick must implement these
    #[arg(long, value_name = "STANDARD", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub standard: Vec<String>,
    /// Every pick must have one of these: permissive, copyleft, open (either) or SPDX identifiers
    #[arg(long, value_name = "LICENSE", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub license: Vec<String>,
    /// Candidates shown for each need
    #[arg(short, long, value_name = "N", default_value_t = Self::default().top)]
    pub top: usize,
    /// Show the K best stacks
    #[arg(long, value_name = "K", default_value_t = Self::default().stacks)]
    pub stacks: Within<1, 100>,
    /// Say why: reasons with their way through the graph and their sources, and what the runner-up lacks
    #[arg(short, long)]
    pub explain: bool,
    /// Change the weight of a reason, such as adoption=0.5
    #[arg(long, value_name = "REASON=W", value_delimiter = ',')]
    #[serde(deserialize_with = "several")]
    pub weight: Vec<Weight>,
    /// Let retired technologies be picked
    #[arg(long)]
    pub include_retired: bool,
    /// Only what sources of that year knew
    #[arg(long, value_name = "YEAR")]
    pub as_of: Option<Within<1970, 9999>>,
    /// Stop the search after this time with the best found, such as 500ms or 2s
    #[arg(long, value_name = "TIME", default_value_t = Self::default().timeout)]
    pub timeout: Time,
}

impl Default for Recommend {
    fn default() -> Self {
        Self {
            lang: Vec::new(),
            need: Vec::new(),
            with: Vec::new(),
            scan: None,
            without: Vec::new(),
            standard: Vec::new(),
            license: Vec::new(),
            top: 5,
            stacks: Within::new(1),
            explain: false,
            weight: Vec::new(),
            include_retired: false,
            as_of: None,
            timeout: Time(Duration::from_secs(1)),
        }
    }
}

impl Ask for Recommend {
    type Answer = Recommendation;
    const NAME: &'static str = "recommend";
    const REACH: Reach = Reach::Graph;
    const SHAPES: &'static [Shape] = &[
        Shape::Page,
        Shape::Json,
        Shape::Records,
        Shape::Decision,
        Shape::Diagram,
        Shape::Statements,
        Shape::Services,
    ];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen recommend --lang go --need messaging",
        "stackgen recommend --lang java --need web-framework,messaging,cache --explain",
        "stackgen recommend --lang go --need messaging,tracing --with kubernetes --license open",
        "stackgen recommend --lang python --need storage:2 -o stack.svg",
        "stackgen recommend --lang go --need messaging --format adr",
        "stackgen recommend --lang go --need messaging,storage --format compose -o stack/",
        "stackgen recommend --lang go --need messaging --format turtle -o stack.ttl && stackgen verify stack.ttl",
    ];

    fn answer(mut self, world: &World) -> Result<Recommendation, Failure> {
        self.take_scan(world)?;
        let catalog = world.ask(|| Question::Stack(self.wanted()))?;
        let graph = Graph::new(&catalog.index);
        let wish = self.wish(&graph, world)?;
        match recommend(&graph, &wish) {
            Advice::Stacks(stacks) => Ok(Recommendation::new(
                &graph,
                Found {
                    catalog: catalog.clone(),
                    wish,
                    stacks,
                    top: self.top.max(1),
                    explain: self.explain,
                },
            )),
            Advice::Nothing(unmet) => Err(unfilled(&graph, unmet)),
        }
    }
}

impl Recommend {
    /// Adds what the repository of `scan` is written in, where no language is given, and what it declares.
    fn take_scan(&mut self, world: &World) -> Result<(), Failure> {
        let Some(path) = self.scan.take() else {
            return Ok(());
        };
        if !world.reads_files() {
            return Err(Failure::usage(
                "`--scan` reads files of the one who asks, which this door does not",
            ));
        }
        let catalog = world.whole()?;
        let scanned = scanned(&path, &catalog, world)?;
        if self.lang.is_empty() {
            self.lang = scanned.written_in();
        }
        self.with.extend(scanned.chosen());
        Ok(())
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            languages: self.lang.clone(),
            needs: self.need.iter().map(|it| it.name.clone()).collect(),
            read: Some(|graph, text| {
                known::needs(graph, text).map_or_else(|_| Vec::new(), |it| it.needs())
            }),
            with: self.with.clone(),
            without: self.without.clone(),
            standards: self.standard.clone(),
            weighing: Some(self.weighing()),
            ..Wanted::default()
        }
    }

    /// How a service weighs the candidates, so that it need not bring them all.
    fn weighing(&self) -> Weighing {
        let (asked, again) = (self.clone(), self.clone());
        // What was read into the words is said once, by who answers.
        let wish = |asked: &Self, graph: &Graph<'_>| asked.wish(graph, &World::default()).ok();
        let shown = self.top.max(OPTIONS).max(self.stacks.get() as usize);
        let depth = shown + self.with.len();
        Weighing {
            best: Arc::new(move |graph, sought| {
                let languages = sought.languages.iter().map(|it| graph.node(it));
                let languages: Vec<Node> = languages.collect::<Option<_>>()?;
                let list = List {
                    need: graph.node(sought.need)?,
                    languages: &languages,
                    part: Part::ALL
                        .into_iter()
                        .find(|it| Some(it.name()) == sought.part),
                    key: sought.key,
                    limit: sought.limit,
                    marks: sought.marks,
                };
                Some(best(graph, &wish(&asked, graph)?, list))
            }),
            told: Arc::new(move |graph| {
                let seen = outlook(graph, &wish(&again, graph)?, depth);
                let iris = |nodes: &[Node]| -> Vec<String> {
                    nodes.iter().map(|it| graph.iri(*it).to_owned()).collect()
                };
                let slots = seen.slots.iter().map(|it| ToldSlot {
                    need: graph.iri(it.need).to_owned(),
                    languages: iris(&it.languages),
                    is_for_all: it.is_for_all,
                    has_enough: it.is_offered,
                    enough: it.enough,
                    parts: it
                        .parts
                        .iter()
                        .map(|(part, most)| (part.name(), *most))
                        .collect(),
                });
                Some(Told {
                    slots: slots.collect(),
                    shown: iris(&seen.shown),
                    is_met: seen.is_met,
                })
            }),
            depth,
            last: LAST,
            never: NEVER,
            is_dated: self.as_of.is_some(),
        }
    }

    fn wish(&self, graph: &Graph<'_>, world: &World) -> Result<Wish, Failure> {
        let with = known::entries(graph, &self.with)?;
        let without = known::entries(graph, &self.without)?;
        if let Some(both) = with.iter().find(|it| without.contains(it)) {
            return Err(Failure::usage(format!(
                "{} is chosen and not wanted at once: name it in one of `with` and `without`",
                graph.label(*both)
            )));
        }
        Ok(Wish {
            languages: known::languages(graph, &self.lang)?,
            parts: self.parts(graph)?,
            needs: self.needs(graph, world)?,
            with,
            without,
            standards: known::standards(graph, &self.standard)?,
            licences: known::licences(graph, &self.license)?,
            stacks: self.stacks.get() as usize,
            weights: self.weight.iter().map(weight).collect::<Result<_, _>>()?,
            include_retired: self.include_retired,
            as_of: self.as_of.and_then(|it| it.get().try_into().ok()),
            unseen: Vec::new(),
            timeout: self.timeout.0,
        })
    }

    fn needs(&self, graph: &Graph<'_>, world: &World) -> Result<Vec<(Node, usize)>, Failure> {
        let mut needs: Vec<(Node, usize)> = Vec::new();
        for needed in self.need.iter().filter(|it| !it.name.trim().is_empty()) {
            let reading = known::needs(graph, &needed.name)?;
            if let Some(text) = known::read_as(graph, &needed.name, &reading) {
                world.note(&text);
            }
            for need in reading.needs() {
                match needs.iter_mut().find(|(known, _)| *known == need) {
                    Some((_, known)) => *known = needed.picks.max(*known),
                    None => needs.push((need, needed.picks)),
                }
            }
        }
        if needs.is_empty() {
            return Err(Failure::unknown(Named::Need, "", None));
        }
        Ok(needs)
    }

    /// The needs that are asked for as a service or as a library.
    fn parts(&self, graph: &Graph<'_>) -> Result<Vec<(Node, Part)>, Failure> {
        let mut parts = Vec::new();
        for needed in &self.need {
            if let Some(part) = needed.part {
                let needs = known::needs(graph, &needed.name)?.needs();
                parts.extend(needs.into_iter().map(|need| (need, part)));
            }
        }
        Ok(parts)
    }
}

fn weight(it: &Weight) -> Result<(String, f64), Failure> {
    let names: Vec<&str> = reason_names().collect();
    if names.contains(&it.reason.as_str()) {
        Ok((it.reason.clone(), it.weight))
    } else {
        Err(Failure::none_of(Named::Reason, &it.reason, &names))
    }
}

fn unfilled(graph: &Graph<'_>, unmet: Vec<Unmet>) -> Failure {
    let needs = unmet.into_iter().map(|it| Unfilled {
        need: graph.slug(it.need).to_owned(),
        asked: it.asked,
        fitting: it.fitting,
        ways_out: it.ways_out,
    });
    Failure::Unfilled(needs.collect())
}

/// The best stacks, best first.
#[derive(Serialize, JsonSchema)]
pub struct Recommendation {
    /// What was asked, by slugs.
    pub query: AskedStack,
    /// The stacks.
    pub stacks: Vec<RecommendedStack>,
    /// What pictures and statements are made of.
    #[serde(skip)]
    found: Found,
}

/// What the recommender found, by numbers.
struct Found {
    catalog: Arc<Catalog>,
    wish: Wish,
    stacks: Vec<Stack>,
    top: usize,
    explain: bool,
}

impl Shapes for Recommendation {
    fn page(&self) -> Page {
        self.found.page()
    }

    fn hint(&self) -> Option<String> {
        let is_told = self.found.explain;
        (!is_told).then(|| "`--explain` shows the reasons with their sources".to_owned())
    }

    fn records(&self) -> Table {
        self.found.records()
    }

    fn diagram(&self) -> Diagram {
        self.found.diagram()
    }

    fn decision(&self) -> Decision {
        self.found.decision()
    }

    fn quads(&self) -> Vec<Quad> {
        self.found.quads()
    }

    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        (format == "compose")
            .then(|| super::compose::render(&self.found.catalog, &self.found.stacks))
    }

    fn files(&self, format: &str) -> Vec<(&'static str, Vec<u8>)> {
        if format != "compose" {
            return Vec::new();
        }
        super::compose::files(&self.found.catalog, &self.found.stacks)
    }
}

impl Found {
    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        if self.stacks.len() > 1 {
            self.differences(&graph, &mut page);
        }
        for (rank, stack) in self.stacks.iter().enumerate() {
            let proof = if stack.optimal {
                "the highest that these conditions allow".to_owned()
            } else {
                format!(
                    "best found in {:?}; at most {:.2} is possible",
                    self.wish.timeout, stack.bound
                )
            };
            if self.stacks.len() > 1 {
                page.push(Block::Heading(format!("Stack {}", rank + 1)));
            }
            let mut table = Table::new(&["need", "pick", "score", "why", "also"]).numeric(&[2]);
            for pick in &stack.picks {
                table.push(self.row(&graph, pick));
            }
            page.push(Block::Table(table));
            page.push(Block::Paragraph(format!(
                "Score {:.2}: {proof}.",
                stack.score
            )));
            for pick in &stack.picks {
                let said = [
                    price(&graph, pick),
                    equals(&graph, pick),
                    parts(&graph, pick),
                ];
                for text in said.into_iter().flatten() {
                    page.push(Block::Paragraph(text));
                }
            }
            if self.explain {
                for pick in &stack.picks {
                    self.explained(&graph, &mut page, pick);
                }
            }
        }
        page
    }

    fn records(&self) -> Table {
        let graph = Graph::new(&self.catalog.index);
        let mut table = Table::new(&[
            "stack", "need", "rank", "entry", "name", "score", "picked", "iri",
        ]);
        for (number, stack) in self.stacks.iter().enumerate() {
            for pick in &stack.picks {
                for (rank, (node, score)) in pick.candidates.iter().take(self.top).enumerate() {
                    table.push(vec![
                        (number + 1).to_string(),
                        graph.slug(pick.need).to_owned(),
                        (rank + 1).to_string(),
                        graph.slug(*node).to_owned(),
                        graph.label(*node).to_owned(),
                        known::rounded(*score).to_string(),
                        (*node == pick.node).to_string(),
                        graph.iri(*node).to_owned(),
                    ]);
                }
            }
        }
        table
    }

    fn diagram(&self) -> Diagram {
        let graph = Graph::new(&self.catalog.index);
        let mut nodes: Vec<(Node, bool, String)> = Vec::new();
        let mut edges = Vec::new();
        let Some(stack) = self.stacks.first() else {
            return Diagram::default();
        };
        let picked = stack.picks.iter().map(|pick| {
            let note = format!("{} · {:.2}", graph.slug(pick.need), pick.score);
            (pick.node, true, note)
        });
        let chosen = self.wish.with.iter();
        let chosen = chosen.map(|node| (*node, false, "already chosen".to_owned()));
        // What fills several needs, or is picked because it is chosen, stands once.
        for (node, is_picked, note) in picked.chain(chosen) {
            match nodes.iter_mut().find(|(known, ..)| *known == node) {
                Some((.., known)) => {
                    *known = format!("{known}, {}", note.trim_start_matches("already "));
                }
                None => nodes.push((node, is_picked, note)),
            }
        }
        // The ways of the reasons that lead to other things: languages, clients, shared platforms and standards.
        for reason in stack.picks.iter().flat_map(|pick| &pick.reasons) {
            if !reason.reason.is_drawn {
                continue;
            }
            for step in &reason.because.path {
                for node in [step.start(), step.end()] {
                    if !nodes.iter().any(|(known, ..)| *known == node) {
                        nodes.push((node, false, String::new()));
                    }
                }
                edges.push(step.edge);
            }
        }
        edges.extend(between(&graph, &nodes));
        normalise(&graph, &mut edges);
        Diagram {
            purpose: Purpose::Stack,
            ..known::diagram(&graph, self.title(&graph), nodes, &edges)
        }
    }

    fn quads(&self) -> Vec<Quad> {
        let graph = Graph::new(&self.catalog.index);
        let mut writer = StackWriter {
            graph: &graph,
            quads: Vec::new(),
        };
        for (number, stack) in self.stacks.iter().enumerate() {
            writer.stack(number + 1, stack);
        }
        writer.quads
    }

    fn title(&self, graph: &Graph<'_>) -> String {
        let languages = words::labels(graph, self.wish.languages.iter().copied());
        if languages.is_empty() {
            "Recommended stack".to_owned()
        } else {
            format!("Recommended stack for {languages}")
        }
    }

    /// What the stacks differ in, side by side, and what all of them have.
    fn differences(&self, graph: &Graph<'_>, page: &mut Page) {
        let numbers = (1..=self.stacks.len()).map(|it| format!("stack {it}"));
        let header: Vec<String> = std::iter::once("need".to_owned()).chain(numbers).collect();
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let mut table = Table::new(&header);
        let mut shared: Vec<String> = Vec::new();
        let Some(first) = self.stacks.first() else {
            return;
        };
        for (at, pick) in first.picks.iter().enumerate() {
            let picks = self.stacks.iter().map(|it| it.picks.get(at));
            let names: Vec<&str> = picks
                .map(|it| it.map_or("", |it| graph.label(it.node)))
                .collect();
            let need = for_need(graph, pick);
            if names.iter().all(|it| *it == names[0]) {
                shared.push(format!("{} ({need})", names[0]));
            } else {
                let names = names.into_iter().map(ToOwned::to_owned);
                table.push(std::iter::once(need).chain(names).collect());
            }
        }
        let scores = self.stacks.iter().map(|it| format!("{:.2}", it.score));
        table.push(std::iter::once("score".to_owned()).chain(scores).collect());
        page.push(Block::Heading("What differs".to_owned()));
        page.push(Block::Table(table));
        if !shared.is_empty() {
            page.push(Block::Paragraph(format!("All have {}.", shared.join(", "))));
        }
    }

    fn row(&self, graph: &Graph<'_>, pick: &Pick) -> Vec<String> {
        let also: Vec<&str> = pick
            .candidates
            .iter()
            .filter(|(node, _)| *node != pick.node)
            .take(self.top - 1)
            .map(|(node, _)| graph.label(*node))
            .collect();
        let mut why: Vec<&str> = Vec::new();
        if pick.is_chosen {
            why.push(match pick.standing {
                Standing::Retired => "already chosen, but retired",
                Standing::Maintenance => "already chosen, but in maintenance",
                Standing::Active | Standing::Unknown => "already chosen",
            });
        }
        why.extend(in_short(pick));
        why.truncate(3);
        vec![
            for_need(graph, pick),
            graph.label(pick.node).to_owned(),
            format!("{:.2}", pick.score),
            why.join("; "),
            also.join(", "),
        ]
    }

    fn explained(&self, graph: &Graph<'_>, page: &mut Page, pick: &Pick) {
        page.push(Block::Heading(format!(
            "{}: {}",
            graph.slug(pick.need),
            graph.label(pick.node)
        )));
        let mut table =
            Table::new(&["reason", "value", "weight", "why", "sources"]).numeric(&[1, 2]);
        for reason in &pick.reasons {
            table.push(vec![
                reason.reason.name.to_owned(),
                format!("{:.2}", reason.value),
                format!("{:.2}", reason.weight),
                reason.because.text.clone(),
                reason
                    .because
                    .sources
                    .iter()
                    .map(|it| graph.slug(*it))
                    .collect::<Vec<_>>()
                    .join(", "),
            ]);
        }
        page.push(Block::Table(table));
        let mut points: Vec<(usize, String)> = pick
            .reasons
            .iter()
            .filter(|reason| !reason.because.path.is_empty())
            .map(|it| {
                let text = way(graph, &it.because.path);
                (0, format!("{}: {text}", it.reason.name))
            })
            .collect();
        let ranked: Vec<String> = pick
            .candidates
            .iter()
            .take(self.top)
            .map(|(node, score)| format!("{} {score:.2}", graph.label(*node)))
            .collect();
        points.push((0, format!("ranked: {}", ranked.join(", "))));
        if let Some(text) = runner_up(graph, pick) {
            points.push((0, text));
        }
        page.push(Block::Points(points));
        let heading = format!("To decide on {}", for_need(graph, pick));
        decided::told(page, &heading, &self.options(graph, pick));
    }

    /// The pick and the first of the others, with what each is better and worse at.
    fn options(&self, graph: &Graph<'_>, pick: &Pick) -> Vec<ConsideredOption> {
        let beside: Vec<Node> = pick.candidates.iter().map(|(node, _)| *node).collect();
        let options = &beside[..beside.len().min(OPTIONS)];
        let wish = Wish {
            languages: if pick.languages.is_empty() {
                self.wish.languages.clone()
            } else {
                pick.languages.clone()
            },
            ..self.wish.clone()
        };
        let weighed = weigh(graph, &wish, pick.need, options, &beside);
        let options = weighed.iter().map(|it| decided::option(graph, it));
        options.collect()
    }

    /// The first stack as a record: what was asked, what there is to choose from, and what follows.
    fn decision(&self) -> Decision {
        let graph = Graph::new(&self.catalog.index);
        let Some(stack) = self.stacks.first() else {
            return Decision::default();
        };
        let name = |pick: &Pick| {
            let (name, need) = (graph.label(pick.node), for_need(&graph, pick));
            format!("{name} for {need}")
        };
        let names: Vec<String> = stack.picks.iter().map(name).collect();
        let mut context = vec![format!(
            "Needed: {}.",
            words::labels(&graph, stack.picks.iter().map(|it| it.need))
        )];
        for (words, nodes) in [
            ("Code in", &self.wish.languages),
            ("Already chosen:", &self.wish.with),
            ("Not wanted:", &self.wish.without),
            ("Must implement", &self.wish.standards),
        ] {
            if !nodes.is_empty() {
                let labels = words::labels(&graph, nodes.iter().copied());
                context.push(format!("{words} {labels}."));
            }
        }
        if !self.wish.licences.is_empty() {
            context.push(format!("Licence: {}.", self.wish.licences.join(" or ")));
        }
        let choices: Vec<Choice> = stack
            .picks
            .iter()
            .map(|it| self.choice(&graph, it))
            .collect();
        let consequences = consequences(&graph, stack, &choices);
        let arguments = choices.iter().flat_map(|it| &it.options);
        let arguments = arguments.flat_map(|it| it.better.iter().chain(&it.worse));
        let because = choices.iter().flat_map(|it| &it.because);
        let sources = decided::sources(&graph, arguments.chain(because));
        let drivers = stack.picks.iter().flat_map(|it| &it.reasons);
        let mut drivers: Vec<String> = drivers
            .map(|it| {
                format!(
                    "{} (weight {:.2}): {}",
                    it.reason.name, it.weight, it.reason.about
                )
            })
            .collect();
        let mut seen = BTreeSet::new();
        drivers.retain(|it| seen.insert(it.clone()));
        Decision {
            title: format!("Use {}", names.join(", ")),
            context,
            drivers,
            choices,
            consequences,
            sources,
        }
    }

    fn choice(&self, graph: &Graph<'_>, pick: &Pick) -> Choice {
        let because = pick.reasons.iter();
        let because = because.filter(|it| !it.because.is_empty && it.value > 0.0);
        Choice {
            need: for_need(graph, pick),
            options: self.options(graph, pick),
            because: because
                .filter(|it| it.reason.place.is_some())
                .map(|it| decided::claim(graph, &it.because))
                .collect(),
        }
    }
}

/// So many options are weighed against each other.
const OPTIONS: usize = 3;

/// What comes with a stack: what each pick is worse at, and what better choice alone was given up.
fn consequences(graph: &Graph<'_>, stack: &Stack, choices: &[Choice]) -> Vec<Claim> {
    let worse = choices.iter().filter_map(|it| it.options.first());
    let worse = worse.flat_map(|option| {
        option.worse.iter().map(|it| Claim {
            text: format!("{}: {}", option.name, it.text),
            sources: it.sources.clone(),
        })
    });
    let given_up = stack.picks.iter().filter_map(|pick| {
        Some(Claim {
            text: price(graph, pick)?,
            sources: Vec::new(),
        })
    });
    worse.chain(given_up).collect()
}

impl Recommendation {
    fn new(graph: &Graph<'_>, found: Found) -> Self {
        let slugs = |nodes: &[Node]| {
            let slugs = nodes.iter().map(|node| graph.slug(*node).to_owned());
            slugs.collect::<Vec<_>>()
        };
        let needs: Vec<Node> = found.wish.needs.iter().map(|(need, _)| *need).collect();
        let stack = |stack: &Stack| RecommendedStack {
            score: known::rounded(stack.score),
            optimal: stack.optimal,
            bound: known::rounded(stack.bound),
            picks: (stack.picks.iter())
                .map(|pick| RecommendedPick::new(graph, &found, pick))
                .collect(),
        };
        Self {
            query: AskedStack {
                languages: slugs(&found.wish.languages),
                needs: slugs(&needs),
                with: slugs(&found.wish.with),
                without: slugs(&found.wish.without),
                standards: slugs(&found.wish.standards),
            },
            stacks: found.stacks.iter().map(stack).collect(),
            found,
        }
    }
}

/// A question for a stack, its names as slugs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskedStack {
    /// The languages of the team's code.
    pub languages: Vec<String>,
    /// What is needed.
    pub needs: Vec<String>,
    /// Already chosen.
    pub with: Vec<String>,
    /// Never to be picked.
    pub without: Vec<String>,
    /// What every pick must implement.
    pub standards: Vec<String>,
}

/// One technology for each need.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RecommendedStack {
    /// The mean of the picks' scores, from 0 to 1.
    pub score: f64,
    /// Whether no better stack exists.
    pub optimal: bool,
    /// No stack has a higher score.
    pub bound: f64,
    /// In the order in which the needs were asked.
    pub picks: Vec<RecommendedPick>,
}

/// The technology chosen for a need.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RecommendedPick {
    /// The need's slug.
    pub need: String,
    /// The technology.
    #[serde(flatten)]
    pub thing: Thing,
    /// The weighted mean of its reasons, from 0 to 1.
    pub score: f64,
    /// Its score without the other picks.
    pub alone: f64,
    /// Whether it was chosen already.
    pub chosen: bool,
    /// How many other options have the same score: nothing known tells them apart.
    pub equals: usize,
    /// The one of several languages that it is for; left out where it is for all.
    pub languages: Vec<String>,
    /// The option that is better alone, where the other picks decided against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forgone: Option<Candidate>,
    /// Why.
    pub reasons: Vec<GivenReason>,
    /// The ranked options for the need, best first.
    pub candidates: Vec<Candidate>,
    /// The best service and the best library, where both are near to the pick and neither was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<BestPart>,
    /// The first of the options with what each is better and worse at; told where reasons are asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ConsideredOption>,
    /// What would have to change for the runner-up to win; told where reasons are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runner_up: Option<String>,
}

/// A reason for a pick.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct GivenReason {
    /// Its name.
    pub kind: &'static str,
    /// How much it speaks for the pick, from 0 to 1.
    pub value: f64,
    /// What it counts.
    pub weight: f64,
    /// It in words.
    pub text: String,
    /// Its way through the graph: things and the properties between them in turns, as IRIs, a literal as its text.
    pub path: Vec<String>,
    /// The slugs of the sources that state it.
    pub sources: Vec<String>,
}

/// The best option of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BestPart {
    /// `service`: it runs beside the code; `library`: it is linked in.
    pub kind: &'static str,
    /// The option.
    #[serde(flatten)]
    pub candidate: Candidate,
}

/// A ranked option for a need.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Candidate {
    /// Its slug.
    pub entry: String,
    /// Its label.
    pub name: String,
    /// From 0 to 1.
    pub score: f64,
}

impl RecommendedPick {
    fn new(graph: &Graph<'_>, found: &Found, pick: &Pick) -> Self {
        let candidate = |(node, score): &(Node, f64)| Candidate {
            entry: graph.slug(*node).to_owned(),
            name: graph.label(*node).to_owned(),
            score: known::rounded(*score),
        };
        let candidates = pick.candidates.iter().take(found.top);
        Self {
            need: graph.slug(pick.need).to_owned(),
            thing: Thing::of(graph, pick.node),
            score: known::rounded(pick.score),
            alone: known::rounded(pick.alone),
            chosen: pick.is_chosen,
            equals: pick.equals,
            languages: pick
                .languages
                .iter()
                .map(|it| graph.slug(*it).to_owned())
                .collect(),
            forgone: pick.forgone.as_ref().map(candidate),
            reasons: (pick.reasons.iter())
                .map(|reason| GivenReason::new(graph, reason))
                .collect(),
            candidates: candidates.map(candidate).collect(),
            parts: (pick.parts.iter())
                .map(|(part, node, score)| BestPart {
                    kind: part.name(),
                    candidate: candidate(&(*node, *score)),
                })
                .collect(),
            options: if found.explain {
                found.options(graph, pick)
            } else {
                Vec::new()
            },
            runner_up: runner_up(graph, pick).filter(|_| found.explain),
        }
    }
}

impl GivenReason {
    fn new(graph: &Graph<'_>, reason: &Given) -> Self {
        let because = &reason.because;
        let sources = because.sources.iter().map(|it| graph.slug(*it).to_owned());
        Self {
            kind: reason.reason.name,
            value: known::rounded(reason.value),
            weight: reason.weight,
            text: because.text.clone(),
            path: path_parts(graph, &because.path),
            sources: sources.collect(),
        }
    }
}

/// The part of a path as JSON tells it: an IRI, or the text of a literal.
fn path_part<'a>(graph: &Graph<'a>, node: Node) -> &'a str {
    match graph.iri(node) {
        "" => graph.text(node),
        iri => iri,
    }
}

/// A path as JSON tells it: a thing, a relation, a thing, and so on.
fn path_parts(graph: &Graph<'_>, path: &[Step]) -> Vec<String> {
    let first = path.first().map(|step| step.start());
    let rest = path
        .iter()
        .flat_map(|step| [step.edge.relation, step.end()]);
    let parts = first.into_iter().chain(rest);
    parts.map(|it| path_part(graph, it).to_owned()).collect()
}

/// A path in words: `NATS —written in→ Go`; against the direction of a statement `←client of—`.
fn way(graph: &Graph<'_>, path: &[Step]) -> String {
    let name = |node: Node| {
        if graph.iri(node).is_empty() {
            graph.text(node)
        } else {
            graph.label(node)
        }
    };
    let mut text = path.first().map_or("", |it| name(it.start())).to_owned();
    for step in path {
        let words = words::words(graph.iri(step.edge.relation));
        text += &if step.forward {
            format!(" —{words}→ ")
        } else {
            format!(" ←{words}— ")
        };
        text += name(step.end());
    }
    text
}

/// What a pick costs that is not the best alone.
fn price(graph: &Graph<'_>, pick: &Pick) -> Option<String> {
    let (best, alone) = pick.forgone?;
    let name = graph.label(pick.node);
    let is_tie = |it: &&Given| matches!(it.reason.judge, Judge::Pairs(_));
    let ties = pick.reasons.iter().filter(is_tie);
    let ties = ties.filter(|it| !it.because.is_empty);
    let ties: Vec<&str> = ties.map(|it| it.because.text.as_str()).collect();
    let (need, best) = (graph.slug(pick.need), graph.label(best));
    let why = if ties.is_empty() {
        // The further stacks take what is left.
        format!("{best} stands in a better stack")
    } else {
        format!("decided by {name}: {}", ties.join(", "))
    };
    let own = pick.alone;
    Some(format!(
        "{need}: alone {best} scores {alone:.2} and {name} {own:.2}; {why}."
    ))
}

/// That a need is filled by services and by libraries, with the best of each.
fn parts(graph: &Graph<'_>, pick: &Pick) -> Option<String> {
    let [(.., service, of_service), (.., library, of_library)] = pick.parts[..] else {
        return None;
    };
    let need = graph.slug(pick.need);
    Some(format!(
        "{need}: a service beside the code, best {} {of_service:.2}, or a library in it, best {} {of_library:.2}; `{need}:service` and `{need}:library` ask for one.",
        graph.label(service),
        graph.label(library),
    ))
}

/// That nothing tells a pick from others: the alphabet is no reason.
fn equals(graph: &Graph<'_>, pick: &Pick) -> Option<String> {
    let need = graph.slug(pick.need);
    match pick.equals {
        0 => None,
        1 => Some(format!(
            "{need}: 1 other is equal; nothing known tells them apart."
        )),
        many => Some(format!(
            "{need}: {many} others are equal; nothing known tells them apart."
        )),
    }
}

/// The need of a pick, with the language where it is for one of several.
fn for_need(graph: &Graph<'_>, pick: &Pick) -> String {
    let need = graph.slug(pick.need);
    if pick.languages.is_empty() {
        return need.to_owned();
    }
    format!(
        "{need} ({})",
        words::labels(graph, pick.languages.iter().copied())
    )
}

/// Why a pick was made, in a few words each, the most telling first.
fn in_short(pick: &Pick) -> impl Iterator<Item = &str> {
    let mut told: Vec<(u8, &Given)> = pick
        .reasons
        .iter()
        .filter(|it| !it.because.is_empty && it.value > 0.0)
        .filter_map(|it| Some((it.reason.place?, it)))
        .collect();
    told.sort_by_key(|(place, _)| *place);
    told.into_iter().map(|(_, it)| it.because.text.as_str())
}

fn runner_up(graph: &Graph<'_>, pick: &Pick) -> Option<String> {
    let other = pick.runner_up.as_ref()?;
    let name = graph.label(other.node);
    let behind: Vec<String> = other
        .behind
        .iter()
        .map(|it| {
            format!(
                "{} ({}; here {})",
                it.reason.name, it.theirs.text, it.own.text
            )
        })
        .collect();
    let mut text = format!("{name} is behind by {:.2}", other.gap);
    if !behind.is_empty() {
        text += &format!(" in {}", behind.join(" and "));
    }
    // Who must turn a weight upside down would rather have another question.
    let ways: Vec<String> = other
        .weights
        .iter()
        .filter(|(_, now, then)| *then <= (now * 3.0).min(1.0))
        .map(|(reason, now, then)| format!("{reason} weighed over {then:.2} instead of {now:.2}"))
        .collect();
    if !ways.is_empty() {
        text += &format!("; it would win if {}", ways.join(", or "));
    }
    Some(text)
}

/// Every stated tie between the things of a picture.
fn between(graph: &Graph<'_>, nodes: &[(Node, bool, String)]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for relation in [sg::BUILT_ON, sg::INTEGRATES_WITH] {
        let Some(relation) = graph.node(relation) else {
            continue;
        };
        for (from, ..) in nodes {
            for to in graph.objects(*from, graph.iri(relation)) {
                if nodes.iter().any(|(node, ..)| *node == to) {
                    edges.push(Edge {
                        from: *from,
                        relation,
                        to,
                    });
                }
            }
        }
    }
    edges
}

/// Each edge once, symmetric ones in one direction.
fn normalise(graph: &Graph<'_>, edges: &mut Vec<Edge>) {
    for edge in edges.iter_mut() {
        let symmetric = crate::graph::walk::is_symmetric(graph.iri(edge.relation));
        if symmetric && graph.slug(edge.from) > graph.slug(edge.to) {
            (edge.from, edge.to) = (edge.to, edge.from);
        }
    }
    edges.sort_unstable();
    edges.dedup();
}

/// Writes stacks as RDF, each pick with the statements it rests on.
struct StackWriter<'a> {
    graph: &'a Graph<'a>,
    quads: Vec<Quad>,
}

impl StackWriter<'_> {
    fn say(
        &mut self,
        subject: impl Into<oxrdf::NamedOrBlankNode>,
        predicate: &str,
        object: impl Into<oxrdf::Term>,
    ) {
        let predicate = NamedNode::new_unchecked(predicate);
        self.quads.push(Quad::new(
            subject,
            predicate,
            object,
            GraphName::DefaultGraph,
        ));
    }

    fn node(&self, node: Node) -> NamedNode {
        NamedNode::new_unchecked(self.graph.iri(node))
    }

    fn stack(&mut self, number: usize, stack: &Stack) {
        let subject = NamedNode::new_unchecked(format!("urn:stackgen:stack:{number}"));
        self.say(
            subject.clone(),
            sg::TYPE,
            NamedNode::new_unchecked(sg::STACK),
        );
        self.say(subject.clone(), sg::SCORE, decimal(stack.score));
        for (position, pick) in stack.picks.iter().enumerate() {
            let node = NamedNode::new_unchecked(format!(
                "urn:stackgen:stack:{number}:pick:{}",
                position + 1
            ));
            self.say(subject.clone(), sg::HAS_PICK, node.clone());
            self.say(node.clone(), sg::TYPE, NamedNode::new_unchecked(sg::PICK));
            self.say(node.clone(), sg::FOR_NEED, self.node(pick.need));
            self.say(node.clone(), sg::PICKED, self.node(pick.node));
            self.say(node.clone(), sg::SCORE, decimal(pick.score));
            self.statements(&node, pick);
        }
    }

    fn statements(&mut self, pick_node: &NamedNode, pick: &Pick) {
        let category = self.graph.node(sg::IN_CATEGORY);
        let mut statements: BTreeSet<(Node, Node, Node)> = BTreeSet::new();
        if let Some(category) = category {
            statements.insert((pick.node, category, pick.need));
        }
        for reason in &pick.reasons {
            let edges = reason.because.path.iter().map(|step| step.edge);
            statements.extend(edges.map(|it| (it.from, it.relation, it.to)));
        }
        for (number, (from, relation, to)) in statements.into_iter().enumerate() {
            let name = format!("{}-{}", pick_node.as_str().replace(':', "-"), number + 1);
            let statement = BlankNode::new_unchecked(name);
            self.say(pick_node.clone(), sg::DERIVED_FROM, statement.clone());
            self.say(
                statement.clone(),
                sg::TYPE,
                NamedNode::new_unchecked(sg::STATEMENT),
            );
            self.say(statement.clone(), sg::STATEMENT_SUBJECT, self.node(from));
            self.say(
                statement.clone(),
                sg::STATEMENT_PREDICATE,
                self.node(relation),
            );
            let object = crate::model::term::decode(self.graph.index().term(to.0));
            self.say(statement.clone(), sg::STATEMENT_OBJECT, object);
            for source in self.graph.sources(from, self.graph.iri(relation), to) {
                self.say(statement.clone(), sg::PROV_SOURCE, self.node(source));
            }
        }
    }
}

fn decimal(score: f64) -> Literal {
    Literal::new_typed_literal(format!("{score:.4}"), oxrdf::vocab::xsd::DECIMAL)
}
