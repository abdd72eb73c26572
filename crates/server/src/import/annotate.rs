//! The file as it came, with what was found in it: a column of words in front, and the cells
//! themselves coloured. What people typed stays text, whatever sign it begins with.

use rust_xlsxwriter::{Color, Format, Note, Workbook, Worksheet, XlsxError};

use super::book::Book;
use super::fields::Level;
use super::plan::{Does, Planned};
use super::read::{Cell, Row};
use super::words;
use crate::error::Error;
use crate::job::MadeFile;

/// Notes on single cells: a program shows no more of them without trouble. The words in front are
/// on every row.
const NOTES: usize = 2000;

const MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Looks {
    head: Format,
    error: Format,
    notice: Format,
    text: Format,
    quoted: Format,
    words: Format,
}

/// Writes it.
pub(super) fn make(book: &Book, planned: &[Planned]) -> Result<MadeFile, Error> {
    let file = tempfile::NamedTempFile::new().map_err(Error::Blobs)?;
    let out = file.reopen().map_err(Error::Blobs)?;
    write(book, planned, out).map_err(|error| match error {
        XlsxError::IoError(error) => Error::Blobs(error),
        _ => Error::Stored { what: "a workbook" },
    })?;
    Ok(MadeFile {
        name: "导入检查结果.xlsx".to_owned(),
        media: MEDIA,
        bytes: file,
    })
}

fn write(book: &Book, planned: &[Planned], out: std::fs::File) -> Result<(), XlsxError> {
    let looks = Looks {
        head: Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_EEF4)),
        error: Format::new()
            .set_background_color(Color::RGB(0x00F8_CBC6))
            .set_num_format("@"),
        notice: Format::new()
            .set_background_color(Color::RGB(0x00FF_E9B8))
            .set_num_format("@"),
        text: Format::new().set_num_format("@"),
        quoted: Format::new().set_num_format("@").set_quote_prefix(),
        words: Format::new().set_text_wrap(),
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_column_width(0, 44)?;
    sheet.set_column_width(1, 10)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.write_string_with_format(0, 0, "问题", &looks.head)?;
    sheet.write_string_with_format(0, 1, "原行号", &looks.head)?;
    for named in &book.header.columns {
        sheet.write_string_with_format(0, place(named.column), &named.label, &looks.head)?;
    }
    let mut notes = 0;
    let mut rest = planned.iter().peekable();
    let mut line = 0;
    for row in book.rows().iter().filter(|row| !row.is_empty()) {
        line += 1;
        let one = rest.next_if(|one| one.row == row.number);
        row_of(sheet, line, row, one, &looks, &mut notes)?;
    }
    workbook.save_to_writer(out)
}

/// Two columns stand in front.
fn place(column: usize) -> u16 {
    u16::try_from(column + 2).unwrap_or(u16::MAX)
}

fn row_of(
    sheet: &mut Worksheet,
    line: u32,
    row: &Row,
    planned: Option<&Planned>,
    looks: &Looks,
    notes: &mut usize,
) -> Result<(), XlsxError> {
    let problems = planned.map_or(&[][..], |one| &one.problems);
    if let Some(one) = planned {
        let mut all: Vec<&str> = problems
            .iter()
            .map(|one| words::problem(one.code))
            .collect();
        if !one.contested.is_empty() {
            all.push(words::problem("contested"));
        }
        if !all.is_empty() {
            let head = if one.does == Does::Refused {
                "不导入："
            } else {
                "提示："
            };
            let text = format!("{head}{}", all.join("；"));
            sheet.write_string_with_format(line, 0, text, &looks.words)?;
        }
    }
    sheet.write_number(line, 1, row.number)?;
    // A cell that should hold something and does not is marked as well.
    let width = problems
        .iter()
        .filter_map(|one| Some(one.column? + 1))
        .max();
    let width = width.unwrap_or(0).max(row.cells.len());
    for column in 0..width {
        let here = problems.iter().filter(|one| one.column == Some(column));
        let here: Vec<_> = here.collect();
        let worst = here.iter().any(|one| one.level == Level::Error);
        let look = match here.first() {
            None => None,
            Some(_) if worst => Some(&looks.error),
            Some(_) => Some(&looks.notice),
        };
        cell(sheet, (line, place(column)), row.cell(column), look, looks)?;
        if !here.is_empty() && *notes < NOTES {
            let all: Vec<&str> = here.iter().map(|one| words::problem(one.code)).collect();
            sheet.insert_note(line, place(column), &Note::new(all.join("；")))?;
            *notes += 1;
        }
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    look: Option<&Format>,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let text = match cell {
        Cell::Empty => {
            if let Some(look) = look {
                sheet.write_blank(row, column, look)?;
            }
            return Ok(());
        }
        Cell::Number(number) => {
            match look {
                // Its own look would show a number as text does.
                Some(look) => sheet.write_number_with_format(row, column, *number, look)?,
                None => sheet.write_number(row, column, *number)?,
            };
            return Ok(());
        }
        Cell::Text(text) => &**text,
        Cell::Day(day) => day.as_str(),
        Cell::Flag(true) => "是",
        Cell::Flag(false) => "否",
        Cell::Broken => "#N/A",
        Cell::NoValue => "",
    };
    // A text that a program might take for a formula is marked as text for good.
    let starts = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let plain = if starts { &looks.quoted } else { &looks.text };
    sheet.write_string_with_format(row, column, text, look.unwrap_or(plain))?;
    Ok(())
}
