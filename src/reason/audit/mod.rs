//! What of a system is given up or clashes, what replaces it, and the smallest way out.

pub mod plan;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::licence::satisfies;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};
use crate::reason::alternatives::{Opening, alternatives};
use plan::{Choice, Cover, smallest};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A technology was given up by its makers.
    Retired,
    /// A technology gets repairs only.
    Maintenance,
    /// The technology lives, the package through which it is used was given up.
    Package,
    /// A licence is none of those asked for.
    Licence,
    /// A version is declared whose support has ended.
    EndOfLife,
    /// A need that similar systems have answered is not.
    Need,
}

impl Rule {
    /// Every rule, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::Retired,
        Self::Licence,
        Self::EndOfLife,
        Self::Package,
        Self::Maintenance,
        Self::Need,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Retired => "retired",
            Self::Maintenance => "maintenance",
            Self::Package => "package",
            Self::Licence => "licence",
            Self::EndOfLife => "end-of-life",
            Self::Need => "need",
        }
    }

    /// What it looks for, in a sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Retired => "A technology was given up by its makers.",
            Self::Maintenance => "A technology gets repairs only.",
            Self::Package => {
                "A package was given up by its makers, though the technology behind it lives."
            }
            Self::Licence => "A licence is none of those asked for.",
            Self::EndOfLife => "A version is declared whose support has ended.",
            Self::Need => {
                "Similar systems have something for a need that this one has nothing for."
            }
        }
    }
}

/// Why something is found fault with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is about.
    pub rule: Rule,
    /// The technology, client or need.
    pub node: Node,
    /// The sentence for people.
    pub message: String,
    /// Who says so, by slug.
    pub sources: Vec<String>,
    /// What takes its place: a technology or a client.
    pub replacement: Option<Node>,
}

/// What is wrong with a technology: that it is given up or only maintained, and that its licence clashes with all of
/// those asked for.
#[must_use]
pub fn faults_of(graph: &Graph<'_>, technology: Node, licences: &[String]) -> Vec<Fault> {
    let rule = match graph.value(technology, sg::STATUS) {
        "retired" => Some(Rule::Retired),
        "maintenance" => Some(Rule::Maintenance),
        // The foundation gave it up, and nobody has said that its makers go on.
        "" if graph.value(technology, sg::MATURITY) == "archived" => Some(Rule::Maintenance),
        _ => None,
    };
    let mut faults: Vec<Fault> = rule
        .map(|it| given_up(graph, technology, graph.label(technology), it))
        .into_iter()
        .collect();
    faults.extend(clash(graph, technology, licences));
    faults
}

/// What is wrong with a client of a technology that lives.
#[must_use]
pub fn fault_of_client(graph: &Graph<'_>, client: Node) -> Option<Fault> {
    let retired = matches!(graph.value(client, sg::STATUS), "retired" | "maintenance");
    let name = format!("`{}`", graph.value(client, sg::PACKAGE));
    retired.then(|| given_up(graph, client, &name, Rule::Package))
}

fn given_up(graph: &Graph<'_>, node: Node, name: &str, rule: Rule) -> Fault {
    let status = graph.value(node, sg::STATUS);
    let property = if status.is_empty() {
        sg::MATURITY
    } else {
        sg::STATUS
    };
    let state = match (status, rule) {
        ("maintenance", _) => "is in maintenance",
        ("retired", Rule::Package) => "was given up",
        ("retired", _) => "is retired",
        _ => "was archived by its foundation",
    };
    let mut message = format!("{name} {state}");
    let basis = match graph.value(node, sg::STATUS_BASIS) {
        "announced" => "announced by its makers",
        "registry" => "marked so in its registry",
        "archived" => "its repository is archived",
        "silent" => "nothing was released for years",
        _ => "",
    };
    let since = graph.value(node, sg::STATUS_SINCE);
    let since = if since.is_empty() {
        String::new()
    } else {
        format!("since {since}")
    };
    let told: Vec<&str> = [basis, since.as_str()]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    if !told.is_empty() {
        message.push_str(&format!(" ({})", told.join(", ")));
    }
    let replacements = successors(graph, node);
    let replacement = replacements.first().copied();
    // One package may be the client of several technologies.
    let mut names: Vec<String> = replacements.iter().map(|it| called(graph, *it)).collect();
    let mut told = BTreeSet::new();
    names.retain(|it| told.insert(it.clone()));
    let without = graph.value(node, sg::NO_SUCCESSOR);
    match replacement {
        Some(_) if names.len() == 1 => message.push_str(&format!("; {} takes its place", names[0])),
        Some(_) => {
            message.push_str(&format!("; {} take its place", names.join(" or ")));
        }
        None if !without.is_empty() => {
            message.push_str(&format!("; nothing takes its place: {without}"));
        }
        None => {}
    }
    let value = graph.believed(node, property);
    let sources = value.map_or(Vec::new(), |it| graph.sources(node, property, it));
    Fault {
        rule,
        node,
        message,
        sources: sources
            .into_iter()
            .map(|it| graph.slug(it).to_owned())
            .collect(),
        replacement,
    }
}

/// The name of a technology, or the package of a client.
fn called(graph: &Graph<'_>, node: Node) -> String {
    match graph.value(node, sg::PACKAGE) {
        package if graph.is_a(node, sg::CLIENT) && !package.is_empty() => format!("`{package}`"),
        _ => graph.label(node).to_owned(),
    }
}

/// The first by slug of the successors that live.
#[must_use]
pub fn successor(graph: &Graph<'_>, node: Node) -> Option<Node> {
    successors(graph, node).first().copied()
}

/// The successors that live, by slug: where one was given up too, those after it.
fn successors(graph: &Graph<'_>, node: Node) -> Vec<Node> {
    let mut seen = BTreeSet::from([node]);
    let mut next = vec![node];
    while !next.is_empty() {
        let mut found: Vec<Node> = next
            .iter()
            .flat_map(|it| graph.objects(*it, sg::REPLACED_BY))
            .filter(|it| seen.insert(*it))
            .collect();
        found.sort_by_key(|it| graph.slug(*it));
        let lives = |it: &&Node| graph.value(**it, sg::STATUS) != "retired";
        let alive: Vec<Node> = found.iter().filter(lives).copied().collect();
        if !alive.is_empty() {
            return alive;
        }
        next = found;
    }
    Vec::new()
}

/// A clash of licences. What has no licence in the catalogue is not said to clash.
fn clash(graph: &Graph<'_>, technology: Node, licences: &[String]) -> Option<Fault> {
    let licence = graph.believed(technology, sg::LICENSE)?;
    let text = graph.text(licence);
    if licences.is_empty() || licences.iter().any(|asked| satisfies(text, asked)) {
        return None;
    }
    let sources = graph.sources(technology, sg::LICENSE, licence);
    Some(Fault {
        rule: Rule::Licence,
        node: technology,
        message: format!(
            "{} is licensed under {text}, expected {}",
            graph.label(technology),
            licences.join(" or ")
        ),
        sources: sources
            .into_iter()
            .map(|it| graph.slug(it).to_owned())
            .collect(),
        replacement: None,
    })
}

/// How many of the most similar systems are asked.
const SIMILAR: usize = 15;
/// Below this many nothing can be said.
const FEWEST: usize = 8;
/// What this part of them has is usual.
const USUAL: f64 = 0.7;
/// How much two systems must have in common.
const LEAST_ALIKE: f64 = 0.15;

/// The needs that most of the similar systems have something for and this one has not, most usual first.
///
/// Systems are alike by the technologies they share (Jaccard's index); those of the same name are left out.
#[must_use]
pub fn lacking(graph: &Graph<'_>, technologies: &[Node], itself: &str) -> Vec<Fault> {
    let own: BTreeSet<Node> = technologies.iter().copied().collect();
    let mut similar: Vec<(f64, Node, BTreeSet<Node>)> = graph
        .of_class(sg::SYSTEM)
        .into_iter()
        .filter(|it| graph.slug(*it) != itself)
        .map(|it| (it, graph.objects(it, sg::USES).collect::<BTreeSet<Node>>()))
        .map(|(system, uses)| (alike(&own, &uses), system, uses))
        .filter(|it| it.0 >= LEAST_ALIKE)
        .collect();
    similar.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| graph.slug(a.1).cmp(graph.slug(b.1)))
    });
    similar.truncate(SIMILAR);
    if similar.len() < FEWEST {
        return Vec::new();
    }
    let mut having: BTreeMap<Node, usize> = BTreeMap::new();
    for (_, _, uses) in &similar {
        let needs: BTreeSet<Node> = uses
            .iter()
            .flat_map(|it| graph.objects(*it, sg::PURPOSE))
            .collect();
        for need in needs {
            *having.entry(need).or_default() += 1;
        }
    }
    let answered: BTreeSet<Node> = own
        .iter()
        .flat_map(|it| graph.objects(*it, sg::IN_CATEGORY))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "at most fifteen systems")]
    let usual = |count: usize| count as f64 / similar.len() as f64 >= USUAL;
    let mut lacking: Vec<(usize, Node)> = having
        .into_iter()
        .filter(|(need, count)| {
            usual(*count) && !answered.contains(need) && graph.is_a(*need, sg::NEED)
        })
        .map(|(need, count)| (count, need))
        .collect();
    lacking.sort_by_key(|(count, need)| (std::cmp::Reverse(*count), graph.slug(*need)));
    let fault = |(count, need): (usize, Node)| Fault {
        rule: Rule::Need,
        node: need,
        message: format!(
            "{count} of the {} most similar systems have something for {}, this one declares nothing",
            similar.len(),
            graph.label(need).to_lowercase()
        ),
        sources: Vec::new(),
        replacement: None,
    };
    lacking.into_iter().map(fault).collect()
}

fn alike(a: &BTreeSet<Node>, b: &BTreeSet<Node>) -> f64 {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    #[expect(
        clippy::cast_precision_loss,
        reason = "systems have some dozen technologies"
    )]
    let share = common as f64 / all.max(1) as f64;
    share
}

/// What a plan keeps to.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// The languages of the system.
    pub languages: Vec<Node>,
    /// The licences that are allowed; none: all.
    pub licences: Vec<String>,
}

/// What takes the place of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What goes.
    pub from: Node,
    /// What comes, or is there already; nothing where no candidate fits.
    pub to: Option<Node>,
    /// Whether it is there already.
    pub present: bool,
    /// Others that would make a plan of the same size, best first.
    pub also: Vec<Node>,
}

/// The smallest way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What takes the place of what, in the order in which it was asked.
    pub exchanges: Vec<Exchange>,
    /// How many technologies it brings.
    pub brought: usize,
    /// Whether it is proved that no plan brings fewer.
    pub optimal: bool,
}

/// How many candidates of each technology are weighed, best first.
const CANDIDATES: usize = 12;

/// The fewest technologies that take the place of all in `dying`, fitting languages and licences; `healthy` are there
/// already and cost nothing. Of equally small plans the one with the better candidates.
#[must_use]
pub fn plan(graph: &Graph<'_>, dying: &[Node], healthy: &[Node], terms: &Terms) -> Plan {
    let options: Vec<Vec<Node>> = dying
        .iter()
        .map(|it| candidates(graph, *it, dying, terms))
        .collect();
    let mut items: Vec<Node> = options.iter().flatten().copied().collect();
    items.sort_by_key(|it| graph.slug(*it));
    items.dedup();
    let item = |node: Node| items.iter().position(|it| *it == node);
    let choice = |(penalty, node): (u32, &Node)| {
        Some(Choice {
            item: item(*node)?,
            penalty,
            present: healthy.contains(node),
        })
    };
    let ranked = options.iter().map(|nodes| (0u32..).zip(nodes));
    let choices: Vec<Vec<Choice>> = ranked.map(|it| it.filter_map(choice).collect()).collect();
    let cover = smallest(&choices);
    let exchanges = dying.iter().enumerate().map(|(at, from)| Exchange {
        from: *from,
        to: cover.answers[at].map(|it| items[it]),
        present: cover.answers[at].is_some_and(|it| healthy.contains(&items[it])),
        also: also(&choices, &cover, at)
            .into_iter()
            .map(|it| items[it])
            .collect(),
    });
    Plan {
        exchanges: exchanges.collect(),
        brought: cover.brought,
        optimal: cover.optimal,
    }
}

/// What could answer all that an answer answers, and would leave the plan as small.
fn also(choices: &[Vec<Choice>], cover: &Cover, at: usize) -> Vec<usize> {
    let Some(taken) = cover.answers[at] else {
        return Vec::new();
    };
    let together: Vec<usize> = (0..choices.len())
        .filter(|it| cover.answers[*it] == Some(taken))
        .collect();
    let free = choices[at].iter().any(|it| it.item == taken && it.present);
    let fits = |it: &&Choice| {
        it.item != taken
            && (it.present || !free)
            && together
                .iter()
                .all(|other| choices[*other].iter().any(|choice| choice.item == it.item))
    };
    choices[at].iter().filter(fits).map(|it| it.item).collect()
}

/// What can take the place of a technology: it lives, it is usable from the languages the other was used from, its
/// licence is allowed, and it is chosen for the same need or is the successor.
fn candidates(graph: &Graph<'_>, of: Node, dying: &[Node], terms: &Terms) -> Vec<Node> {
    let languages: BTreeSet<Node> = graph
        .objects(of, sg::USABLE_FROM)
        .filter(|it| terms.languages.contains(it))
        .collect();
    let purposes: BTreeSet<Node> = graph.objects(of, sg::PURPOSE).collect();
    let fits = |it: &Node| {
        let speaks = languages.is_empty()
            || graph
                .objects(*it, sg::USABLE_FROM)
                .any(|it| languages.contains(&it));
        let licence = graph.value(*it, sg::LICENSE);
        let allowed = terms.licences.is_empty()
            || terms.licences.iter().any(|asked| satisfies(licence, asked));
        let alive = !matches!(graph.value(*it, sg::STATUS), "retired" | "maintenance");
        speaks && allowed && alive && !dying.contains(it)
    };
    let opening = Opening {
        languages: languages.iter().copied().collect(),
        include_retired: false,
    };
    let serves = |it: &Node| {
        graph
            .objects(*it, sg::PURPOSE)
            .any(|it| purposes.contains(&it))
    };
    let found = alternatives(graph, of, &opening).into_iter();
    let found = found.filter(|it| fits(&it.node) && (it.successor || serves(&it.node)));
    found.map(|it| it.node).take(CANDIDATES).collect()
}
