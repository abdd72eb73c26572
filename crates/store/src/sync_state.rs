//! How far the pull has come, and how the last round went.

use rusqlite::{Connection, Transaction};

use crate::Result;

/// What is known of the rounds so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncState {
    pub cursor: i64,
    /// Server time minus wall clock at the last contact.
    pub server_offset_ms: Option<i64>,
    pub last_attempt_ms: Option<i64>,
    pub last_success_ms: Option<i64>,
    /// The code of the last attempt's failure.
    pub last_error: Option<String>,
    /// Attempts that failed one after the other.
    pub failures: u32,
    /// The county asked for patience until then.
    pub patience: Option<Patience>,
}

/// A moment by the clock that nobody can set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// After another start of the phone it means nothing any more.
    pub boot_id: String,
    pub monotonic_ms: i64,
}

pub fn get(conn: &Connection) -> Result<SyncState> {
    Ok(conn.query_row("select * from sync_state", [], |row| {
        Ok(SyncState {
            cursor: row.get("cursor")?,
            server_offset_ms: row.get("server_offset_ms")?,
            last_attempt_ms: row.get("last_attempt_ms")?,
            last_success_ms: row.get("last_success_ms")?,
            last_error: row.get("last_error")?,
            failures: row.get("failures")?,
            patience: match row.get("patience_boot_id")? {
                None => None,
                Some(boot_id) => Some(Patience {
                    boot_id,
                    monotonic_ms: row.get("patience_monotonic_ms")?,
                }),
            },
        })
    })?)
}

/// Only beside the rows of its page: see [`crate::pull::apply_page`].
pub(crate) fn set_cursor(tx: &Transaction<'_>, cursor: i64) -> Result<()> {
    tx.execute("update sync_state set cursor = ?1", [cursor])?;
    Ok(())
}

pub fn set_server_offset(tx: &Transaction<'_>, offset_ms: i64) -> Result<()> {
    tx.execute("update sync_state set server_offset_ms = ?1", [offset_ms])?;
    Ok(())
}

pub fn succeeded(tx: &Transaction<'_>, now_ms: i64) -> Result<()> {
    tx.execute(
        "update sync_state set last_attempt_ms = ?1, last_success_ms = ?1, last_error = null,
             failures = 0, patience_boot_id = null, patience_monotonic_ms = null",
        [now_ms],
    )?;
    Ok(())
}

/// A round that a person stopped has not failed: the next need not wait longer for it.
pub fn failed(tx: &Transaction<'_>, now_ms: i64, code: &str) -> Result<()> {
    tx.execute(
        "update sync_state set last_attempt_ms = ?1, last_error = ?2,
             failures = failures + (?2 <> 'cancelled')",
        (now_ms, code),
    )?;
    Ok(())
}

/// Nothing is to be asked of the county before this moment, unless a person wants it.
pub fn set_patience(tx: &Transaction<'_>, patience: &Patience) -> Result<()> {
    tx.execute(
        "update sync_state set patience_boot_id = ?1, patience_monotonic_ms = ?2",
        (&patience.boot_id, patience.monotonic_ms),
    )?;
    Ok(())
}
