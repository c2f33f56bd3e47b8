//! Plain values that every room above speaks: statements with their places, problems, and the shapes an answer takes.
//! No input, no output, no formats. Start reading at [`fact`].

pub mod diagram;
pub mod fact;
pub mod page;
pub mod problem;
