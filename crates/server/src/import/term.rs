//! Until when an import can be taken back. What it changed, ID numbers included, is kept for that
//! and no longer; what it did stays known in numbers, and the file by its digest.

use domain::codes::Dated;
use domain::id::CountyId;
use domain::{Date, Timestamp};

use crate::app::App;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::job::SILENT_MS;
use crate::params;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where the data has no other number.
const DAYS: i64 = 180;

/// Changes thrown away in one transaction: phones get their turn between.
const TOGETHER: i64 = 2000;

/// Parameters, for the last day of each import.
pub(super) struct Terms(Dated);

impl Terms {
    pub(super) fn load(reader: &mut Reader<'_>, county: CountyId) -> Result<Self, Error> {
        Ok(Self(params::dated(reader, county)?))
    }

    /// The last day on which an import can be taken back, by the parameter of its own day: what
    /// was said when it was made holds.
    pub(super) fn last_day(&self, begun_ms: i64) -> Date {
        let params = self.0.on(Timestamp::from_ms(begun_ms).shanghai_date());
        let days = params.number("import_undo_days").unwrap_or(DAYS);
        Timestamp::from_ms(begun_ms + days * DAY_MS).shanghai_date()
    }

    pub(super) fn is_over(&self, begun_ms: i64, now: i64) -> bool {
        Timestamp::from_ms(now).shanghai_date() > self.last_day(begun_ms)
    }
}

/// Throws away what imports changed that can no longer be taken back.
///
/// # Errors
/// When the database failed.
pub(crate) async fn forget(app: &App) -> Result<(), Error> {
    let (county, now) = (app.county.id, app.now());
    while app.db.write(move |tx| some(tx, county, now)).await? {}
    Ok(())
}

/// Throws some away; whether there may be more.
fn some(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<bool, Error> {
    let terms = Terms::load(tx, county)?;
    let kept = tx.query(
        "select r.import_id, r.begun_ms from import_run r
         where r.county_id = $1 and r.forgotten_ms is null
             and not exists (select 1 from job j where j.county_id = r.county_id
                 and j.job_id = coalesce(r.undo_job, r.import_id) and j.state = 'running'
                 and j.heard_ms > $2)
         order by r.begun_ms, r.import_id",
        &[county.into(), (now - SILENT_MS).into()],
    )?;
    for row in &kept {
        if terms.is_over(row.int("begun_ms")?, now) {
            forget_some(tx, county, &row.text("import_id")?, now)?;
            return Ok(true);
        }
    }
    Ok(false)
}

fn forget_some(tx: &mut Tx<'_>, county: CountyId, import: &str, now: i64) -> Result<(), Error> {
    // Counted before the first goes.
    tx.execute(
        "update import_run set
             back = (select count(*) from import_change c where c.county_id = $1
                 and c.import_id = $2 and c.state in ('back', 'ended')),
             stays = (select count(*) from import_change c where c.county_id = $1
                 and c.import_id = $2 and c.state = 'stays')
         where county_id = $1 and import_id = $2 and back is null",
        &[county.into(), import.into()],
    )?;
    let gone = tx.execute(
        "delete from import_change where county_id = $1 and import_id = $2 and position in (
             select position from import_change where county_id = $1 and import_id = $2
             order by position limit $3)",
        &[county.into(), import.into(), TOGETHER.into()],
    )?;
    if gone < u64::try_from(TOGETHER).unwrap_or(0) {
        tx.execute(
            "update import_run set forgotten_ms = $3 where county_id = $1 and import_id = $2",
            &[county.into(), import.into(), now.into()],
        )?;
        audit(tx, county, now, None, "import_forgotten", import)?;
    }
    Ok(())
}
