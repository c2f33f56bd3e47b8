//! Addresses: whether a text is one, and when two mean the same page.

/// Whether `text` is an address that a browser could open: `http` or `https`, a host with a dot, nothing that belongs to
/// the text around it.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.split_once(':').map_or(host, |(host, port)| {
        if port.parse::<u16>().is_ok() {
            host
        } else {
            ""
        }
    });
    ["http", "https"].contains(&scheme) && is_host(host) && is_path(path)
}

/// At least two labels of letters, digits and inner hyphens; the last one has no digit.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|it| it.is_alphanumeric() || it == '-')
    };
    let mut labels = host.rsplit('.');
    let last = labels.next().unwrap_or_default();
    let punycode = last.starts_with("xn--");
    last.chars().count() > 1
        && (punycode || last.chars().all(char::is_alphabetic))
        && labels.clone().next().is_some()
        && labels.all(label)
}

/// No blank or quote inside; at the end no bracket that was not opened and no comma.
fn is_path(path: &str) -> bool {
    let (open, closed) = (path.matches('(').count(), path.matches(')').count());
    let foreign = |it: char| it.is_whitespace() || it.is_control() || "<>\"`{}|\\^".contains(it);
    let closes_more = path.ends_with(')') && closed > open;
    !path.chars().any(foreign) && !path.ends_with([',', ';', ']']) && !closes_more
}

/// An address as it is compared: without scheme, `www.`, `.git`, closing slash, query and case.
#[must_use]
pub fn plain(link: &str) -> String {
    let lower = link.to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |it| it.1);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split(['#', '?']).next().unwrap_or(rest);
    rest.trim_end_matches('/')
        .trim_end_matches(".git")
        .to_owned()
}

/// Hosts of source code: an account owns what is below it, and account and name are a repository.
pub const CODE_HOSTS: &[&str] = &["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

/// Domains below which each name belongs to somebody else.
const RENTED: &[&str] = &[
    "azurewebsites.net",
    "blogspot.com",
    "bitbucket.io",
    "codeberg.page",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "medium.com",
    "netlify.app",
    "onrender.com",
    "pages.dev",
    "readthedocs.io",
    "readthedocs.org",
    "sourceforge.io",
    "sourceforge.net",
    "substack.com",
    "surge.sh",
    "vercel.app",
    "web.app",
    "wordpress.com",
];

/// Suffixes of two labels under which domains are sold; the last part of the host alone is no owner there.
const SECOND_LEVEL: &[&str] = &["co", "com", "net", "org", "ac", "gov", "edu", "ne", "or"];

/// An address, taken apart for comparing: what leads to the same page is equal, what does not is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    host: String,
    /// Without slashes around it.
    path: String,
    /// With `?` and `#`; without what only counts visitors.
    rest: String,
}

impl Address {
    /// The parts of an address of the web; nothing for other texts.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        if !["http", "https"]
            .iter()
            .any(|it| scheme.eq_ignore_ascii_case(it))
        {
            return None;
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, rest) = rest.split_at(end);
        let host = host.to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let host = host
            .strip_suffix(":80")
            .or(host.strip_suffix(":443"))
            .unwrap_or(host);
        if host.is_empty() {
            return None;
        }
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut address = Self {
            host: host.to_owned(),
            path: path.trim_matches('/').to_owned(),
            rest: kept(query, fragment),
        };
        address.settle();
        Some(address)
    }

    /// On a code host case says nothing, and neither does what leads to the first page of a repository.
    fn settle(&mut self) {
        for index in ["index.html", "index.htm", "index.php"] {
            if let Some(folder) = self.path.strip_suffix(index)
                && (folder.is_empty() || folder.ends_with('/'))
            {
                self.path = folder.trim_end_matches('/').to_owned();
            }
        }
        if !self.is_on_code_host() {
            return;
        }
        let mut path = self.path.to_lowercase();
        let parts: Vec<&str> = path.split('/').collect();
        let is_front = match parts.as_slice() {
            [_, _] => true,
            [_, _, "tree" | "src", branch] => BRANCHES.contains(branch),
            [_, _, "blob", branch, file] => BRANCHES.contains(branch) && file.starts_with("readme"),
            _ => false,
        };
        if is_front {
            let root = format!("{}/{}", parts[0], parts[1].trim_end_matches(".git"));
            path = root;
            if self.rest.starts_with("?tab=readme") || self.rest == "#readme" {
                self.rest.clear();
            }
        }
        self.path = path;
    }

    /// The host, in lower case and without `www.`.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The path without slashes around it; on a code host in lower case.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The page it leads to, as it is compared: query and fragment are part of it, scheme and closing slash are not.
    #[must_use]
    pub fn page(&self) -> String {
        let slash = if self.path.is_empty() { "" } else { "/" };
        format!("{}{slash}{}{}", self.host, self.path, self.rest)
    }

    /// Whether it is on a host of source code.
    #[must_use]
    pub fn is_on_code_host(&self) -> bool {
        CODE_HOSTS.contains(&self.host.as_str())
    }

    /// `github.com/owner/name`, where it leads to the front of a repository; nothing for a part of one.
    #[must_use]
    pub fn repository(&self) -> Option<String> {
        let is_front = self.path.split('/').count() == 2 && self.rest.is_empty();
        if is_front { self.within() } else { None }
    }

    /// The repository it leads to or into.
    #[must_use]
    pub fn within(&self) -> Option<String> {
        let mut parts = self.path.split('/');
        let (owner, name) = (parts.next()?, parts.next()?);
        let is_none = !self.is_on_code_host() || owner.is_empty() || NO_OWNERS.contains(&owner);
        (!is_none && !name.is_empty()).then(|| format!("{}/{owner}/{name}", self.host))
    }

    /// Who owns it: the account on a code host or its pages, the tenant of a rented domain, else the domain.
    #[must_use]
    pub fn owner(&self) -> String {
        if self.is_on_code_host() {
            let account = self.path.split('/').next().unwrap_or_default();
            return format!("{}/{account}", self.host);
        }
        let labels: Vec<&str> = self.host.rsplit('.').collect();
        let last = |count: usize| {
            let mut kept: Vec<&str> = labels.iter().take(count).copied().collect();
            kept.reverse();
            kept.join(".")
        };
        let domain = last(2);
        let tenant = labels.get(2).copied().unwrap_or_default();
        match domain.as_str() {
            "github.io" | "gitlab.io" if !tenant.is_empty() => {
                format!("{}.com/{tenant}", &domain[..domain.len() - 3])
            }
            rented if RENTED.contains(&rented) => last(3),
            _ if labels.len() > 2 && labels[0].len() == 2 && SECOND_LEVEL.contains(&labels[1]) => {
                last(3)
            }
            _ => domain,
        }
    }
}

/// The names that main branches have.
const BRANCHES: &[&str] = &["main", "master", "trunk", "head", "develop"];

/// First parts of paths on code hosts that are no account.
const NO_OWNERS: &[&str] = &[
    "topics",
    "orgs",
    "sponsors",
    "features",
    "search",
    "explore",
    "marketplace",
    "apps",
    "about",
];

/// Query and fragment without what only counts visitors.
fn kept(query: &str, fragment: &str) -> String {
    let counts = |part: &&str| {
        let name = part.split('=').next().unwrap_or(part).to_lowercase();
        name.starts_with("utm_")
            || ["ref", "ref_src", "fbclid", "gclid", "source", ""].contains(&name.as_str())
    };
    let query: Vec<&str> = query.split('&').filter(|part| !counts(part)).collect();
    let mut kept = String::new();
    if !query.is_empty() {
        kept.push('?');
        kept.push_str(&query.join("&"));
    }
    if !fragment.is_empty() {
        kept.push('#');
        kept.push_str(fragment);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_have_a_host_and_nothing_around_them() {
        for text in [
            "https://nats.io",
            "http://www.example.org:8080/a_(b)?c=d#e",
            "https://пример.рф/",
            "https://x.xn--p1ai/",
            "https://github.com/a/b/tree/main/c",
        ] {
            assert!(is_link(text), "{text}");
        }
        for text in [
            "",
            "nats.io",
            "ftp://nats.io/",
            "https://",
            "https:///path",
            "https://localhost/",
            "https://-a.org/",
            "https://a..org/",
            "https://1.2.3.4/",
            "https://a.org:x/",
            "https://a.org/b)",
            "https://a.org/b c",
            "https://a.org/b,",
        ] {
            assert!(!is_link(text), "{text}");
        }
    }

    #[test]
    fn addresses_are_compared_without_what_does_not_matter() {
        assert_eq!(plain("https://www.NATS.io/"), plain("http://nats.io"));
        assert_eq!(plain("https://github.com/x/y.git"), "github.com/x/y");
        assert_ne!(plain("https://a.org/b"), plain("https://a.org/c"));
    }

    fn address(text: &str) -> Address {
        Address::of(text).unwrap()
    }

    #[test]
    fn what_leads_to_the_same_page_is_equal_and_nothing_else() {
        let same = |one: &str, other: &str| address(one).page() == address(other).page();
        for (one, other) in [
            ("https://www.NATS.io/", "http://nats.io"),
            ("https://a.org/x/?utm_source=list", "https://a.org/x"),
            ("https://github.com/A/B.git", "https://github.com/a/b/"),
            (
                "https://github.com/a/b/tree/main",
                "https://github.com/a/b#readme",
            ),
            (
                "https://github.com/a/b?tab=readme-ov-file",
                "https://github.com/a/b",
            ),
            ("https://a.org/index.html", "https://a.org"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
        for (one, other) in [
            (
                "https://youtube.com/watch?v=a",
                "https://youtube.com/watch?v=b",
            ),
            ("https://a.org/#one", "https://a.org/#two"),
            ("https://youtu.be/aB", "https://youtu.be/ab"),
            (
                "https://github.com/a/b/tree/main/x",
                "https://github.com/a/b",
            ),
            ("https://github.com/a/b#usage", "https://github.com/a/b"),
        ] {
            assert!(!same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn only_the_front_of_a_repository_is_one() {
        let of = |text: &str| address(text).repository();
        assert_eq!(
            of("https://github.com/Sinatra/Sinatra"),
            Some("github.com/sinatra/sinatra".to_owned())
        );
        assert_eq!(
            of("https://github.com/sinatra/sinatra/tree/main/rack-protection"),
            None
        );
        assert_eq!(of("https://github.com/sinatra/sinatra/issues/1"), None);
        assert_eq!(of("https://github.com/sinatra"), None);
        assert_eq!(of("https://github.com/topics/ruby"), None);
        assert_eq!(of("https://sinatrarb.com/a/b"), None);
        let part = address("https://github.com/sinatra/sinatra/tree/main/rack-protection");
        assert_eq!(part.within().as_deref(), Some("github.com/sinatra/sinatra"));
    }

    #[test]
    fn an_owner_is_an_account_a_tenant_or_a_domain() {
        let owner = |text: &str| address(text).owner();
        for (one, other) in [
            ("https://github.com/a/x", "https://github.com/A/y"),
            ("https://docs.nats.io/", "https://nats.io/about"),
            ("https://a.github.io/x/", "https://github.com/a/y"),
            ("https://b.a.co.uk/", "https://a.co.uk/x"),
        ] {
            assert_eq!(owner(one), owner(other));
        }
        for (one, other) in [
            ("https://github.com/a/x", "https://github.com/b/x"),
            ("https://a.github.io/x/", "https://b.github.io/x/"),
            ("https://a.readthedocs.io/", "https://b.readthedocs.io/"),
            ("https://a.co.uk/", "https://b.co.uk/"),
        ] {
            assert_ne!(owner(one), owner(other));
        }
        for text in ["", "nats.io", "ftp://nats.io", "https://", "https:///x"] {
            assert_eq!(Address::of(text), None, "{text}");
        }
    }
}
