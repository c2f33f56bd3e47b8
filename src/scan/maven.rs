//! Projects of Maven: dependencies, parents, BOMs and plugins of `pom.xml`.

use std::collections::HashMap;

use super::version::Writing;
use super::xml::{self, Element};
use super::{Manifest, Reading, Scope, tree};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        name.file == "pom.xml"
            || name.ends(&[".pom"])
            || name.file.starts_with("pom-") && name.ends(&[".xml"])
    },
    read,
};

/// How many parents are followed.
const MOST_PARENTS: usize = 8;
/// How often a property is looked up inside another.
const MOST_PROPERTIES: usize = 8;

/// Groups of frameworks whose BOM says what a project is built with; any other only says versions of what is declared
/// elsewhere, if at all. What follows a group after a dot belongs to it.
const FRAMEWORKS: &[&str] = &[
    "com.alibaba.cloud",
    "com.alibaba.boot",
    "com.azure.spring",
    "com.google.cloud.spring",
    "com.vaadin",
    "io.awspring.cloud",
    "io.dropwizard",
    "io.helidon",
    "io.jooby",
    "io.ktor",
    "io.micronaut",
    "io.quarkiverse",
    "io.quarkus",
    "io.vertx",
    "org.apache.camel",
    "org.apache.dubbo",
    "org.axonframework",
    "org.grails",
    "org.jboss.resteasy",
    "org.springframework",
    "org.wildfly",
];

/// Whether a group is that of a framework, and its BOM a declaration of it.
pub(super) fn is_of_framework(group: &str) -> bool {
    FRAMEWORKS.iter().any(|known| {
        let rest = group.strip_prefix(known);
        rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
    })
}

/// A project and its parents in the same repository, nearest first.
struct Family {
    projects: Vec<Element>,
    managed: HashMap<(String, String), String>,
}

fn read(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(xml::document(reading.text)) else {
        return;
    };
    let Some(project) = document
        .children
        .into_iter()
        .find(|it| it.name == "project")
    else {
        return;
    };
    let family = Family::of(reading, project);
    let project = &family.projects[0];
    if let Some(artifact) = project.text_of("artifactId") {
        let group = project
            .text_of("groupId")
            .or_else(|| project.child("parent")?.text_of("groupId"))
            .unwrap_or_default();
        reading
            .own
            .push(format!("maven:{}:{artifact}", family.filled(group)));
    }
    if let Some(parent) = project.child("parent") {
        add(reading, &family, parent, "", Scope::Main);
    }
    read_project(reading, &family, project, Scope::Main);
    for profile in project
        .child("profiles")
        .into_iter()
        .flat_map(|it| it.all("profile"))
    {
        read_project(reading, &family, profile, Scope::Dev);
    }
}

fn read_project(reading: &mut Reading<'_>, family: &Family, project: &Element, scope: Scope) {
    for dependency in project
        .child("dependencies")
        .into_iter()
        .flat_map(|it| it.all("dependency"))
    {
        let scope = if scope == Scope::Main {
            family.scope(dependency)
        } else {
            scope
        };
        add(reading, family, dependency, "", scope);
    }
    let managed = project
        .child("dependencyManagement")
        .and_then(|it| it.child("dependencies"));
    for bom in managed
        .into_iter()
        .flat_map(|it| it.all("dependency"))
        .filter(|it| it.text_of("scope") == Some("import"))
    {
        let group = family.filled(bom.text_of("groupId").unwrap_or_default());
        if is_of_framework(&group) {
            add(reading, family, bom, "", scope);
        }
    }
    let plugins = project.child("build").and_then(|it| it.child("plugins"));
    for plugin in plugins.into_iter().flat_map(|it| it.all("plugin")) {
        add(reading, family, plugin, "org.apache.maven.plugins", scope);
    }
}

fn add(
    reading: &mut Reading<'_>,
    family: &Family,
    of: &Element,
    default_group: &str,
    scope: Scope,
) {
    let Some(artifact) = of.child("artifactId") else {
        return;
    };
    let group = family.filled(of.text_of("groupId").unwrap_or(default_group));
    let name = family.filled(&artifact.text);
    if !group.is_empty() && !group.contains('$') && !name.contains('$') {
        let version = of
            .text_of("version")
            .map(|it| family.filled(it))
            .or_else(|| family.managed_version(of))
            .unwrap_or_default();
        reading.required(
            ("maven", &format!("{group}:{name}")),
            (&version, Writing::Exact),
            scope,
            artifact.text_line.max(artifact.line),
        );
    }
}

impl Family {
    fn of(reading: &Reading<'_>, project: Element) -> Self {
        let mut family = vec![project];
        let mut path = reading.path.to_owned();
        while let Some(parent) = family
            .last()
            .and_then(|it| it.child("parent"))
            .filter(|_| family.len() < MOST_PARENTS)
        {
            let relative = parent.text_of("relativePath").unwrap_or("../pom.xml");
            let Some(mut above) =
                tree::joined(tree::folder(&path), relative).filter(|_| !relative.is_empty())
            else {
                break;
            };
            if !reading.tree.has(&above) {
                above = tree::within(&above, "pom.xml");
            }
            let wanted = parent.text_of("artifactId");
            let read = reading
                .tree
                .shared(&above)
                .and_then(|it| xml::document(&it).ok());
            let Some(found) =
                read.and_then(|it| it.children.into_iter().find(|it| it.name == "project"))
            else {
                break;
            };
            if found.text_of("artifactId") != wanted || above == path {
                break;
            }
            family.push(found);
            path = above;
        }
        Self {
            managed: managed(&family),
            projects: family,
        }
    }

    /// A text with its properties filled in.
    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..MOST_PROPERTIES {
            let Some(start) = text.find("${") else { break };
            let Some(length) = text[start..].find('}') else {
                break;
            };
            let Some(value) = self
                .property(&text[start + 2..start + length])
                .filter(|it| it.len() < 200)
            else {
                break;
            };
            text.replace_range(start..=start + length, value);
        }
        text
    }

    fn property(&self, name: &str) -> Option<&str> {
        if let Some(of_project) = name
            .strip_prefix("project.")
            .or_else(|| name.strip_prefix("pom."))
        {
            let project = &self.projects[0];
            if let Some(of_parent) = of_project.strip_prefix("parent.") {
                return project.child("parent")?.text_of(of_parent);
            }
            return project
                .text_of(of_project)
                .or_else(|| project.child("parent")?.text_of(of_project));
        }
        self.projects
            .iter()
            .find_map(|it| it.child("properties")?.text_of(name))
    }

    /// What a dependency is for: by its own words, or by those of who manages it.
    fn scope(&self, dependency: &Element) -> Scope {
        if dependency.text_of("optional") == Some("true") {
            return Scope::Dev;
        }
        match dependency
            .text_of("scope")
            .or_else(|| self.managed_scope(dependency))
        {
            Some("test") => Scope::Test,
            _ => Scope::Main,
        }
    }

    /// The version that the nearest project says for all who take a dependency.
    fn managed_version(&self, dependency: &Element) -> Option<String> {
        let wanted = coordinate(dependency);
        let managed = self
            .projects
            .iter()
            .filter_map(|it| it.child("dependencyManagement")?.child("dependencies"))
            .flat_map(|it| it.all("dependency"));
        let version = managed
            .filter(|it| coordinate(it) == wanted)
            .find_map(|it| it.text_of("version"))?;
        Some(self.filled(version))
    }

    fn managed_scope(&self, dependency: &Element) -> Option<&str> {
        let scope = self.managed.get(&coordinate(dependency))?;
        Some(scope)
    }
}

/// Group and artifact as they are written.
fn coordinate(of: &Element) -> (String, String) {
    let text = |name| of.text_of(name).unwrap_or_default().to_owned();
    (text("groupId"), text("artifactId"))
}

/// The scopes that projects say for all who take a dependency, the nearest first.
fn managed(projects: &[Element]) -> HashMap<(String, String), String> {
    let managed = projects
        .iter()
        .filter_map(|it| it.child("dependencyManagement")?.child("dependencies"))
        .flat_map(|it| it.all("dependency"));
    let mut scopes = HashMap::new();
    for dependency in managed {
        let scope = dependency.text_of("scope").unwrap_or_default().to_owned();
        scopes.entry(coordinate(dependency)).or_insert(scope);
    }
    scopes
}
