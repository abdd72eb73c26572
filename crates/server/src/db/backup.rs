//! A copy of the SQLite file while it is in use, and putting one back. Blocks.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{Error, migrate};

/// Longer than any commit; a server that runs holds its file for good.
const BUSY: Duration = Duration::from_secs(3);

/// Copies the database at `from` into the new file `to` as of one moment, whoever writes
/// meanwhile. Answers the names of the photos it speaks of, which are not in it.
///
/// # Errors
/// When `to` exists, or the database failed.
pub fn copy(from: &Path, to: &Path) -> Result<Vec<String>, Error> {
    if to.exists() {
        return Err(Error::Folder(std::io::ErrorKind::AlreadyExists.into()));
    }
    let connection = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY)?;
    let name = to.to_str().ok_or(Error::NotABackup)?;
    connection.execute("vacuum into ?1", [name])?;
    File::open(to)?.sync_all()?;
    check(to)
}

/// Puts a backup in the place of the database at `at`. What was there is moved aside, whole, and
/// its new place answered: only a person may throw it away.
///
/// # Errors
/// [`Error::NotABackup`], [`Error::TooNew`], [`Error::InUse`], or that the disk failed. Until the
/// last step what was there stays where it is.
pub fn put_back(backup: &Path, at: &Path) -> Result<Option<PathBuf>, Error> {
    check(backup)?;
    let fresh = beside(at, ".restoring");
    fs::copy(backup, &fresh)?;
    File::open(&fresh)?.sync_all()?;
    let aside = if at.exists() {
        close_for_good(at)?;
        let aside = (1..)
            .map(|number| beside(at, &format!(".aside-{number}")))
            .find(|aside| !aside.exists());
        if let Some(aside) = &aside {
            fs::rename(at, aside)?;
        }
        aside
    } else {
        None
    };
    fs::rename(&fresh, at)?;
    if let Some(folder) = at.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(aside)
}

/// Reads every page of a backup. Answers the names of its photos.
fn check(backup: &Path) -> Result<Vec<String>, Error> {
    let connection = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let read = || -> rusqlite::Result<(String, i64, Vec<String>)> {
        let sound = connection.query_row("pragma integrity_check", [], |row| row.get(0))?;
        let step =
            connection.query_row("select max(step) from schema_step", [], |row| row.get(0))?;
        let photos = connection
            .prepare("select sha256 from photo order by sha256")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok((sound, step, photos))
    };
    match read() {
        Ok((sound, step, photos)) if sound == "ok" => {
            migrate::is_known(step)?;
            Ok(photos)
        }
        Ok(_) | Err(_) => Err(Error::NotABackup),
    }
}

/// Brings everything into the one file and shows that nobody else has it open.
fn close_for_good(at: &Path) -> Result<(), Error> {
    let connection = Connection::open_with_flags(at, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(BUSY)?;
    // Leaving the write-ahead log needs the file for oneself.
    let mode = connection.query_row("pragma journal_mode = delete", [], |row| {
        row.get::<_, String>(0)
    });
    match mode {
        Ok(mode) if mode == "delete" => Ok(()),
        _ => Err(Error::InUse),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
