//! Text with separators: UTF-8 with or without its mark, otherwise GBK, which GB18030 includes.

use super::{Cell, MAX_COLUMNS, Rows, Sheet, not_a_sheet, refused};
use crate::error::Error;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// How far to look for what the file is.
const HEAD: usize = 4096;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Error> {
    let text = decode(bytes)?;
    let start = text.trim_start().get(..5).unwrap_or_default();
    // What some systems hand out as .xls is a web page.
    if start.eq_ignore_ascii_case("<html")
        || start.eq_ignore_ascii_case("<tabl")
        || start == "<?xml"
    {
        return Err(refused("web_page"));
    }
    let separator = separator(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut rows = Rows::default();
    for record in reader.records() {
        let record = record.map_err(|_| not_a_sheet())?;
        // The line it begins on, as an editor shows it: empty lines count, as in a spreadsheet.
        let number = u32::try_from(rows_so_far(&record)).unwrap_or(u32::MAX);
        for (column, field) in (0u32..).zip(record.iter()) {
            if column >= MAX_COLUMNS && field.trim().is_empty() {
                continue;
            }
            rows.put((number, column), Cell::text(field))?;
        }
    }
    Ok(Sheet {
        name: String::new(),
        hidden: false,
        rows: rows.rows,
        merged: 0,
    })
}

fn rows_so_far(record: &csv::StringRecord) -> u64 {
    record
        .position()
        .map_or(0, |at| at.line().saturating_sub(1))
}

fn decode(bytes: &[u8]) -> Result<String, Error> {
    if bytes.is_empty() {
        return Err(refused("empty_sheet"));
    }
    // Pictures, programs, UTF-16: no text in one of our two ways has such a byte.
    if bytes.iter().take(HEAD).any(|byte| *byte == 0) {
        return Err(not_a_sheet());
    }
    let body = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(body) {
        let odd = |letter: char| letter.is_control() && !letter.is_whitespace();
        if text.starts_with("%PDF") || text.chars().take(HEAD).any(odd) {
            return Err(not_a_sheet());
        }
        return Ok(text.to_owned());
    }
    let (text, _, wrong) = encoding_rs::GB18030.decode(bytes);
    let odd = |letter: char| letter.is_control() && !letter.is_whitespace();
    if wrong || text.chars().take(HEAD).any(odd) {
        return Err(not_a_sheet());
    }
    Ok(text.into_owned())
}

/// The separator that the first lines have most of.
fn separator(text: &str) -> u8 {
    let head: String = text.lines().take(5).collect();
    let count = |letter: char| head.chars().filter(|one| *one == letter).count();
    let all = [(',', b','), ('\t', b'\t'), (';', b';')];
    all.into_iter()
        .max_by_key(|(letter, byte)| (count(*letter), *byte == b','))
        .map_or(b',', |(_, byte)| byte)
}
