//! What a server counts, in the text format that Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram of durations, in seconds.
const BOUNDS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0];

/// What a server has counted since its start.
#[derive(Default)]
pub(crate) struct Metrics {
    running: AtomicI64,
    /// By the route's name and the status.
    requests: Mutex<BTreeMap<(&'static str, u16), u64>>,
    /// By the route's name.
    durations: Mutex<BTreeMap<&'static str, Durations>>,
}

#[derive(Default)]
struct Durations {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Metrics {
    /// Counts a request that begins.
    pub(crate) fn begin(&self) -> Running<'_> {
        self.running.fetch_add(1, Ordering::Relaxed);
        Running { metrics: self }
    }

    /// All counts.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        text += "# HELP stackgen_requests_total Requests answered.\n# TYPE stackgen_requests_total counter\n";
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), count) in &*requests {
            let _ = writeln!(
                text,
                "stackgen_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}"
            );
        }
        text += "# HELP stackgen_requests_running Requests being answered.\n# TYPE stackgen_requests_running gauge\n";
        let running = self.running.load(Ordering::Relaxed);
        let _ = writeln!(text, "stackgen_requests_running {running}");
        text += "# HELP stackgen_request_duration_seconds Time to the response.\n# TYPE stackgen_request_duration_seconds histogram\n";
        let durations = self
            .durations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for (route, it) in &*durations {
            let name = "stackgen_request_duration_seconds";
            for (bound, count) in BOUNDS.iter().zip(it.buckets) {
                let _ = writeln!(
                    text,
                    "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {count}"
                );
            }
            let _ = writeln!(
                text,
                "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {}",
                it.count
            );
            let _ = writeln!(text, "{name}_sum{{route=\"{route}\"}} {}", it.seconds);
            let _ = writeln!(text, "{name}_count{{route=\"{route}\"}} {}", it.count);
        }
        text
    }

    fn count(&self, route: &'static str, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry((route, status)).or_insert(0) += 1;
        drop(requests);
        let mut durations = self
            .durations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let it = durations.entry(route).or_default();
        let seconds = took.as_secs_f64();
        for (bucket, bound) in it.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
        it.count += 1;
        it.seconds += seconds;
    }
}

/// A request being answered; one whose client goes ends uncounted.
pub(crate) struct Running<'a> {
    metrics: &'a Metrics,
}

impl Running<'_> {
    /// Counts its end.
    pub(crate) fn end(self, route: &'static str, status: u16, took: Duration) {
        self.metrics.count(route, status, took);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.metrics.running.fetch_sub(1, Ordering::Relaxed);
    }
}
