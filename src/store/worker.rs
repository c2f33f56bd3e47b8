//! Threads with large stacks that evaluate queries, kept for the next query: making one takes longer than a small answer.

use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

/// The evaluator recurses with the depth of the query; this many bytes hold any query within the limits on its text.
const STACK: usize = 512 << 20;
/// How many threads wait for work at the most; further ones end with theirs.
const MOST_IDLE: usize = 4;

type Job = Box<dyn FnOnce() + Send>;

static IDLE: Mutex<Vec<Sender<Job>>> = Mutex::new(Vec::new());

/// Does the work on a thread of its own, one that waits if there is any, and sends its result to `done`.
///
/// A thread whose work never ends is left behind.
///
/// # Errors
///
/// When a new thread is needed and the system has none.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    done: Sender<T>,
) -> std::io::Result<()> {
    let idle = IDLE.lock().ok().and_then(|mut idle| idle.pop());
    let worker = idle.map_or_else(start, Ok)?;
    let again = worker.clone();
    let job = move || {
        let result = work();
        // Before the result: whoever asks next finds the thread waiting.
        if let Ok(mut idle) = IDLE.lock()
            && idle.len() < MOST_IDLE
        {
            idle.push(again);
        }
        // Nobody waits any more after a time-out.
        drop(done.send(result));
    };
    drop(worker.send(Box::new(job)));
    Ok(())
}

fn start() -> std::io::Result<Sender<Job>> {
    let (sender, jobs) = channel::<Job>();
    std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || jobs.into_iter().for_each(|job| job()))?;
    Ok(sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_again_and_again() {
        for number in 0..100 {
            let (done, waiting) = channel();
            run(move || number * 2, done).unwrap();
            assert_eq!(waiting.recv().unwrap(), number * 2);
        }
    }
}
