//! How long answers take: whole processes beside a hello-world built the same way, and the recommender inside one.
//!
//! `cargo bench --bench answers` prints the table of `docs/benchmarks.md`. Runs alternate, so that a drift of the machine
//! meets all alike; the median and the least of the runs are shown.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use stackgen::catalog::Catalog;
use stackgen::catalog::names::resolve;
use stackgen::graph::Graph;
use stackgen::model::diagram::Kind;
use stackgen::reason::recommend::recommend;
use stackgen::reason::recommend::wish::Wish;

const RUNS: usize = 200;
const TWELVE: &str = "messaging,cache,tracing,metrics,logging,api-gateway,service-discovery,secrets,search,relational-database,container-orchestration,continuous-integration";
const SELECT: &str = "SELECT ?name { ?it sg:builtOn ?base . ?base rdfs:label ?name } LIMIT 20";

fn main() {
    let stackgen = env!("CARGO_BIN_EXE_stackgen");
    let hello = hello();
    let hello = hello.to_string_lossy();
    let commands: Vec<(&str, Vec<&str>)> = vec![
        ("hello world", vec![&hello]),
        ("stackgen --version", vec![stackgen, "--version"]),
        (
            "recommend, 1 need",
            vec![stackgen, "recommend", "--lang", "go", "--need", "messaging"],
        ),
        (
            "recommend, 12 needs",
            vec![stackgen, "recommend", "--lang", "java", "--need", TWELVE],
        ),
        ("query, a join", vec![stackgen, "query", SELECT]),
        ("alternatives", vec![stackgen, "alternatives", "hystrix"]),
        ("show", vec![stackgen, "show", "kafka"]),
        (
            "export, SVG",
            vec![stackgen, "export", "--focus", "rabbitmq", "--format", "svg"],
        ),
    ];
    let mut times = vec![Vec::new(); commands.len()];
    for _ in 0..RUNS {
        for (command, times) in commands.iter().zip(&mut times) {
            times.push(run(&command.1));
        }
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    eprintln!("| process | median | over hello world | ratio |\n|---|---:|---:|---:|");
    for ((name, _), median) in commands.iter().zip(&medians) {
        let over = median.saturating_sub(medians[0]);
        let ratio = median.as_secs_f64() / medians[0].as_secs_f64();
        eprintln!(
            "| {name} | {:.2} ms | {:.2} ms | {ratio:.2} |",
            millis(*median),
            millis(over)
        );
    }
    inside();
}

/// The recommender without the process around it.
fn inside() {
    let catalog = Catalog::built_in();
    let graph = Graph::new(&catalog.index);
    let find = |name: &str, kind| resolve(&graph, name, &[kind]).expect("the catalogue has it");
    eprintln!("\n| inside the process | first | median of 1000 |\n|---|---:|---:|");
    for needs in ["messaging", "messaging,cache,tracing", TWELVE] {
        let wish = Wish {
            languages: vec![find("java", Kind::Language)],
            needs: needs
                .split(',')
                .map(|need| (find(need, Kind::Category), 1))
                .collect(),
            ..Wish::default()
        };
        let mut times: Vec<Duration> = (0..1000)
            .map(|_| {
                let start = Instant::now();
                std::hint::black_box(recommend(&graph, &wish));
                start.elapsed()
            })
            .collect();
        let first = times[0];
        let count = wish.needs.len();
        eprintln!(
            "| recommend, {count} needs | {:.2} ms | {:.2} ms |",
            millis(first),
            millis(median(&mut times))
        );
    }
}

/// A program that only greets, built like the release of this one.
fn hello() -> std::path::PathBuf {
    let folder = std::env::temp_dir().join("stackgen-bench");
    std::fs::create_dir_all(&folder).expect("the folder for temporary files is writable");
    let source = folder.join("hello.rs");
    std::fs::write(&source, "fn main() { println!(\"hello\"); }")
        .expect("the folder for temporary files is writable");
    let built = Command::new("rustc")
        .args([
            "-C",
            "opt-level=3",
            "-C",
            "panic=abort",
            "-C",
            "strip=symbols",
            "-o",
        ])
        .arg(folder.join("hello"))
        .arg(&source)
        .status()
        .expect("rustc is there when cargo is");
    assert!(built.success());
    folder.join("hello")
}

fn run(command: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(command[0])
        .args(&command[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the program starts");
    let time = start.elapsed();
    assert!(status.success(), "{command:?}");
    time
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
