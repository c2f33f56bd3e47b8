//! A diagram → what of it a picture shows: like ties as one box of names, packages and languages as words under what
//! they belong to, the heaviest where there is no room for all, and what was left out in words.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::font;
use super::geometry::Area;
use crate::model::diagram::{Diagram, Edge, Kind, Node, Purpose, Upkeep};

/// So many boxes with lines between them are followed with the eye; more become names in boxes.
const MOST_TILES: usize = 24;
/// So many names in boxes are read on a slide.
const MOST_NAMES: usize = 60;
/// Past so many nodes without a focus, lines between them say nothing: they are clustered.
const MOST_TIED: usize = 150;
/// From so many neighbours on, those tied alike share a box.
const CROWD: usize = 9;
/// So many clusters fit a slide.
const MOST_CLUSTERS: usize = 24;

/// Height of a line of a heading, a note, a name.
const HEADING: f64 = 18.0;
const NOTE: f64 = 14.0;
pub(super) const ITEM: f64 = 17.0;
/// Space around the text of a box.
pub(super) const PADDING: (f64, f64) = (14.0, 9.0);
/// From a column of names to the next, and the mark before a name.
pub(super) const BETWEEN_COLUMNS: f64 = 14.0;
pub(super) const BULLET: f64 = 15.0;
/// What is longer is cut: a name may be any text.
const WIDEST_HEADING: f64 = 280.0;
const WIDEST_NOTE: f64 = 190.0;
const WIDEST_ITEM: f64 = 165.0;
/// A ranking has room for reasons.
const WIDEST_REASON: f64 = 430.0;

/// Sizes of text.
pub(super) const HEADING_SIZE: f64 = 14.0;
pub(super) const NOTE_SIZE: f64 = 11.0;
pub(super) const ITEM_SIZE: f64 = 12.0;

/// A name in a box of names.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) label: String,
    pub(super) kind: Kind,
    pub(super) upkeep: Upkeep,
    pub(super) link: String,
    pub(super) tooltip: String,
}

/// A box of a picture: one thing, or the names of several that are tied alike.
#[derive(Clone, Debug, Default)]
pub(super) struct Tile {
    pub(super) kind: Kind,
    pub(super) focus: bool,
    pub(super) upkeep: Upkeep,
    pub(super) heading: String,
    pub(super) notes: Vec<String>,
    pub(super) link: String,
    pub(super) tooltip: String,
    pub(super) items: Vec<Item>,
    /// So many names were left out.
    pub(super) more: usize,
    /// In so many columns stand the names.
    pub(super) columns: usize,
    /// The relation that the names share.
    pub(super) relation: Option<String>,
}

impl Tile {
    fn of(node: &Node, notes: Vec<String>, widest: f64) -> Self {
        let mut notes: Vec<String> = std::iter::once(node.note.clone())
            .chain(notes)
            .filter(|it| !it.is_empty())
            .map(|it| font::fit(&it, NOTE_SIZE, widest))
            .collect();
        if !node.upkeep.mark().is_empty() {
            notes.push(node.upkeep.mark().to_owned());
        }
        Self {
            kind: node.kind,
            focus: node.focus,
            upkeep: node.upkeep,
            heading: font::fit(&node.label, HEADING_SIZE, widest.max(WIDEST_HEADING)),
            notes,
            link: node.link.clone(),
            tooltip: tooltip(node),
            ..Self::default()
        }
    }

    /// A box of names under a heading.
    fn panel(heading: &str, members: &[&Node], shown: usize, relation: Option<&str>) -> Self {
        let items: Vec<Item> = members.iter().take(shown).map(|it| item(it)).collect();
        let count = members.len();
        let is_cut = items.len() < count;
        Self {
            heading: font::fit(heading, HEADING_SIZE, 1.4 * WIDEST_HEADING),
            notes: if count > 1 && is_cut {
                vec![format!("{} of {count}", items.len())]
            } else {
                Vec::new()
            },
            tooltip: heading.to_owned(),
            more: count - items.len(),
            items,
            columns: 1,
            relation: relation.map(ToOwned::to_owned),
            ..Self::default()
        }
    }

    pub(super) fn is_panel(&self) -> bool {
        self.columns > 0
    }

    /// Width and height that hold all its text.
    pub(super) fn size(&self) -> (f64, f64) {
        let notes = self.notes.iter().map(|it| font::width(it, NOTE_SIZE));
        let head = notes.fold(font::width(&self.heading, HEADING_SIZE) * 1.04, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let count = |number: usize| number as f64;
        let mut height = HEADING + NOTE * count(self.notes.len()) + 2.0 * PADDING.1;
        let mut width = head;
        if self.is_panel() {
            height += ITEM * count(self.lines()) + 5.0;
            let columns = count(self.columns);
            width = width.max(columns * (self.column() + BETWEEN_COLUMNS) - BETWEEN_COLUMNS);
        }
        // The slanted sides of some shapes take room from the text.
        let slant = if self.is_panel() { 0.0 } else { 10.0 };
        (width + 2.0 * PADDING.0 + slant, height)
    }

    /// How many lines of names it has, with the one that tells of more.
    fn lines(&self) -> usize {
        (self.items.len() + usize::from(self.more > 0)).div_ceil(self.columns.max(1))
    }

    /// The width of a column of names.
    fn column(&self) -> f64 {
        let names = self
            .items
            .iter()
            .map(|it| font::width(&it.label, ITEM_SIZE));
        let widest = names.fold(0.0, f64::max);
        let more = font::width(&self.and_more(), ITEM_SIZE);
        BULLET + widest.max(more)
    }

    /// What stands after the last name.
    pub(super) fn and_more(&self) -> String {
        if self.more == 0 {
            String::new()
        } else {
            format!("and {} more", super::grouped(self.more))
        }
    }

    /// The place of each name, and of what tells of more, within the area of the box: where its text starts.
    pub(super) fn places(&self, area: Area) -> Vec<(f64, f64)> {
        let top = area.y + self.head() + ITEM - 1.0;
        let (column, lines) = (self.column() + BETWEEN_COLUMNS, self.lines().max(1));
        #[expect(clippy::cast_precision_loss, reason = "few lines")]
        let place = |number: usize| {
            (
                area.x + PADDING.0 + (number / lines) as f64 * column,
                top + (number % lines) as f64 * ITEM,
            )
        };
        (0..self.items.len() + usize::from(self.more > 0))
            .map(place)
            .collect()
    }

    /// The height of heading and notes.
    #[expect(clippy::cast_precision_loss, reason = "few lines")]
    pub(super) fn head(&self) -> f64 {
        PADDING.1 + HEADING + NOTE * self.notes.len() as f64
    }
}

fn tooltip(node: &Node) -> String {
    if node.upkeep.mark().is_empty() {
        node.iri.clone()
    } else {
        format!("{} ({})", node.iri, node.upkeep.mark())
    }
}

fn item(node: &Node) -> Item {
    Item {
        label: font::fit(&node.label, ITEM_SIZE, WIDEST_ITEM),
        kind: node.kind,
        upkeep: node.upkeep,
        link: node.link.clone(),
        tooltip: tooltip(node),
    }
}

/// A line between two boxes: every tie between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tie {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The most telling of the relations: it gives colour and stroke.
    pub(super) relation: String,
    pub(super) name: String,
    pub(super) label: String,
    /// Whether there is a head at the start, at the end.
    pub(super) heads: [bool; 2],
    pub(super) derived: bool,
}

/// How the boxes are arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// From left to right.
    Layers,
    /// Around the middle, lines inside; boxes of names below.
    #[default]
    Ring,
    /// Boxes of names on both sides of the first.
    Star,
    /// Boxes of names in columns.
    Shelves,
    /// The first ones left, the others below each other in their order.
    Ranking,
}

/// What a picture shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    pub(super) title: String,
    /// What is not drawn, in words.
    pub(super) left_out: Vec<String>,
    pub(super) tiles: Vec<Tile>,
    pub(super) ties: Vec<Tie>,
    pub(super) arrangement: Arrangement,
}

/// What of a diagram is drawn, of names and boxes at most `limit`.
pub(super) fn sketch(diagram: &Diagram, limit: Option<usize>) -> Sketch {
    let mut parts = Parts::of(diagram);
    let limit = if diagram.is_whole && limit.is_none() {
        Some(usize::MAX)
    } else {
        limit
    };
    match diagram.purpose {
        Purpose::Ranking => parts.ranking(limit.unwrap_or(12)),
        Purpose::Ways => parts.tied(Arrangement::Layers),
        Purpose::Stack => {
            parts.fold_languages();
            parts.tied(Arrangement::Ring)
        }
        Purpose::Ties => parts.ties(limit),
    }
}

/// A diagram while it is made smaller.
struct Parts<'a> {
    diagram: &'a Diagram,
    /// How many ties each node has in all that could be drawn.
    weights: Vec<usize>,
    /// Whether a node is still drawn.
    kept: Vec<bool>,
    edges: Vec<&'a Edge>,
    notes: Vec<Vec<String>>,
    left_out: Vec<String>,
}

impl<'a> Parts<'a> {
    fn of(diagram: &'a Diagram) -> Self {
        let inside = |edge: &&Edge| {
            edge.from < diagram.nodes.len() && edge.to < diagram.nodes.len() && edge.from != edge.to
        };
        Self {
            diagram,
            weights: diagram.degrees(),
            kept: vec![true; diagram.nodes.len()],
            edges: diagram.edges.iter().filter(inside).collect(),
            notes: vec![Vec::new(); diagram.nodes.len()],
            left_out: Vec::new(),
        }
    }

    fn node(&self, number: usize) -> &'a Node {
        &self.diagram.nodes[number]
    }

    fn is_drawn(&self, edge: &Edge) -> bool {
        self.kept[edge.from] && self.kept[edge.to]
    }

    /// The nodes that are drawn.
    fn nodes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.kept.len()).filter(|it| self.kept[*it])
    }

    /// Languages and packages become words under what they belong to: they are the same for every pick.
    fn fold_languages(&mut self) {
        let kind = |number: usize| self.diagram.nodes[number].kind;
        let languages = self.nodes().filter(|it| kind(*it) == Kind::Language);
        let is_only = languages.count() == 1;
        let mut notes: Vec<BTreeSet<String>> = vec![BTreeSet::new(); self.kept.len()];
        for edge in &self.edges {
            match (kind(edge.from), kind(edge.to)) {
                (Kind::Client, Kind::Language) | (Kind::Language, _) => {}
                (Kind::Client, _) => {
                    let package = short_package(&self.node(edge.from).label);
                    let for_language = self
                        .edges
                        .iter()
                        .find(|it| it.from == edge.from && kind(it.to) == Kind::Language);
                    let language = for_language.map_or("", |it| self.node(it.to).label.as_str());
                    notes[edge.to].insert(format!("{language} {package}").trim().to_owned());
                }
                // That a thing suits every language tells none.
                (_, Kind::Language)
                    if !edge.derived && !self.node(edge.to).iri.ends_with("/any") =>
                {
                    let language = &self.node(edge.to).label;
                    notes[edge.from].insert(format!("{} {language}", edge.label));
                }
                _ => {}
            }
        }
        for (own, notes) in self.notes.iter_mut().zip(notes) {
            // What a thing is written in is enough where a package is named for the same.
            own.extend(notes.into_iter().take(if is_only { 1 } else { 3 }));
        }
        for number in 0..self.kept.len() {
            if matches!(kind(number), Kind::Language | Kind::Client) && !self.node(number).focus {
                self.kept[number] = false;
            }
        }
    }

    /// What is tied to what, in the arrangement that fits how much there is.
    fn ties(&mut self, limit: Option<usize>) -> Sketch {
        let focus: Vec<usize> = self.nodes().filter(|it| self.node(*it).focus).collect();
        if let [focus] = focus[..] {
            let others = self.kept.len() - 1;
            let near = self.neighbours(focus);
            let is_heading = self.node(focus).kind == Kind::Category
                && self
                    .edges
                    .iter()
                    .any(|it| it.to != focus && it.from != focus);
            if is_heading {
                // Everything here stands in it: the title says so.
                self.kept[focus] = false;
            } else if others >= CROWD && near.len() == others {
                return self.star(focus, limit.unwrap_or(MOST_NAMES));
            }
        }
        let count = self.nodes().count();
        if count > MOST_TIED.max(limit.unwrap_or(0).min(2 * MOST_TIED)) {
            return self.clusters(limit.unwrap_or(2 * MOST_NAMES + MOST_NAMES / 2));
        }
        self.cut(limit.unwrap_or(MOST_TILES));
        let arrangement = if self.is_layered() {
            Arrangement::Layers
        } else {
            Arrangement::Ring
        };
        self.tied(arrangement)
    }

    fn neighbours(&self, node: usize) -> BTreeSet<usize> {
        let edges = self.edges.iter().filter(|it| self.is_drawn(it));
        edges
            .filter_map(|it| match (it.from == node, it.to == node) {
                (true, _) => Some(it.to),
                (_, true) => Some(it.from),
                _ => None,
            })
            .collect()
    }

    /// Keeps the heaviest nodes, those in focus first, and says how many were not kept.
    fn cut(&mut self, limit: usize) {
        let degree = self.degrees();
        let is_tied = |it: usize| degree[it] > 0;
        let mut nodes: Vec<usize> = self.nodes().filter(|it| is_tied(*it)).collect();
        let all = nodes.len();
        nodes.sort_by_key(|it| {
            let is_other = !self.node(*it).focus;
            (is_other, Reverse(self.weights[*it]), *it)
        });
        for number in nodes.iter().skip(limit.max(2)) {
            self.kept[*number] = false;
        }
        let drawn = all.min(limit.max(2));
        if drawn < all {
            let others = super::grouped(all - drawn);
            self.left_out.push(format!(
                "The {drawn} with the most ties; {others} others are not drawn."
            ));
        }
    }

    fn degrees(&self) -> Vec<usize> {
        let mut degrees = vec![0; self.kept.len()];
        for edge in self.edges.iter().filter(|it| self.is_drawn(it)) {
            degrees[edge.from] += 1;
            degrees[edge.to] += 1;
        }
        degrees
    }

    /// Whether lines from left to right show it: few of them, and most say a direction.
    fn is_layered(&self) -> bool {
        let edges: Vec<_> = self.edges.iter().filter(|it| self.is_drawn(it)).collect();
        let nodes = self.nodes().count();
        let directed = edges.iter().filter(|it| !it.symmetric).count();
        edges.len() <= nodes + nodes / 3 + 1 && directed * 2 >= edges.len() && nodes <= 20
    }

    /// Boxes with lines between them; what has no line here is named in a box below.
    fn tied(&mut self, arrangement: Arrangement) -> Sketch {
        let degrees = self.degrees();
        let (tied, loose): (Vec<usize>, Vec<usize>) = self
            .nodes()
            .partition(|it| degrees[*it] > 0 || self.node(*it).focus);
        let widest = WIDEST_NOTE;
        let tile = |it: &usize| Tile::of(self.node(*it), self.notes[*it].clone(), widest);
        // A few without ties are boxes like the others.
        if tied.len() + loose.len() <= 12 {
            let nodes: Vec<usize> = self.nodes().collect();
            let tiles = nodes.iter().map(tile).collect();
            return self.sketch(tiles, self.lines(&nodes), arrangement);
        }
        let mut tiles: Vec<Tile> = tied.iter().map(tile).collect();
        if !loose.is_empty() {
            let members = self.heaviest(loose);
            let heading = if tied.is_empty() {
                "Without ties to each other"
            } else {
                "Without ties to these"
            };
            tiles.push(Tile::panel(heading, &members, MOST_NAMES, None));
        }
        self.sketch(tiles, self.lines(&tied), arrangement)
    }

    fn sketch(&self, tiles: Vec<Tile>, ties: Vec<Tie>, arrangement: Arrangement) -> Sketch {
        Sketch {
            title: self.diagram.title.clone(),
            left_out: self.left_out.clone(),
            tiles,
            ties,
            arrangement,
        }
    }

    /// Every tie between two of these nodes as one line.
    fn lines(&self, nodes: &[usize]) -> Vec<Tie> {
        let places: BTreeMap<usize, usize> =
            nodes.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let mut lines: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
        for edge in self.edges.iter().filter(|it| self.is_drawn(it)) {
            if let (Some(from), Some(to)) = (places.get(&edge.from), places.get(&edge.to)) {
                let pair = (*from.min(to), *from.max(to));
                lines.entry(pair).or_default().push(edge);
            }
        }
        lines
            .into_iter()
            .map(|((first, second), mut edges)| {
                edges.sort_by_key(|it| super::colours::place(&it.iri));
                let strongest = edges[0];
                let is_turned = places[&strongest.from] == second;
                let (from, to) = if is_turned {
                    (second, first)
                } else {
                    (first, second)
                };
                let heads = |at: usize| {
                    let mut directed = edges.iter().filter(|it| !it.symmetric);
                    directed.any(|it| places[&it.to] == at)
                };
                let mut names: Vec<&str> = edges.iter().map(|it| it.label.as_str()).collect();
                names.dedup();
                Tie {
                    from,
                    to,
                    relation: strongest.iri.clone(),
                    name: strongest.label.clone(),
                    label: font::fit(&names.join(", "), NOTE_SIZE, WIDEST_NOTE),
                    heads: [heads(from), heads(to)],
                    derived: edges.iter().all(|it| it.derived && !it.iri.is_empty()),
                }
            })
            .collect()
    }

    /// The heaviest first, equal ones in the order given.
    fn heaviest(&self, mut nodes: Vec<usize>) -> Vec<&'a Node> {
        nodes.sort_by_key(|it| Reverse(self.weights[*it]));
        nodes.into_iter().map(|it| self.node(it)).collect()
    }

    /// A thing and boxes with the names of what is tied to it alike.
    fn star(&mut self, focus: usize, limit: usize) -> Sketch {
        // Relation and direction → what stands at the other end, by the most telling tie of each.
        let mut groups: BTreeMap<(usize, String, bool), BTreeSet<usize>> = BTreeMap::new();
        let mut edges: Vec<&Edge> = self.edges.clone();
        edges.retain(|it| it.from == focus || it.to == focus);
        edges.sort_by_key(|it| super::colours::place(&it.iri));
        let mut seen = BTreeSet::new();
        for edge in &edges {
            let outwards = edge.from == focus || edge.symmetric;
            let other = if edge.from == focus {
                edge.to
            } else {
                edge.from
            };
            if seen.insert(other) {
                let place = super::colours::place(&edge.iri);
                let group = (place, edge.iri.clone(), outwards);
                groups.entry(group).or_default().insert(other);
            }
        }
        let sizes: Vec<usize> = groups.values().map(BTreeSet::len).collect();
        let shown = shares(&sizes, limit);
        let mut tiles = vec![Tile::of(self.node(focus), Vec::new(), WIDEST_NOTE)];
        let mut ties = Vec::new();
        for (((_, relation, outwards), members), shown) in groups.iter().zip(shown) {
            let edge = edges
                .iter()
                .find(|it| it.iri == *relation && (it.from == focus || it.symmetric) == *outwards);
            let Some(edge) = edge else { continue };
            let heading = if *outwards {
                &edge.label
            } else {
                &edge.inverse
            };
            let members = self.heaviest(members.iter().copied().collect());
            ties.push(Tie {
                from: 0,
                to: tiles.len(),
                relation: relation.clone(),
                name: edge.label.clone(),
                label: String::new(),
                heads: [!edge.symmetric && !outwards, !edge.symmetric && *outwards],
                derived: false,
            });
            tiles.push(Tile::panel(heading, &members, shown, Some(relation)));
        }
        let between = self.edges.len() - edges.len();
        if between > 0 {
            self.left_out.push(format!(
                "{} between the things named here {} not drawn.",
                super::counted(between, "tie"),
                if between == 1 { "is" } else { "are" }
            ));
        }
        self.sketch(tiles, ties, Arrangement::Star)
    }

    /// Boxes of names: what is tied to the same thing where one relation was asked for, else what meets the same need.
    fn clusters(&mut self, limit: usize) -> Sketch {
        let relations: BTreeSet<&str> = self.edges.iter().map(|it| it.iri.as_str()).collect();
        let mut clusters: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut relation = None;
        if let (1, Some(edge)) = (relations.len(), self.edges.first()) {
            relation = Some(edge.iri.as_str());
            for edge in &self.edges {
                let (hub, other) = self.hub(edge);
                let heading = if hub == edge.to || edge.symmetric {
                    format!("{} {}", edge.label, self.node(hub).label)
                } else {
                    format!("{}: {}", self.node(hub).label, edge.label)
                };
                clusters.entry(heading).or_default().insert(other);
            }
        } else {
            for number in self.nodes() {
                let node = self.node(number);
                let heading = match (node.group.as_str(), node.kind) {
                    (_, Kind::Category) => continue,
                    ("", Kind::Technology) => "other technologies".to_owned(),
                    ("", kind) => plural(kind).to_owned(),
                    (group, _) => group.to_owned(),
                };
                clusters.entry(heading).or_default().insert(number);
            }
        }
        let mut clusters: Vec<(String, BTreeSet<usize>)> = clusters.into_iter().collect();
        clusters.sort_by_key(|(_, members)| Reverse(members.len()));
        let all: BTreeSet<usize> = clusters.iter().flat_map(|it| &it.1).copied().collect();
        let most = if limit == usize::MAX {
            limit
        } else {
            MOST_CLUSTERS
        };
        let (named, rest) = clusters.split_at(clusters.len().min(most));
        let sizes: Vec<usize> = named.iter().map(|(_, members)| members.len()).collect();
        let tiles: Vec<Tile> = named
            .iter()
            .zip(shares(&sizes, limit))
            .map(|((heading, members), shown)| {
                let members = self.heaviest(members.iter().copied().collect());
                Tile::panel(heading, &members, shown, relation)
            })
            .collect();
        let inside: BTreeSet<usize> = named.iter().flat_map(|it| &it.1).copied().collect();
        self.told_of_clusters(named.len(), rest.len(), inside.len(), all.len());
        self.sketch(tiles, Vec::new(), Arrangement::Shelves)
    }

    fn told_of_clusters(&mut self, named: usize, rest: usize, inside: usize, all: usize) {
        let mut text = if rest == 0 {
            format!(
                "{} in {}.",
                super::counted(all, "thing"),
                super::counted(named, "cluster")
            )
        } else {
            format!(
                "The {named} largest of {} clusters, {} of {} things.",
                super::grouped(named + rest),
                super::grouped(inside),
                super::grouped(all)
            )
        };
        text += &format!(
            " The {} between them are not drawn.",
            super::counted(self.edges.len(), "tie")
        );
        self.left_out.push(text);
    }

    /// The end of an edge that more of its kind share, and the other.
    fn hub(&self, edge: &Edge) -> (usize, usize) {
        if edge.symmetric && self.weights[edge.from] > self.weights[edge.to] {
            (edge.from, edge.to)
        } else {
            (edge.to, edge.from)
        }
    }

    /// Which of the things that are asked about a thing is drawn for: the first that it is tied to.
    fn asked_of(&self, number: usize, asked: &[usize]) -> usize {
        let ends = |edge: &Edge| [(edge.from, edge.to), (edge.to, edge.from)];
        let tied = (self.diagram.edges.iter().flat_map(ends))
            .filter(|(from, _)| *from == number)
            .filter_map(|(_, to)| asked.iter().position(|it| *it == to));
        tied.min().unwrap_or(0)
    }

    /// Of what can take the place of several things the best of each, as many of one as of another; in the order given.
    fn best_of_each(&self, asked: &[usize], ranked: &[usize], limit: usize) -> Vec<usize> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); asked.len().max(1)];
        for number in ranked {
            groups[self.asked_of(*number, asked)].push(*number);
        }
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        let shares = if groups.len() == 1 {
            vec![limit]
        } else {
            shares(&sizes, limit)
        };
        let best = groups
            .iter()
            .zip(shares)
            .flat_map(|(group, share)| group.iter().take(share));
        let best: BTreeSet<usize> = best.copied().collect();
        ranked
            .iter()
            .copied()
            .filter(|it| best.contains(it))
            .collect()
    }

    /// What is asked about left, what can take its place right, in its order.
    fn ranking(&mut self, limit: usize) -> Sketch {
        let (asked, ranked): (Vec<usize>, Vec<usize>) =
            self.nodes().partition(|it| self.node(*it).focus);
        let shown = self.best_of_each(&asked, &ranked, limit);
        for number in ranked.iter().filter(|it| !shown.contains(it)) {
            self.kept[*number] = false;
        }
        let more = ranked.len() - shown.len();
        if more > 0 {
            let each = if asked.len() > 1 { " for each" } else { "" };
            self.left_out.push(format!(
                "The best{each}: {} of {}.",
                super::grouped(shown.len()),
                super::grouped(ranked.len())
            ));
        }
        let nodes: Vec<usize> = asked.iter().chain(&shown).copied().collect();
        let tile = |it: &usize| {
            let mut tile = Tile::of(self.node(*it), Vec::new(), WIDEST_REASON);
            if !tile.focus {
                let place = |it: &usize| self.asked_of(*it, &asked);
                let before = shown.iter().take_while(|other| *other != it);
                let rank = before.filter(|other| place(other) == place(it)).count() + 1;
                tile.heading = format!("{rank}. {}", tile.heading);
            }
            tile
        };
        let tiles = nodes.iter().map(tile).collect();
        let mut ties = self.lines(&nodes);
        ties.retain(|it| (it.from < asked.len()) != (it.to < asked.len()));
        self.sketch(tiles, ties, Arrangement::Ranking)
    }
}

/// How many of each are shown so that all are together at most `limit`: each one more in turn, until there is no room.
fn shares(sizes: &[usize], limit: usize) -> Vec<usize> {
    let mut shares = vec![0; sizes.len()];
    // A name more takes no more room than the words that it is left out.
    let mut left = limit.max(sizes.len());
    loop {
        let open: Vec<usize> = (0..sizes.len())
            .filter(|it| shares[*it] < sizes[*it])
            .collect();
        if open.is_empty() || left < open.len() {
            break;
        }
        let step = (left / open.len()).max(1);
        for it in open {
            let more = step.min(sizes[it] - shares[it]);
            shares[it] += more;
            left -= more;
        }
    }
    for (share, size) in shares.iter_mut().zip(sizes) {
        if size - *share == 1 {
            *share = *size;
        }
    }
    shares
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Technology => "technologies",
        Kind::Standard => "standards",
        Kind::Publication => "publications",
        Kind::Category => "categories",
        Kind::Language => "languages",
        Kind::System => "systems",
        Kind::Client => "packages",
        Kind::Source => "sources",
        Kind::Other => "other things",
    }
}

/// A package without the registry and the host that are the same for all: `go:github.com/redis/go-redis/v9` →
/// `redis/go-redis/v9`.
fn short_package(package: &str) -> &str {
    let name = package.split_once(':').map_or(package, |(_, name)| name);
    match name.split_once('/') {
        Some((host, rest)) if host.contains('.') && !host.starts_with('@') => rest,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_shared_fairly_and_used_up() {
        assert_eq!(shares(&[2, 100, 3], 30), [2, 25, 3]);
        assert_eq!(shares(&[5, 5], 100), [5, 5]);
        assert_eq!(shares(&[50, 50, 50], 2), [1, 1, 1]);
        // Saying that one is left out would take its line.
        assert_eq!(shares(&[10, 11], 20), [10, 11]);
    }

    #[test]
    fn a_package_is_told_without_registry_and_host() {
        assert_eq!(
            short_package("go:github.com/redis/go-redis/v9"),
            "redis/go-redis/v9"
        );
        assert_eq!(short_package("npm:@redis/client"), "@redis/client");
        assert_eq!(short_package("maven:org.a:b"), "org.a:b");
    }
}
