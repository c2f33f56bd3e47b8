//! One way of writing each package: registries differ in what they take for the same.

/// What other tools call a registry (package URLs, build files), and what it is called here.
const REGISTRIES: &[(&str, &str)] = &[
    ("cargo", "crates"),
    ("golang", "go"),
    ("image", "docker"),
    ("oci", "docker"),
    ("packagist", "composer"),
    ("rubygems", "gem"),
];

/// Registries whose images are those of Docker Hub, or of its official images.
const MIRRORS: &[&str] = &[
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "registry.hub.docker.com/",
    "mirror.gcr.io/",
    "public.ecr.aws/docker/",
    "library/",
];

/// A package as it is looked up: its registry's name in lower case, without version, tag, digest or what its registry does
/// not tell apart.
///
/// ```
/// use stackgen::catalog::packages::normal;
/// assert_eq!(normal("pypi:Flask_SQLAlchemy"), "pypi:flask-sqlalchemy");
/// assert_eq!(normal("go:github.com/labstack/echo/v4"), "go:github.com/labstack/echo");
/// assert_eq!(normal("docker:docker.io/library/postgres:17-alpine"), "docker:postgres");
/// ```
#[must_use]
pub fn normal(package: &str) -> String {
    let lower = package.trim().to_lowercase();
    let Some((word, name)) = lower.split_once(':') else {
        return lower;
    };
    let registry = REGISTRIES
        .iter()
        .find(|(other, _)| *other == word)
        .map_or(word, |(_, own)| *own);
    let name = match registry {
        "crates" => name.replace('_', "-"),
        "docker" => image(name).to_owned(),
        "go" => module(name),
        "maven" => without_scala(name).to_owned(),
        "pypi" => distribution(name),
        _ => name.to_owned(),
    };
    format!("{registry}:{name}")
}

/// An image without mirror, tag and digest.
fn image(name: &str) -> &str {
    let name = name.split('@').next().unwrap_or(name);
    let file = name.rfind('/').map_or(0, |slash| slash + 1);
    let mut name = name[file..]
        .find(':')
        .map_or(name, |tag| &name[..file + tag]);
    for mirror in MIRRORS {
        name = name.strip_prefix(mirror).unwrap_or(name);
    }
    name
}

/// A Go module without its major version: `/v4` at its end or before a package, `.v3` as gopkg.in has it.
fn module(name: &str) -> String {
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|it| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let parts: Vec<&str> = name.split('/').filter(|part| !is_version(part)).collect();
    let path = parts.join("/");
    match path.rsplit_once('.') {
        Some((path, version)) if is_version(&version) => path.to_owned(),
        _ => path,
    }
}

/// A Maven artifact without the version of Scala it was compiled for, `_2.13` or `_3`.
fn without_scala(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((artifact, version))
            if version.starts_with(['2', '3'])
                && version.bytes().all(|it| it == b'.' || it.is_ascii_digit()) =>
        {
            artifact
        }
        _ => name,
    }
}

/// A Python distribution as `PyPI` compares it, with the one extra that is asked for.
fn distribution(name: &str) -> String {
    let (name, extra) = name.split_once('[').unwrap_or((name, ""));
    let name = name.split(' ').next().unwrap_or(name);
    let extra = extra.strip_suffix(']').map(hyphened).unwrap_or_default();
    match (hyphened(name), extra.as_str()) {
        (name, "") => name,
        (name, extra) => format!("{name}[{extra}]"),
    }
}

fn hyphened(name: &str) -> String {
    let words: Vec<&str> = name
        .split(['-', '_', '.'])
        .filter(|it| !it.is_empty())
        .collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_registry_takes_for_the_same_is_the_same() {
        for (written, looked_up) in [
            ("npm:@NestJS/core", "npm:@nestjs/core"),
            ("pypi:psycopg2_binary", "pypi:psycopg2-binary"),
            ("pypi:Celery[Redis]", "pypi:celery[redis]"),
            ("pypi:celery[]", "pypi:celery"),
            ("pypi:opentelemetry-*", "pypi:opentelemetry-*"),
            ("cargo:actix_web", "crates:actix-web"),
            ("golang:gopkg.in/yaml.v3", "go:gopkg.in/yaml"),
            (
                "go:github.com/jackc/pgx/v5/stdlib",
                "go:github.com/jackc/pgx/stdlib",
            ),
            (
                "go:github.com/vektra/mockery/v",
                "go:github.com/vektra/mockery/v",
            ),
            (
                "maven:org.typelevel:cats-core_2.13",
                "maven:org.typelevel:cats-core",
            ),
            ("maven:a.b:snake_case", "maven:a.b:snake_case"),
            (
                "docker:localhost:5000/acme/x:1@sha256:ab",
                "docker:localhost:5000/acme/x",
            ),
            (
                "image:public.ecr.aws/docker/library/redis:7",
                "docker:redis",
            ),
            ("docker:bitnami/kafka", "docker:bitnami/kafka"),
            ("nonsense", "nonsense"),
            ("docker:", "docker:"),
        ] {
            assert_eq!(normal(written), looked_up);
        }
    }
}
