//! How far a person's own work is, stopping it, and the file it made.

use std::ops::Range;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use super::session::Signed;
use super::views::{JobFile, JobView};
use crate::app::Shared;
use crate::error::Error;
use crate::job::{self, Found};
use crate::words;

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
        (status = 206, description = "the part asked for: a lost download goes on"),
        (status = 404, description = "not_found"),
        (status = 416, description = "bad_range: the file is shorter")))]
pub async fn file(
    State(app): State<Shared>,
    signed: Signed,
    Path(job): Path<String>,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let found = found(&app, &signed, &job).await?;
    let file = found.file.ok_or_else(Error::not_found)?;
    let whole = u64::try_from(file.bytes).unwrap_or(0);
    // A file that was made is never made again under the same id.
    let edition = format!("\"{}\"", found.id);
    let part = part(&asked, &edition, whole)?;
    let status = match part {
        Some(_) => StatusCode::PARTIAL_CONTENT,
        None => StatusCode::OK,
    };
    let part = part.unwrap_or(0..whole);
    let headers = [
        (header::CONTENT_TYPE, file.media),
        (header::CONTENT_LENGTH, (part.end - part.start).to_string()),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::ETAG, edition),
    ];
    let body = job::stream(app, found.id, part.clone());
    let mut response = (status, headers, body).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let said = format!("bytes {}-{}/{whole}", part.start, part.end - 1);
        if let Ok(said) = HeaderValue::from_str(&said) {
            response.headers_mut().insert(header::CONTENT_RANGE, said);
        }
    }
    Ok(response)
}

/// The part asked for; nothing where that is all of it: without a range, with one that cannot be
/// read, or with one of another file (RFC 9110).
///
/// # Errors
/// `bad_range` where the file ends before it.
fn part(asked: &HeaderMap, edition: &str, whole: u64) -> Result<Option<Range<u64>>, Error> {
    let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|known| known != edition) {
        return Ok(None);
    }
    let bounds = text(header::RANGE)
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'));
    let Some((from, until)) = bounds else {
        return Ok(None);
    };
    let Ok(from) = from.parse::<u64>() else {
        return Ok(None);
    };
    let end = match until {
        "" => whole,
        last => match last.parse::<u64>() {
            Ok(last) if last >= from => last.saturating_add(1).min(whole),
            _ => return Ok(None),
        },
    };
    if from >= whole {
        let status = StatusCode::RANGE_NOT_SATISFIABLE;
        return Err(Error::refused(status, "bad_range"));
    }
    Ok(Some(from..end))
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
    let encoded = words::in_an_address(name);
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
    use super::*;

    #[test]
    fn a_part_is_what_was_asked_for_and_anything_odd_is_the_whole() {
        let asked = |range: &'static str, edition: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RANGE, HeaderValue::from_static(range));
            if let Some(edition) = edition {
                headers.insert(header::IF_RANGE, HeaderValue::from_static(edition));
            }
            part(&headers, "\"a\"", 100).ok()
        };
        for (range, edition, expected) in [
            ("bytes=0-9", None, Some(Some(0..10))),
            ("bytes=40-", Some("\"a\""), Some(Some(40..100))),
            ("bytes=40-", Some("\"b\""), Some(None)),
            ("bytes=90-500", None, Some(Some(90..100))),
            ("bytes=100-", None, None),
            ("bytes=9-3", None, Some(None)),
            ("bytes=-5", None, Some(None)),
            ("bytes=0-1,4-5", None, Some(None)),
            ("rows=0-1", None, Some(None)),
        ] {
            assert_eq!(asked(range, edition), expected, "{range}");
        }
        assert_eq!(part(&HeaderMap::new(), "", 100).ok(), Some(None));
    }

    #[test]
    fn a_files_name_arrives_in_chinese() {
        assert_eq!(
            super::disposition("走访 1.xlsx"),
            "attachment; filename*=UTF-8''%E8%B5%B0%E8%AE%BF%201.xlsx"
        );
    }
}
