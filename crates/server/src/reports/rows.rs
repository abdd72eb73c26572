//! Rows of a report: a page for the screen, page after page for a workbook.

use super::{Ask, Behind, Column, Report, Source};
use crate::db::Reader;
use crate::error::Error;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Text(String),
    Number(i64),
    /// Halves: days of which a morning counts.
    Halves(i64),
    /// Part and whole; empty where there is nothing to divide by.
    Share(i64, i64),
}

impl Cell {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// As a number, for figures.
    pub fn number(&self) -> Option<f64> {
        // Counts of a county are far below 2^53.
        #[allow(clippy::cast_precision_loss)]
        let float = |number: i64| number as f64;
        match self {
            Self::Number(number) => Some(float(*number)),
            Self::Halves(halves) => Some(float(*halves) / 2.0),
            Self::Share(part, whole) if *whole > 0 => Some(float(*part) / float(*whole)),
            _ => None,
        }
    }
}

/// Rows as they are shown.
pub(crate) type Lines = Vec<Vec<Cell>>;

/// Rows with the key of each.
pub(crate) type Keyed = Vec<(i64, Vec<Cell>)>;

/// Rows with what names each.
pub(crate) type Named = Vec<(String, Vec<Cell>)>;

/// Where a page ends: how many rows came before it, and the key of the last.
#[derive(Clone, Default)]
pub(crate) struct After {
    pub seen: i64,
    key: String,
}

impl After {
    /// As it came from the screen; anything else begins at the top.
    pub fn read(text: Option<&str>) -> Self {
        let parts = text.and_then(|text| text.split_once('.'));
        let Some((seen, key)) = parts else {
            return Self::default();
        };
        let key = key.to_owned();
        seen.parse()
            .map_or_else(|_| Self::default(), |seen| Self { seen, key })
    }

    fn number(&self) -> i64 {
        self.key.parse().unwrap_or_default()
    }

    pub fn write(self) -> String {
        format!("{}.{}", self.seen, self.key)
    }
}

/// Some rows, and where the next begin.
pub(crate) struct Page {
    pub rows: Lines,
    pub next: Option<After>,
}

/// Columns and rows of a report, or of the list behind one of its figures.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    pub columns: &'static [Column],
    pub source: Source,
}

impl Report {
    pub fn table(&self) -> Table {
        Table {
            columns: self.columns,
            source: self.source,
        }
    }
}

impl Behind {
    pub fn table(&self) -> Table {
        Table {
            columns: self.columns,
            source: self.source,
        }
    }
}

/// The first column of ledgers.
pub(crate) const POSITION: &str = "序号";

impl Table {
    /// Up to `most` rows after a place.
    ///
    /// # Errors
    /// When the database failed.
    pub fn page(
        &self,
        reader: &mut Reader<'_>,
        ask: &Ask,
        after: After,
        most: i64,
    ) -> Result<Page, Error> {
        let keyed = |found: Keyed| {
            let all = found.into_iter();
            all.map(|(key, row)| (key.to_string(), row)).collect()
        };
        // One more tells whether there are more.
        let asked = most.saturating_add(1);
        let mut keyed: Named = match self.source {
            Source::Paged(read, _) => keyed(read(reader, ask, after.number(), asked)?),
            Source::Named(read, ..) => {
                let last = Some(after.key.as_str()).filter(|key| !key.is_empty());
                read(reader, ask, last, asked)?
            }
            Source::Whole(read) => {
                let all = (1i64..).zip(read(reader, ask)?);
                let some = all.skip(usize::try_from(after.number()).unwrap_or(0));
                let asked = usize::try_from(asked).unwrap_or(usize::MAX);
                keyed(some.take(asked).collect())
            }
        };
        let more = i64::try_from(keyed.len()).unwrap_or(0) > most;
        if more {
            keyed.pop();
        }
        if self
            .columns
            .first()
            .is_some_and(|first| first.zh == POSITION)
        {
            for (position, (_, row)) in (after.seen + 1..).zip(&mut keyed) {
                row.insert(0, Cell::Number(position));
            }
        }
        let next = keyed.last().filter(|_| more).map(|(key, _)| After {
            seen: after.seen + i64::try_from(keyed.len()).unwrap_or(0),
            key: key.clone(),
        });
        Ok(Page {
            rows: keyed.into_iter().map(|(_, row)| row).collect(),
            next,
        })
    }

    /// How many rows a file reads at a time, unless their source says: what is worked out at once is
    /// worked out once.
    pub fn at_a_time(&self, rows: i64) -> i64 {
        match self.source {
            Source::Paged(..) => rows,
            Source::Named(_, _, own) => own,
            Source::Whole(_) => i64::MAX,
        }
    }

    /// How many rows there are; nothing where that is only known when they are there.
    ///
    /// # Errors
    /// When the database failed.
    pub fn count(&self, reader: &mut Reader<'_>, ask: &Ask) -> Result<Option<i64>, Error> {
        match self.source {
            Source::Paged(_, count) | Source::Named(_, count, _) => count(reader, ask).map(Some),
            Source::Whole(_) => Ok(None),
        }
    }
}
