//! A file as rows of cells, whatever program wrote it. Knows no columns and no households.
//!
//! Nothing of the file is believed: what it unpacks to is measured first, no table is made larger
//! than what is in it, and what cannot be read has a code for a person.

mod csv;
mod package;
mod xls;
mod xlsx;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::StatusCode;

use crate::error::Error;

/// Rows in a sheet: four times the largest roster of a county.
const MAX_ROWS: u32 = 200_000;
/// Columns in a sheet: the widest export has some eighty.
const MAX_COLUMNS: u32 = 400;
/// Characters in a cell: more than Excel takes.
const MAX_CELL: usize = 32_767;
/// Cells in a file, the empty ones before a full one counted: the largest roster of a county with
/// every column, twice.
const MAX_CELLS: usize = 16_000_000;
/// Bytes of text in all cells together, each counted as often as it is there: a shared text costs
/// a file nothing and a reader all of it.
const MAX_TEXT: usize = 512 * 1024 * 1024;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    /// Most cells of a roster say what many others say: each text is kept once.
    Text(Arc<str>),
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

    /// How many cells longer the row is now.
    fn put(&mut self, column: u32, cell: Cell) -> usize {
        let (column, before) = (column as usize, self.cells.len());
        if before <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            *place = cell;
        }
        self.cells.len() - before
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
pub(crate) fn read(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    let sheets = match &*bytes {
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

/// Gathers the cells of a file into rows, sheet by sheet, however they come.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    texts: HashSet<Arc<str>>,
    cells: usize,
    text_bytes: usize,
}

impl Rows {
    /// The rows of a sheet, which ends here.
    fn take(&mut self) -> Vec<Row> {
        std::mem::take(&mut self.rows)
    }

    /// A text as a cell.
    fn text(&mut self, text: &str) -> Result<Cell, Error> {
        self.text_bytes += text.len();
        if self.text_bytes > MAX_TEXT {
            return Err(refused("unpacks_too_large"));
        }
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        if text.is_empty() {
            return Ok(Cell::Empty);
        }
        // What no database keeps is of no use to anybody.
        let is_plain = text.len() <= MAX_CELL && !text.contains('\0');
        let text = match is_plain {
            true => Cow::Borrowed(text),
            false => text
                .chars()
                .filter(|letter| *letter != '\0')
                .take(MAX_CELL)
                .collect(),
        };
        Ok(Cell::Text(match self.texts.get(&*text) {
            Some(known) => known.clone(),
            None => {
                let new: Arc<str> = text.into();
                self.texts.insert(new.clone());
                new
            }
        }))
    }

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
            self.cells += row.put(column, cell);
        }
        self.few()
    }

    fn few(&self) -> Result<(), Error> {
        match self.cells > MAX_CELLS {
            true => Err(too_many()),
            false => Ok(()),
        }
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

    /// Gives every cell of merged areas the value of the first of its area; how many there were.
    /// Areas that are whole columns reach only as far as there are rows.
    fn merge(&mut self, areas: impl Iterator<Item = (Place, Place)>) -> Result<u32, Error> {
        let mut filled = 0;
        for (from, to) in areas {
            filled += self.merge_one(from, to)?;
        }
        Ok(filled)
    }

    fn merge_one(&mut self, from: Place, to: Place) -> Result<u32, Error> {
        let first = self
            .rows
            .binary_search_by_key(&(from.0 + 1), |row| row.number);
        let Ok(first) = first else { return Ok(0) };
        let value = self.rows[first].cell(from.1 as usize).clone();
        if value.is_empty() {
            return Ok(0);
        }
        let mut filled = 0;
        let last = to.1.min(MAX_COLUMNS - 1);
        for at in first..self.rows.len() {
            let row = &mut self.rows[at];
            if row.number > to.0 + 1 {
                break;
            }
            for column in from.1..=last {
                // Looking costs as well: areas may lie over one another.
                self.cells += 1;
                if row.cell(column as usize).is_empty() {
                    row.put(column, value.clone());
                    filled += 1;
                }
            }
            self.few()?;
        }
        Ok(filled)
    }
}

/// Row and column, counted from 0.
type Place = (u32, u32);

#[cfg(test)]
mod tests {
    use super::*;

    fn code(done: Result<(), Error>) -> String {
        match done {
            Err(Error::Refused(refusal)) => refusal.code.into_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_few_cells_far_to_the_right_do_not_fill_the_memory() {
        let mut rows = Rows::default();
        let far = (0..MAX_ROWS).try_for_each(|row| rows.put((row, MAX_COLUMNS - 1), Cell::NoValue));
        assert_eq!(code(far), "too_many_rows");
        assert!(rows.cells <= MAX_CELLS + MAX_COLUMNS as usize);
    }

    #[test]
    fn merged_areas_that_lie_over_one_another_come_to_an_end() {
        let mut rows = Rows::default();
        for row in 0..2000 {
            rows.put((row, 0), Cell::NoValue).unwrap();
        }
        let areas = (0..MAX_COLUMNS).map(|_| ((0, 0), (MAX_ROWS, MAX_COLUMNS)));
        assert_eq!(code(rows.merge(areas).map(|_| ())), "too_many_rows");
    }

    #[test]
    fn one_long_text_in_many_cells_is_counted_each_time_and_kept_once() {
        let mut rows = Rows::default();
        let long = "长".repeat(MAX_CELL);
        let one = rows.text(&long).unwrap();
        let Cell::Text(kept) = rows.text(&long).unwrap() else {
            panic!("it is a text");
        };
        assert_eq!(one, Cell::Text(kept.clone()));
        assert_eq!(Arc::strong_count(&kept), 3);
        rows.text_bytes = MAX_TEXT - long.len();
        rows.text(&long).unwrap();
        let all = rows.text("一").map(|_| ());
        assert_eq!(code(all), "unpacks_too_large");
    }
}
