//! Rescue files: what goes into one, those made here, and those carried for others.

use domain::id::{ChangeId, DeviceId, PhotoId};
use protocol::push::ChangeV1;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use uuid::Uuid;

use crate::{Result, column, contact, outbox};

/// What only this phone has, as far as it knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// In the order they were made.
    pub changes: Vec<ChangeId>,
    pub photos: Vec<PhotoPlan>,
    /// Of edits and photos.
    pub bytes: u64,
}

/// A photo's sent bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoPlan {
    pub photo_id: PhotoId,
    pub sha256: String,
    pub bytes: u64,
    /// Within the app's photo folder.
    pub sent_path: String,
}

/// A rescue file made here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub bundle_id: Uuid,
    pub file: String,
    pub made_ms: i64,
    pub bytes: u64,
    pub changes: u32,
    pub photos: u32,
}

/// A rescue file carried for another phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub bundle_id: Uuid,
    pub device_id: DeviceId,
    pub file: Option<String>,
    pub made_ms: i64,
    pub arrived_ms: i64,
    pub bytes: u64,
    pub changes: u32,
    pub photos: u32,
    pub parts: u32,
    pub complete: bool,
    pub proved: u32,
    pub refused: u32,
    pub sent_to: u64,
    pub code: Option<String>,
    pub delivered_ms: Option<i64>,
}

/// Everything without a receipt: sealed work, and the photos it declares.
pub fn contents(conn: &Connection) -> Result<Contents> {
    let mut contents = Contents::default();
    let mut changes = conn.prepare_cached(
        "select change_id, length(cast(edit as blob)) as bytes from outbox
         where delivery in ('queued', 'parked') order by position",
    )?;
    let rows = changes.query_map([], |row| {
        Ok((column::id(row, "change_id")?, row.get::<_, i64>("bytes")?))
    })?;
    for row in rows {
        let (change, bytes) = row?;
        contents.changes.push(change);
        contents.bytes += unsigned(bytes);
    }
    let mut photos = conn.prepare_cached(
        "select photo_id, sha256, bytes, sent_path from photo
         where verified_ms is null and change_id is not null order by taken_ms, photo_id",
    )?;
    let rows = photos.query_map([], |row| {
        Ok(PhotoPlan {
            photo_id: column::id(row, "photo_id")?,
            sha256: row.get("sha256")?,
            bytes: unsigned(row.get("bytes")?),
            sent_path: row.get("sent_path")?,
        })
    })?;
    for row in rows {
        let photo = row?;
        contents.bytes += photo.bytes;
        contents.photos.push(photo);
    }
    Ok(contents)
}

/// Notes that these changes leave in a file: from here on nobody may take them back, as after a
/// first try to send them.
pub fn mark_left(tx: &Transaction<'_>, changes: &[ChangeId], now_ms: i64) -> Result<()> {
    let mut update = tx.prepare_cached(
        "update outbox set attempts = attempts + 1, last_attempt_ms = ?2 where change_id = ?1",
    )?;
    for change in changes {
        update.execute((change.to_string(), now_ms))?;
    }
    Ok(())
}

/// A change as it would be sent now; `None` when it has been proved or taken back meanwhile.
pub fn change(conn: &Connection, id: ChangeId) -> Result<Option<ChangeV1>> {
    let Some(waiting) = outbox::get(conn, id)? else {
        return Ok(None);
    };
    let mut change = waiting.to_change();
    change.contacts = contact::around(conn, &waiting.made_at, waiting.device_sequence)?;
    Ok(Some(change))
}

pub fn add_exported(tx: &Transaction<'_>, exported: &Exported) -> Result<()> {
    let Exported {
        bundle_id,
        file,
        made_ms,
        bytes,
        changes,
        photos,
    } = exported;
    tx.execute(
        "insert into exported_bundle (bundle_id, file, made_ms, bytes, changes, photos)
         values (:bundle_id, :file, :made_ms, :bytes, :changes, :photos)",
        named_params! {
            ":bundle_id": bundle_id.to_string(), ":file": file, ":made_ms": made_ms,
            ":bytes": signed(*bytes), ":changes": changes, ":photos": photos,
        },
    )?;
    Ok(())
}

/// The rescue files made here, the newest first.
pub fn exported(conn: &Connection) -> Result<Vec<Exported>> {
    Ok(conn
        .prepare_cached("select * from exported_bundle order by made_ms desc, bundle_id")?
        .query_map([], |row| {
            Ok(Exported {
                bundle_id: bundle_id(row)?,
                file: row.get("file")?,
                made_ms: row.get("made_ms")?,
                bytes: unsigned(row.get("bytes")?),
                changes: row.get("changes")?,
                photos: row.get("photos")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Forgets a rescue file made here. What was in it is where it always was.
pub fn forget_exported(tx: &Transaction<'_>, bundle: Uuid) -> Result<()> {
    tx.execute(
        "delete from exported_bundle where bundle_id = ?1",
        [bundle.to_string()],
    )?;
    Ok(())
}

/// Takes charge of another phone's rescue file. A better copy of one that is here already takes
/// its place, unless that was delivered.
pub fn carry(tx: &Transaction<'_>, carried: &Carried) -> Result<()> {
    let Carried {
        bundle_id,
        device_id,
        file,
        made_ms,
        arrived_ms,
        bytes,
        changes,
        photos,
        parts,
        complete,
        proved: _,
        refused: _,
        sent_to: _,
        code: _,
        delivered_ms: _,
    } = carried;
    tx.execute(
        "insert into carried_bundle (bundle_id, device_id, file, made_ms, arrived_ms, bytes,
             changes, photos, parts, complete)
         values (:bundle_id, :device_id, :file, :made_ms, :arrived_ms, :bytes, :changes, :photos,
             :parts, :complete)
         on conflict (bundle_id) do update set file = excluded.file, bytes = excluded.bytes,
             arrived_ms = excluded.arrived_ms, parts = excluded.parts,
             complete = excluded.complete, proved = 0, refused = 0, sent_to = 0, code = null
             where delivered_ms is null",
        named_params! {
            ":bundle_id": bundle_id.to_string(), ":device_id": device_id.to_string(),
            ":file": file, ":made_ms": made_ms, ":arrived_ms": arrived_ms,
            ":bytes": signed(*bytes), ":changes": changes, ":photos": photos, ":parts": parts,
            ":complete": complete,
        },
    )?;
    Ok(())
}

/// The rescue files carried for others, the newest first, delivered ones too.
pub fn carried(conn: &Connection) -> Result<Vec<Carried>> {
    Ok(conn
        .prepare_cached("select * from carried_bundle order by arrived_ms desc, bundle_id")?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// One rescue file carried for another.
pub fn one_carried(conn: &Connection, bundle: Uuid) -> Result<Option<Carried>> {
    Ok(conn
        .query_row(
            "select * from carried_bundle where bundle_id = ?1",
            [bundle.to_string()],
            from_row,
        )
        .optional()?)
}

/// Those with parts to send, the oldest first.
pub fn to_send(conn: &Connection) -> Result<Vec<Carried>> {
    Ok(conn
        .prepare_cached(
            "select * from carried_bundle
             where delivered_ms is null and file is not null and proved + refused < parts
             order by arrived_ms, bundle_id",
        )?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Saves how far a bundle is. Delivered is only what is complete and proved in every part.
pub fn save_progress(tx: &Transaction<'_>, carried: &Carried, now_ms: i64) -> Result<()> {
    let all = carried.complete && carried.proved >= carried.parts && carried.refused == 0;
    tx.execute(
        "update carried_bundle set proved = :proved, refused = :refused, sent_to = :sent_to,
             code = :code, delivered_ms = coalesce(delivered_ms, :delivered_ms)
         where bundle_id = :bundle_id",
        named_params! {
            ":bundle_id": carried.bundle_id.to_string(),
            ":proved": carried.proved, ":refused": carried.refused,
            ":sent_to": signed(carried.sent_to), ":code": carried.code,
            ":delivered_ms": all.then_some(now_ms),
        },
    )?;
    Ok(())
}

/// A person asks for what the county did not take to be sent again.
pub fn send_again(tx: &Transaction<'_>, bundle: Uuid) -> Result<()> {
    tx.execute(
        "update carried_bundle set proved = 0, refused = 0, sent_to = 0, code = null
         where bundle_id = ?1 and delivered_ms is null",
        [bundle.to_string()],
    )?;
    Ok(())
}

/// The file of a delivered bundle is gone.
pub fn forget_file(tx: &Transaction<'_>, bundle: Uuid) -> Result<()> {
    tx.execute(
        "update carried_bundle set file = null
         where bundle_id = ?1 and delivered_ms is not null",
        [bundle.to_string()],
    )?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Carried> {
    Ok(Carried {
        bundle_id: bundle_id(row)?,
        device_id: column::id(row, "device_id")?,
        file: row.get("file")?,
        made_ms: row.get("made_ms")?,
        arrived_ms: row.get("arrived_ms")?,
        bytes: unsigned(row.get("bytes")?),
        changes: row.get("changes")?,
        photos: row.get("photos")?,
        parts: row.get("parts")?,
        complete: row.get("complete")?,
        proved: row.get("proved")?,
        refused: row.get("refused")?,
        sent_to: unsigned(row.get("sent_to")?),
        code: row.get("code")?,
        delivered_ms: row.get("delivered_ms")?,
    })
}

fn bundle_id(row: &Row<'_>) -> rusqlite::Result<Uuid> {
    column::id(row, "bundle_id")
}

fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}
