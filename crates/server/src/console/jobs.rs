//! How far a person's own work is, stopping it, and the file it made.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::session::Signed;
use super::views::{JobFile, JobView};
use crate::app::Shared;
use crate::error::Error;
use crate::job::{self, Found};

#[utoipa::path(get, path = "/v1/console/jobs/{job}", tag = "console", security(("console" = [])),
    params(("job" = String, Path)),
    responses((status = 200, body = JobView), (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(job): Path<String>,
) -> Result<Json<JobView>, Error> {
    found(&app, &signed, &job).await.map(|job| Json(job.into()))
}

#[utoipa::path(post, path = "/v1/console/jobs/{job}/stop", tag = "console",
    security(("console" = [])), params(("job" = String, Path)),
    responses((status = 200, body = JobView), (status = 404, description = "not_found")))]
pub async fn stop(
    State(app): State<Shared>,
    signed: Signed,
    Path(job): Path<String>,
) -> Result<Json<JobView>, Error> {
    let (county, person, id) = (app.county.id, signed.person, id(&job)?);
    app.db
        .write(move |tx| job::stop(tx, county, person, id))
        .await?;
    found(&app, &signed, &job).await.map(|job| Json(job.into()))
}

#[utoipa::path(get, path = "/v1/console/jobs/{job}/file", tag = "console",
    security(("console" = [])), params(("job" = String, Path)),
    responses((status = 200, description = "the file", body = Vec<u8>),
        (status = 404, description = "not_found")))]
pub async fn file(
    State(app): State<Shared>,
    signed: Signed,
    Path(job): Path<String>,
) -> Result<Response, Error> {
    let found = found(&app, &signed, &job).await?;
    let file = found.file.ok_or_else(Error::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, file.media),
        (header::CONTENT_LENGTH, file.bytes.to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, job::stream(app, found.id)).into_response())
}

async fn found(app: &Shared, signed: &Signed, job: &str) -> Result<Found, Error> {
    let (county, person, now, id) = (app.county.id, signed.person, app.now(), id(job)?);
    app.db
        .read(move |reader| job::find(reader, county, person, id, now))
        .await
}

fn id(text: &str) -> Result<Uuid, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// A file's name in any script (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename*=UTF-8''{encoded}")
}

impl From<Found> for JobView {
    fn from(found: Found) -> Self {
        let Found {
            id,
            kind,
            state,
            done,
            total,
            begun_ms,
            ended_ms,
            code,
            result,
            file,
        } = found;
        Self {
            job_id: id.to_string(),
            kind,
            state,
            done,
            total,
            begun_ms,
            ended_ms,
            code,
            result,
            file: file.map(|file| JobFile {
                name: file.name,
                bytes: file.bytes,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_files_name_arrives_in_chinese() {
        assert_eq!(
            super::disposition("走访 1.xlsx"),
            "attachment; filename*=UTF-8''%E8%B5%B0%E8%AE%BF%201.xlsx"
        );
    }
}
