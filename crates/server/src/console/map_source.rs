//! Pictures of the land: where they come from, and each as a browser asks for it. Neither key nor
//! address of the source reaches a browser, so the console talks to nobody but its county.

use std::path::Path as FilePath;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::CountyId;
use tokio::io::{AsyncReadExt, AsyncSeekExt};

use super::session::Signed;
use super::views::{MapSettings, MapSettingsForm};
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;
use crate::map::archive;
use crate::map::fetch::{self, Asked};
use crate::map::source::{self, Source};
use crate::routes::extract;

/// How much of the file one answer holds: readers ask for some kilobytes at a time.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

#[utoipa::path(get, path = "/v1/console/map/settings", tag = "console", security(("console" = [])),
    responses((status = 200, body = MapSettings), (status = 403, description = "not_allowed")))]
pub async fn get(State(app): State<Shared>, signed: Signed) -> Result<Json<MapSettings>, Error> {
    signed.needs_administrator()?;
    let (county, there) = (app.county.id, app.map_file.is_file());
    let settings = app
        .db
        .read(move |reader| read(reader, county, there))
        .await?;
    Ok(Json(settings))
}

#[utoipa::path(post, path = "/v1/console/map/settings", tag = "console", security(("console" = [])),
    request_body = MapSettingsForm,
    responses((status = 200, body = MapSettings),
        (status = 400, description = "unknown_option, missing, too_long, malformed, bad_address, local_address, shifted_map, out_of_range, no_map_file, bad_map_file, vector_map"),
        (status = 403, description = "not_allowed")))]
pub async fn set(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(form): extract::Json<MapSettingsForm>,
) -> Result<Json<MapSettings>, Error> {
    signed.needs_administrator()?;
    let (county, now, there) = (app.county.id, app.now(), app.map_file.is_file());
    let archive = match form.kind.as_str() {
        "file" => Some(archive::look(&app.map_file)?),
        _ => None,
    };
    let settings = app
        .db
        .write(move |tx| {
            let before = source::read(tx, county)?;
            let template = form.template.trim().to_owned();
            let key = form.key.unwrap_or_default().trim().to_owned();
            let secret = if key.is_empty() && template == before.template {
                before.secret
            } else {
                // To another address no key goes that was given for this one.
                key
            };
            // An archive says itself how near it was drawn; asked for nearer tiles it has none.
            let [least_zoom, most_zoom] = match archive {
                Some(known) => [known.least_zoom, known.most_zoom],
                None => [form.least_zoom, form.most_zoom],
            };
            let wanted = Source {
                kind: form.kind,
                template,
                secret,
                attribution: form.attribution.trim().to_owned(),
                least_zoom,
                most_zoom,
                set_ms: Some(now),
            };
            source::check(&wanted)?;
            source::set(tx, county, signed.person, &wanted, now)?;
            read(tx, county, there)
        })
        .await?;
    Ok(Json(settings))
}

fn read(reader: &mut Reader<'_>, county: CountyId, there: bool) -> Result<MapSettings, Error> {
    let source = source::read(reader, county)?;
    Ok(MapSettings {
        kind: source.kind,
        template: source.template,
        has_key: !source.secret.is_empty(),
        attribution: source.attribution,
        least_zoom: source.least_zoom,
        most_zoom: source.most_zoom,
        file_is_there: there,
        set_ms: source.set_ms,
    })
}

#[utoipa::path(get, path = "/v1/console/tiles/{z}/{x}/{y}", tag = "console",
    security(("console" = [])), params(("z" = u32, Path), ("x" = u32, Path), ("y" = u32, Path)),
    responses((status = 200, description = "A picture"), (status = 404, description = "not_found"),
        (status = 424, description = "map_source_silent: who draws the map gave no answer, or no picture")))]
pub async fn tile(
    State(app): State<Shared>,
    _signed: Signed,
    Path((z, x, y)): Path<(u32, u32, u32)>,
) -> Result<Response, Error> {
    let county = app.county.id;
    let source = app
        .db
        .read(move |reader| source::read(reader, county))
        .await?;
    let url = source.tile(z, x, y).ok_or_else(Error::not_found)?;
    let tile = match fetch::tile(url).await {
        Asked::Tile(tile) => tile,
        Asked::Nothing => return Err(Error::not_found()),
        // No fault of this server's: a screenful of them belongs into no log.
        Asked::Silent => {
            let status = StatusCode::FAILED_DEPENDENCY;
            return Err(Error::refused(status, "map_source_silent"));
        }
    };
    let headers = [
        (header::CONTENT_TYPE, tile.media),
        (header::CACHE_CONTROL, "private, max-age=604800"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, tile.bytes).into_response())
}

#[utoipa::path(get, path = "/v1/console/map/file", tag = "console", security(("console" = [])),
    responses((status = 206, description = "A part of map.pmtiles"),
        (status = 404, description = "not_found"),
        (status = 416, description = "bad_range: a part must be named, and be there")))]
pub async fn file(
    State(app): State<Shared>,
    _signed: Signed,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let county = app.county.id;
    let source = app
        .db
        .read(move |reader| source::read(reader, county))
        .await?;
    if source.kind != "file" {
        return Err(Error::not_found());
    }
    let refused = || Error::refused(StatusCode::RANGE_NOT_SATISFIABLE, "bad_range");
    let asked = headers
        .get(header::RANGE)
        .and_then(|text| text.to_str().ok());
    let (from, until) = asked.and_then(range).ok_or_else(refused)?;
    part(&app.map_file, from, until).await?.ok_or_else(refused)
}

/// The first and last byte of one range.
fn range(text: &str) -> Option<(u64, u64)> {
    let (from, until) = text.strip_prefix("bytes=")?.split_once('-')?;
    let (from, until) = (from.parse().ok()?, until.parse().ok()?);
    (from <= until && until - from < MOST_BYTES).then_some((from, until))
}

async fn part(path: &FilePath, from: u64, until: u64) -> Result<Option<Response>, Error> {
    let Ok(mut file) = tokio::fs::File::open(path).await else {
        return Err(Error::not_found());
    };
    let about = file.metadata().await.map_err(Error::Blobs)?;
    let whole = about.len();
    if from >= whole {
        return Ok(None);
    }
    let until = until.min(whole - 1);
    file.seek(std::io::SeekFrom::Start(from))
        .await
        .map_err(Error::Blobs)?;
    let mut bytes = Vec::new();
    let mut wanted = file.take(until - from + 1);
    wanted.read_to_end(&mut bytes).await.map_err(Error::Blobs)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            header::CONTENT_RANGE,
            format!("bytes {from}-{until}/{whole}"),
        ),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
        // Parts of two files, one put in the other's place, are no map: the reader begins anew.
        (header::ETAG, edition(&about)),
    ];
    Ok(Some(
        (StatusCode::PARTIAL_CONTENT, headers, Body::from(bytes)).into_response(),
    ))
}

/// Tells one file from another in its place.
fn edition(about: &std::fs::Metadata) -> String {
    let changed = about.modified().ok();
    let changed = changed.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    let changed = changed.map_or(0, |since| since.as_millis());
    format!("\"{:x}-{changed:x}\"", about.len())
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn only_a_bounded_part_is_handed_out() {
        assert_eq!(range("bytes=0-16383"), Some((0, 16383)));
        for text in [
            "bytes=0-",
            "bytes=-5",
            "bytes=5-1",
            "bytes=0-99999999999",
            "0-5",
            "bytes=0-1,3-4",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
