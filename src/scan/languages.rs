//! The languages of source files, by extension.

use std::collections::BTreeMap;

use super::tree::Tree;

/// A language and its share of the source files.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Its slug.
    pub language: &'static str,
    /// How many source files are written in it.
    pub files: usize,
    /// Their part of all source files, from 0 to 1.
    pub share: f64,
}

/// Extensions of source files. Headers are C's unless C++ has files of its own.
const EXTENSIONS: &[(&str, &str)] = &[
    ("go", "go"),
    ("rs", "rust"),
    ("c", "c"),
    ("h", "c"),
    ("cc", "cpp"),
    ("cpp", "cpp"),
    ("cxx", "cpp"),
    ("hpp", "cpp"),
    ("hh", "cpp"),
    ("hxx", "cpp"),
    ("ipp", "cpp"),
    ("d", "d"),
    ("hs", "haskell"),
    ("java", "java"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("scala", "scala"),
    ("clj", "clojure"),
    ("cljc", "clojure"),
    ("cljs", "clojure"),
    ("groovy", "groovy"),
    ("erl", "erlang"),
    ("hrl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("js", "javascript"),
    ("jsx", "javascript"),
    ("vue", "javascript"),
    ("svelte", "javascript"),
    ("mjs", "javascript"),
    ("cjs", "javascript"),
    ("ts", "typescript"),
    ("tsx", "typescript"),
    ("mts", "typescript"),
    ("cts", "typescript"),
    ("cs", "csharp"),
    ("fs", "fsharp"),
    ("fsx", "fsharp"),
    ("py", "python"),
    ("pyi", "python"),
    ("rb", "ruby"),
    ("rake", "ruby"),
    ("php", "php"),
    ("pl", "perl"),
    ("pm", "perl"),
    ("lua", "lua"),
    ("swift", "swift"),
    ("dart", "dart"),
    ("r", "r"),
    ("jl", "julia"),
    ("ml", "ocaml"),
    ("mli", "ocaml"),
    ("lisp", "common-lisp"),
    ("cl", "common-lisp"),
    ("pony", "pony"),
    ("sh", "shell"),
    ("bash", "shell"),
];

/// Shares of the files that are source code of the repository itself, most files first, then by name.
pub(super) fn shares(tree: &Tree) -> Vec<Share> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for path in tree.paths() {
        if let Some(language) = of_path(path) {
            *counts.entry(language).or_default() += 1;
        }
    }
    let all: usize = counts.values().sum();
    #[expect(clippy::cast_precision_loss, reason = "no repository has 2^52 files")]
    let mut shares: Vec<Share> = counts
        .into_iter()
        .map(|(language, files)| Share {
            language,
            files,
            share: files as f64 / all as f64,
        })
        .collect();
    shares.sort_by(|a, b| b.files.cmp(&a.files).then(a.language.cmp(b.language)));
    shares
}

/// The language of a file; the walk left out what others brought along.
fn of_path(path: &str) -> Option<&'static str> {
    let file = path.rsplit('/').next()?;
    let extension = file.rsplit_once('.')?.1;
    let generated = [
        ".min.js",
        ".pb.go",
        ".d.ts",
        "_pb.js",
        "_pb2.py",
        "_pb2_grpc.py",
        ".g.cs",
        ".Designer.cs",
        ".pb.cc",
        ".pb.h",
    ];
    if generated.iter().any(|it| file.ends_with(it)) {
        return None;
    }
    EXTENSIONS
        .iter()
        .find(|it| it.0 == extension)
        .map(|it| it.1)
}
