//! The row of a job: written down, told of, ended, forgotten.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use uuid::Uuid;

use super::file::{MADE, Stored};
use super::{Job, KEPT_MS, Kind, SILENT_MS};
use crate::db::{Reader, Row, Tx};
use crate::error::Error;

/// A job as a person is told of it.
pub(crate) struct Found {
    pub id: Uuid,
    pub kind: String,
    /// `running`, `done`, `failed`, `stopped`; one whose server died is `failed`.
    pub state: String,
    pub done: u64,
    pub total: u64,
    pub begun_ms: i64,
    pub ended_ms: Option<i64>,
    /// Why it failed.
    pub code: Option<String>,
    /// Of the kind's own shape.
    pub result: Option<serde_json::Value>,
    pub file: Option<FoundFile>,
}

pub(crate) struct FoundFile {
    pub name: String,
    pub media: String,
    pub bytes: i64,
}

pub(super) fn add(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: Uuid,
    person: PersonId,
    kind: Kind,
    now: i64,
) -> Result<(), Error> {
    for other in kind.alone() {
        let running = tx.count(
            "select count(*) as n from job where county_id = $1 and kind = $2
                 and state = 'running' and heard_ms > $3",
            &[county.into(), other.name().into(), (now - SILENT_MS).into()],
        )?;
        if running > 0 {
            return Err(Error::refused(StatusCode::CONFLICT, "job_running"));
        }
    }
    if kind.takes_turns() {
        let own = tx.count(
            "select count(*) as n from job where county_id = $1 and person_id = $2 and kind = $3
                 and state = 'running' and heard_ms > $4",
            &[
                county.into(),
                person.into(),
                kind.name().into(),
                (now - SILENT_MS).into(),
            ],
        )?;
        if own > 0 {
            return Err(Error::refused(StatusCode::CONFLICT, "export_running"));
        }
    }
    tx.execute(
        "insert into job (county_id, job_id, person_id, kind, state, done, total, begun_ms,
             heard_ms, stop_asked)
         values ($1, $2, $3, $4, 'running', 0, 0, $5, $5, 0)",
        &[
            county.into(),
            id.to_string().into(),
            person.into(),
            kind.name().into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Writes down how far a job is; whether it shall stop.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    county: CountyId,
    id: Uuid,
    (done, total): (u64, u64),
    now: i64,
) -> Result<bool, Error> {
    let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let row = tx.first(
        "update job set done = $3, total = $4, heard_ms = $5
         where county_id = $1 and job_id = $2 and state = 'running' returning stop_asked",
        &[
            county.into(),
            id.to_string().into(),
            whole(done).into(),
            whole(total).into(),
            now.into(),
        ],
    )?;
    match row {
        Some(row) => Ok(row.flag("stop_asked")?),
        // Ended by somebody else: nothing is waiting for this work.
        None => Ok(true),
    }
}

pub(super) async fn end(
    job: &Job,
    state: &'static str,
    code: Option<String>,
    result: Option<serde_json::Value>,
    file: Option<Stored>,
) -> Result<(), Error> {
    let (county, id, now) = (job.app.county.id, job.id, job.app.now());
    job.app
        .db
        .write(move |tx| {
            let (name, media, bytes) = match file {
                Some(file) => (Some(file.name), Some(file.media), Some(file.bytes)),
                None => (None, None, None),
            };
            let ended = tx.execute(
                "update job set state = $3, ended_ms = $4, heard_ms = $4, code = $5, result = $6,
                     file_name = $7, media = $8, file_bytes = $9,
                     done = case when $3 = 'done' then total else done end
                 where county_id = $1 and job_id = $2 and state = 'running'",
                &[
                    county.into(),
                    id.to_string().into(),
                    state.into(),
                    now.into(),
                    code.into(),
                    result.map(|value| value.to_string()).into(),
                    name.into(),
                    media.into(),
                    bytes.into(),
                ],
            )?;
            // Half a file is none; and what was given up meanwhile has no file.
            if ended == 0 || state != "done" {
                tx.execute(
                    "delete from job_part where county_id = $1 and job_id = $2 and slot = $3",
                    &[county.into(), id.to_string().into(), MADE.into()],
                )?;
            }
            Ok(())
        })
        .await
}

/// Work under way that has nothing to tell.
pub(super) fn heard(tx: &mut Tx<'_>, county: CountyId, id: Uuid, now: i64) -> Result<(), Error> {
    tx.execute(
        "update job set heard_ms = $3 where county_id = $1 and job_id = $2 and state = 'running'",
        &[county.into(), id.to_string().into(), now.into()],
    )?;
    Ok(())
}

/// Writes down that jobs not heard of since then died with their server, and takes away what they
/// had made so far.
pub(super) fn bury(tx: &mut Tx<'_>, county: CountyId, since: i64, now: i64) -> Result<(), Error> {
    tx.execute(
        "update job set state = 'failed', code = 'job_interrupted', ended_ms = $3
         where county_id = $1 and state = 'running' and heard_ms < $2",
        &[county.into(), since.into(), now.into()],
    )?;
    tx.execute(
        "delete from job_part where county_id = $1 and slot = $2 and job_id in
             (select job_id from job where county_id = $1 and state in ('failed', 'stopped'))",
        &[county.into(), MADE.into()],
    )?;
    Ok(())
}

/// A job of a person's own.
///
/// # Errors
/// `not_found` for anybody else's.
pub(crate) fn find(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    id: Uuid,
    now: i64,
) -> Result<Found, Error> {
    let row = reader.first(
        &format!("{SELECT} and job_id = $3"),
        &[county.into(), person.into(), id.to_string().into()],
    )?;
    found(&row.ok_or_else(Error::not_found)?, now)
}

/// The newest jobs of a kind a person began, so that a page opened again finds its work.
///
/// # Errors
/// When the database failed.
pub(crate) fn latest(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    kind: Kind,
    now: i64,
) -> Result<Vec<Found>, Error> {
    /// More than a person began in a day.
    const MOST: i64 = 20;
    let rows = reader.query(
        &format!("{SELECT} and kind = $3 order by begun_ms desc, job_id desc limit $4"),
        &[
            county.into(),
            person.into(),
            kind.name().into(),
            MOST.into(),
        ],
    )?;
    rows.iter().map(|row| found(row, now)).collect()
}

const SELECT: &str = "
    select job_id, kind, state, done, total, begun_ms, heard_ms, ended_ms, code, result, file_name,
        media, file_bytes
    from job where county_id = $1 and person_id = $2";

fn found(row: &Row, now: i64) -> Result<Found, Error> {
    let whole = |number: i64| u64::try_from(number).unwrap_or(0);
    let (state, code) = (row.text("state")?, row.optional_text("code")?);
    let died = state == "running" && row.int("heard_ms")? < now - SILENT_MS;
    let (state, code) = if died {
        ("failed".to_owned(), Some("job_interrupted".to_owned()))
    } else {
        (state, code)
    };
    let file = match row.optional_text("file_name")? {
        Some(name) => Some(FoundFile {
            name,
            media: row.text("media")?,
            bytes: row.int("file_bytes")?,
        }),
        None => None,
    };
    let result = row.optional_text("result")?;
    Ok(Found {
        id: row.id("job_id")?,
        kind: row.text("kind")?,
        state,
        done: whole(row.int("done")?),
        total: whole(row.int("total")?),
        begun_ms: row.int("begun_ms")?,
        ended_ms: row.optional_int("ended_ms")?,
        code,
        result: result.and_then(|text| serde_json::from_str(&text).ok()),
        file,
    })
}

/// Asks a job of a person's own to stop; one that ended stays as it is.
///
/// # Errors
/// `not_found` for anybody else's.
pub(crate) fn stop(
    tx: &mut Tx<'_>,
    county: CountyId,
    person: PersonId,
    id: Uuid,
) -> Result<(), Error> {
    let touched = tx.execute(
        "update job set stop_asked = 1 where county_id = $1 and person_id = $2 and job_id = $3",
        &[county.into(), person.into(), id.to_string().into()],
    )?;
    if touched == 0 {
        return Err(Error::not_found());
    }
    Ok(())
}

/// Buries jobs that went silent, and throws away those that ended, or died, a day ago, with their
/// files.
///
/// # Errors
/// When the database failed.
pub(crate) fn forget(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    bury(tx, county, now - SILENT_MS, now)?;
    let values = [county.into(), (now - KEPT_MS).into()];
    tx.execute(
        "delete from job_part where county_id = $1 and job_id in
             (select job_id from job where county_id = $1 and heard_ms < $2)",
        &values,
    )?;
    tx.execute(
        "delete from job where county_id = $1 and heard_ms < $2",
        &values,
    )?;
    Ok(())
}
