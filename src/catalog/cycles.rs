//! Which versions of a product are no longer supported: `docker:python` of version `3.8-slim` belongs to a cycle that ended.
//!
//! Only what is certain is answered. A version belongs to the cycle whose numbers it begins with; one that only begins
//! a cycle's numbers, as the tag `3`, has ended when every cycle of these had when their source was read.

use std::collections::HashMap;

use super::packages::normal;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};

/// The products of a graph and the ends of their cycles, ready to be looked up. Made once for many questions.
pub struct Cycles<'a> {
    products: Vec<Product<'a>>,
    /// The products that have the versions of a package.
    exact: HashMap<String, Vec<usize>>,
    /// The same of all packages that begin so.
    groups: Vec<(String, usize)>,
}

struct Product<'a> {
    name: &'a str,
    /// That of its technology or language, else its own.
    slug: &'a str,
    cycles: Vec<Cycle<'a>>,
}

struct Cycle<'a> {
    numbers: Vec<&'a str>,
    /// Its word in tags, as `bookworm`.
    word: &'a str,
    /// The day on which its support ends; empty where none is set.
    end: &'a str,
    /// The day on which its source was read, and the slugs of those who say so.
    read: &'a str,
    sources: Vec<String>,
}

/// A cycle, or all that begin so, whose support has ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ended<'a> {
    /// The slug of the technology or language, else that of the product.
    pub slug: &'a str,
    /// The name of the product.
    pub name: &'a str,
    /// What the versions begin with.
    pub version: String,
    /// The day on which support ended.
    pub end: &'a str,
    /// Who says so, by slug.
    pub sources: Vec<String>,
    product: usize,
}

impl<'a> Cycles<'a> {
    /// Reads the products and release cycles of `graph`.
    #[must_use]
    pub fn of(graph: &Graph<'a>) -> Self {
        let mut this = Self {
            products: Vec::new(),
            exact: HashMap::new(),
            groups: Vec::new(),
        };
        let mut places: HashMap<Node, usize> = HashMap::new();
        for node in graph.of_class(sg::PRODUCT) {
            let of = graph.objects(node, sg::PRODUCT_OF).next().unwrap_or(node);
            places.insert(node, this.products.len());
            this.products.push(Product {
                name: graph.label(node),
                slug: graph.slug(of),
                cycles: Vec::new(),
            });
        }
        for (node, package) in graph.texts_of(sg::VERSIONED_PACKAGE) {
            let Some(product) = places.get(&node) else {
                continue;
            };
            let package = normal(package);
            match package.strip_suffix('*') {
                Some(beginning) => this.groups.push((beginning.to_owned(), *product)),
                None => this.exact.entry(package).or_default().push(*product),
            }
        }
        for (node, product) in graph.pairs(sg::CYCLE_OF) {
            if let Some(product) = places.get(&product) {
                this.products[*product].cycles.push(Cycle::of(graph, node));
            }
        }
        this
    }

    /// The cycles that a version of a package belongs to, as far as their support has ended before `today`; more than one
    /// only where several products have the package.
    #[must_use]
    pub fn ended(&self, package: &str, version: &str, today: &str) -> Vec<Ended<'a>> {
        let package = normal(package);
        let exact = self.exact.get(&package).into_iter().flatten().copied();
        let mut products: Vec<usize> = exact.collect();
        if products.is_empty() {
            let groups = self.groups.iter();
            products.extend(
                groups
                    .filter(|it| package.starts_with(&it.0))
                    .map(|it| it.1),
            );
        }
        products
            .into_iter()
            .filter_map(|it| self.ended_of(it, version, today))
            .collect()
    }

    fn ended_of(&self, at: usize, version: &str, today: &str) -> Option<Ended<'a>> {
        let product = &self.products[at];
        let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
        let (numbers, word) = parts(version);
        let told = |cycle: &Cycle<'a>, version: String| Ended {
            slug: product.slug,
            name: product.name,
            version,
            end: cycle.end,
            sources: cycle.sources.clone(),
            product: at,
        };
        let belongs = |it: &&Cycle<'a>| {
            numbers.starts_with(&it.numbers)
                || numbers.is_empty() && !word.is_empty() && it.word == word
        };
        // Of cycles 2 and 2.12 the longer is meant.
        let of = product.cycles.iter().filter(belongs);
        if let Some(cycle) = of.max_by_key(|it| it.numbers.len()) {
            let is_over = !cycle.end.is_empty() && cycle.end < today;
            // A longer cycle of the same beginning may be what this version is of.
            let is_open = cycle.numbers.len() == numbers.len()
                && product
                    .cycles
                    .iter()
                    .any(|it| it.numbers.len() > numbers.len() && it.numbers.starts_with(&numbers));
            return (is_over && !is_open).then(|| told(cycle, cycle.numbers.join(".")));
        }
        if numbers.is_empty() {
            return None;
        }
        let begun: Vec<&Cycle<'a>> = product
            .cycles
            .iter()
            .filter(|it| it.numbers.starts_with(&numbers))
            .collect();
        let over = |it: &&Cycle<'a>| !it.end.is_empty() && it.end < it.read && it.end < today;
        let last = begun.iter().max_by_key(|it| it.end)?;
        begun
            .iter()
            .all(over)
            .then(|| told(last, numbers.join(".")))
    }

    /// The newest cycle of the product that is supported, and until when; an empty day where no end is set.
    #[must_use]
    pub fn newest(&self, ended: &Ended<'a>, today: &str) -> Option<(String, &'a str)> {
        let cycles = self.products[ended.product].cycles.iter();
        let supported = cycles.filter(|it| it.end.is_empty() || it.end >= today);
        let newest = supported.max_by_key(|it| numbered(&it.numbers))?;
        Some((newest.numbers.join("."), newest.end))
    }
}

impl<'a> Cycle<'a> {
    fn of(graph: &Graph<'a>, node: Node) -> Self {
        let end = graph.believed(node, sg::END_OF_LIFE);
        let said = end.map_or_else(Vec::new, |it| graph.sources(node, sg::END_OF_LIFE, it));
        Self {
            numbers: graph.value(node, sg::CYCLE).split('.').collect(),
            word: graph.value(node, sg::ALT_LABEL),
            end: end.map_or("", |it| graph.text(it)),
            read: said.iter().map(|it| graph.date(*it)).max().unwrap_or(""),
            sources: said.iter().map(|it| graph.slug(*it).to_owned()).collect(),
        }
    }
}

/// The numbers that a version begins with, and the word before its first hyphen where there are none: `3.8-slim` is 3.8,
/// `8u282-jdk` is 8, `bookworm-slim` is a word.
fn parts(version: &str) -> (Vec<&str>, &str) {
    let first = version.split(['-', '_', '+']).next().unwrap_or(version);
    let mut numbers = Vec::new();
    for part in first.split('.') {
        let digits = part
            .find(|it: char| !it.is_ascii_digit())
            .map_or(part, |it| &part[..it]);
        let rest = &part[digits.len()..];
        // An update of Java: `8u282`.
        let update = rest
            .strip_prefix('u')
            .is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
        if digits.is_empty() || !(rest.is_empty() || update) {
            break;
        }
        numbers.push(digits);
        if update {
            break;
        }
    }
    // `3.8rc1` comes before 3.8, and what follows three numbers does not matter.
    let is_whole = numbers.len() == first.split('.').count() || numbers.len() >= 2;
    if numbers.is_empty() || !is_whole {
        return (Vec::new(), if numbers.is_empty() { first } else { "" });
    }
    (numbers, "")
}

/// Numbers as they are counted: 3.10 is newer than 3.9.
fn numbered(numbers: &[&str]) -> Vec<u64> {
    numbers.iter().map(|it| it.parse().unwrap_or(0)).collect()
}
