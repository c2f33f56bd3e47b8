//! Packages of C and C++: vcpkg and Conan.

use super::code;
use super::node;
use super::{Manifest, Reading, Scope};

pub(super) const VCPKG: Manifest = Manifest {
    is: |name| name.file == "vcpkg.json",
    read: read_vcpkg,
};

pub(super) const CONAN: Manifest = Manifest {
    is: |name| ["conanfile.txt", "conanfile.py"].contains(&name.file),
    read: read_conan,
};

fn read_vcpkg(reading: &mut Reading<'_>) {
    let Some(document) = reading.read(node::json(reading.text)) else {
        return;
    };
    reading
        .own
        .extend(document.text_of("name").map(|it| format!("vcpkg:{it}")));
    for item in document.items_of("dependencies") {
        let Some(name) = item
            .text()
            .map(|it| (it, item.line))
            .or_else(|| item.get("name").and_then(|it| Some((it.text()?, it.line))))
        else {
            continue;
        };
        // What is needed on the building machine alone is a tool.
        let tool = item.text_of("host") == Some("true");
        reading.package(
            "vcpkg",
            name.0,
            if tool { Scope::Dev } else { Scope::Main },
            name.1,
        );
    }
}

fn read_conan(reading: &mut Reading<'_>) {
    if reading.path.to_lowercase().ends_with("conanfile.txt") {
        let mut section = "";
        for (at, line) in reading.lines.clone().iter().enumerate() {
            let line = line.split('#').next().unwrap_or_default().trim();
            if line.starts_with('[') {
                section = line;
            } else if let Some((name, _)) = line.split_once('/') {
                match section {
                    "[requires]" => reading.package("conan", name, Scope::Main, at + 1),
                    "[tool_requires]" | "[build_requires]" => {
                        reading.package("conan", name, Scope::Dev, at + 1);
                    }
                    "[test_requires]" => reading.package("conan", name, Scope::Test, at + 1),
                    _ => {}
                }
            }
        }
        return;
    }
    let tokens = code::tokens(reading.text, &code::PYTHON);
    for (at, token) in tokens.iter().enumerate() {
        let scope = match token.word() {
            Some("requires") => Scope::Main,
            Some("tool_requires" | "build_requires") => Scope::Dev,
            Some("test_requires") => Scope::Test,
            _ => continue,
        };
        let end = tokens[at..]
            .iter()
            .position(|it| it.line > token.line && it.word().is_some())
            .map_or(tokens.len(), |it| it + at);
        for reference in tokens[at..end]
            .iter()
            .filter(|it| it.text().is_some_and(|it| it.contains('/')))
        {
            let name = reference
                .text()
                .and_then(|it| it.split('/').next())
                .unwrap_or_default();
            reading.package("conan", name, scope, reference.line);
        }
    }
}
