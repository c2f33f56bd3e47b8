//! Running the program and looking at what it says.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What one run left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) bytes: Vec<u8>,
}

/// Runs the program with these arguments, given as one line; quoted parts may hold blanks.
pub(crate) fn stackgen(line: &str) -> Run {
    run(&words(line), "")
}

/// The same with text on standard input.
pub(crate) fn stackgen_with(line: &str, input: &str) -> Run {
    run(&words(line), input)
}

/// Runs the program with exactly these arguments.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S], input: &str) -> Run {
    run_with(arguments, input.as_bytes(), &[])
}

/// The same with any bytes on standard input, and with variables of the environment.
pub(crate) fn run_with<S: AsRef<std::ffi::OsStr>>(
    arguments: &[S],
    input: &[u8],
    environment: &[(&str, &str)],
) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stackgen"))
        .args(arguments)
        .env_remove("STACKGEN_DATA")
        .env_remove("STACKGEN_STORE")
        .envs(environment.iter().copied())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        // A machine that is busy with other tests is no reason to fail.
        .env("STACKGEN_ENDPOINT_TIMEOUT", "5m")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input is piped");
    // A program that does not read its input may be gone already.
    drop(stdin.write_all(input));
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    Run {
        status: output.status.code().expect("the program was not killed"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        bytes: output.stdout,
    }
}

impl Run {
    /// The output as JSON, after checking that the run went well.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.status, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).expect("the output is JSON")
    }

    /// The output, after checking that the run went well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.status, 0, "{}", self.stderr);
        self.stdout
    }
}

/// A small file for `--data`, in a folder of its own that goes when this value goes.
pub(crate) struct Fixture {
    folder: PathBuf,
    pub(crate) path: String,
}

impl Fixture {
    pub(crate) fn new(name: &str, text: &str) -> Self {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("stackgen-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the folder for temporary files is writable");
        let path = folder.join(name);
        std::fs::write(&path, text).expect("the folder for temporary files is writable");
        Self {
            path: path.to_string_lossy().into_owned(),
            folder,
        }
    }

    /// A path beside the file.
    pub(crate) fn beside(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// The words of a line as a shell would part them, for single and double quotes without escapes.
pub(crate) fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), character) if character == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// A catalogue small enough to know every answer by heart.
pub(crate) const SMALL: &str = r#"
@prefix sg: <https://w3id.org/stackgen/ns#> .
@prefix t: <https://w3id.org/stackgen/id/technology/> .
@prefix c: <https://w3id.org/stackgen/id/category/> .
@prefix l: <https://w3id.org/stackgen/id/language/> .
@prefix s: <https://w3id.org/stackgen/id/standard/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
l:go a sg:Language ; rdfs:label "Go" .
l:java a sg:Language ; rdfs:label "Java" .
s:mqtt a sg:Standard ; rdfs:label "MQTT" .
c:messaging a sg:Need, sg:Category ; rdfs:label "Message broker" .
c:tracing a sg:Need, sg:Category ; rdfs:label "Tracing" .
t:alpha a sg:Technology ; rdfs:label "Alpha" ; sg:category c:messaging ; sg:purpose c:messaging ; sg:writtenIn l:go ;
  sg:status "active" ; sg:license "MIT" ; sg:implements s:mqtt ; sg:stars 5000 .
t:beta a sg:Technology ; rdfs:label "Beta" ; sg:category c:messaging ; sg:purpose c:messaging ; sg:writtenIn l:go ;
  sg:status "active" ; sg:license "MIT" ; sg:alternativeTo t:alpha .
t:gone a sg:Technology ; rdfs:label "Gone" ; sg:category c:messaging ; sg:purpose c:messaging ; sg:writtenIn l:go ;
  sg:status "retired" ; sg:statusSince 2018 ; sg:license "MIT" ; sg:replacedBy t:beta .
t:jay a sg:Technology ; rdfs:label "Jay" ; sg:category c:messaging ; sg:purpose c:messaging ; sg:writtenIn l:java ;
  sg:status "active" ; sg:license "GPL-3.0-only" .
t:trace a sg:Technology ; rdfs:label "Trace" ; sg:category c:tracing ; sg:purpose c:tracing ; sg:writtenIn l:go ;
  sg:status "active" ; sg:license "MIT" ; sg:builtOn t:beta .
"#;

/// The small catalogue as a file.
pub(crate) fn small() -> Fixture {
    Fixture::new("small.ttl", SMALL)
}
