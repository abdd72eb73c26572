//! Workbooks of Excel 97 to 2003.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use axum::body::Bytes;
use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};
use cfb::CompoundFile;

use super::{Cell, MAX_CELLS, Rows, Sheet, not_a_sheet, refused, too_many, xlsx};
use crate::error::Error;

/// The stream in which Office keeps a workbook that asks for a password.
const ENCRYPTED: &str = "EncryptedPackage";

/// The streams in which Excel 97 and Excel 95 keep a workbook.
const BOOKS: [&str; 2] = ["Workbook", "Book"];

/// Kinds of records: where a part begins and ends, where a sheet is, what a row looks like.
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const ROW: u16 = 0x0208;
/// Kinds of records that begin with the row and the column of a cell.
const CELLS: [u16; 10] = [
    0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E,
];
/// Those of several cells, which end with the last column.
const ROWS_OF_CELLS: [u16; 2] = [0x00BD, 0x00BE];
/// Among what a row looks like, in its 13th byte.
const ROW_HIDDEN: u8 = 0x20;

/// The old format packs nothing, so a roster of one county stays far below.
const MAX_BYTES: usize = 64 * 1024 * 1024;

pub(super) fn read(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(refused("too_large"));
    }
    let hidden_rows = look(&bytes)?;
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => refused("encrypted_file"),
        _ => not_a_sheet(),
    })?;
    let (mut sheets, mut rows) = (Vec::new(), Rows::default());
    for (place, sheet) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book
            .worksheet_range(&sheet.name)
            .map_err(|_| not_a_sheet())?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let place = (to_u32(row) + top, to_u32(column) + left);
            let cell = cell(&mut rows, value)?;
            rows.put(place, cell)?;
        }
        let areas = book
            .merge_cells_by_sheet_name(&sheet.name)
            .unwrap_or_default();
        let merged = rows.merge(areas.iter().map(|area| (area.start, area.end)))?;
        let mut own = rows.take();
        if let Some(hidden) = hidden_rows.get(place) {
            for row in &mut own {
                row.hidden = hidden.contains(&row.number);
            }
        }
        sheets.push(Sheet {
            name: sheet.name,
            hidden: sheet.visible != SheetVisible::Visible,
            rows: own,
            merged,
        });
    }
    Ok(sheets)
}

/// Whether the parcel can be read; the numbers of the hidden rows of each sheet, which the reader
/// of cells does not tell.
fn look(bytes: &[u8]) -> Result<Vec<BTreeSet<u32>>, Error> {
    let mut parcel = CompoundFile::open(Cursor::new(bytes)).map_err(|_| not_a_sheet())?;
    if parcel.is_stream(ENCRYPTED) {
        return Err(refused("encrypted_file"));
    }
    let name = BOOKS.into_iter().find(|name| parcel.is_stream(name));
    let name = name.ok_or_else(not_a_sheet)?;
    let mut book = Vec::new();
    parcel
        .open_stream(name)
        .and_then(|mut stream| stream.read_to_end(&mut book))
        .map_err(|_| not_a_sheet())?;
    let (mut sheets, mut cells) = (Vec::new(), 0);
    for (_, _, data) in part(&book, 0).filter(|(_, kind, _)| *kind == SHEET) {
        let from = data
            .first_chunk()
            .map_or(0, |from| u32::from_le_bytes(*from));
        cells += area(&book, from as usize);
        sheets.push(hidden(&book, from as usize));
    }
    // The reader of cells makes each table as wide and high as its farthest cells.
    match cells > MAX_CELLS {
        true => Err(too_many()),
        false => Ok(sheets),
    }
}

/// Cells of the table that all cells of a sheet lie in, at most.
fn area(book: &[u8], from: usize) -> usize {
    let (mut rows, mut columns) = (0, 0);
    for (_, kind, data) in part(book, from) {
        let number = |at: usize| {
            let pair = data.get(at..at + 2).and_then(|pair| pair.first_chunk());
            pair.map_or(0, |pair| usize::from(u16::from_le_bytes(*pair)) + 1)
        };
        if CELLS.contains(&kind) {
            rows = rows.max(number(0));
            columns = columns.max(number(2));
        }
        if ROWS_OF_CELLS.contains(&kind) {
            columns = columns.max(number(data.len().saturating_sub(2)));
        }
    }
    rows * columns
}

fn hidden(book: &[u8], from: usize) -> BTreeSet<u32> {
    let rows = part(book, from).filter(|(depth, kind, _)| (*depth, *kind) == (1, ROW));
    let rows = rows.filter_map(|(_, _, data)| {
        let number = u16::from_le_bytes([*data.first()?, *data.get(1)?]);
        (data.get(12)? & ROW_HIDDEN != 0).then_some(u32::from(number) + 1)
    });
    rows.collect()
}

/// The records from here to the end of their part, with how deep in parts of parts they are.
fn part(book: &[u8], from: usize) -> impl Iterator<Item = (u32, u16, &[u8])> {
    let (mut at, mut depth) = (from, 0u32);
    std::iter::from_fn(move || {
        let head = book.get(at..)?.first_chunk::<4>()?;
        let kind = u16::from_le_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let data = book.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => return None,
            END => depth -= 1,
            _ => {}
        }
        Some((depth, kind, data))
    })
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX / 2)
}

fn cell(rows: &mut Rows, value: &Data) -> Result<Cell, Error> {
    Ok(match value {
        Data::Empty => Cell::Empty,
        // Far below 2^53 in anything a sheet can hold.
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            rows.text(text)?
        }
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(time) => xlsx::day(time),
        Data::Error(_) => Cell::Broken,
    })
}
