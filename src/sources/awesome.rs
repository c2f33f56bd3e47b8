//! Awesome lists in Markdown: headings, and under them items that link to something and say a few words of it.
//!
//! An entry is a list item or table row whose first link leads somewhere. What stands before the first such item,
//! links within the page and items under a heading without entries say nothing.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Line of its first letter, from 1.
    pub line: u64,
    /// The headings it stands under, the outermost first, without the title of the list.
    pub section: Vec<String>,
    /// Its name: the text of its link, without marks.
    pub name: String,
    /// Where the link leads.
    pub link: String,
    /// The words beside the link, without what only separates them from it.
    pub text: String,
    /// Whether the list marks it as commercial: `(c)`.
    pub commercial: bool,
}

/// The entries of a list, in its order.
///
/// Takes time and memory linear in the text.
#[must_use]
pub fn entries(text: &str) -> Vec<Listed> {
    let mut reading = Reading::new(text);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reading.event(event, range.start);
    }
    reading.entries
}

/// What is being read.
struct Reading<'a> {
    text: &'a str,
    /// Where the line counted so far ends, and its number.
    counted: (usize, u64),
    entries: Vec<Listed>,
    /// The headings around, with their levels.
    headings: Vec<(HeadingLevel, String)>,
    /// The text of the heading that is open.
    heading: Option<(HeadingLevel, String)>,
    /// The items that are open, the innermost last.
    items: Vec<Item>,
}

/// An item or table row that is open.
#[derive(Default)]
struct Item {
    start: usize,
    link: Option<String>,
    name: String,
    text: String,
    in_link: bool,
    said: bool,
}

impl<'a> Reading<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            counted: (0, 1),
            entries: Vec::new(),
            headings: Vec::new(),
            heading: None,
            items: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, start: usize) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Item | Tag::TableRow) => {
                self.say();
                self.items.push(Item {
                    start,
                    ..Item::default()
                });
            }
            Event::End(TagEnd::Item | TagEnd::TableRow) => {
                self.say();
                self.items.pop();
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.start_link(&dest_url),
            Event::End(TagEnd::Link) => {
                if let Some(item) = self.items.last_mut() {
                    item.in_link = false;
                }
            }
            Event::Text(text) | Event::Code(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => self.words(" "),
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        if let Some((level, text)) = self.heading.take() {
            self.headings.retain(|(outer, _)| *outer < level);
            self.headings.push((level, text.trim().to_owned()));
        }
    }

    fn start_link(&mut self, link: &str) {
        if let Some(item) = self.items.last_mut()
            && item.link.is_none()
            && (link.starts_with("http://") || link.starts_with("https://"))
        {
            item.link = Some(link.to_owned());
            item.in_link = true;
        }
    }

    fn words(&mut self, text: &str) {
        if let Some((_, heading)) = &mut self.heading {
            heading.push_str(text);
        } else if let Some(item) = self.items.last_mut() {
            if item.in_link {
                item.name.push_str(text);
            } else if item.link.is_some() {
                item.text.push_str(text);
            }
        }
    }

    /// Writes the innermost item down, once: when it ends or when an item inside it begins.
    fn say(&mut self) {
        let Some(item) = self.items.last_mut() else {
            return;
        };
        let Some(link) = item.link.clone().filter(|_| !item.said) else {
            return;
        };
        item.said = true;
        let (name, commercial) = name(&item.name);
        if name.is_empty() {
            return;
        }
        let (start, text) = (item.start, description(&item.text));
        let section = self
            .headings
            .iter()
            .filter(|(level, _)| *level > HeadingLevel::H1)
            .map(|(_, heading)| heading.clone())
            .collect();
        let line = self.line(start);
        self.entries.push(Listed {
            line,
            section,
            name,
            link,
            text,
            commercial,
        });
    }

    /// The number of the line that holds byte `start`.
    fn line(&mut self, start: usize) -> u64 {
        let (from, line) = if start >= self.counted.0 {
            self.counted
        } else {
            (0, 1)
        };
        let more = self.text[from..start].matches('\n').count();
        self.counted = (start, line + more as u64);
        self.counted.1
    }
}

/// A name without its marks, and whether it is marked as commercial.
fn name(text: &str) -> (String, bool) {
    let text = text.trim();
    text.strip_suffix("(c)").map_or_else(
        || (text.to_owned(), false),
        |name| (name.trim_end().to_owned(), true),
    )
}

/// What is said beside a link: without separators before it and marks such as `:star:`.
fn description(text: &str) -> String {
    let is_mark = |word: &&str| {
        word.len() > 2 && word.starts_with(':') && word.ends_with(':') && !word.contains("::")
    };
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !is_mark(word))
        .collect();
    words
        .join(" ")
        .trim_start_matches(|letter: char| letter.is_whitespace() || "-–—*:|,".contains(letter))
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# A list\n\n- [Messaging](#messaging)\n\n## Messaging\n\n\
        - [NATS](https://nats.io/) - A broker.\n* [Rabbit MQ (c)](https://rabbitmq.com) :star: — Another\n  one.\n\n\
        ### Queues\n\n1. [`bull`](https://x.org)\n    - [part](https://y.org): of it\n\n\
        | Name | What |\n|-|-|\n| [Row](https://z.org) | in a table |\n";

    #[test]
    fn items_and_rows_with_links_are_entries() {
        let read: Vec<String> = entries(LIST)
            .iter()
            .map(|it| {
                let section = it.section.join(" > ");
                format!(
                    "{} {section}: {} {} {:?}",
                    it.line, it.name, it.link, it.text
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                "7 Messaging: NATS https://nats.io/ \"A broker.\"",
                "8 Messaging: Rabbit MQ https://rabbitmq.com \"Another one.\"",
                "13 Messaging > Queues: bull https://x.org \"\"",
                "14 Messaging > Queues: part https://y.org \"of it\"",
                "18 Messaging > Queues: Row https://z.org \"in a table\"",
            ]
        );
        assert!(entries(LIST)[1].commercial);
    }
}
