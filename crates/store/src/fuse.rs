//! A way for tests to end the process in thought: at any step of the database, however small.
//!
//! Once a fuse has blown, nothing more is written or read through its store. The store is then
//! dropped and opened again from its files, as after a kill: what was not committed is gone. A
//! real phone has no fuse.

use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, ffi};

use crate::{Error, Result};

/// Says at every step whether the process still lives.
pub trait Fuse: Send + Sync {
    /// Asked before a transaction, each row it writes and its commit, and after the commit.
    fn holds(&self) -> bool;

    /// Whether the disk has no page left.
    fn is_disk_full(&self) -> bool;
}

/// The fuse of one store, if a test gave it one.
pub(crate) type Given = Option<Arc<dyn Fuse>>;

/// An error from here on when the fuse has blown.
pub(crate) fn check(fuse: &Given) -> Result<()> {
    match fuse {
        Some(fuse) if !fuse.holds() => Err(Error::Sqlite(dead())),
        _ => Ok(()),
    }
}

/// SQLite's own limit on the file is the size of the disk.
pub(crate) fn fit_disk(conn: &Connection, fuse: &Given) -> Result<()> {
    let Some(fuse) = fuse else { return Ok(()) };
    // Never less than the file has already; the largest number is what SQLite begins with.
    let pages: u32 = if fuse.is_disk_full() {
        1
    } else {
        4_294_967_294
    };
    conn.query_row(&format!("pragma max_page_count = {pages}"), [], |_| Ok(()))?;
    Ok(())
}

/// Lets the fuse see every row that is written, and keeps closing from tidying up: a killed
/// process leaves its write-ahead log behind.
pub(crate) fn watch(conn: &Connection, fuse: &Given) -> rusqlite::Result<()> {
    let Some(fuse) = fuse.clone() else {
        return Ok(());
    };
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let flags = FunctionFlags::SQLITE_UTF8;
    conn.create_scalar_function("fuse", 0, flags, move |_| {
        if fuse.holds() { Ok(0) } else { Err(dead()) }
    })?;
    let tables: Vec<String> = conn
        .prepare(
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'
             and sql not like 'create virtual%'",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in tables {
        for act in ["insert", "update", "delete"] {
            conn.execute_batch(&format!(
                "create temp trigger fuse_{act}_{table} before {act} on main.{table}
                 begin select fuse(); end"
            ))?;
        }
    }
    Ok(())
}

fn dead() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), None)
}
