//! Real engines, started on loopback and loaded with a graph; where one is missing, the test says so.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support;

/// A running engine; where the tests started it, it ends with this value.
pub(crate) struct Engine {
    pub(crate) name: &'static str,
    pub(crate) url: String,
    _started: Option<Started>,
}

/// A process and the folder that it works in.
struct Started {
    child: Child,
    folder: PathBuf,
}

impl Drop for Started {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The service that a variable names: somebody runs it and has loaded the catalogue.
pub(crate) fn named() -> Option<Engine> {
    let url = std::env::var("STACKGEN_TEST_ENDPOINT").ok();
    if url.is_none() {
        eprintln!("skipped: STACKGEN_TEST_ENDPOINT names no service");
    }
    Some(Engine {
        name: "the service that is named",
        url: url?,
        _started: None,
    })
}

/// A program named by a variable, standing at one of some places or on the path. In CI a missing one is an error.
fn program(variable: &str, places: &[&str], name: &str) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = named
        .into_iter()
        .chain(places.iter().map(|it| root.join(it)));
    let found = found.chain(std::env::split_paths(&path).map(|it| it.join(name)));
    let found = found.into_iter().find(|it| it.is_file());
    let ci = std::env::var("CI").is_ok_and(|it| it == "1" || it == "true");
    assert!(
        found.is_some() || !ci,
        "`{name}` is missing, which CI installs"
    );
    if found.is_none() {
        eprintln!("skipped: `{name}` is not on the path, and {variable} does not name it");
    }
    found
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A folder with a graph in it, as every statement of what `--data` names.
fn folder(name: &str, data: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let unique = format!("stackgen-{name}-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(unique);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("graph.nq");
    let line = [
        "export",
        "--all",
        "--data",
        data,
        "--format",
        "nquads",
        "-o",
        file.to_str().unwrap(),
    ];
    assert_eq!(support::run(&line, "").status, 0);
    folder
}

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(
            start.elapsed() < Duration::from_mins(2),
            "{what} does not come up"
        );
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn listens(port: u16) -> bool {
    std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
}

pub(crate) fn oxigraph(data: &str) -> Option<Engine> {
    let places = ["target/oxigraph/bin/oxigraph"];
    let program = program("STACKGEN_TEST_OXIGRAPH", &places, "oxigraph")?;
    let folder = folder("oxigraph", data);
    let data = folder.join("data");
    let port = free_port();
    let load = Command::new(&program)
        .args(["load", "--location", data.to_str().unwrap(), "--file"])
        .arg(folder.join("graph.nq"))
        .stderr(Stdio::null())
        .status();
    assert!(load.unwrap().success());
    let child = Command::new(&program)
        .args(["serve", "--location", data.to_str().unwrap()])
        .args(["--bind", &format!("127.0.0.1:{port}")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for("oxigraph", || listens(port));
    Some(Engine {
        name: "oxigraph",
        url: format!("http://127.0.0.1:{port}/query"),
        _started: Some(Started { child, folder }),
    })
}

pub(crate) fn virtuoso(data: &str) -> Option<Engine> {
    let program = program("STACKGEN_TEST_VIRTUOSO", &[], "virtuoso-t")?;
    let isql = self::program("STACKGEN_TEST_ISQL", &[], "isql-vt")?;
    let folder = folder("virtuoso", data);
    let (http, sql) = (free_port(), free_port());
    std::fs::write(folder.join("virtuoso.ini"), settings(http, sql)).unwrap();
    let child = Command::new(program)
        .args(["-f", "-c", "virtuoso.ini"])
        .current_dir(&folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for("virtuoso", || listens(http) && listens(sql));
    // 512: N-Quads.
    let load = "DB.DBA.TTLP(file_to_string_output('graph.nq'), '', 'urn:none', 512); checkpoint;";
    let loaded = Command::new(isql)
        .args([
            &format!("127.0.0.1:{sql}"),
            "dba",
            "dba",
            &format!("exec={load}"),
        ])
        .stdout(Stdio::null())
        .status();
    let engine = Engine {
        name: "virtuoso",
        url: format!("http://127.0.0.1:{http}/sparql"),
        _started: Some(Started { child, folder }),
    };
    assert!(loaded.unwrap().success());
    Some(engine)
}

/// A small database in its own folder, on loopback only.
fn settings(http: u16, sql: u16) -> String {
    format!(
        "[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 60
"
    )
}
