//! A mapped file that is cut short, or that its disk cannot read, while it is mapped: one line and exit status 2, where
//! the system would end the program without a word (a bus error).
//!
//! Reading instead of mapping would be safe of itself but takes a second for every few gigabytes, so only small stores are
//! read. A handler is the rest: what it does is among the few things that a handler may do.

#[cfg(unix)]
pub(super) use unix::tell_when_cut;

/// Other systems refuse to cut a mapped file short.
#[cfg(not(unix))]
pub(super) fn tell_when_cut(_: &[u8], _: &std::path::Path) {}

#[cfg(unix)]
mod unix {
    use std::path::Path;
    use std::sync::Once;
    use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

    /// A mapped file, and what is said when it is cut short.
    struct Mapping {
        start: AtomicUsize,
        end: AtomicUsize,
        message: AtomicPtr<u8>,
        length: AtomicUsize,
    }

    /// The mappings of last. A program opens a store or two; what is older is told as the system tells it.
    static MAPPINGS: [Mapping; 8] = [const {
        Mapping {
            start: AtomicUsize::new(usize::MAX),
            end: AtomicUsize::new(0),
            message: AtomicPtr::new(std::ptr::null_mut()),
            length: AtomicUsize::new(0),
        }
    }; 8];
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    static HANDLER: Once = Once::new();

    /// From here on a bus error inside `map`, the bytes of the file `path`, ends the program with exit status 2 and a line.
    pub(in crate::store) fn tell_when_cut(map: &[u8], path: &Path) {
        HANDLER.call_once(install);
        let message = format!(
            "error: {}: cut short or unreadable while it was read, expected a store that is replaced and never overwritten\n",
            crate::base::text::one_line(&path.to_string_lossy())
        );
        // The handler may need it at any time from now on: it stays as long as the program.
        let message = Box::leak(message.into_bytes().into_boxed_slice());
        let mapping = &MAPPINGS[NEXT.fetch_add(1, Ordering::Relaxed) % MAPPINGS.len()];
        // No address is in it while it changes.
        mapping.start.store(usize::MAX, Ordering::SeqCst);
        mapping.length.store(message.len(), Ordering::SeqCst);
        mapping
            .message
            .store(message.as_mut_ptr(), Ordering::SeqCst);
        let start = map.as_ptr() as usize;
        mapping.end.store(
            start + map.len().next_multiple_of(1 << 16),
            Ordering::SeqCst,
        );
        mapping.start.store(start, Ordering::SeqCst);
    }

    #[expect(unsafe_code, reason = "the standard library has no door to signals")]
    fn install() {
        // SAFETY: a zeroed `sigaction` is a valid one, and the handler keeps to what handlers may do.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = on_bus_error as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(libc::SIGBUS, &raw const action, std::ptr::null_mut());
        }
    }

    #[expect(unsafe_code, reason = "a handler speaks to the system directly")]
    extern "C" fn on_bus_error(
        signal: libc::c_int,
        about: *mut libc::siginfo_t,
        _: *mut libc::c_void,
    ) {
        // SAFETY: the system gives a valid `about`; loads of atomics, `write`, `_exit` and `signal` are allowed here, and a
        // message is never freed.
        unsafe {
            let at = (*about).si_addr() as usize;
            for it in &MAPPINGS {
                let range = it.start.load(Ordering::SeqCst)..it.end.load(Ordering::SeqCst);
                if range.contains(&at) {
                    let message = it.message.load(Ordering::SeqCst);
                    libc::write(2, message.cast(), it.length.load(Ordering::SeqCst));
                    libc::_exit(2);
                }
            }
            // None of ours: once more, and as if nobody had listened.
            libc::signal(signal, libc::SIG_DFL);
        }
    }
}
