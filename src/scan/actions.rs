//! Continuous integration: the containers of workflows of GitHub Actions, GitLab, `CircleCI` and Woodpecker.

use super::node::Node;
use super::{Manifest, Reading, Scope, yaml};

pub(super) const GITHUB: Manifest = Manifest {
    is: |name| name.yaml() && name.path.starts_with(".github/workflows/"),
    read: |reading| each(reading, read_workflow),
};

pub(super) const GITLAB: Manifest = Manifest {
    is: |name| {
        let named = [
            ".gitlab-ci.yml",
            ".gitlab-ci.yaml",
            ".woodpecker.yml",
            ".woodpecker.yaml",
            ".drone.yml",
        ]
        .contains(&name.file);
        named
            || name.yaml()
                && [".circleci/", ".woodpecker/"]
                    .iter()
                    .any(|it| name.path.starts_with(it))
    },
    read: |reading| each(reading, read_jobs),
};

fn each(reading: &mut Reading<'_>, read: fn(&mut Reading<'_>, &Node)) {
    let (documents, problem) = yaml::documents(reading.text);
    if let Some((line, message)) = problem {
        reading.problem(line, message);
    }
    for document in &documents {
        read(reading, document);
    }
}

fn read_workflow(reading: &mut Reading<'_>, workflow: &Node) {
    for job in workflow.pairs_of("jobs") {
        for service in job.value.pairs_of("services") {
            add(reading, service.value.get("image"));
        }
        let container = job.value.get("container");
        add(reading, container);
        add(reading, container.and_then(|it| it.get("image")));
        for step in job.value.items_of("steps") {
            if let Some(uses) = step
                .get("uses")
                .filter(|it| it.text().is_some_and(|it| it.starts_with("docker://")))
            {
                add(reading, Some(uses));
            }
        }
    }
}

/// `image`, and the lists of `services`, at any depth.
fn read_jobs(reading: &mut Reading<'_>, document: &Node) {
    let mut maps = Vec::new();
    document.maps(&mut maps);
    for map in maps {
        let image = map.get("image");
        add(reading, image);
        add(reading, image.and_then(|it| it.get("name")));
        for service in map.items_of("services") {
            add(reading, Some(service));
            add(reading, service.get("name"));
        }
    }
}

fn add(reading: &mut Reading<'_>, image: Option<&Node>) {
    if let Some((reference, line)) = image.and_then(|it| Some((it.text()?, it.line))) {
        reading.image(reference, Scope::Ci, line);
    }
}
