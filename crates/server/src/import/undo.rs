//! Taking back a whole import, from its last record to its first. Only what nobody has used since:
//! a household somebody visited, helps or wrote of stays, and so does a field that is another by
//! now. Those are listed. Stopped or cut off, taking back again goes on where it was.

mod back;
mod many;
mod remove;

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::run;
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Row, Tx};
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, Outcome};
use crate::roster;

/// Records in one transaction.
const RECORDS: i64 = 250;

/// Characters of a reason.
const MAX_REASON: usize = 500;

/// One record an import wrote.
struct Change {
    position: i64,
    kind: String,
    record_id: String,
    is_new: bool,
    was: Map<String, Value>,
    became: Map<String, Value>,
    kept_was: Option<String>,
}

/// What became of it.
enum Back {
    /// As it was before the import, or no more.
    Whole,
    /// Ended, as something of the county's own was written about it.
    Ended,
    /// It stays, and why.
    Stays(&'static str),
}

/// Begins to take an import back.
///
/// # Errors
/// `not_found`, `stale` when it is undone or under way, `undo_over` when its last day has passed,
/// `job_running`.
pub(crate) async fn begin(
    app: &Shared,
    person: PersonId,
    import: String,
    reason: String,
) -> Result<Uuid, Error> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::bad("empty", "reason"));
    }
    if reason.chars().count() > MAX_REASON {
        return Err(Error::bad("too_long", "reason"));
    }
    let (county, now) = (app.county.id, app.now());
    let id = import.clone();
    job::begin(
        app,
        Kind::ImportUndo,
        person,
        move |tx, job| {
            let found = run::find(tx, county, &import, now)?;
            if ["running", "undoing", "undone"].contains(&found.state.as_str()) {
                return Err(Error::refused(StatusCode::CONFLICT, "stale"));
            }
            if found.is_over {
                return Err(Error::refused(StatusCode::CONFLICT, "undo_over"));
            }
            roster::next_edition(tx, county)?;
            tx.execute(
                "update import_run set state = 'undoing', undo_job = $3, undone_by = $4,
                     undo_reason = $5
                 where county_id = $1 and import_id = $2",
                &[
                    county.into(),
                    (&import).into(),
                    job.to_string().into(),
                    person.into(),
                    (&reason).into(),
                ],
            )?;
            audit(tx, county, now, Some(person), "import_undone", &import)
        },
        move |job| async move { work(&job, id).await },
    )
    .await
}

async fn work(job: &Job, import: String) -> Result<Outcome, Ended> {
    let (county, now) = (job.app.county.id, job.app.now());
    let own = import.clone();
    let total = job
        .app
        .db
        .read(move |reader| {
            reader.count(
                "select count(*) as n from import_change
                 where county_id = $1 and import_id = $2 and state = 'written'",
                &[county.into(), own.into()],
            )
        })
        .await?;
    let total = u64::try_from(total).unwrap_or(0);
    let mut done = 0;
    loop {
        job.tell(done, total).await?;
        let own = import.clone();
        let some = job
            .app
            .db
            .write(move |tx| chunk(tx, county, &own, now))
            .await?;
        if some == 0 {
            break;
        }
        done += some;
    }
    let found = job
        .app
        .db
        .write(move |tx| {
            tx.execute(
                "update import_run set state = 'undone', undone_ms = $3
                 where county_id = $1 and import_id = $2",
                &[county.into(), (&import).into(), now.into()],
            )?;
            roster::next_edition(tx, county)?;
            run::find(tx, county, &import, now)
        })
        .await?;
    Ok(Outcome {
        result: Some(serde_json::json!({ "back": found.back, "stays": found.stays })),
        file: None,
    })
}

/// Takes some records back, the last first; how many there were.
fn chunk(tx: &mut Tx<'_>, county: CountyId, import: &str, now: i64) -> Result<u64, Error> {
    let rows = tx.query(
        "select position, kind, record_id, action, was, became, kept_was from import_change
         where county_id = $1 and import_id = $2 and state = 'written'
         order by position desc limit $3",
        &[county.into(), import.into(), RECORDS.into()],
    )?;
    let changes: Vec<Change> = rows
        .iter()
        .map(Change::from_row)
        .collect::<Result<_, _>>()?;
    let plain = many::records(tx, county, import, &changes, now)?;
    let mut states = Vec::with_capacity(changes.len());
    for (change, back) in changes.iter().zip(plain) {
        let back = match back {
            Some(back) => back,
            None => match tx.savepoint(|tx| back::record(tx, county, import, change, now)) {
                Ok(back) => back,
                // What it was cannot be stored any more: a code of a list may be gone.
                Err(Error::Refused(_)) => Back::Stays("changed_since"),
                Err(other) => return Err(other),
            },
        };
        let (state, reason) = match back {
            Back::Whole => ("back", None),
            Back::Ended => ("ended", None),
            Back::Stays(reason) => ("stays", Some(reason.to_owned())),
        };
        states.push(vec![change.position.into(), state.into(), reason.into()]);
    }
    tx.update_many(
        "update import_change set state = v.column2, reason = v.column3
         from $rows as v where county_id = $1 and import_id = $2 and position = v.column1",
        &[county.into(), import.into()],
        &["bigint", "text", "text"],
        states,
    )?;
    Ok(rows.len() as u64)
}

impl Change {
    /// What it was of.
    fn name(&self) -> (&str, &str) {
        (&self.kind, &self.record_id)
    }

    fn from_row(row: &Row) -> Result<Self, Error> {
        Ok(Self {
            position: row.int("position")?,
            kind: row.text("kind")?,
            record_id: row.text("record_id")?,
            is_new: row.text("action")? == "added",
            was: row.json("was")?,
            became: row.json("became")?,
            kept_was: row.optional_text("kept_was")?,
        })
    }
}
