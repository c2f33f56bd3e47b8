//! `import`: files into a persistent store, all or nothing.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::args::{Mapped, Settled};
use super::failure::Failure;
use super::{Ask, Reach, World};
use crate::answer::{Shape, Shapes};
use crate::catalog::Manner;
use crate::catalog::import::{Care, Change, Foreign, Import, ImportError, Said, import};
use crate::model::page::{Block, Page, Table};
use crate::sources::columns::FIELDS;
use crate::sources::format::NAMES;

/// How many names of entries a person is shown.
const SHOWN: usize = 20;

/// Adds sources to a persistent store, all or nothing; a source that is there already is replaced
#[derive(Clone, Debug, PartialEq, Eq, Args, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Importing {
    /// Files and folders to add; `builtin` is the built-in catalogue
    #[arg(required_unless_present = "template", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What the files are, where name and content do not tell
    #[arg(long, value_name = "KIND", default_value = "auto", value_parser = clap::builder::PossibleValuesParser::new(NAMES))]
    pub from: String,
    /// An item of a list and the entry that it is, both by slug, where they are kept apart
    #[arg(long, value_name = "ITEM=ENTRY")]
    pub same: Vec<Settled>,
    /// A column of a table and what it holds, where its name does not tell: name, category, subcategory, language, license, url, repository, ring, description, note or nothing
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub map: Vec<Mapped>,
    /// Show the columns that a table may have and what becomes of them, and import nothing; `-o tools.csv` writes a table to fill in
    #[arg(long, conflicts_with = "files")]
    pub template: bool,
    /// Show what would come in and what would go, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write also what removes more statements than it brings, or takes over a source that other files made
    #[arg(long)]
    pub yes: bool,
}

impl Default for Importing {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            from: "auto".to_owned(),
            same: Vec::new(),
            map: Vec::new(),
            template: false,
            dry_run: false,
            yes: false,
        }
    }
}

impl Ask for Importing {
    type Answer = Importation;
    const NAME: &'static str = "import";
    const REACH: Reach = Reach::Writes;
    const SHAPES: &'static [Shape] = &[Shape::Page, Shape::Json, Shape::Records];
    const EXAMPLES: &'static [&'static str] = &[
        "stackgen import builtin company.ttl --store catalog",
        "stackgen import awesome-go.md landscape.yml --store catalog --dry-run",
        "stackgen import --template -o tools.csv",
        "stackgen recommend --lang go --need messaging --store catalog",
    ];

    fn answer(self, world: &World) -> Result<Importation, Failure> {
        if self.template {
            return Ok(Importation::Template(template()));
        }
        let Some(folder) = world.store() else {
            return Err(Failure::Usage {
                message: "no store to import into, expected `--store DIR`".to_owned(),
                hints: vec!["a folder that does not exist yet is made".to_owned()],
            });
        };
        let said = Said {
            same: (self.same.iter())
                .map(|it| (it.item.clone(), it.entry.clone()))
                .collect(),
            columns: (self.map.iter())
                .map(|it| (it.column.clone(), it.field))
                .collect(),
        };
        let counter = AtomicU64::new(0);
        let care = match (self.dry_run, self.yes) {
            (true, _) => Care::Try,
            (false, true) => Care::Replace,
            (false, false) => Care::Keep,
        };
        let note = |text: &str| world.note(&format!("note: {text}"));
        let imported = watched(world, &counter, || {
            let manner = Manner {
                from: &self.from,
                base: world.base(),
            };
            import(&self.files, manner, &said, folder, care, &counter, &note)
        });
        match imported {
            Ok(import) => Ok(Importation::Done(Box::new(Imported::of(
                import,
                self.dry_run,
            )))),
            Err(ImportError::Input(problems)) => Err(Failure::Input(problems)),
            Err(ImportError::Store(error)) => Err(Failure::usage(error.to_string())),
            Err(ImportError::Foreign(sources)) => Err(takes_over(&sources)),
            Err(ImportError::Removes(changes)) => Err(removes(&changes)),
        }
    }
}

/// The first few of many, with a comma between.
fn few(names: impl ExactSizeIterator<Item = String>) -> String {
    const FEW: usize = 3;
    let rest = names.len().saturating_sub(FEW);
    let mut text = names.take(FEW).collect::<Vec<_>>().join(", ");
    if rest > 0 {
        text += &format!(" and {rest} more");
    }
    text
}

fn takes_over(sources: &[Foreign]) -> Failure {
    let each = sources.iter().map(|it| {
        format!(
            "`{}` was made by {} and not by {}",
            it.source, it.made_by, it.now
        )
    });
    Failure::Usage {
        message: format!(
            "this import would take over what other files made: {}; nothing was changed",
            few(each)
        ),
        hints: vec![
            "give the statements a source of their own: the name of the file or folder, or a row in its sources.csv".to_owned(),
            "`--yes` replaces them, `--dry-run` shows what would go".to_owned(),
        ],
    }
}

fn removes(changes: &[Change]) -> Failure {
    let each = changes
        .iter()
        .map(|it| format!("{} of `{}`", it.removed, it.source));
    Failure::Usage {
        message: format!(
            "this import removes more statements than it brings: {}; nothing was changed",
            few(each)
        ),
        hints: vec!["`--yes` removes them, `--dry-run` shows what would go".to_owned()],
    }
}

/// Does the work, and says every second how far reading is.
fn watched<T>(world: &World, counter: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let (done, waiting) = channel::<()>();
    std::thread::scope(|scope| {
        let reports = move || {
            let second = Duration::from_secs(1);
            let mut before = 0;
            while waiting.recv_timeout(second) == Err(RecvTimeoutError::Timeout) {
                let count = counter.load(Ordering::Relaxed);
                if count > before {
                    let rate = u128::from(count) * 1000 / start.elapsed().as_millis().max(1);
                    world.note(&format!("read {count} statements, {rate} a second"));
                } else {
                    world.note(&format!("at work for {} s", start.elapsed().as_secs()));
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

/// What `import` answers.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Importation {
    /// What an import did, or would do.
    Done(Box<Imported>),
    /// The columns that a table may have.
    Template(Vec<TemplateColumn>),
}

/// A column that a table may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TemplateColumn {
    /// Its name.
    pub column: &'static str,
    /// What becomes of its cells.
    pub becomes: &'static str,
    /// What a cell may say; may be empty.
    pub example: &'static str,
    /// Other names that it is known by.
    pub also: Vec<&'static str>,
}

fn template() -> Vec<TemplateColumn> {
    let columns = FIELDS.iter().map(|usual| TemplateColumn {
        column: usual.name,
        becomes: usual.becomes,
        example: usual.example,
        also: (usual.names.iter().copied())
            .filter(|name| *name != usual.name)
            .collect(),
    });
    columns.collect()
}

/// How many other names of a column a person is shown.
const ALSO: usize = 5;

impl Shapes for Importation {
    fn page(&self) -> Page {
        let columns = match self {
            Self::Done(imported) => return imported.page(),
            Self::Template(columns) => columns,
        };
        let mut table = Table::new(&["column", "becomes", "example", "known also as"]);
        for it in columns {
            let also: Vec<&str> = it.also.iter().take(ALSO).copied().collect();
            table.push(vec![
                it.column.to_owned(),
                it.becomes.to_owned(),
                it.example.to_owned(),
                also.join(", "),
            ]);
        }
        let mut page = Page::table(table);
        page.push(Block::Paragraph(
            "Columns may come in any order, most may be missing; the first row names them. `stackgen import --template -o tools.csv` writes a table to fill in, `stackgen import tools.csv --store DIR` takes it in."
                .to_owned(),
        ));
        page
    }

    fn records(&self) -> Table {
        match self {
            Self::Done(imported) => imported.table(),
            Self::Template(columns) => {
                let filled = columns.iter().filter(|it| !it.example.is_empty());
                let (names, cells): (Vec<&str>, Vec<String>) =
                    filled.map(|it| (it.column, it.example.to_owned())).unzip();
                let mut table = Table::new(&names);
                table.push(cells);
                table
            }
        }
    }
}

/// What an import did, or would do.
#[derive(Serialize, JsonSchema)]
pub struct Imported {
    /// Whether the store was written.
    pub written: bool,
    /// How many statements it holds then.
    pub statements: usize,
    /// How many bytes it takes.
    pub bytes: usize,
    /// What became of each source.
    pub sources: Vec<ImportedSource>,
    /// Entries that were not there before.
    pub new_entries: Vec<String>,
    /// Entries that are no longer there.
    pub lost_entries: Vec<String>,
    /// What was passed over.
    pub skipped: Vec<SkippedLine>,
    #[serde(skip)]
    import: Import,
    #[serde(skip)]
    dry_run: bool,
}

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImportedSource {
    /// Its slug.
    pub source: String,
    /// How many statements it makes.
    pub statements: usize,
    /// How many of them are new.
    pub added: usize,
    /// How many it no longer makes.
    pub removed: usize,
}

/// A part of a file that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SkippedLine {
    /// The file.
    pub file: String,
    /// The line, counted from 1; 0 where it is not known.
    pub line: u64,
    /// What was found, and what was expected.
    pub message: String,
}

impl Imported {
    fn of(import: Import, dry_run: bool) -> Self {
        let source = |change: &crate::catalog::import::Change| ImportedSource {
            source: change.source.clone(),
            statements: change.statements,
            added: change.added,
            removed: change.removed,
        };
        let skipped = |problem: &crate::model::problem::Problem| SkippedLine {
            file: problem.place.file.clone(),
            line: problem.place.line,
            message: problem.message.clone(),
        };
        Self {
            written: import.written,
            statements: import.statements,
            bytes: import.bytes,
            sources: import.changes.iter().map(source).collect(),
            new_entries: import.new_entries.clone(),
            lost_entries: import.lost_entries.clone(),
            skipped: import.problems.iter().map(skipped).collect(),
            dry_run,
            import,
        }
    }
}

impl Imported {
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

impl Imported {
    fn table(&self) -> Table {
        let mut table =
            Table::new(&["source", "statements", "added", "removed"]).numeric(&[1, 2, 3]);
        for change in &self.import.changes {
            table.push(vec![
                change.source.clone(),
                change.statements.to_string(),
                change.added.to_string(),
                change.removed.to_string(),
            ]);
        }
        table
    }

    fn page(&self) -> Page {
        let import = &self.import;
        let mut page = Page::table(self.table());
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
}
