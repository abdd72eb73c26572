//! Looking a file through: every problem by row and column, and what the file would do. Writes
//! nothing to the roster.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use domain::id::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::book::Book;
use super::columns::FileKind;
use super::fields::{Level, Problem};
use super::plan::{Plan, Planned};
use super::run::Counts;
use super::{annotate, columns, header};
use crate::app::Shared;
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, Outcome};

/// Rows looked at in one read: a second of a small machine.
const ROWS: usize = 1000;

/// Problems a screen shows one by one; the annotated file has all.
const SHOWN: usize = 300;

/// What came of it, as the job keeps it for a day.
#[derive(Serialize, Deserialize, TS)]
#[ts(rename = "ImportChecked")]
pub(crate) struct Checked {
    pub kind: String,
    pub sheet: String,
    pub header_row: u32,
    pub columns: Vec<ColumnSeen>,
    /// Labels of columns without which nothing can be taken.
    pub missing: Vec<String>,
    /// Other sheets: their name, and why they were not looked at.
    pub others: Vec<OtherSheet>,
    pub rows: u32,
    pub hidden_rows: u32,
    pub merged_cells: u32,
    pub counts: Counts,
    /// Rows with a notice that are taken.
    pub noticed: u32,
    pub tallies: Vec<Tally>,
    pub problems: Vec<ProblemSeen>,
    /// Of the roster when this was worked out.
    pub edition: i64,
    /// SHA-256 of the file.
    #[serde(default)]
    pub digest: String,
}

#[derive(Serialize, Deserialize, TS)]
#[ts(rename = "ImportColumn")]
pub(crate) struct ColumnSeen {
    /// `A`, `B` …
    pub letter: String,
    pub label: String,
    /// The label the column has in the alias table; `None` for one nobody knows.
    pub known: Option<String>,
}

#[derive(Serialize, Deserialize, TS)]
#[ts(rename = "ImportSheet")]
pub(crate) struct OtherSheet {
    pub name: String,
    /// `hidden`, `header` (it has a table of its own), `other`.
    pub why: String,
}

/// How often a problem was met.
#[derive(Serialize, Deserialize, TS)]
#[ts(rename = "ImportTally")]
pub(crate) struct Tally {
    pub code: String,
    /// `error`, `notice`.
    pub level: String,
    pub count: u32,
}

#[derive(Serialize, Deserialize, TS)]
#[ts(rename = "ImportProblem")]
pub(crate) struct ProblemSeen {
    pub row: u32,
    pub letter: Option<String>,
    pub label: Option<String>,
    pub level: String,
    pub code: String,
}

/// Begins it.
///
/// # Errors
/// When the job cannot be written down.
pub(crate) async fn begin(app: &Shared, person: PersonId, bytes: Bytes) -> Result<Uuid, Error> {
    let county = app.county.id;
    let kept = bytes.clone();
    job::begin(
        app,
        Kind::ImportCheck,
        person,
        move |tx, id| job::give(tx, county, id, &kept),
        move |job| async move { work(&job, bytes).await },
    )
    .await
}

async fn work(job: &Job, bytes: Bytes) -> Result<Outcome, Ended> {
    let book = open(bytes).await?;
    let (county, now) = (job.app.county.id, job.app.now());
    let name = job.app.county.name.clone();
    let own = book.clone();
    let (mut plan, edition) = job
        .app
        .db
        .read(move |reader| {
            let edition = crate::roster::edition(reader, county)?;
            let plan = Plan::begin(reader, (county, &name), own, now)?;
            Ok::<_, Error>((plan, edition))
        })
        .await?;
    let total = if book.header.missing.is_empty() {
        book.rows().len()
    } else {
        0
    };
    let mut planned: Vec<Planned> = Vec::with_capacity(total);
    let mut from = 0;
    while from < total {
        job.tell(from as u64, total as u64).await?;
        let (back, some) = job
            .app
            .db
            .read(move |reader| {
                let some = plan.next(reader, from, ROWS)?;
                Ok::<_, Error>((plan, some))
            })
            .await?;
        plan = back;
        planned.extend(some);
        from += ROWS;
    }
    let column = book.header.column("household_number");
    odd_families(&plan, column, &mut planned);
    let result = result(&book, &planned, edition);
    let file = tokio::task::spawn_blocking(move || annotate::make(&book, &planned))
        .await
        .map_err(|_| Error::Task)??;
    Ok(Outcome {
        result: Some(serde_json::to_value(result).map_err(|_| Error::Stored { what: "a check" })?),
        file: Some(file),
    })
}

/// Reads a file aside from what serves others.
pub(super) async fn open(bytes: Bytes) -> Result<Arc<Book>, Error> {
    tokio::task::spawn_blocking(move || Book::open(bytes).map(Arc::new))
        .await
        .map_err(|_| Error::Task)?
}

/// What only the whole file tells.
fn odd_families(plan: &Plan, column: Option<usize>, planned: &mut [Planned]) {
    for (row, problem) in plan.families.odd(column) {
        if let Ok(at) = planned.binary_search_by_key(&row, |planned| planned.row) {
            planned[at].problems.push(problem);
        }
    }
}

fn result(book: &Book, planned: &[Planned], edition: i64) -> Checked {
    let header = &book.header;
    let mut counts = Counts::default();
    let mut tallies: BTreeMap<(bool, &'static str), u32> = BTreeMap::new();
    let mut noticed = 0;
    let mut shown: Vec<(bool, ProblemSeen)> = Vec::new();
    for one in planned {
        counts.add(one);
        let refused = one
            .problems
            .iter()
            .any(|problem| problem.level == Level::Error);
        noticed += u32::from(!refused && !one.problems.is_empty());
        let contested = (!one.contested.is_empty()).then_some(Problem {
            column: None,
            level: Level::Notice,
            code: "contested",
        });
        for problem in one.problems.iter().chain(&contested) {
            let is_notice = problem.level == Level::Notice;
            *tallies.entry((is_notice, problem.code)).or_default() += 1;
            shown.push((is_notice, seen(book, one.row, problem)));
        }
    }
    // What keeps rows out comes first; within that the order of the file.
    shown.sort_by_key(|(is_notice, problem)| (*is_notice, problem.row));
    shown.truncate(SHOWN);
    let mut tallies: Vec<Tally> = tallies
        .into_iter()
        .map(|((is_notice, code), count)| Tally {
            code: code.to_owned(),
            level: level(is_notice).to_owned(),
            count,
        })
        .collect();
    tallies.sort_by_key(|tally| (tally.level == "notice", std::cmp::Reverse(tally.count)));
    Checked {
        kind: header.kind.name().to_owned(),
        sheet: book.sheet().name.clone(),
        header_row: book.sheet().rows[header.row].number,
        columns: columns_seen(header),
        missing: header
            .missing
            .iter()
            .map(|&label| label.to_owned())
            .collect(),
        others: others(book),
        rows: u32::try_from(planned.len()).unwrap_or(u32::MAX),
        hidden_rows: tally_of(&tallies, "hidden_row"),
        merged_cells: book.sheet().merged,
        counts,
        noticed,
        problems: shown.into_iter().map(|(_, problem)| problem).collect(),
        tallies,
        edition,
        digest: book.digest.clone(),
    }
}

fn tally_of(tallies: &[Tally], code: &str) -> u32 {
    tallies
        .iter()
        .find(|tally| tally.code == code)
        .map_or(0, |tally| tally.count)
}

fn level(is_notice: bool) -> &'static str {
    if is_notice { "notice" } else { "error" }
}

fn seen(book: &Book, row: u32, problem: &Problem) -> ProblemSeen {
    let named = problem.column.and_then(|column| {
        book.header
            .columns
            .iter()
            .find(|named| named.column == column)
    });
    ProblemSeen {
        row,
        letter: problem.column.map(letter),
        label: named.map(|named| named.label.clone()),
        level: level(problem.level == Level::Notice).to_owned(),
        code: problem.code.to_owned(),
    }
}

fn columns_seen(header: &header::Header) -> Vec<ColumnSeen> {
    let known = |field: &str| {
        let all = columns::of(header.kind).iter();
        let mut alike = all.filter(|column| column.field == field);
        alike.next().map(|column| column.label.clone())
    };
    let columns = header.columns.iter();
    columns
        .map(|named| ColumnSeen {
            letter: letter(named.column),
            label: named.label.clone(),
            known: named.field.and_then(known),
        })
        .collect()
}

fn others(book: &Book) -> Vec<OtherSheet> {
    let others = book.sheets.iter().enumerate();
    others
        .filter(|(place, sheet)| *place != book.header.sheet && !sheet.rows.is_empty())
        .map(|(_, sheet)| OtherSheet {
            name: sheet.name.clone(),
            why: match sheet {
                sheet if sheet.hidden => "hidden",
                sheet if header::is_in(sheet) => "header",
                _ => "other",
            }
            .to_owned(),
        })
        .collect()
}

/// `A` … `Z`, `AA` …
pub(super) fn letter(column: usize) -> String {
    let mut number = column + 1;
    let mut letters = String::new();
    while number > 0 {
        let rest = u8::try_from((number - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + rest));
        number = (number - 1) / 26;
    }
    letters
}

/// Of which kind a check's file is, and how many rows it has.
pub(super) fn kind_of(checked: &Checked) -> FileKind {
    if checked.kind == FileKind::Household.name() {
        FileKind::Household
    } else {
        FileKind::Member
    }
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn columns_are_lettered_as_in_a_sheet() {
        let some = [0, 25, 26, 51, 52, 701, 702].map(letter);
        assert_eq!(some, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
