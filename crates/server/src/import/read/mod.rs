//! A file as rows of cells, whatever program wrote it. Knows no columns and no households.
//!
//! Nothing of the file is believed: what it unpacks to is measured first, no table is made larger
//! than what is in it, and what cannot be read has a code for a person.

mod csv;
mod package;
mod xls;
mod xlsx;

use axum::http::StatusCode;

use crate::error::Error;

/// Rows in a sheet: four times the largest roster of a county.
const MAX_ROWS: u32 = 200_000;
/// Columns in a sheet: the widest export has some eighty.
const MAX_COLUMNS: u32 = 400;
/// Characters in a cell: more than Excel takes.
const MAX_CELL: usize = 32_767;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// `YYYY-MM-DD`.
    Day(String),
    Flag(bool),
    /// `#N/A` and its like.
    Broken,
    /// A formula that no program has worked out.
    NoValue,
}

impl Cell {
    fn text(text: &str) -> Self {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        match text {
            "" => Self::Empty,
            // What no database keeps is of no use to anybody.
            text => Self::Text(
                text.chars()
                    .filter(|letter| *letter != '\0')
                    .take(MAX_CELL)
                    .collect(),
            ),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

/// A row as it lies in the sheet.
pub(crate) struct Row {
    /// As the program shows it, from 1.
    pub number: u32,
    pub hidden: bool,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    fn put(&mut self, column: u32, cell: Cell) {
        let column = column as usize;
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

pub(crate) struct Sheet {
    pub name: String,
    pub hidden: bool,
    /// In order; empty ones are left out.
    pub rows: Vec<Row>,
    /// Cells that took their value from the first of a merged area.
    pub merged: u32,
}

/// Reads a file by what is in it: its name may say anything.
///
/// # Errors
/// A code for a person: nothing of the file is of use then.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    let sheets = match bytes.as_slice() {
        [b'P', b'K', 3 | 5, ..] => xlsx::read(bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => xls::read(bytes)?,
        _ => vec![csv::read(&bytes)?],
    };
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(refused("empty_sheet"));
    }
    Ok(sheets)
}

fn refused(code: &'static str) -> Error {
    Error::refused(StatusCode::UNPROCESSABLE_ENTITY, code)
}

fn not_a_sheet() -> Error {
    refused("not_a_sheet")
}

fn too_many() -> Error {
    refused("too_many_rows")
}

/// Gathers cells into rows, however they come.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
}

impl Rows {
    /// Takes a cell at a place counted from 0. Those without anything make no row longer.
    fn put(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Error> {
        if cell.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(too_many());
        }
        let number = row + 1;
        let at = match self.rows.last() {
            Some(last) if last.number == number => self.rows.len() - 1,
            Some(last) if last.number > number => {
                match self.rows.binary_search_by_key(&number, |row| row.number) {
                    Ok(at) => at,
                    Err(at) => self.begin(at, number),
                }
            }
            _ => self.begin(self.rows.len(), number),
        };
        if let Some(row) = self.rows.get_mut(at) {
            row.put(column, cell);
        }
        Ok(())
    }

    fn begin(&mut self, at: usize, number: u32) -> usize {
        let row = Row {
            number,
            hidden: false,
            cells: Vec::new(),
        };
        self.rows.insert(at, row);
        at
    }

    /// Gives every cell of a merged area the value of its first; how many there were. Areas that
    /// are whole columns reach only as far as there are rows.
    fn merge(&mut self, (from, to): ((u32, u32), (u32, u32))) -> u32 {
        let first = self
            .rows
            .binary_search_by_key(&(from.0 + 1), |row| row.number);
        let Ok(first) = first else { return 0 };
        let value = self.rows[first].cell(from.1 as usize).clone();
        if value.is_empty() {
            return 0;
        }
        let mut filled = 0;
        let last = to.1.min(MAX_COLUMNS - 1);
        for row in self.rows.iter_mut().skip(first) {
            if row.number > to.0 + 1 {
                break;
            }
            for column in from.1..=last {
                if row.cell(column as usize).is_empty() {
                    row.put(column, value.clone());
                    filled += 1;
                }
            }
        }
        filled
    }
}
