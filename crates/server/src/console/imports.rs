//! Rosters from files: looked through, written, taken back.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use uuid::Uuid;

use super::session::Signed;
use super::views::{
    ImportConfirmForm, ImportList, ImportPage, ImportRow, ImportStarted, ImportStays,
    ImportUndoForm, JobView,
};
use crate::app::Shared;
use crate::error::Error;
use crate::import::{apply, check, run, undo};
use crate::job::{self, Kind};
use crate::routes::extract;

/// Bytes of a file: a county of a million people.
const MAX_BYTES: usize = 64 * 1024 * 1024;

#[utoipa::path(post, path = "/v1/console/imports/check", tag = "console",
    security(("console" = [])),
    request_body(content = Vec<u8>, description = "a workbook or text with separators",
        content_type = "application/octet-stream"),
    responses((status = 200, body = ImportStarted), (status = 403, description = "not_allowed"),
        (status = 413, description = "too_large")))]
pub async fn look(
    State(app): State<Shared>,
    signed: Signed,
    request: Request,
) -> Result<Json<ImportStarted>, Error> {
    signed.needs_administrator()?;
    let body = extract::body(request, &()).await?;
    let job = check::begin(&app, signed.person, body).await?;
    Ok(started(job))
}

/// A file is taken whole, as its table of contents stands at its end.
pub(super) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_BYTES)
}

#[utoipa::path(post, path = "/v1/console/imports/check-again", tag = "console",
    security(("console" = [])), request_body = ImportConfirmForm,
    responses((status = 200, body = ImportStarted), (status = 403, description = "not_allowed"),
        (status = 409, description = "check_gone")))]
pub async fn look_again(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<ImportConfirmForm>,
) -> Result<Json<ImportStarted>, Error> {
    signed.needs_administrator()?;
    let check = id(&form.check_id)?;
    let bytes = apply::file_of(&app, signed.person, check).await?;
    let job = check::begin(&app, signed.person, bytes).await?;
    Ok(started(job))
}

#[utoipa::path(post, path = "/v1/console/imports/confirm", tag = "console",
    security(("console" = [])), request_body = ImportConfirmForm,
    responses((status = 200, body = ImportStarted), (status = 403, description = "not_allowed"),
        (status = 409, description = "job_running, check_gone, roster_moved, columns_missing")))]
pub async fn confirm(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<ImportConfirmForm>,
) -> Result<Json<ImportStarted>, Error> {
    signed.needs_administrator()?;
    let job = apply::begin(&app, signed.person, id(&form.check_id)?).await?;
    Ok(started(job))
}

#[utoipa::path(get, path = "/v1/console/imports", tag = "console", security(("console" = [])),
    responses((status = 200, body = ImportList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<ImportList>, Error> {
    signed.needs_administrator()?;
    let (county, person, now) = (app.county.id, signed.person, app.now());
    app.db
        .read(move |reader| {
            let mut jobs = Vec::new();
            for kind in [Kind::ImportCheck, Kind::Import, Kind::ImportUndo] {
                jobs.extend(job::latest(reader, county, person, kind, now)?);
            }
            let running = jobs.into_iter().filter(|job| job.state == "running");
            Ok::<_, Error>(ImportList {
                imports: run::list(reader, county, now)?
                    .into_iter()
                    .map(Into::into)
                    .collect(),
                job: running.max_by_key(|job| job.begun_ms).map(JobView::from),
            })
        })
        .await
        .map(Json)
}

#[utoipa::path(get, path = "/v1/console/imports/{import}", tag = "console",
    security(("console" = [])), params(("import" = String, Path)),
    responses((status = 200, body = ImportPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(import): Path<String>,
) -> Result<Json<ImportPage>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.id, app.now());
    app.db
        .read(move |reader| {
            let found = run::find(reader, county, &import, now)?;
            let stays = run::stays(reader, county, &import)?;
            Ok::<_, Error>(ImportPage {
                import: found.into(),
                stays: stays.into_iter().map(Into::into).collect(),
            })
        })
        .await
        .map(Json)
}

#[utoipa::path(post, path = "/v1/console/imports/{import}/undo", tag = "console",
    security(("console" = [])), params(("import" = String, Path)), request_body = ImportUndoForm,
    responses((status = 200, body = ImportStarted), (status = 400, description = "empty, too_long"),
        (status = 403, description = "not_allowed"), (status = 404, description = "not_found"),
        (status = 409, description = "job_running, stale, undo_over")))]
pub async fn take_back(
    State(app): State<Shared>,
    signed: Signed,
    Path(import): Path<String>,
    extract::Json(form): extract::Json<ImportUndoForm>,
) -> Result<Json<ImportStarted>, Error> {
    signed.needs_administrator()?;
    let job = undo::begin(&app, signed.person, import, form.reason).await?;
    Ok(started(job))
}

fn started(job: Uuid) -> Json<ImportStarted> {
    Json(ImportStarted {
        job_id: job.to_string(),
    })
}

fn id(text: &str) -> Result<Uuid, Error> {
    text.parse().map_err(|_| Error::not_found())
}

impl From<run::Run> for ImportRow {
    fn from(run: run::Run) -> Self {
        let run::Run {
            import_id,
            person_name,
            kind,
            state,
            rows,
            seen,
            counts,
            begun_ms,
            ended_ms,
            undone_by,
            undone_ms,
            undo_reason,
            back,
            stays,
            digest,
            until,
            is_over,
        } = run;
        Self {
            import_id,
            person_name,
            kind,
            state,
            rows,
            seen,
            counts,
            begun_ms,
            ended_ms,
            undone_by,
            undone_ms,
            undo_reason,
            back,
            stays,
            digest,
            until,
            is_over,
        }
    }
}

impl From<run::Stays> for ImportStays {
    fn from(stays: run::Stays) -> Self {
        let run::Stays {
            row,
            kind,
            number,
            household_id,
            reason,
        } = stays;
        Self {
            row,
            kind,
            number,
            household_id,
            reason,
        }
    }
}
