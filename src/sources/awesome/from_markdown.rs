//! Markdown → tokens; the HTML inside it is read as such.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, TagEnd};

use super::html;
use super::lines::Lines;
use super::outline::Outline;
use super::token::{Tag, Token};

/// No item is indented by more bytes.
const LONGEST_INDENT: usize = 256;

/// Reads a text.
pub(super) fn text(text: &str, outline: &mut Outline) {
    let text = &*with_bounded_depth(text);
    let text = &*with_spaced_headings(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reading = Reading {
        outline,
        html: String::new(),
        html_line: 0,
        header: false,
        hidden: 0,
    };
    let mut lines = Lines::new(text.as_bytes());
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let start = range.start;
        // An item that is indented by tabs begins at the blanks before it, on the line above.
        let blanks = text.as_bytes()[range]
            .iter()
            .take(LONGEST_INDENT)
            .take_while(|byte| byte.is_ascii_whitespace());
        let line = lines.line(start + blanks.count());
        reading.event(event, line);
    }
    reading.end_html();
}

/// No list is nested deeper; the parser takes time for each level at each line.
const DEEPEST: usize = 100;

/// The text with at most so many marks of nesting at the beginning of a line.
fn with_bounded_depth(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| cut_of(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut bounded = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match cut_of(line) {
            Some((from, to)) => {
                bounded.push_str(&line[..from]);
                bounded.push_str(&line[to..]);
            }
            None => bounded.push_str(line),
        }
    }
    Cow::Owned(bounded)
}

/// Which part of a line only nests deeper than is read: from and to which byte.
fn cut_of(line: &str) -> Option<(usize, usize)> {
    let mut marks = 0;
    let mut from = None;
    let mut end = line.len();
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b' ' | b'\t' => {}
            b'>' | b'-' | b'*' | b'+' | b'0'..=b'9' | b'.' | b')' => {
                marks += 1;
                if marks == DEEPEST {
                    from = Some(at + 1);
                }
            }
            _ => {
                end = at;
                break;
            }
        }
    }
    from.filter(|from| *from < end && !is_rule(line))
        .map(|from| (from, end))
}

/// `-----`, which nests nothing however long it is.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    line.bytes().all(|byte| byte == b'-') || line.bytes().all(|byte| byte == b'*')
}

/// `##Heading` as `## Heading`: once a heading everywhere, and still written in older lists.
fn with_spaced_headings(text: &str) -> Cow<'_, str> {
    let is_tight = |line: &str| {
        let rest = line.trim_start_matches('#');
        let hashes = line.len() - rest.len();
        (2..=6).contains(&hashes)
            && rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '[')
    };
    if !text.lines().any(is_tight) {
        return Cow::Borrowed(text);
    }
    let mut spaced = String::with_capacity(text.len() + 256);
    for line in text.split_inclusive('\n') {
        if is_tight(line) {
            let rest = line.trim_start_matches('#');
            spaced.push_str(&line[..line.len() - rest.len()]);
            spaced.push(' ');
            spaced.push_str(rest);
        } else {
            spaced.push_str(line);
        }
    }
    Cow::Owned(spaced)
}

struct Reading<'o> {
    outline: &'o mut Outline,
    /// HTML that is not read yet: a tag may go over several lines.
    html: String,
    html_line: u32,
    /// Whether the row that is open names the columns.
    header: bool,
    /// How many code blocks and pictures are open: their words are no part of the list.
    hidden: usize,
}

impl Reading<'_> {
    fn event(&mut self, event: Event<'_>, line: u32) {
        if let Event::Html(html) | Event::InlineHtml(html) = &event {
            if self.html.is_empty() {
                self.html_line = line;
            }
            self.html.push_str(html);
            return;
        }
        self.end_html();
        self.outline.at(line);
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.hidden == 0 => self.outline.token(Token::Text(cow(text))),
            Event::Code(code) if self.hidden == 0 => {
                self.outline.token(Token::Open(Tag::Code, ""));
                self.outline.token(Token::Text(cow(code)));
                self.outline.token(Token::Close(Tag::Code));
            }
            Event::SoftBreak => self.outline.token(Token::Text(Cow::Borrowed(" "))),
            Event::HardBreak => self.outline.token(Token::Break),
            _ => {}
        }
    }

    fn end_html(&mut self) {
        if !self.html.is_empty() {
            let html = std::mem::take(&mut self.html);
            html::fragment(&html, self.html_line, self.outline);
        }
    }

    fn start(&mut self, tag: &pulldown_cmark::Tag<'_>) {
        use pulldown_cmark::Tag as Markdown;
        let (open, href) = match tag {
            Markdown::Heading { level, .. } => (Tag::Heading(number(*level)), ""),
            Markdown::List(_) => (Tag::List, ""),
            Markdown::Item => (Tag::Item, ""),
            Markdown::Table(_) => (Tag::Table, ""),
            Markdown::TableHead => {
                self.header = true;
                (Tag::Row, "")
            }
            Markdown::TableRow => (Tag::Row, ""),
            Markdown::TableCell if self.header => (Tag::Header, ""),
            Markdown::TableCell => (Tag::Cell, ""),
            Markdown::Paragraph => (Tag::Paragraph, ""),
            Markdown::BlockQuote(_) => (Tag::Quote, ""),
            Markdown::Strong => (Tag::Strong, ""),
            Markdown::Link { dest_url, .. } => (Tag::Link, &**dest_url),
            Markdown::Image { .. } | Markdown::CodeBlock(_) | Markdown::MetadataBlock(_) => {
                self.hidden += 1;
                return;
            }
            _ => return,
        };
        self.outline.token(Token::Open(open, href));
    }

    fn end(&mut self, tag: TagEnd) {
        let close = match tag {
            TagEnd::Heading(level) => Tag::Heading(number(level)),
            TagEnd::List(_) => Tag::List,
            TagEnd::Item => Tag::Item,
            TagEnd::Table => Tag::Table,
            TagEnd::TableHead => {
                self.header = false;
                Tag::Row
            }
            TagEnd::TableRow => Tag::Row,
            TagEnd::TableCell => Tag::Cell,
            TagEnd::Paragraph => Tag::Paragraph,
            TagEnd::BlockQuote(_) => Tag::Quote,
            TagEnd::Strong => Tag::Strong,
            TagEnd::Link => Tag::Link,
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.hidden = self.hidden.saturating_sub(1);
                return;
            }
            _ => return,
        };
        self.outline.token(Token::Close(close));
    }
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.into_string()),
    }
}
