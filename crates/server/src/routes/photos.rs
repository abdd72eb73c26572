//! Photos come up by tus 1.0, named by their SHA-256.

mod arriving;
pub(crate) mod carried;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::VisitId;
use protocol::photo::{MAX_PHOTO_BYTES, RECEIPT_HEADER};
use protocol::receipt::PhotoReceiptV1;

use super::auth::Phone;
use super::tus::{Named, is_patch_in_disguise, speaks_tus};
use crate::app::{App, Shared};
use crate::change::is_digest;
use crate::clock::date_text;
use crate::disk::FULL_RETRY_S;
use crate::error::{Error, Refusal};
use crate::housekeeping::MAX_UNFINISHED;
use crate::visit;

const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const UPLOAD_METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OFFSET_STREAM: &str = "application/offset+octet-stream";

/// What the county knows of a photo.
struct Known {
    bytes: u64,
    receipt: Option<PhotoReceiptV1>,
}

#[utoipa::path(post, path = "/v1/photos", tag = "phone", security(("device" = [])),
    responses((status = 201, description = "Location, and the receipt if the county has it already"),
        (status = 400, description = "bad_metadata, bad_length"), (status = 412, description = "tus_version"),
        (status = 413, description = "too_large")))]
pub async fn create(
    State(app): State<Shared>,
    Phone(device): Phone,
    headers: HeaderMap,
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
        Some(known) if known.receipt.is_some() || known.bytes == bytes => known,
        other => {
            room(&app)?;
            if other.is_some() {
                // Announced with another length before: begin again.
                on_disk(&app, &sha256, |photos, sha256| photos.reset(sha256)).await?;
            }
            let (county, now, name) = (app.county.id, app.now(), sha256.clone());
            let length = i64::try_from(bytes).unwrap_or(i64::MAX);
            app.db
                .write(move |tx| -> Result<(), Error> {
                    bounded(tx, county, device.id)?;
                    tx.execute(
                        "insert into upload (county_id, sha256, bytes, device_id, made_ms)
                         values ($1, $2, $3, $4, $5)
                         on conflict (county_id, sha256) do update set bytes = excluded.bytes",
                        &[
                            county.into(),
                            name.into(),
                            length.into(),
                            device.id.into(),
                            now.into(),
                        ],
                    )?;
                    Ok(())
                })
                .await?;
            Known {
                bytes,
                receipt: None,
            }
        }
    };
    let known = finish_if_whole(&app, device.id, &sha256, known).await?;
    let mut response = standing(&app, &sha256, &known).await?;
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
    standing(&app, &sha256, &known).await
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
    if headers
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind != OFFSET_STREAM)
    {
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
    let arrived = arrived(&app, &sha256, &known).await?;
    if from != arrived {
        let mut response = Error::refused(StatusCode::CONFLICT, "offset_mismatch").into_response();
        response
            .headers_mut()
            .insert(UPLOAD_OFFSET, HeaderValue::from(arrived));
        return Ok(response);
    }
    if known.receipt.is_none() {
        room(&app)?;
        arriving::take_in(&app, &sha256, arrived..known.bytes, body).await?;
    }
    let known = finish_if_whole(&app, device.id, &sha256, known).await?;
    let mut response = standing(&app, &sha256, &known).await?;
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

/// No phone begins photos without end.
fn bounded(
    reader: &mut crate::db::Reader<'_>,
    county: domain::CountyId,
    device: domain::DeviceId,
) -> Result<(), Error> {
    let begun = reader.count(
        "select count(*) as n from upload where county_id = $1 and device_id = $2",
        &[county.into(), device.into()],
    )?;
    if begun < MAX_UNFINISHED {
        return Ok(());
    }
    Err(Error::Refused(Refusal {
        status: StatusCode::TOO_MANY_REQUESTS,
        code: "too_many_uploads".into(),
        field: None,
        retry_after_s: Some(FULL_RETRY_S),
    }))
}

fn locked() -> Error {
    Error::refused(StatusCode::LOCKED, "locked")
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

async fn known(app: &App, sha256: &str) -> Result<Option<Known>, Error> {
    let (county, sha256) = (app.county.id, sha256.to_owned());
    app.db
        .read(move |reader| {
            let values = [county.into(), sha256.into()];
            let photo = reader.first(
                "select bytes, receipt from photo where county_id = $1 and sha256 = $2",
                &values,
            )?;
            if let Some(row) = photo {
                let bytes = u64::try_from(row.int("bytes")?).unwrap_or(0);
                return Ok(Some(Known {
                    bytes,
                    receipt: Some(row.json("receipt")?),
                }));
            }
            let upload = reader.first(
                "select bytes from upload where county_id = $1 and sha256 = $2",
                &values,
            )?;
            let Some(row) = upload else { return Ok(None) };
            let bytes = u64::try_from(row.int("bytes")?).unwrap_or(0);
            Ok(Some(Known {
                bytes,
                receipt: None,
            }))
        })
        .await
}

async fn on_disk<T: Send + 'static>(
    app: &App,
    sha256: &str,
    work: impl FnOnce(&crate::photos::Photos, &str) -> std::io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    let (photos, sha256) = (app.photos.clone(), sha256.to_owned());
    let done = tokio::task::spawn_blocking(move || work(&photos, &sha256)).await;
    done.map_err(|_| Error::Task)?.map_err(Error::Blobs)
}

async fn arrived(app: &App, sha256: &str, known: &Known) -> Result<u64, Error> {
    if known.receipt.is_some() {
        return Ok(known.bytes);
    }
    let whole = known.bytes;
    on_disk(app, sha256, move |photos, sha256| {
        let arrived = photos.arrived(sha256)?;
        // At rest already, but the server stopped before it could say so.
        if arrived == 0 && photos.holds(sha256)? {
            Ok(whole)
        } else {
            Ok(arrived)
        }
    })
    .await
}

/// Verifies and keeps a photo whose last byte is here.
async fn finish_if_whole(
    app: &App,
    device: domain::DeviceId,
    sha256: &str,
    known: Known,
) -> Result<Known, Error> {
    if known.receipt.is_some() || arrived(app, sha256, &known).await? < known.bytes {
        return Ok(known);
    }
    if let Err(spoilt) = on_disk(app, sha256, |photos, sha256| photos.keep(sha256)).await? {
        return Err(Error::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            spoilt.code(),
        ));
    }
    let now = app.now();
    let receipt = app.county.photo_receipt(sha256, known.bytes, now);
    let text = serde_json::to_string(&receipt).map_err(|_| Error::Stored { what: "a receipt" })?;
    let (county, sha256) = (app.county.id, sha256.to_owned());
    let bytes = i64::try_from(known.bytes).unwrap_or(i64::MAX);
    let receipt = app
        .db
        .write(move |tx| -> Result<PhotoReceiptV1, Error> {
            tx.execute(
                "insert into photo (county_id, sha256, bytes, verified_ms, verified_date,
                     device_id, receipt)
                 values ($1, $2, $3, $4, $5, $6, $7) on conflict (county_id, sha256) do nothing",
                &[
                    county.into(),
                    (&sha256).into(),
                    bytes.into(),
                    now.into(),
                    date_text(now).into(),
                    device.into(),
                    text.into(),
                ],
            )?;
            tx.execute(
                "delete from upload where county_id = $1 and sha256 = $2",
                &[county.into(), (&sha256).into()],
            )?;
            let visits = tx.query(
                "select distinct visit_id from visit_photo where county_id = $1 and sha256 = $2",
                &[county.into(), (&sha256).into()],
            )?;
            for row in visits {
                visit::refresh(tx, county, row.id::<VisitId>("visit_id")?)?;
            }
            // Another server may have been first: a photo has one receipt.
            let kept = tx.first(
                "select receipt from photo where county_id = $1 and sha256 = $2",
                &[county.into(), sha256.into()],
            )?;
            kept.ok_or(Error::Stored { what: "a photo" })?
                .json("receipt")
                .map_err(Error::from)
        })
        .await?;
    Ok(Known {
        receipt: Some(receipt),
        ..known
    })
}

/// How far a photo is, in tus's headers, with its receipt once it has one.
async fn standing(app: &App, sha256: &str, known: &Known) -> Result<Response, Error> {
    let arrived = arrived(app, sha256, known).await?;
    let mut response = StatusCode::OK.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(UPLOAD_OFFSET, HeaderValue::from(arrived));
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
