//! Which known thing an address or a name of another list means: by repository, then home page, then name.

use std::collections::HashMap;

use crate::base::slug::slug;
use crate::base::vocabulary as sg;
use crate::graph::{Graph, Node};

/// The addresses and names of the entries of a graph. What several entries share identifies none of them.
pub struct Identify {
    repositories: HashMap<String, Option<Node>>,
    homepages: HashMap<String, Option<Node>>,
    names: HashMap<String, Option<Node>>,
}

impl Identify {
    /// Reads the entries of `graph`: technologies, standards, publications.
    #[must_use]
    pub fn of(graph: &Graph<'_>) -> Self {
        let mut this = Self {
            repositories: HashMap::new(),
            homepages: HashMap::new(),
            names: HashMap::new(),
        };
        for class in [sg::TECHNOLOGY, sg::STANDARD, sg::PUBLICATION] {
            for node in graph.of_class(class) {
                for link in graph.objects(node, sg::REPOSITORY) {
                    note(&mut this.repositories, address(graph.iri(link)), node);
                }
                for link in graph.objects(node, sg::HOMEPAGE) {
                    note(&mut this.homepages, address(graph.iri(link)), node);
                }
                for property in [sg::LABEL, sg::ALT_LABEL, sg::IDENTIFIER] {
                    for name in graph.objects(node, property) {
                        note(&mut this.names, slug(graph.text(name)), node);
                    }
                }
            }
        }
        // Its own slug is nobody else's alias.
        for class in [sg::PUBLICATION, sg::STANDARD, sg::TECHNOLOGY] {
            for node in graph.of_class(class) {
                this.names.insert(graph.slug(node).to_owned(), Some(node));
            }
        }
        this
    }

    /// The entry with this link, whether as its repository or its home page.
    #[must_use]
    pub fn by_link(&self, link: &str) -> Option<Node> {
        let link = address(link);
        let of = |known: &HashMap<String, Option<Node>>| known.get(&link).copied().flatten();
        of(&self.repositories).or_else(|| of(&self.homepages))
    }

    /// The entry with this name, alias or slug; `Apache` before it and brackets after it do not matter.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<Node> {
        let plain = name.split('(').next().unwrap_or(name).trim();
        let short = plain.strip_prefix("Apache ").unwrap_or(plain);
        [name, plain, short]
            .iter()
            .find_map(|name| self.names.get(&slug(name)).copied().flatten())
    }
}

/// Whether two addresses have the same owner: the account of a code host or of its pages, else the last two parts of the
/// host's name.
///
/// Two things of one name that share no owner are two things.
#[must_use]
pub fn same_owner(one: &str, other: &str) -> bool {
    let (one, other) = (owner(one), owner(other));
    !one.is_empty() && one == other
}

/// Hosts of source code, where an account owns what is below it.
const HOSTS: &[&str] = &["github.com", "gitlab.com", "bitbucket.org"];

/// Whether an address is on a host of source code.
#[must_use]
pub fn is_code_host(link: &str) -> bool {
    let address = address(link);
    HOSTS.contains(&address.split('/').next().unwrap_or_default())
}

fn owner(link: &str) -> String {
    let address = address(link);
    let (host, path) = address.split_once('/').unwrap_or((&address, ""));
    if HOSTS.contains(&host) {
        let account = path.split('/').next().unwrap_or_default();
        return format!("{host}/{account}");
    }
    let parts: Vec<&str> = host.rsplitn(4, '.').collect();
    match parts.as_slice() {
        ["io", "github", account, ..] => format!("github.com/{account}"),
        ["io", "gitlab", account, ..] => format!("gitlab.com/{account}"),
        [top, host, tenant, ..] if RENTED.contains(&format!("{host}.{top}").as_str()) => {
            format!("{tenant}.{host}.{top}")
        }
        _ => parts.iter().take(2).copied().collect::<Vec<_>>().join("."),
    }
}

/// Domains below which each name belongs to somebody else.
const RENTED: &[&str] = &[
    "herokuapp.com",
    "netlify.app",
    "pages.dev",
    "readthedocs.io",
    "readthedocs.org",
    "vercel.app",
];

/// Notes what a key means; what several things share means none of them.
pub(super) fn note(known: &mut HashMap<String, Option<Node>>, key: String, node: Node) {
    if key.is_empty() {
        return;
    }
    known
        .entry(key)
        .and_modify(|other| {
            if *other != Some(node) {
                *other = None;
            }
        })
        .or_insert(Some(node));
}

/// An address as it is compared: without scheme, `www.`, `.git`, closing slash and case; on GitHub owner and name alone.
fn address(link: &str) -> String {
    let lower = link.to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |it| it.1);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['#', '?']).next().unwrap_or(rest);
    let rest = rest.trim_end_matches('/').trim_end_matches(".git");
    if rest.starts_with("github.com/") {
        return rest.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_of_one_owner_share_an_account_or_a_domain() {
        assert!(same_owner(
            "https://github.com/a/x",
            "https://github.com/A/y"
        ));
        assert!(!same_owner(
            "https://github.com/a/x",
            "https://github.com/b/x"
        ));
        assert!(same_owner("https://docs.nats.io/", "https://nats.io/about"));
        assert!(same_owner(
            "https://a.github.io/x/",
            "https://github.com/a/y"
        ));
        assert!(!same_owner(
            "https://a.github.io/x/",
            "https://b.github.io/x/"
        ));
        assert!(!same_owner(
            "https://a.readthedocs.io/",
            "https://b.readthedocs.io/"
        ));
        assert!(!same_owner("", ""));
    }

    #[test]
    fn addresses_are_compared_without_what_does_not_matter() {
        assert_eq!(address("https://www.NATS.io/"), "nats.io");
        assert_eq!(
            address("http://github.com/Netflix/eureka/wiki/At-a-glance"),
            "github.com/netflix/eureka"
        );
        assert_eq!(address("https://github.com/x/y.git"), "github.com/x/y");
    }
}
