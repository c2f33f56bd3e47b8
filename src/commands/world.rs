//! What a command works on: the graph, opened once, and where notes go. Knows no format, no parser and no terminal, so
//! that every door can make one and share it between threads.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::failure::Failure;
use crate::catalog::Catalog;
use crate::catalog::remote::{self, Question};
use crate::model::problem::Problem;
use crate::store::remote::Service;
use crate::store::sparql::MOST_RESULTS;

/// Where the graph is.
#[derive(Clone)]
pub enum Origin {
    /// In these files and folders; none: the catalogue built into the program.
    Files(Vec<PathBuf>),
    /// In a store, which `import` makes.
    Store(PathBuf),
    /// Behind a SPARQL service, which is asked for no more than a question needs.
    Endpoint(Service),
}

/// In which shapes answers will be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// In any.
    Anyhow,
    /// In any but pictures.
    Undrawn,
    /// As pages alone.
    Paged,
}

/// What a command works on. Cloning costs nothing, and clones share the graph.
#[derive(Clone)]
pub struct World {
    origin: Arc<Origin>,
    open: Arc<Mutex<Option<Arc<Catalog>>>>,
    base: Option<Arc<str>>,
    reads_files: bool,
    shown: Shown,
    streamed: bool,
    notes: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Default for World {
    /// The built-in catalogue.
    fn default() -> Self {
        Self::new(Origin::Files(Vec::new()))
    }
}

impl World {
    /// A world around a graph, which is opened when the first question comes. Notes go nowhere.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self {
            origin: Arc::new(origin),
            open: Arc::default(),
            base: None,
            reads_files: false,
            shown: Shown::Anyhow,
            streamed: false,
            notes: Arc::new(|_| {}),
        }
    }

    /// A world around a graph that is open already.
    #[must_use]
    pub fn of(catalog: Catalog) -> Self {
        Self {
            open: Arc::new(Mutex::new(Some(Arc::new(catalog)))),
            ..Self::default()
        }
    }

    /// The same graph opened anew, as it is by now; who has it open already keeps what it was.
    #[must_use]
    pub fn reopened(&self) -> Self {
        Self {
            open: Arc::default(),
            ..self.clone()
        }
    }

    /// The same with a place for notes: one line each, about what is going on.
    #[must_use]
    pub fn with_notes(mut self, notes: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.notes = Arc::new(notes);
        self
    }

    /// The same with an IRI that relative ones in files and queries are relative to, instead of the file they stand in.
    #[must_use]
    pub fn with_base(mut self, base: Option<String>) -> Self {
        self.base = base.map(Into::into);
        self
    }

    /// The same for one who asks on this machine, whose files a question may name.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.reads_files = true;
        self
    }

    /// Whether a question may name files of the one who asks.
    #[must_use]
    pub fn reads_files(&self) -> bool {
        self.reads_files
    }

    /// What relative IRIs are relative to, where it is not the file they stand in.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// The same where no answer will be drawn: an endpoint is then asked for less.
    #[must_use]
    pub fn without_pictures(mut self) -> Self {
        self.shown = Shown::Undrawn;
        self
    }

    /// The same where answers are pages for people alone: an endpoint is asked for what stands there.
    #[must_use]
    pub fn for_pages(mut self) -> Self {
        self.shown = Shown::Paged;
        self
    }

    /// Whether answers are pages alone.
    #[must_use]
    pub fn is_for_pages(&self) -> bool {
        self.shown == Shown::Paged
    }

    /// Whether answers may be drawn.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        self.shown == Shown::Anyhow
    }

    /// The same where the rows of a query are written as they come, and may be as many as there are.
    #[must_use]
    pub fn streamed(mut self) -> Self {
        self.streamed = true;
        self
    }

    /// How many rows a query may bring.
    #[must_use]
    pub fn most_results(&self) -> usize {
        if self.streamed {
            usize::MAX
        } else {
            MOST_RESULTS
        }
    }

    /// Says what is going on.
    pub fn note(&self, text: &str) {
        (self.notes)(text);
    }

    /// Where the graph is.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The endpoint, if the graph is behind one.
    #[must_use]
    pub fn service(&self) -> Option<&Service> {
        match self.origin() {
            Origin::Endpoint(service) => Some(service),
            Origin::Files(_) | Origin::Store(_) => None,
        }
    }

    /// The folder of the store, if the graph is in one.
    #[must_use]
    pub fn store(&self) -> Option<&Path> {
        match self.origin() {
            Origin::Store(folder) => Some(folder),
            Origin::Files(_) | Origin::Endpoint(_) => None,
        }
    }

    /// The files of the graph, if it is in files.
    ///
    /// # Errors
    ///
    /// For an endpoint, which is not asked for all it has.
    pub fn files(&self) -> Result<Vec<PathBuf>, Failure> {
        match self.origin() {
            Origin::Files(files) => Ok(files.clone()),
            Origin::Store(_) => Ok(Vec::new()),
            Origin::Endpoint(_) => Err(Failure::Whole),
        }
    }

    /// Says what was passed over in the files of the graph: the first few, and how many more there are.
    fn tell(&self, passed_over: &[&Problem]) {
        const SHOWN: usize = 3;
        for problem in passed_over.iter().take(SHOWN) {
            self.note(&format!("note: {}: {}", problem.place, problem.message));
        }
        if let Some(rest) = passed_over.len().checked_sub(SHOWN).filter(|it| *it > 0) {
            self.note(&format!(
                "note: {rest} more like that; `stackgen validate FILE` tells all"
            ));
        }
    }

    /// What a question needs of the graph: all of it where it is here, the part that matters from an endpoint.
    ///
    /// # Errors
    ///
    /// When the graph cannot be opened or the endpoint does not answer.
    pub fn ask(&self, question: impl FnOnce() -> Question) -> Result<Arc<Catalog>, Failure> {
        match self.service() {
            Some(service) => Ok(Arc::new(remote::load(
                service,
                &question(),
                self.is_drawn(),
            )?)),
            None => self.whole(),
        }
    }

    /// The whole graph, opened by the first who asks.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, and for an endpoint, which is not asked for all it has.
    pub fn whole(&self) -> Result<Arc<Catalog>, Failure> {
        // A door's thread that panicked has changed nothing here.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(catalog) = &*open {
            return Ok(catalog.clone());
        }
        let catalog = match self.origin() {
            Origin::Files(files) => {
                let read = Catalog::open_at(files, self.base()).map_err(Failure::Input)?;
                self.tell(&read.told(files));
                read
            }
            Origin::Store(folder) => Catalog::of_store(folder)?,
            Origin::Endpoint(_) => return Err(Failure::Whole),
        };
        Ok(open.insert(Arc::new(catalog)).clone())
    }
}
