//! `recommend`: the best stack.

use std::collections::BTreeSet;
use std::time::Duration;

use oxrdf::{BlankNode, GraphName, Literal, NamedNode, Quad};
use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, known, run};
use crate::answer::Answer;
use crate::base::nearest::nearest;
use crate::base::vocabulary as sg;
use crate::catalog::Catalog;
use crate::catalog::remote::{Question, Wanted};
use crate::graph::{Edge, Graph, Node, Step};
use crate::model::diagram::Diagram;
use crate::model::page::{Block, Page, Table};
use crate::reason::recommend::reasons::names as reason_names;
use crate::reason::recommend::wish::Wish;
use crate::reason::recommend::{Advice, Given, Pick, Stack, Unmet, recommend};

pub(super) const COMMAND: Command = Command {
    name: "recommend",
    about: "The best stack: one technology for each need, fitting the languages and each other",
    examples: "stackgen recommend --lang go --need messaging
stackgen recommend --lang java --need web-framework,messaging,cache --explain
stackgen recommend --lang go --need messaging,tracing --with kubernetes --license open
stackgen recommend --lang python --need storage:2 -o stack.svg
stackgen recommend --lang go --need messaging --format turtle -o stack.ttl && stackgen verify stack.ttl",
    formats: &["table", "json", "csv", "markdown", "dot", "svg", "png", "mermaid", "turtle", "compose"],
    arguments: arguments::<Recommend>,
    run: run::<Recommend>,
};

#[derive(clap::Args)]
struct Recommend {
    /// Languages of your code: slug, name or alias; several with commas or by repeating
    #[arg(short, long, value_name = "LANGUAGE", value_delimiter = ',')]
    lang: Vec<String>,
    /// What you need, such as messaging; `messaging:2` for two different picks
    #[arg(
        short,
        long,
        value_name = "NEED",
        value_delimiter = ',',
        required = true
    )]
    need: Vec<String>,
    /// Already chosen: fit the rest to it
    #[arg(long, value_name = "ENTRY", value_delimiter = ',')]
    with: Vec<String>,
    /// Never pick these
    #[arg(long, value_name = "ENTRY", value_delimiter = ',')]
    without: Vec<String>,
    /// Every pick must implement these
    #[arg(long, value_name = "STANDARD", value_delimiter = ',')]
    standard: Vec<String>,
    /// Every pick must have one of these: permissive, copyleft, open (either) or SPDX identifiers
    #[arg(long, value_name = "LICENSE", value_delimiter = ',')]
    license: Vec<String>,
    /// Candidates shown for each need
    #[arg(long, value_name = "N", default_value_t = 5)]
    top: usize,
    /// Show the K best stacks
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=100))]
    stacks: u16,
    /// Say why: reasons with their way through the graph and their sources, and what the runner-up lacks
    #[arg(long)]
    explain: bool,
    /// Change the weight of a reason, such as adoption=0.5
    #[arg(long, value_name = "REASON=W", value_delimiter = ',')]
    weight: Vec<String>,
    /// Let retired technologies be picked
    #[arg(long)]
    include_retired: bool,
    /// Only what sources of that year knew
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1970..=9999))]
    as_of: Option<u16>,
    /// Stop the search after this time with the best found, such as 500ms or 2s
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = super::query::duration)]
    timeout: Duration,
}

impl Arguments for Recommend {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let catalog = context.ask(|| Question::Stack(self.wanted()))?;
        let graph = Graph::new(&catalog.index);
        let wish = self.wish(&graph)?;
        match recommend(&graph, &wish) {
            Advice::Stacks(stacks) => Ok(Box::new(Recommendation {
                wish,
                stacks,
                top: self.top.max(1),
                explain: self.explain,
                catalog,
            })),
            Advice::Nothing(unmet) => Err(nothing(&graph, &unmet)),
        }
    }
}

impl Recommend {
    fn wanted(&self) -> Wanted {
        let names = self.need.iter().map(|text| {
            text.rsplit_once(':')
                .map_or(text.as_str(), |(name, _)| name)
        });
        Wanted {
            languages: self.lang.clone(),
            needs: names.map(ToOwned::to_owned).collect(),
            with: self.with.clone(),
            without: self.without.clone(),
            standards: self.standard.clone(),
            ..Wanted::default()
        }
    }

    fn wish(&self, graph: &Graph<'_>) -> Result<Wish, Failure> {
        Ok(Wish {
            languages: known::languages(graph, &self.lang)?,
            needs: self.needs(graph)?,
            with: known::entries(graph, &self.with)?,
            without: known::entries(graph, &self.without)?,
            standards: known::standards(graph, &self.standard)?,
            licences: self.license.clone(),
            stacks: usize::from(self.stacks),
            weights: self
                .weight
                .iter()
                .map(|text| weight(text))
                .collect::<Result<_, _>>()?,
            include_retired: self.include_retired,
            as_of: self.as_of,
            timeout: self.timeout,
        })
    }

    fn needs(&self, graph: &Graph<'_>) -> Result<Vec<(Node, usize)>, Failure> {
        let mut needs: Vec<(Node, usize)> = Vec::new();
        for text in self.need.iter().filter(|text| !text.trim().is_empty()) {
            let (name, count) = match text.rsplit_once(':') {
                Some((name, count)) => (name, picks(text, count)?),
                None => (text.as_str(), 1),
            };
            let need = known::need(graph, name)?;
            match needs.iter_mut().find(|(known, _)| *known == need) {
                Some((_, known)) => *known = count.max(*known),
                None => needs.push((need, count)),
            }
        }
        if needs.is_empty() {
            return Err(Failure::unknown("need", "", None, "stackgen list needs"));
        }
        Ok(needs)
    }
}

fn picks(text: &str, count: &str) -> Result<usize, Failure> {
    match count.parse() {
        Ok(count @ 1..=20) => Ok(count),
        _ => Err(Failure::usage(format!(
            "`{count}` in `--need {text}` is no number of picks, expected 1 to 20"
        ))),
    }
}

fn weight(text: &str) -> Result<(String, f64), Failure> {
    let names: Vec<&str> = reason_names().collect();
    let expected = || {
        format!(
            "expected REASON=NUMBER with a reason of {}",
            names.join(", ")
        )
    };
    let (name, number) = text
        .split_once('=')
        .ok_or_else(|| Failure::usage(format!("`--weight {text}` has no `=`, {}", expected())))?;
    if !names.contains(&name) {
        let hint = nearest(name, names.iter().copied()).map(|it| format!("did you mean `{it}`?"));
        return Err(Failure::Usage {
            message: format!("unknown reason `{name}`, {}", expected()),
            hints: hint.into_iter().collect(),
        });
    }
    match number.parse::<f64>() {
        Ok(weight) if (0.0..=100.0).contains(&weight) => Ok((name.to_owned(), weight)),
        _ => Err(Failure::usage(format!(
            "`{number}` is no weight, expected a number from 0 to 100"
        ))),
    }
}

fn nothing(graph: &Graph<'_>, unmet: &[Unmet]) -> Failure {
    let mut hints = Vec::new();
    for it in unmet {
        let need = graph.slug(it.need);
        for (condition, there) in &it.ways_out {
            hints.push(format!(
                "{}: then {there} fit `{need}`",
                condition.way_out()
            ));
        }
        if it.ways_out.is_empty() {
            hints.push(format!("no single condition keeps `{need}` empty: ask for less of `{need}`, or drop several conditions"));
        }
    }
    let needs: Vec<String> = unmet
        .iter()
        .map(|it| match (it.asked, it.fitting) {
            (1, _) => format!("nothing fits `{}`", graph.slug(it.need)),
            (asked, fitting) => format!("{fitting} of {asked} picks fit `{}`", graph.slug(it.need)),
        })
        .collect();
    Failure::Nothing {
        message: needs.join("; "),
        hints,
    }
}

struct Recommendation {
    catalog: Catalog,
    wish: Wish,
    stacks: Vec<Stack>,
    top: usize,
    explain: bool,
}

impl Answer for Recommendation {
    fn page(&self) -> Page {
        let graph = Graph::new(&self.catalog.index);
        let mut page = Page::default();
        for (rank, stack) in self.stacks.iter().enumerate() {
            let proof = if stack.optimal {
                "no better stack exists".to_owned()
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
                if let Some(text) = price(&graph, pick) {
                    page.push(Block::Paragraph(text));
                }
            }
            if self.explain {
                for pick in &stack.picks {
                    self.explained(&graph, &mut page, pick);
                }
            }
        }
        if !self.explain {
            page.push(Block::Paragraph(
                "Add --explain for the reasons with their sources.".to_owned(),
            ));
        }
        page
    }

    fn json(&self) -> Value {
        let graph = Graph::new(&self.catalog.index);
        let slugs = |nodes: &[Node]| {
            nodes
                .iter()
                .map(|node| graph.slug(*node).to_owned())
                .collect()
        };
        let needs: Vec<Node> = self.wish.needs.iter().map(|(need, _)| *need).collect();
        let stack = |stack: &Stack| StackJson {
            score: known::rounded(stack.score),
            optimal: stack.optimal,
            bound: known::rounded(stack.bound),
            picks: stack
                .picks
                .iter()
                .map(|pick| self.pick_json(&graph, pick))
                .collect(),
        };
        let answer = RecommendJson {
            query: QueryJson {
                languages: slugs(&self.wish.languages),
                needs: slugs(&needs),
                with: slugs(&self.wish.with),
                without: slugs(&self.wish.without),
                standards: slugs(&self.wish.standards),
            },
            stacks: self.stacks.iter().map(stack).collect(),
        };
        serde_json::to_value(answer).expect("plain values become JSON")
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
        for pick in &stack.picks {
            let note = format!("{} · {:.2}", graph.slug(pick.need), pick.score);
            match nodes.iter_mut().find(|(node, ..)| *node == pick.node) {
                Some((.., known)) => *known = format!("{known}, {note}"),
                None => nodes.push((pick.node, true, note)),
            }
        }
        nodes.extend(
            self.wish
                .with
                .iter()
                .map(|node| (*node, false, "already chosen".to_owned())),
        );
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
        known::diagram(&graph, self.title(&graph), nodes, &edges)
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

    fn bytes(&self, format: &str) -> Option<Vec<u8>> {
        (format == "compose").then(|| super::compose::render(&self.catalog, &self.stacks))
    }
}

impl Recommendation {
    fn title(&self, graph: &Graph<'_>) -> String {
        let languages = known::labels(graph, self.wish.languages.iter().copied());
        if languages.is_empty() {
            "Recommended stack".to_owned()
        } else {
            format!("Recommended stack for {languages}")
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
            why.push("already chosen");
        }
        why.extend(in_short(pick));
        why.truncate(3);
        vec![
            graph.slug(pick.need).to_owned(),
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
    }

    fn pick_json(&self, graph: &Graph<'_>, pick: &Pick) -> PickJson {
        let reason = |reason: &Given| ReasonJson {
            kind: reason.reason.name,
            value: known::rounded(reason.value),
            weight: reason.weight,
            text: reason.because.text.clone(),
            path: path_parts(graph, &reason.because.path),
            sources: reason
                .because
                .sources
                .iter()
                .map(|node| graph.slug(*node).to_owned())
                .collect(),
        };
        let candidate = |(node, score): &(Node, f64)| CandidateJson {
            entry: graph.slug(*node).to_owned(),
            name: graph.label(*node).to_owned(),
            score: known::rounded(*score),
        };
        PickJson {
            need: graph.slug(pick.need).to_owned(),
            entry: graph.slug(pick.node).to_owned(),
            name: graph.label(pick.node).to_owned(),
            iri: graph.iri(pick.node).to_owned(),
            score: known::rounded(pick.score),
            alone: known::rounded(pick.alone),
            chosen: pick.is_chosen,
            forgone: pick.forgone.as_ref().map(candidate),
            reasons: pick.reasons.iter().map(reason).collect(),
            candidates: pick
                .candidates
                .iter()
                .take(self.top)
                .map(candidate)
                .collect(),
            runner_up: runner_up(graph, pick).filter(|_| self.explain),
        }
    }
}

/// What `--format json` promises.
#[derive(Serialize)]
struct RecommendJson {
    query: QueryJson,
    stacks: Vec<StackJson>,
}

#[derive(Serialize)]
struct QueryJson {
    languages: Vec<String>,
    needs: Vec<String>,
    with: Vec<String>,
    without: Vec<String>,
    standards: Vec<String>,
}

#[derive(Serialize)]
struct StackJson {
    score: f64,
    optimal: bool,
    bound: f64,
    picks: Vec<PickJson>,
}

#[derive(Serialize)]
struct PickJson {
    need: String,
    entry: String,
    name: String,
    iri: String,
    score: f64,
    alone: f64,
    chosen: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    forgone: Option<CandidateJson>,
    reasons: Vec<ReasonJson>,
    candidates: Vec<CandidateJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    runner_up: Option<String>,
}

#[derive(Serialize)]
struct ReasonJson {
    kind: &'static str,
    value: f64,
    weight: f64,
    text: String,
    path: Vec<String>,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct CandidateJson {
    entry: String,
    name: String,
    score: f64,
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
        let words = known::words(graph.iri(step.edge.relation));
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
    let ties = pick.reasons.iter().filter(|it| it.reason.place == Some(0));
    let ties: Vec<&str> = ties.map(|it| it.because.text.as_str()).collect();
    Some(format!(
        "{}: alone {} scores {alone:.2} and {name} {:.2}; decided by {name}: {}.",
        graph.slug(pick.need),
        graph.label(best),
        pick.alone,
        ties.join(", "),
    ))
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
    let mut ways: Vec<String> = other
        .values
        .iter()
        .map(|(reason, now, then)| format!("its {reason} were {then:.2} instead of {now:.2}"))
        .collect();
    ways.extend(
        other
            .weights
            .iter()
            .filter(|(.., then)| *then <= 10.0)
            .map(|(reason, now, then)| {
                format!("{reason} weighed over {then:.2} instead of {now:.2}")
            }),
    );
    ways.push(format!("{} were left out", graph.label(pick.node)));
    Some(format!("{name} would win if {}", ways.join(", or ")))
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
