//! What nobody needs any more is thrown away now and then: ended sessions, used proofs, old
//! failures, photos that began to come and never went on, and what imports changed that can no
//! longer be taken back. Nothing that a receipt speaks of.

use domain::CountyId;
use tokio::sync::watch;

use crate::app::{App, Shared};
use crate::db::Tx;
use crate::error::Error;
use crate::people::leave;
use crate::{campaign, import, job, params};

/// How often.
const EVERY: std::time::Duration = std::time::Duration::from_secs(60 * 60);

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A phone that comes back later begins its photo again: two weeks off the road and a few
/// hundred kilobytes.
const UPLOAD_MS: i64 = 14 * DAY_MS;

/// A proof is taken once, and one so old was heard over a line nobody can still be listening to.
const PROOF_MS: i64 = 180 * DAY_MS;

/// Unfinished photos of one phone. A phone sends one after the other; this many are begun only by
/// one that means no good.
pub const MAX_UNFINISHED: i64 = 200;

/// Throws away what has run out, for as long as the server runs.
pub async fn keep_house(app: Shared, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = once(&app).await {
            tracing::error!(%error, "What has run out was not thrown away");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Throws away what has run out by now.
///
/// # Errors
/// When the database or the photos failed.
pub async fn once(app: &App) -> Result<(), Error> {
    let (county, live, now) = (app.county.id, app.county.live(), app.now());
    let abandoned = app
        .db
        .write(move |tx| -> Result<Vec<String>, Error> {
            forget(tx, county, now)?;
            job::forget(tx, county, now)?;
            // A day has come from which a parameter is another.
            params::tell(tx, county, &live, now)?;
            // Somebody's last day is over.
            leave::end_due(tx, county, now)?;
            // The first day of a campaign has come, or a household came into one under way.
            campaign::start::look_over(tx, county, now)?;
            let rows = tx.query(
                "select sha256 from upload where county_id = $1 and made_ms < $2",
                &[county.into(), (now - UPLOAD_MS).into()],
            )?;
            rows.iter().map(|row| Ok(row.text("sha256")?)).collect()
        })
        .await?;
    import::term::forget(app).await?;
    for sha256 in abandoned {
        // Somebody is at it after all.
        let Some(_turn) = app.photos.turn(&sha256) else {
            continue;
        };
        let (photos, name) = (app.photos.clone(), sha256.clone());
        tokio::task::spawn_blocking(move || photos.reset(&name))
            .await
            .map_err(|_| Error::Task)?
            .map_err(Error::Blobs)?;
        app.db
            .write(move |tx| -> Result<(), Error> {
                tx.execute(
                    "delete from upload where county_id = $1 and sha256 = $2 and made_ms < $3",
                    &[county.into(), sha256.into(), (now - UPLOAD_MS).into()],
                )?;
                Ok(())
            })
            .await?;
    }
    Ok(())
}

fn forget(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    for (sql, until) in [
        (
            "delete from device_token where county_id = $1 and expires_ms <= $2",
            now,
        ),
        (
            "delete from console_session where county_id = $1 and expires_ms <= $2",
            now,
        ),
        (
            "delete from attempt where county_id = $1 and until_ms <= $2",
            now,
        ),
        (
            "delete from device_proof where county_id = $1 and at_ms <= $2",
            now - PROOF_MS,
        ),
    ] {
        tx.execute(sql, &[county.into(), until.into()])?;
    }
    Ok(())
}
