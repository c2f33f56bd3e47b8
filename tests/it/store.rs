//! A store that is written to by force or damaged: what was there stays, and no damage becomes an answer.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Fixture, run, stackgen};

/// A list of so many entries, and a path for a store beside it.
fn list(name: &str, entries: usize) -> Fixture {
    let items: Vec<String> = (0..entries)
        .map(|it| format!("- [{name} {it}](https://example.org/{name}/{it}) - A tool.\n"))
        .collect();
    Fixture::new(
        &format!("{name}.md"),
        &format!("# Tools\n\n{}", items.concat()),
    )
}

fn import(file: &str, store: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .args(["import", file, "--store", store, "-q"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

fn index(store: &str) -> Vec<u8> {
    std::fs::read(format!("{store}/catalogue.index")).unwrap()
}

#[test]
fn an_import_that_is_killed_leaves_the_old_or_the_new() {
    let (old, new) = (list("old", 500), list("new", 3000));
    let store = old.beside("store");
    stackgen(&format!("import {} --store {store}", old.path)).ok();
    let before = index(&store);
    let whole = new.beside("whole");
    stackgen(&format!("import {} {} --store {whole}", old.path, new.path)).ok();
    let after = index(&whole);
    for moment in (0..20).map(|it| Duration::from_millis(it * 40)) {
        let mut import = import(&new.path, &store);
        std::thread::sleep(moment);
        drop(import.kill());
        import.wait().unwrap();
        let now = index(&store);
        assert!(now == before || now == after, "after {moment:?}");
        stackgen(&format!("stats --store {store}")).ok();
        if now == after {
            std::fs::write(format!("{store}/catalogue.index"), &before).unwrap();
        }
    }
    std::fs::write(format!("{store}/catalogue.index.next"), "half").unwrap();
    stackgen(&format!("import {} --store {store}", old.path)).ok();
    let next = std::path::PathBuf::from(format!("{store}/catalogue.index.next"));
    assert!(!next.exists(), "what a killed import left is cleaned");
}

#[test]
fn readers_see_the_old_or_the_new_while_one_writes() {
    let (old, new) = (list("old", 500), list("new", 3000));
    let store = old.beside("store");
    stackgen(&format!("import {} --store {store}", old.path)).ok();
    let mut import = import(&new.path, &store);
    let count = "query 'SELECT (COUNT(*) AS ?n) { ?it a sg:Technology }' --format csv --store";
    loop {
        let over = import.try_wait().unwrap().is_some();
        let answer = stackgen(&format!("{count} {store}")).ok().replace('\r', "");
        assert!(
            ["n\n500\n", "n\n3500\n"].contains(&answer.as_str()),
            "{answer}"
        );
        if over {
            assert_eq!(answer, "n\n3500\n");
            return;
        }
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_named_and_changes_nothing() {
    let (old, new) = (list("old", 50), list("new", 3000));
    let store = old.beside("store");
    stackgen(&format!("import {} --store {store}", old.path)).ok();
    let before = index(&store);
    // The shell ignores the signal that writing more than 8 KB would send, and lets the write fail.
    let script = format!(
        "trap '' XFSZ; ulimit -f 16; exec {} import {} --store {store} -q",
        env!("CARGO_BIN_EXE_stackgen"),
        new.path
    );
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cannot be written"), "{said}");
    assert!(index(&store) == before);
    let names = std::fs::read_dir(&store).unwrap().count();
    assert_eq!(names, 2, "the index and the lock");
}

#[test]
fn damage_is_an_error_and_never_a_crash() {
    let list = list("old", 200);
    let store = list.beside("store");
    stackgen(&format!("import {} --store {store}", list.path)).ok();
    let whole = index(&store);
    let path = format!("{store}/catalogue.index");
    let older = [&whole[..whole.len() - 1], b"1"].concat();
    let mut damaged = vec![older, Vec::new(), b"# a list".to_vec()];
    for part in 1..24 {
        let at = whole.len() * part / 24;
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (part % 8);
        damaged.extend([flipped, whole[..at].to_vec()]);
    }
    for bytes in damaged {
        std::fs::write(&path, &bytes).unwrap();
        for arguments in [vec!["stats"], vec!["import", &list.path]] {
            let run = run(&[&arguments[..], &["--store", &store]].concat(), "");
            assert_eq!(run.status, 2, "{}", run.stdout);
            assert!(
                run.stderr.contains("damaged or of another version"),
                "{}",
                run.stderr
            );
        }
        assert!(
            index(&store) == bytes,
            "what is damaged is left to its owner"
        );
    }
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let run = stackgen(&format!("stats --store {store}"));
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("damaged"), "{}", run.stderr);
}

/// A store of some megabytes: about a hundred blocks.
fn large() -> (Fixture, String) {
    let lines: Vec<String> = (0..30_000)
        .map(|it| format!("<x:thing-{it}> <x:is> \"the text of thing number {it}, which goes on for a while so that there is more to damage\" .\n"))
        .collect();
    let file = Fixture::new("large.nt", &lines.concat());
    let store = file.beside("store");
    stackgen(&format!("import {} --store {store}", file.path)).ok();
    (file, store)
}

/// Every statement, by every order of the index.
fn read_all(store: &str) -> crate::support::Run {
    stackgen(&format!(
        "query 'SELECT (COUNT(*) AS ?n) (SUM(STRLEN(STR(?c))) AS ?m) {{ ?a ?b ?c }}' --format csv --store {store}"
    ))
}

#[test]
fn no_damaged_byte_changes_an_answer() {
    let (_file, store) = large();
    let path = format!("{store}/catalogue.index");
    let whole = std::fs::read(&path).unwrap();
    assert!(whole.len() > 3 << 20, "{} bytes are mapped", whole.len());
    let answer = read_all(&store).ok();
    let mut noticed = 0;
    let mut place = 12_345_usize;
    for damage in 0..24 {
        // Any sequence will do that is the same each time.
        place = place
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let mut bytes = whole.clone();
        let at = (place >> 20) % bytes.len();
        bytes[at] ^= 1 << (damage % 8);
        std::fs::write(&path, &bytes).unwrap();
        let run = read_all(&store);
        match run.status {
            0 => assert_eq!(run.stdout, answer, "byte {at}"),
            2 => noticed += 1,
            other => panic!("byte {at}: status {other}"),
        }
        if run.status == 2 {
            assert!(
                run.stderr.contains("damaged") && run.stdout.is_empty(),
                "{}",
                run.stderr
            );
        }
        let verified = stackgen(&format!("validate --store {store}"));
        assert_eq!(verified.status, 2, "byte {at}: all blocks are compared");
    }
    assert!(noticed > 0);
}

#[test]
fn a_name_is_read_without_the_rest_of_the_store() {
    let (_file, store) = large();
    let path = format!("{store}/catalogue.index");
    let mut bytes = std::fs::read(&path).unwrap();
    // The texts of the terms stand last, sorted, the literals before the IRIs.
    let text = b"the text of thing number 15000";
    let at = bytes.windows(text.len()).position(|it| it == text).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let line =
        format!("query 'SELECT ?c {{ <x:thing-29999> <x:is> ?c }}' --format csv --store {store}");
    assert!(stackgen(&line).ok().contains("number 29999"));
}

/// The folder was written when numbers in an index took whole bytes.
#[test]
fn a_store_of_the_edition_before_is_still_read() {
    let old = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/old.store");
    let query = "SELECT ?p ?o { <http://example.org/b> ?p ?o } ORDER BY ?p";
    let rows = run(&["query", query, "--store", old, "--format", "csv"], "").ok();
    assert_eq!(
        rows,
        "p,o\r\nhttp://example.org/age,42\r\nhttp://example.org/knows,http://example.org/c\r\n"
    );
}
