//! What a search reads: the service looks through names, descriptions and what answers a need, and brings of each the best by
//! the most that they can count; more of them until what was left out cannot be shown. Start reading at [`search`].

use std::cmp::Ordering;
use std::collections::BTreeSet;

use oxrdf::Term;

use super::candidates::at_most;
use super::gather::{Gather, alike, counted_to, one_of, spelt, values, words};
use super::{Finds, Meant};
use crate::base::slug::slug;
use crate::base::vocabulary::{self as sg, ID};
use crate::graph::{Graph, Node};
use crate::model::diagram::Kind;
use crate::store::remote::{EndpointError, MOST_ROWS, Rows, quoted};

type Done = Result<(), EndpointError>;

/// How many more of each list are brought at first than are shown.
const SPARE: usize = 12;
/// How many of each list are looked at.
const MOST: usize = 2_000;
/// What is told of what is found.
const TOLD: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::DESCRIPTION,
    sg::STATUS,
];

/// Gathers what a text finds, as far as it is shown.
pub(super) fn search(
    gather: &mut Gather<'_>,
    text: &str,
    top: usize,
    find: Finds,
    meant: Meant,
) -> Done {
    frame(gather, text)?;
    let asked = Asked::of(gather, text, meant);
    let mut known = BTreeSet::new();
    let mut length = (top + SPARE).min(MOST);
    loop {
        let lists = asked.lists(gather, length)?;
        let found = lists.iter().flat_map(|list| &list.places);
        let new: BTreeSet<String> = found
            .map(|it| it.node.clone())
            .filter(|it| !known.contains(it))
            .collect();
        asked.read(gather, &new)?;
        known.extend(new);
        let rests: Vec<&Place> = lists.iter().filter_map(List::rest).collect();
        if rests.is_empty() || is_settled(gather, text, top, find, &rests) {
            break;
        }
        if length >= MOST {
            gather.note("many texts match: some of them were not looked at");
            break;
        }
        length = (length * 8).min(MOST);
    }
    if known.is_empty() {
        return gather.check_vocabulary();
    }
    Ok(())
}

/// Gathers the names of needs and languages that the words may mean, and of what is called by all of them.
fn frame(gather: &mut Gather<'_>, text: &str) -> Done {
    let kind = sg::TYPE;
    let named = one_of("?p", &[sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::MEMBER]);
    let trust = one_of("?p", &[sg::TYPE, sg::LABEL, sg::ISSUED, sg::DIRECTNESS]);
    let of = |classes: &[&str]| {
        let classes = values(classes);
        format!(
            "{{ SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} GRAPH ?h {{ ?s <{kind}> ?c }} }} }} GRAPH ?g {{ ?s ?p ?o }}"
        )
    };
    let mut whole = String::new();
    if text.trim().contains(char::is_whitespace) {
        let (label, alias, is_it) = (sg::LABEL, sg::ALT_LABEL, spelt(text));
        whole = format!(
            " UNION {{ {{ SELECT DISTINCT ?s {{ GRAPH ?h {{ ?s ?q ?l }} FILTER(?q IN (<{label}>, <{alias}>)) FILTER({is_it}) }} }} \
             GRAPH ?g {{ ?s ?p ?o }} FILTER({named}) }} UNION {{ {} FILTER({named}) }}",
            of(&[sg::LANGUAGE])
        );
    }
    gather.statements(&format!(
        "{{ {} GRAPH ?g {{ ?s ?p ?o }} FILTER({named}) }} UNION {{ {} FILTER({trust}) }}{whole}",
        needs(text),
        of(&[sg::SOURCE])
    ))?;
    Ok(())
}

/// The needs and groups of needs `?s` that have a name with a word that begins as one of a text, and what is in these groups.
fn needs(text: &str) -> String {
    let (kind, label, alias, member) = (sg::TYPE, sg::LABEL, sg::ALT_LABEL, sg::MEMBER);
    let classes = values(&[sg::NEED, sg::COLLECTION]);
    let wanted = slug(text);
    let begins = |word: &str| {
        let letters = quoted(&word[..word.len().min(LETTERS)]);
        format!("CONTAINS(LCASE(STR(?l)), {letters}) || CONTAINS(STR(?y), {letters})")
    };
    let meant: BTreeSet<String> = wanted
        .split('-')
        .filter(|it| !it.is_empty())
        .map(begins)
        .collect();
    let meant: Vec<String> = meant.into_iter().collect();
    let is_meant = if meant.is_empty() {
        String::new()
    } else {
        format!("FILTER({})", meant.join(" || "))
    };
    let named = format!(
        "VALUES ?c {{ {classes} }} GRAPH ?h {{ ?y <{kind}> ?c }} GRAPH ?i {{ ?y ?q ?l }} \
         FILTER(?q IN (<{label}>, <{alias}>)) {is_meant}"
    );
    format!(
        "{{ SELECT DISTINCT ?s {{ {{ SELECT DISTINCT ?y {{ {named} }} }} {{ GRAPH ?j {{ ?y <{kind}> ?z }} BIND(?y AS ?s) }} UNION \
         {{ GRAPH ?j {{ ?y <{member}> ?s }} }} }} }}"
    )
}

/// So many letters of a word are the same in its singular and its plural.
const LETTERS: usize = 3;

/// What the words mean.
struct Asked {
    words: String,
    needs: Vec<String>,
    languages: Vec<String>,
}

/// Where a thing stands in an answer, at best.
#[derive(Clone, Debug)]
struct Place {
    node: String,
    score: f64,
}

impl Place {
    fn kind(&self) -> Kind {
        sg::kind_and_slug(&self.node).map_or(Kind::Technology, |(kind, _)| Kind::named(kind))
    }

    fn slug(&self) -> &str {
        sg::kind_and_slug(&self.node).map_or("", |(_, slug)| slug)
    }

    /// Whether a service need not have rounded its score.
    fn is_exact(&self) -> bool {
        EXACT.contains(&self.score)
    }

    /// Whether an answer tells it before another.
    fn is_before(&self, other: &Self) -> bool {
        let order = other.score.total_cmp(&self.score);
        let order = order.then_with(|| self.kind().cmp(&other.kind()));
        order.then_with(|| self.slug().cmp(other.slug())) != Ordering::Greater
    }
}

/// The best of some kind of match.
#[derive(Default)]
struct List {
    places: Vec<Place>,
    has_more: bool,
}

impl List {
    /// The last, behind which there are more.
    fn rest(&self) -> Option<&Place> {
        self.places.last().filter(|_| self.has_more)
    }
}

/// Whether whatever stands behind the lists comes after all that is shown.
fn is_settled(gather: &Gather<'_>, text: &str, top: usize, find: Finds, rests: &[&Place]) -> bool {
    let index = gather.index();
    let graph = Graph::new(&index);
    let hits = find(&graph, text);
    let Some((node, score)) = top.checked_sub(1).and_then(|last| hits.get(last)) else {
        return top == 0;
    };
    let last = Place {
        node: graph.iri(*node).to_owned(),
        score: *score,
    };
    rests.iter().all(|rest| last.is_before(rest))
}

impl Asked {
    fn of(gather: &Gather<'_>, text: &str, meant: Meant) -> Self {
        let index = gather.index();
        let graph = Graph::new(&index);
        let (words, needs, languages) = meant(&graph, text);
        let iris = |nodes: Vec<Node>| -> Vec<String> {
            nodes.iter().map(|it| graph.iri(*it).to_owned()).collect()
        };
        Self {
            words,
            needs: iris(needs),
            languages: iris(languages),
        }
    }

    /// The best names, descriptions and answers to needs, so many of each.
    fn lists(&self, gather: &Gather<'_>, length: usize) -> Result<Vec<List>, EndpointError> {
        let wanted = slug(&self.words);
        let mut queries = Vec::new();
        if wanted.is_empty() {
            let text = quoted(self.words.trim());
            let holds = format!("CONTAINS(STR(?o), {text})");
            let bound = format!("IF(STR(?o) = {text}, 1.0e0, 0.8e0)");
            queries.push(self.texts(&[sg::LABEL, sg::ALT_LABEL], &holds, &bound));
        } else {
            let names = [sg::LABEL, sg::ALT_LABEL];
            queries.push(self.texts(&names, &alike(&wanted), &of_name(&wanted)));
            let holds = format!(
                "{} && ({IS_FOLDED} || ({}))",
                words(&wanted, "?o"),
                begins_words(&wanted)
            );
            queries.push(self.texts(&[sg::DESCRIPTION], &holds, "0.5e0"));
        }
        if !self.needs.is_empty() {
            queries.push(self.answers());
        }
        // What is of no kind that is searched stands last, what others name among technologies.
        let unknown = format!(
            "IF(STRSTARTS(STR(?s), {}), {}, 0)",
            quoted(ID),
            Kind::ALL.len()
        );
        let kinds = Kind::ALL.iter().rev().fold(unknown, |rest, kind| {
            let space = quoted(&format!("{ID}{}/", kind.name()));
            let rank = Kind::ALL.iter().position(|it| it == kind).unwrap_or(0);
            format!("IF(STRSTARTS(STR(?s), {space}), {rank}, {rest})")
        });
        let limit = length + 1;
        let lists = queries.iter().enumerate().map(|(key, query)| {
            format!(
                "{{ SELECT (\"{key}\" AS ?k) ?s ?u {{ {{ {query} }} FILTER(?u > 0) }} ORDER BY DESC(?u) {kinds} STR(?s) LIMIT {limit} }}"
            )
        });
        let lists: Vec<String> = lists.collect();
        let rows = gather.select(&format!(
            "SELECT ?k ?s ?u {{ {} }} LIMIT {MOST_ROWS}",
            lists.join(" UNION ")
        ))?;
        let mut found: Vec<List> = queries.iter().map(|_| List::default()).collect();
        fill(gather, &mut found, &rows)?;
        for list in &mut found {
            list.has_more = list.places.len() > length || rows.more;
            let falls = list.places.windows(2).all(|two| {
                // What is rounded may be sorted by what is cut off.
                let is_near = (two[0].score - two[1].score).abs() < 1e-5 && !two[0].is_exact();
                is_near || two[0].is_before(&two[1])
            });
            if list.has_more && !falls {
                gather.note(
                    "the endpoint sorts names in another way: which of equal ones are told first is not certain",
                );
            }
        }
        Ok(found)
    }

    /// What the languages can use.
    fn usable(&self) -> String {
        let usable = sg::USABLE_FROM;
        let each = self.languages.iter().enumerate().map(|(number, language)| {
            let language = values(&[language]);
            format!(" GRAPH ?u{number} {{ ?s <{usable}> {language} }}")
        });
        each.collect()
    }

    /// The things with a text that holds a condition, with the most that this counts.
    fn texts(&self, properties: &[&str], condition: &str, bound: &str) -> String {
        let (properties, usable) = (one_of("?p", properties), self.usable());
        let searched = SEARCHED.map(|kind| {
            let space = quoted(&format!("{ID}{}/", kind.name()));
            format!("STRSTARTS(STR(?s), {space})")
        });
        let searched = format!(
            "{} || !STRSTARTS(STR(?s), {})",
            searched.join(" || "),
            quoted(ID)
        );
        format!(
            "SELECT ?s (MAX({bound}) AS ?u) {{ GRAPH ?g {{ ?s ?p ?o }}{usable} FILTER({properties}) \
             FILTER({condition}) FILTER({searched}) }} GROUP BY ?s"
        )
    }

    /// What answers the needs, with the most that this counts.
    fn answers(&self) -> String {
        let (needs, usable) = (values(&self.needs), self.usable());
        let (category, uses, status, label) = (sg::IN_CATEGORY, sg::USES, sg::STATUS, sg::LABEL);
        let (technologies, ours) = (quoted(&format!("{ID}technology/")), quoted(ID));
        format!(
            "SELECT ?s (IF(?told > 0 && ?living = 0, 0.55e0, 0.6e0 + 0.1e0 * ?used / (?used + 10.0e0)) AS ?u) {{ \
             SELECT ?s (SUM(IF(?p = <{uses}>, 1, 0)) AS ?used) (SUM(IF(?p = <{status}>, 1, 0)) AS ?told) \
             (SUM(IF(?p = <{status}> && STR(?x) != \"retired\", 1, 0)) AS ?living) {{ SELECT DISTINCT ?s ?p ?x {{ \
             {{ SELECT DISTINCT ?s {{ VALUES ?n {{ {needs} }} GRAPH ?a {{ ?s <{category}> ?n }}{usable} \
             FILTER(STRSTARTS(STR(?s), {technologies}) || !STRSTARTS(STR(?s), {ours})) }} }} \
             {{ GRAPH ?g {{ ?x ?p ?s }} FILTER(?p = <{uses}>) }} UNION \
             {{ GRAPH ?g {{ ?s ?p ?x }} FILTER(?p IN (<{status}>, <{label}>)) }} }} }} GROUP BY ?s }}"
        )
    }

    /// Gathers what is told of things, and what keeps them or not.
    fn read(&self, gather: &mut Gather<'_>, nodes: &BTreeSet<String>) -> Done {
        let (told, uses) = (one_of("?p", TOLD), sg::USES);
        let mut kept = self.needs.clone();
        kept.extend(self.languages.iter().cloned());
        let kept = format!(
            "({} && {})",
            one_of("?p", &[sg::IN_CATEGORY, sg::USABLE_FROM]),
            one_of("?o", &kept)
        );
        let nodes: Vec<String> = nodes.iter().cloned().collect();
        gather.each(&nodes, 300, &|values| {
            let users = if self.needs.is_empty() {
                String::new()
            } else {
                let users = counted_to(&format!(
                    "VALUES ?s {{ {values} }} GRAPH ?h {{ ?x ?p ?s }} FILTER(?p = <{uses}>)"
                ));
                format!(" UNION {{ {users} }}")
            };
            format!(
                "{{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} FILTER({told} || {kept}) }}{users}"
            )
        })
    }
}

/// The kinds of things that are searched.
const SEARCHED: [Kind; 6] = [
    Kind::Technology,
    Kind::Standard,
    Kind::Publication,
    Kind::Category,
    Kind::Language,
    Kind::System,
];

/// What a service need not have rounded.
const EXACT: [f64; 6] = [1.0, 0.9, 0.8, 0.6, 0.55, 0.5];

/// Takes rows of list, thing and bound.
fn fill(gather: &Gather<'_>, lists: &mut [List], rows: &Rows) -> Done {
    for row in &rows.rows {
        let [
            Some(Term::Literal(key)),
            Some(Term::NamedNode(node)),
            Some(Term::Literal(bound)),
        ] = row.as_slice()
        else {
            continue;
        };
        let list = key.value().parse::<usize>().ok();
        let list = list.and_then(|it| lists.get_mut(it));
        let (Some(list), Ok(score)) = (list, bound.value().parse::<f64>()) else {
            return Err(gather.no_number(bound.value()));
        };
        let exact = EXACT.into_iter().find(|it| (it - score).abs() < 1e-9);
        list.places.push(Place {
            node: node.as_str().to_owned(),
            score: exact.unwrap_or_else(|| at_most(score)),
        });
    }
    Ok(())
}

/// Whether a text has letters that a slug folds or leaves out.
const IS_FOLDED: &str = "REGEX(STR(?o), \"[^ -&(-~]\")";
/// Nearly a slug: the words of a text in small letters with a hyphen before each.
const FOLDED: &str = "CONCAT(\"-\", REPLACE(LCASE(STR(?o)), \"[^a-z0-9]+\", \"-\"))";

/// The condition that each word of a slug begins a word of a text.
fn begins_words(wanted: &str) -> String {
    let begins = |word| format!("CONTAINS({FOLDED}, {})", quoted(&format!("-{word}")));
    wanted
        .split('-')
        .map(begins)
        .collect::<Vec<_>>()
        .join(" && ")
}

/// The most that a name may count, as the scorer says it.
fn of_name(wanted: &str) -> String {
    let near = near(wanted);
    let starts = ["-", "--"].map(|before| {
        let start = quoted(&format!("{before}{wanted}"));
        format!("STRSTARTS({FOLDED}, {start})")
    });
    let is = ["-", "--"].map(|before| {
        let whole = ["", "-"].map(|after| quoted(&format!("{before}{wanted}{after}")));
        format!("{FOLDED} IN ({})", whole.join(", "))
    });
    let named = format!(
        "IF({}, 1.0e0, IF({}, 0.9e0, IF({}, 0.8e0, {near})))",
        is.join(" || "),
        starts.join(" || "),
        begins_words(wanted)
    );
    let holds = words(wanted, "?o");
    format!("IF({IS_FOLDED}, 1.0e0, IF({holds}, {named}, {near}))")
}

/// The most that a name may count as nearly another: each letter that only one of them has is wrong.
#[expect(clippy::cast_precision_loss, reason = "names are short")]
fn near(wanted: &str) -> String {
    if wanted.len() < 3 {
        return "-1.0e0".to_owned();
    }
    let letters: BTreeSet<char> = wanted.chars().filter(|it| *it != '-').collect();
    let missing = letters.iter().map(|letter| {
        let letter = quoted(&letter.to_string());
        format!("IF(CONTAINS(LCASE(STR(?o)), {letter}), 0, 1)")
    });
    let missing = missing.collect::<Vec<_>>().join(" + ");
    let others = ('a'..='z')
        .chain('0'..='9')
        .filter(|it| !letters.contains(it));
    let others: String = others.collect();
    let extra = if others.is_empty() {
        "0".to_owned()
    } else {
        format!("STRLEN(REPLACE(LCASE(STR(?o)), \"[^{others}]\", \"\"))")
    };
    let longest = (wanted.len() + 2) as f64;
    format!(
        "IF({missing} > {most} || {extra} > {most}, -1.0e0, 0.75e0 - {each:.6}e0 * IF({missing} > {extra}, {missing}, {extra}))",
        most = wrong(wanted),
        each = 1.0 / longest - 1e-6,
    )
}

/// How many letters of a name may be wrong: the scorer takes names up to two letters longer or shorter, with a third of them
/// wrong.
pub(super) fn wrong(wanted: &str) -> usize {
    (wanted.len() + 2) * 34 / 100
}
