//! Headings → what they say of the items below: the need that these serve, or that they are read and not run.

use super::known::{Known, Thing};
use crate::base::link::Address;
use crate::base::slug::slug;
use crate::base::vocabulary::kind_and_slug;

/// The need that a path of headings names, the innermost last; `theme` is the title of the list.
///
/// A heading alone may be a word of many fields: `Queues` below `Data structures` are no message brokers, `UI` in a list for
/// phones is no framework for browsers. So such a word counts only where nothing around it points elsewhere.
pub(super) fn need(path: &[&str], theme: &str, known: &dyn Known) -> Option<Thing> {
    let (last, above) = path.split_last()?;
    let outer = above.last().copied().unwrap_or_default();
    if let Some(need) = together(last, outer).and_then(|both| known.need(&both)) {
        return Some(need);
    }
    let is_clear = above.iter().all(|heading| is_neutral(heading)) && is_of_services(theme, known);
    if may_name_a_need(last, is_clear)
        && let Some(need) = known.need(last)
        && (!is_of_code(last, &need) || holds_libraries(above, theme, known))
    {
        return Some(need);
    }
    let says_nothing = is_neutral(last) || known.language(last).is_some();
    let is_clear = above
        .iter()
        .rev()
        .skip(1)
        .all(|heading| is_neutral(heading));
    (says_nothing && may_name_a_need(outer, is_clear))
        .then(|| known.need(outer))
        .flatten()
}

/// Whether a heading means a need of those who write programs by a word that means something else to those who run them:
/// `CLI` of a database are programs, `CLI` of a language are libraries.
fn is_of_code(heading: &str, need: &Thing) -> bool {
    let slug_of_need = kind_and_slug(need.iri.as_str()).map_or("", |(_, slug)| slug);
    let folded = slug(heading);
    let single = folded.strip_suffix('s').unwrap_or(&folded);
    OF_CODE.contains(&slug_of_need) && single != slug(&need.name)
}

/// Needs that libraries serve, and that have everyday names.
const OF_CODE: &[&str] = &[
    "command-line",
    "cross-platform-app",
    "http-client",
    "network-framework",
    "utility-library",
];

/// Whether what stands below these headings is libraries: in a list for a language or below the heading of one, and not among
/// finished programs. Tables, which have no theme, are their owner's.
fn holds_libraries(above: &[&str], theme: &str, known: &dyn Known) -> bool {
    let has_language = |text: &str| {
        text.split_whitespace()
            .any(|word| known.language(word).is_some())
    };
    let is_of_programs = |heading: &&str| {
        let folded = slug(heading);
        ["applications", "apps", "programs", "software"].contains(&folded.as_str())
    };
    let is_of_language = has_language(theme) || above.iter().any(|it| has_language(it));
    theme.is_empty() || is_of_language && !above.iter().any(is_of_programs)
}

/// `Graph` below `Databases` as `graph database`, `Integration` below `Testing` as `integration testing`.
fn together(last: &str, outer: &str) -> Option<String> {
    if last.is_empty() || outer.is_empty() || is_neutral(outer) {
        return None;
    }
    let single = outer.strip_suffix('s').unwrap_or(outer);
    Some(format!("{last} {single}"))
}

fn may_name_a_need(heading: &str, is_clear: bool) -> bool {
    let folded = slug(heading);
    let single = folded.strip_suffix('s').unwrap_or(&folded);
    let is_one_of = |words: &[&str]| words.contains(&folded.as_str()) || words.contains(&single);
    !is_one_of(OF_MANY_FIELDS) && (is_clear || !is_one_of(OF_SEVERAL_FIELDS))
}

/// Names of needs that as headings mean something else as often: never taken for the need.
const OF_MANY_FIELDS: &[&str] = &[
    "agent",
    "analytic",
    "discovery",
    "edge",
    "function",
    "game",
    "graphing",
    "lambda",
    "mesh",
    "operator",
    "performance",
    "platform",
    "proxy",
    "push",
    "registrie",
    "registry",
    "sandbox",
    "scheduler",
    "server",
    "vault",
    "video",
    "web",
];

/// Names of needs that mean them only in a list of services, where no heading above points elsewhere.
const OF_SEVERAL_FIELDS: &[&str] = &[
    "actor",
    "broker",
    "container",
    "dashboard",
    "encoding",
    "gateway",
    "identity",
    "instrumentation",
    "integration",
    "log",
    "membership",
    "messaging",
    "middleware",
    "mq",
    "orchestration",
    "packaging",
    "permission",
    "provisioning",
    "pubsub",
    "queue",
    "real-time",
    "realtime",
    "retry",
    "router",
    "storage",
    "streaming",
    "ui",
    "visualization",
];

/// Whether a heading can be asked for as a need of its own.
pub(super) fn can_be_a_need(heading: &str, known: &dyn Known) -> bool {
    !is_neutral(heading) && known.language(heading).is_none()
}

/// Whether a heading parts a list and says nothing of what it holds.
fn is_neutral(heading: &str) -> bool {
    let folded = slug(heading);
    !folded.is_empty() && folded.split('-').all(|word| NEUTRAL.contains(&word))
}

const NEUTRAL: &[&str] = &[
    "a",
    "all",
    "and",
    "applications",
    "apps",
    "awesome",
    "common",
    "components",
    "core",
    "for",
    "framework",
    "frameworks",
    "general",
    "generic",
    "in",
    "libraries",
    "library",
    "list",
    "misc",
    "miscellaneous",
    "modules",
    "official",
    "of",
    "open",
    "other",
    "others",
    "our",
    "packages",
    "plugins",
    "products",
    "project",
    "projects",
    "services",
    "software",
    "source",
    "stack",
    "the",
    "tool",
    "tools",
    "utilities",
    "various",
];

/// Whether a list by its title is about the services of a backend: for a language as a whole, or for no field at all.
fn is_of_services(theme: &str, known: &dyn Known) -> bool {
    let folded = slug(theme);
    let words = || {
        folded
            .split('-')
            .filter(|word| !word.is_empty() && !NEUTRAL.contains(word))
    };
    let is_service = |word: &str| SERVICES.contains(&word);
    let language = theme
        .split_whitespace()
        .any(|word| known.language(word).is_some());
    words().next().is_none() || language || words().any(is_service)
}

const SERVICES: &[&str] = &[
    "architecture",
    "backend",
    "catalog",
    "catalogue",
    "cloud",
    "company",
    "devops",
    "distributed",
    "infrastructure",
    "kubernetes",
    "landscape",
    "microservice",
    "microservices",
    "radar",
    "scalability",
    "selfhosted",
    "server",
    "serverless",
    "sre",
    "sysadmin",
    "systems",
    "team",
    "technologies",
    "technology",
];

/// Whether items with these headings and this address are to be read, heard or attended, not run.
pub(super) fn is_publication(headings: &[&str], theme: &str, link: &str) -> bool {
    headings.iter().any(|it| names_publications(it, theme)) || is_read(link)
}

fn names_publications(heading: &str, theme: &str) -> bool {
    let (folded, theme) = (slug(heading), slug(theme));
    let mut says = folded
        .split('-')
        .filter(|word| !word.is_empty() && !theme.split('-').any(|it| it == *word))
        .filter(|word| !NEUTRAL_OF_READING.contains(word))
        .peekable();
    says.peek().is_some() && says.all(|word| PUBLICATIONS.contains(&word))
}

/// What headings of publications say besides.
const NEUTRAL_OF_READING: &[&str] = &[
    "a",
    "about",
    "active",
    "and",
    "best",
    "external",
    "for",
    "free",
    "further",
    "general",
    "great",
    "in",
    "influential",
    "interesting",
    "international",
    "internet",
    "language",
    "misc",
    "more",
    "of",
    "official",
    "on",
    "online",
    "or",
    "other",
    "popular",
    "recommended",
    "related",
    "selected",
    "some",
    "tech",
    "technical",
    "the",
    "to",
    "useful",
];

const PUBLICATIONS: &[&str] = &[
    "accounts",
    "article",
    "articles",
    "awesome",
    "blogs",
    "book",
    "books",
    "bootcamps",
    "bookmarks",
    "cheatsheet",
    "cheatsheets",
    "communities",
    "community",
    "conference",
    "conferences",
    "courses",
    "culture",
    "ebook",
    "ebooks",
    "education",
    "essays",
    "events",
    "forums",
    "guidelines",
    "guides",
    "hiring",
    "interviews",
    "jobs",
    "keynotes",
    "learn",
    "learning",
    "lectures",
    "lists",
    "magazine",
    "magazines",
    "materials",
    "meetup",
    "meetups",
    "mooc",
    "moocs",
    "moreinfo",
    "newsletter",
    "newsletters",
    "papers",
    "people",
    "podcast",
    "podcasts",
    "posts",
    "postmortem",
    "presentations",
    "publications",
    "read",
    "readings",
    "reading",
    "references",
    "resources",
    "roadmaps",
    "screencasts",
    "slides",
    "slideshows",
    "style",
    "styleguide",
    "styleguides",
    "subreddits",
    "talks",
    "theory",
    "tips",
    "training",
    "trainings",
    "tutorials",
    "twitter",
    "videos",
    "watch",
    "webinars",
    "websites",
    "weekly",
    "whitepapers",
    "wikis",
    "workshops",
    "writing",
    "youtube",
    "channels",
];

/// Whether an address is that of an article, a video, a book, a discussion.
fn is_read(link: &str) -> bool {
    let Some(address) = Address::of(link) else {
        return false;
    };
    let (host, path) = (address.host(), address.path());
    let ends = |domain: &str| {
        let tenant = host.strip_suffix(domain);
        tenant.is_some_and(|tenant| tenant.is_empty() || tenant.ends_with('.'))
    };
    let starts = |label: &str| host.split('.').next() == Some(label);
    let is_shop = ["amazon.com", "amazon.co.uk", "amazon.de", "amazon.in"].contains(&host);
    let has_page = !path.is_empty() || address.page().contains('?');
    has_page
        && (is_shop
            || READ.iter().any(|domain| ends(domain))
            || ["blog", "blogs", "engineering", "podcast"]
                .iter()
                .any(|it| starts(it))
            || !address.is_on_code_host() && is_post(path))
}

/// `blog/2017/how-we-do-it`, `paper.pdf`.
fn is_post(path: &str) -> bool {
    let lower = path.to_lowercase();
    let mut parts = lower.split('/');
    let in_blog =
        parts.any(|part| ["blog", "blogs", "posts", "podcast", "articles"].contains(&part));
    in_blog && parts.next().is_some() || lower.rsplit('.').next() == Some("pdf")
}

/// Domains of videos, talks, books, articles and discussions.
const READ: &[&str] = &[
    "acm.org",
    "apress.com",
    "arxiv.org",
    "coursera.org",
    "dev.to",
    "doi.org",
    "edx.org",
    "goodreads.com",
    "hackernoon.com",
    "infoq.com",
    "leanpub.com",
    "linkedin.com",
    "manning.com",
    "martinfowler.com",
    "medium.com",
    "news.ycombinator.com",
    "oreilly.com",
    "packtpub.com",
    "pluralsight.com",
    "pragprog.com",
    "quora.com",
    "reddit.com",
    "slideshare.net",
    "speakerdeck.com",
    "springer.com",
    "stackoverflow.com",
    "substack.com",
    "ted.com",
    "twitter.com",
    "udacity.com",
    "udemy.com",
    "usenix.org",
    "vimeo.com",
    "wikipedia.org",
    "x.com",
    "youtu.be",
    "youtube.com",
];

#[cfg(test)]
mod tests {
    use oxrdf::NamedNode;

    use super::*;

    /// Knows a few needs by their names.
    struct Few;

    impl Known for Few {
        fn need(&self, heading: &str) -> Option<Thing> {
            let folded = slug(heading);
            let known = match folded.trim_end_matches('s') {
                "queue" | "message-broker" => "messaging",
                "ui" => "frontend-framework",
                "registry" => "service-discovery",
                "testing" | "integration-testing" => "testing",
                "integration" => "integration",
                "database" => "storage",
                "graph-database" => "graph-database",
                "utilitie" | "utility-library" => "utility-library",
                _ => return None,
            };
            Some(Thing {
                iri: NamedNode::new_unchecked(crate::base::vocabulary::id("category", known)),
                name: known.to_owned(),
            })
        }
        fn language(&self, heading: &str) -> Option<Thing> {
            let iri = NamedNode::new_unchecked("https://example.org/go");
            (heading == "Go").then(|| Thing {
                iri,
                name: "Go".to_owned(),
            })
        }
    }

    #[test]
    fn a_heading_names_a_need_only_where_nothing_points_elsewhere() {
        for (path, theme, expected) in [
            (&["Message brokers"][..], "Awesome Go", "messaging"),
            (&["Queues"], "Awesome Go", "messaging"),
            (&["Queues"], "", "messaging"),
            (&["Projects", "Queues"], "Our stack", "messaging"),
            (&["Data Structures", "Queues"], "Awesome Go", ""),
            (&["UI"], "Awesome iOS", ""),
            (&["Registry"], "Awesome Go", ""),
            (&["Testing", "Integration"], "Awesome Go", "testing"),
            (&["Testing", "Frameworks"], "Awesome Go", "testing"),
            (&["Databases", "Graph"], "Awesome iOS", "graph-database"),
            (&["Database", "Go"], "Awesome Data", "storage"),
            (&["Database", "Drivers"], "Awesome Go", ""),
            (&["Utilities"], "Awesome Go", "utility-library"),
            (&["Applications", "Utilities"], "Awesome Go", ""),
            (&["Utilities"], "Awesome PostgreSQL", ""),
            (
                &["Utility library"],
                "Awesome PostgreSQL",
                "utility-library",
            ),
            (&["Utilities"], "", "utility-library"),
            (&[], "Awesome Go", ""),
        ] {
            let named = need(path, theme, &Few).map(|it| it.name);
            assert_eq!(named.unwrap_or_default(), expected, "{path:?} in {theme}");
        }
    }

    #[test]
    fn what_is_read_is_no_technology() {
        for (heading, link) in [
            ("Books", "https://example.org/x"),
            ("Related Awesome Lists", "https://example.org/x"),
            ("Influential Books", "https://example.org/x"),
            ("Blogs and Newsletters", ""),
            ("SRE Culture", ""),
            ("Tools", "https://www.youtube.com/watch?v=a"),
            ("Tools", "https://example.org/blog/2017/how-we-do-it"),
            ("Tools", "https://blog.example.org/how"),
            ("Tools", "https://www.amazon.com/Some-Book/dp/1"),
        ] {
            assert!(
                is_publication(&[heading], "Awesome SRE", link),
                "{heading} {link}"
            );
        }
        for (heading, link) in [
            ("Audio and Video", "https://example.org/x"),
            ("Blog engines", ""),
            ("E-books", "https://calibre-ebook.com"),
            ("SRE", ""),
            ("Tools", "https://youtube.com"),
            ("Tools", "https://aws.amazon.com/sqs/"),
            ("Tools", "https://github.com/acme/blog"),
        ] {
            assert!(
                !is_publication(&[heading], "Awesome SRE", link),
                "{heading} {link}"
            );
        }
    }
}
