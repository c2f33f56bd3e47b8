//! What `list entries` reads: pages of things in the order of their names, chosen by the service, until there are enough.

use std::fmt;
use std::sync::Arc;

use super::gather::{Gather, one_of, values};
use crate::base::vocabulary::{self as sg, ID};
use crate::catalog::Catalog;
use crate::graph::Graph;
use crate::store::remote::{EndpointError, MOST_ROWS, quoted};

type Done = Result<(), EndpointError>;

/// How many things a page has that nobody limits: each with its description, some 150 bytes.
const PAGE: usize = 4_000;
/// Who asks for the first few gets a page so many times as long, as some of it may be passed over.
const SPARE: usize = 2;
/// The shortest page.
const LEAST: usize = 100;

/// A property with objects, one of which a thing must have.
pub type Condition = (&'static str, Vec<String>);
/// The conditions that the words of a question mean; nothing where one of them means nothing.
pub type Conditions = dyn Fn(&Graph<'_>) -> Option<Vec<Condition>> + Send + Sync;
/// How many of what is here are listed; of what something uses, where that is asked.
pub type Sure = dyn Fn(&Catalog, bool) -> usize + Send + Sync;

/// Which things are listed.
#[derive(Clone)]
pub struct Listed {
    /// Their classes, in the order of the list.
    pub classes: &'static [&'static str],
    /// What is told of each.
    pub properties: &'static [&'static str],
    /// What names in the conditions may mean.
    pub naming: &'static [&'static str],
    /// What they must have.
    pub conditions: Arc<Conditions>,
    /// How many are enough, and how many of those that are here count.
    pub enough: Option<(usize, Arc<Sure>)>,
    /// Whether those come first that most use.
    pub is_by_use: bool,
    /// Whether the order is that of names, those that are used apart.
    pub is_by_name: bool,
}

impl fmt::Debug for Listed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Listed")
            .field("classes", &self.classes)
            .finish_non_exhaustive()
    }
}

pub(super) fn things(gather: &mut Gather<'_>, listed: &Listed) -> Done {
    if !listed.naming.is_empty() {
        gather.of_classes(
            listed.naming,
            &[
                sg::TYPE,
                sg::LABEL,
                sg::ALT_LABEL,
                sg::MEMBER,
                sg::IS_VERSION_OF,
            ],
        )?;
    }
    gather.trust()?;
    let index = gather.index();
    let Some(conditions) = (listed.conditions)(&Graph::new(&index)) else {
        return gather.check_vocabulary();
    };
    let mut pattern = String::new();
    for (number, (property, objects)) in conditions.iter().enumerate() {
        pattern += &format!(
            " VALUES ?o{number} {{ {} }} GRAPH ?g{number} {{ ?s <{property}> ?o{number} }}",
            values(objects)
        );
    }
    let pages = Pages {
        listed,
        conditions: &pattern,
    };
    if listed.is_by_use {
        count_users(gather, listed.classes, &pattern)?;
        let used = format!(" GRAPH ?u {{ ?x <{}> ?s }}", sg::USES);
        pages.all(gather, listed.classes, &used)?;
        if pages.are_enough(gather, true) {
            return Ok(());
        }
    }
    // What has a name elsewhere stands between those of ours, wherever its name belongs.
    let foreign = format!(" FILTER(!STRSTARTS(STR(?s), {}))", quoted(ID));
    let before = gather.length();
    pages.all(gather, listed.classes, &foreign)?;
    let is_ordered = (listed.is_by_name || listed.is_by_use) && gather.length() == before;
    for class in listed.classes {
        if is_ordered {
            if pages.first(gather, class)? {
                return Ok(());
            }
        } else {
            pages.all(gather, &[class], &ours())?;
        }
    }
    if gather.are_of_class(listed.classes).is_empty() {
        gather.check_vocabulary()?;
    }
    Ok(())
}

/// Lets the service count what uses each of the things.
fn count_users(gather: &mut Gather<'_>, classes: &[&str], conditions: &str) -> Done {
    let (kind, uses, classes) = (sg::TYPE, sg::USES, values(classes));
    let rows = gather.select(&format!(
        "SELECT ?s (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }}{conditions} \
         GRAPH ?u {{ ?x <{uses}> ?s }} }} GROUP BY ?s LIMIT {MOST_ROWS}"
    ))?;
    if rows.more {
        return Err(EndpointError::TooMuch);
    }
    for (node, count) in gather.numbers(&rows)? {
        gather.count(uses, "", &node, count);
    }
    Ok(())
}

/// The pattern of what is named as ours are.
fn ours() -> String {
    format!(" FILTER(STRSTARTS(STR(?s), {}))", quoted(ID))
}

struct Pages<'a> {
    listed: &'a Listed,
    conditions: &'a str,
}

impl Pages<'_> {
    fn are_enough(&self, gather: &Gather<'_>, used: bool) -> bool {
        let Some((enough, sure)) = &self.listed.enough else {
            return false;
        };
        sure(&gather.so_far(), used) >= *enough
    }

    /// Gathers things of a class in the order of their names; whether there are enough.
    fn first(&self, gather: &mut Gather<'_>, class: &str) -> Result<bool, EndpointError> {
        let length = match &self.listed.enough {
            Some((enough, _)) => enough.saturating_mul(SPARE).clamp(LEAST, PAGE),
            None => PAGE,
        };
        self.paged(gather, &[class], &ours(), length, &|gather| {
            self.are_enough(gather, false)
        })
    }

    /// Gathers all the things of some classes that fit a pattern.
    fn all(&self, gather: &mut Gather<'_>, classes: &[&str], pattern: &str) -> Done {
        self.paged(gather, classes, pattern, PAGE, &|_| false)
            .map(drop)
    }

    /// Gathers page after page, the first of some length, until there are enough; whether there are.
    fn paged(
        &self,
        gather: &mut Gather<'_>,
        classes: &[&str],
        pattern: &str,
        mut length: usize,
        are_enough: &dyn Fn(&Gather<'_>) -> bool,
    ) -> Result<bool, EndpointError> {
        let (kind, classes) = (sg::TYPE, values(classes));
        let told = one_of("?p", self.listed.properties);
        let things = format!(
            "VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }}{}{pattern}",
            self.conditions
        );
        let (mut last, mut count) = (String::new(), 0);
        loop {
            let page = format!(
                "SELECT DISTINCT ?s {{ {things} FILTER(STR(?s) > {}) }} ORDER BY STR(?s) LIMIT {length}",
                quoted(&last)
            );
            let here = gather.subjects_told(&format!(
                "{{ {page} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told})"
            ))?;
            let Some(here) = here else {
                // More statements than one answer has.
                length = (length / 2).max(1);
                continue;
            };
            count += here.len();
            let is_last = here.len() < length;
            let next = here.into_iter().next_back().unwrap_or_default();
            let is_done = is_last || are_enough(gather);
            if is_done && count > 0 {
                let end = if next.is_empty() { &last } else { &next };
                gather.check_count(
                    &format!("{things} FILTER(STR(?s) <= {})", quoted(end)),
                    count,
                )?;
            }
            if is_done {
                return Ok(are_enough(gather));
            }
            last = next;
            length = (length * 4).min(PAGE);
        }
    }
}
