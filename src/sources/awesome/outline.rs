//! Tokens → headings, items, rows and paragraphs, each with its place; what an item means is said in `entry.rs`.
//!
//! HTML may forget to close, close twice or close in the wrong order: what opens or closes something ends what can no
//! longer be open. The depth is bounded, so that time stays linear in the text.

use super::entry::{self, Entry, Fact, Piece, Why};
use super::section::{Heading, Headings};
use super::token::{Tag, Token};

/// Nothing is nested deeper than this in any list; what is, is read as if it stood at this depth.
const DEEPEST: usize = 200;

/// A document being read.
#[derive(Default)]
pub(super) struct Outline {
    line: u32,
    frames: Vec<Frame>,
    pub(super) headings: Headings,
    pub(super) drafts: Vec<Draft>,
    pub(super) skipped: Vec<(u32, Why)>,
    /// Where the first links within the page stand, and how many items are such links.
    pub(super) contents: (Option<usize>, usize),
    /// How many items and rows have begun.
    begun: usize,
    heading: Option<Heading>,
    summary: Option<String>,
    link: Option<(String, String)>,
    code: Option<String>,
    note: Option<String>,
    strong: usize,
    /// How many quotes are open.
    quoted: usize,
    /// The words of a paragraph in bold: the heading of the list that follows.
    group: Option<String>,
}

/// An entry and where it stands.
pub(super) struct Draft {
    /// Its place in the order of the list.
    pub(super) number: usize,
    pub(super) line: u32,
    /// Numbers of the headings around it, the outermost first.
    pub(super) path: Vec<usize>,
    /// The labels of the lists around it.
    pub(super) groups: Vec<String>,
    pub(super) entry: Entry,
}

enum Frame {
    List(Option<String>),
    Table(Vec<String>),
    /// How many headings were open before it.
    Details(usize),
    Block(Block),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Item,
    Row,
    Paragraph,
}

struct Block {
    kind: Kind,
    number: usize,
    line: u32,
    pieces: Vec<Piece>,
    has_list: bool,
    /// What an item without links below it says.
    note: Option<String>,
    /// What items below it tell of it, as `License: MIT`.
    facts: Vec<Fact>,
}

impl Outline {
    /// Further tokens stand on this line.
    pub(super) fn at(&mut self, line: u32) {
        self.line = line;
    }

    pub(super) fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) => self.text(&text),
            Token::Break => self.line_break(),
            Token::Open(tag, href) => self.open(tag, href),
            Token::Close(tag) => self.close(tag),
        }
    }

    /// Ends whatever is open.
    pub(super) fn end(&mut self) {
        self.unwind(0);
        self.end_heading();
        self.drafts.sort_by_key(|draft| draft.number);
        self.skipped.sort();
    }

    fn text(&mut self, text: &str) {
        if let Some(note) = &mut self.note {
            note.push_str(text);
        } else if let Some(heading) = &mut self.heading {
            heading.push(text);
        } else if let Some(summary) = &mut self.summary {
            summary.push_str(text);
        } else if let Some((_, words)) = &mut self.link {
            words.push_str(text);
        } else if let Some(code) = &mut self.code {
            code.push_str(text);
        } else {
            let strong = self.strong > 0;
            if let Some(block) = self.block() {
                entry::push_text(&mut block.pieces, text, strong);
            }
        }
    }

    fn line_break(&mut self) {
        if self.heading.is_some() || self.summary.is_some() || self.link.is_some() {
            self.text(" ");
        } else {
            self.piece(Piece::Break);
        }
    }

    fn open(&mut self, tag: Tag, href: &str) {
        match tag {
            Tag::Heading(level) => self.open_heading(level),
            Tag::List => self.open_list(),
            Tag::Item => {
                self.end_paragraph();
                self.unwind_into(|frame| matches!(frame, Frame::List(_)));
                self.push_block(Kind::Item);
            }
            Tag::Description => self.piece(Piece::Break),
            Tag::Table => {
                self.end_paragraph();
                self.push(Frame::Table(Vec::new()));
            }
            Tag::Row => {
                self.end_paragraph();
                self.unwind_into(|frame| matches!(frame, Frame::Table(_)));
                self.push_block(Kind::Row);
            }
            Tag::Cell | Tag::Header => {
                self.end_inline();
                self.piece(Piece::Cell(tag == Tag::Header));
            }
            Tag::Paragraph => self.open_paragraph(),
            Tag::Link => self.open_link(href),
            Tag::Code => {
                self.end_code();
                self.code = Some(String::new());
            }
            Tag::Strong => self.strong += 1,
            Tag::Note => self.note = Some(String::new()),
            Tag::Quote => {
                self.end_paragraph();
                self.quoted += 1;
            }
            Tag::Details => {
                self.end_paragraph();
                self.push(Frame::Details(self.headings.open.len()));
            }
            Tag::Summary => {
                self.end_paragraph();
                if self.block().is_none() {
                    self.summary = Some(String::new());
                }
            }
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Heading(_) => self.end_heading(),
            Tag::List => self.close_frame(|frame| matches!(frame, Frame::List(_))),
            Tag::Table => self.close_frame(|frame| matches!(frame, Frame::Table(_))),
            Tag::Item => self.close_block(Kind::Item),
            Tag::Row => self.close_block(Kind::Row),
            Tag::Paragraph => self.end_paragraph(),
            Tag::Link => self.end_link(),
            Tag::Code => self.end_code(),
            Tag::Strong => self.strong = self.strong.saturating_sub(1),
            Tag::Note => self.end_note(),
            Tag::Details => self.close_frame(|frame| matches!(frame, Frame::Details(_))),
            Tag::Quote => {
                self.end_paragraph();
                self.quoted = self.quoted.saturating_sub(1);
            }
            Tag::Summary => {
                if let Some(text) = self.summary.take() {
                    self.headings.begin_summary(&text, self.line);
                    self.group = None;
                }
            }
            Tag::Description | Tag::Cell | Tag::Header => self.end_inline(),
        }
    }

    fn open_heading(&mut self, level: u8) {
        // A heading inside an item or a cell only makes its words larger.
        self.end_paragraph();
        if self.block().is_none() {
            self.end_inline();
            self.summary = None;
            self.heading = Some(Heading::new(level, self.line));
        }
    }

    fn end_heading(&mut self) {
        self.end_note();
        if let Some(heading) = self.heading.take() {
            self.headings.begin(heading);
            self.group = None;
        }
    }

    fn open_list(&mut self) {
        self.end_paragraph();
        self.end_inline();
        let group = match self.block() {
            Some(block) => {
                block.has_list = true;
                entry::label(&block.pieces)
            }
            None => self.group.take(),
        };
        self.push(Frame::List(group));
    }

    fn open_paragraph(&mut self) {
        self.end_paragraph();
        if self.block().is_some() {
            self.piece(Piece::Break);
        } else if !matches!(self.frames.last(), Some(Frame::List(_) | Frame::Table(_))) {
            self.push_block(Kind::Paragraph);
        }
    }

    fn open_link(&mut self, href: &str) {
        self.end_link();
        match &mut self.heading {
            Some(heading) => href.clone_into(&mut heading.open_link),
            None => self.link = Some((href.to_owned(), String::new())),
        }
    }

    fn end_link(&mut self) {
        if let Some(heading) = &mut self.heading {
            heading.open_link.clear();
        }
        if let Some((href, text)) = self.link.take() {
            if let Some(summary) = &mut self.summary {
                summary.push_str(&text);
            }
            let strong = self.strong > 0;
            self.piece(Piece::Link { href, text, strong });
        }
    }

    fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.piece(Piece::Code(code));
        }
    }

    fn end_note(&mut self) {
        if let Some(note) = self.note.take() {
            if self.heading.is_none() && self.link.is_none() {
                self.piece(Piece::Note(note));
            } else if let Some((_, text)) = &mut self.link {
                // `<a><sub><b>Name</b></sub></a>`: the small print is all there is.
                text.push_str(&note);
            }
        }
    }

    fn end_inline(&mut self) {
        self.end_note();
        self.end_link();
        self.end_code();
        self.strong = 0;
    }

    fn piece(&mut self, piece: Piece) {
        if let Some(block) = self.block() {
            block.pieces.push(piece);
        }
    }

    /// The item, row or paragraph that words belong to.
    fn block(&mut self) -> Option<&mut Block> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Block(block) => Some(Some(block)),
            Frame::Details(_) => None,
            Frame::List(_) | Frame::Table(_) => Some(None),
        })?
    }

    fn push(&mut self, frame: Frame) {
        if self.frames.len() < DEEPEST {
            self.frames.push(frame);
        }
    }

    fn push_block(&mut self, kind: Kind) {
        self.end_inline();
        let block = Block {
            kind,
            number: self.begun,
            line: self.line,
            pieces: Vec::new(),
            has_list: false,
            note: None,
            facts: Vec::new(),
        };
        self.begun += 1;
        self.push(Frame::Block(block));
    }

    fn end_paragraph(&mut self) {
        if let Some(Frame::Block(block)) = self.frames.last()
            && block.kind == Kind::Paragraph
        {
            self.unwind(self.frames.len() - 1);
        }
    }

    /// Ends what is open inside the innermost list or table, if it is one that is meant.
    fn unwind_into(&mut self, is_meant: impl Fn(&Frame) -> bool) {
        let innermost = self
            .frames
            .iter()
            .rposition(|frame| matches!(frame, Frame::List(_) | Frame::Table(_)));
        match innermost {
            Some(at) if is_meant(&self.frames[at]) => self.unwind(at + 1),
            Some(_) => {}
            None => self.close_block(Kind::Item),
        }
    }

    fn close_frame(&mut self, is_meant: impl Fn(&Frame) -> bool) {
        if let Some(at) = self.frames.iter().rposition(is_meant) {
            self.unwind(at);
        }
    }

    /// Ends the innermost block of a kind; nothing outside the list or table around is meant by it.
    fn close_block(&mut self, kind: Kind) {
        let around = if kind == Kind::Item {
            self.frames
                .iter()
                .rposition(|frame| matches!(frame, Frame::List(_)))
        } else {
            self.frames
                .iter()
                .rposition(|frame| matches!(frame, Frame::Table(_)))
        };
        let from = around.map_or(0, |at| at + 1);
        let found = self.frames[from..]
            .iter()
            .position(|frame| matches!(frame, Frame::Block(block) if block.kind == kind));
        if let Some(at) = found {
            self.unwind(from + at);
        }
    }

    /// Ends the innermost frames until `left` are left.
    fn unwind(&mut self, left: usize) {
        self.end_inline();
        while self.frames.len() > left {
            match self.frames.pop() {
                Some(Frame::Details(open)) => self.headings.open.truncate(open),
                Some(Frame::Block(block)) => self.finish(block),
                _ => {}
            }
        }
    }

    fn finish(&mut self, block: Block) {
        match block.kind {
            Kind::Item => self.finish_item(block),
            Kind::Row => self.finish_row(&block),
            Kind::Paragraph => self.finish_paragraph(&block),
        }
    }

    fn finish_item(&mut self, block: Block) {
        if let Some(fact) = entry::fact(&block.pieces) {
            let parent = self.parent_item();
            match parent {
                Some(parent) => parent.facts.push(fact),
                None if fact.is_told_of_a_heading => {
                    self.skip(block.number, block.line, Why::Fact);
                }
                None => self.finish_entry(block),
            }
            return;
        }
        self.finish_entry(block);
    }

    fn finish_entry(&mut self, block: Block) {
        let read = entry::item(&block.pieces);
        let read = match read {
            Err(Why::NoLink) => entry::of_facts(&block.pieces, &block.facts).ok_or(Why::NoLink),
            read => read,
        };
        match read {
            Ok(mut entry) => {
                if entry.link.is_empty() && (block.has_list || self.is_note(&block)) {
                    return;
                }
                entry.take_facts(block.facts);
                if entry.text.is_empty() {
                    entry.text = block.note.unwrap_or_default();
                }
                self.draft(block.number, block.line, entry);
            }
            Err(Why::Empty) => {}
            Err(Why::NoLink) if block.has_list => {}
            Err(Why::NoLink) if self.is_note(&block) => {}
            Err(why) => self.skip(block.number, block.line, why),
        }
    }

    /// The item that the items now ending stand in.
    fn parent_item(&mut self) -> Option<&mut Block> {
        self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Block(parent) if parent.kind == Kind::Item => Some(parent),
            _ => None,
        })
    }

    /// Whether an item without links only says something of the item above it.
    fn is_note(&mut self, block: &Block) -> bool {
        let Some(parent) = self.parent_item() else {
            return false;
        };
        if parent.note.is_none() {
            // An entry has its link among its first pieces.
            if !parent.pieces.iter().take(64).any(Piece::is_link) {
                return false;
            }
            parent.note = Some(entry::words(&block.pieces));
        }
        true
    }

    fn finish_row(&mut self, block: &Block) {
        let columns = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Table(columns) => Some(columns),
            _ => None,
        });
        let mut none = Vec::new();
        let columns = columns.unwrap_or(&mut none);
        if let Some(names) = entry::columns(&block.pieces) {
            *columns = names;
            return;
        }
        match entry::row(&block.pieces, columns) {
            Ok(entries) => {
                for entry in entries {
                    self.draft(block.number, block.line, entry);
                }
            }
            Err(Why::Empty) => {}
            Err(why) => self.skip(block.number, block.line, why),
        }
    }

    fn finish_paragraph(&mut self, block: &Block) {
        if let Some(label) = entry::bold(&block.pieces) {
            self.group = Some(label);
            return;
        }
        for entry in entry::paragraph(&block.pieces, self.quoted > 0) {
            self.draft(block.number, block.line, entry);
        }
        self.headings.say(|| entry::words(&block.pieces));
    }

    fn draft(&mut self, number: usize, line: u32, entry: Entry) {
        let groups = self.frames.iter().filter_map(|frame| match frame {
            Frame::List(group) => group.clone(),
            _ => None,
        });
        self.drafts.push(Draft {
            number,
            line,
            path: self.headings.open.clone(),
            groups: groups.collect(),
            entry,
        });
    }

    fn skip(&mut self, number: usize, line: u32, why: Why) {
        if why == Why::Anchor {
            self.contents.0.get_or_insert(number);
            self.contents.1 += 1;
        }
        self.skipped.push((line, why));
    }
}
