//! What an item, a row or a paragraph says: the name of an entry, its link, its description, its marks.

use super::words::{self, Figures, Said};
use crate::base::link::Address;

/// A part of an item.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Text {
        text: String,
        strong: bool,
    },
    Link {
        href: String,
        text: String,
        strong: bool,
    },
    Code(String),
    /// Small print.
    Note(String),
    Break,
    /// A cell begins; `true` where it names its column.
    Cell(bool),
}

/// An entry as far as its item tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) link: String,
    pub(super) text: String,
    /// The further links: what they are called and where they lead.
    pub(super) links: Vec<(String, String)>,
    /// What stands in small print or as code beside it: licences, languages, states.
    pub(super) marks: Vec<String>,
    pub(super) commercial: bool,
    pub(super) figures: Figures,
}

/// Why an item is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// Nothing stands in it.
    Empty,
    /// It has no link.
    NoLink,
    /// It leads to a place of the same page.
    Anchor,
    /// It leads to another file of the list.
    Relative,
    /// It has a picture and no name.
    Picture,
    /// It tells a fact of what stands above it.
    Fact,
}

impl Piece {
    pub(super) fn is_link(&self) -> bool {
        matches!(self, Self::Link { .. })
    }

    fn is_long(&self) -> bool {
        match self {
            Self::Text { text, .. } | Self::Code(text) | Self::Note(text) => {
                text.len() > LONGEST_PIECE
            }
            _ => false,
        }
    }

    fn is_named_link(&self) -> bool {
        matches!(self, Self::Link { href, text, .. } if has_words(text) && !is_anchor(href))
    }
}

/// Adds text to the last piece where that is text of the same kind.
pub(super) fn push_text(pieces: &mut Vec<Piece>, more: &str, bold: bool) {
    if let Some(Piece::Text { text, strong }) = pieces.last_mut()
        && *strong == bold
    {
        text.push_str(more);
        return;
    }
    pieces.push(Piece::Text {
        text: more.to_owned(),
        strong: bold,
    });
}

/// All words of the pieces, small print left out.
pub(super) fn words(pieces: &[Piece]) -> String {
    clean(&plain(pieces))
}

/// Words without line ends, doubled blanks and marks such as `:star:`.
pub(super) fn clean(text: &str) -> String {
    words::collapse(text)
}

/// A label has no more pieces, and no piece of it more bytes: an item may have many lists.
const LONGEST_LABEL: usize = 64;
const LONGEST_PIECE: usize = 1024;

/// The label of a list: the words of the item above it, if they are no entry.
pub(super) fn label(pieces: &[Piece]) -> Option<String> {
    if pieces.len() > LONGEST_LABEL || pieces.iter().any(|it| it.is_link() || it.is_long()) {
        return None;
    }
    let all = words(pieces);
    let head = words::split(&all).map_or(all.as_str(), |split| split.head);
    let label = head.trim_end_matches([':', '：']).trim();
    (has_words(label) && label.chars().count() <= 80).then(|| label.to_owned())
}

/// The words of a paragraph that is bold as a whole.
pub(super) fn bold(pieces: &[Piece]) -> Option<String> {
    let is_bold = pieces.iter().all(|piece| match piece {
        Piece::Text { text, strong } => *strong || !has_words(text),
        Piece::Note(_) | Piece::Break => true,
        _ => false,
    });
    if is_bold { label(pieces) } else { None }
}

/// Reads an item.
pub(super) fn item(pieces: &[Piece]) -> Result<Entry, Why> {
    let pieces = with_bare_links(pieces);
    let Some(at) = pieces.iter().position(Piece::is_named_link) else {
        return without_named_link(&pieces);
    };
    let Piece::Link { href, text, .. } = &pieces[at] else {
        return Err(Why::NoLink);
    };
    let before = words(&pieces[..at]);
    let after = &pieces[at + 1..];
    let generic = is_generic(text);
    let mut entry = Entry {
        link: href.clone(),
        ..Entry::default()
    };
    entry.take_marks(&pieces);
    entry.take_links(&pieces, at);
    let split = words::split(&before);
    match split {
        _ if !has_words(&before) => {
            entry.set_name(text);
            entry.describe(after, true);
        }
        Some(split) if !has_words(split.tail) => {
            let several = only_links(after) && after.iter().any(Piece::is_named_link);
            if generic || several {
                entry.set_name(split.head);
                if !several {
                    entry.describe(after, true);
                }
            } else {
                entry.set_name(text);
                entry.describe(after, true);
            }
        }
        Some(split) => {
            let ends_it = !after
                .iter()
                .any(|piece| matches!(piece, Piece::Text { text, .. } if has_words(text)));
            if generic || ends_it || split.is_dash || starts_bold(&pieces) {
                entry.set_name(split.head);
                let mut rest = vec![Piece::Text {
                    text: split.tail.to_owned(),
                    strong: false,
                }];
                if !generic || !ends_it {
                    rest.extend_from_slice(&pieces[at..]);
                }
                entry.describe(&rest, false);
                if !(generic || ends_it) {
                    // A link in the middle of a description belongs to what it is about.
                    entry.link.clear();
                }
            } else {
                entry.set_name(text);
                entry.describe(after, true);
            }
        }
        None if generic || before.ends_with(['(', '[', '（', '【']) => {
            entry.set_name(&before);
            entry.describe(after, true);
        }
        None => {
            entry.set_name(text);
            let said_behind = words::starts_with_separator(&plain(after));
            let is_short = before.split_whitespace().count() < 3;
            if said_behind || (is_short && !has_words(&plain(after))) {
                entry.describe(after, true);
            } else {
                entry.describe(&pieces, false);
            }
        }
    }
    entry.settle()
}

fn without_named_link(pieces: &[Piece]) -> Result<Entry, Why> {
    let all = words(pieces);
    let mut entry = Entry::default();
    entry.take_marks(pieces);
    let picture = pieces.iter().find_map(|piece| match piece {
        Piece::Link { href, .. } if is_external(href) => Some(href.clone()),
        _ => None,
    });
    let split = words::split(&all).filter(|split| has_words(split.head));
    if let Some(link) = picture {
        if !has_words(&all) {
            return Err(Why::Picture);
        }
        entry.link = link;
        match split {
            Some(split) => {
                entry.set_name(split.head);
                entry.text = words::description(split.tail, false).text;
            }
            None => entry.set_name(&all),
        }
        return entry.settle();
    }
    if pieces.iter().any(Piece::is_link) {
        return Err(Why::Anchor);
    }
    match split {
        Some(split) if has_words(split.tail) && starts_bold(pieces) => {
            entry.set_name(split.head);
            entry.describe(
                &[Piece::Text {
                    text: split.tail.to_owned(),
                    strong: false,
                }],
                false,
            );
            entry.settle()
        }
        _ if !has_words(&all) => Err(Why::Empty),
        _ => Err(Why::NoLink),
    }
}

impl Entry {
    fn set_name(&mut self, text: &str) {
        let (name, commercial) = words::name(text);
        let name = if is_external(&name) {
            name_of_address(&name)
        } else {
            name
        };
        self.name = name;
        self.commercial |= commercial;
    }

    fn describe(&mut self, pieces: &[Piece], beside_link: bool) {
        let said: Said = words::description(&marked(pieces), beside_link);
        self.text = said.text;
        self.marks.extend(said.marks);
        self.commercial |= said.commercial;
        if self.figures == Figures::default() {
            self.figures = said.figures;
        }
    }

    fn take_marks(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if let Piece::Note(note) = piece {
                let figures = words::figures(note);
                if figures == Figures::default() {
                    self.marks.push(clean(note));
                } else {
                    self.figures = figures;
                }
            }
        }
    }

    fn take_links(&mut self, pieces: &[Piece], named: usize) {
        for (at, piece) in pieces.iter().enumerate() {
            if let Piece::Link { href, text, .. } = piece
                && at != named
                && is_external(href)
                && has_words(text)
            {
                self.links.push((clean(text), href.clone()));
            }
        }
    }

    /// The entry, if it has a name and does not lead into the list itself.
    fn settle(mut self) -> Result<Self, Why> {
        if !has_words(&self.name) {
            return Err(Why::NoLink);
        }
        if self.link.starts_with("//") {
            self.link.insert_str(0, "https:");
        }
        if self.link.is_empty() || is_external(&self.link) {
            return Ok(self);
        }
        // A page of the list about the entry; its own one stands behind it, under a word such as `website`.
        let own = self.links.iter().position(|(text, _)| is_generic(text));
        match own {
            Some(at) => {
                self.link = self.links.remove(at).1;
                Ok(self)
            }
            None => Err(Why::Relative),
        }
    }
}

/// What an item tells of the item it stands in, as `License: MIT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    label: String,
    text: String,
    links: Vec<String>,
    /// Whether it can only be one, wherever it stands.
    pub(super) is_told_of_a_heading: bool,
}

/// The fact that an item is, if it begins with a usual name of one and a colon.
pub(super) fn fact(pieces: &[Piece]) -> Option<Fact> {
    if pieces.len() > LONGEST_LABEL || pieces.iter().any(Piece::is_long) {
        return None;
    }
    let pieces = with_bare_links(pieces);
    let all = words(&pieces);
    let split = words::split(&all).filter(|split| !split.is_dash)?;
    let label = split.head.to_lowercase();
    let is_told_of_a_heading = FACTS.contains(&label.as_str());
    if !is_told_of_a_heading && !NESTED_FACTS.contains(&label.as_str()) {
        return None;
    }
    let links = pieces.iter().filter_map(|piece| match piece {
        Piece::Link { href, .. } if is_external(href) => Some(href.clone()),
        _ => None,
    });
    Some(Fact {
        text: split.tail.to_owned(),
        links: links.collect(),
        is_told_of_a_heading,
        label,
    })
}

/// Names of facts that no entry has for a name.
const FACTS: &[&str] = &[
    "author",
    "authors",
    "cons",
    "features",
    "homepage",
    "language",
    "languages",
    "last commit",
    "last update",
    "last updated",
    "licence",
    "license",
    "licenses",
    "maintainer",
    "maintainers",
    "platform",
    "platforms",
    "price",
    "pricing",
    "pros",
    "stars",
    "status",
    "tags",
    "version",
    "website",
    "written in",
];
/// Further ones, below an item.
const NESTED_FACTS: &[&str] = &[
    "about",
    "category",
    "code",
    "demo",
    "description",
    "docs",
    "documentation",
    "github",
    "gitlab",
    "home page",
    "link",
    "links",
    "repo",
    "repository",
    "source",
    "source code",
    "type",
    "url",
];

/// The entry that an item without a link is, where items below it tell its address.
pub(super) fn of_facts(pieces: &[Piece], facts: &[Fact]) -> Option<Entry> {
    let leads = facts.iter().any(Fact::leads_home);
    let mut entry = Entry::default();
    entry.set_name(&label(pieces).filter(|_| leads)?);
    entry.take_marks(pieces);
    Some(entry)
}

impl Fact {
    fn leads_home(&self) -> bool {
        is_generic(&self.label) && !self.links.is_empty()
    }
}

impl Entry {
    /// Takes in what the items below tell of it: addresses as further links, the rest as marks or words.
    pub(super) fn take_facts(&mut self, facts: Vec<Fact>) {
        for fact in facts {
            let leads_home = fact.leads_home();
            let links = fact.links.into_iter().filter(|_| leads_home);
            self.links
                .extend(links.map(|link| (fact.label.clone(), link)));
            match fact.label.as_str() {
                "language" | "languages" | "licence" | "license" | "licenses" | "written in" => {
                    self.marks.push(fact.text);
                }
                "about" | "description" if self.text.is_empty() => self.text = fact.text,
                _ => {}
            }
        }
        if self.link.is_empty() && !self.links.is_empty() {
            self.link = self.links.remove(0).1;
        }
    }
}

/// What an address that stands for a name is called: a repository by its name, a page by its host and path.
fn name_of_address(link: &str) -> String {
    let Some(address) = Address::of(link) else {
        return link.to_owned();
    };
    if address.repository().is_some() {
        // As it is written, not as it is compared.
        let path = link.trim_end_matches('/').trim_end_matches(".git");
        return path.rsplit('/').next().unwrap_or(path).to_owned();
    }
    let name = format!("{}/{}", address.host(), address.path());
    name.trim_end_matches('/').to_owned()
}

/// Reads a paragraph whose lines begin with a link and say something of it; prose is none. A quote may be nothing but the
/// link of an entry.
pub(super) fn paragraph(pieces: &[Piece], is_quote: bool) -> Vec<Entry> {
    if is_quote && is_lone_link(pieces) {
        return item(pieces).into_iter().collect();
    }
    let mut lines: Vec<&[Piece]> = Vec::new();
    let mut start = 0;
    for (at, piece) in pieces.iter().enumerate() {
        if matches!(piece, Piece::Break) && starts_with_link(&pieces[at + 1..]) {
            lines.push(&pieces[start..at]);
            start = at + 1;
        }
    }
    lines.push(&pieces[start..]);
    if !lines.iter().all(|line| is_entry_line(line)) {
        return Vec::new();
    }
    lines.iter().filter_map(|line| item(line).ok()).collect()
}

fn is_lone_link(pieces: &[Piece]) -> bool {
    let has_no_words = |piece: &Piece| match piece {
        Piece::Text { text, .. } => !has_words(text),
        Piece::Note(_) | Piece::Break => true,
        Piece::Link { .. } | Piece::Code(_) | Piece::Cell(_) => false,
    };
    let mut others = pieces.iter().filter(|piece| !has_no_words(piece));
    let is_named = |piece: &Piece| matches!(piece, Piece::Link { href, text, .. } if is_external(href) && has_words(text) && !is_generic(text));
    others.next().is_some_and(is_named) && others.next().is_none()
}

fn starts_with_link(pieces: &[Piece]) -> bool {
    let first = pieces.iter().find(|piece| match piece {
        Piece::Text { text, .. } => !text.trim().is_empty(),
        Piece::Break => false,
        _ => true,
    });
    first.is_some_and(|piece| {
        piece.is_named_link() && matches!(piece, Piece::Link { href, .. } if is_external(href))
    })
}

/// A link, then a separator or the end of the line, then words.
fn is_entry_line(pieces: &[Piece]) -> bool {
    if !starts_with_link(pieces) {
        return false;
    }
    let at = pieces.iter().position(Piece::is_link).unwrap_or(0);
    let after = &pieces[at + 1..];
    let until = after
        .iter()
        .position(|piece| matches!(piece, Piece::Break))
        .unwrap_or(after.len());
    let same_line = plain(&after[..until]);
    let separated =
        words::starts_with_separator(&same_line) || (!has_words(&same_line) && until < after.len());
    separated && has_words(&plain(after))
}

/// The names of columns, if a row says only them.
pub(super) fn columns(pieces: &[Piece]) -> Option<Vec<String>> {
    let cells = cells(pieces);
    let headers = pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Cell(true)))
        .count();
    let leads = pieces
        .iter()
        .any(|piece| matches!(piece, Piece::Link { href, .. } if is_external(href)));
    (headers > 0 && headers == cells.len() && !leads).then(|| {
        cells
            .iter()
            .map(|cell| words(cell).to_lowercase())
            .collect()
    })
}

/// Reads a row of a table. Where the columns have no names, each cell with a link is an entry.
pub(super) fn row(pieces: &[Piece], columns: &[String]) -> Result<Vec<Entry>, Why> {
    let pieces = with_bare_links(pieces);
    let cells = cells(&pieces);
    let named = |cell: &&[Piece]| {
        cell.iter().any(|piece| {
            piece.is_named_link() && matches!(piece, Piece::Link { href, .. } if is_external(href))
        })
    };
    let with_links = cells.iter().filter(|cell| named(cell)).count();
    let with_words = cells.iter().filter(|cell| has_words(&plain(cell))).count();
    if with_links == 0 {
        return Err(why_no_row(&pieces));
    }
    let is_grid = columns.iter().all(|name| !has_words(name));
    if is_grid && with_links == with_words && with_links > 1 {
        return Ok(cells.iter().filter_map(|cell| item(cell).ok()).collect());
    }
    one_of_row(&cells, columns).map(|entry| vec![entry])
}

fn why_no_row(pieces: &[Piece]) -> Why {
    let mut why = Why::Empty;
    for piece in pieces {
        if let Piece::Link { href, text, .. } = piece {
            let found = if is_anchor(href) {
                Why::Anchor
            } else if !has_words(text) {
                Why::Picture
            } else {
                Why::Relative
            };
            why = why.max(found);
        }
    }
    if why == Why::Empty && has_words(&plain(pieces)) {
        return Why::NoLink;
    }
    why
}

fn one_of_row(cells: &[&[Piece]], columns: &[String]) -> Result<Entry, Why> {
    let called = |wanted: &[&str]| {
        columns
            .iter()
            .position(|name| wanted.contains(&name.as_str()))
            .filter(|at| *at < cells.len())
    };
    let has_link = |at: usize| {
        cells[at].iter().any(|piece| {
            piece.is_named_link() && matches!(piece, Piece::Link { href, .. } if is_external(href))
        })
    };
    let linked = (0..cells.len())
        .find(|at| has_link(*at))
        .ok_or(Why::NoLink)?;
    let first_words = (0..cells.len())
        .find(|at| {
            let words = words(cells[*at]);
            words.chars().any(char::is_alphabetic) && (!is_generic(&words) || has_link(*at))
        })
        .unwrap_or(linked);
    let named = called(NAMES)
        .filter(|at| has_words(&plain(cells[*at])))
        .unwrap_or(first_words);
    let mut entry = item(cells[named]).unwrap_or_default();
    if entry.name.is_empty() {
        entry.set_name(&words(cells[named]));
    }
    if entry.link.is_empty() {
        let link = item(cells[linked])?;
        entry.link = link.link;
        entry.links.extend(link.links);
    }
    for (at, cell) in cells.iter().enumerate() {
        entry.take_links(cell, usize::MAX);
        if at != named {
            entry.take_marks(cell);
        }
    }
    let own = entry.link.clone();
    entry.links.retain(|(_, href)| *href != own);
    entry.links.dedup();
    let described = called(DESCRIPTIONS)
        .or_else(|| (0..cells.len()).find(|at| *at > named && is_description(cells[*at])));
    if let Some(at) = described.filter(|at| *at != named) {
        let inside = std::mem::take(&mut entry.text);
        entry.describe(cells[at], false);
        if entry.text.is_empty() {
            entry.text = inside;
        }
    }
    entry.settle()
}

/// Columns that name the entry, and those that say what it is.
const NAMES: &[&str] = &[
    "name",
    "project",
    "tool",
    "title",
    "api",
    "library",
    "package",
    "framework",
    "software",
    "project name",
    "tool name",
    "repository",
    "repo",
    "resource",
    "名称",
    "项目",
    "名前",
    "nombre",
    "nom",
    "название",
    "이름",
];
const DESCRIPTIONS: &[&str] = &[
    "description",
    "about",
    "what",
    "summary",
    "notes",
    "note",
    "details",
    "comment",
    "comments",
    "brief",
    "desc",
    "descripción",
    "beschreibung",
    "описание",
    "描述",
    "说明",
    "简介",
    "介绍",
    "説明",
    "설명",
];

/// Whether a cell can be the words about an entry: more than links, marks and figures.
fn is_description(cell: &[Piece]) -> bool {
    let text: String = cell
        .iter()
        .filter_map(|piece| match piece {
            Piece::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    text.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        >= 2
        || text
            .chars()
            .filter(|letter| !letter.is_ascii())
            .filter(|it| it.is_alphabetic())
            .count()
            >= 4
}

fn cells(pieces: &[Piece]) -> Vec<&[Piece]> {
    let is_cell = |piece: &Piece| matches!(piece, Piece::Cell(_));
    // What stands before the first cell belongs to none.
    let from = pieces
        .iter()
        .position(is_cell)
        .map_or(pieces.len(), |at| at + 1);
    if from >= pieces.len() {
        return Vec::new();
    }
    pieces[from..].split(is_cell).collect()
}

fn starts_bold(pieces: &[Piece]) -> bool {
    let first = pieces.iter().find(|piece| match piece {
        Piece::Text { text, .. } | Piece::Link { text, .. } => has_words(text),
        Piece::Code(_) => true,
        _ => false,
    });
    matches!(
        first,
        Some(Piece::Text { strong: true, .. } | Piece::Code(_) | Piece::Link { strong: true, .. })
    )
}

/// Whether nothing but links and what joins them is left.
fn only_links(pieces: &[Piece]) -> bool {
    pieces.iter().all(|piece| match piece {
        Piece::Text { text, .. } => text
            .split_whitespace()
            .filter(|word| has_words(word))
            .all(|word| words::JOINS.contains(&word.to_lowercase().as_str())),
        Piece::Code(_) => false,
        _ => true,
    })
}

/// Words that say what a link is and not what it leads to.
fn is_generic(text: &str) -> bool {
    let text = clean(text);
    let plain = text
        .trim_matches(|letter: char| !letter.is_alphanumeric())
        .to_lowercase();
    GENERIC.contains(&plain.as_str()) || is_external(&text)
}

const GENERIC: &[&str] = &[
    "link",
    "links",
    "website",
    "web site",
    "site",
    "web",
    "homepage",
    "home page",
    "home",
    "here",
    "url",
    "source",
    "code",
    "source code",
    "src",
    "github",
    "gitlab",
    "bitbucket",
    "codeberg",
    "repo",
    "repository",
    "docs",
    "documentation",
    "demo",
    "live demo",
    "official",
    "official site",
    "official website",
    "download",
    "video",
    "slides",
    "article",
    "paper",
    "pdf",
    "blog",
    "blog post",
    "book",
    "read",
    "read more",
    "more",
    "more info",
    "info",
    "visit",
    "open",
    "npm",
    "crate",
    "crates.io",
    "pypi",
    "wiki",
    "wikipedia",
    "官网",
    "官方网站",
    "网址",
    "网站",
    "链接",
    "地址",
    "主页",
    "源码",
    "サイト",
    "公式サイト",
    "リンク",
    "링크",
    "홈페이지",
    "ссылка",
    "сайт",
    "lien",
    "enlace",
    "sitio",
    "webseite",
];

fn is_anchor(href: &str) -> bool {
    href.is_empty() || href.starts_with('#')
}

/// Whether a link leads out of the list.
pub(super) fn is_external(href: &str) -> bool {
    let starts = |scheme: &str| {
        href.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts("https://") || starts("http://") || starts("//")
}

pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The words of the pieces with marks around links and code, which `words::description` takes away again.
fn marked(pieces: &[Piece]) -> String {
    join(pieces, true)
}

fn plain(pieces: &[Piece]) -> String {
    join(pieces, false)
}

fn join(pieces: &[Piece], marks: bool) -> String {
    let mut all = String::new();
    let mark = |all: &mut String, mark: char| {
        if marks {
            all.push(mark);
        }
    };
    for piece in pieces {
        match piece {
            Piece::Text { text, .. } => all.push_str(&words::without_marks(text)),
            Piece::Link { text, .. } => {
                mark(&mut all, words::LINK);
                all.push_str(words::without_marks(text).trim());
                mark(&mut all, words::LINK_END);
            }
            Piece::Code(code) => {
                mark(&mut all, words::CODE);
                all.push_str(words::without_marks(code).trim());
                mark(&mut all, words::CODE_END);
            }
            Piece::Note(_) | Piece::Break | Piece::Cell(_) => all.push(' '),
        }
    }
    all
}

/// Addresses in running text are links too.
fn with_bare_links(pieces: &[Piece]) -> Vec<Piece> {
    let mut all = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Piece::Text { text, strong } if text.contains("://") => {
                split_addresses(text, *strong, &mut all);
            }
            piece => all.push(piece.clone()),
        }
    }
    all
}

/// Where the next address begins.
fn next_address(text: &str) -> Option<usize> {
    text.match_indices("http")
        .map(|(at, _)| at)
        .find(|at| text[*at..].starts_with("http://") || text[*at..].starts_with("https://"))
}

fn split_addresses(text: &str, strong: bool, all: &mut Vec<Piece>) {
    let mut rest = text;
    loop {
        let start = next_address(rest);
        let Some(start) = start else { break };
        push_text(all, &rest[..start], strong);
        let address = &rest[start..];
        let end = address
            .find(|letter: char| letter.is_whitespace() || "<>\"`|（）。，；「」".contains(letter))
            .unwrap_or(address.len());
        let address =
            address[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '\'']);
        all.push(Piece::Link {
            href: address.to_owned(),
            text: address.to_owned(),
            strong,
        });
        rest = &rest[start + address.len()..];
    }
    if !rest.is_empty() {
        push_text(all, rest, strong);
    }
}
