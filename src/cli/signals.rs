//! What the system would end the program for, though it can say itself what is wrong.

/// Lets a write past the limit on file sizes fail as a write to a full disk does, instead of ending the program.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library has no door to signals")]
pub(super) fn ignore_file_size_limit() {
    // SAFETY: ignoring a signal runs no code of ours.
    unsafe {
        libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
    }
}

/// Other systems have no such signal.
#[cfg(not(unix))]
pub(super) fn ignore_file_size_limit() {}
