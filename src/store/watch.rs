//! The bounds of a query while it is at work: time, memory, and whether anybody still waits.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::stop::Stop;

/// Why a query ends before it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stopped {
    #[error("out of time")]
    Time,
    #[error("out of memory")]
    Memory,
    /// Nobody waits for the answer any more.
    #[error("no longer wanted")]
    Unwanted,
}

/// Counts what a query reads and brings, and looks at the clock and at the memory now and then.
#[derive(Clone)]
pub(super) struct Watch {
    start: Instant,
    timeout: Duration,
    memory: u64,
    steps: Rc<Cell<u32>>,
    /// How many steps one counts for.
    weight: u32,
    /// The limit that was passed. What is passed stays passed: an evaluator that swallows an error, as the counting of
    /// `OFFSET` does, must not go on.
    passed: Rc<Cell<Option<Stopped>>>,
    stop: Stop,
}

impl Watch {
    /// Steps between two looks at the clock, which takes as long as reading a few statements.
    const CLOCK: u32 = 1 << 6;
    /// Steps between two looks at the memory, which takes as long as reading a few thousand.
    const MEMORY: u32 = 1 << 16;
    /// Names of variables in a query for which a step counts once more.
    const NAMES: usize = 16;

    /// A watch that starts now.
    pub(super) fn new(timeout: Duration, memory: u64) -> Self {
        Self {
            start: Instant::now(),
            timeout,
            memory,
            steps: Rc::default(),
            weight: 1,
            passed: Rc::default(),
            stop: Stop::default(),
        }
    }

    /// The same for a query of so many names: what it holds in memory at each step grows with its columns.
    pub(super) fn weighed(self, names: usize) -> Self {
        let weight = u32::try_from(1 + names / Self::NAMES)
            .unwrap_or(u32::MAX)
            .min(Self::CLOCK);
        Self { weight, ..self }
    }

    /// The same for an answer that somebody may stop to want.
    pub(super) fn stopped_by(self, stop: &Stop) -> Self {
        Self {
            stop: stop.clone(),
            ..self
        }
    }

    /// Counts a step; an error from the first passed limit on.
    pub(super) fn step(&self) -> Result<(), Stopped> {
        let before = self.steps.get();
        let steps = before.wrapping_add(self.weight);
        self.steps.set(steps);
        if before / Self::CLOCK != steps / Self::CLOCK {
            self.look(before / Self::MEMORY != steps / Self::MEMORY);
        }
        self.passed()
    }

    /// The limit that was passed, if one was; to be asked once more before an answer is given.
    pub(super) fn passed(&self) -> Result<(), Stopped> {
        self.passed.get().map_or(Ok(()), Err)
    }

    fn look(&self, at_memory: bool) {
        if self.passed.get().is_none() {
            if self.start.elapsed() >= self.timeout {
                self.passed.set(Some(Stopped::Time));
            } else if self.stop.is_stopped() {
                self.passed.set(Some(Stopped::Unwanted));
            } else if at_memory && is_full(self.memory) {
                self.passed.set(Some(Stopped::Memory));
            }
        }
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
        let ends = |timeout, memory| {
            let watch = Watch::new(timeout, memory);
            (0..=Watch::MEMORY).find_map(|_| watch.step().err())
        };
        let watch = Watch::new(Duration::ZERO, u64::MAX);
        let stops = |_: u32| watch.step().is_err();
        let first = (1..=2 * Watch::CLOCK).find(|it| stops(*it));
        assert_eq!(first, Some(Watch::CLOCK));
        assert!((0..10).all(stops), "it stays passed");
        let wide = Watch::new(Duration::ZERO, u64::MAX).weighed(16 * 31);
        assert!(
            wide.step().is_ok() && wide.step().is_err(),
            "wide rows are looked at sooner"
        );
        let hour = Duration::from_hours(1);
        let stop = Stop::default();
        let left = Watch::new(hour, u64::MAX).stopped_by(&stop);
        stop.stop();
        let ended = (0..=Watch::CLOCK).find_map(|_| left.step().err());
        assert_eq!(ended, Some(Stopped::Unwanted));
        assert_eq!(ends(Duration::ZERO, u64::MAX), Some(Stopped::Time));
        assert_eq!(ends(hour, u64::MAX), None);
        if cfg!(target_os = "linux") {
            assert_eq!(ends(hour, 0), Some(Stopped::Memory));
        }
    }
}
