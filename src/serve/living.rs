//! The graph that a server works on: taken up again when its store is replaced on disk, without a restart.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::commands::{Origin, World};

/// How often the disk is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A graph, and what its store looked like when it was opened.
pub(crate) struct Living {
    state: Mutex<State>,
}

struct State {
    world: World,
    seen: Option<Seen>,
    looked: Instant,
}

/// What tells one snapshot from the next: a store is replaced by renaming, so that each is another file.
type Seen = (SystemTime, u64);

impl Living {
    /// Serves this graph.
    pub(crate) fn new(world: World) -> Self {
        let seen = seen(&world);
        Self {
            state: Mutex::new(State {
                world,
                seen,
                looked: Instant::now(),
            }),
        }
    }

    /// The graph as it is now.
    pub(crate) fn world(&self) -> World {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.looked.elapsed() >= LOOK {
            state.look();
        }
        state.world.clone()
    }

    /// Looks at the disk at once: after something was written.
    pub(crate) fn refresh(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.look();
    }
}

impl State {
    fn look(&mut self) {
        self.looked = Instant::now();
        let seen = seen(&self.world);
        // Between two renames there may be nothing: what is open stays open.
        if seen.is_some() && seen != self.seen {
            self.world = self.world.reopened();
            self.seen = seen;
        }
    }
}

/// The file of a store as it is now; nothing for other graphs.
fn seen(world: &World) -> Option<Seen> {
    let Origin::Store(folder) = world.origin() else {
        return None;
    };
    let file: PathBuf = crate::store::snapshot::file(folder);
    let about = std::fs::metadata(file).ok()?;
    Some((about.modified().ok()?, about.len()))
}
