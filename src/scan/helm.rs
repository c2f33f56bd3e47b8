//! Charts of Helm: what they depend on, the images of their values, and what stands literally in their templates.

use std::collections::BTreeSet;

use super::node::Node;
use super::{Kind, Manifest, Name, Reading, Scope, kubernetes, tree, yaml};

pub(super) const CHART: Manifest = Manifest {
    is: |name| ["chart.yaml", "chart.yml", "requirements.yaml"].contains(&name.file),
    read: read_chart,
};

pub(super) const VALUES: Manifest = Manifest {
    is: |name| name.yaml() && !is_template(name) && name.file != "chart.yaml",
    read: read_values,
};

pub(super) const TEMPLATE: Manifest = Manifest {
    is: is_template_of_objects,
    read: read_template,
};

pub(super) const HELMFILE: Manifest = Manifest {
    is: |name| name.file.starts_with("helmfile.y") || name.path.contains("helmfile.d/"),
    read: read_helmfile,
};

fn is_template(name: &Name<'_>) -> bool {
    name.path.starts_with("templates/") || name.path.contains("/templates/")
}

fn is_template_of_objects(name: &Name<'_>) -> bool {
    is_template(name) && name.yaml()
}

fn documents(reading: &mut Reading<'_>) -> Vec<Node> {
    let (documents, problem) = yaml::documents(reading.text);
    if let Some((line, message)) = problem {
        reading.problem(line, message);
    }
    documents
}

fn read_chart(reading: &mut Reading<'_>) {
    let is_chart = !reading.path.to_lowercase().ends_with("requirements.yaml");
    if !is_chart
        && !reading
            .tree
            .has(&tree::within(tree::folder(reading.path), "Chart.yaml"))
    {
        return;
    }
    for document in documents(reading) {
        if is_chart {
            reading.add("file", "chart", Kind::Platform, Scope::Main, document.line);
            reading.own.extend(
                document
                    .text_of("name")
                    .map(|it| format!("helm:{}", it.to_lowercase())),
            );
        }
        for dependency in document.items_of("dependencies") {
            let Some(name) = dependency.get("name") else {
                continue;
            };
            // A chart in the folder beside is the repository's own.
            let local = dependency
                .text_of("repository")
                .is_some_and(|it| it.starts_with("file:"));
            if !local {
                kubernetes::read_chart(reading, name.text().unwrap_or_default(), name.line);
            }
        }
    }
}

/// Whether a file holds values: by its name, or because a chart is in its folder or one above.
fn holds_values(reading: &Reading<'_>) -> bool {
    let file = reading
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let named = file.starts_with("values")
        || file
            .trim_end_matches(".yaml")
            .trim_end_matches(".yml")
            .ends_with("values");
    named
        || tree::upwards(reading.path)
            .take(2)
            .any(|it| reading.tree.has(&tree::within(it, "Chart.yaml")))
}

fn read_values(reading: &mut Reading<'_>) {
    let mentions_image = reading.text.contains("mage:") || reading.text.contains("repository:");
    if !mentions_image
        || reading.text.contains("\napiVersion:")
        || reading.text.starts_with("apiVersion:")
        || !holds_values(reading)
    {
        return;
    }
    for document in documents(reading) {
        if document
            .get("services")
            .is_some_and(|it| !it.pairs().is_empty())
            && document.get("version").is_some()
        {
            continue;
        }
        kubernetes::read_images(reading, &document, Scope::Main);
        read_bare_repositories(reading, &document);
    }
}

/// `redis: {repository: redis, tag: 7}`, without a key `image` above it.
fn read_bare_repositories(reading: &mut Reading<'_>, document: &Node) {
    let mut maps = Vec::new();
    document.maps(&mut maps);
    let is_image = |it: &&Node| {
        it.get("repository").is_some()
            && (it.get("tag").is_some() || it.get("pullPolicy").is_some())
    };
    let found: Vec<&Node> = maps.into_iter().filter(is_image).collect();
    for map in found {
        kubernetes::read_repository(reading, map, Scope::Main);
    }
}

/// Templates are no YAML before they are filled in: lines that say something without that are read.
fn read_template(reading: &mut Reading<'_>) {
    let lines = reading.lines.clone();
    // A file of many objects says once that it is made for them.
    let mut groups: BTreeSet<&str> = BTreeSet::new();
    let mut version: Option<(&str, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        if let Some(found) = line.strip_prefix("apiVersion:") {
            version = Some((found.trim(), at + 1));
        } else if let Some(kind) = line.strip_prefix("kind:") {
            if let Some((version, line)) = version
                .take()
                .filter(|it| !it.0.contains("{{") && !kind.contains("{{"))
                .filter(|it| kubernetes::is_interface(it.0.trim_matches(['"', '\''])))
                && groups.insert(version.rsplit_once('/').map_or("", |it| it.0))
            {
                kubernetes::add_interface(reading, version, kind.trim(), line);
            }
        } else if line.starts_with("---") {
            version = None;
        }
        let trimmed = line.trim_start().trim_start_matches("- ").trim_start();
        if let Some(reference) = trimmed.strip_prefix("image:") {
            let literal = reference
                .split(" #")
                .next()
                .unwrap_or_default()
                .trim()
                .trim_matches(['"', '\'']);
            // `redis:{{ .Values.tag }}` names redis; what begins with a placeholder is in the values.
            let literal = literal.split("{{").next().unwrap_or_default();
            reading.image(literal.trim_end_matches([':', '@']), Scope::Main, at + 1);
        }
    }
}

fn read_helmfile(reading: &mut Reading<'_>) {
    reading.add("file", "helmfile", Kind::Platform, Scope::Main, 1);
    for (at, line) in reading.lines.clone().iter().enumerate() {
        let trimmed = line.trim_start().trim_start_matches("- ").trim_start();
        if let Some(chart) = trimmed.strip_prefix("chart:") {
            kubernetes::read_chart(reading, chart.trim().trim_matches(['"', '\'']), at + 1);
        }
    }
}
