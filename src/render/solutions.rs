//! Results of SPARQL queries in the formats that W3C defines for them.

use sparesults::{QueryResultsFormat, QueryResultsSerializer};

use crate::answer::Answer;

pub(super) fn render(answer: &dyn Answer, format: QueryResultsFormat) -> Result<Vec<u8>, String> {
    let solutions = answer
        .solutions()
        .ok_or("this answer has no solutions of a query")?;
    let mut bytes = solutions
        .write(QueryResultsSerializer::from_format(format))
        .map_err(|error| error.to_string())?;
    if !bytes.ends_with(b"\n") {
        bytes.push(b'\n');
    }
    Ok(bytes)
}
