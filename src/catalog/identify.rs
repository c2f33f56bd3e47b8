//! Which known thing an item of another list is: by its repository, its package, its page, or by name *and* purpose.
//!
//! A false match puts words, figures and neighbours of one thing on another and costs more than a missed one. So an
//! address alone decides nothing where the names have no word in common (a part may be listed under the address of the
//! whole), and a name alone decides only for a row without any address.

use std::collections::{BTreeSet, HashMap};

use super::everyday;
use crate::base::link::Address;
use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::Graph;
use crate::sources::known::Sought;

/// The entries of a graph by address, package and name.
#[derive(Default)]
pub struct Identify {
    entries: Vec<Entry>,
    by_iri: HashMap<String, usize>,
    repositories: HashMap<String, Vec<usize>>,
    packages: HashMap<String, Vec<usize>>,
    pages: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    /// Need → the entries that serve it; headings that are no needs have none.
    serving: HashMap<String, Vec<usize>>,
    /// The slugs of the names of languages: `Swift` is one before it is a store of `OpenStack`.
    languages: BTreeSet<String>,
}

/// What identifies an entry.
#[derive(Default)]
struct Entry {
    iri: String,
    name: String,
    /// The slugs of its names.
    names: Vec<String>,
    repositories: Vec<String>,
    homepages: Vec<Address>,
    needs: BTreeSet<String>,
    is_publication: bool,
    /// How many systems of the catalogue use it.
    systems: usize,
    /// Whether the catalogue knows an image that runs it: such a service does many things, and is meant by who says its name.
    has_image: bool,
}

/// Which entry an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity<'a> {
    /// IRI and name of the one that it surely is.
    Same(&'a str, &'a str),
    /// IRI and name of one that has its name or its repository and not both.
    Perhaps(&'a str, &'a str),
    /// None.
    Unknown,
}

/// What is told of entries here; the class first, as it says what is one.
pub(super) const TOLD: &[&str] = &[
    sg::TYPE,
    sg::LABEL,
    sg::ALT_LABEL,
    sg::IDENTIFIER,
    sg::REPOSITORY,
    sg::HOMEPAGE,
    sg::PACKAGE,
    sg::IN_CATEGORY,
];

/// The classes of what a list may have.
const CLASSES: &[&str] = &[sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION];

/// What so many systems use is meant by who says its name, be it a word of every day: `Rails`.
const MAKE_WELL_KNOWN: usize = 3;

/// So many entries that serve two needs show that these lie near each other.
const SHOW_NEARNESS: usize = 2;

/// What more entries than this share identifies none of them, and is not gone through.
const MOST_ALIKE: usize = 16;

impl Identify {
    /// What identifies the entries of a graph.
    #[must_use]
    pub fn of(graph: &Graph<'_>) -> Self {
        let mut identify = Self::default();
        for class in CLASSES {
            for node in graph.of_class(class) {
                identify.note(graph.iri(node), sg::TYPE, class);
            }
        }
        for property in TOLD.iter().filter(|it| **it != sg::TYPE) {
            for class in CLASSES {
                for node in graph.of_class(class) {
                    for told in graph.objects(node, property) {
                        let is_iri = graph.is_named(told);
                        let told = if is_iri {
                            graph.iri(told)
                        } else {
                            graph.text(told)
                        };
                        identify.note(graph.iri(node), property, told);
                    }
                }
            }
        }
        for node in graph.of_class(sg::TECHNOLOGY) {
            if let Some(at) = identify.by_iri.get(graph.iri(node)) {
                let entry = &mut identify.entries[*at];
                entry.systems = graph.subjects(sg::USES, node).count();
                entry.has_image = graph.objects(node, sg::CONTAINER_IMAGE).next().is_some();
            }
        }
        for need in graph.of_class(sg::NEED) {
            let need = graph.iri(need);
            let all = identify.entries.iter().enumerate();
            let serving = all.filter(|(_, entry)| entry.needs.contains(need));
            let serving = serving.map(|(at, _)| at).collect();
            identify.serving.insert(need.to_owned(), serving);
        }
        for node in graph.of_class(sg::LANGUAGE) {
            for property in [sg::LABEL, sg::ALT_LABEL] {
                let names = graph.objects(node, property);
                let names = names.map(|it| slug(graph.text(it)));
                identify.languages.extend(names);
            }
        }
        identify
    }

    /// Takes in one statement; the classes of a thing have to come first.
    pub(super) fn note(&mut self, subject: &str, property: &str, told: &str) {
        if property == sg::TYPE {
            if CLASSES.contains(&told) {
                let at = self.entry_of(subject);
                self.entries[at].is_publication |= told == sg::PUBLICATION;
            }
            return;
        }
        let Some(at) = self.by_iri.get(subject).copied() else {
            return;
        };
        let entry = &mut self.entries[at];
        match property {
            sg::REPOSITORY | sg::HOMEPAGE => {
                let Some(address) = Address::of(told) else {
                    return;
                };
                share(&mut self.pages, address.page(), at);
                if let Some(repository) = address.repository() {
                    share(&mut self.repositories, repository.clone(), at);
                    entry.repositories.push(repository);
                } else {
                    entry.homepages.push(address);
                }
            }
            sg::PACKAGE => share(&mut self.packages, told.to_lowercase(), at),
            sg::IN_CATEGORY => {
                entry.needs.insert(told.to_owned());
            }
            sg::LABEL | sg::ALT_LABEL | sg::IDENTIFIER => {
                if property == sg::LABEL && (entry.name.is_empty() || told < entry.name.as_str()) {
                    told.clone_into(&mut entry.name);
                }
                let name = slug(told);
                share(&mut self.names, name.clone(), at);
                entry.names.push(name);
            }
            _ => {}
        }
    }

    fn entry_of(&mut self, iri: &str) -> usize {
        if let Some(at) = self.by_iri.get(iri) {
            return *at;
        }
        let at = self.entries.len();
        let entry = Entry {
            iri: iri.to_owned(),
            ..Entry::default()
        };
        self.by_iri.insert(iri.to_owned(), at);
        self.entries.push(entry);
        if let Some((_, own)) = sg::kind_and_slug(iri) {
            share(&mut self.names, own.to_owned(), at);
            self.entries[at].names.push(own.to_owned());
        }
        at
    }

    /// Whether nothing has this IRI.
    pub(super) fn is_free(&self, iri: &str) -> bool {
        !self.by_iri.contains_key(iri)
    }

    /// The IRI of the one entry of this slug or name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&str> {
        self.called(name).map(|(iri, _)| iri)
    }

    /// IRI and name of the entry of this slug or name, if there is exactly one.
    pub(super) fn called(&self, name: &str) -> Option<(&str, &str)> {
        match self.named(name)[..] {
            [at] => Some(self.shown(at)),
            _ => None,
        }
    }

    fn shown(&self, at: usize) -> (&str, &str) {
        (&self.entries[at].iri, &self.entries[at].name)
    }

    /// The IRI of the one entry whose repository an address leads to or into, else whose page it is.
    #[must_use]
    pub fn by_link(&self, link: &str) -> Option<&str> {
        let address = Address::of(link)?;
        let only = |known: Option<&Vec<usize>>| match known?[..] {
            [at] => Some(self.entries[at].iri.as_str()),
            _ => None,
        };
        let repository = address
            .within()
            .and_then(|it| only(self.repositories.get(&it)));
        repository.or_else(|| only(self.pages.get(&address.page())))
    }

    /// Which entry an item is.
    pub(super) fn entry(&self, item: Sought<'_>) -> Identity<'_> {
        let item = Item::of(item);
        let same = |at: usize| {
            let (iri, name) = self.shown(at);
            Identity::Same(iri, name)
        };
        let surely = self
            .by_address(&item)
            .or_else(|| self.by_purpose(&item))
            .or_else(|| self.by_mention(&item));
        if let Some(at) = surely {
            return same(at);
        }
        let perhaps = match self.named(item.name)[..] {
            [at] => Some(at),
            _ => self.same_repository(&item),
        };
        perhaps.map_or(Identity::Unknown, |at| {
            let (iri, name) = self.shown(at);
            Identity::Perhaps(iri, name)
        })
    }

    /// The one entry whose repository the item has, whatever it is called.
    fn same_repository(&self, item: &Item<'_>) -> Option<usize> {
        let mut roots = item.addresses().filter_map(Address::repository);
        match self.repositories.get(&roots.next()?)?[..] {
            [at] => Some(at),
            _ => None,
        }
    }

    /// The entries that have this name; `Apache` before it and brackets after it do not matter. One letter, as is left of
    /// `C*`, names nothing.
    fn named(&self, name: &str) -> Vec<usize> {
        let plain = name.split('(').next().unwrap_or(name).trim();
        let short = plain.strip_prefix("Apache ").unwrap_or(plain);
        let known = [name, plain, short]
            .into_iter()
            .map(slug)
            .filter(|name| name.len() > 1)
            .find_map(|name| self.names.get(&name));
        let Some(known) = known.filter(|known| known.len() <= MOST_ALIKE) else {
            return Vec::new();
        };
        // A slug is that of one entry, whatever else has it as an alias.
        let own = known.iter().copied().filter(|at| {
            let kind = sg::kind_and_slug(&self.entries[*at].iri);
            kind.is_some_and(|(_, own)| own == slug(short))
        });
        match own.collect::<Vec<_>>() {
            own if own.len() == 1 => own,
            _ => known.clone(),
        }
    }

    /// The entry whose repository, package or page the item has, if their names have something in common.
    fn by_address(&self, item: &Item<'_>) -> Option<usize> {
        let package = item.packages().into_iter().find_map(|package| {
            match self.packages.get(&package).map(Vec::as_slice) {
                Some([at]) => Some(*at),
                _ => None,
            }
        });
        if package.is_some() {
            return package;
        }
        for address in item.addresses() {
            if let Some(root) = address.repository() {
                let known = self.repositories.get(&root);
                if let Some(at) = self.one_of(known, item, |at| self.is_related(at, item, &root)) {
                    return Some(at);
                }
            } else if let Some(root) = address.within() {
                // A part has a name of its own; the front of a manual has that of the whole.
                let is_manual = address.path().split('/').nth(2) == Some("wiki");
                let whole = self.repositories.get(&root).filter(|_| is_manual);
                if let Some(at) = self.one_of(whole, item, |at| self.has_name(at, item)) {
                    return Some(at);
                }
            }
            let known = self.pages.get(&address.page());
            // Code moves from one account to another; name and page stay.
            let is_it = |at| {
                self.has_words(at, item, address)
                    && (!self.has_other_code(at, item) || self.is_called(at, item))
            };
            if let Some(at) = self.one_of(known, item, is_it) {
                return Some(at);
            }
        }
        None
    }

    /// Of the entries that share an address the one for which `is_it` holds; of several the one that has the name.
    fn one_of(
        &self,
        known: Option<&Vec<usize>>,
        item: &Item<'_>,
        is_it: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let known = known.filter(|known| known.len() <= MOST_ALIKE)?;
        let mut held = known.iter().copied().filter(|at| is_it(*at));
        let first = held.next()?;
        if held.next().is_none() && known.len() == 1 {
            return Some(first);
        }
        let mut named = known.iter().copied().filter(|at| self.has_name(*at, item));
        let named_first = named.next().filter(|at| is_it(*at));
        named.next().is_none().then_some(named_first).flatten()
    }

    fn has_name(&self, at: usize, item: &Item<'_>) -> bool {
        self.named(item.name).contains(&at)
    }

    /// Whether the name says no more than the names of the entry and of its repository: `geodjango` and `django.db.models`
    /// are parts of Django and may be listed under its address.
    fn is_related(&self, at: usize, item: &Item<'_>, repository: &str) -> bool {
        let (_, path) = repository.split_once('/').unwrap_or_default();
        let path = slug(path);
        let names = self.entries[at].names.iter().map(String::as_str);
        names
            .chain(path.split('-'))
            .chain([path.as_str()])
            .any(|name| {
                let theirs: BTreeSet<&str> = words(name).collect();
                let mut more = words(&item.folded).filter(|word| !theirs.contains(word));
                let shares = words(&item.folded).any(|word| theirs.contains(word));
                shares && more.all(|word| SAYS_LITTLE.contains(&word))
                    || contains(name, &item.folded)
                    || adds_little(&item.folded, name)
            })
    }

    /// Whether the name says no more than one of the entry's names, or is that of the site: `Redis Enterprise` may have the
    /// page of Redis and is another thing. What somebody wrote is its page, whatever a list calls it.
    fn has_words(&self, at: usize, item: &Item<'_>, address: &Address) -> bool {
        let entry = &self.entries[at];
        let own: BTreeSet<&str> = words(&item.folded).collect();
        let site = slug(address.host().split('.').next().unwrap_or_default());
        let covers = |name: &str| {
            let theirs: BTreeSet<&str> = words(name).collect();
            let mut more = own.difference(&theirs);
            let adds_nothing = more.all(|word| SAYS_LITTLE.contains(word));
            let shares = theirs.iter().any(|word| own.contains(word));
            shares && adds_nothing
        };
        (entry.is_publication && !address.path().is_empty())
            || entry.names.iter().any(|name| covers(name))
            || folded_equal(&site, &item.folded)
    }

    /// Whether item and entry have code in different repositories.
    fn has_other_code(&self, at: usize, item: &Item<'_>) -> bool {
        let own = &self.entries[at].repositories;
        let code = item.addresses().find_map(Address::within);
        code.is_some_and(|code| !own.is_empty() && !own.contains(&code))
    }

    /// The one entry of this name that serves the same purpose, has the site of the item for its own, or that a row
    /// without any address can only mean.
    fn by_purpose(&self, item: &Item<'_>) -> Option<usize> {
        let named = self.named(item.name);
        let [at] = named[..] else {
            return None;
        };
        let entry = &self.entries[at];
        let serves = item.needs.iter().any(|need| entry.needs.contains(*need));
        let differs = !item.needs.is_empty() && !entry.needs.is_empty() && !serves;
        let mut addresses = item.addresses().peekable();
        if addresses.peek().is_none() {
            let is_language = self.languages.contains(&slug(item.name));
            let is_name = !is_language && !self.is_everyday_word(at, item);
            let agrees = !differs || entry.has_image || self.is_near(at, item);
            return (serves || agrees && is_name).then_some(at);
        }
        let is_site = |address: &Address| {
            let is_front = address.path().is_empty() && !address.is_on_code_host();
            let mut own = entry.homepages.iter();
            is_front && own.any(|own| own.owner() == address.owner() && own.path().is_empty())
        };
        let at_home = addresses.any(is_site) || serves && self.shares_owner(at, item);
        let is_it = at_home && !differs || self.is_of_its_maker(at, item);
        (is_it && !self.has_other_code(at, item)).then_some(at)
    }

    /// Whether the item is called exactly so and stands on a site of the maker, in a place that is no other code: makers call
    /// no two of their products the same.
    fn is_of_its_maker(&self, at: usize, item: &Item<'_>) -> bool {
        let has_site = item.addresses().any(|address| !address.is_on_code_host());
        has_site && self.is_called(at, item) && self.shares_owner(at, item)
    }

    /// Whether the item has the name itself, which is no alias, with nothing before or behind it but brackets: `psql` is a part
    /// of `PostgreSQL`.
    fn is_called(&self, at: usize, item: &Item<'_>) -> bool {
        let plain = item.name.split('(').next().unwrap_or_default();
        let name = slug(&self.entries[at].name);
        [slug(plain), item.folded.clone()].contains(&name)
    }

    /// Whether the name is a word of every day, and what is called so is not what most who say it mean.
    fn is_everyday_word(&self, at: usize, item: &Item<'_>) -> bool {
        let is_well_known = self.entries[at].systems >= MAKE_WELL_KNOWN;
        everyday::WORDS.contains(&item.folded.as_str()) && !is_well_known
    }

    /// Whether a need of the item is near one of the entry: others serve both, as Consul does what etcd is for.
    fn is_near(&self, at: usize, item: &Item<'_>) -> bool {
        let own = &self.entries[at].needs;
        let serving = |need: &str| self.serving.get(need).into_iter().flatten();
        item.needs.iter().any(|need| {
            let others = serving(need).filter(|other| {
                let theirs = &self.entries[**other].needs;
                own.intersection(theirs)
                    .any(|it| self.serving.contains_key(it))
            });
            others.count() >= SHOW_NEARNESS
        })
    }

    /// The one entry of this name of which no more is known: others refer to it, as Backstage's files do to what a table has.
    fn by_mention(&self, item: &Item<'_>) -> Option<usize> {
        let [at] = self.named(item.name)[..] else {
            return None;
        };
        let entry = &self.entries[at];
        let has_address = !entry.repositories.is_empty() || !entry.homepages.is_empty();
        (!has_address && entry.needs.is_empty() && !entry.is_publication).then_some(at)
    }

    fn shares_owner(&self, at: usize, item: &Item<'_>) -> bool {
        let entry = &self.entries[at];
        let mut own: Vec<String> = entry.homepages.iter().map(Address::owner).collect();
        own.extend(entry.repositories.iter().filter_map(|repository| {
            let (account, _) = repository.rsplit_once('/')?;
            Some(account.to_owned())
        }));
        item.addresses()
            .any(|address| own.contains(&address.owner()))
    }
}

/// An item, its addresses taken apart.
struct Item<'a> {
    name: &'a str,
    folded: String,
    repository: Option<Address>,
    homepage: Option<Address>,
    needs: Vec<&'a str>,
}

impl<'a> Item<'a> {
    fn of(item: Sought<'a>) -> Self {
        Self {
            name: item.name,
            folded: slug(item.name),
            repository: Address::of(item.repository),
            homepage: Address::of(item.homepage),
            needs: item.needs.iter().map(|it| it.iri.as_str()).collect(),
        }
    }

    fn addresses(&self) -> impl Iterator<Item = &Address> {
        self.repository.iter().chain(&self.homepage)
    }

    fn packages(&self) -> Vec<String> {
        self.addresses().filter_map(package).collect()
    }
}

/// The package that a page of a registry is about, as `npm:kafkajs`.
fn package(address: &Address) -> Option<String> {
    let (host, path) = (address.host(), address.path());
    let (_, registry, before) = REGISTRIES.iter().find(|(known, _, before)| {
        *known == host && path.len() > before.len() && path.starts_with(before)
    })?;
    let name = path[before.len()..].trim_matches('/').to_lowercase();
    let parts = name.split('/').count();
    let is_one = match *registry {
        "npm" if name.starts_with('@') => parts == 2,
        "composer" => parts == 2,
        "go" => true,
        _ => parts == 1,
    };
    is_one.then(|| format!("{registry}:{name}"))
}

/// Host of a registry, its name in `sg:package`, what stands before the name of a package in the path.
const REGISTRIES: &[(&str, &str, &str)] = &[
    ("npmjs.com", "npm", "package/"),
    ("pypi.org", "pypi", "project/"),
    ("pypi.python.org", "pypi", "pypi/"),
    ("crates.io", "crates", "crates/"),
    ("docs.rs", "crates", ""),
    ("rubygems.org", "gem", "gems/"),
    ("nuget.org", "nuget", "packages/"),
    ("packagist.org", "composer", "packages/"),
    ("hex.pm", "hex", "packages/"),
    ("pkg.go.dev", "go", ""),
];

/// Words that make no other thing of a name.
const SAYS_LITTLE: &[&str] = &[
    "ci",
    "core",
    "apache",
    "app",
    "by",
    "db",
    "for",
    "framework",
    "io",
    "js",
    "library",
    "official",
    "org",
    "project",
    "server",
    "the",
    "tool",
    "of",
    "oss",
];

/// The words of a slug.
fn words(slug: &str) -> impl Iterator<Item = &str> {
    slug.split('-').filter(|word| word.len() > 1)
}

/// Whether the letters of `part` stand in `name`, blanks aside: `jOOQ` in `jooq-org`. Short ones may do so by chance.
fn contains(name: &str, part: &str) -> bool {
    let (name, part) = (name.replace('-', ""), part.replace('-', ""));
    part.len() > 3 && name.contains(&part)
}

/// `grpcio` beside `grpc`, `chromadb` beside `chroma`.
fn adds_little(name: &str, part: &str) -> bool {
    let (name, part) = (name.replace('-', ""), part.replace('-', ""));
    let more = name.strip_prefix(&part).filter(|_| part.len() > 2);
    more.is_some_and(|more| more.is_empty() || SAYS_LITTLE.contains(&more))
}

fn folded_equal(one: &str, other: &str) -> bool {
    !one.is_empty() && one.replace('-', "") == other.replace('-', "")
}

/// Notes an entry under a key, once, and no more of them than are ever gone through.
fn share(known: &mut HashMap<String, Vec<usize>>, key: String, at: usize) {
    if key.is_empty() {
        return;
    }
    let known = known.entry(key).or_default();
    if known.len() <= MOST_ALIKE && !known.contains(&at) {
        known.push(at);
    }
}

#[cfg(test)]
mod tests {
    use oxrdf::NamedNode;

    use super::*;
    use crate::sources::known::Thing;

    /// Redis, Rails and LLVM, as a catalogue has them.
    fn few() -> Identify {
        let mut few = Identify::default();
        for (slug, name, repository, homepage) in [
            (
                "redis",
                "Redis",
                "https://github.com/redis/redis",
                "https://redis.io/",
            ),
            (
                "rails",
                "Ruby on Rails",
                "https://github.com/rails/rails",
                "https://rubyonrails.org/",
            ),
            (
                "llvm",
                "LLVM",
                "https://github.com/llvm/llvm-project",
                "https://llvm.org/",
            ),
            ("shelf", "Shelf", "https://github.com/dart-lang/shelf", ""),
        ] {
            let iri = sg::id("technology", slug);
            for (property, told) in [
                (sg::TYPE, sg::TECHNOLOGY),
                (sg::LABEL, name),
                (sg::REPOSITORY, repository),
                (sg::HOMEPAGE, homepage),
                (sg::PACKAGE, &format!("gem:{slug}")),
                (
                    sg::IN_CATEGORY,
                    &format!("https://example.org/need-of-{slug}"),
                ),
            ] {
                few.note(&iri, property, told);
            }
        }
        few
    }

    fn said(name: &str, link: &str, need: &str) -> String {
        let need = Thing {
            iri: NamedNode::new_unchecked(format!("https://example.org/need-of-{need}")),
            name: String::new(),
        };
        let is_code = Address::of(link).is_some_and(|it| it.is_on_code_host());
        let sought = Sought {
            name,
            repository: if is_code { link } else { "" },
            homepage: if is_code { "" } else { link },
            needs: if need.iri.as_str().ends_with('-') {
                &[]
            } else {
                std::slice::from_ref(&need)
            },
        };
        let few = few();
        match few.entry(sought) {
            Identity::Same(_, name) => format!("is {name}"),
            Identity::Perhaps(_, name) => format!("perhaps {name}"),
            Identity::Unknown => "new".to_owned(),
        }
    }

    #[test]
    fn an_item_is_known_by_repository_package_page_or_name_and_purpose() {
        for (name, link, need) in [
            ("Redis", "https://github.com/redis/redis", ""),
            ("redis server", "http://github.com/Redis/redis.git", ""),
            ("REDIS", "https://www.redis.io", ""),
            ("redis-rb", "https://rubygems.org/gems/redis", ""),
            ("Redis", "https://github.com/redis/redis/wiki", ""),
            ("Redis", "", ""),
            ("Redis", "", "redis"),
        ] {
            assert_eq!(said(name, link, need), "is Redis", "{name} {link} {need}");
        }
    }

    #[test]
    fn a_part_a_namesake_and_a_neighbour_are_things_of_their_own() {
        for (name, link, need, expected) in [
            (
                "clang-tidy",
                "https://github.com/llvm/llvm-project",
                "",
                "perhaps LLVM",
            ),
            (
                "Active Record",
                "https://github.com/rails/rails/tree/main/activerecord",
                "",
                "new",
            ),
            (
                "Redis",
                "https://github.com/redis/go-redis",
                "",
                "perhaps Redis",
            ),
            (
                "Redis",
                "https://github.com/redis/go-redis",
                "rails",
                "perhaps Redis",
            ),
            (
                "Redis",
                "https://github.com/redis/old-redis",
                "redis",
                "perhaps Redis",
            ),
            ("Shelf", "https://shelf.com/", "", "perhaps Shelf"),
            ("Redis", "", "rails", "perhaps Redis"),
            ("How we use it", "https://redis.io/", "", "new"),
            (
                "Style guide",
                "https://github.com/rails/style-guide",
                "",
                "new",
            ),
        ] {
            assert_eq!(said(name, link, need), expected, "{name} {link} {need}");
        }
    }
}
