//! Photos that serve twice: each photo is compared with all the county had before it.
//!
//! A photo that is verified, and a visit that declares one the county has already, leave a row in
//! `photo_pending` with their own transaction ([`leave`]). The search follows the commit, some
//! photos at a time, and takes the row away with what it found: stopped at any line, it is done
//! again. Photos are numbered as they are compared and look at lower numbers only, so that each
//! pair is found once, by whichever server.

mod find;
mod print;

use std::time::Duration;

use domain::CountyId;
use domain::fingerprint::LOOK;
use domain::id::VisitId;
use tokio::sync::{Mutex, Notify, watch};

use crate::app::{App, Shared};
use crate::db::Tx;
use crate::error::Error;
use crate::photos::alike::{Index, Near};
use print::Photo;

/// Photos compared in one go.
const SOME: usize = 200;

/// Photos come one after the other: those of a moment are compared together. Nobody waits for it.
const GATHERED_FOR: Duration = Duration::from_secs(1);

/// Another server may have left some behind.
const LOOK_AGAIN: Duration = Duration::from_secs(5 * 60);

/// Fingerprints read at a time.
const PAGE: i64 = 20_000;

/// The county's fingerprints, and whether more are waiting.
#[derive(Default)]
pub struct Reuse {
    known: Mutex<Known>,
    arrived: Notify,
}

/// As far as they have been read.
#[derive(Default)]
struct Known {
    index: Index,
    /// The highest number read.
    until: i64,
}

impl Reuse {
    /// Says that photos may be waiting.
    pub fn wake(&self) {
        self.arrived.notify_one();
    }
}

/// Leaves a verified photo to be compared, wherever visits declare it.
pub(crate) fn leave(tx: &mut Tx<'_>, county: CountyId, sha256: &str) -> Result<(), Error> {
    tx.execute(
        "insert into photo_pending (county_id, visit_id, photo_id)
         select county_id, visit_id, photo_id from visit_photo
         where county_id = $1 and sha256 = $2
         on conflict (county_id, visit_id, photo_id) do nothing",
        &[county.into(), sha256.into()],
    )?;
    Ok(())
}

/// Leaves the photos of a visit to be compared that came before it.
pub(crate) fn leave_of_visit(
    tx: &mut Tx<'_>,
    county: CountyId,
    visit: VisitId,
) -> Result<(), Error> {
    tx.execute(
        "insert into photo_pending (county_id, visit_id, photo_id)
         select i.county_id, i.visit_id, i.photo_id from visit_photo i
         join photo p on p.county_id = i.county_id and p.sha256 = i.sha256
         where i.county_id = $1 and i.visit_id = $2
         on conflict (county_id, visit_id, photo_id) do nothing",
        &[county.into(), visit.into()],
    )?;
    Ok(())
}

/// Compares what arrives, for as long as the server runs.
pub async fn follow(app: Shared, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = compare(&app).await {
            tracing::error!(%error, "Photos were not compared");
        }
        tokio::select! {
            () = app.reuse.arrived.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = stopped.changed() => return,
        }
        tokio::select! {
            () = tokio::time::sleep(GATHERED_FOR) => {}
            _ = stopped.changed() => return,
        }
    }
}

/// Compares all that is waiting.
///
/// # Errors
/// When the database failed; what was not compared waits.
pub async fn compare(app: &App) -> Result<(), Error> {
    let mut known = app.reuse.known.lock().await;
    let county = app.county.id;
    loop {
        let waiting = app
            .db
            .read(move |reader| print::waiting(reader, county, SOME))
            .await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let numbered = app
            .db
            .write(move |tx| print::number(tx, county, waiting))
            .await?;
        catch_up(app, &mut known).await?;
        let near = near(&mut known, numbered).await?;
        let found = app
            .db
            .read(move |reader| find::matches(reader, county, near))
            .await?;
        let now = app.now();
        app.db
            .write(move |tx| find::store(tx, county, found, now))
            .await?;
    }
}

/// Reads the fingerprints that came since, here or at another server.
async fn catch_up(app: &App, known: &mut Known) -> Result<(), Error> {
    let county = app.county.id;
    loop {
        let until = known.until;
        let page = app
            .db
            .read(move |reader| print::after(reader, county, until, PAGE))
            .await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        known.until = last.number;
        for print in page {
            if let (Some(fingerprint), Ok(number)) =
                (print.fingerprint, u32::try_from(print.number))
            {
                known.index.push(number, fingerprint);
            }
        }
    }
}

/// Searches beside the requests. A search that does not come back takes what was read with it: it
/// is read again.
async fn near(known: &mut Known, photos: Vec<Photo>) -> Result<Vec<(Photo, Vec<Near>)>, Error> {
    let taken = std::mem::take(known);
    let search = move || {
        let found = photos
            .into_iter()
            .map(|photo| {
                let near = match photo.fingerprint {
                    Some(fingerprint) => taken.index.search(&fingerprint.turns(), LOOK),
                    None => Vec::new(),
                };
                (photo, near)
            })
            .collect();
        (taken, found)
    };
    let (back, found) = tokio::task::spawn_blocking(search)
        .await
        .map_err(|_| Error::Task)?;
    *known = back;
    Ok(found)
}
