//! The roster comes in, a line at a time: people, teams, households, members, assignments.
//!
//! Each line stands alone in a savepoint of its own, and a line sent twice is sent once. Who
//! may see what follows at once ([`crate::feed`]). Files of the national system come through
//! [`crate::import`], which writes with the same functions.

mod homes;
mod lines;
mod many;
pub(crate) mod said;
mod staff;
mod stood;
mod store;

pub(crate) use lines::{Author, put};
pub(crate) use lines::{store_household, store_member};
pub(crate) use many::{store_households, store_members};
pub(crate) use store::{area_name, helpers_changed};

use domain::id::{CountyId, PersonId};
use protocol::roster::{RefusedLine, RosterReply};
use tokio::sync::watch;

use crate::app::{App, Shared};
use crate::assignment;
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;

/// Lines in one transaction: long enough to be quick, short enough that phones get their turn.
const LINES: usize = 200;

/// How often assignments are looked over for those that have run out.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(60 * 60);

/// Takes all lines of a request.
///
/// # Errors
/// When the database failed; a bad line is refused alone.
pub async fn import(app: &App, body: &[u8], by: Option<PersonId>) -> Result<RosterReply, Error> {
    let mut reply = RosterReply {
        stored: 0,
        unchanged: 0,
        refused: Vec::new(),
    };
    let lines: Vec<(u32, Vec<u8>)> = (1u32..)
        .zip(body.split(|byte| *byte == b'\n'))
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(number, line)| (number, line.to_vec()))
        .collect();
    let mut again = Vec::new();
    for chunk in lines.chunks(LINES) {
        let results = take(app, chunk.to_vec()).await?;
        for ((line, bytes), result) in chunk.iter().zip(results) {
            if is_second(&result) {
                again.push((*line, bytes.clone()));
            } else {
                count(&mut reply, *line, result)?;
            }
        }
    }
    // A line may name who takes over before the one that says who leaves.
    for chunk in again.chunks(LINES) {
        let results = take(app, chunk.to_vec()).await?;
        for ((line, _), result) in chunk.iter().zip(results) {
            count(&mut reply, *line, result)?;
        }
    }
    reply.refused.sort_by_key(|refused| refused.line);
    if reply.stored > 0 {
        let (county, now) = (app.county.id, app.now());
        let subject = format!("{} lines", reply.stored);
        app.db
            .write(move |tx| {
                next_edition(tx, county)?;
                audit(tx, county, now, by, "roster_imported", &subject)
            })
            .await?;
    }
    Ok(reply)
}

/// Counts the times the roster was written: what was looked through before is of another edition.
///
/// # Errors
/// When the database failed.
pub(crate) fn edition(reader: &mut Reader<'_>, county: CountyId) -> Result<i64, Error> {
    let row = reader.first(
        "select edition from roster_edition where county_id = $1",
        &[county.into()],
    )?;
    Ok(row.map_or(Ok(0), |row| row.int("edition"))?)
}

/// The roster is another from here on.
///
/// # Errors
/// When the database failed.
pub(crate) fn next_edition(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    tx.execute(
        "insert into roster_edition (county_id, edition) values ($1, 1)
         on conflict (county_id) do update set edition = roster_edition.edition + 1",
        &[county.into()],
    )?;
    Ok(())
}

/// Takes lines in one transaction, each in a savepoint of its own.
async fn take(app: &App, chunk: Vec<(u32, Vec<u8>)>) -> Result<Vec<Result<bool, Error>>, Error> {
    let (county, now) = (app.county.clone(), app.now());
    app.db
        .write(move |tx| {
            let each = chunk.iter();
            let each =
                each.map(|(_, line)| tx.savepoint(|tx| lines::take(tx, county.id, line, now)));
            Ok::<_, Error>(each.collect())
        })
        .await
}

fn is_second(result: &Result<bool, Error>) -> bool {
    matches!(result, Err(Error::Refused(refusal)) if refusal.code == store::SECOND)
}

fn count(reply: &mut RosterReply, line: u32, result: Result<bool, Error>) -> Result<(), Error> {
    match result {
        Ok(true) => reply.stored += 1,
        Ok(false) => reply.unchanged += 1,
        Err(Error::Refused(refusal)) => reply.refused.push(RefusedLine {
            line,
            code: refusal.code.into_owned(),
            field: refusal.field,
        }),
        Err(other) => return Err(other),
    }
    Ok(())
}

/// Begins and ends assignments on their day, so that households come to the phones they should and
/// leave the others.
pub async fn close_ended_assignments(app: Shared, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = close_once(&app).await {
            tracing::error!(%error, "Ended assignments were not closed");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stopped.changed() => return,
        }
    }
}

async fn close_once(app: &App) -> Result<(), Error> {
    let (county, today) = (app.county.id, date_text(app.now()));
    app.db
        .write(move |tx| {
            let changed = tx.query(
                "select distinct household_id from assignment where county_id = $1
                 and active <> case when starts <= $2 and (ends is null or ends >= $2)
                     then 1 else 0 end
                 order by household_id",
                &[county.into(), (&today).into()],
            )?;
            for row in &changed {
                let household = row.id("household_id")?;
                assignment::freshen(tx, county, household, &today)?;
                helpers_changed(tx, county, household)?;
            }
            Ok::<_, Error>(())
        })
        .await
}
