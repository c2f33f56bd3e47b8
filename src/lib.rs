//! stackgen: technology stacks from a knowledge graph of curated lists, with the reasons.

// It ends the program where standard error cannot be written: `base::notes::say` does not.
#![warn(clippy::print_stderr)]

pub mod answer;
pub mod catalog;
pub mod cli;
pub mod commands;
pub mod graph;
pub mod reason;
pub mod render;
pub mod scan;
pub mod sources;
pub mod store;

pub use stackgen_facts::{base, model, rules};
