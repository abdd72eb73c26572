//! A report as a workbook (xlsx), written a row at a time: however many rows there are, they are
//! never all in memory.
//!
//! Row 1 is the header and nothing else: it is frozen, filtered by and repeated on every printed
//! page. Title and days are in the print set-up, where no filter trips over them.

use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::export::packing;
use super::rows::Cell;
use super::{Ask, Column, Kind, Report};
use crate::error::Error;

/// A4 in the codes of the format.
const A4: u8 = 9;

/// Excel prints these into its pages: `&P` the page, `&N` of how many.
const FOOTER: &str = "&C第 &P 页，共 &N 页&R&D 打印";

/// Excel cuts longer headers off.
const MOST_HEADER: usize = 200;

/// A workbook under way.
pub(super) struct Book {
    book: Workbook,
    /// Each with the columns of the rows it shows.
    sheets: Vec<(Worksheet, Vec<usize>)>,
    columns: &'static [Column],
    formats: Formats,
    rows: u32,
}

struct Formats {
    head: Format,
    text: Format,
    number: Format,
    halves: Format,
    percent: Format,
    end: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new()
            .set_font_name("宋体")
            .set_font_size(10)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        Self {
            head: cell
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap()
                .set_background_color("DCEBE7"),
            text: cell
                .clone()
                .set_num_format("@")
                .set_text_wrap()
                .set_indent(1),
            number: cell.clone().set_num_format("0"),
            halves: cell.clone().set_num_format("0.#"),
            percent: cell.set_num_format("0.0%"),
            end: Format::new().set_num_format("@"),
        }
    }
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(cause) => Error::Blobs(cause),
        // But for a full disk it would be a mistake of ours: a name too long, a row out of order.
        other => packing(other),
    }
}

/// What stands on top of each printed page. `&` begins a command there.
pub(super) fn title(name: &str, ask: &Ask) -> String {
    let title = format!("{name}（{} 至 {}）", ask.from, ask.to);
    let title: String = title.chars().take(MOST_HEADER).collect();
    title.replace('&', "&&")
}

impl Book {
    /// An empty workbook of a report.
    pub fn new(report: &Report, ask: &Ask) -> Result<Self, Error> {
        let names = report
            .sheets
            .iter()
            .map(|sheet| (sheet.zh, sheet.picked(report.columns)));
        Self::of(report.zh, ask, report.columns, names.collect())
    }

    /// An empty workbook of the list behind a report's figure.
    pub fn behind(
        name: &'static str,
        ask: &Ask,
        columns: &'static [Column],
    ) -> Result<Self, Error> {
        Self::of(
            name,
            ask,
            columns,
            vec![(name, (0..columns.len()).collect())],
        )
    }

    fn of(
        title_of: &str,
        ask: &Ask,
        columns: &'static [Column],
        names: Vec<(&'static str, Vec<usize>)>,
    ) -> Result<Self, Error> {
        let mut book = Workbook::new();
        // Who made it and when is in the county's audit log, not in the file.
        book.set_properties(&DocProperties::new().set_title(title(title_of, ask)));
        let formats = Formats::new();
        let mut sheets = Vec::with_capacity(names.len());
        for (name, picked) in names {
            let made = book.new_worksheet_with_constant_memory().map_err(failed);
            let mut sheet = made?;
            let heading = match name == title_of || title_of.starts_with(name) {
                true => title(title_of, ask),
                false => title(&format!("{title_of}·{name}"), ask),
            };
            set_up(&mut sheet, name, &heading, columns, &picked, &formats).map_err(failed)?;
            sheets.push((sheet, picked));
        }
        Ok(Self {
            book,
            sheets,
            columns,
            formats,
            rows: 0,
        })
    }

    /// Adds a row to every sheet.
    pub fn add(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.rows += 1;
        for (sheet, picked) in &mut self.sheets {
            // Not every program works the height of wrapped words out when it opens the file.
            let height = height(cells, self.columns, picked);
            sheet.set_row_height(self.rows, height).map_err(failed)?;
            for (to, at) in (0u16..).zip(picked.iter()) {
                let (Some(cell), Some(column)) = (cells.get(*at), self.columns.get(*at)) else {
                    continue;
                };
                write(sheet, (self.rows, to), cell, column.kind, &self.formats).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// Puts the workbook into a file.
    pub fn save(mut self, file: &mut std::fs::File) -> Result<(), Error> {
        for (mut sheet, picked) in self.sheets {
            let last = u16::try_from(picked.len().saturating_sub(1)).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, self.rows, last).map_err(failed)?;
            // The library writes the last row a second time if it has a height; this one has none.
            sheet
                .write_blank(self.rows + 1, 0, &self.formats.end)
                .map_err(failed)?;
            self.book.push_worksheet(sheet);
        }
        self.book.save_to_writer(file).map_err(failed)
    }
}

/// Everything but the rows.
fn set_up(
    sheet: &mut Worksheet,
    name: &str,
    heading: &str,
    columns: &[Column],
    picked: &[usize],
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape();
    sheet.set_paper_size(A4);
    sheet.set_repeat_rows(0, 0)?;
    // As wide as a page, as many pages long as need be.
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.8, 0.7, 0.35, 0.3);
    sheet.set_print_center_horizontally(true);
    sheet.set_header(format!("&C&\"黑体\"&14{heading}"));
    sheet.set_footer(FOOTER);
    sheet.set_row_height(0, 28)?;
    for (to, at) in (0u16..).zip(picked) {
        if let Some(column) = columns.get(*at) {
            sheet.set_column_width(to, f64::from(column.width))?;
            sheet.write_string_with_format(0, to, column.zh, &formats.head)?;
        }
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, at): (u32, u16),
    cell: &Cell,
    kind: Kind,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let format = match (kind, cell) {
        (Kind::Percent, _) => &formats.percent,
        (Kind::Number, Cell::Halves(halves)) if halves % 2 != 0 => &formats.halves,
        (Kind::Number, _) => &formats.number,
        (Kind::Text | Kind::Date, _) => &formats.text,
    };
    match cell {
        Cell::Text(text) => sheet.write_string_with_format(row, at, fitting(text), format)?,
        cell => match cell.number() {
            Some(number) => sheet.write_number_with_format(row, at, number, format)?,
            None => sheet.write_blank(row, at, format)?,
        },
    };
    Ok(())
}

/// Points of one line of words, and between them and the borders.
const LINE: u32 = 14;
const AROUND: u32 = 4;

/// Longer words are read in the cell's own field: Excel knows no row beyond 409 points.
const MOST_LINES: u32 = 24;

/// As high as the words that need the most lines.
fn height(cells: &[Cell], columns: &[Column], picked: &[usize]) -> u32 {
    let of = |at: &usize| match (cells.get(*at), columns.get(*at)) {
        (Some(Cell::Text(text)), Some(column)) => lines(text, u32::from(column.width)),
        _ => 1,
    };
    picked.iter().map(of).max().unwrap_or(1).min(MOST_LINES) * LINE + AROUND
}

/// Lines of a text in a column so wide; a Chinese character is as wide as two others.
fn lines(text: &str, width: u32) -> u32 {
    let room = width.saturating_sub(2).max(2);
    let wide = |line: &str| -> u32 {
        line.chars()
            .map(|sign| 1 + u32::from(!sign.is_ascii()))
            .sum()
    };
    text.lines()
        .map(|line| wide(line).div_ceil(room).max(1))
        .sum()
}

/// The most characters Excel takes into a cell.
const MOST_CELL: usize = 32_767;

fn fitting(text: &str) -> String {
    text.chars().take(MOST_CELL).collect()
}
