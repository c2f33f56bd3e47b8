//! Work on all cores, and on one where the system has no threads to give.

use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// Does work that uses `rayon` inside: on the threads of all cores, or on this one alone where the system refuses further
/// ones, as under a limit on processes. Left to itself `rayon` ends the program then.
pub fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    if rayon::current_thread_index().is_some() {
        return work();
    }
    match POOL.get_or_init(|| ThreadPoolBuilder::new().build().ok()) {
        Some(pool) => pool.install(work),
        None => on_this_thread(work),
    }
}

fn on_this_thread<T>(work: impl FnOnce() -> T) -> T {
    // From here on this thread is a pool of its own, which costs a few kilobytes once.
    let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    drop(alone.build());
    work()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn one_thread_does_the_same_as_many() {
        let numbers = || {
            (0..10_000_u64)
                .into_par_iter()
                .map(|it| it * 2)
                .sum::<u64>()
        };
        let many = on_all_cores(numbers);
        let one = std::thread::spawn(move || {
            on_this_thread(|| assert_eq!(rayon::current_num_threads(), 1));
            (on_all_cores(numbers), on_all_cores(numbers))
        });
        assert_eq!(one.join().unwrap(), (many, many));
    }
}
