//! References of container images.

/// The name of an image without registry mirror, tag and digest; nothing for what is no name, or is filled in elsewhere.
///
/// `docker.io/library/postgres:16` is `postgres`, `quay.io/keycloak/keycloak:24` keeps its host.
pub(super) fn name(reference: &str) -> Option<String> {
    let reference = reference.trim().trim_matches(['"', '\'']);
    let reference = reference.strip_prefix("docker://").unwrap_or(reference);
    let name = reference.split('@').next().unwrap_or(reference);
    // A colon behind the last slash begins the tag; before it, the port of a host.
    let name = match name.rfind(':') {
        Some(colon) if !name[colon..].contains('/') => &name[..colon],
        _ => name,
    };
    let lower = name.to_lowercase();
    let mut name = lower.as_str();
    for host in [
        "docker.io/",
        "index.docker.io/",
        "registry-1.docker.io/",
        "registry.hub.docker.com/",
        "mirror.gcr.io/",
        "public.ecr.aws/docker/",
    ] {
        if let Some(rest) = name.strip_prefix(host) {
            name = rest;
        }
    }
    let name = name.strip_prefix("library/").unwrap_or(name);
    is_name(name).then(|| name.to_owned())
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name != "scratch"
        && name.len() <= 255
        && name.starts_with(|it: char| it.is_ascii_alphanumeric())
        && name.ends_with(|it: char| it.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "._-/:".contains(it))
        && !name.contains("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_loses_tag_digest_and_the_default_host() {
        for (reference, expect) in [
            ("redis:7.2", Some("redis")),
            ("docker.io/library/postgres", Some("postgres")),
            ("quay.io/coreos/etcd:v3.5.0", Some("quay.io/coreos/etcd")),
            ("localhost:5000/shop/web:1", Some("localhost:5000/shop/web")),
            ("nats@sha256:abc", Some("nats")),
            (
                "mcr.microsoft.com/mssql/server:2022-latest",
                Some("mcr.microsoft.com/mssql/server"),
            ),
            ("scratch", None),
            ("${IMAGE}", None),
            ("{{ .Values.image }}", None),
            ("", None),
        ] {
            assert_eq!(name(reference).as_deref(), expect, "{reference}");
        }
    }
}
