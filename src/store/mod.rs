//! Facts → a sorted index, and SPARQL over it. The only room that evaluates SPARQL. Start reading at [`index`].

pub mod bounds;
mod cut;
pub mod remote;
pub mod snapshot;
pub mod sparql;
pub mod stop;
mod watch;
mod worker;

pub use stackgen_facts::index;
