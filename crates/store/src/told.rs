//! What only this phone has, as it counts it and as it told the county last.

use std::collections::HashSet;

use domain::id::ChangeId;
use protocol::team::OutstandingV1;
use rusqlite::{Connection, OptionalExtension, Transaction};

use crate::{Result, column, photo};

/// What would be left if these changes were taken in. What the county has aside is not left: it
/// is there, with its receipt here.
pub fn left_without(conn: &Connection, gone: &[ChangeId]) -> Result<OutstandingV1> {
    let waiting: Vec<(ChangeId, Option<String>)> = conn
        .prepare_cached(
            "select change_id,
                 case when edit ->> '$.kind' = 'save_visit_v1' then record_id end as visit_id
             from outbox where delivery in ('queued', 'parked') order by position",
        )?
        .query_map([], |row| {
            Ok((column::id(row, "change_id")?, row.get("visit_id")?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut visits = HashSet::new();
    let mut changes = 0;
    for (id, visit) in waiting {
        if gone.contains(&id) {
            continue;
        }
        match visit {
            Some(visit) => drop(visits.insert(visit)),
            None => changes += 1,
        }
    }
    let (photos, _) = photo::outstanding(conn)?;
    Ok(OutstandingV1 {
        visits: u32::try_from(visits.len()).unwrap_or(u32::MAX),
        changes,
        photos,
    })
}

/// What only this phone has now.
pub fn left(conn: &Connection) -> Result<OutstandingV1> {
    left_without(conn, &[])
}

/// What the county was told last; nothing yet, it may be.
pub fn last(conn: &Connection) -> Result<Option<OutstandingV1>> {
    Ok(conn
        .query_row("select visits, changes, photos from told", [], |row| {
            Ok(OutstandingV1 {
                visits: row.get("visits")?,
                changes: row.get("changes")?,
                photos: row.get("photos")?,
            })
        })
        .optional()?)
}

/// The county has heard it.
pub fn note(tx: &Transaction<'_>, said: OutstandingV1) -> Result<()> {
    let OutstandingV1 {
        visits,
        changes,
        photos,
    } = said;
    tx.execute(
        "insert or replace into told (told, visits, changes, photos) values (1, ?1, ?2, ?3)",
        (visits, changes, photos),
    )?;
    Ok(())
}

/// A county set back to a backup may not know it any more.
pub(crate) fn forget(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("delete from told", [])?;
    Ok(())
}
