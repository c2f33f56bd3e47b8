//! Packages of C and C++: vcpkg, Conan and `CMake`.

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

pub(super) const CMAKE: Manifest = Manifest {
    is: |name| name.file == "cmakelists.txt" || name.ends(&[".cmake"]),
    read: read_cmake,
};

/// Modules that come with `CMake`, and tools: no library is linked in by them.
const NO_LIBRARIES: &[&str] = &[
    "threads",
    "pkgconfig",
    "python",
    "python2",
    "python3",
    "pythoninterp",
    "pythonlibs",
    "git",
    "doxygen",
    "java",
    "jni",
    "perl",
    "bash",
    "bison",
    "flex",
    "cuda",
    "cudatoolkit",
    "openmp",
    "mpi",
    "opengl",
    "x11",
    "subversion",
    "latex",
    "swig",
    "clangformat",
    "clangtidy",
    "ccache",
];

/// `find_package`, `pkg_check_modules`, `FetchContent_Declare`, `ExternalProject_Add` and `CPMAddPackage` with what they name
/// literally. What is fetched is named by its repository.
fn read_cmake(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::CMAKE);
    let mut at = 0;
    while at + 1 < tokens.len() {
        let command = tokens[at].word().map(str::to_ascii_lowercase);
        let Some(command) = command.filter(|_| tokens[at + 1].is_sign('(')) else {
            at += 1;
            continue;
        };
        let end = code::closed(&tokens, at + 1);
        let body = &tokens[at + 2..end.saturating_sub(1).max(at + 2)];
        match command.as_str() {
            "find_package" => read_found(reading, body),
            "pkg_check_modules" | "pkg_search_module" => read_modules(reading, body),
            "fetchcontent_declare" | "externalproject_add" | "cpmaddpackage" | "cpmfindpackage" => {
                read_fetched(reading, body);
            }
            _ => {}
        }
        at += 2;
    }
}

fn read_found(reading: &mut Reading<'_>, body: &[code::Token<'_>]) {
    let Some((name, line)) = joined_names(body).into_iter().next() else {
        return;
    };
    let is_library = !NO_LIBRARIES.contains(&name.to_lowercase().as_str());
    if is_library && !name.contains('$') {
        reading.package("cmake", &name, Scope::Main, line);
    }
}

/// Modules of pkg-config: after the prefix and the words of the command, `name>=1.2`.
fn read_modules(reading: &mut Reading<'_>, body: &[code::Token<'_>]) {
    const WORDS: &[&str] = &[
        "REQUIRED",
        "QUIET",
        "IMPORTED_TARGET",
        "GLOBAL",
        "NO_CMAKE_PATH",
    ];
    for (name, line) in joined_names(body).into_iter().skip(1) {
        let name = name.split(['>', '<', '=']).next().unwrap_or_default();
        let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic());
        if is_name && !WORDS.contains(&name) {
            reading.package("cmake", name, Scope::Main, line);
        }
    }
}

fn read_fetched(reading: &mut Reading<'_>, body: &[code::Token<'_>]) {
    let names = joined_names(body);
    for (at, (name, line)) in names.iter().enumerate() {
        let repository = match name
            .strip_prefix("gh:")
            .or_else(|| name.strip_prefix("\"gh:"))
        {
            Some(short) => Some(short.split(['#', '@']).next().unwrap_or(short)),
            None if at > 0 && names[at - 1].0 == "GITHUB_REPOSITORY" => Some(name.as_str()),
            None => name
                .split_once("github.com/")
                .map(|it| it.1)
                .filter(|_| name.starts_with("http") || name.starts_with("git")),
        };
        let mut parts = repository.unwrap_or_default().split('/');
        if let (Some(owner), Some(file)) = (parts.next(), parts.next()) {
            let file = file.split(['#', '@']).next().unwrap_or(file);
            let file = file.strip_suffix(".git").unwrap_or(file);
            if !owner.is_empty() && !file.is_empty() && !owner.contains('$') && !file.contains('$')
            {
                reading.package("github", &format!("{owner}/{file}"), Scope::Main, *line);
            }
        }
    }
}

/// The arguments of a command of `CMake` with their lines: pieces without space between them are one.
fn joined_names(body: &[code::Token<'_>]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for token in body {
        let piece = match token.piece {
            code::Piece::Word(text) | code::Piece::Text(text) => text.to_owned(),
            code::Piece::Sign(sign) => sign.to_string(),
        };
        match found.last_mut().filter(|_| !token.apart) {
            Some(last) => last.0.push_str(&piece),
            None => found.push((piece, token.line)),
        }
    }
    found
}

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
