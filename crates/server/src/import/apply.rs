//! Writing what was looked through. By chunks, so that phones keep their turn; each chunk with what
//! it did, so that it can be taken back. Stopped or cut off, the rows so far stay: running the same
//! file again finishes it, as rows that are in already change nothing.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use uuid::Uuid;

use super::check::{self, Checked};
use super::plan::{Does, Plan, Planned, Record};
use super::run::{self, Counts};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, Outcome};
use crate::roster;

/// Rows in one transaction: a tenth of a second.
const ROWS: usize = 250;

/// Begins to write the file of a check.
///
/// # Errors
/// `check_gone` when the check is no more, `roster_moved` when the roster was written since,
/// `columns_missing` when nothing of the file can be taken, `job_running`.
pub(crate) async fn begin(app: &Shared, person: PersonId, check: Uuid) -> Result<Uuid, Error> {
    let (county, now) = (app.county.id, app.now());
    job::begin(
        app,
        Kind::Import,
        person,
        move |tx, import| {
            let checked = checked(tx, (county, person, check), now)?;
            if !checked.missing.is_empty() {
                return Err(conflict("columns_missing"));
            }
            if roster::edition(tx, county)? != checked.edition {
                return Err(conflict("roster_moved"));
            }
            roster::next_edition(tx, county)?;
            let new = run::New {
                import,
                check,
                person,
                kind: check::kind_of(&checked).name().to_owned(),
                rows: checked.rows,
                now,
            };
            run::begin(tx, county, &new)
        },
        move |job| async move { work(&job, check).await },
    )
    .await
}

fn conflict(code: &'static str) -> Error {
    Error::refused(StatusCode::CONFLICT, code)
}

/// A person's own check that went well.
fn checked(
    reader: &mut Reader<'_>,
    (county, person, check): (CountyId, PersonId, Uuid),
    now: i64,
) -> Result<Checked, Error> {
    let found = job::find(reader, county, person, check, now)?;
    if found.kind != Kind::ImportCheck.name() || found.state != "done" {
        return Err(conflict("check_gone"));
    }
    let result = found.result.ok_or_else(|| conflict("check_gone"))?;
    serde_json::from_value(result).map_err(|_| Error::Stored { what: "a check" })
}

/// The file of a check, to be looked through again.
///
/// # Errors
/// `check_gone` when a day is over.
pub(crate) async fn file_of(app: &Shared, person: PersonId, check: Uuid) -> Result<Vec<u8>, Error> {
    let (county, now) = (app.county.id, app.now());
    let bytes = app
        .db
        .read(move |reader| {
            job::find(reader, county, person, check, now)?;
            job::given(reader, county, check)
        })
        .await?;
    if bytes.is_empty() {
        return Err(conflict("check_gone"));
    }
    Ok(bytes)
}

async fn work(job: &Job, check: Uuid) -> Result<Outcome, Ended> {
    let done = write(job, check).await;
    let state = match &done {
        Ok(_) => "done",
        Err(Ended::Stopped) => "stopped",
        Err(Ended::Failed(_)) => "failed",
    };
    let (county, import, person, now) = (job.app.county.id, job.id, job.person, job.app.now());
    job.app
        .db
        .write(move |tx| {
            run::end(tx, county, import, state, now)?;
            // Whatever was looked through meanwhile was of a roster half written.
            roster::next_edition(tx, county)?;
            let subject = import.to_string();
            audit(tx, county, now, Some(person), "roster_imported", &subject)
        })
        .await?;
    done
}

async fn write(job: &Job, check: Uuid) -> Result<Outcome, Ended> {
    let (county, now, import) = (job.app.county.id, job.app.now(), job.id);
    let bytes = file_of(&job.app, job.person, check).await?;
    let book = check::open(bytes).await?;
    let (name, own) = (job.app.county.name.clone(), book.clone());
    let mut plan = job
        .app
        .db
        .read(move |reader| Plan::begin(reader, (county, &name), own, now))
        .await?;
    let total = book.rows().len();
    let mut counts = Counts::default();
    let (mut from, mut position) = (0, 0);
    while from < total {
        job.tell(from as u64, total as u64).await?;
        let seen = (from + ROWS).min(total);
        let (back, after, next) = job
            .app
            .db
            .write(move |tx| {
                let planned = plan.next(tx, from, ROWS)?;
                let (after, next) = chunk(tx, county, import, planned, (counts, position), now)?;
                run::note(tx, county, import, seen, &after)?;
                Ok::<_, Error>((plan, after, next))
            })
            .await?;
        (plan, counts, position) = (back, after, next);
        from = seen;
    }
    let result = serde_json::to_value(counts).map_err(|_| Error::Stored { what: "an import" })?;
    Ok(Outcome {
        result: Some(result),
        file: None,
    })
}

/// Writes some rows; each stands alone.
fn chunk(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: Uuid,
    planned: Vec<Planned>,
    (mut counts, mut position): (Counts, i64),
    now: i64,
) -> Result<(Counts, i64), Error> {
    let mut changes = Vec::with_capacity(planned.len());
    for mut one in planned {
        if one.write.is_some() {
            match tx.savepoint(|tx| record(tx, county, &one, now)) {
                Ok(()) => {
                    changes.extend(run::change(county, import, position, &one));
                    position += 1;
                }
                // Alone, and nothing of it is stored.
                Err(Error::Refused(_)) => {
                    one.does = Does::Refused;
                    one.contested.clear();
                }
                Err(other) => return Err(other),
            }
        }
        counts.add(&one);
    }
    tx.insert_many(run::CHANGE, changes, "")?;
    Ok((counts, position))
}

fn record(tx: &mut Tx<'_>, county: CountyId, planned: &Planned, now: i64) -> Result<(), Error> {
    let Some(write) = &planned.write else {
        return Ok(());
    };
    let (kind, id) = match &write.record {
        Record::Household(home) => {
            roster::store_household(tx, county, (**home).clone(), now)?;
            ("household", home.id.to_string())
        }
        Record::Member(row) => {
            roster::store_member(tx, county, (**row).clone(), now)?;
            ("member", row.member.id.to_string())
        }
    };
    keep(tx, county, (kind, &id), write.kept.as_deref())
}

/// Keeps the columns nobody owns beside a record.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    county: CountyId,
    (kind, id): (&str, &str),
    kept: Option<&str>,
) -> Result<(), Error> {
    let Some(kept) = kept else { return Ok(()) };
    tx.insert_many(
        "insert into roster_kept (county_id, kind, record_id, kept)",
        vec![vec![county.into(), kind.into(), id.into(), kept.into()]],
        "on conflict (county_id, kind, record_id) do update set kept = excluded.kept",
    )?;
    Ok(())
}
