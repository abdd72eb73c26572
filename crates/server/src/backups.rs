//! Copies of the county's SQLite database in `backups/` of its data folder, made while it is
//! served. On PostgreSQL there are none: it has tools of its own.
//!
//! A copy holds the county's signing key. It is made for this server's user alone and is never
//! handed out over the network.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use axum::http::StatusCode;
use domain::id::PersonId;
use domain::time::Timestamp;
use uuid::Uuid;

use crate::app::Shared;
use crate::county::audit;
use crate::error::Error;
use crate::job::{self, Ended, Job, Kind, Outcome};
use crate::upkeep;

/// Where they are, below the data folder.
const FOLDER: &str = "backups";
const ENDING: &str = ".sqlite";
/// A copy under way; one left by a crash is no backup.
const PART: &str = ".part";

/// How often a copy under way says that it is.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// A copy that is there.
pub(crate) struct Found {
    pub name: String,
    pub bytes: u64,
    pub made_ms: i64,
    /// Photos it speaks of, which lie elsewhere.
    pub photos: Option<u64>,
}

/// The folder of the copies.
///
/// # Errors
/// `not_sqlite` on PostgreSQL.
pub(crate) fn folder(app: &Shared) -> Result<PathBuf, Error> {
    let dir = app.sqlite_dir.as_ref();
    dir.map(|dir| dir.join(FOLDER))
        .ok_or_else(|| Error::refused(StatusCode::CONFLICT, "not_sqlite"))
}

/// Every copy, the newest first. Blocks.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn list(folder: &Path) -> Result<Vec<Found>, Error> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::Blobs(error)),
    };
    let mut all = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::Blobs)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(ENDING) {
            continue;
        }
        let facts = entry.metadata().map_err(Error::Blobs)?;
        let made = facts.modified().map_err(Error::Blobs)?;
        let made = made.duration_since(UNIX_EPOCH).unwrap_or_default();
        let photos = fs::read_to_string(upkeep::photo_list(&entry.path())).ok();
        all.push(Found {
            name,
            bytes: facts.len(),
            made_ms: i64::try_from(made.as_millis()).unwrap_or(i64::MAX),
            photos: photos.map(|text| text.lines().filter(|line| !line.is_empty()).count() as u64),
        });
    }
    all.sort_by(|one, other| (other.made_ms, &other.name).cmp(&(one.made_ms, &one.name)));
    Ok(all)
}

/// Begins a copy; answers the job that makes it.
///
/// # Errors
/// `not_sqlite`, `job_running`, or that the database failed.
pub(crate) async fn begin(app: &Shared, by: PersonId) -> Result<Uuid, Error> {
    let folder = folder(app)?;
    let (county, now) = (app.county.id, app.now());
    // To the second: two at once exclude each other as jobs.
    let stamp: String = Timestamp::from_ms(now)
        .shanghai_text()
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    let name = format!("county-{stamp}{ENDING}");
    let subject = name.clone();
    job::begin(
        app,
        Kind::Backup,
        by,
        move |tx, _| audit(tx, county, now, Some(by), "backup_begun", &subject),
        move |job| async move { make(&job, &folder, name).await },
    )
    .await
}

async fn make(job: &Job, folder: &Path, name: String) -> Result<Outcome, Ended> {
    let Some(dir) = job.app.sqlite_dir.clone() else {
        return Err(Error::refused(StatusCode::CONFLICT, "not_sqlite").into());
    };
    let from = dir.join(upkeep::SQLITE_FILE);
    let (part, to) = (folder.join(format!("{name}{PART}")), folder.join(&name));
    let total = fs::metadata(&from).map_or(0, |facts| facts.len());
    let (folder, copied, aim) = (folder.to_owned(), part.clone(), to.clone());
    let mut copy = tokio::task::spawn_blocking(move || copy(&from, &folder, &copied));
    let mut stopped = false;
    let made = loop {
        tokio::select! {
            done = &mut copy => break done.map_err(|_| Error::Task)?,
            () = tokio::time::sleep(TELL_EVERY) => {
                let done = fs::metadata(&part).map_or(0, |facts| facts.len());
                // SQLite does not stop half-way; what it made is thrown away below.
                stopped |= matches!(job.tell(done.min(total), total).await, Err(Ended::Stopped));
            }
        }
    };
    let photos = match made {
        Ok(photos) if !stopped => photos,
        Ok(_) => {
            throw_away(&part);
            return Err(Ended::Stopped);
        }
        Err(error) => {
            throw_away(&part);
            return Err(error.into());
        }
    };
    let bytes = fs::metadata(&part).map_or(0, |facts| facts.len());
    fs::rename(upkeep::photo_list(&part), upkeep::photo_list(&aim)).map_err(Error::Blobs)?;
    fs::rename(&part, &to).map_err(Error::Blobs)?;
    Ok(Outcome {
        result: Some(serde_json::json!({ "name": name, "bytes": bytes, "photos": photos })),
        file: None,
    })
}

/// Copies and checks, readable for this user alone. Blocks.
fn copy(from: &Path, folder: &Path, to: &Path) -> Result<usize, Error> {
    fs::create_dir_all(folder).map_err(Error::Blobs)?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(Error::Blobs)?;
    throw_away(to);
    let made = upkeep::copy(from, to)?;
    for file in [to, &made.photo_list] {
        fs::set_permissions(file, Permissions::from_mode(0o600)).map_err(Error::Blobs)?;
    }
    Ok(made.photos)
}

/// Takes away what is no backup; that it is not there is well.
fn throw_away(part: &Path) {
    for file in [part.to_owned(), upkeep::photo_list(part)] {
        let _ = fs::remove_file(file);
    }
}
