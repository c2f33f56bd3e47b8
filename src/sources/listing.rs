//! Entries of a list, from whichever format → facts: the list as a source, its headings as categories, its entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode};

use super::known::{Known, Met, Sought, Thing, node};
use super::words_of_relation::{Relation, relations};
use super::{marks, purpose};
use crate::base::link::Address;
use crate::base::place::Place;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::model::fact::{Facts, Pen};
use crate::model::problem::Problem;

/// An entry of a list, whatever the list is written in.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) line: u32,
    pub(super) name: String,
    pub(super) homepage: String,
    pub(super) repository: String,
    pub(super) text: String,
    /// The headings it stands under, the outermost first.
    pub(super) section: Vec<String>,
    /// Labels inside that section which part it further.
    pub(super) groups: Vec<String>,
    pub(super) commercial: bool,
    pub(super) stars: Option<u64>,
    pub(super) days_since_push: Option<u64>,
    pub(super) maturity: String,
    /// The verdict of whoever keeps the list: `adopt`, `trial`, `assess`, `hold`.
    pub(super) ring: String,
    /// What else is said of it.
    pub(super) notes: Vec<String>,
    /// Its licence, as an SPDX expression.
    pub(super) license: String,
    /// Small print beside it, which may name the languages it is written in.
    pub(super) marks: Vec<String>,
    /// Properties that hold a day, and the day.
    pub(super) dates: Vec<(&'static str, String)>,
}

/// A list: what it is called, where it is published, what it holds.
pub(super) struct Listing<'a> {
    /// The file as the user named it.
    pub(super) file: &'a str,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) link: String,
    /// The licence that it states of itself, as an SPDX expression.
    pub(super) license: String,
    /// Whether no two items are one thing but for their repository or name, as in a landscape. What stands on one line is
    /// one thing.
    pub(super) items_are_apart: bool,
    /// Whether its headings are too wide to speak against a name, as the quadrants of a radar are.
    pub(super) headings_are_wide: bool,
    pub(super) items: Vec<Item>,
}

/// The name of a source that a file is: its own without folders and extension, or its title where that says nothing.
pub(super) fn source_slug(file: &str, title: &str) -> String {
    let last = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = slug(last.rsplit_once('.').map_or(last, |(stem, _)| stem));
    let says_nothing = ["", "readme", "index", "list", "data", "stdin"].contains(&stem.as_str());
    let title = slug(title);
    match (says_nothing, title.is_empty(), stem.is_empty()) {
        (true, false, _) => title,
        (_, _, false) => stem,
        _ => "list".to_owned(),
    }
}

/// Whether an address is a source code repository: owner and name on a well-known host.
pub(super) fn is_repository(address: &str) -> bool {
    Address::of(address).is_some_and(|address| address.repository().is_some())
}

/// What stands between an item and the entry that it may be.
const KEPT_APART: &str = " is kept apart from ";

/// Whether a problem tells of an item that may be a known thing and was not taken for it.
#[must_use]
pub fn is_kept_apart(problem: &Problem) -> bool {
    problem.message.contains(KEPT_APART)
}

/// Writes what a list says.
pub(super) fn write(listing: &Listing<'_>, known: &dyn Known) -> (Facts, Vec<Problem>) {
    let mut writer = Writer {
        listing,
        known,
        facts: Facts::default(),
        problems: Vec::new(),
        source: node("source", &listing.slug),
        categories: BTreeMap::new(),
        category_slugs: BTreeSet::new(),
        taken: BTreeMap::new(),
        children: BTreeMap::new(),
        defined: BTreeSet::new(),
        own: BTreeSet::new(),
        by_page: BTreeMap::new(),
        rows: HashMap::new(),
        slugs: BTreeMap::new(),
        numbers: BTreeMap::new(),
        found: Vec::new(),
    };
    writer.write();
    (writer.facts, writer.problems)
}

struct Writer<'a> {
    listing: &'a Listing<'a>,
    known: &'a dyn Known,
    facts: Facts,
    problems: Vec<Problem>,
    source: NamedNode,
    /// Path of headings → its category.
    categories: BTreeMap<Vec<String>, NamedNode>,
    /// The slugs of categories.
    category_slugs: BTreeSet<String>,
    /// What the slugs of categories begin with → the number last tried behind it.
    taken: BTreeMap<String, u32>,
    /// How many headings a path has below it so far.
    children: BTreeMap<Vec<String>, u64>,
    /// Things that are defined already.
    defined: BTreeSet<String>,
    /// Technologies that nothing knew before this list.
    own: BTreeSet<String>,
    /// Page → the entries of this list that it leads to.
    by_page: BTreeMap<String, Vec<Own>>,
    /// Line and name → the entry; where items are apart alone.
    rows: HashMap<(u32, String), NamedNode>,
    /// Slug → the line of the entry that has it.
    slugs: BTreeMap<String, u32>,
    /// What slugs begin with → a number below which none is free.
    numbers: BTreeMap<String, u32>,
    /// Relations that descriptions tell, with their lines.
    found: Vec<(u32, NamedNode, Relation)>,
}

/// A catalogue and the names of a list beside it.
struct Beside<'a> {
    known: &'a dyn Known,
    /// Name → the entry of the list that has it; nothing where several have.
    own: HashMap<&'a str, Option<NamedNode>>,
}

impl Known for Beside<'_> {
    fn language(&self, heading: &str) -> Option<Thing> {
        self.known.language(heading)
    }

    fn named(&self, words: &str) -> Option<Thing> {
        self.known.named(words).or_else(|| {
            let is_name = words.chars().count() > 1 && words.chars().any(char::is_uppercase);
            let own = self.own.get(words).filter(|_| is_name)?.clone()?;
            Some(Thing {
                iri: own,
                name: words.to_owned(),
            })
        })
    }
}

/// An entry of this list that was not known before.
struct Own {
    entry: NamedNode,
    /// Its name, folded.
    name: String,
}

/// No page is looked up among more entries than this that it leads to.
const MOST_ON_A_PAGE: usize = 16;

impl Writer<'_> {
    fn write(&mut self) {
        let file = self.facts.file(self.listing.file);
        self.define_source(file);
        let all_for = self.language_of_title();
        let mut entries = Vec::new();
        let needs_of_rows = self.needs_of_rows();
        for item in &self.listing.items {
            let category = self.category(file, item.line, &item.section, all_for.as_ref());
            let inner = (!item.groups.is_empty())
                .then(|| self.category(file, item.line, &headings(item), all_for.as_ref()))
                .flatten();
            // A talk on a need does not serve it.
            let is_read = self.is_publication(item);
            let need = self.need_of(item).filter(|_| !is_read);
            let needs = match needs_of_rows.get(&row(item)) {
                Some(needs) => needs.as_slice(),
                None => need.as_slice(),
            };
            let entry = self.entry_of_row(file, item, needs, is_read);
            let heading = inner.as_ref().or(category.as_ref()).cloned();
            let asked = heading.filter(|_| need.is_none() && !is_read && self.is_asked_for(item));
            let is_own = self.own.contains(entry.as_str());
            let mut pen = Pen::new(&mut self.facts, file, item.line, self.source.clone());
            for category in category.into_iter().chain(inner) {
                pen.say(&entry, sg::IN_CATEGORY, category);
            }
            // What the catalogue knows has its purpose from there.
            let purpose = need.as_ref().map(|it| &it.iri).or(asked.as_ref());
            if let Some(purpose) = purpose.filter(|_| is_own && !is_read) {
                pen.say(&entry, sg::PURPOSE, purpose.clone());
            }
            if let Some(heading) = asked
                && self.defined.insert(format!("need {}", heading.as_str()))
            {
                pen.say_types(&heading, &[sg::NEED]);
            }
            if let Some(need) = need {
                if self.defined.insert(need.iri.as_str().to_owned()) {
                    need.define(&mut pen);
                }
                pen.say(&entry, sg::IN_CATEGORY, need.iri);
            }
            say_item(&mut pen, &entry, item);
            for language in languages(item, self.known) {
                if self.defined.insert(language.iri.as_str().to_owned()) {
                    language.define(&mut pen);
                }
                pen.say(&entry, sg::WRITTEN_IN, language.iri);
            }
            entries.push((item, entry, is_read));
        }
        self.find_relations(&entries);
        self.write_found(file);
        self.problems.sort();
    }

    /// The needs of a row of a table or landscape that names several categories: it is one thing, whichever of them tells which.
    fn needs_of_rows(&self) -> HashMap<(u32, String), Vec<Thing>> {
        let mut needs: HashMap<_, Vec<Thing>> = HashMap::new();
        let items = self.listing.items.iter();
        for item in items.filter(|_| self.listing.items_are_apart) {
            needs
                .entry(row(item))
                .or_default()
                .extend(self.need_of(item));
        }
        needs
    }

    /// The node of an item: where items are apart, that of the item before it on the same line.
    fn entry_of_row(
        &mut self,
        file: u16,
        item: &Item,
        needs: &[Thing],
        is_read: bool,
    ) -> NamedNode {
        if let Some(entry) = self.rows.get(&row(item)) {
            return entry.clone();
        }
        let entry = self.entry(file, item, needs, is_read);
        if self.listing.items_are_apart {
            self.rows.insert(row(item), entry.clone());
        }
        entry
    }

    /// Relations that the words tell, of things that are known and of those of the list itself.
    fn find_relations(&mut self, entries: &[(&Item, NamedNode, bool)]) {
        let mut own: HashMap<&str, Option<NamedNode>> = HashMap::new();
        for (item, entry, is_read) in entries {
            if !is_read {
                own.entry(&item.name)
                    .and_modify(|other| *other = other.take().filter(|it| it == entry))
                    .or_insert_with(|| Some(entry.clone()));
            }
        }
        let both = Beside {
            known: self.known,
            own,
        };
        for (item, entry, _) in entries {
            for relation in relations(&item.text, &both) {
                if relation.object.iri != *entry {
                    self.found.push((item.line, entry.clone(), relation));
                }
            }
        }
    }

    fn define_source(&mut self, file: u16) {
        let listing = self.listing;
        let mut pen = Pen::new(&mut self.facts, file, 0, self.source.clone());
        pen.say_types(&self.source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
        let title = if listing.title.is_empty() {
            &listing.slug
        } else {
            &listing.title
        };
        pen.say_text(&self.source, sg::LABEL, title);
        if let Some(link) = address(&listing.link) {
            pen.say(&self.source, sg::HOMEPAGE, link);
        }
        pen.say_licence(&self.source, &listing.license);
    }

    /// The language that the title names, as `Awesome Go` does: the whole list is made for it.
    fn language_of_title(&self) -> Option<Thing> {
        let lower = self.listing.title.to_lowercase();
        let words: Vec<&str> = lower
            .split(|letter: char| letter.is_whitespace() || "-_:!".contains(letter))
            .filter(|word| !["awesome", "list", "the", "curated", "a", ""].contains(word))
            .collect();
        let is_list_of = lower.contains("awesome") && !words.is_empty();
        is_list_of
            .then(|| self.known.language(&words.join(" ")))
            .flatten()
    }

    /// The category of a path of headings, defined where it is new; nothing for an empty path.
    fn category(
        &mut self,
        file: u16,
        line: u32,
        path: &[String],
        all_for: Option<&Thing>,
    ) -> Option<NamedNode> {
        let (last, above) = path.split_last()?;
        if let Some(category) = self.categories.get(path) {
            return Some(category.clone());
        }
        let broader = self.category(file, line, above, all_for);
        let category = node("category", &self.category_slug(path));
        let position = self.children.entry(above.to_vec()).or_default();
        *position += 1;
        let position = *position;
        let language = self.known.language(last);
        let mut pen = Pen::new(&mut self.facts, file, line, self.source.clone());
        pen.say_types(&category, &[sg::CATEGORY, sg::CONCEPT]);
        pen.say_text(&category, sg::LABEL, last);
        pen.say(&category, sg::IN_SCHEME, self.source.clone());
        pen.say_number(&category, sg::POSITION, position);
        // A heading inside another says by itself only what it adds.
        let made_for = language.as_ref().or(all_for);
        if let Some(language) = made_for {
            if self.defined.insert(language.iri.as_str().to_owned()) {
                language.define(&mut pen);
            }
            pen.say(&category, sg::MADE_FOR, language.iri.clone());
        }
        if let Some(broader) = broader {
            pen.say(&category, sg::BROADER, broader);
        }
        self.categories.insert(path.to_vec(), category.clone());
        Some(category)
    }

    /// The slug of the list and of the headings; a number behind it where two paths fold to the same.
    fn category_slug(&mut self, path: &[String]) -> String {
        let mut parts = vec![self.listing.slug.clone()];
        parts.extend(path.iter().map(|heading| slug(heading)));
        parts.retain(|part| !part.is_empty());
        let base = parts.join("-");
        let number = self.taken.entry(base.clone()).or_insert(0);
        loop {
            *number += 1;
            let slug = match number {
                1 if parts.len() > 1 => base.clone(),
                _ => format!("{base}-{number}"),
            };
            if self.category_slugs.insert(slug.clone()) {
                return slug;
            }
        }
    }

    /// The node of an item: that of a known thing, of the same page, or a new one.
    fn entry(&mut self, file: u16, item: &Item, needs: &[Thing], is_read: bool) -> NamedNode {
        let perhaps = match self.known.settled(&slug(&item.name)) {
            Some(settled) => return self.known_entry(file, item, settled),
            None => match self.met(item, needs) {
                // What a style guide or a talk is about is another thing.
                Met::Same(known) if !is_read || known.kind() == "publication" => {
                    return self.known_entry(file, item, known);
                }
                Met::New | Met::Perhaps(_)
                    if self.listing.items_are_apart && self.names_a_language(item) =>
                {
                    let language = self.known.language(&item.name);
                    if let Some(language) = language {
                        return self.known_entry(file, item, language);
                    }
                    None
                }
                Met::Perhaps(known) if !is_read => Some(known),
                Met::Same(_) | Met::Perhaps(_) | Met::New => None,
            },
        };
        if let Some(entry) = self.again(item) {
            let mut pen = Pen::new(&mut self.facts, file, item.line, self.source.clone());
            pen.say_text(&entry, sg::ALT_LABEL, &item.name);
            return entry;
        }
        let link = [&item.repository, &item.homepage];
        let link = link.into_iter().find(|it| !it.is_empty());
        let slug = self.entry_slug(item, link.map_or("", |it| it));
        if let Some(settled) = self.known.settled(&slug) {
            return self.known_entry(file, item, settled);
        }
        if let Some(known) = perhaps {
            self.say_perhaps(item, &slug, &known);
        }
        let (kind, classes) = if is_read {
            ("publication", [sg::PUBLICATION, sg::CREATIVE_WORK])
        } else {
            ("technology", [sg::TECHNOLOGY, sg::PROJECT])
        };
        let entry = node(kind, &slug);
        self.own.insert(entry.as_str().to_owned());
        if let Some(page) = own_page(item) {
            let on_it = self.by_page.entry(page).or_default();
            if on_it.len() < MOST_ON_A_PAGE {
                on_it.push(Own {
                    entry: entry.clone(),
                    name: folded(&item.name),
                });
            }
        }
        let mut pen = Pen::new(&mut self.facts, file, item.line, self.source.clone());
        pen.say_types(&entry, &classes);
        pen.say_text(&entry, sg::LABEL, &item.name);
        entry
    }

    /// Which thing an item is. A heading that is wide may agree with a name and does not speak against it.
    fn met(&self, item: &Item, needs: &[Thing]) -> Met {
        let sought = Sought {
            name: &item.name,
            repository: &item.repository,
            homepage: &item.homepage,
            needs,
        };
        match self.known.entry(sought) {
            Met::Perhaps(_) if self.listing.headings_are_wide => self.known.entry(Sought {
                needs: &[],
                ..sought
            }),
            met => met,
        }
    }

    /// Whether a row of a table or radar is a language: it stands below a heading of languages.
    fn names_a_language(&self, item: &Item) -> bool {
        let headings = headings(item);
        let mut words = headings
            .iter()
            .flat_map(|it| it.split(|letter: char| !letter.is_alphanumeric()));
        words.any(|word| word.to_lowercase().starts_with("language"))
            && self.known.language(&item.name).is_some()
    }

    fn known_entry(&mut self, file: u16, item: &Item, known: Thing) -> NamedNode {
        let mut pen = Pen::new(&mut self.facts, file, item.line, self.source.clone());
        if self.defined.insert(known.iri.as_str().to_owned()) {
            known.define(&mut pen);
        }
        if item.name != known.name {
            pen.say_text(&known.iri, sg::ALT_LABEL, &item.name);
        }
        known.iri
    }

    /// The entry of this list with the same page. In a list one page may be told twice under a longer and a shorter name;
    /// in a landscape each item is a thing of its own, whatever page they share.
    fn again(&self, item: &Item) -> Option<NamedNode> {
        let name = folded(&item.name);
        let is_whole = !item.repository.is_empty() || !self.listing.items_are_apart;
        let is_it = |own: &&Own| {
            own.name == name || is_whole && (own.name.contains(&name) || name.contains(&own.name))
        };
        let on_it = self.by_page.get(&own_page(item)?)?;
        on_it.iter().find(is_it).map(|own| own.entry.clone())
    }

    fn say_perhaps(&mut self, item: &Item, slug: &str, known: &Thing) {
        let other = sg::kind_and_slug(known.iri.as_str()).map_or("", |(_, slug)| slug);
        let message = format!(
            "`{}`{KEPT_APART}`{other}` ({}): they share a name or an address and not both; here it is `{slug}`",
            item.name, known.name
        );
        let place = self.place(item);
        let hint = format!("if they are one, add `--same {slug}={other}`");
        let problem = Problem::skipped(place, message).with_hint(Some(hint));
        self.problems.push(problem);
    }

    fn place(&self, item: &Item) -> Place {
        Place {
            file: self.listing.file.to_owned(),
            line: item.line.into(),
            column: 0,
        }
    }

    /// A slug that nothing else has: the name, the name with its owner, the name with a number.
    fn entry_slug(&mut self, item: &Item, link: &str) -> String {
        let by_name = slug(&item.name);
        let by_link = slug(link.split_once("://").map_or(link, |(_, rest)| rest));
        let base = [by_name, by_link, format!("{}-entry", self.listing.slug)]
            .into_iter()
            .find(|slug| !slug.is_empty())
            .unwrap_or_default();
        let base: String = base.chars().take(LONGEST_SLUG).collect();
        let base = base.trim_end_matches('-').to_owned();
        let owned = format!("{base}-{}", owner(link));
        let has_owner = !owner(link).is_empty() && !base.ends_with(&owner(link));
        let named = [Some(base.clone()), has_owner.then_some(owned)];
        let slug = match named.into_iter().flatten().find(|slug| self.is_free(slug)) {
            Some(slug) => slug,
            None => self.numbered(&base),
        };
        if let Some(first) = self.slugs.get(&base).filter(|_| slug != base) {
            let place = self.place(item);
            let message = format!(
                "`{}` is also the name of the entry at line {first}, with another link: here it is `{slug}`",
                item.name
            );
            self.problems.push(Problem::skipped(place, message));
        }
        self.slugs.insert(slug.clone(), item.line);
        slug
    }

    fn is_free(&self, slug: &str) -> bool {
        !self.slugs.contains_key(slug) && self.known.is_free("technology", slug)
    }

    /// `base` with the first number that makes a slug of its own. Thousands of equal names must not each try all before: what
    /// was taken once stays so.
    fn numbered(&mut self, base: &str) -> String {
        let mut number = self.numbers.get(base).copied().unwrap_or(2);
        while !self.is_free(&format!("{base}-{number}")) {
            number += 1;
        }
        self.numbers.insert(base.to_owned(), number + 1);
        format!("{base}-{number}")
    }

    /// The need that the innermost heading or label names.
    fn need_of(&self, item: &Item) -> Option<Thing> {
        let headings = headings(item);
        let path: Vec<&str> = headings.iter().map(String::as_str).collect();
        // Tables and landscapes have no theme: their titles are names of files.
        let theme = if self.listing.items_are_apart {
            ""
        } else {
            &self.listing.title
        };
        purpose::need(&path, theme, self.known)
    }

    fn is_publication(&self, item: &Item) -> bool {
        let headings = headings(item);
        let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
        let link = if item.repository.is_empty() {
            &item.homepage
        } else {
            &item.repository
        };
        !self.listing.items_are_apart
            && purpose::is_publication(&headings, &self.listing.title, link)
    }

    /// Whether the innermost heading is one that people can ask for.
    fn is_asked_for(&self, item: &Item) -> bool {
        let innermost = item.groups.last().or(item.section.last());
        innermost.is_some_and(|heading| purpose::can_be_a_need(heading, self.known))
    }

    /// Relations that descriptions tell stand in a source of their own, which says how it came about.
    fn write_found(&mut self, file: u16) {
        let found = std::mem::take(&mut self.found);
        if found.is_empty() {
            return;
        }
        let source = node("source", &format!("{}-extracted", self.listing.slug));
        let mut pen = Pen::new(&mut self.facts, file, 0, source.clone());
        pen.say_types(&source, &[sg::SOURCE, sg::PROV_ENTITY, sg::DATASET]);
        let label = format!("{} (extracted)", self.listing.title);
        pen.say_text(&source, sg::LABEL, label.trim());
        pen.say_text(
            &source,
            sg::DESCRIPTION,
            "Relations found by their words in the descriptions of a list; of low confidence",
        );
        pen.say_number(&source, sg::DIRECTNESS, 0);
        pen.say(&source, sg::DERIVED_FROM, self.source.clone());
        let mut said = BTreeSet::new();
        for (line, entry, relation) in found {
            let slug_of = |iri: &NamedNode| {
                sg::kind_and_slug(iri.as_str())
                    .map(|(_, slug)| slug.to_owned())
                    .unwrap_or_default()
            };
            let name = format!(
                "{}--{}--{}--{}",
                self.listing.slug,
                slug_of(&entry),
                relation.name,
                slug_of(&relation.object.iri)
            );
            if !said.insert(name.clone()) {
                continue;
            }
            pen.line = line;
            if self.defined.insert(relation.object.iri.as_str().to_owned()) {
                relation.object.define(&mut pen);
            }
            pen.say(&entry, relation.property, relation.object.iri.clone());
            let statement = node("statement", &name);
            pen.say_types(&statement, &[sg::STATEMENT]);
            pen.say(&statement, sg::STATEMENT_SUBJECT, entry);
            pen.say(
                &statement,
                sg::STATEMENT_PREDICATE,
                NamedNode::new_unchecked(relation.property),
            );
            pen.say(&statement, sg::STATEMENT_OBJECT, relation.object.iri);
            pen.say(&statement, sg::PRIMARY_SOURCE, self.source.clone());
            pen.say_text(&statement, sg::WORDS, &relation.words);
            pen.say_text(&statement, sg::CONFIDENCE, "low");
        }
    }
}

/// The languages that the marks of an item name.
fn languages(item: &Item, known: &dyn Known) -> Vec<Thing> {
    let parts = item.marks.iter().flat_map(|mark| marks::parts(mark));
    let mut languages: Vec<Thing> = Vec::new();
    for language in parts.filter_map(|part| known.language(part)) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

/// Longer slugs are cut: nobody types them.
const LONGEST_SLUG: usize = 80;

fn say_item(pen: &mut Pen<'_>, entry: &NamedNode, item: &Item) {
    pen.say_text(entry, sg::DESCRIPTION, &item.text);
    for (property, link) in [
        (sg::HOMEPAGE, &item.homepage),
        (sg::REPOSITORY, &item.repository),
    ] {
        if let Some(link) = address(link) {
            pen.say(entry, property, link);
        }
    }
    if let Some(stars) = item.stars {
        pen.say_number(entry, sg::STARS, stars);
    }
    if let Some(days) = item.days_since_push {
        pen.say_number(entry, sg::DAYS_SINCE_PUSH, days);
    }
    if item.commercial {
        pen.say(entry, sg::COMMERCIAL, Literal::from(true));
    }
    pen.say_text(entry, sg::MATURITY, &item.maturity);
    pen.say_text(entry, sg::LICENSE, &item.license);
    pen.say_text(entry, sg::RING, &item.ring);
    for note in &item.notes {
        pen.say_text(entry, sg::NOTE, note);
    }
    for (property, day) in &item.dates {
        let day = Literal::new_typed_literal(day.as_str(), xsd::DATE);
        pen.say(entry, property, day);
    }
}

/// An address as an IRI; what IRIs may not hold is escaped. Nothing for what is none.
fn address(text: &str) -> Option<NamedNode> {
    if !(text.starts_with("http://") || text.starts_with("https://")) {
        return None;
    }
    if let Ok(iri) = NamedNode::new(text) {
        return Some(iri);
    }
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_control() || letter.is_whitespace() || "<>\"{}|\\^`[]".contains(letter) {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                escaped.push_str(&format!("%{byte:02X}"));
            }
        } else {
            escaped.push(letter);
        }
    }
    NamedNode::new(escaped).ok()
}

/// Headings and labels around an item, the outermost first.
fn headings(item: &Item) -> Vec<String> {
    item.section.iter().chain(&item.groups).cloned().collect()
}

/// By what an item is met again on its line: a row of a table may stand under several headings.
fn row(item: &Item) -> (u32, String) {
    (item.line, item.name.clone())
}

/// The page by which an item is met again within its list: its repository, else its home page.
fn own_page(item: &Item) -> Option<String> {
    Address::of(&item.repository)
        .or_else(|| Address::of(&item.homepage))
        .map(|address| address.page())
}

/// The letters and digits of a name.
fn folded(name: &str) -> String {
    let folded = slug(name).replace('-', "");
    if folded.is_empty() {
        name.to_lowercase()
    } else {
        folded
    }
}

/// The account on a code host, or the name of the host.
fn owner(link: &str) -> String {
    let owner = Address::of(link).map(|it| it.owner()).unwrap_or_default();
    let name = match owner.split_once('/') {
        Some((_, account)) => account,
        None => owner.split('.').next().unwrap_or_default(),
    };
    slug(name)
}
