//! Imports as they are written down: who, when, how far, and what each did to which record.

use domain::id::{CountyId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use ts_rs::TS;
use uuid::Uuid;

use super::plan::{Does, Planned};
use super::term::Terms;
use crate::db::{Reader, Row, Tx, Value};
use crate::error::Error;
use crate::job::SILENT_MS;

/// What an import did so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(rename = "ImportCounts")]
pub struct Counts {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Of those that change: facts people corrected and of which the roster says something else.
    pub contested: u32,
    pub refused: u32,
}

impl Counts {
    pub(super) fn add(&mut self, planned: &Planned) {
        let count = match planned.does {
            Does::Adds => &mut self.added,
            Does::Changes => &mut self.changed,
            Does::Nothing => &mut self.unchanged,
            Does::Refused => &mut self.refused,
        };
        *count += 1;
        self.contested += u32::from(!planned.contested.is_empty());
    }
}

/// What is known of an import before its first row.
pub(super) struct New {
    pub import: Uuid,
    pub check: Uuid,
    pub person: PersonId,
    pub kind: String,
    pub rows: u32,
    /// SHA-256 of the file.
    pub digest: String,
    pub now: i64,
}

pub(super) fn begin(tx: &mut Tx<'_>, county: CountyId, new: &New) -> Result<(), Error> {
    tx.execute(
        "insert into import_run (county_id, import_id, check_id, person_id, kind, state, rows, seen,
             added, changed, unchanged, contested, refused, begun_ms, digest)
         values ($1, $2, $3, $4, $5, 'running', $6, 0, 0, 0, 0, 0, 0, $7, $8)",
        &[
            county.into(),
            new.import.to_string().into(),
            new.check.to_string().into(),
            new.person.into(),
            (&new.kind).into(),
            new.rows.into(),
            new.now.into(),
            (&new.digest).into(),
        ],
    )?;
    Ok(())
}

/// How far it is, in the transaction that wrote the rows.
pub(super) fn note(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: Uuid,
    seen: usize,
    counts: &Counts,
) -> Result<(), Error> {
    tx.execute(
        "update import_run set seen = $3, added = $4, changed = $5, unchanged = $6, contested = $7,
             refused = $8
         where county_id = $1 and import_id = $2",
        &[
            county.into(),
            import.to_string().into(),
            i64::try_from(seen).unwrap_or(i64::MAX).into(),
            counts.added.into(),
            counts.changed.into(),
            counts.unchanged.into(),
            counts.contested.into(),
            counts.refused.into(),
        ],
    )?;
    Ok(())
}

pub(super) fn end(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: Uuid,
    state: &str,
    now: i64,
) -> Result<(), Error> {
    tx.execute(
        "update import_run set state = $3, ended_ms = $4 where county_id = $1 and import_id = $2",
        &[
            county.into(),
            import.to_string().into(),
            state.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// The columns of [`change`].
pub(super) const CHANGE: &str = "insert into import_change (county_id, import_id, position,
    row_number, kind, record_id, action, was, became, kept_was, contested, state)";

/// What was done to one record, as a row. `None` where nothing was.
pub(super) fn change(
    county: CountyId,
    import: Uuid,
    position: i64,
    planned: &Planned,
) -> Option<Vec<Value>> {
    let write = planned.write.as_ref()?;
    let (kind, id) = write.record.name();
    let action = if planned.does == Does::Adds {
        "added"
    } else {
        "changed"
    };
    let json = |map: &Map<String, Json>| Json::Object(map.clone()).to_string();
    Some(vec![
        county.into(),
        import.to_string().into(),
        position.into(),
        planned.row.into(),
        kind.into(),
        id.into(),
        action.into(),
        json(&write.was).into(),
        json(&write.became).into(),
        write.kept_was.clone().into(),
        Json::from(planned.contested.clone()).to_string().into(),
        "written".into(),
    ])
}

/// An import as people are told of it.
pub(crate) struct Run {
    pub import_id: String,
    pub person_name: String,
    pub kind: String,
    /// `running`, `done`, `stopped`, `failed`, `undoing`, `undone`, `undo_stopped`.
    pub state: String,
    pub rows: u32,
    pub seen: u32,
    pub counts: Counts,
    pub begun_ms: i64,
    pub ended_ms: Option<i64>,
    pub undone_by: Option<String>,
    pub undone_ms: Option<i64>,
    pub undo_reason: Option<String>,
    /// Records that were taken back, and that stay.
    pub back: u32,
    pub stays: u32,
    /// SHA-256 of the file.
    pub digest: Option<String>,
    /// The last day on which it can be taken back.
    pub until: String,
    /// That day has passed.
    pub is_over: bool,
}

const SELECT: &str = "
    select r.import_id, r.kind, r.state, r.rows, r.seen, r.added, r.changed, r.unchanged,
        r.contested, r.refused, r.begun_ms, r.ended_ms, r.undone_ms, r.undo_reason,
        p.name as person_name, u.name as undone_name,
        r.digest,
        coalesce(r.back, (select count(*) from import_change c where c.county_id = r.county_id
            and c.import_id = r.import_id and c.state in ('back', 'ended'))) as back,
        coalesce(r.stays, (select count(*) from import_change c where c.county_id = r.county_id
            and c.import_id = r.import_id and c.state = 'stays')) as stays,
        (select count(*) from job j where j.county_id = r.county_id
            and j.job_id = coalesce(r.undo_job, r.import_id) and j.state = 'running'
            and j.heard_ms > $2) as at_work
    from import_run r
    left join person p on p.county_id = r.county_id and p.person_id = r.person_id
    left join person u on u.county_id = r.county_id and u.person_id = r.undone_by
    where r.county_id = $1";

/// The newest imports.
///
/// # Errors
/// When the database failed.
pub(crate) fn list(reader: &mut Reader<'_>, county: CountyId, now: i64) -> Result<Vec<Run>, Error> {
    /// Years of monthly files.
    const MOST: i64 = 100;
    let rows = reader.query(
        &format!("{SELECT} order by r.begun_ms desc, r.import_id desc limit $3"),
        &[county.into(), (now - SILENT_MS).into(), MOST.into()],
    )?;
    let terms = Terms::load(reader, county)?;
    rows.iter().map(|row| run(row, &terms, now)).collect()
}

/// One import.
///
/// # Errors
/// `not_found`.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    import: &str,
    now: i64,
) -> Result<Run, Error> {
    let row = reader.first(
        &format!("{SELECT} and r.import_id = $3"),
        &[county.into(), (now - SILENT_MS).into(), import.into()],
    )?;
    let terms = Terms::load(reader, county)?;
    run(&row.ok_or_else(Error::not_found)?, &terms, now)
}

fn run(row: &Row, terms: &Terms, now: i64) -> Result<Run, Error> {
    let begun_ms = row.int("begun_ms")?;
    let at_work = row.int("at_work")? > 0;
    let state = match (row.text("state")?.as_str(), at_work) {
        // Its server died.
        ("running", false) => "stopped".to_owned(),
        ("undoing", false) => "undo_stopped".to_owned(),
        (state, _) => state.to_owned(),
    };
    Ok(Run {
        import_id: row.text("import_id")?,
        person_name: row.optional_text("person_name")?.unwrap_or_default(),
        kind: row.text("kind")?,
        state,
        rows: row.count("rows")?,
        seen: row.count("seen")?,
        counts: Counts {
            added: row.count("added")?,
            changed: row.count("changed")?,
            unchanged: row.count("unchanged")?,
            contested: row.count("contested")?,
            refused: row.count("refused")?,
        },
        begun_ms,
        digest: row.optional_text("digest")?,
        until: terms.last_day(begun_ms).to_string(),
        is_over: terms.is_over(begun_ms, now),
        ended_ms: row.optional_int("ended_ms")?,
        undone_by: row.optional_text("undone_name")?,
        undone_ms: row.optional_int("undone_ms")?,
        undo_reason: row.optional_text("undo_reason")?,
        back: row.count("back")?,
        stays: row.count("stays")?,
    })
}

/// A record that an undone import still shows.
pub(crate) struct Stays {
    pub row: u32,
    pub kind: String,
    /// 户编号 or 人口编号.
    pub number: String,
    pub household_id: String,
    pub reason: String,
}

/// What stays of an import that was taken back, in the order of the file.
///
/// # Errors
/// When the database failed.
pub(crate) fn stays(
    reader: &mut Reader<'_>,
    county: CountyId,
    import: &str,
) -> Result<Vec<Stays>, Error> {
    /// More than a person looks through.
    const MOST: i64 = 500;
    let rows = reader.query(
        "select c.row_number, c.kind, c.record_id, c.reason, h.number as home_number,
             m.number as member_number, m.household_id
         from import_change c
         left join household h on h.county_id = c.county_id and h.household_id = c.record_id
         left join member m on m.county_id = c.county_id and m.member_id = c.record_id
         where c.county_id = $1 and c.import_id = $2 and c.state = 'stays'
         order by c.position limit $3",
        &[county.into(), import.into(), MOST.into()],
    )?;
    rows.iter()
        .map(|row| {
            let (home, member) = (
                row.optional_text("home_number")?,
                row.optional_text("member_number")?,
            );
            let record_id = row.text("record_id")?;
            let household_id = row.optional_text("household_id")?;
            Ok(Stays {
                row: row.count("row_number")?,
                kind: row.text("kind")?,
                household_id: household_id.unwrap_or(record_id),
                number: home.or(member).unwrap_or_default(),
                reason: row.optional_text("reason")?.unwrap_or_default(),
            })
        })
        .collect()
}
