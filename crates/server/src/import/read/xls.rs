//! Workbooks of Excel 97 to 2003.

use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls, XlsError};

use super::{Cell, Rows, Sheet, not_a_sheet, refused, xlsx};
use crate::error::Error;

/// The stream in which Office keeps a workbook that asks for a password.
const ENCRYPTED: &str = "EncryptedPackage";

/// The old format packs nothing, so a roster of one county stays far below.
const MAX_BYTES: usize = 64 * 1024 * 1024;

pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Sheet>, Error> {
    let sign: Vec<u8> = ENCRYPTED
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(sign.len()).any(|at| at == sign.as_slice()) {
        return Err(refused("encrypted_file"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(refused("too_large"));
    }
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => refused("encrypted_file"),
        _ => not_a_sheet(),
    })?;
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book
            .worksheet_range(&sheet.name)
            .map_err(|_| not_a_sheet())?;
        let (top, left) = range.start().unwrap_or_default();
        let mut rows = Rows::default();
        for (row, column, value) in range.used_cells() {
            let place = (to_u32(row) + top, to_u32(column) + left);
            rows.put(place, cell(value))?;
        }
        let areas = book
            .merge_cells_by_sheet_name(&sheet.name)
            .unwrap_or_default();
        let merged = areas
            .iter()
            .map(|area| rows.merge((area.start, area.end)))
            .sum();
        sheets.push(Sheet {
            name: sheet.name,
            hidden: sheet.visible != SheetVisible::Visible,
            rows: rows.rows,
            merged,
        });
    }
    Ok(sheets)
}

fn to_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX / 2)
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        // Far below 2^53 in anything a sheet can hold.
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(time) => xlsx::day(time),
        Data::Error(_) => Cell::Broken,
    }
}
