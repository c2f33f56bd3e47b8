//! Readers: text → facts and problems. One file per format; a reader is given bytes and a name, and opens nothing.

pub mod awesome;
pub mod backstage;
mod cells;
pub mod columns;
pub mod format;
pub mod known;
pub mod landscape;
pub mod listing;
mod marks;
mod purpose;
pub mod radar;
pub mod rdf;
pub mod review;
pub mod table;
mod text;
mod words_of_relation;

pub use stackgen_facts::csv;
