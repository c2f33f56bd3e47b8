//! Technology stacks from a knowledge graph of curated lists, with the reasons.
//!
//! A command of the program is a struct here: its fields are the arguments, [`Ask::answer`] answers with a typed value, and
//! the same struct is what the command line, JSON and query strings are read into. A [`World`] is the graph to ask: the
//! catalogue that is part of the library unless another is named. Nothing touches the network but an endpoint's world.
//!
//! ```
//! use stackgen::{Ask, Recommend, World};
//!
//! let world = World::default();
//! let question = Recommend {
//!     lang: vec!["go".to_owned()],
//!     need: vec!["messaging".parse()?, "tracing".parse()?],
//!     ..Recommend::default()
//! };
//! let answer = question.answer(&world)?;
//! let best = &answer.stacks[0];
//! assert_eq!(best.picks.len(), 2);
//! for pick in &best.picks {
//!     println!("{}: {} {:.2}", pick.need, pick.thing.name, pick.score);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What can take a thing's place, and entries side by side:
//!
//! ```
//! use stackgen::{Alternatives, Ask, Compare, World};
//!
//! let world = World::default();
//! let question = Alternatives { entry: vec!["hystrix".to_owned()], ..Alternatives::default() };
//! let others = question.answer(&world)?.alternatives;
//! assert_eq!(others[0].thing.entry, "resilience4j");
//!
//! let entries = vec!["nats".to_owned(), "kafka".to_owned()];
//! let compared = Compare { entries }.answer(&world)?.0;
//! assert_eq!(compared[0].written_in, ["Go"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What is known about a thing, who says so, and how two things are connected:
//!
//! ```
//! use stackgen::{Ask, Paths, Show, World};
//!
//! let world = World::default();
//! let shown = Show { entry: "nats".to_owned(), ..Show::default() }.answer(&world)?;
//! let statements = shown.statements.unwrap_or_default();
//! assert!(statements.iter().all(|it| !it.sources.is_empty()));
//!
//! let question = Paths { from: "kong".to_owned(), to: "nginx".to_owned(), ..Paths::default() };
//! let connection = question.answer(&world)?;
//! assert_eq!(connection.paths[0].length, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Finding entries, listing what there is, and a part of the graph as a picture:
//!
//! ```
//! use stackgen::{Ask, Export, List, Search, World, render};
//! use stackgen::commands::list::What;
//!
//! let world = World::default();
//! let hits = Search { text: vec!["rabitmq".to_owned()], ..Search::default() }.answer(&world)?.0;
//! assert_eq!(hits[0].thing.entry, "rabbitmq");
//!
//! let needs = List { what: What::Needs, ..List::default() }.answer(&world)?.0;
//! assert!(needs.iter().any(|it| it.thing().entry == "messaging"));
//!
//! let part = Export { focus: Some("nats".to_owned()), ..Export::default() }.answer(&world)?;
//! let format = render::format("mermaid").ok_or("no such format")?;
//! let picture = render::render(&part, Export::SHAPES, format, render::Style::default())?;
//! assert!(String::from_utf8(picture)?.contains("NATS"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A world around files, a store or a SPARQL endpoint is made with [`World::new`]. Commands without their types, with the
//! schemas of their arguments and answers, stand in [`commands::COMMANDS`]: that is what a door is made from.

// It ends the program where standard error cannot be written: `base::notes::say` does not.
#![warn(clippy::print_stderr)]

pub mod answer;
pub mod catalog;
pub mod cli;
pub mod commands;
pub mod graph;
mod limits;
#[cfg(feature = "mcp")]
mod mcp;
pub mod reason;
pub mod render;
pub mod scan;
#[cfg(feature = "serve")]
mod serve;
pub mod sources;
pub mod store;

pub use commands::{
    Alternatives, Ask, Compare, Export, List, Origin, Paths, Recommend, Search, Show, World,
};
pub use stackgen_facts::{base, model, rules};
