//! What a manifest declares: one name on one line.

/// How something is part of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It runs beside the system: an image, a chart, a resource of a cloud.
    Service,
    /// It is linked in: a package.
    Library,
    /// What the repository is made for: a compose file, a chart, objects of Kubernetes.
    Platform,
}

impl Kind {
    /// Its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Library => "library",
            Self::Platform => "platform",
        }
    }
}

/// What a declaration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// What the system is made of and runs on.
    Main,
    /// What its developers work with, or what is optional.
    Dev,
    /// What its tests need.
    Test,
    /// What builds and checks it.
    Ci,
    /// An example, a demonstration, or documentation.
    Example,
}

impl Scope {
    /// Every scope, in the order answers show them.
    pub const ALL: [Self; 5] = [Self::Main, Self::Dev, Self::Test, Self::Ci, Self::Example];

    /// Its name in answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Dev => "dev",
            Self::Test => "test",
            Self::Ci => "ci",
            Self::Example => "example",
        }
    }

    /// What a declaration of that scope is in a file of this one: what is not main stays what it is.
    pub(super) fn within(self, inner: Self) -> Self {
        if self == Self::Main { inner } else { self }
    }
}

/// A declaration of a manifest. They are ordered by path, then line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, below the directory that was read, parted by `/`.
    pub path: String,
    /// The line on which the name stands, 1-based.
    pub line: usize,
    /// The registry of the name as in `sg:package`: `npm`, `docker`, `maven` …; `k8s` for groups of its interfaces,
    /// `terraform` and `bicep` for their resources, `file` where the file itself says it.
    pub registry: &'static str,
    /// The name there, without version or tag.
    pub name: String,
    /// The tag of an image; of a package what every version that is allowed begins with. Empty where that is open.
    pub version: String,
    /// How it is part of the system.
    pub kind: Kind,
    /// What it is for.
    pub scope: Scope,
    /// The line, without the space around it, cut at 200 characters.
    pub text: String,
}

impl Mention {
    /// The name as `sg:package` has it.
    #[must_use]
    pub fn package(&self) -> String {
        format!("{}:{}", self.registry, self.name)
    }
}
