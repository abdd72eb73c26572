//! Workbooks of Excel 2007 and later, cell by cell: a table as wide as its farthest cell would let
//! one cell in the last corner fill the memory.

use std::io::Cursor;

use axum::body::Bytes;
use calamine::{DataRef, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Cell, Rows, Sheet, not_a_sheet, package, refused};
use crate::error::Error;

pub(super) fn read(bytes: Bytes) -> Result<Vec<Sheet>, Error> {
    let hidden_rows = package::look(&bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(of)?;
    let (mut sheets, mut rows) = (Vec::new(), Rows::default());
    for (place, sheet) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let mut cells = book.worksheet_cells_reader(&sheet.name).map_err(of)?;
        while let Some(one) = cells.next_cell_with_formula_metadata().map_err(of)? {
            let value = match cell(&mut rows, &one.value)? {
                Cell::Empty if one.formula.is_some() && one.value == DataRef::Empty => {
                    Cell::NoValue
                }
                value => value,
            };
            rows.put(one.pos, value)?;
        }
        drop(cells);
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

fn of(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => refused("encrypted_file"),
        _ => not_a_sheet(),
    }
}

fn cell(rows: &mut Rows, value: &DataRef<'_>) -> Result<Cell, Error> {
    Ok(match value {
        DataRef::Empty => Cell::Empty,
        // Far below 2^53 in anything a sheet can hold.
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            rows.text(text)?
        }
        DataRef::SharedString(text) => rows.text(text)?,
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(time) => day(time),
        DataRef::Error(_) => Cell::Broken,
    })
}

/// A moment as its day: rosters know no hours.
pub(super) fn day(time: &ExcelDateTime) -> Cell {
    if !time.is_datetime() {
        return Cell::Number(time.as_f64());
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    Cell::Day(format!("{year:04}-{month:02}-{day:02}"))
}
