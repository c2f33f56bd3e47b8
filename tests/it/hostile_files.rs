//! Files that want to bring the program down: exit status 2, a place and a word on why, the store as it was.

use crate::support::{Fixture, run, stackgen};

const LIST: &str =
    "# Tools\n\n## Queues\n\n- [House Queue](https://example.org/queue) - A queue.\n";

struct Store {
    list: Fixture,
    folder: String,
    index: Vec<u8>,
}

impl Store {
    fn new() -> Self {
        let list = Fixture::new("tools.md", LIST);
        let folder = list.beside("store");
        stackgen(&format!("import {} --store {folder}", list.path)).ok();
        let index = std::fs::read(format!("{folder}/catalogue.index")).unwrap();
        Self {
            list,
            folder,
            index,
        }
    }

    /// What is said of the file beside a good one; nothing of either comes in.
    fn refuses(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.list.beside(name);
        std::fs::write(&path, bytes).unwrap();
        self.refuses_path(&path)
    }

    fn refuses_path(&self, path: &str) -> String {
        let run = run(
            &[
                "import",
                &self.list.path,
                path,
                "--store",
                &self.folder,
                "-q",
            ],
            "",
        );
        let beginning: String = run.stderr.chars().take(300).collect();
        assert_eq!(run.status, 2, "{path}: {}{beginning}", run.stdout);
        let start = format!("error: {path}:");
        assert!(beginning.starts_with(&start), "{path}: {beginning}");
        let index = std::fs::read(format!("{}/catalogue.index", self.folder)).unwrap();
        assert!(index == self.index, "{path} changed the store");
        assert!(
            run.stderr.len() < 2000,
            "{path}: {} bytes",
            run.stderr.len()
        );
        beginning[start.len()..].to_owned()
    }
}

/// A small file of each format, with a letter outside of ASCII.
const GOOD: &[(&str, &str)] = &[
    ("ttl", "<x:a> <x:p> <x:b> .\n<x:b> <x:p> \"café\" .\n"),
    ("nt", "<x:a> <x:p> <x:b> .\n<x:b> <x:p> \"café\" .\n"),
    ("nq", "<x:a> <x:p> <x:b> <x:g> .\n<x:b> <x:p> \"café\" .\n"),
    (
        "trig",
        "<x:g> { <x:a> <x:p> <x:b> }\n<x:b> <x:p> \"café\" .\n",
    ),
    (
        "rdf",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:x='http://x/'>\n\
         <rdf:Description rdf:about='http://x/a'><x:p>café</x:p></rdf:Description>\n</rdf:RDF>\n",
    ),
    (
        "jsonld",
        "{\"@id\": \"http://x/a\",\n\"http://x/p\": \"café\"}\n",
    ),
    ("md", "# L\n\n## M\n\n- [Café](https://x.org) - d.\n"),
    (
        "html",
        "<h1>L</h1>\n<h2>M</h2><ul><li><a href='https://x.org'>Café</a> - d</li></ul>\n",
    ),
    (
        "yml",
        "landscape:\n- category:\n  name: C\n  subcategories:\n  - subcategory:\n    name: S\n    items:\n    \
         - item:\n      name: Café\n      homepage_url: https://x.org\n",
    ),
    (
        "csv",
        "slug,name,kind,needs\nhouse-bus,Café,technology,messaging\n",
    ),
];

#[test]
fn marks_and_line_ends_of_other_systems_are_read() {
    for (extension, text) in GOOD {
        for text in [
            (*text).to_owned(),
            format!("\u{feff}{text}"),
            text.replace('\n', "\r\n"),
        ] {
            let file = Fixture::new(&format!("good.{extension}"), &text);
            stackgen(&format!(
                "import {} --store {}",
                file.path,
                file.beside("store")
            ))
            .ok();
        }
    }
}

#[test]
fn other_encodings_and_bytes_are_refused() {
    let store = Store::new();
    for (extension, text) in GOOD {
        let latin: Vec<u8> = text
            .chars()
            .map(|it| u8::try_from(u32::from(it)).unwrap())
            .collect();
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            mark.into_iter()
                .chain(text.encode_utf16().flat_map(bytes))
                .collect()
        };
        let half = text.len() / 2;
        let name = format!("bad.{extension}");
        for bytes in [
            latin,
            utf16([0xff, 0xfe], u16::to_le_bytes),
            utf16([0xfe, 0xff], u16::to_be_bytes),
            vec![0; 1000],
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03".repeat(20),
        ]
        .into_iter()
        // A spreadsheet's table may be in the letters of Western Europe or in UTF-16: it is read.
        .skip(if *extension == "csv" { 3 } else { 0 })
        {
            let said = store.refuses(&name, &bytes);
            // A table whose header cannot be read may be anything.
            let place = said.starts_with(|it: char| it.is_ascii_digit());
            assert!(place || *extension == "csv", "{name}: {said}");
        }
        let nul = [&text.as_bytes()[..half], b"\0", &text.as_bytes()[half..]].concat();
        store.refuses(&name, &nul);
    }
}

#[test]
fn files_that_end_early_are_refused() {
    let store = Store::new();
    for (extension, text) in GOOD {
        // Before the last letter, which is no ASCII: what is left ends within a statement, an item or a row.
        let end = text.find('é').unwrap();
        if !matches!(*extension, "md" | "html" | "yml") {
            store.refuses(&format!("short.{extension}"), &text.as_bytes()[..end]);
        }
        store.refuses(&format!("short.{extension}"), &text.as_bytes()[..=end]);
    }
}

#[test]
fn nesting_is_refused_or_read_but_never_a_crash() {
    let store = Store::new();
    let deep = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(100_000), close.repeat(100_000))
    };
    let xml = |inner: &str| {
        GOOD[4]
            .1
            .replace("</rdf:RDF>", &format!("{inner}</rdf:RDF>"))
    };
    let triples = format!(
        "<x:a> <x:p> {} .\n",
        deep("<<( <x:a> <x:p> ", "<x:b>", " )>>")
    );
    for (name, text) in [
        ("deep.ttl", triples.clone()),
        ("deep.nt", triples.clone()),
        ("deep.nq", triples.clone()),
        ("deep.trig", triples),
        ("deep.rdf", xml(&deep("<x:a><x:p>", "", "</x:p></x:a>"))),
        ("open.rdf", xml(&"<x:a><x:p>".repeat(100_000))),
        ("deep.jsonld", deep("{\"http://x/p\":", "1", "}")),
        ("list.jsonld", deep("[", "", "]")),
        ("flow.yml", format!("landscape: {}", deep("[", "", "]"))),
        ("map.yml", format!("landscape: {}", deep("{a: ", "1", "}"))),
        (
            "dashes.yml",
            format!("landscape:\n {}a\n", "- ".repeat(100_000)),
        ),
        ("brackets.md", format!("# L\n\n- {}\n", "[".repeat(100_000))),
        (
            "stars.md",
            format!("# L\n\n- {}\n", deep("**_", "a", "_**")),
        ),
    ] {
        store.refuses(name, text.as_bytes());
    }
    // An item that stands in quotes of quotes is an item all the same.
    let quotes = format!("# L\n\n{} - [a](https://x.org)\n", ">".repeat(100_000));
    let quotes = Fixture::new("quotes.md", &quotes);
    let read = stackgen(&format!("list entries --data {} --format csv", quotes.path));
    assert!(read.ok().contains("a,"), "{}", quotes.path);
    for (name, text) in [
        (
            "nodes.ttl",
            format!("<x:a> <x:p> {} .", deep("[<x:p> ", "1", "]")),
        ),
        (
            "items.ttl",
            format!("<x:a> <x:p> {} .", deep("(", "1", ")")),
        ),
        (
            "items.md",
            format!("# L\n\n{}[a](https://x.org)\n", "- ".repeat(100_000)),
        ),
        (
            "lists.html",
            format!(
                "<h1>L</h1>{}<a href=https://x.org>a</a>",
                "<ul><li>".repeat(100_000)
            ),
        ),
    ] {
        let file = Fixture::new(name, &text);
        stackgen(&format!(
            "import {} --store {} -q",
            file.path,
            file.beside("store")
        ))
        .ok();
    }
}

#[test]
fn what_explodes_is_refused() {
    let store = Store::new();
    let aliases: Vec<String> = (0..12)
        .map(|it| format!("b{it}: &a{} [{}]\n", it + 1, format!("*a{it},").repeat(9)))
        .collect();
    let aliases = aliases.concat();
    let entities: Vec<String> = (0..12)
        .map(|it| {
            format!(
                "<!ENTITY a{} \"{}\">",
                it + 1,
                format!("&a{it};").repeat(10)
            )
        })
        .collect();
    let entities = entities.concat();
    let rdf = GOOD[4].1;
    let terms: Vec<String> = (0..20_000)
        .map(|it| format!("\"t{it}\":\"t{}:x\"", it + 1))
        .collect();
    for (name, text) in [
        (
            "aliases.yml",
            format!("a: &a0 [x]\n{aliases}landscape: *a12\n"),
        ),
        ("self.yml", "landscape: &a [*a]\n".to_owned()),
        (
            "entities.rdf",
            format!(
                "<!DOCTYPE r [<!ENTITY a0 \"xxxxxxxx\">{entities}]>{}",
                rdf.replace("café", "&a12;")
            ),
        ),
        (
            "self.rdf",
            format!(
                "<!DOCTYPE r [<!ENTITY a \"&a;\">]>{}",
                rdf.replace("café", "&a;")
            ),
        ),
        (
            "file.rdf",
            format!(
                "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}",
                rdf.replace("café", "&a;")
            ),
        ),
        (
            "terms.jsonld",
            format!("{{\"@context\":{{{}}}}}", terms.join(",")),
        ),
        (
            "remote.jsonld",
            "{\"@context\": \"http://127.0.0.1:9/c\", \"@id\": \"http://x/a\"}".to_owned(),
        ),
        ("relative.ttl", "<a b> <p> <b> .".to_owned()),
        ("relative.nt", "<a> <x:p> <x:b> .".to_owned()),
        ("page.html", "<p>nothing</p>".to_owned()),
        ("other.csv", "x,y\n1,2\n".to_owned()),
        ("words.txt", "words".to_owned()),
        ("long.ttl", format!("<x:a> {} .", "x".repeat(5 << 20))),
    ] {
        store.refuses(name, text.as_bytes());
    }
}

#[test]
fn many_equal_names_take_no_long_time() {
    let items: Vec<String> = (0..20_000)
        .map(|it| format!("- [a](https://x.org/{it}) - d\n"))
        .collect();
    let items = items.concat();
    let file = Fixture::new("same.md", &format!("# L\n\n{items}"));
    let store = file.beside("store");
    stackgen(&format!("import {} --store {store} -q", file.path)).ok();
}

#[test]
fn what_is_no_file_is_refused() {
    let store = Store::new();
    store.refuses_path(&store.list.beside("missing.ttl"));
    let folder = store.list.beside("folder.ttl");
    std::fs::create_dir(&folder).unwrap();
    assert!(
        store
            .refuses_path(&folder)
            .contains("nothing to read in this folder")
    );
    if cfg!(unix) {
        for extension in ["ttl", "nt", "md", "x"] {
            let pipe = store.list.beside(&format!("pipe.{extension}"));
            let made = std::process::Command::new("mkfifo").arg(&pipe).status();
            assert!(made.unwrap().success());
            assert!(store.refuses_path(&pipe).contains("a pipe or a device"));
        }
        assert!(
            store
                .refuses_path("/dev/zero")
                .contains("a pipe or a device")
        );
    }
}

#[test]
fn blank_nodes_of_two_files_never_meet() {
    let one = Fixture::new("one.ttl", "_:a <x:p> 1 .");
    let two = one.beside("two.ttl");
    std::fs::write(&two, "_:a <x:p> 2 .").unwrap();
    let store = one.beside("store");
    stackgen(&format!("import {} {two} --store {store}", one.path)).ok();
    let query = "query 'ASK { ?it <x:p> 1, 2 }' --store";
    assert_eq!(stackgen(&format!("{query} {store}")).ok(), "false\n");
}
