//! Counts failures to prove who one is, so that guessing takes for ever.

use axum::http::StatusCode;
use domain::CountyId;

use crate::db::Tx;
use crate::error::{Error, Refusal};

/// Failures are forgotten after this long.
const WINDOW_MS: i64 = 15 * 60 * 1000;

/// Refuses a subject with too many failures.
///
/// # Errors
/// `too_many_attempts`, with how long to wait.
pub fn check(
    tx: &mut Tx<'_>,
    county: CountyId,
    subject: &str,
    most: u32,
    now: i64,
) -> Result<(), Error> {
    let row = tx.first(
        "select failures, until_ms from attempt where county_id = $1 and subject = $2",
        &[county.into(), subject.into()],
    )?;
    let Some(row) = row else { return Ok(()) };
    let wait = row.int("until_ms")? - now;
    if row.count("failures")? < most || wait <= 0 {
        return Ok(());
    }
    Err(Error::Refused(Refusal {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_many_attempts".into(),
        field: None,
        retry_after_s: Some(u32::try_from(wait / 1000 + 1).unwrap_or(u32::MAX)),
    }))
}

/// Refuses a subject with too many failures, and counts a try as one until [`forget`] says that
/// it was none: of tries sent all at once, no more than `most` find out anything.
///
/// # Errors
/// `too_many_attempts`, with how long to wait.
pub fn begin(
    tx: &mut Tx<'_>,
    county: CountyId,
    subject: &str,
    most: u32,
    now: i64,
) -> Result<(), Error> {
    check(tx, county, subject, most, now)?;
    failed(tx, county, subject, now)
}

/// Counts a failure.
///
/// # Errors
/// When the database failed.
pub fn failed(tx: &mut Tx<'_>, county: CountyId, subject: &str, now: i64) -> Result<(), Error> {
    tx.execute(
        "insert into attempt (county_id, subject, failures, until_ms) values ($1, $2, 1, $4)
         on conflict (county_id, subject) do update set
             failures = case when attempt.until_ms <= $3 then 1 else attempt.failures + 1 end,
             until_ms = excluded.until_ms",
        &[
            county.into(),
            subject.into(),
            now.into(),
            (now + WINDOW_MS).into(),
        ],
    )?;
    Ok(())
}

/// Forgets a subject's failures after a success.
///
/// # Errors
/// When the database failed.
pub fn forget(tx: &mut Tx<'_>, county: CountyId, subject: &str) -> Result<(), Error> {
    tx.execute(
        "delete from attempt where county_id = $1 and subject = $2",
        &[county.into(), subject.into()],
    )?;
    Ok(())
}
