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
}
