//! Records as CSV (RFC 4180).

use crate::base::text::one_line;
use crate::model::page::Table;

/// Cells that a spreadsheet would take for a formula get an apostrophe in front; numbers stay numbers.
pub(super) fn render(records: &Table) -> Result<Vec<u8>, String> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let failed = |error: ::csv::Error| error.to_string();
    let header = records.header.iter().map(|name| harmless(name));
    writer.write_record(header).map_err(failed)?;
    for row in &records.rows {
        writer
            .write_record(row.iter().map(|cell| harmless(cell)))
            .map_err(failed)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn harmless(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let cell = one_line(cell);
    if formula { format!("'{cell}") } else { cell }
}
