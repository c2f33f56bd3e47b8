//! Facts → a sorted index, and SPARQL over it. The only room that evaluates SPARQL. Start reading at [`index`].

pub mod absent;
mod bindings;
pub mod bounds;
mod cut;
mod engine;
pub mod regular;
pub mod remote;
pub mod roles;
pub mod snapshot;
mod solution_rows;
pub mod sparql;
pub mod stop;
mod tags;
mod watch;
mod words;
mod worker;
mod wrong;

pub use stackgen_facts::index;
