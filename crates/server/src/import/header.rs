//! Where the table is: which sheet, which row holds the labels, which column is which.

use std::collections::HashMap;

use axum::http::StatusCode;

use super::columns::{self, FileKind};
use super::read::{Cell, Row, Sheet};
use crate::error::Error;

/// Rows with anything in them among which the labels are looked for: exports have titles and
/// notes above them.
const ROWS: usize = 5;

/// Known labels that make a row the header: fewer are in any sentence.
const LEAST: usize = 3;

/// The header of a file.
pub(crate) struct Header {
    pub kind: FileKind,
    /// Its place among the sheets of the file.
    pub sheet: usize,
    /// Its place among the rows of the sheet.
    pub row: usize,
    /// Rows it takes: a second one may name the parts of a column.
    pub height: usize,
    pub columns: Vec<Named>,
    at: HashMap<&'static str, usize>,
    /// Labels of columns without which no row can be taken.
    pub missing: Vec<&'static str>,
}

/// A column as the file names it.
pub(crate) struct Named {
    pub column: usize,
    pub label: String,
    /// `None` for one nobody knows: it is kept beside the row.
    pub field: Option<&'static str>,
}

impl Header {
    pub fn column(&self, field: &str) -> Option<usize> {
        self.at.get(field).copied()
    }
}

/// Finds it.
///
/// # Errors
/// `no_header`, or `sheet_hidden` when only a hidden sheet has one.
pub(crate) fn find(sheets: &[Sheet]) -> Result<Header, Error> {
    let best = |hidden: bool| {
        let some = sheets.iter().enumerate();
        some.filter(|(_, sheet)| sheet.hidden == hidden)
            .flat_map(|(place, sheet)| of_sheet(place, sheet))
            .max_by_key(|(score, header)| (*score, std::cmp::Reverse(header.sheet), header.row))
            .map(|(_, header)| header)
    };
    match best(false) {
        Some(header) => Ok(header),
        None if best(true).is_some() => Err(refused("sheet_hidden")),
        None => Err(refused("no_header")),
    }
}

/// Whether a sheet has a header of its own.
pub(crate) fn is_in(sheet: &Sheet) -> bool {
    !of_sheet(0, sheet).is_empty()
}

fn refused(code: &'static str) -> Error {
    Error::refused(StatusCode::UNPROCESSABLE_ENTITY, code)
}

fn of_sheet(place: usize, sheet: &Sheet) -> Vec<(usize, Header)> {
    let rows = sheet
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !row.is_empty());
    rows.take(ROWS)
        .flat_map(|(at, row)| {
            let kinds = FileKind::ALL.into_iter();
            let below = sheet.rows.get(at + 1);
            kinds.map(move |kind| of_rows(kind, (place, at), row, below))
        })
        .filter(|(_, header)| header.at.len() >= LEAST)
        .collect()
}

/// The header of a row, or of it and the next where that one only goes on naming columns.
fn of_rows(kind: FileKind, at: (usize, usize), row: &Row, below: Option<&Row>) -> (usize, Header) {
    let alone = of_row(kind, at, 1, &row.cells);
    let Some(below) = below else { return alone };
    let both = of_row(kind, at, 2, &under(&row.cells, &below.cells));
    // A row of data has something under what every row must have.
    let goes_on = columns::of(kind)
        .iter()
        .filter(|column| column.needed)
        .filter_map(|column| alone.1.column(&column.field))
        .all(|column| below.cell(column).is_empty() || below.cell(column) == row.cell(column));
    let is_header = alone.1.at.len() >= LEAST;
    match is_header && goes_on && both.1.at.len() > alone.1.at.len() {
        true => both,
        false => alone,
    }
}

/// The lower cells, and the upper where there is nothing below.
fn under(upper: &[Cell], lower: &[Cell]) -> Vec<Cell> {
    let width = upper.len().max(lower.len());
    let of = |cells: &[Cell], at| {
        cells
            .get(at)
            .filter(|cell: &&Cell| !cell.is_empty())
            .cloned()
    };
    (0..width)
        .map(|at| {
            of(lower, at)
                .or_else(|| of(upper, at))
                .unwrap_or(Cell::Empty)
        })
        .collect()
}

fn of_row(
    kind: FileKind,
    (sheet, row): (usize, usize),
    height: usize,
    cells: &[Cell],
) -> (usize, Header) {
    let mut header = Header {
        kind,
        sheet,
        row,
        height,
        columns: Vec::new(),
        at: HashMap::new(),
        missing: Vec::new(),
    };
    for (column, cell) in cells.iter().enumerate() {
        let Cell::Text(label) = cell else { continue };
        let known = columns::find(kind, label).map(|known| known.field.as_str());
        // Of two alike the first counts; the other is kept like any unknown one.
        let field = known.filter(|field| !header.at.contains_key(field));
        if let Some(field) = field {
            header.at.insert(field, column);
        }
        header.columns.push(Named {
            column,
            label: label.to_string(),
            field,
        });
    }
    let needed = columns::of(kind).iter().filter(|column| column.needed);
    let (has, lacks): (Vec<_>, Vec<_>) =
        needed.partition(|column| header.at.contains_key(column.field.as_str()));
    header.missing = lacks.iter().map(|column| column.label.as_str()).collect();
    (header.at.len() + 4 * has.len(), header)
}
