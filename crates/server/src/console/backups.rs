//! Copies of the county's database: those that are there, and one made now.

use axum::Json;
use axum::extract::State;

use super::session::Signed;
use super::views::{BackupList, BackupRow, JobBegun};
use crate::app::Shared;
use crate::backups;
use crate::error::Error;
use crate::job::{self, Kind};

#[utoipa::path(get, path = "/v1/console/backups", tag = "console", security(("console" = [])),
    responses((status = 200, body = BackupList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<BackupList>, Error> {
    signed.needs_administrator()?;
    let free_bytes = app.disk.free_bytes();
    let Ok(folder) = backups::folder(&app) else {
        return Ok(Json(BackupList {
            is_sqlite: false,
            folder: None,
            backups: Vec::new(),
            job_id: None,
            free_bytes,
        }));
    };
    let (county, now) = (app.county.id, app.now());
    let running = app
        .db
        .read(move |reader| job::latest(reader, county, signed.person, Kind::Backup, now))
        .await?;
    let shown = std::path::absolute(&folder).unwrap_or_else(|_| folder.clone());
    let found = tokio::task::spawn_blocking(move || backups::list(&folder));
    let found = found.await.map_err(|_| Error::Task)??;
    Ok(Json(BackupList {
        is_sqlite: true,
        folder: Some(shown.display().to_string()),
        backups: found
            .into_iter()
            .map(|one| BackupRow {
                name: one.name,
                bytes: one.bytes,
                made_ms: one.made_ms,
                photos: one.photos,
            })
            .collect(),
        job_id: running
            .iter()
            .find(|job| job.state == "running")
            .map(|job| job.id.to_string()),
        free_bytes,
    }))
}

#[utoipa::path(post, path = "/v1/console/backups", tag = "console", security(("console" = [])),
    responses((status = 200, body = JobBegun), (status = 403, description = "not_allowed"),
        (status = 409, description = "not_sqlite, job_running")))]
pub async fn begin(State(app): State<Shared>, signed: Signed) -> Result<Json<JobBegun>, Error> {
    signed.needs_administrator()?;
    let job = backups::begin(&app, signed.person).await?;
    Ok(Json(JobBegun {
        job_id: job.to_string(),
    }))
}
