//! Compose files of any name: whatever has `services` that have an image or are built.

use std::collections::HashMap;

use super::node::{Node, Pair};
use super::{Kind, Manifest, Reading, Scope, tree, variables, yaml};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.yaml(),
    read,
};

/// The files a variable may be set in; Compose reads the first, people are shown the others.
const ENVIRONMENTS: &[&str] = &[
    ".env",
    ".env.example",
    ".env.sample",
    ".env.dist",
    ".env.template",
    ".env.default",
    ".env.defaults",
];

fn read(reading: &mut Reading<'_>) {
    let named = reading
        .path
        .rsplit('/')
        .next()
        .is_some_and(|it| it.to_lowercase().contains("compose"));
    // Workflows have services too, of another kind.
    if reading.scope == Scope::Ci
        || !named && !reading.lines.iter().any(|it| it.starts_with("services:"))
    {
        return;
    }
    let (documents, problem) = yaml::documents(reading.text);
    if let Some((line, message)) = problem {
        reading.problem(line, message);
    }
    for document in &documents {
        read_document(reading, document, named);
    }
}

fn read_document(reading: &mut Reading<'_>, document: &Node, named: bool) {
    if document.get("apiVersion").is_some() {
        return;
    }
    let services = match document.get("services") {
        Some(services) => services.pairs(),
        // The first edition of the format had services at the top.
        None if named && document.get("version").is_none() => document.pairs(),
        None => return,
    };
    let is_service = |it: &Pair| {
        ["image", "build", "extends"]
            .iter()
            .any(|key| it.value.get(key).is_some())
    };
    if !services.iter().any(is_service) {
        return;
    }
    reading.add(
        "file",
        "docker-compose",
        Kind::Platform,
        Scope::Main,
        services[0].line,
    );
    let environment = environment(reading);
    for service in services {
        read_service(reading, &service.value, &environment);
    }
}

fn read_service(
    reading: &mut Reading<'_>,
    service: &Node,
    environment: &[HashMap<String, String>],
) {
    // What is built here names the result, not what it is made of: the Dockerfile says that.
    if service.get("build").is_some() {
        return;
    }
    let Some(image) = service.get("image") else {
        return;
    };
    let Some(reference) = image.text() else {
        return;
    };
    let value = |name: &str| environment.iter().find_map(|it| it.get(name).cloned());
    let reference = variables::filled(reference, &value);
    reading.image(reference.trim_start_matches('/'), Scope::Main, image.line);
}

/// What the files of variables set, the nearest first; one further up is what `--env-file` is given.
fn environment(reading: &Reading<'_>) -> Vec<HashMap<String, String>> {
    if !reading.text.contains('$') {
        return Vec::new();
    }
    let places = tree::upwards(reading.path)
        .flat_map(|it| ENVIRONMENTS.iter().map(move |file| tree::within(it, file)));
    places
        .filter_map(|it| reading.tree.environment(&it))
        .map(|it| variables::of_environment(&it))
        .collect()
}
