//! Photos of this phone's visits: what they are, and how far their bytes have come.

use domain::id::{ChangeId, HouseholdId, MemberId, PhotoId, VisitId};
use protocol::receipt::PhotoReceiptV1;
use protocol::visit::{PhotoV1, VisitV1};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::answer::require_draft;
use crate::outbox::Tally;
use crate::{Result, column, dropped};

/// A photo without its thumbnail.
#[derive(Clone, Debug, PartialEq)]
pub struct PhotoRow {
    pub visit_id: VisitId,
    /// As the visit declares it.
    pub photo: PhotoV1,
    /// Within the app's photo folder; absent once law 9 let the original go.
    pub original_path: Option<String>,
    pub sent_path: String,
    /// Taken out of the visit after it was sealed with it.
    pub removed: bool,
    /// The sealing that first declared it; absent in a draft.
    pub change_id: Option<ChangeId>,
    /// Where the server takes it, once created there.
    pub upload_url: Option<String>,
    pub upload_offset: u64,
    pub attempts: u32,
    /// Refused: waits for a person.
    pub parked_code: Option<String>,
    pub verified_ms: Option<i64>,
}

/// Adds a photo to a draft. Its files are on disk before this is called.
pub fn insert(tx: &Transaction<'_>, row: &PhotoRow, thumbnail: &[u8]) -> Result<()> {
    require_draft(tx, row.visit_id)?;
    save(tx, row, Some(thumbnail))
}

/// Takes a photo out of a draft. One that was declared to the county stays on the phone until it
/// is verified, out of the visit's sight.
pub fn remove(tx: &Transaction<'_>, visit: VisitId, photo: PhotoId) -> Result<()> {
    require_draft(tx, visit)?;
    let key = (photo.to_string(), visit.to_string());
    dropped::keep(tx, visit, photo)?;
    tx.execute(
        "delete from photo where photo_id = ?1 and visit_id = ?2 and change_id is null",
        (&key.0, &key.1),
    )?;
    tx.execute(
        "update photo set removed = 1 where photo_id = ?1 and visit_id = ?2",
        (&key.0, &key.1),
    )?;
    Ok(())
}

pub fn get(conn: &Connection, photo: PhotoId) -> Result<Option<PhotoRow>> {
    Ok(conn
        .query_row(
            "select * from photo where photo_id = ?1",
            [photo.to_string()],
            from_row,
        )
        .optional()?)
}

pub fn thumbnail(conn: &Connection, photo: PhotoId) -> Result<Option<Vec<u8>>> {
    Ok(conn
        .query_row(
            "select thumbnail from photo where photo_id = ?1",
            [photo.to_string()],
            |row| row.get::<_, Option<Vec<u8>>>(0),
        )
        .optional()?
        .flatten())
}

/// The photos a visit shows, in the order they were taken.
pub fn of_visit(conn: &Connection, visit: VisitId) -> Result<Vec<PhotoRow>> {
    Ok(conn
        .prepare_cached(
            "select * from photo where visit_id = ?1 and removed = 0 order by taken_ms, photo_id",
        )?
        .query_map([visit.to_string()], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Photos this phone holds of the household's sealed visits, the newest first.
pub fn of_household(
    conn: &Connection,
    household: HouseholdId,
    most: usize,
) -> Result<Vec<PhotoRow>> {
    Ok(conn
        .prepare_cached(
            "select photo.* from visit join photo using (visit_id)
             where visit.household_id = ?1 and visit.phase = 'sealed' and photo.removed = 0
               and photo.change_id is not null
             order by photo.taken_ms desc, photo.photo_id limit ?2",
        )?
        .query_map(
            (
                household.to_string(),
                i64::try_from(most).unwrap_or(i64::MAX),
            ),
            from_row,
        )?
        .collect::<rusqlite::Result<_>>()?)
}

/// Photos whose text the county holds and whose bytes it does not: text before photos (law 8).
/// Those that failed most come last, so that none starves the others.
pub fn pending(conn: &Connection) -> Result<Vec<PhotoRow>> {
    Ok(conn
        .prepare_cached(&format!(
            "select photo.* from photo where {PENDING} order by attempts, taken_ms, photo_id"
        ))?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

const PENDING: &str = "verified_ms is null and parked_code is null and change_id is not null
    and (exists (select 1 from receipt where receipt.change_id = photo.change_id)
         or exists (select 1 from outbox where outbox.change_id = photo.change_id
             and outbox.delivery in ('held', 'quarantined')))";

/// How many a round would send.
pub fn sendable(conn: &Connection) -> Result<u32> {
    Ok(conn
        .prepare_cached(&format!("select count(*) from photo where {PENDING}"))?
        .query_row([], |row| row.get(0))?)
}

/// How many photos of sealed visits are not verified, and their bytes still to go.
pub fn outstanding(conn: &Connection) -> Result<(u32, u64)> {
    Ok(conn.query_row(
        "select count(*), coalesce(sum(max(bytes - upload_offset, 0)), 0) from photo
         where verified_ms is null and change_id is not null",
        [],
        |row| Ok((row.get(0)?, unsigned(row.get(1)?))),
    )?)
}

/// Counts the photos of sealed visits, and those the county proved to hold.
pub fn tally(conn: &Connection) -> Result<Tally> {
    Ok(conn.query_row(
        "select count(*), count(verified_ms) from photo where change_id is not null",
        [],
        |row| {
            Ok(Tally {
                recorded: row.get(0)?,
                verified: row.get(1)?,
            })
        },
    )?)
}

/// Where the server takes the photo and how much of it it has.
pub fn set_progress(
    tx: &Transaction<'_>,
    photo: PhotoId,
    upload_url: Option<&str>,
    offset: u64,
) -> Result<()> {
    // A copy that took the sent one's place meanwhile is not declared yet, and nothing of it is
    // anywhere.
    tx.prepare_cached(
        "update photo set upload_url = ?2, upload_offset = ?3
         where photo_id = ?1 and change_id is not null",
    )?
    .execute((photo.to_string(), upload_url, signed(offset)))?;
    Ok(())
}

/// Keeps the receipt, once checked: from here on the county answers for the photo. For the very
/// bytes it names alone: another copy may have taken their place while they were under way.
pub fn set_receipt(tx: &Transaction<'_>, photo: PhotoId, receipt: &PhotoReceiptV1) -> Result<()> {
    tx.execute(
        "update photo set receipt = :receipt, verified_ms = :verified_ms, upload_offset = bytes,
             parked_code = null
         where photo_id = :photo_id and sha256 = :sha256",
        named_params! {
            ":photo_id": photo.to_string(),
            ":sha256": receipt.sha256,
            ":receipt": column::to_json(receipt)?,
            ":verified_ms": receipt.verified_ms,
        },
    )?;
    Ok(())
}

/// Counts a failed try; the photo comes later in the next round.
pub fn note_failure(tx: &Transaction<'_>, photo: PhotoId) -> Result<()> {
    tx.execute(
        "update photo set attempts = attempts + 1 where photo_id = ?1",
        [photo.to_string()],
    )?;
    Ok(())
}

/// Sets a refused photo aside for a person. Its bytes stay.
pub fn park(tx: &Transaction<'_>, photo: PhotoId, code: &str) -> Result<()> {
    tx.execute(
        "update photo set parked_code = ?2, attempts = attempts + 1
         where photo_id = ?1 and change_id is not null",
        (photo.to_string(), code),
    )?;
    Ok(())
}

/// Photos the county refused: a person must decide.
pub fn parked(conn: &Connection) -> Result<Vec<PhotoRow>> {
    Ok(conn
        .prepare_cached(
            "select * from photo where parked_code is not null and verified_ms is null
             order by taken_ms, photo_id",
        )?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// A person asks for a refused photo to be sent again.
pub fn retry(tx: &Transaction<'_>, photo: PhotoId) -> Result<()> {
    tx.execute(
        "update photo set parked_code = null where photo_id = ?1",
        [photo.to_string()],
    )?;
    Ok(())
}

/// Originals the phone may let go (law 9): verified, the visit accepted, retention over. Nothing
/// else is ever a reason.
pub fn prunable(conn: &Connection, now_ms: i64, retention_ms: i64) -> Result<Vec<PhotoRow>> {
    Ok(conn
        .prepare_cached(
            "select photo.* from photo join county_visit using (visit_id)
             where original_path is not null and receipt is not null
               and county_visit.state = 'county_accepted' and verified_ms <= ?1
               and coalesce(county_visit.body ->> '$.reviews[#-1].received_ms',
                       county_visit.received_ms) <= ?1
               -- The same picture, taken for two items or visits, is one file.
               and not exists (select 1 from photo twin
                   left join county_visit seen on seen.visit_id = twin.visit_id
                   where twin.original_path = photo.original_path
                     and (twin.receipt is null or twin.verified_ms > ?1
                         or seen.state is not 'county_accepted'))
             order by verified_ms",
        )?
        .query_map([now_ms.saturating_sub(retention_ms)], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// The original's file is gone, as [`prunable`] allowed.
pub fn forget_original(tx: &Transaction<'_>, photo: PhotoId) -> Result<()> {
    tx.execute(
        "update photo set original_path = null where photo_id = ?1 and receipt is not null",
        [photo.to_string()],
    )?;
    Ok(())
}

/// The photos a sealing declares for the first time.
pub(crate) fn declare(tx: &Transaction<'_>, visit: &VisitV1, change_id: ChangeId) -> Result<()> {
    for photo in &visit.photos {
        tx.execute(
            "update photo set change_id = coalesce(change_id, ?2) where photo_id = ?1",
            (photo.id.to_string(), change_id.to_string()),
        )?;
    }
    Ok(())
}

/// The sealing was taken back before it counted.
pub(crate) fn undeclare(tx: &Transaction<'_>, change_id: ChangeId) -> Result<()> {
    tx.execute(
        "update photo set change_id = null where change_id = ?1 and verified_ms is null",
        [change_id.to_string()],
    )?;
    Ok(())
}

fn save(tx: &Transaction<'_>, row: &PhotoRow, thumbnail: Option<&[u8]>) -> Result<()> {
    let PhotoV1 {
        id,
        kind,
        item,
        member,
        taken_ms,
        geo,
        sha256,
        bytes,
        width,
        height,
        original_sha256,
        phash,
        dhash,
        imported,
        exif,
    } = &row.photo;
    tx.execute(
        "insert into photo (photo_id, visit_id, item, member_id, kind, taken_ms, geo,
             original_path, original_sha256, sent_path, sha256, bytes, width, height, phash,
             dhash, imported, exif, thumbnail)
         values (:photo_id, :visit_id, :item, :member_id, :kind, :taken_ms, :geo, :original_path,
             :original_sha256, :sent_path, :sha256, :bytes, :width, :height, :phash, :dhash,
             :imported, :exif, :thumbnail)",
        named_params! {
            ":photo_id": id.to_string(),
            ":visit_id": row.visit_id.to_string(),
            ":item": item,
            ":member_id": member.map(|id: MemberId| id.to_string()).unwrap_or_default(),
            ":kind": kind,
            ":taken_ms": taken_ms,
            ":geo": column::to_json(geo)?,
            ":original_path": row.original_path,
            ":original_sha256": original_sha256,
            ":sent_path": row.sent_path,
            ":sha256": sha256,
            ":bytes": signed(*bytes),
            ":width": width,
            ":height": height,
            ":phash": phash,
            ":dhash": dhash,
            ":imported": imported,
            ":exif": exif.as_ref().map(column::to_json).transpose()?,
            ":thumbnail": thumbnail,
        },
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<PhotoRow> {
    Ok(PhotoRow {
        visit_id: column::id(row, "visit_id")?,
        photo: PhotoV1 {
            id: column::id(row, "photo_id")?,
            kind: row.get("kind")?,
            item: row.get("item")?,
            member: column::maybe_id(row, "member_id")?,
            taken_ms: row.get("taken_ms")?,
            geo: column::json(row, "geo")?,
            sha256: row.get("sha256")?,
            bytes: unsigned(row.get("bytes")?),
            width: row.get("width")?,
            height: row.get("height")?,
            original_sha256: row.get("original_sha256")?,
            phash: row.get("phash")?,
            dhash: row.get("dhash")?,
            imported: row.get("imported")?,
            exif: column::maybe_json(row, "exif")?,
        },
        original_path: row.get("original_path")?,
        sent_path: row.get("sent_path")?,
        removed: row.get("removed")?,
        change_id: column::maybe_id(row, "change_id")?,
        upload_url: row.get("upload_url")?,
        upload_offset: unsigned(row.get("upload_offset")?),
        attempts: row.get("attempts")?,
        parked_code: row.get("parked_code")?,
        verified_ms: row.get("verified_ms")?,
    })
}

/// SQLite counts signed; no photo has so many bytes.
fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}
