//! The web page: made of the same answers as everything else, reads without JavaScript and is nicer with it.

mod blocks;
mod frame;
mod stack;
mod things;

pub(crate) use stack::stack;
pub(crate) use things::{
    compare, entry, home, mistaken, needs, problem, results, search, sparql, thing,
};

use super::exchange::Response;
use super::problem::HttpProblem;
use super::routes::Asked;

static STYLE: &str = include_str!("style.css");
static SCRIPT: &str = include_str!("app.js");
static ICON: &str = include_str!("icon.svg");

/// The style of every page.
pub(crate) fn style(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    Ok(Response::ok("text/css; charset=utf-8", STYLE))
}

/// What makes pages nicer: search as you type, and a key to run a query.
pub(crate) fn script(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    Ok(Response::ok("text/javascript; charset=utf-8", SCRIPT))
}

/// The icon in the browser's tab.
pub(crate) fn icon(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    Ok(Response::ok("image/svg+xml", ICON))
}

/// Search engines read the pages, not the answers of programs.
pub(crate) fn robots(_: &Asked<'_>) -> Result<Response, HttpProblem> {
    let text = "User-agent: *\nDisallow: /api/\nDisallow: /sparql\nDisallow: /store\n";
    Ok(Response::ok("text/plain; charset=utf-8", text))
}
