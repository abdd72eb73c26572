//! Photos come up by tus 1.0, named by their SHA-256.

mod arriving;
pub(crate) mod carried;
mod known;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use protocol::photo::{MAX_PHOTO_BYTES, RECEIPT_HEADER};

use super::auth::Phone;
use super::tus::{Named, is_patch_in_disguise, speaks_tus};
use crate::app::{App, Shared};
use crate::change::is_digest;
use crate::error::Error;
use arriving::Arriving;
use known::{Known, finish_if_whole, known, on_disk};

const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OFFSET_STREAM: &str = "application/offset+octet-stream";

#[utoipa::path(post, path = "/v1/photos", tag = "phone", security(("device" = [])),
    responses((status = 201, description = "Location, Upload-Offset, and the receipt if the county has it whole"),
        (status = 400, description = "bad_metadata, bad_length"), (status = 412, description = "tus_version"),
        (status = 413, description = "too_large"), (status = 422, description = "digest_mismatch, not_a_jpeg")))]
pub async fn create(
    State(app): State<Shared>,
    Phone(device): Phone,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    speaks_tus(&headers)?;
    let bytes = number(&headers, &UPLOAD_LENGTH)
        .ok_or_else(|| Error::bad("bad_length", "upload-length"))?;
    if bytes > MAX_PHOTO_BYTES {
        return Err(Error::refused(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    if bytes == 0 {
        return Err(Error::bad("bad_length", "upload-length"));
    }
    let sha256 = announced(&headers)?;
    let Some(_turn) = app.photos.turn(&sha256) else {
        return Err(locked());
    };
    let known = match known(&app, &sha256).await? {
        Some(known) if known.receipt.is_some() => known,
        found => {
            room(&app)?;
            let begun = found.as_ref().filter(|known| known.bytes == bytes);
            let mut photo = Arriving {
                app: &app,
                device: device.id,
                sha256: &sha256,
                bytes,
                here: begun.map_or(0, |known| known.here),
                is_begun: begun.is_some(),
            };
            if found.is_some() && !photo.is_begun {
                // Announced with another length before: begin again.
                on_disk(&app, &sha256, |photos, sha256| photos.reset(sha256)).await?;
            }
            // Its first bytes may come with the announcement, or all of them: one request then.
            let body = if is_stream(&headers) {
                body
            } else {
                Body::empty()
            };
            photo.go_on(0, body).await?
        }
    };
    let mut response = standing(&known)?;
    *response.status_mut() = StatusCode::CREATED;
    let location = HeaderValue::try_from(format!("/v1/photos/{sha256}"));
    response
        .headers_mut()
        .insert(LOCATION, location.map_err(|_| Error::not_found())?);
    Ok(response)
}

#[utoipa::path(head, path = "/v1/photos/{sha256}", tag = "phone", security(("device" = [])),
    params(("sha256" = String, Path)),
    responses((status = 200, description = "Upload-Offset, Upload-Length, the receipt once verified"),
        (status = 404, description = "not_found")))]
pub async fn offset(
    State(app): State<Shared>,
    Phone(device): Phone,
    Named(sha256): Named,
) -> Result<Response, Error> {
    named(&sha256)?;
    let known = known(&app, &sha256).await?.ok_or_else(Error::not_found)?;
    let known = match app.photos.turn(&sha256) {
        Some(_turn) => finish_if_whole(&app, device.id, &sha256, known).await?,
        None => known,
    };
    standing(&known)
}

#[utoipa::path(patch, path = "/v1/photos/{sha256}", tag = "phone", security(("device" = [])),
    params(("sha256" = String, Path)),
    responses((status = 204, description = "Upload-Offset, the receipt after the last byte"),
        (status = 404, description = "not_found"), (status = 409, description = "offset_mismatch"),
        (status = 413, description = "too_large"), (status = 415, description = "bad_type"),
        (status = 422, description = "digest_mismatch, not_a_jpeg"), (status = 423, description = "locked")))]
pub async fn append(
    State(app): State<Shared>,
    Phone(device): Phone,
    Named(sha256): Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    speaks_tus(&headers)?;
    named(&sha256)?;
    if !is_stream(&headers) {
        return Err(Error::refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "bad_type",
        ));
    }
    let from = number(&headers, &UPLOAD_OFFSET)
        .ok_or_else(|| Error::bad("bad_offset", "upload-offset"))?;
    let Some(_turn) = app.photos.turn(&sha256) else {
        return Err(locked());
    };
    let known = known(&app, &sha256).await?.ok_or_else(Error::not_found)?;
    if from != known.here {
        let mut response = Error::refused(StatusCode::CONFLICT, "offset_mismatch").into_response();
        response
            .headers_mut()
            .insert(UPLOAD_OFFSET, HeaderValue::from(known.here));
        return Ok(response);
    }
    let known = if known.receipt.is_some() {
        known
    } else {
        room(&app)?;
        let mut photo = Arriving {
            app: &app,
            device: device.id,
            sha256: &sha256,
            bytes: known.bytes,
            here: known.here,
            is_begun: true,
        };
        photo.go_on(from, body).await?
    };
    let mut response = standing(&known)?;
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

#[utoipa::path(post, path = "/v1/photos/{sha256}", tag = "phone", security(("device" = [])),
    params(("sha256" = String, Path)),
    responses((status = 204, description = "as PATCH, which X-HTTP-Method-Override names"),
        (status = 405, description = "not_allowed")))]
pub async fn append_in_disguise(
    app: State<Shared>,
    phone: Phone,
    sha256: Named,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    if is_patch_in_disguise(&headers) {
        return append(app, phone, sha256, headers, body).await;
    }
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Err(Error::refused(status, "not_allowed"))
}

/// Words come first: photos must not take the last of the disk.
fn room(app: &App) -> Result<(), Error> {
    if app.disk.takes_photos() {
        Ok(())
    } else {
        Err(Error::disk_full())
    }
}

fn locked() -> Error {
    Error::refused(StatusCode::LOCKED, "locked")
}

/// Whether the body is a photo's bytes.
fn is_stream(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind == OFFSET_STREAM)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// The digest in `Upload-Metadata: sha256 <base64>,photo_id <base64>`.
fn announced(headers: &HeaderMap) -> Result<String, Error> {
    let wrong = || Error::bad("bad_metadata", "sha256");
    let metadata = headers
        .get(UPLOAD_METADATA)
        .and_then(|value| value.to_str().ok());
    let encoded = metadata
        .ok_or_else(wrong)?
        .split(',')
        .find_map(|pair| pair.trim().strip_prefix("sha256 "))
        .ok_or_else(wrong)?;
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| wrong())?;
    let sha256 = String::from_utf8(bytes).map_err(|_| wrong())?;
    if is_digest(&sha256) {
        Ok(sha256)
    } else {
        Err(wrong())
    }
}

/// Anything but a digest names no photo, and never a path.
fn named(sha256: &str) -> Result<(), Error> {
    if is_digest(sha256) {
        Ok(())
    } else {
        Err(Error::not_found())
    }
}

/// How far a photo is, in tus's headers, with its receipt once it has one.
fn standing(known: &Known) -> Result<Response, Error> {
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(UPLOAD_OFFSET, HeaderValue::from(known.here));
    headers.insert(UPLOAD_LENGTH, HeaderValue::from(known.bytes));
    if let Some(receipt) = &known.receipt {
        let text = serde_json::to_vec(receipt).map_err(|_| Error::Stored { what: "a receipt" })?;
        let value = HeaderValue::try_from(STANDARD.encode(text));
        headers.insert(
            HeaderName::from_static(RECEIPT_HEADER),
            value.map_err(|_| Error::Stored { what: "a receipt" })?,
        );
    }
    Ok(response)
}
