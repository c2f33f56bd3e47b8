//! How the engine scales: importing, opening and asking graphs of up to millions of entries, beside Oxigraph in memory in
//! the same run.
//!
//! `cargo bench --bench scale` prints the tables of `docs/benchmarks.md`. `SCALE_ENTRIES=100000,1000000` chooses the sizes,
//! `SCALE_PEER=0` leaves Oxigraph out where it would take too much memory. Where Virtuoso is installed, the same questions are
//! asked of the store and of Virtuoso; `SCALE_REMOTE=0` leaves that out.

#![expect(
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its table; counts stay far below 2^52"
)]

#[path = "../tests/endpoint/engines.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod engines;
mod graph;
#[path = "../tests/it/support.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod support;

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use oxigraph::io::RdfFormat;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxigraph::store::Store;
use stackgen::base::vocabulary::PREFIXES;
use stackgen::catalog::Catalog;
use stackgen::catalog::names::resolve;
use stackgen::graph::Graph;
use stackgen::model::diagram::Kind;
use stackgen::reason::recommend::recommend;
use stackgen::reason::recommend::wish::Wish;
use stackgen::store::sparql::query;

/// The kinds of question, as the peers were measured: name, text, how often it is asked.
const QUERIES: [(&str, &str, usize); 6] = [
    ("lookup", "SELECT ?p ?o { sgt:tool-4242 ?p ?o }", 300),
    (
        "3-way join",
        "SELECT ?a ?b ?l { ?a sg:builtOn ?b . ?b sg:category sgc:need-90 . ?a sg:writtenIn ?l }",
        60,
    ),
    (
        "transitive path",
        "SELECT ?b { sgt:tool-4242 sg:builtOn+ ?b }",
        200,
    ),
    (
        "aggregate by category",
        "SELECT ?c (COUNT(?t) AS ?n) { ?t a sg:Technology ; sg:category ?c } GROUP BY ?c ORDER BY DESC(?n) ?c",
        10,
    ),
    (
        "text filter",
        "SELECT ?t ?d { ?t dcterms:description ?d FILTER(CONTAINS(?d, \"mesh broker\")) } ORDER BY ?t LIMIT 50",
        10,
    ),
    (
        "OPTIONAL, ORDER, LIMIT",
        "SELECT ?t ?n ?s { ?t sg:category sgc:need-2 ; rdfs:label ?n OPTIONAL { ?t sg:implements ?s } } ORDER BY ?n ?s LIMIT 20",
        10,
    ),
];

fn main() {
    let sizes = std::env::var("SCALE_ENTRIES").unwrap_or_else(|_| "100000".to_owned());
    let peer = std::env::var("SCALE_PEER").as_deref() != Ok("0");
    let folder = std::env::temp_dir().join("stackgen-scale");
    std::fs::create_dir_all(&folder).expect("the folder for temporary files is writable");
    for entries in sizes.split(',').filter_map(|size| size.parse().ok()) {
        measure(&folder, entries, peer);
    }
    std::fs::remove_dir_all(&folder).expect("what was made can be removed");
}

fn measure(folder: &Path, entries: u64, peer: bool) {
    let file = folder.join(format!("{entries}.nt"));
    let out = BufWriter::new(File::create(&file).expect("the folder is writable"));
    let triples = graph::write(entries, out).expect("the folder is writable");
    println!("\n## {entries} entries, {triples} triples\n");
    let store = folder.join(format!("{entries}-store"));
    let ours = import(&file, &store);
    let size = std::fs::metadata(store.join("catalogue.index")).map_or(0, |it| it.len());
    let start = Instant::now();
    let catalog = Catalog::of_store(&store).expect("the import made it");
    let opening = start.elapsed();
    let rows = catalog.index.rows();
    println!("| | stackgen |\n|---|---:|");
    println!(
        "| import | {:.2} s, {:.0} k triples/s |",
        ours.seconds,
        triples as f64 / ours.seconds / 1000.0
    );
    println!(
        "| peak memory of importing | {} MB |",
        ours.peak_kilobytes / 1024
    );
    println!(
        "| on disk | {:.1} bytes a triple given, {:.1} a statement with the {} derived |",
        size as f64 / triples as f64,
        size as f64 / rows as f64,
        rows as u64 - triples
    );
    println!("| opening | {:.2} ms |", millis(opening));
    recommendations(&catalog, &store);
    // Before the peer's load: its hundreds of megabytes would slow down every allocation of ours.
    let ours = QUERIES.map(|(_, text, runs)| {
        timed(runs, || {
            query(&catalog.index, text, Duration::from_mins(10)).expect("the query is good");
        })
    });
    let theirs = peer.then(|| {
        let peer = load(&file, triples);
        QUERIES.map(|(_, text, runs)| timed(runs, || ask(&peer, text)))
    });
    compare(ours, theirs);
    if std::env::var("SCALE_REMOTE").as_deref() != Ok("0") {
        remote(&store);
    }
    std::fs::remove_dir_all(&store).expect("what was made can be removed");
    std::fs::remove_file(&file).expect("what was made can be removed");
}

/// What is asked of the store and of a service.
const COMMANDS: &[&str] = &[
    "recommend --lang language-0 --need need-0",
    "recommend --lang language-0 --need need-0,need-1,need-2,need-3,need-4 --explain",
    "recommend --lang language-0,language-1 --need need-0",
    "alternatives tool-0",
    "alternatives tool-5000 --lang language-1",
    "compare tool-0 tool-1 tool-2",
    "show tool-0",
    "show need-0",
    "search tool-42",
    "search \"broker mesh\"",
    "path tool-0 tool-19000",
    "list entries --top 20",
    "export --focus tool-0 --format json",
    "stats",
];

/// Asks Virtuoso and the store the same: requests, bytes and seconds, and whether the answers are equal.
fn remote(store: &Path) {
    let store = store.to_str().expect("the folder has a plain name");
    let Some(engine) = engines::virtuoso(store) else {
        return;
    };
    println!(
        "\n| command | requests | kB | Virtuoso | the store | |\n|---|---:|---:|---:|---:|---|"
    );
    for line in COMMANDS {
        let run = |more: &[&str]| {
            let mut words = support::words(line);
            words.extend(more.iter().map(|it| (*it).to_owned()));
            let start = Instant::now();
            (support::run(&words, ""), start.elapsed().as_secs_f64())
        };
        let (here, local) = run(&["--store", store]);
        let (there, seconds) = run(&["--endpoint", &engine.url, "-v"]);
        let requests = there.stderr.lines().filter(|it| it.starts_with("request "));
        let bytes = requests
            .clone()
            .filter_map(|it| it.split(' ').nth(2)?.parse::<usize>().ok());
        let (requests, bytes) = (requests.count(), bytes.sum::<usize>());
        let equal = match (there.status, here.stdout == there.stdout) {
            (0, true) => "equal",
            (0, false) => "**differs**",
            _ => "refused",
        };
        println!(
            "| `{line}` | {requests} | {} | {seconds:.1} s | {local:.2} s | {equal} |",
            bytes / 1000
        );
    }
}

struct Imported {
    seconds: f64,
    peak_kilobytes: u64,
}

/// Imports as a user does, in a process of its own.
fn import(file: &Path, store: &PathBuf) -> Imported {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .args(["import", "--quiet"])
        .arg(file)
        .arg("--store")
        .arg(store)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let done = loop {
        if let Some(done) = child.try_wait().expect("the child is ours") {
            break done;
        }
        // The high-water mark of resident memory, where the system tells it.
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let words = line.and_then(|line| line.split_whitespace().next());
        peak = words.and_then(|number| number.parse().ok()).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(done.success());
    Imported {
        seconds: start.elapsed().as_secs_f64(),
        peak_kilobytes: peak,
    }
}

fn load(file: &Path, triples: u64) -> Store {
    let store = Store::new().expect("a store in memory opens");
    let start = Instant::now();
    let mut loader = store.bulk_loader();
    let reader = File::open(file).expect("the file was written");
    loader
        .load_from_reader(RdfFormat::NTriples, std::io::BufReader::new(reader))
        .expect("what was written is N-Triples");
    loader.commit().expect("memory takes it");
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "| Oxigraph in memory: load | {:.2} s, {:.0} k triples/s |",
        seconds,
        triples as f64 / seconds / 1000.0
    );
    store
}

fn recommendations(catalog: &Catalog, store: &Path) {
    let graph = Graph::new(&catalog.index);
    let find = |name: &str, kind| resolve(&graph, name, &[kind]).expect("the graph has it");
    let mut times = Vec::new();
    for first in (0..30).map(|it| it * 3) {
        let needs = [first, first + 1, first + 2]
            .map(|it| (find(&format!("need-{it}"), Kind::Category), 1));
        let wish = Wish {
            languages: vec![find("language-0", Kind::Language)],
            needs: needs.to_vec(),
            timeout: Duration::from_mins(1),
            ..Wish::default()
        };
        let start = Instant::now();
        black_box(recommend(&graph, &wish));
        times.push(start.elapsed());
    }
    let slowest = times.iter().max().copied().unwrap_or_default();
    println!(
        "| recommend, 3 needs, warm | p50 {:.2} ms, slowest {:.2} ms |",
        millis(median(&mut times)),
        millis(slowest)
    );
    let mut times: Vec<Duration> = (0..15)
        .map(|first| {
            let needs = format!(
                "need-{},need-{},need-{}",
                first * 6,
                first * 6 + 1,
                first * 6 + 2
            );
            let start = Instant::now();
            let status = Command::new(env!("CARGO_BIN_EXE_stackgen"))
                .args([
                    "recommend",
                    "--lang",
                    "language-0",
                    "--need",
                    &needs,
                    "--store",
                ])
                .arg(store)
                .stdout(Stdio::null())
                .status()
                .expect("the program starts");
            assert!(status.success());
            start.elapsed()
        })
        .collect();
    println!(
        "| recommend, 3 needs, a process | p50 {:.2} ms |",
        millis(median(&mut times))
    );
}

fn compare(ours: [Duration; 6], theirs: Option<[Duration; 6]>) {
    println!("\n| query | stackgen | Oxigraph in memory | times as fast |\n|---|---:|---:|---:|");
    let mut product = 1.0;
    for (at, (name, ..)) in QUERIES.iter().enumerate() {
        let ours = ours[at];
        let Some(theirs) = theirs.map(|it| it[at]) else {
            println!("| {name} | {:.3} ms | | |", millis(ours));
            continue;
        };
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        product *= ratio;
        println!(
            "| {name} | {:.3} ms | {:.3} ms | {ratio:.2} |",
            millis(ours),
            millis(theirs)
        );
    }
    if theirs.is_some() {
        println!("| geometric mean | | | {:.2} |", product.powf(1.0 / 6.0));
    }
    std::io::stdout().flush().expect("the table can be read");
}

fn ask(store: &Store, text: &str) {
    let mut evaluator = SparqlEvaluator::new();
    for (prefix, namespace) in PREFIXES {
        evaluator = evaluator
            .with_prefix(*prefix, *namespace)
            .expect("prefixes are good");
    }
    let query = evaluator.parse_query(text).expect("the query is good");
    match query.on_store(store).execute().expect("the query is good") {
        QueryResults::Solutions(solutions) => {
            for solution in solutions {
                black_box(solution.expect("memory does not fail"));
            }
        }
        other => drop(black_box(other)),
    }
}

/// The median time of some runs, after a tenth of a second that is not counted: caches and clock rate are then those of
/// work that goes on, for whoever is measured first as well.
fn timed(runs: usize, mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(100) {
        work();
    }
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    median(&mut times)
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
