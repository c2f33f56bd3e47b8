//! Awesome lists in Markdown and HTML: headings, and under them items that link to something and say a few words of it.
//!
//! An entry is a list item, a row of a table, or a line that begins with a link, if it leads out of the list. Tables of
//! contents, pictures without words and what is about the list itself (contributors, sponsors, licence) are none; what is
//! left out is reported with its line. Start reading at [`markdown`]; `outline.rs` finds the items, `entry.rs` says what
//! one means.

mod entry;
mod facts;
mod from_markdown;
mod html;
mod license;
mod lines;
mod outline;
mod section;
mod token;
mod words;

pub use facts::{read_html, read_markdown};

use entry::Why;
use outline::{Draft, Outline};

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Line of its first letter, from 1.
    pub line: u64,
    /// The headings it stands under, the outermost first, without the title of the list.
    pub section: Vec<String>,
    /// The labels of lists around it that are no entries, the outermost first.
    pub groups: Vec<String>,
    /// Its name: the text of its link, without marks.
    pub name: String,
    /// Where the link leads; empty for an entry that has none.
    pub link: String,
    /// Further links of it: what they are called and where they lead.
    pub links: Vec<(String, String)>,
    /// The words beside the link, without what only separates them from it.
    pub text: String,
    /// Small print and tags beside it, such as licences.
    pub marks: Vec<String>,
    /// Whether the list marks it as commercial: `(c)`.
    pub commercial: bool,
    /// Its stars, where the list counts them.
    pub stars: Option<u64>,
    /// Days since the last push, where the list counts them.
    pub days_since_push: Option<u64>,
}

/// What is no entry although it looks like one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its line, from 1.
    pub line: u64,
    /// Why it is none.
    pub why: String,
}

/// A list as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its title; empty where no heading gives one.
    pub title: String,
    /// Where its title leads, if anywhere.
    pub link: String,
    /// Its entries, in its order.
    pub entries: Vec<Listed>,
    /// What was left out, by line.
    pub skipped: Vec<Skipped>,
}

/// Reads a list in Markdown.
///
/// Takes time and memory linear in the text.
#[must_use]
pub fn markdown(text: &str) -> List {
    let mut outline = Outline::default();
    from_markdown::text(without_mark(text), &mut outline);
    finish(outline)
}

/// Reads a list in HTML: a page or the part of one that shows the list.
///
/// Takes time and memory linear in the text.
#[must_use]
pub fn html(text: &str) -> List {
    let mut outline = Outline::default();
    html::page(without_mark(text), &mut outline);
    finish(outline)
}

/// The text without the mark that some editors put before it.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn finish(mut outline: Outline) -> List {
    outline.end();
    add_headings_that_are_entries(&mut outline);
    let contents = before_contents(&outline);
    let direct: std::collections::HashSet<usize> = outline
        .drafts
        .iter()
        .filter(|draft| draft.number >= contents)
        .filter_map(|draft| draft.path.last().copied())
        .collect();
    let title = outline.headings.title(|heading| direct.contains(&heading));
    let mut list = List::default();
    if let Some(heading) = title.map(|title| &outline.headings.all[title]) {
        list.title.clone_from(&heading.text);
        if entry::is_external(&heading.href) {
            list.link.clone_from(&heading.href);
        }
    }
    list.skipped = outline
        .skipped
        .iter()
        .map(|(line, why)| skipped(*line, reason(*why)))
        .collect();
    let preface = Preface::of(&outline, contents, title);
    for draft in std::mem::take(&mut outline.drafts) {
        let headings = &outline.headings.all;
        let about = draft
            .path
            .last()
            .map(|last| headings[*last].text.as_str())
            .filter(|text| section::is_about_the_list(text));
        if let Some(heading) = about {
            let why = format!("it stands under `{heading}`, which is about the list itself");
            list.skipped.push(skipped(draft.line, &why));
        } else if let Some(why) = preface.holds(&draft, title) {
            list.skipped.push(skipped(draft.line, why));
        } else {
            let section = draft
                .path
                .iter()
                .filter(|heading| Some(**heading) != title)
                .map(|heading| headings[*heading].text.clone())
                .filter(|text| !section::is_contents(text))
                .collect();
            list.entries.push(listed(draft, section));
        }
    }
    list.skipped.sort();
    list
}

fn listed(draft: Draft, section: Vec<String>) -> Listed {
    let entry = draft.entry;
    Listed {
        line: draft.line.into(),
        section,
        groups: draft.groups,
        name: entry.name,
        link: entry.link,
        links: entry.links,
        text: entry.text,
        marks: entry.marks,
        commercial: entry.commercial,
        stars: entry.figures.stars,
        days_since_push: entry.figures.days,
    }
}

fn skipped(line: u32, why: &str) -> Skipped {
    Skipped {
        line: line.into(),
        why: why.to_owned(),
    }
}

fn reason(why: Why) -> &'static str {
    match why {
        Why::Empty => "it is empty",
        Why::NoLink => "it has no link",
        Why::Anchor => "it leads to a place of the same page, as a table of contents does",
        Why::Relative => "it leads to another file of the list",
        Why::Picture => "it has a picture and no name",
        Why::Fact => "it tells a fact of what stands above it",
    }
}

/// What stands before the list proper: greetings, advertisements, rules.
struct Preface {
    /// Items before this one stand before the table of contents.
    contents: usize,
    before_headings: bool,
}

/// Items before this one stand before the table of contents: greetings, advertisements. What is long is no preface,
/// wherever the contents stand.
fn before_contents(outline: &Outline) -> usize {
    let (first, anchors) = outline.contents;
    let contents = first.filter(|_| anchors >= 4).unwrap_or(0);
    let before = outline.drafts.partition_point(|it| it.number < contents);
    if before * 5 <= outline.drafts.len() {
        contents
    } else {
        0
    }
}

impl Preface {
    fn of(outline: &Outline, contents: usize, title: Option<usize>) -> Self {
        let all = outline.drafts.len();
        let loose = |draft: &&Draft| draft.path.iter().all(|it| Some(*it) == title);
        Self {
            contents,
            before_headings: outline.drafts.iter().filter(loose).count() * 5 <= all,
        }
    }

    fn holds(&self, draft: &Draft, title: Option<usize>) -> Option<&'static str> {
        if draft.number < self.contents {
            Some("it stands before the table of contents")
        } else if self.before_headings && draft.path.iter().all(|it| Some(*it) == title) {
            Some("it stands before the first section")
        } else {
            None
        }
    }
}

/// Some lists give each entry a heading that is a link, and describe it in the paragraph below.
fn add_headings_that_are_entries(outline: &mut Outline) {
    let held: std::collections::HashSet<usize> = outline
        .drafts
        .iter()
        .flat_map(|draft| draft.path.iter().copied())
        .collect();
    let headings = &outline.headings.all;
    let linked: Vec<usize> = (0..headings.len())
        .filter(|at| entry::is_external(&headings[*at].href))
        .collect();
    let alone: Vec<usize> = linked
        .iter()
        .copied()
        .filter(|at| {
            let heading = &headings[*at];
            !held.contains(at) && !heading.has_children && !heading.parents.is_empty()
        })
        .collect();
    if alone.len() < 3 || alone.len() * 2 < linked.len() {
        return;
    }
    for at in alone {
        let heading = &headings[at];
        let described = words::description(&heading.paragraph, false);
        let (name, commercial) = words::name(&heading.text);
        outline.drafts.push(Draft {
            number: usize::MAX,
            line: heading.line,
            path: heading.parents.clone(),
            groups: Vec::new(),
            entry: entry::Entry {
                name,
                link: heading.href.clone(),
                text: described.text,
                commercial,
                ..entry::Entry::default()
            },
        });
    }
    outline.drafts.sort_by_key(|draft| draft.line);
}

#[cfg(test)]
mod tests;
