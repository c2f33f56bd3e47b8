//! The bounds of a query while it is at work: time and memory.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Why a query ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stopped {
    #[error("out of time")]
    Time,
    #[error("out of memory")]
    Memory,
}

/// Counts what a query reads and brings, and looks at the clock and at the memory now and then.
#[derive(Clone)]
pub(super) struct Watch {
    start: Instant,
    timeout: Duration,
    memory: u64,
    steps: Rc<Cell<u32>>,
}

impl Watch {
    /// Steps between two looks at the clock, which takes as long as reading a few statements.
    const CLOCK: u32 = 1 << 6;
    /// Steps between two looks at the memory, which takes as long as reading a few thousand.
    const MEMORY: u32 = 1 << 16;

    /// A watch that starts now.
    pub(super) fn new(timeout: Duration, memory: u64) -> Self {
        Self {
            start: Instant::now(),
            timeout,
            memory,
            steps: Rc::default(),
        }
    }

    /// Counts a step.
    pub(super) fn step(&self) -> Result<(), Stopped> {
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if !steps.is_multiple_of(Self::CLOCK) {
            return Ok(());
        }
        if self.start.elapsed() >= self.timeout {
            return Err(Stopped::Time);
        }
        if steps.is_multiple_of(Self::MEMORY) && is_full(self.memory) {
            return Err(Stopped::Memory);
        }
        Ok(())
    }
}

/// Whether the program has written to more bytes of memory than `most`, mapped files not counted; `false` where the system
/// does not say.
pub(super) fn is_full(most: u64) -> bool {
    own_memory().is_some_and(|own| own > most)
}

fn own_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("RssAnon:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_watch_stops_what_takes_too_long_or_too_much() {
        let stops = |timeout, memory| {
            let watch = Watch::new(timeout, memory);
            (0..=Watch::MEMORY).find_map(|_| watch.step().err())
        };
        let hour = Duration::from_secs(3600);
        assert_eq!(stops(Duration::ZERO, u64::MAX), Some(Stopped::Time));
        assert_eq!(stops(hour, u64::MAX), None);
        if cfg!(target_os = "linux") {
            assert_eq!(stops(hour, 0), Some(Stopped::Memory));
        }
    }
}
