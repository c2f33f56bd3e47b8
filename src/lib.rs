//! stackgen recommends technology stacks from a knowledge graph of curated lists, and says why.

pub mod base;
pub mod model;
pub mod sources;
