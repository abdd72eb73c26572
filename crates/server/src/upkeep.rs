//! What an administrator does to a county from the command line: a new key, a backup, and taking
//! the county back to one.
//!
//! A county restored from an older backup lacks what phones have receipts for. It begins a new
//! epoch: phones notice it in their next pull, begin again from the start, ask what is missing
//! (`POST /v1/have`) and send it once more.

use std::path::{Path, PathBuf};

use domain::id::{PersonId, VisitId};

use crate::db::{self, backup};
use crate::error::Error;
use crate::{Config, Database, Opened, StartError, keys, open, visit};

/// The county's database in its data folder.
pub(crate) const SQLITE_FILE: &str = "county.sqlite";

/// What was copied.
pub struct Backup {
    /// Named by SHA-256, one a line: their bytes are in the photo folder or bucket, which is to be
    /// kept as well.
    pub photo_list: PathBuf,
    pub photos: usize,
}

/// What a restore found.
pub struct Restored {
    /// Where the database before it is now.
    pub aside: Option<PathBuf>,
    /// Photos the backup speaks of whose bytes are gone; phones are asked for them.
    pub photos_gone: usize,
}

/// Replaces the key that signs. Answers the name of the new one.
///
/// # Errors
/// `reason_needed`, or that the database failed.
pub async fn rotate_key(
    county: &Opened,
    by: Option<PersonId>,
    reason: &str,
) -> Result<String, Error> {
    let app = &county.0;
    let (id, name, now) = (app.county.id, app.county.name.clone(), app.now());
    let reason = reason.to_owned();
    let live = app
        .db
        .write(move |tx| keys::rotate(tx, id, &name, by, &reason, now))
        .await?;
    let key_id = live.key_id.clone();
    app.county.follow(live);
    Ok(key_id)
}

/// Says from which version on an app may pull; an empty one lifts it.
///
/// # Errors
/// When the database failed.
pub async fn set_min_app_version(county: &Opened, version: &str) -> Result<(), Error> {
    let app = &county.0;
    let (id, now, version) = (app.county.id, app.now(), version.trim().to_owned());
    app.db
        .write(move |tx| keys::set_min_app_version(tx, id, &version, now))
        .await?;
    keys::look_again(app).await
}

/// Begins a new epoch: to be run after a county was set back to a backup, by whatever means.
/// Answers how many photos the database speaks of whose bytes are gone.
///
/// # Errors
/// When the database or the photos failed.
pub async fn new_epoch(county: &Opened) -> Result<usize, Error> {
    let app = county.0.clone();
    let id = app.county.id;
    let listed = app
        .db
        .read(move |reader| -> Result<Vec<String>, Error> {
            reader
                .query(
                    "select sha256 from photo where county_id = $1 order by sha256",
                    &[id.into()],
                )?
                .iter()
                .map(|row| Ok(row.text("sha256")?))
                .collect()
        })
        .await?;
    let photos = app.photos.clone();
    let gone = tokio::task::spawn_blocking(move || {
        let mut gone = Vec::new();
        for sha256 in listed {
            if !photos.holds(&sha256)? {
                gone.push(sha256);
            }
        }
        Ok::<_, std::io::Error>(gone)
    })
    .await
    .map_err(|_| Error::Task)?
    .map_err(Error::Blobs)?;
    let (count, now) = (gone.len(), app.now());
    app.db
        .write(move |tx| -> Result<(), Error> {
            for sha256 in &gone {
                // Without the row the photo is asked for again, and nobody is told it is here.
                tx.execute(
                    "delete from photo where county_id = $1 and sha256 = $2",
                    &[id.into(), sha256.into()],
                )?;
                let visits = tx.query(
                    "select distinct visit_id from visit_photo where county_id = $1 and sha256 = $2",
                    &[id.into(), sha256.into()],
                )?;
                for row in visits {
                    visit::refresh(tx, id, row.id::<VisitId>("visit_id")?)?;
                }
            }
            keys::renew_epoch(tx, id, now)
        })
        .await?;
    keys::look_again(&app).await?;
    Ok(count)
}

/// Copies a county's SQLite database into a new file, while it runs.
///
/// # Errors
/// On PostgreSQL, which has tools of its own; when the file exists; when the disk failed.
pub async fn back_up(config: &Config, file: &Path) -> Result<Backup, StartError> {
    let (from, to) = (sqlite(config)?, file.to_owned());
    let done = tokio::task::spawn_blocking(move || -> Result<Backup, StartError> {
        copy(&from, &to).map_err(|cause| StartError::from(Error::from(cause)))
    });
    done.await.map_err(|_| Error::Task)?
}

/// Copies the database and writes the list of its photos beside the copy. Blocks.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<Backup, db::Error> {
    let names = backup::copy(from, to)?;
    let photo_list = photo_list(to);
    let mut text = names.join("\n");
    text.push('\n');
    std::fs::write(&photo_list, text)?;
    Ok(Backup {
        photo_list,
        photos: names.len(),
    })
}

/// Where the photos of a backup are listed.
pub(crate) fn photo_list(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(".photos");
    PathBuf::from(name)
}

/// Takes a county back to a backup and begins a new epoch. The server must be stopped.
///
/// # Errors
/// On PostgreSQL; when the file is no backup or a server runs; when the disk failed.
pub async fn restore(config: &Config, file: &Path) -> Result<Restored, StartError> {
    let (at, from) = (sqlite(config)?, file.to_owned());
    let done = tokio::task::spawn_blocking(move || backup::put_back(&from, &at));
    let aside = done
        .await
        .map_err(|_| Error::Task)?
        .map_err(|cause| StartError::from(Error::from(cause)))?;
    let county = open(config).await?;
    let photos_gone = new_epoch(&county).await;
    county.close().await;
    Ok(Restored {
        aside,
        photos_gone: photos_gone?,
    })
}

fn sqlite(config: &Config) -> Result<PathBuf, StartError> {
    match config.database {
        Database::Sqlite => Ok(config.data_dir.join(SQLITE_FILE)),
        Database::Postgres(_) => Err(Error::from(db::Error::NotSqlite).into()),
    }
}
