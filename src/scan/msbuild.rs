//! Projects of .NET: `PackageReference`, frameworks and SDKs of project files; `packages.config` and Paket.

use super::version::Writing;
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
    let mut found: Vec<(&str, &str, Scope, usize)> = Vec::new();
    let mut targets: Vec<&Element> = Vec::new();
    document.walk(&mut |it| {
        let version = it.attribute("Version").or_else(|| it.text_of("Version"));
        let version = version.or_else(|| it.attribute("version"));
        let named = declared(it, scope);
        found.extend(
            named.map(|(name, scope, line)| (name, version.unwrap_or_default(), scope, line)),
        );
        if ["TargetFramework", "TargetFrameworks"].contains(&it.name.as_str()) {
            targets.push(it);
        }
    });
    for (name, version, scope, line) in found {
        let version = (version, Writing::Exact);
        reading.required(("nuget", name), version, scope, line);
    }
    for target in targets {
        for version in target.text.split(';').filter_map(of_target) {
            let line = target.text_line.max(target.line);
            reading.runtime("dotnet", version, Writing::Exact, scope, line);
        }
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

/// The version of .NET that a target names: `net6.0-windows`, `netcoreapp3.1`; none of `netstandard2.0` and `net48`.
fn of_target(target: &str) -> Option<&str> {
    let target = target.trim();
    let target = target.split('-').next().unwrap_or(target);
    let version = target
        .strip_prefix("netcoreapp")
        .or_else(|| target.strip_prefix("net"))?;
    let first = version.starts_with(|it: char| it.is_ascii_digit());
    (first && version.contains('.')).then_some(version)
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
