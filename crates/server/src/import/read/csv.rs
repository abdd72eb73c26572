//! Text with separators: UTF-8 with or without its mark, UTF-16 with it, as Excel's "Unicode text"
//! has, otherwise GBK, which GB18030 includes.

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use super::{MAX_COLUMNS, Rows, Sheet, not_a_sheet, refused};
use crate::error::Error;

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];

/// How far to look for what the file is.
const HEAD: usize = 4096;

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Error> {
    // Files put together by hand end their lines in more than one way.
    let text = decode(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
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
    let mut within = 0;
    for record in reader.records() {
        let record = record.map_err(|_| not_a_sheet())?;
        let number = u32::try_from(row_of(&text, &record, within)).unwrap_or(u32::MAX);
        within += record.iter().map(ends).sum::<u64>();
        for (column, field) in (0u32..).zip(record.iter()) {
            if column >= MAX_COLUMNS && field.trim().is_empty() {
                continue;
            }
            let cell = rows.text(field)?;
            rows.put((number, column), cell)?;
        }
    }
    Ok(Sheet {
        name: String::new(),
        hidden: false,
        rows: rows.take(),
        merged: 0,
    })
}

/// The row a spreadsheet shows a record in, from 0: empty lines count, and those within a cell,
/// `within` of them so far, do not.
fn row_of(text: &str, record: &csv::StringRecord, within: u64) -> u64 {
    let Some(at) = record.position() else {
        return 0;
    };
    // The reader looks past empty lines before a record.
    let from = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let ahead = text.as_bytes().get(from..).unwrap_or_default();
    let empty = ahead.iter().take_while(|byte| **byte == b'\n').count() as u64;
    (at.line() - 1 + empty).saturating_sub(within)
}

fn ends(field: &str) -> u64 {
    field.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn decode(bytes: &[u8]) -> Result<String, Error> {
    if bytes.is_empty() {
        return Err(refused("empty_sheet"));
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.filter(|one| [UTF_16LE, UTF_16BE].contains(one)) {
        let (text, _, wrong) = encoding.decode(bytes);
        return match wrong || text.chars().take(HEAD).any(is_odd) {
            true => Err(not_a_sheet()),
            false => Ok(text.into_owned()),
        };
    }
    // Pictures, programs: no text in one of our other ways has such a byte.
    if bytes.iter().take(HEAD).any(|byte| *byte == 0) {
        return Err(not_a_sheet());
    }
    let body = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(body) {
        if text.starts_with("%PDF") || text.chars().take(HEAD).any(is_odd) {
            return Err(not_a_sheet());
        }
        return Ok(text.to_owned());
    }
    let (text, _, wrong) = GB18030.decode(bytes);
    if wrong || text.chars().take(HEAD).any(is_odd) {
        return Err(not_a_sheet());
    }
    Ok(text.into_owned())
}

fn is_odd(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
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
