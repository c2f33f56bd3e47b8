//! What a reader may ask of a catalogue that is there already: which thing a name, a link or a heading means.

use oxrdf::NamedNode;

use crate::base::vocabulary::{self as sg, id, kind_and_slug};
use crate::model::fact::Pen;

/// A thing with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its IRI.
    pub iri: NamedNode,
    /// Its name.
    pub name: String,
}

/// What a list says of an item, as far as that tells which thing it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sought<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where its code is; empty where the list does not say.
    pub repository: &'a str,
    /// Its page; empty where the list does not say.
    pub homepage: &'a str,
    /// The needs under which it stands.
    pub needs: &'a [Thing],
}

/// Which thing an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Met {
    /// This one, surely.
    Same(Thing),
    /// One of its own; a person may know that it is this one.
    Perhaps(Thing),
    /// One of its own.
    New,
}

/// A catalogue that readers ask. Each answer is sure or nothing; by itself it knows nothing.
pub trait Known {
    /// The entry that an item of a list is.
    fn entry(&self, _item: Sought<'_>) -> Met {
        Met::New
    }
    /// The entry that a person said an item is, by its name or slug.
    fn settled(&self, _slug: &str) -> Option<Thing> {
        None
    }
    /// The need that a heading names.
    fn need(&self, _heading: &str) -> Option<Thing> {
        None
    }
    /// The language that a heading names.
    fn language(&self, _heading: &str) -> Option<Thing> {
        None
    }
    /// The technology, standard or language that exactly these words name, as they are written.
    fn named(&self, _words: &str) -> Option<Thing> {
        None
    }
    /// The technology that a tag or the name of a resource means: by slug, name or alias, and never by a common word.
    fn tagged(&self, _word: &str) -> Option<Thing> {
        None
    }
    /// Whether nothing of this kind, and no entry of another, has this slug.
    fn is_free(&self, _kind: &str, _slug: &str) -> bool {
        true
    }
}

impl Thing {
    /// `technology`, `standard`, `language` and so on.
    #[must_use]
    pub fn kind(&self) -> &str {
        kind_and_slug(self.iri.as_str()).map_or("", |(kind, _)| kind)
    }

    /// Writes the classes and the name, so that a graph without the catalogue knows them too.
    pub(super) fn define(&self, pen: &mut Pen<'_>) {
        let classes: &[&str] = match self.kind() {
            "technology" => &[sg::TECHNOLOGY, sg::PROJECT],
            "standard" => &[sg::STANDARD, sg::SPECIFICATION],
            "publication" => &[sg::PUBLICATION, sg::CREATIVE_WORK],
            "language" => &[sg::LANGUAGE, sg::COMPUTER_LANGUAGE],
            "category" => &[sg::NEED, sg::CATEGORY, sg::CONCEPT],
            _ => &[],
        };
        pen.say_types(&self.iri, classes);
        pen.say_text(&self.iri, sg::LABEL, &self.name);
    }
}

/// A thing of this kind and slug.
pub(super) fn node(kind: &str, slug: &str) -> NamedNode {
    NamedNode::new_unchecked(id(kind, slug))
}

/// A catalogue that knows nothing: each list for itself.
pub struct Nothing;

impl Known for Nothing {}
