//! Projects of .NET: `PackageReference`, frameworks and SDKs of project files; `packages.config` and Paket.

use super::xml::{self, Element};
use super::{Manifest, Reading, Scope};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| {
        let project = name.ends(&[".csproj", ".fsproj", ".vbproj", ".sqlproj"]);
        project
            || [
                "directory.build.props",
                "directory.build.targets",
                "packages.config",
                "paket.references",
            ]
            .contains(&name.file)
    },
    read,
};

fn read(reading: &mut Reading<'_>) {
    if reading.path.to_lowercase().ends_with("paket.references") {
        return read_paket(reading);
    }
    let Some(document) = reading.read(xml::document(reading.text)) else {
        return;
    };
    let scope = if is_test(&document) {
        Scope::Test
    } else {
        Scope::Main
    };
    let mut found: Vec<(&str, Scope, usize)> = Vec::new();
    document.walk(&mut |it| found.extend(declared(it, scope)));
    for (name, scope, line) in found {
        reading.package("nuget", name, scope, line);
    }
    let name = reading
        .path
        .rsplit('/')
        .next()
        .and_then(|it| it.rsplit_once('.'))
        .map(|it| it.0);
    reading
        .own
        .extend(name.map(|it| format!("nuget:{}", it.to_lowercase())));
}

fn declared(element: &Element, scope: Scope) -> Option<(&str, Scope, usize)> {
    let name = match element.name.as_str() {
        "PackageReference" | "FrameworkReference" | "DotNetCliToolReference" => {
            element.attribute("Include")
        }
        "package" => element.attribute("id"),
        "Project" => element.attribute("Sdk"),
        "Sdk" => element.attribute("Name"),
        _ => None,
    }?;
    // What stays with the build is not what the system is made of.
    let private = element
        .attribute("PrivateAssets")
        .or_else(|| element.text_of("PrivateAssets"));
    let tool = element.name == "DotNetCliToolReference"
        || element.attribute("developmentDependency") == Some("true");
    let kept = tool || private.is_some_and(|it| it.eq_ignore_ascii_case("all"));
    let name = name.split('/').next().unwrap_or(name);
    Some((name, if kept { Scope::Dev } else { scope }, element.line))
}

/// A project is of tests when it says so, or takes what runs them.
fn is_test(document: &Element) -> bool {
    let mut test = false;
    document.walk(&mut |it| {
        let runner = it.name == "PackageReference"
            && it
                .attribute("Include")
                .is_some_and(|it| it.eq_ignore_ascii_case("Microsoft.NET.Test.Sdk"));
        test |= runner || it.name == "IsTestProject" && it.text.eq_ignore_ascii_case("true");
    });
    test
}

fn read_paket(reading: &mut Reading<'_>) {
    let mut scope = Scope::Main;
    for (at, line) in reading.lines.clone().iter().enumerate() {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("group"), Some(group)) => {
                scope = if group.eq_ignore_ascii_case("test") {
                    Scope::Test
                } else {
                    Scope::Dev
                };
            }
            (Some(name), _) if !name.contains(':') && !name.starts_with(['#', '/']) => {
                reading.package("nuget", name, scope, at + 1);
            }
            _ => {}
        }
    }
}
