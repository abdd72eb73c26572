//! Changes the county proved to hold.

use domain::id::ChangeId;
use protocol::edit::{Edit, RecordRef};
use protocol::receipt::ReceiptV1;
use rusqlite::{Connection, OptionalExtension};

use crate::{Result, column, outbox};

/// A confirmed change.
#[derive(Clone, Debug)]
pub struct Confirmed {
    pub change_id: ChangeId,
    pub receipt: ReceiptV1,
    /// Fields that somebody else changed differently.
    pub contested: Vec<String>,
}

pub fn get(conn: &Connection, change_id: ChangeId) -> Result<Option<Confirmed>> {
    Ok(conn
        .query_row(
            "select * from receipt where change_id = ?1",
            [change_id.to_string()],
            from_row,
        )
        .optional()?)
}

/// The confirmed changes of one record, in the order they were made.
pub fn of_record(conn: &Connection, record: &RecordRef) -> Result<Vec<Confirmed>> {
    Ok(conn
        .prepare_cached(
            "select * from receipt where record_kind = ?1 and record_id = ?2 order by position",
        )?
        .query_map((outbox::kind_name(record.kind), &record.id), from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// What a confirmed change said, if this version knows its kind.
pub fn edit(conn: &Connection, change_id: ChangeId) -> Result<Option<Edit>> {
    let text: Option<String> = conn
        .query_row(
            "select edit from receipt where change_id = ?1",
            [change_id.to_string()],
            |row| row.get("edit"),
        )
        .optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub fn count(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("select count(*) from receipt", [], |row| row.get(0))?)
}

fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Confirmed> {
    Ok(Confirmed {
        change_id: column::id(row, "change_id")?,
        receipt: column::json(row, "body")?,
        contested: column::json(row, "contested")?,
    })
}
