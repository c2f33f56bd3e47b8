//! A graph like the catalogue's, of any size: names, needs, languages, standards, and relations that few have much of and
//! many little. Equal sizes make equal bytes.

use std::io::{self, Write};

use stackgen::base::vocabulary::{self as sg, id};

/// How many needs, languages and standards there are at any size: as many as the built-in catalogue has.
pub(crate) const NEEDS: u64 = 140;
/// As [`NEEDS`].
pub(crate) const LANGUAGES: u64 = 35;
/// As [`NEEDS`].
pub(crate) const STANDARDS: u64 = 160;

const LICENSES: &[&str] = &[
    "Apache-2.0",
    "MIT",
    "BSD-3-Clause",
    "GPL-3.0-only",
    "MPL-2.0",
];
const WORDS: &[&str] = &[
    "broker", "fast", "durable", "cloud", "queue", "proxy", "small", "typed", "service", "mesh",
    "cache", "graph", "stream", "simple", "secure", "metric", "trace", "store", "gateway",
    "router", "server", "client",
];

/// Writes N-Triples of `entries` technologies, about eleven statements each; returns how many statements that is.
///
/// # Errors
///
/// Those of `out`.
pub(crate) fn write(entries: u64, out: impl Write) -> io::Result<u64> {
    let mut graph = Graph {
        out,
        written: 0,
        seed: 0x9E37_79B9_7F4A_7C15,
    };
    graph.vocabulary()?;
    for number in 0..entries {
        graph.technology(number, entries)?;
    }
    graph.out.flush()?;
    Ok(graph.written)
}

/// The IRI of technology `number`.
#[must_use]
pub(crate) fn technology(number: u64) -> String {
    id("technology", &format!("tool-{number}"))
}

/// The IRI of need `number`.
#[must_use]
pub(crate) fn need(number: u64) -> String {
    id("category", &format!("need-{number}"))
}

struct Graph<W> {
    out: W,
    written: u64,
    seed: u64,
}

impl<W: Write> Graph<W> {
    /// A number below `below` (xorshift64*, Vigna 2016).
    fn random(&mut self, below: u64) -> u64 {
        self.seed ^= self.seed >> 12;
        self.seed ^= self.seed << 25;
        self.seed ^= self.seed >> 27;
        (self.seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % below
    }

    /// A number below `below`, small ones far more often: the product of three uniform ones.
    fn skewed(&mut self, below: u64) -> u64 {
        let scale = 1 << 20;
        let product = self.random(scale) * self.random(scale) / scale * self.random(scale) / scale;
        product * below / scale
    }

    fn node(&mut self, subject: &str, predicate: &str, object: &str) -> io::Result<()> {
        self.written += 1;
        writeln!(self.out, "<{subject}> <{predicate}> <{object}> .")
    }

    fn text(&mut self, subject: &str, predicate: &str, text: &str) -> io::Result<()> {
        self.written += 1;
        writeln!(self.out, "<{subject}> <{predicate}> \"{text}\" .")
    }

    fn vocabulary(&mut self) -> io::Result<()> {
        for number in 0..NEEDS {
            let need = need(number);
            self.node(&need, sg::TYPE, sg::CATEGORY)?;
            self.node(&need, sg::TYPE, sg::NEED)?;
            self.text(&need, sg::LABEL, &format!("Need {number}"))?;
        }
        for number in 0..LANGUAGES {
            let language = id("language", &format!("language-{number}"));
            self.node(&language, sg::TYPE, sg::LANGUAGE)?;
            self.text(&language, sg::LABEL, &format!("Language {number}"))?;
        }
        for number in 0..STANDARDS {
            let standard = id("standard", &format!("standard-{number}"));
            self.node(&standard, sg::TYPE, sg::STANDARD)?;
            self.text(&standard, sg::LABEL, &format!("Standard {number}"))?;
        }
        Ok(())
    }

    fn technology(&mut self, number: u64, entries: u64) -> io::Result<()> {
        let it = technology(number);
        let words: Vec<&str> = (0..6).map(|_| WORDS[self.index(WORDS.len())]).collect();
        self.node(&it, sg::TYPE, sg::TECHNOLOGY)?;
        self.text(&it, sg::LABEL, &format!("Tool {number} {}", words[0]))?;
        self.text(
            &it,
            sg::DESCRIPTION,
            &format!("A {} of number {number}", words.join(" ")),
        )?;
        let need = need(self.skewed(NEEDS));
        self.node(&it, sg::IN_CATEGORY, &need)?;
        self.node(&it, sg::PURPOSE, &need)?;
        let language = self.skewed(LANGUAGES);
        self.node(
            &it,
            sg::WRITTEN_IN,
            &id("language", &format!("language-{language}")),
        )?;
        let license = LICENSES[self.index(LICENSES.len())];
        self.text(&it, sg::LICENSE, license)?;
        let status = if self.random(10) == 0 {
            "retired"
        } else {
            "active"
        };
        self.text(&it, sg::STATUS, status)?;
        self.node(
            &it,
            sg::REPOSITORY,
            &format!("https://code.example/{}/tool-{number}", words[1]),
        )?;
        for _ in 0..self.random(2) {
            let standard = self.skewed(STANDARDS);
            self.node(
                &it,
                sg::IMPLEMENTS,
                &id("standard", &format!("standard-{standard}")),
            )?;
        }
        for relation in [sg::BUILT_ON, sg::INTEGRATES_WITH, sg::ALTERNATIVE_TO] {
            let other = self.skewed(entries);
            // What something is built on is older than it: no cycles.
            if self.random(2) == 0
                && (other < number || (relation != sg::BUILT_ON && other != number))
            {
                self.node(&it, relation, &technology(other))?;
            }
        }
        Ok(())
    }

    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.random(length as u64)).unwrap_or(0)
    }
}
