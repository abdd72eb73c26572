//! Writing what was looked through. By chunks, so that phones keep their turn; each chunk with what
//! it did, so that it can be taken back. Stopped or cut off, the rows so far stay: running the same
//! file again finishes it, as rows that are in already change nothing.

use axum::body::Bytes;
use axum::http::StatusCode;
use domain::id::{CountyId, PersonId};
use uuid::Uuid;

use super::check::{self, Checked};
use super::plan::{Does, Plan, Planned, Record};
use super::run::{self, Counts};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Tx, Value};
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
                digest: checked.digest,
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
pub(crate) async fn file_of(app: &Shared, person: PersonId, check: Uuid) -> Result<Bytes, Error> {
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
    Ok(bytes.into())
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
    let mut looked_at = 0;
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
        // As often as what came in has doubled.
        if from >= looked_at * 2 {
            job.app.db.look_again(TABLES).await?;
            looked_at = from;
        }
    }
    let result = serde_json::to_value(counts).map_err(|_| Error::Stored { what: "an import" })?;
    Ok(Outcome {
        result: Some(result),
        file: None,
    })
}

/// What an import looks into for each of its rows.
const TABLES: &str = "household, member, record, feed, assignment, fact, contest, roster_kept";

/// Writes some rows; each stands alone.
fn chunk(
    tx: &mut Tx<'_>,
    county: CountyId,
    import: Uuid,
    mut planned: Vec<Planned>,
    (mut counts, mut position): (Counts, i64),
    now: i64,
) -> Result<(Counts, i64), Error> {
    let (mut homes, mut people) = (Vec::new(), Vec::new());
    for write in planned.iter().filter_map(|one| one.write.as_ref()) {
        match &write.record {
            Record::Household(home) => homes.push((**home).clone()),
            Record::Member(row) => people.push((**row).clone()),
        }
    }
    // A file is of households or of members.
    let mut stored = roster::store_households(tx, county, homes, now)?;
    stored.extend(roster::store_members(tx, county, people, now)?);
    let (mut changes, mut kept) = (Vec::with_capacity(planned.len()), Vec::new());
    let writing = planned.iter_mut().filter(|one| one.write.is_some());
    for (one, stored) in writing.zip(stored) {
        if stored.is_err() {
            one.does = Does::Refused;
            one.contested.clear();
            continue;
        }
        changes.extend(run::change(county, import, position, one));
        position += 1;
        kept.extend(kept_row(county, one));
    }
    for one in &planned {
        counts.add(one);
    }
    tx.insert_many(run::CHANGE, changes, "")?;
    tx.insert_many(KEPT, kept, KEPT_AGAIN)?;
    Ok((counts, position))
}

pub(super) const KEPT: &str = "insert into roster_kept (county_id, kind, record_id, kept)";
pub(super) const KEPT_AGAIN: &str =
    "on conflict (county_id, kind, record_id) do update set kept = excluded.kept";

/// The columns nobody owns, beside their record.
fn kept_row(county: CountyId, planned: &Planned) -> Option<Vec<Value>> {
    let write = planned.write.as_ref()?;
    let (kind, id) = write.record.name();
    let kept = write.kept.as_deref()?;
    Some(vec![county.into(), kind.into(), id.into(), kept.into()])
}

/// Keeps such columns as they were.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    county: CountyId,
    (kind, id): (&str, &str),
    kept: &str,
) -> Result<(), Error> {
    let row = vec![county.into(), kind.into(), id.into(), kept.into()];
    Ok(tx.insert_many(KEPT, vec![row], KEPT_AGAIN)?)
}
