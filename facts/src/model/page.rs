//! What a person reads: headings, paragraphs and tables, without any format yet.

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph of running text.
    Paragraph(String),
    /// Name–value pairs, one a line.
    Properties(Vec<(String, String)>),
    /// Rows under a header.
    Table(Table),
    /// Points, each with the level of its indentation (0 is outermost).
    Points(Vec<(usize, String)>),
}

/// A page: blocks from top to bottom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The blocks.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page of one table.
    #[must_use]
    pub fn table(table: Table) -> Self {
        Self {
            blocks: vec![Block::Table(table)],
        }
    }

    /// Adds a block at the end.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }
}

/// Rows under a header; every row is as long as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Column names: lower-case words, the same in CSV.
    pub header: Vec<String>,
    /// The rows, in the order to show.
    pub rows: Vec<Vec<String>>,
    /// Columns that hold numbers: aligned to the right.
    pub numeric: Vec<usize>,
}

impl Table {
    /// An empty table with these columns.
    #[must_use]
    pub fn new(header: &[&str]) -> Self {
        Self {
            header: header.iter().map(|name| (*name).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// The same with the columns that hold numbers named by position.
    #[must_use]
    pub fn numeric(mut self, columns: &[usize]) -> Self {
        self.numeric = columns.to_vec();
        self
    }

    /// Adds a row: one cell for each column of the header.
    pub fn push(&mut self, row: Vec<String>) {
        debug_assert_eq!(
            row.len(),
            self.header.len(),
            "a row has a cell for each column"
        );
        self.rows.push(row);
    }
}
