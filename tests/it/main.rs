//! The program from outside: what a user types and sees.

mod support;

mod alternatives;
mod audit;
mod compare;
mod completions;
mod diff;
mod eval;
mod export;
mod faults;
mod golden;
mod hostile;
mod hostile_files;
mod hostile_queries;
mod import;
mod list;
mod lists;
mod mcp;
mod output;
mod path;
mod pictures;
mod query;
mod readme;
mod recommend;
mod scan;
mod search;
mod serve;
mod show;
mod stats;
mod store;
mod tables;
mod validate;
mod verify;
