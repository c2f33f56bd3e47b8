//! `import`: files into a persistent store, all or nothing.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Arguments, Command, Context, arguments, run};
use crate::answer::Answer;
use crate::base::notes::say;
use crate::catalog::import::{Import, ImportError, import};
use crate::model::page::{Block, Page, Table};
use crate::sources::format::NAMES;

pub(super) const COMMAND: Command = Command {
    name: "import",
    about: "Adds sources to a persistent store, all or nothing; a source that is there already is replaced",
    examples: "stackgen import builtin company.ttl --store catalog
stackgen import awesome-go.md landscape.yml --store catalog --dry-run
stackgen recommend --lang go --need messaging --store catalog",
    formats: &["table", "json"],
    arguments: arguments::<Importing>,
    run: run::<Importing>,
};

/// How many names of entries a person is shown.
const SHOWN: usize = 20;

#[derive(clap::Args)]
struct Importing {
    /// Files and folders to add; `builtin` is the built-in catalogue
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files are, where name and content do not tell
    #[arg(long, value_name = "KIND", default_value = "auto", value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    from: String,
    /// Show what would come in, and write nothing
    #[arg(long)]
    dry_run: bool,
}

impl Arguments for Importing {
    fn run(self, context: &Context) -> Result<Box<dyn Answer>, Failure> {
        let Some(folder) = &context.store else {
            return Err(Failure::Usage {
                message: "no store to import into, expected `--store DIR`".to_owned(),
                hints: vec!["a folder that does not exist yet is made".to_owned()],
            });
        };
        let counter = AtomicU64::new(0);
        let imported = watched(context.says, &counter, || {
            import(&self.files, &self.from, folder, self.dry_run, &counter)
        });
        match imported {
            Ok(import) => Ok(Box::new(Report {
                import,
                dry_run: self.dry_run,
            })),
            Err(ImportError::Input(problems)) => Err(Failure::Input(problems)),
            Err(ImportError::Store(error)) => Err(Failure::usage(error.to_string())),
        }
    }
}

/// Does the work, and says every second how far reading is.
fn watched<T>(says: bool, counter: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        let reports = move || {
            let second = Duration::from_secs(1);
            let mut before = 0;
            while waiting.recv_timeout(second) == Err(RecvTimeoutError::Timeout) {
                let count = counter.load(Ordering::Relaxed);
                if says && count > before {
                    let rate = u128::from(count) * 1000 / start.elapsed().as_millis().max(1);
                    say(&format!("read {count} statements, {rate} a second"));
                } else if says {
                    say(&format!("at work for {} s", start.elapsed().as_secs()));
                }
                before = count;
            }
        };
        // Where the system has no thread more, the work is done without a word on the way.
        drop(std::thread::Builder::new().spawn_scoped(scope, reports));
        let result = work();
        drop(done);
        result
    })
}

struct Report {
    import: Import,
    dry_run: bool,
}

impl Report {
    fn summary(&self) -> String {
        let what = match (self.import.written, self.dry_run) {
            (true, _) => "Imported: the store holds",
            (false, true) => "Nothing written; the store would hold",
            (false, false) => "Nothing new; the store holds",
        };
        format!(
            "{what} {} statements in {} bytes.",
            self.import.statements, self.import.bytes
        )
    }
}

fn names(title: &str, names: &[String]) -> Option<Block> {
    if names.is_empty() {
        return None;
    }
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let rest = names.len() - shown.len();
    let more = if rest > 0 {
        format!(" and {rest} more")
    } else {
        String::new()
    };
    Some(Block::Paragraph(format!(
        "{title} ({}): {}{more}.",
        names.len(),
        shown.join(", ")
    )))
}

impl Answer for Report {
    fn page(&self) -> Page {
        let import = &self.import;
        let mut table =
            Table::new(&["source", "statements", "added", "removed"]).numeric(&[1, 2, 3]);
        for change in &import.changes {
            table.push(vec![
                change.source.clone(),
                change.statements.to_string(),
                change.added.to_string(),
                change.removed.to_string(),
            ]);
        }
        let mut page = Page::table(table);
        let blocks = [
            names("New entries", &import.new_entries),
            names("Entries gone", &import.lost_entries),
        ];
        blocks.into_iter().flatten().for_each(|it| page.push(it));
        if !import.problems.is_empty() {
            page.push(Block::Heading("Passed over".to_owned()));
            let points = import.problems.iter().map(|it| (0, it.to_string()));
            page.push(Block::Points(points.collect()));
        }
        page.push(Block::Paragraph(self.summary()));
        page
    }

    fn json(&self) -> Value {
        let import = &self.import;
        let change = |change: &crate::catalog::import::Change| {
            json!({
                "source": change.source,
                "statements": change.statements,
                "added": change.added,
                "removed": change.removed,
            })
        };
        let problem = |problem: &crate::model::problem::Problem| {
            json!({
                "file": problem.place.file,
                "line": problem.place.line,
                "message": problem.message,
            })
        };
        json!({
            "written": import.written,
            "statements": import.statements,
            "bytes": import.bytes,
            "sources": import.changes.iter().map(change).collect::<Vec<_>>(),
            "new_entries": import.new_entries,
            "lost_entries": import.lost_entries,
            "skipped": import.problems.iter().map(problem).collect::<Vec<_>>(),
        })
    }
}
