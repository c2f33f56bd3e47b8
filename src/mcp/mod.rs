//! The door for AI assistants: Model Context Protocol over standard input and output, and as messages for `serve`.
//!
//! Both eras on one pipe: the stateless revision 2026-07-28, whose requests each say their version, and the earlier ones that
//! begin with `initialize`. Written on `serde_json` alone: the protocol needs a dozen methods of a few lines, the kept crate
//! (`rmcp`) brings 1.6 MB, an asynchronous runtime at every start and a new major version a month. [`message`] is where
//! to begin reading; [`tools`], [`resources`] and [`prompts`] hold what is offered.

mod confined;
pub(crate) mod message;
mod prompts;
mod resources;
mod tools;
mod trimmed;

use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::PathBuf;

use clap::Args;

use crate::commands::World;
use crate::commands::failure::Failure;
use message::{Assistant, LONGEST};

/// The same answers for AI assistants: Model Context Protocol over standard input and output
#[derive(Clone, Debug, Args)]
pub(crate) struct Mcp {
    /// The folder that tools which read files stay inside of
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

impl Mcp {
    /// Answers messages, a line each, until standard input ends.
    ///
    /// # Errors
    ///
    /// When the folder is none, and when standard input or output breaks.
    pub(crate) fn run(self, world: World) -> Result<(), Failure> {
        let root = self.root.canonicalize().map_err(|error| {
            Failure::usage(format!(
                "{}: cannot be opened: {error}",
                self.root.display()
            ))
        })?;
        let mut assistant = Assistant::new(world, Some(root));
        let broken = |error: &io::Error| Failure::usage(format!("the pipe broke: {error}"));
        let mut input = io::stdin().lock();
        let mut output = io::stdout().lock();
        loop {
            let line = match read_line(&mut input).map_err(|it| broken(&it))? {
                Line::End => return Ok(()),
                Line::TooLong => None,
                Line::Text(bytes) => Some(bytes),
            };
            let answers = match line {
                Some(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Some(bytes) => assistant.answer(&bytes),
                None => vec![message::too_long()],
            };
            for answer in answers {
                let written = writeln!(output, "{answer}").and_then(|()| output.flush());
                match written {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                    written => written.map_err(|it| broken(&it))?,
                }
            }
        }
    }
}

/// What came in.
enum Line {
    Text(Vec<u8>),
    TooLong,
    End,
}

/// A line, of which no more is kept than a message may have.
fn read_line(input: &mut impl io::BufRead) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let read = input
        .by_ref()
        .take(LONGEST as u64 + 1)
        .read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(Line::End);
    }
    if bytes.last() == Some(&b'\n') || bytes.len() <= LONGEST {
        return Ok(Line::Text(bytes));
    }
    // The rest of the line is passed over, however long it is.
    loop {
        let part = input.fill_buf()?;
        let end = part.iter().position(|it| *it == b'\n');
        let (used, is_end) = match end {
            Some(at) => (at + 1, true),
            None => (part.len(), part.is_empty()),
        };
        input.consume(used);
        if is_end {
            return Ok(Line::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_is_passed_over_and_the_next_one_is_read() {
        let mut text = vec![b'x'; LONGEST + 10];
        text.extend(b"\n{}\n");
        let mut input = io::BufReader::new(text.as_slice());
        assert!(matches!(read_line(&mut input).unwrap(), Line::TooLong));
        assert!(matches!(read_line(&mut input).unwrap(), Line::Text(it) if it == b"{}\n"));
        assert!(matches!(read_line(&mut input).unwrap(), Line::End));
    }
}
