//! The roster comes in, a line at a time: people, teams, households, members, assignments.
//!
//! Each line stands alone in a savepoint of its own, and a line sent twice is sent once. Who
//! may see what follows at once ([`crate::feed`]).

mod homes;
mod lines;
mod store;

pub(crate) use store::area_name;

use domain::id::PersonId;
use protocol::roster::{RefusedLine, RosterReply};
use tokio::sync::watch;

use crate::app::{App, Shared};
use crate::clock::date_text;
use crate::county::audit;
use crate::error::Error;
use crate::feed;

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
    for chunk in lines.chunks(LINES) {
        let (chunk, county, now) = (chunk.to_vec(), app.county.clone(), app.now());
        let results = app
            .db
            .write(move |tx| {
                let mut results = Vec::with_capacity(chunk.len());
                for (number, line) in &chunk {
                    let result = tx.savepoint(|tx| lines::take(tx, county.id, line, now));
                    results.push((*number, result));
                }
                Ok::<_, Error>(results)
            })
            .await?;
        for (line, result) in results {
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
        }
    }
    if reply.stored > 0 {
        let (county, now) = (app.county.id, app.now());
        let subject = format!("{} lines", reply.stored);
        app.db
            .write(move |tx| audit(tx, county, now, by, "roster_imported", &subject))
            .await?;
    }
    Ok(reply)
}

/// Ends assignments on their day, so that households leave the phones they should.
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
                "select assignment_id, household_id from assignment where county_id = $1
                 and active <> case when starts <= $2 and (ends is null or ends >= $2)
                     then 1 else 0 end",
                &[county.into(), (&today).into()],
            )?;
            for row in &changed {
                tx.execute(
                    "update assignment set active = 1 - active
                     where county_id = $1 and assignment_id = $2",
                    &[county.into(), row.text("assignment_id")?.into()],
                )?;
            }
            for row in &changed {
                let household = row.id("household_id")?;
                store::name_helper(tx, county, household)?;
                feed::republish_household(tx, county, household)?;
            }
            Ok::<_, Error>(())
        })
        .await
}
