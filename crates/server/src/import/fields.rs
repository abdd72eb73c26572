//! One row, asked field by field. What is wrong with a cell is noted where it is asked for.

use domain::Date;
use domain::codes::Codes;

use super::cell::{self, Fault};
use super::columns;
use super::header::Header;
use super::read::{Cell, Row};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// The row is not taken.
    Error,
    /// The row is taken, and somebody should look.
    Notice,
}

/// Something to say about a cell, or about a whole row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub column: Option<usize>,
    pub level: Level,
    /// A name of `words::problem`.
    pub code: &'static str,
}

/// What a row says of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said<T> {
    /// The file has no such column, or what stands there cannot be used: all stays as it is.
    Absent,
    /// The cell is empty.
    Nothing,
    Is(T),
}

impl<T> Said<T> {
    pub fn put(self, into: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Nothing => *into = None,
            Self::Is(value) => *into = Some(value),
        }
    }

    /// Where emptying is no answer.
    pub fn keep(self, into: &mut T) {
        if let Self::Is(value) = self {
            *into = value;
        }
    }

    pub fn option(self) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            _ => None,
        }
    }
}

/// A row under its header.
pub(crate) struct Fields<'a> {
    pub row: &'a Row,
    pub header: &'a Header,
    pub codes: &'a Codes,
    pub today: Date,
    pub problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    pub fn new(row: &'a Row, header: &'a Header, codes: &'a Codes, today: Date) -> Self {
        Self {
            row,
            header,
            codes,
            today,
            problems: Vec::new(),
        }
    }

    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(|one| one.level == Level::Error)
    }

    fn cell(&self, field: &str) -> Option<&'a Cell> {
        let column = self.header.column(field)?;
        Some(self.row.cell(column))
    }

    pub fn has(&self, field: &str) -> bool {
        self.header.column(field).is_some()
    }

    pub fn error(&mut self, field: &str, code: &'static str) {
        self.say(field, Level::Error, code);
    }

    pub fn notice(&mut self, field: &str, code: &'static str) {
        self.say(field, Level::Notice, code);
    }

    fn say(&mut self, field: &str, level: Level, code: &'static str) {
        let problem = Problem {
            column: self.header.column(field),
            level,
            code,
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn fault<T>(&mut self, field: &str, fault: Fault) -> Said<T> {
        self.error(field, fault.code());
        Said::Absent
    }

    /// Words of at most so many characters.
    pub fn text(&mut self, field: &str, most: usize) -> Said<String> {
        let Some(cell) = self.cell(field) else {
            return Said::Absent;
        };
        match cell::text(cell) {
            Ok(Some(text)) if text.chars().count() > most => {
                self.error(field, "too_long");
                Said::Absent
            }
            Ok(Some(text)) => Said::Is(text),
            Ok(None) => Said::Nothing,
            Err(fault) => self.fault(field, fault),
        }
    }

    /// A number that names something: text, whatever the sheet made of it.
    pub fn number_text(&mut self, field: &str) -> Said<String> {
        const MOST: usize = 40;
        let Some(cell) = self.cell(field) else {
            return Said::Absent;
        };
        match cell::number_text(cell) {
            Ok(Some(text)) if text.chars().count() > MOST => {
                self.error(field, "too_long");
                Said::Absent
            }
            Ok(Some(text)) => Said::Is(text),
            Ok(None) => Said::Nothing,
            Err(fault) => self.fault(field, fault),
        }
    }

    /// A day; `YYYYMM` is the first of its month.
    pub fn day(&mut self, field: &str) -> Said<String> {
        let Some(cell) = self.cell(field) else {
            return Said::Absent;
        };
        match cell::day(cell) {
            Ok(Some(day)) => Said::Is(day),
            Ok(None) => Said::Nothing,
            Err(fault) => self.fault(field, fault),
        }
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, field: &str, most: u32) -> Said<u32> {
        match self.amount(field) {
            Said::Is(number)
                if number.fract() == 0.0 && (0.0..=f64::from(most)).contains(&number) =>
            {
                // Whole and within the bounds just looked at.
                Said::Is(number as u32)
            }
            Said::Is(_) => {
                self.error(field, "out_of_range");
                Said::Absent
            }
            Said::Nothing => Said::Nothing,
            Said::Absent => Said::Absent,
        }
    }

    /// Yuan as fen.
    pub fn fen(&mut self, field: &str) -> Said<i64> {
        const MOST_YUAN: f64 = 1e9;
        match self.amount(field) {
            Said::Is(yuan) if yuan.abs() <= MOST_YUAN => Said::Is((yuan * 100.0).round() as i64),
            Said::Is(_) => {
                self.error(field, "out_of_range");
                Said::Absent
            }
            Said::Nothing => Said::Nothing,
            Said::Absent => Said::Absent,
        }
    }

    /// Any number.
    pub fn amount(&mut self, field: &str) -> Said<f64> {
        let Some(cell) = self.cell(field) else {
            return Said::Absent;
        };
        match cell::amount(cell) {
            Ok(Some(number)) => Said::Is(number),
            Ok(None) => Said::Nothing,
            Err(fault) => self.fault(field, fault),
        }
    }

    /// Yes or no; anything else is told and left out.
    pub fn flag(&mut self, field: &str) -> Said<bool> {
        let Some(cell) = self.cell(field) else {
            return Said::Absent;
        };
        match cell::flag(cell) {
            Ok(Some(flag)) => Said::Is(flag),
            Ok(None) => Said::Nothing,
            Err(Fault::Label) => {
                self.notice(field, "unknown_label");
                Said::Absent
            }
            Err(fault) => self.fault(field, fault),
        }
    }

    /// A code of a list by its label.
    pub fn code(&mut self, field: &str, list: &str) -> Said<String> {
        const MOST: usize = 100;
        match self.text(field, MOST) {
            Said::Is(label) => match label_code(self.codes, list, &label) {
                Some(code) => Said::Is(code),
                None => {
                    self.notice(field, "unknown_label");
                    Said::Absent
                }
            },
            other => other,
        }
    }

    /// Codes by labels, in any order and with any comma between.
    pub fn codes(&mut self, field: &str, list: &str) -> Said<Vec<String>> {
        const MOST: usize = 300;
        let text = match self.text(field, MOST) {
            Said::Is(text) => text,
            Said::Nothing => return Said::Nothing,
            Said::Absent => return Said::Absent,
        };
        let mut codes = Vec::new();
        for label in cell::several(&text) {
            match label_code(self.codes, list, label) {
                Some(code) if codes.contains(&code) => {}
                Some(code) => codes.push(code),
                None => self.notice(field, "unknown_label"),
            }
        }
        if codes.is_empty() {
            return Said::Absent;
        }
        Said::Is(codes)
    }

    /// What nobody here owns, by its label, to be kept beside the record. No ID number is: those of
    /// members have their own place.
    pub fn kept(&self, owned: &[&str]) -> serde_json::Map<String, serde_json::Value> {
        let mut kept = serde_json::Map::new();
        for named in &self.header.columns {
            if named.field.is_some_and(|field| owned.contains(&field)) {
                continue;
            }
            if let Some(text) = cell::shown(self.row.cell(named.column)) {
                let mut label = named.label.clone();
                while kept.contains_key(&label) {
                    label.push('\'');
                }
                let text = cell::without_id_numbers(&text, self.today);
                kept.insert(label, text.into());
            }
        }
        kept
    }
}

fn label_code(codes: &Codes, list: &str, label: &str) -> Option<String> {
    let plain = columns::plain(label);
    let known = codes.code_of_label(list, label);
    known
        .or_else(|| columns::value(list, label))
        .or_else(|| columns::value(list, &plain))
        .or_else(|| {
            // Written with other brackets, or without what stands in them.
            let options = codes.list(list)?.iter();
            let mut alike = options.filter(|option| columns::plain(&option.zh) == plain);
            alike.next().map(|option| option.code.as_str())
        })
        .map(str::to_owned)
}
