//! Questions to the graph, answers as plain values. Nothing here fails, prints or opens anything: an answer may be empty.

pub mod alternatives;
pub mod audit;
pub mod card;
pub mod diff;
pub mod eval;
pub mod lineage;
pub mod needs;
pub mod profile;
pub mod recommend;
pub mod search;
pub mod show;
pub mod standing;
pub mod validate;
pub mod verify;
