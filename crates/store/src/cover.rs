//! Parts of a photo that its visitor covered by hand. The original is untouched; a copy with them
//! covered takes the sent one's place.

use domain::id::{PhotoId, VisitId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use serde::{Deserialize, Serialize};

use crate::answer::require_draft;
use crate::{Error, Result, column};

/// A box of the upright picture, in fractions of its sides.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

// Where a face is belongs in no log.
impl std::fmt::Debug for Area {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Area")
    }
}

/// A copy made anew of a photo's original.
pub struct NewCopy<'a> {
    pub sha256: &'a str,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub sent_path: &'a str,
    pub thumbnail: &'a [u8],
}

/// What is covered in the copy that is sent.
pub fn areas(conn: &Connection, photo: PhotoId) -> Result<Vec<Area>> {
    Ok(conn
        .prepare_cached("select blurred from photo where photo_id = ?1")?
        .query_row([photo.to_string()], |row| {
            column::maybe_json(row, "blurred")
        })
        .optional()?
        .flatten()
        .unwrap_or_default())
}

/// Puts a new copy in the sent one's place, in a draft. It has never been declared: the next
/// sealing does, and the county's receipt for the old one proves nothing of it.
pub fn replace(
    tx: &Transaction<'_>,
    visit: VisitId,
    photo: PhotoId,
    copy: &NewCopy<'_>,
    areas: &[Area],
) -> Result<()> {
    require_draft(tx, visit)?;
    let key = (photo.to_string(), visit.to_string());
    tx.execute(
        "insert or replace into replaced_copy (sent_path, visit_id, declared)
         select sent_path, visit_id, change_id is not null from photo
         where photo_id = ?1 and visit_id = ?2 and sent_path <> ?3",
        (&key.0, &key.1, copy.sent_path),
    )?;
    let changed = tx.execute(
        "update photo set sha256 = :sha256, bytes = :bytes, width = :width, height = :height,
             sent_path = :sent_path, thumbnail = :thumbnail, blurred = :blurred,
             change_id = iif(sha256 = :sha256, change_id, null),
             receipt = iif(sha256 = :sha256, receipt, null),
             verified_ms = iif(sha256 = :sha256, verified_ms, null),
             upload_url = iif(sha256 = :sha256, upload_url, null),
             upload_offset = iif(sha256 = :sha256, upload_offset, 0),
             parked_code = iif(sha256 = :sha256, parked_code, null)
         where photo_id = :photo_id and visit_id = :visit_id and removed = 0",
        named_params! {
            ":photo_id": key.0,
            ":visit_id": key.1,
            ":sha256": copy.sha256,
            ":bytes": i64::try_from(copy.bytes).unwrap_or(i64::MAX),
            ":width": copy.width,
            ":height": copy.height,
            ":sent_path": copy.sent_path,
            ":thumbnail": copy.thumbnail,
            ":blurred": (!areas.is_empty()).then(|| column::to_json(&areas)).transpose()?,
        },
    )?;
    if changed == 0 {
        return Err(Error::NotFound("photo"));
    }
    Ok(())
}

/// Copies whose files may go now: nothing names them, and the county was never told of them or
/// has accepted their visit long enough ago.
pub fn prunable(conn: &Connection, now_ms: i64, retention_ms: i64) -> Result<Vec<String>> {
    Ok(conn
        .prepare_cached(&format!(
            "select sent_path from replaced_copy left join county_visit using (visit_id)
             where {UNNAMED} and (declared = 0
                 or (county_visit.state = 'county_accepted'
                     and coalesce(county_visit.body ->> '$.reviews[#-1].received_ms',
                         county_visit.received_ms) <= ?1))"
        ))?
        .query_map([now_ms.saturating_sub(retention_ms)], path)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Those of them the county was never told of: they may go at once.
pub fn undeclared(conn: &Connection) -> Result<Vec<String>> {
    Ok(conn
        .prepare_cached(&format!(
            "select sent_path from replaced_copy where declared = 0 and {UNNAMED}"
        ))?
        .query_map([], path)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The file is gone.
pub fn forget(tx: &Transaction<'_>, sent_path: &str) -> Result<()> {
    tx.execute(
        "delete from replaced_copy where sent_path = ?1",
        [sent_path],
    )?;
    Ok(())
}

/// The same areas chosen again give the same bytes under the same name.
const UNNAMED: &str = "not exists (select 1 from photo
        where photo.sent_path = replaced_copy.sent_path)
    and not exists (select 1 from dropped_photo
        where dropped_photo.sent_path = replaced_copy.sent_path)";

fn path(row: &Row<'_>) -> rusqlite::Result<String> {
    row.get("sent_path")
}
