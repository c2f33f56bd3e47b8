//! HTML: a page or a piece of one inside Markdown → tokens.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Token as Html, Tokenizer};

use super::lines::Lines;
use super::outline::Outline;
use super::token::{Tag, Token};

/// Elements that hold no part of a list, whatever stands in them.
const HIDDEN: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "nav", "footer", "aside", "form", "button",
    "select", "iframe", "textarea",
];

/// Reads a page. What stands outside `<article>` is no part of the list where the page has one, as those of code hosts.
pub(super) fn page(text: &str, outline: &mut Outline) {
    let mut lines = Lines::new(text.as_bytes());
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let lower = text.to_ascii_lowercase();
    let mut page = Page {
        only_article: lower.contains("<article") && lower.contains("</article"),
        ..Page::default()
    };
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        let (name, opens, at) = match &token {
            Html::StartTag(tag) => (tag.name.0.as_slice(), true, tag.span.start),
            Html::EndTag(tag) => (tag.name.0.as_slice(), false, tag.span.start),
            Html::String(text) => (&[][..], false, text.span.start),
            _ => continue,
        };
        if page.shows(name, opens) {
            outline.at(lines.line(at));
            say(&token, outline);
        }
    }
}

/// Reads the HTML that stands inside Markdown, where an element that is only mentioned hides nothing.
pub(super) fn fragment(text: &str, line: u32, outline: &mut Outline) {
    let mut lines = Lines::new(text.as_bytes());
    let emitter = DefaultEmitter::<usize>::new_with_span();
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        let at = match &token {
            Html::StartTag(tag) => tag.span.start,
            Html::EndTag(tag) => tag.span.start,
            Html::String(text) => text.span.start,
            _ => continue,
        };
        outline.at(line.saturating_add(lines.line(at) - 1));
        say(&token, outline);
    }
}

/// Which parts of a page are looked at.
#[derive(Default)]
struct Page {
    only_article: bool,
    articles: usize,
    /// The hidden element that is open, and how many of its kind.
    hidden: Option<(&'static str, usize)>,
    title: bool,
}

impl Page {
    fn shows(&mut self, name: &[u8], opens: bool) -> bool {
        if let Some((hidden, depth)) = &mut self.hidden {
            if name == hidden.as_bytes() {
                *depth = if opens { *depth + 1 } else { *depth - 1 };
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return false;
        }
        match name {
            b"title" => self.title = opens,
            b"article" if opens => self.articles += 1,
            b"article" => self.articles = self.articles.saturating_sub(1),
            _ => {
                if let Some(hidden) = HIDDEN.iter().find(|it| it.as_bytes() == name)
                    && opens
                {
                    self.hidden = Some((hidden, 1));
                    return false;
                }
            }
        }
        !self.title && (!self.only_article || self.articles > 0)
    }
}

fn say(token: &Html<usize>, outline: &mut Outline) {
    match token {
        Html::String(text) => {
            outline.token(Token::Text(String::from_utf8_lossy(&text.value.0)));
        }
        Html::StartTag(start) => match start.name.0.as_slice() {
            b"br" => outline.token(Token::Break),
            name => {
                let href = start
                    .attributes
                    .get(b"href".as_slice())
                    .map_or(Cow::Borrowed(""), |it| String::from_utf8_lossy(&it.value.0));
                if let Some(tag) = tag(name) {
                    outline.token(Token::Open(tag, href.trim()));
                }
            }
        },
        Html::EndTag(end) => {
            if let Some(tag) = tag(&end.name.0) {
                outline.token(Token::Close(tag));
            }
        }
        _ => {}
    }
}

fn tag(name: &[u8]) -> Option<Tag> {
    Some(match name {
        [b'h', level @ b'1'..=b'6'] => Tag::Heading(level - b'0'),
        b"ul" | b"ol" | b"dl" | b"menu" => Tag::List,
        b"li" | b"dt" => Tag::Item,
        b"dd" => Tag::Description,
        b"table" => Tag::Table,
        b"tr" => Tag::Row,
        b"td" => Tag::Cell,
        b"th" => Tag::Header,
        b"p" => Tag::Paragraph,
        b"a" => Tag::Link,
        b"code" | b"tt" => Tag::Code,
        b"b" | b"strong" => Tag::Strong,
        b"sup" | b"sub" | b"kbd" => Tag::Note,
        b"details" => Tag::Details,
        b"summary" => Tag::Summary,
        b"blockquote" => Tag::Quote,
        _ => return None,
    })
}
