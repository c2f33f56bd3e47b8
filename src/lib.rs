//! stackgen: technology stacks from a knowledge graph of curated lists, with the reasons.

pub mod answer;
pub mod base;
pub mod catalog;
pub mod cli;
pub mod commands;
pub mod graph;
pub mod model;
pub mod reason;
pub mod render;
pub mod rules;
pub mod sources;
pub mod store;
