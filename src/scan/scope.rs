//! What the folders and the name of a file say about it.

use super::mention::Scope;

/// Folders of what others brought along, or of inputs of tests: nothing in them is a declaration.
const NEVER: &[&str] = &[
    "vendor",
    "vendored",
    "node_modules",
    "third_party",
    "third-party",
    "thirdparty",
    "3rdparty",
    "bower_components",
    "jspm_packages",
    "pods",
    "carthage",
    "site-packages",
    "dist-packages",
    ".venv",
    "venv",
    ".tox",
    "elm-stuff",
    "testdata",
    "test-data",
    "test_data",
    "fixtures",
    "fixture",
    "__fixtures__",
    "test-fixtures",
    "test_fixtures",
    "testfixtures",
    "__snapshots__",
    "__mocks__",
    ".git",
    ".yarn",
    ".pnpm-store",
    ".terraform",
    ".gradle",
    ".m2",
];

/// Folders of continuous integration, and names of its tools' files.
const CI: &[&str] = &[
    ".github",
    ".gitlab",
    ".circleci",
    ".buildkite",
    ".azure-pipelines",
    ".azuredevops",
    ".ci",
    ".drone",
    ".woodpecker",
    ".teamcity",
    ".semaphore",
    ".tekton",
    ".travis",
    ".kokoro",
    ".prow",
    "jenkins",
    ".jenkins",
    ".concourse",
];

/// What the names of files of such tools begin with.
const CI_FILES: &[&str] = &[
    "appveyor.y",
    "azure-pipelines",
    ".gitlab-ci.y",
    ".woodpecker.y",
    ".travis.y",
    ".drone.y",
    "bitbucket-pipelines.y",
    ".cirrus.y",
    "cloudbuild",
];

const TEST: &[&str] = &[
    "test",
    "tests",
    "testing",
    "e2e",
    "testcases",
    "unittest",
    "unittests",
    "testsuite",
    "testutils",
    "testkit",
    "benchmark",
    "benchmarks",
    "loadtest",
    "loadtests",
    "load-test",
    "load-tests",
    "__test__",
    "__tests__",
];

const EXAMPLE: &[&str] = &[
    "example",
    "examples",
    "sample",
    "samples",
    "demo",
    "demos",
    "tutorial",
    "tutorials",
    "quickstart",
    "quickstarts",
    "_examples",
    "_example",
    "examplesite",
    "legacy",
    "playground",
    "playgrounds",
    "sandbox",
    "cookbook",
    "doc",
    "docs",
    "docsite",
    "documentation",
    "manual",
    "old",
    "website",
    "blog",
];

const DEV: &[&str] = &[
    ".devcontainer",
    ".vscode",
    ".gitpod",
    ".idea",
    ".husky",
    ".dev",
    "devenv",
    "dev-env",
    "emulator",
    "emulators",
    ".worktree-container",
];

/// Folders of what developers work with where they stand at the top, or in one of those of containers; further down
/// `dev` may be an environment that a system is deployed to.
const DEV_AT_THE_TOP: &[&str] = &["dev", "development", "tools"];

/// The scope of a file, or nothing where what it says is no declaration at all.
pub(super) fn of_path(path: &str) -> Option<Scope> {
    let mut scope = Scope::Main;
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let mut above = String::new();
    for folder in folders.split('/').filter(|it| !it.is_empty()) {
        let lower = folder.to_lowercase();
        if NEVER.contains(&lower.as_str()) {
            return None;
        }
        scope = scope.max(of_folder(folder, &lower));
        let is_top = ["", "docker", "compose"].contains(&above.as_str());
        if is_top && DEV_AT_THE_TOP.contains(&lower.as_str()) {
            scope = scope.max(Scope::Dev);
        }
        above = lower;
    }
    // Modules that hold the tools of developers, so that these stay out of the system's own.
    if file == "go.mod" && above == "tools" {
        scope = scope.max(Scope::Dev);
    }
    Some(scope.max(of_file(file)))
}

/// Whether nothing below a folder of this name is read: it is left out of the walk.
pub(super) fn is_never(folder: &str) -> bool {
    NEVER.contains(&folder.to_lowercase().as_str())
}

fn of_folder(folder: &str, lower: &str) -> Scope {
    if CI.contains(&lower) {
        Scope::Ci
    } else if DEV.contains(&lower) || lower.ends_with("-emulator") {
        Scope::Dev
    } else if TEST.contains(&lower) || lower == "spec" || lower == "specs" || has_word(folder, TEST)
    {
        Scope::Test
    } else if EXAMPLE.contains(&lower)
        || ["example", "examples", "sample", "samples", "demo"]
            .iter()
            .any(|it| has_word(folder, &[it]))
    {
        Scope::Example
    } else {
        Scope::Main
    }
}

/// A file's own name: `compose.tests.yml`, `e2e-go.dockerfile`, `requirements-dev.txt`.
fn of_file(file: &str) -> Scope {
    let of_integration = ["compose.it.y", "compose-it.y", "integration.y"];
    if has_word(file, &["test", "tests", "testing", "e2e"])
        || of_integration
            .iter()
            .any(|it| file.to_lowercase().contains(it))
    {
        Scope::Test
    } else if has_word(file, &["ci"])
        || CI_FILES
            .iter()
            .any(|it| file.to_lowercase().starts_with(it))
    {
        Scope::Ci
    } else if has_word(file, &["example", "sample", "demo"]) {
        Scope::Example
    } else {
        Scope::Main
    }
}

/// Whether one of these is a word of the name: `api-test`, `UITest`, `InvoiceService.UnitTests`.
fn has_word(name: &str, wanted: &[&str]) -> bool {
    words(name).any(|word| wanted.iter().any(|it| word.eq_ignore_ascii_case(it)))
}

/// The words of a name: parted by what is no letter or digit, and where a capital follows a small letter or ends a row
/// of capitals (`UITest` is `UI`, `Test`).
pub(super) fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|it: char| !it.is_alphanumeric())
        .flat_map(|part| {
            let letters: Vec<(usize, char)> = part.char_indices().collect();
            let mut starts = vec![0];
            for i in 1..letters.len() {
                let (before, now) = (letters[i - 1].1, letters[i].1);
                let next_small = letters.get(i + 1).is_some_and(|it| it.1.is_lowercase());
                if now.is_uppercase()
                    && (before.is_lowercase() || before.is_uppercase() && next_small)
                {
                    starts.push(letters[i].0);
                }
            }
            starts.push(part.len());
            starts
                .windows(2)
                .map(|it| &part[it[0]..it[1]])
                .collect::<Vec<_>>()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_say_what_a_file_is_for() {
        for (path, scope) in [
            ("pom.xml", Some(Scope::Main)),
            ("deploy/stack.yml", Some(Scope::Main)),
            ("src/UITest/UITest.csproj", Some(Scope::Test)),
            ("src/Invoice.UnitTests/x.csproj", Some(Scope::Test)),
            ("packages/api-test/package.json", Some(Scope::Test)),
            ("build/e2e-go.dockerfile", Some(Scope::Test)),
            ("compose.tests.yml", Some(Scope::Test)),
            ("packages/latest/package.json", Some(Scope::Main)),
            (".github/workflows/a.yml", Some(Scope::Ci)),
            ("examples/a/go.mod", Some(Scope::Example)),
            ("packages/api-legacy/package.json", Some(Scope::Main)),
            (".devcontainer/Dockerfile", Some(Scope::Dev)),
            ("docker/devenv/compose.yml", Some(Scope::Dev)),
            ("src/asb-emulator/compose.yml", Some(Scope::Dev)),
            ("dev/compose.yml", Some(Scope::Dev)),
            ("internal/tools/go.mod", Some(Scope::Dev)),
            ("internal/tools/package.json", Some(Scope::Main)),
            ("deploy/overlays/dev/app.yml", Some(Scope::Main)),
            ("developer-portal/package.json", Some(Scope::Main)),
            ("packages/benchmarks/compose.yml", Some(Scope::Test)),
            ("docker-compose.it.yml", Some(Scope::Test)),
            ("compose.integration.yml", Some(Scope::Test)),
            ("manual/package.json", Some(Scope::Example)),
            ("a/vendor/b/go.mod", None),
            ("tests/fixtures/t/package.json", None),
        ] {
            assert_eq!(of_path(path), scope, "{path}");
        }
    }
}
