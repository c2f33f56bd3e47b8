//! Readers: text → facts and problems. One file per format; a reader is given bytes and a name, and opens nothing.

pub mod awesome;
pub mod csv;
pub mod landscape;
pub mod rdf;
