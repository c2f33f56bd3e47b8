//! The floor everything stands on: folding text into slugs, finding the nearest known name, licence families, the IRIs
//! of the vocabulary and places in files. Knows no file, no graph and no command.

pub mod cores;
pub mod licence;
pub mod link;
pub mod nearest;
pub mod notes;
pub mod place;
pub mod slug;
pub mod text;
pub mod vocabulary;
