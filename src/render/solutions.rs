//! Results of SPARQL queries in the formats that W3C defines for them, written as they come.

use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Write};

use sparesults::{QueryResultsFormat, QueryResultsSerializer};

use crate::answer::{Answer, Solutions};
use crate::base::text::{escaped, xml_document};

/// Each of these formats by its name here.
const FORMATS: &[(&str, QueryResultsFormat)] = &[
    ("json", QueryResultsFormat::Json),
    ("xml", QueryResultsFormat::Xml),
    ("csv", QueryResultsFormat::Csv),
    ("tsv", QueryResultsFormat::Tsv),
];

/// The rows of an answer in a format, to be written when there is a place for them.
pub(super) fn stream<'a>(
    answer: &'a dyn Answer,
    format: &str,
) -> Option<impl FnOnce(&mut dyn Write) -> io::Result<()> + use<'a>> {
    let (_, format) = *FORMATS.iter().find(|(name, _)| *name == format)?;
    let solutions = answer.solutions()?;
    Some(move |out: &mut dyn Write| write(solutions, format, out))
}

fn write(
    solutions: Solutions<'_>,
    format: QueryResultsFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    // The serializers write word by word.
    let mut out = BufWriter::with_capacity(
        1 << 16,
        Pieces {
            out,
            spelled: match format {
                QueryResultsFormat::Json => |text| Ok(escaped(text)),
                QueryResultsFormat::Xml => xml_document,
                _ => |text| Ok(text.to_owned()),
            },
            begun: Vec::new(),
            last: b'\n',
        },
    );
    solutions.write(QueryResultsSerializer::from_format(format), &mut out)?;
    let mut out = out.into_inner().map_err(IntoInnerError::into_error)?;
    if out.last == b'\n' {
        Ok(())
    } else {
        out.write_all(b"\n")
    }
}

pub(super) fn render(answer: &dyn Answer, format: &str) -> Result<Vec<u8>, String> {
    let stream = stream(answer, format).ok_or("this answer has no solutions of a query")?;
    let mut bytes = Vec::new();
    stream(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Text on its way out, piece by piece: spelled as its format needs it, and with its last byte remembered, since some of
/// the formats do not end their last line.
struct Pieces<'a> {
    out: &'a mut dyn Write,
    /// A piece as it is written; the character that the format cannot say where there is one.
    spelled: fn(&str) -> Result<String, char>,
    /// The bytes of a character whose rest comes with the next piece.
    begun: Vec<u8>,
    last: u8,
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let whole = match str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.begun.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut self.begun, rest));
        let text = text.map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
        let spelled = (self.spelled)(&text).map_err(|it| {
            let message = format!(
                "a value has U+{:04X}, which XML cannot say, expected another format such as json",
                u32::from(it)
            );
            io::Error::new(ErrorKind::InvalidData, message)
        })?;
        self.out.write_all(spelled.as_bytes())?;
        self.last = spelled.bytes().last().unwrap_or(self.last);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
