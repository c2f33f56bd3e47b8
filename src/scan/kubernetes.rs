//! Objects of Kubernetes, its extensions, Kustomize, Skaffold, Argo CD and Flux: whatever has `apiVersion` and `kind`.

use super::node::Node;
use super::{Kind, Manifest, Reading, Scope, version, yaml};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        name.yaml()
            && !name.path.contains("/templates/")
            && !name.path.starts_with(".github/")
            && !name.path.starts_with("templates/")
    },
    read,
};

fn read(reading: &mut Reading<'_>) {
    let file = reading
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let kustomization = file == "kustomization.yaml" || file == "kustomization.yml";
    let object = |key: &str| {
        reading
            .lines
            .iter()
            .any(|it| it.trim_start_matches("- ").trim_start().starts_with(key))
    };
    if !(kustomization || object("apiVersion:") || object("\"apiVersion\":")) {
        return;
    }
    let (documents, problem) = yaml::documents(reading.text);
    if let Some((line, message)) = problem {
        reading.problem(line, message);
    }
    for document in &documents {
        if kustomization {
            read_kustomization(reading, document);
        } else {
            read_object(reading, document);
        }
    }
}

fn read_object(reading: &mut Reading<'_>, object: &Node) {
    let (Some(version), Some(kind)) = (object.get("apiVersion"), object.text_of("kind")) else {
        return;
    };
    let Some(text) = version.text() else { return };
    if kind == "List" {
        for item in object.items_of("items") {
            read_object(reading, item);
        }
        return;
    }
    if !is_interface(text) {
        return;
    }
    add_interface(reading, text, kind, version.line);
    if kind == "CustomResourceDefinition" {
        return;
    }
    read_images(reading, object, Scope::Main);
    for (way, chart) in [
        (&["spec", "chart", "spec"][..], "chart"),
        (&["spec", "source"], "chart"),
        (&["spec"], "chart"),
    ] {
        if let Some(chart) = object
            .at(way)
            .and_then(|it| it.get(chart))
            .filter(|it| it.text().is_some())
        {
            let (name, line) = (chart.text().unwrap_or_default().to_owned(), chart.line);
            read_chart(reading, &name, line);
        }
    }
    if text.starts_with("skaffold/") {
        read_skaffold(reading, object);
    }
}

/// Whether a version can be one of Kubernetes: only its core, which is `v1`, has no group. Others borrow the two keys.
pub(super) fn is_interface(version: &str) -> bool {
    version.contains('/') || version == "v1"
}

/// Notes the interface an object is of, as `k8s:group/kind`; the groups without a dot are Kubernetes' own.
pub(super) fn add_interface(reading: &mut Reading<'_>, version: &str, kind: &str, line: usize) {
    let group = version
        .trim_matches(['"', '\''])
        .rsplit_once('/')
        .map_or("core", |it| it.0);
    if group == "skaffold" {
        reading.add("file", "skaffold", Kind::Platform, Scope::Main, line);
        return;
    }
    let name = format!("{}/{}", group, kind.trim_matches(['"', '\''])).to_lowercase();
    reading.add("k8s", &name, Kind::Platform, Scope::Main, line);
}

/// Every `image` inside: a reference, or a map with `repository`.
pub(super) fn read_images(reading: &mut Reading<'_>, root: &Node, scope: Scope) {
    let mut maps = Vec::new();
    root.maps(&mut maps);
    for map in maps {
        for pair in map
            .pairs()
            .iter()
            .filter(|it| it.key == "image" || it.key.ends_with("Image"))
        {
            match pair.value.text() {
                Some(reference) if is_reference(reference, &pair.key) => {
                    reading.image(reference, scope, pair.value.resolved().line);
                }
                Some(_) => {}
                None => read_repository(reading, &pair.value, scope),
            }
        }
    }
}

/// `image: {registry: …, repository: …}`.
pub(super) fn read_repository(reading: &mut Reading<'_>, image: &Node, scope: Scope) {
    let (Some(repository), registry) = (
        image.get("repository").or_else(|| image.get("name")),
        image.text_of("registry"),
    ) else {
        return;
    };
    let Some(name) = repository.text().filter(|it| is_reference(it, "image")) else {
        return;
    };
    let reference = match registry.filter(|it| !it.is_empty() && !name.starts_with(*it)) {
        Some(registry) => format!("{registry}/{name}"),
        None => name.to_owned(),
    };
    let tagged = image
        .text_of("tag")
        .filter(|_| version::of_tag(&reference).is_none());
    let reference = match tagged.filter(|it| !it.is_empty()) {
        Some(tag) => format!("{reference}:{tag}"),
        None => reference,
    };
    reading.image(&reference, scope, repository.line);
}

/// Whether a text under `image` can be one: pictures are named so too, and a key such as `backgroundImage` needs a tag
/// or a path to be believed.
fn is_reference(text: &str, key: &str) -> bool {
    let picture = [
        ".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".avif",
    ]
    .iter()
    .any(|it| text.to_lowercase().ends_with(it));
    let plain = ["true", "false", "null", "~", "image", "none", "default"].contains(&text);
    !picture && !plain && !text.starts_with("http") && (key == "image" || text.contains(['/', ':']))
}

/// A chart by name, the last part of its path; one of the same repository is not somebody else's.
pub(super) fn read_chart(reading: &mut Reading<'_>, chart: &str, line: usize) {
    let local = chart.starts_with('.') || chart.starts_with('/') || chart.contains("{{");
    if !local {
        let name = chart
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or(chart)
            .split(':')
            .next()
            .unwrap_or(chart);
        reading.add(
            "helm",
            &name.to_lowercase(),
            Kind::Service,
            Scope::Main,
            line,
        );
    }
}

fn read_kustomization(reading: &mut Reading<'_>, document: &Node) {
    reading.add(
        "file",
        "kustomization",
        Kind::Platform,
        Scope::Main,
        document.line,
    );
    for image in document.items_of("images") {
        if let Some(name) = image.get("newName") {
            let (text, line) = (name.text().unwrap_or_default().to_owned(), name.line);
            reading.image(&text, Scope::Main, line);
        }
    }
    for chart in document
        .items_of("helmCharts")
        .iter()
        .filter_map(|it| it.get("name"))
    {
        read_chart(reading, chart.text().unwrap_or_default(), chart.line);
    }
}

fn read_skaffold(reading: &mut Reading<'_>, document: &Node) {
    for way in [&["deploy", "helm"][..], &["manifests", "helm"]] {
        let Some(helm) = document.at(way) else {
            continue;
        };
        for chart in helm
            .items_of("releases")
            .iter()
            .filter_map(|it| it.get("remoteChart"))
        {
            read_chart(reading, chart.text().unwrap_or_default(), chart.line);
        }
    }
}
