//! Plain values without I/O: facts and problems, and the shapes an answer can take.

pub mod diagram;
pub mod fact;
pub mod page;
pub mod problem;
mod spellings;
pub mod term;
pub mod terms;
