//! Photos taken out of a draft that never left with them. Nothing else names them; their files
//! stay as long as those of the visit they were taken for (DESIGN law 9).

use domain::id::{PhotoId, VisitId};
use rusqlite::{Connection, Transaction};

use crate::{Result, column};

/// The files of such a photo, within the app's photo folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    pub photo: PhotoId,
    pub original_path: Option<String>,
    pub sent_path: String,
}

/// Keeps the names of a photo's files, before its row goes.
pub(crate) fn keep(tx: &Transaction<'_>, visit: VisitId, photo: PhotoId) -> Result<()> {
    tx.execute(
        "insert or ignore into dropped_photo (photo_id, visit_id, original_path, sent_path)
         select photo_id, visit_id, original_path, sent_path from photo
         where photo_id = ?1 and visit_id = ?2 and change_id is null",
        (photo.to_string(), visit.to_string()),
    )?;
    Ok(())
}

/// Those whose visit the county accepted long enough ago, and whose files no other photo needs.
pub fn prunable(conn: &Connection, now_ms: i64, retention_ms: i64) -> Result<Vec<Dropped>> {
    Ok(conn
        .prepare_cached(
            "select dropped_photo.* from dropped_photo join county_visit using (visit_id)
             where county_visit.state = 'county_accepted'
               and coalesce(county_visit.body ->> '$.reviews[#-1].received_ms',
                       county_visit.received_ms) <= ?1
               and not exists (select 1 from photo
                   where photo.original_path = dropped_photo.original_path
                      or photo.sent_path = dropped_photo.sent_path)",
        )?
        .query_map([now_ms.saturating_sub(retention_ms)], |row| {
            Ok(Dropped {
                photo: column::id(row, "photo_id")?,
                original_path: row.get("original_path")?,
                sent_path: row.get("sent_path")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// The files are gone, as [`prunable`] allowed.
pub fn forget(tx: &Transaction<'_>, photo: PhotoId) -> Result<()> {
    tx.execute(
        "delete from dropped_photo where photo_id = ?1",
        [photo.to_string()],
    )?;
    Ok(())
}
