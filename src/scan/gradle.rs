//! Builds of Gradle in Groovy and Kotlin, with their version catalogues.

use std::collections::HashMap;

use super::code::{self, Piece, Token};
use super::node::Node;
use super::version::Writing;
use super::{Manifest, Reading, Scope, maven, tree};

pub(super) const MANIFEST: Manifest = Manifest {
    is: |name| name.ends(&[".gradle", ".gradle.kts"]) && !name.file.starts_with("settings.gradle"),
    read,
};

/// Words in a block of dependencies that are no configuration.
const NO_CONFIGURATION: &[&str] = &[
    "exclude",
    "because",
    "version",
    "strictly",
    "prefer",
    "reject",
    "require",
    "project",
    "files",
    "fileTree",
    "kotlin",
    "gradleApi",
    "localGroovy",
    "transitive",
    "changing",
    "capabilities",
    "attributes",
    "module",
    "group",
    "name",
    "platform",
    "enforcedPlatform",
    "testFixtures",
    "println",
    "if",
    "else",
    "for",
    "val",
    "var",
    "def",
    "gradleTestKit",
    "npm",
    "variantOf",
    "artifact",
];

/// How many files of `buildSrc` and `gradle` are looked through for constants.
const MOST_CONSTANT_FILES: usize = 40;

/// The version catalogues of the build in a folder: name and path.
fn catalogue_files(reading: &Reading<'_>, folder: &str) -> Vec<(String, String)> {
    let inside = tree::within(folder, "gradle/");
    let mut files: Vec<(String, String)> = reading
        .tree
        .below(&inside)
        .filter_map(|path| {
            let name = path[inside.len()..].strip_suffix(".versions.toml")?;
            (!name.contains('/')).then(|| (name.to_owned(), path.to_owned()))
        })
        .collect();
    for settings in ["settings.gradle", "settings.gradle.kts"] {
        if let Some(text) = reading.tree.shared(&tree::within(folder, settings)) {
            let named = named_catalogues(&text);
            files.extend(named.into_iter().filter_map(|(name, path)| {
                let path = path.replace("$rootDir", ".").replace("${rootDir}", ".");
                Some((name, tree::joined(folder, &path)?))
            }));
        }
    }
    files
}

/// The catalogues that settings name: `create("libs") { from(files("deps.toml")) }`, in Groovy also `libs { from(…) }`.
fn named_catalogues(settings: &str) -> Vec<(String, String)> {
    if !settings.contains("versionCatalogs") {
        return Vec::new();
    }
    let tokens = code::tokens(settings, &code::C_LIKE);
    let mut found = Vec::new();
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|it| it.1.is_word("versionCatalogs"))
    {
        let Some(open) = tokens[at..].iter().position(|it| it.is_sign('{')) else {
            continue;
        };
        let body = &tokens[at + open + 1..code::closed(&tokens, at + open)];
        let mut name = None;
        for (at, token) in body.iter().enumerate() {
            if token.is_sign('{') {
                name = body[..at]
                    .iter()
                    .rev()
                    .find_map(|it| it.text().or_else(|| it.word()));
            } else if token.is_word("from") {
                let file = body[at..].iter().take(5).find_map(Token::text);
                found.extend(
                    name.zip(file)
                        .map(|(name, file)| (name.to_owned(), file.to_owned())),
                );
            }
        }
    }
    found
}

/// What the accessors of a version catalogue stand for: `libs.spring.boot` → `group:artifact`, and plugins by id.
#[derive(Default)]
struct Catalogues {
    libraries: HashMap<String, Catalogued>,
    bundles: HashMap<String, Vec<String>>,
    plugins: HashMap<String, Catalogued>,
}

/// What a version catalogue says of a library or plugin.
#[derive(Clone)]
struct Catalogued {
    /// `group:artifact`, or the id of a plugin.
    name: String,
    /// Empty where it is said elsewhere.
    version: String,
}

impl Catalogued {
    /// The version of an entry: its own, the one it refers to, or the third part of a short form.
    fn of(name: String, value: &Node, short: usize, document: &Node) -> Self {
        let short = value.text().and_then(|it| it.split(':').nth(short));
        let own = value.get("version");
        let referred = own.and_then(|it| it.text_of("ref"));
        let said = match referred {
            Some(name) => document.at(&["versions", name]),
            None => own,
        };
        let version = short.or_else(|| said?.text().or_else(|| said?.text_of("strictly")));
        Self {
            name,
            version: version.unwrap_or_default().to_owned(),
        }
    }
}

fn read(reading: &mut Reading<'_>) {
    let tokens = code::tokens(reading.text, &code::C_LIKE);
    let catalogues = Catalogues::of(reading);
    let named = constants(reading, &tokens);
    read_plugins(reading, &tokens, &catalogues);
    // What each block that stands open makes of the dependencies in it; nothing where it only manages versions.
    let mut open: Vec<Option<Scope>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let around = open.last().copied().unwrap_or(Some(Scope::Main));
        let opens = tokens.get(at + 1).is_some_and(|it| it.is_sign('{'));
        if tokens[at].is_word("dependencies") && opens {
            let end = code::closed(&tokens, at + 1);
            let body = &tokens[at + 2..end.saturating_sub(1).max(at + 2)];
            if let Some(scope) = around {
                read_block(reading, body, scope, &catalogues, &named);
            }
            at = end;
            continue;
        }
        match tokens[at].piece {
            Piece::Sign('{') => open.push(inside(
                &tokens[at.saturating_sub(LONGEST_HEAD)..at],
                tokens[at].line,
                around,
            )),
            Piece::Sign('}') => drop(open.pop()),
            _ => {}
        }
        at += 1;
    }
    read_boms(reading, &tokens);
}

/// How many pieces before a bracket say what its block is.
const LONGEST_HEAD: usize = 12;

/// What a block makes of dependencies in it, by the words before its bracket: `val commonTest by getting {`.
fn inside(head: &[Token<'_>], line: usize, around: Option<Scope>) -> Option<Scope> {
    let scope = around?;
    let words = head
        .iter()
        .rev()
        .take_while(|it| it.line == line && !it.is_sign('{'))
        .filter_map(Token::word);
    let mut inner = scope;
    for word in words {
        match word {
            "dependencyManagement" | "constraints" | "dependencyLocking" => return None,
            "buildscript" => inner = Scope::Dev,
            _ if word.to_lowercase().ends_with("test") => inner = Scope::Test,
            _ => {}
        }
    }
    Some(scope.within(inner))
}

/// The dependencies of a block: a configuration, then what it takes.
fn read_block(
    reading: &mut Reading<'_>,
    body: &[Token<'_>],
    scope: Scope,
    catalogues: &Catalogues,
    named: &HashMap<String, String>,
) {
    let mut at = 0;
    while at < body.len() {
        let Some(configuration) = body[at].word() else {
            // `"implementation"("g:a:v")` is how Kotlin names a configuration that is not there yet.
            if let (Some(text), Some(true)) =
                (body[at].text(), body.get(at + 1).map(|it| it.is_sign('(')))
            {
                let end = code::closed(body, at + 1);
                read_dependency(
                    reading,
                    &body[at + 1..end],
                    of_configuration(text, scope),
                    catalogues,
                    named,
                );
                at = end;
            } else {
                at += 1;
            }
            continue;
        };
        if configuration == "constraints" {
            at = body[at..]
                .iter()
                .position(|it| it.is_sign('{'))
                .map_or(body.len(), |it| code::closed(body, at + it));
            continue;
        }
        let end = statement_end(body, at + 1);
        if NO_CONFIGURATION.contains(&configuration) {
            // A loop or condition goes on with its block.
            at += 1;
            continue;
        }
        read_dependency(
            reading,
            &body[at + 1..end],
            of_configuration(configuration, scope),
            catalogues,
            named,
        );
        at = end;
    }
}

/// Where a dependency ends: behind its brackets, or with its line; a block of options behind it belongs to it.
fn statement_end(body: &[Token<'_>], from: usize) -> usize {
    let mut at = from;
    let bracketed = body.get(at).is_some_and(|it| it.is_sign('('));
    if bracketed {
        at = code::closed(body, at);
    } else {
        let line = body.get(from).map_or(0, |it| it.line);
        while at < body.len()
            && (body[at].line == line || body[at - 1].is_sign(','))
            && !body[at].is_sign('{')
        {
            at = if body[at].is_sign('(') || body[at].is_sign('[') {
                code::closed(body, at)
            } else {
                at + 1
            };
        }
    }
    if body.get(at).is_some_and(|it| it.is_sign('{')) && at > from {
        at = code::closed(body, at);
    }
    at.max(from)
}

fn of_configuration(name: &str, scope: Scope) -> Scope {
    let lower = name.to_lowercase();
    let own = if lower.contains("test") {
        Scope::Test
    } else if [
        "annotationprocessor",
        "kapt",
        "ksp",
        "developmentonly",
        "classpath",
        "detekt",
        "ktlint",
        "checkstyle",
        "jmh",
        "asciidoctor",
    ]
    .iter()
    .any(|it| lower.contains(it))
    {
        Scope::Dev
    } else {
        Scope::Main
    };
    if scope == Scope::Main { own } else { scope }
}

fn read_dependency(
    reading: &mut Reading<'_>,
    of: &[Token<'_>],
    scope: Scope,
    catalogues: &Catalogues,
    named: &HashMap<String, String>,
) {
    // Exclusions and other options stand in a block of their own.
    let end = of.iter().position(|it| it.is_sign('{')).unwrap_or(of.len());
    let of = &of[..end];
    if of
        .iter()
        .any(|it| it.is_word("project") || it.is_word("files") || it.is_word("fileTree"))
    {
        return;
    }
    let manages = of
        .iter()
        .any(|it| it.is_word("platform") || it.is_word("enforcedPlatform"));
    let is_declared = |coordinate: &str| {
        let group = coordinate.split(':').next().unwrap_or_default();
        !manages || maven::is_of_framework(group)
    };
    if let Some((group, name, line)) = by_parts(of).filter(|it| is_declared(it.0)) {
        reading.package("maven", &format!("{group}:{name}"), scope, line);
        return;
    }
    let texts = of.iter().filter_map(|it| Some((it.text()?, it.line)));
    for (text, line) in texts {
        if let Some(coordinate) = coordinate(text).filter(|it| is_declared(it)) {
            let version = (text.split(':').nth(2).unwrap_or_default(), Writing::Exact);
            reading.required(("maven", &coordinate), version, scope, line);
        }
    }
    for (accessor, line) in accessors(of) {
        let named = accessor.rsplit('.').next().and_then(|it| named.get(it));
        let meant = catalogues.libraries_of(&accessor).into_iter();
        let meant = meant.map(|it| (it.name.as_str(), it.version.as_str()));
        let meant = meant.chain(named.map(|it| (it.as_str(), "")));
        for (coordinate, version) in meant.filter(|it| is_declared(it.0)) {
            let version = (version, Writing::Exact);
            reading.required(("maven", coordinate), version, scope, line);
        }
    }
}

/// `group: 'g', name: 'a'` and `group = "g", name = "a"`.
fn by_parts<'a>(of: &[Token<'a>]) -> Option<(&'a str, &'a str, usize)> {
    let part = |key: &str| {
        of.windows(3)
            .find(|it| it[0].is_word(key) && (it[1].is_sign(':') || it[1].is_sign('=')))
            .and_then(|it| Some((it[2].text()?, it[2].line)))
    };
    let ((group, _), (name, line)) = (part("group")?, part("name")?);
    Some((group, name, line))
}

/// `group:artifact` of `group:artifact:version`, where neither is filled in elsewhere.
fn coordinate(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let (group, artifact) = (parts.next()?, parts.next()?);
    let plain = |it: &str| {
        !it.is_empty()
            && it
                .chars()
                .all(|it| it.is_ascii_alphanumeric() || "._-".contains(it))
    };
    (plain(group) && plain(artifact)).then(|| format!("{group}:{artifact}"))
}

/// Dotted names: `libs.spring.boot.get()` is `libs.spring.boot`.
fn accessors(of: &[Token<'_>]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut at = 0;
    while at < of.len() {
        let Some(word) = of[at].word() else {
            at += 1;
            continue;
        };
        let (mut name, line) = (word.to_owned(), of[at].line);
        at += 1;
        while let [dot, next, ..] = &of[at..] {
            let Some(part) = next.word().filter(|it| dot.is_sign('.') && *it != "get") else {
                break;
            };
            name.push('.');
            name.push_str(part);
            at += 2;
        }
        if name.contains('.') {
            found.push((name, line));
        }
    }
    found
}

/// `mavenBom "g:a:v"`, wherever it stands.
fn read_boms(reading: &mut Reading<'_>, tokens: &[Token<'_>]) {
    for (at, _) in tokens
        .iter()
        .enumerate()
        .filter(|it| it.1.is_word("mavenBom"))
    {
        if let Some(token) = tokens[at + 1..]
            .iter()
            .take(2)
            .find(|it| it.text().is_some())
            && let Some(coordinate) = token.text().and_then(coordinate)
            && maven::is_of_framework(coordinate.split(':').next().unwrap_or_default())
        {
            reading.package("maven", &coordinate, Scope::Main, token.line);
        }
    }
}

/// Plugins by id: `id("org.springframework.boot")`, `alias(libs.plugins.boot)`, `apply plugin: 'x'`.
fn read_plugins(reading: &mut Reading<'_>, tokens: &[Token<'_>], catalogues: &Catalogues) {
    for line in tokens.chunk_by(|a, b| a.line == b.line) {
        // `apply false` only says a version for the projects below.
        if line
            .windows(2)
            .any(|it| it[0].is_word("apply") && it[1].is_word("false"))
        {
            continue;
        }
        for at in 0..line.len() {
            let begins = at == 0 || line[at - 1].is_sign('{');
            let rest = &line[at + 1..line.len().min(at + LONGEST_PLUGIN)];
            let written = |id: &str| Catalogued {
                name: id.to_owned(),
                version: String::new(),
            };
            let plugin = match line[at].word().filter(|_| begins) {
                Some("id") => rest.iter().take(2).find_map(Token::text).map(written),
                Some("apply") if rest.iter().any(|it| it.is_word("plugin")) => {
                    rest.iter().find_map(Token::text).map(written)
                }
                Some("alias") => accessors(rest)
                    .first()
                    .and_then(|it| catalogues.plugins.get(&it.0).cloned()),
                _ => None,
            };
            if let Some(plugin) = plugin {
                // `id("org.springframework.boot") version "2.7.18"`
                let own = line[at..].windows(2).find(|it| it[0].is_word("version"));
                let own = own.and_then(|it| it[1].text());
                let version = (own.unwrap_or(&plugin.version), Writing::Exact);
                let name = ("gradle", plugin.name.as_str());
                reading.required(name, version, Scope::Main, line[at].line);
            }
        }
    }
}

/// No plugin is named in more pieces.
const LONGEST_PLUGIN: usize = 24;

/// Coordinates under a name: in the build itself, `gradle/*.gradle` and the sources of `buildSrc`.
fn constants(reading: &Reading<'_>, tokens: &[Token<'_>]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    add_constants(tokens, &mut found);
    let of_build = reading
        .tree
        .below("buildSrc/")
        .chain(reading.tree.below("gradle/"));
    let source = |it: &&str| {
        [".kt", ".gradle", ".kts"]
            .iter()
            .any(|end| it.ends_with(end))
    };
    for path in of_build.filter(source).take(MOST_CONSTANT_FILES) {
        if let Some(text) = reading.tree.shared(path) {
            add_constants(&code::tokens(&text, &code::C_LIKE), &mut found);
        }
    }
    found
}

fn add_constants(tokens: &[Token<'_>], found: &mut HashMap<String, String>) {
    for it in tokens.windows(3) {
        let set = it[1].is_sign('=') || it[1].is_sign(':');
        if let (Some(name), true, Some(coordinate)) =
            (it[0].word(), set, it[2].text().and_then(coordinate))
        {
            found.insert(name.to_owned(), coordinate);
        }
    }
}

impl Catalogues {
    /// The catalogues of the build a file belongs to: `gradle/NAME.versions.toml` in a folder above, and those that the
    /// settings there name.
    fn of(reading: &Reading<'_>) -> Self {
        let mut found = Self::default();
        for folder in tree::upwards(reading.path) {
            for (name, path) in catalogue_files(reading, folder) {
                let used = reading.text.contains(&format!("{name}."));
                if let Some(document) = reading.tree.table(&path).filter(|_| used) {
                    found.add(&name, &document);
                }
            }
            if !found.libraries.is_empty() {
                break;
            }
        }
        found
    }

    fn add(&mut self, name: &str, document: &Node) {
        let accessor = |alias: &str| format!("{name}.{}", alias.replace(['-', '_'], "."));
        for library in document.pairs_of("libraries") {
            let value = &library.value;
            let coordinate = match (value.text(), value.text_of("module")) {
                (Some(text), _) | (None, Some(text)) => coordinate(text),
                _ => value
                    .text_of("group")
                    .zip(value.text_of("name"))
                    .map(|(group, name)| format!("{group}:{name}")),
            };
            let catalogued = coordinate.map(|it| Catalogued::of(it, value, 2, document));
            self.libraries
                .extend(catalogued.map(|it| (accessor(&library.key), it)));
        }
        for bundle in document.pairs_of("bundles") {
            let members = bundle
                .value
                .items()
                .iter()
                .filter_map(Node::text)
                .map(accessor)
                .collect();
            self.bundles.insert(
                format!("{name}.bundles.{}", bundle.key.replace(['-', '_'], ".")),
                members,
            );
        }
        for plugin in document.pairs_of("plugins") {
            let id = plugin
                .value
                .text()
                .map(|it| it.split(':').next().unwrap_or(it))
                .or_else(|| plugin.value.text_of("id"));
            let key = format!("{name}.plugins.{}", plugin.key.replace(['-', '_'], "."));
            let catalogued = id.map(|it| Catalogued::of(it.to_owned(), &plugin.value, 1, document));
            self.plugins.extend(catalogued.map(|it| (key, it)));
        }
    }

    fn libraries_of(&self, accessor: &str) -> Vec<&Catalogued> {
        match self.bundles.get(accessor) {
            Some(members) => members
                .iter()
                .filter_map(|it| self.libraries.get(it))
                .collect(),
            None => self.libraries.get(accessor).into_iter().collect(),
        }
    }
}
