//! Text → facts → derived facts → a sorted index: what the program and its build script share, so that the built-in
//! catalogue and a user's own tables are read alike. Opens no file and knows no query.
//!
//! ```
//! use stackgen_facts::{csv, index, rules};
//!
//! let tables = csv::File {
//!     name: "languages.csv".to_owned(),
//!     bytes: b"slug,name,broader,interop,aliases\ngo,Go,,c,golang\n".to_vec(),
//! };
//! let (mut facts, problems) = csv::read(&[tables]);
//! assert!(problems.is_empty());
//! rules::derive(&mut facts).unwrap();
//! assert!(!index::build(&facts).is_empty());
//! ```

// It ends the program where standard error cannot be written: `base::notes::say` does not.
#![warn(clippy::print_stderr)]

pub mod base;
pub mod csv;
pub mod index;
pub mod model;
pub mod rules;
