//! What Markdown and HTML have in common, as far as lists need it: a stream of tags and text.

use std::borrow::Cow;

/// One step of a document.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Something begins; the text is the address of a link and empty else.
    Open(Tag, &'a str),
    /// Something ends.
    Close(Tag),
    /// Words.
    Text(Cow<'a, str>),
    /// A line ends within a paragraph.
    Break,
}

/// What can begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A heading and its level, from 1.
    Heading(u8),
    List,
    Item,
    /// What is said of a term, in a list of terms.
    Description,
    Table,
    Row,
    /// A cell of a table; `Header` is one that names its column.
    Cell,
    Header,
    Paragraph,
    Link,
    Code,
    Strong,
    /// Small print: raised or lowered words, keys.
    Note,
    Details,
    Summary,
    /// Quoted paragraphs.
    Quote,
}
