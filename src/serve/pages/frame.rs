//! What every page has around its content.

use hyper::StatusCode;
use maud::{DOCTYPE, Markup, html};

use crate::serve::exchange::Response;
use crate::serve::problem::HttpProblem;

/// A page with the head and the foot of all pages; within a page elsewhere (`embed=1`) without them.
pub(super) struct Frame<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// A sentence for search engines.
    pub(super) about: &'a str,
    /// Whether it is shown inside another page.
    pub(super) embedded: bool,
}

impl Frame<'_> {
    /// The page.
    pub(super) fn page(&self, content: &Markup) -> Response {
        Response::ok("text/html; charset=utf-8", self.html(content).into_string())
    }

    /// The page that says why there is none of the kind that was asked for.
    pub(super) fn problem(&self, problem: &HttpProblem, content: &Markup) -> Response {
        let content = html! {
            (said(problem))
            (content)
        };
        let html = self.html(&content).into_string();
        Response::new(problem.status, "text/html; charset=utf-8", html)
    }

    fn html(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="description" content=(self.about);
                    title { (self.title) " · stackgen" }
                    link rel="icon" href="/icon.svg";
                    link rel="stylesheet" href="/style.css";
                    script src="/app.js" defer {}
                }
                body {
                    @if !self.embedded { (head()) }
                    main id="content" { (content) }
                    @if !self.embedded { (foot()) }
                }
            }
        }
    }
}

fn head() -> Markup {
    html! {
        a.skip href="#content" { "Skip to content" }
        header.top {
            a.brand href="/" { "stackgen" }
            form.find role="search" aria-label="Site" action="/search" {
                label.hidden for="q" { "Search technologies, standards and needs" }
                input #q type="search" name="q" placeholder="Search" autocomplete="off" data-suggest="entry";
            }
            nav aria-label="Main" {
                a href="/stack" { "Stack" }
                a href="/needs" { "Needs" }
                a href="/compare" { "Compare" }
                a href="/sparql" { "SPARQL" }
            }
        }
    }
}

fn foot() -> Markup {
    html! {
        footer {
            p {
                "Every statement names its source. "
                a href="/openapi.json" { "API" } " · "
                a href="/ns.ttl" { "Vocabulary" } " · "
                a href="/store?default" { "All statements" }
            }
        }
    }
}

/// A problem in words.
pub(super) fn said(problem: &HttpProblem) -> Markup {
    html! {
        div.problem role="alert" {
            p { (problem.detail) @if problem.status == StatusCode::NOT_FOUND { "." } }
            @if let Some(near) = &problem.nearest { p { "Did you mean " strong { (near) } "?" } }
            @for hint in problem.hints() { p { (hint) } }
        }
    }
}
