//! A photo goes down again, to a phone that may see a visit it belongs to.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::{CountyId, PersonId};
use protocol::row::kind;

use super::auth::Phone;
use super::tus::Named;
use crate::app::Shared;
use crate::change::is_digest;
use crate::db::Reader;
use crate::error::Error;

/// Named by its digest, so it never changes; but not for shared caches.
const CACHED: &str = "private, max-age=31536000, immutable";

#[utoipa::path(get, path = "/v1/photos/{sha256}", tag = "phone", security(("device" = [])),
    params(("sha256" = String, Path)),
    responses((status = 200, content_type = "image/jpeg", description = "the photo's bytes"),
        (status = 304, description = "If-None-Match names it"),
        (status = 401, description = "signed_out"), (status = 403, description = "device_revoked"),
        (status = 404, description = "not_found: not here, or not for this person")))]
pub async fn photo(
    State(app): State<Shared>,
    Phone(device): Phone,
    Named(sha256): Named,
    headers: HeaderMap,
) -> Result<Response, Error> {
    if device.revoked {
        return Err(Error::refused(StatusCode::FORBIDDEN, "device_revoked"));
    }
    if !is_digest(&sha256) {
        return Err(Error::not_found());
    }
    let (county, name) = (app.county.id, sha256.clone());
    let seen = app
        .db
        .read(move |reader| is_shown(reader, county, device.person, name))
        .await?;
    // The same answer for both: nobody learns which photos exist.
    if !seen {
        return Err(Error::not_found());
    }
    let tag = format!("\"{sha256}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|value| value == tag.as_str());
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg".to_owned()),
        (header::CACHE_CONTROL, CACHED.to_owned()),
        (header::ETAG, tag),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let photos = app.photos.clone();
    let bytes = tokio::task::spawn_blocking(move || photos.read(&sha256))
        .await
        .map_err(|_| Error::Task)?
        .map_err(Error::Blobs)?;
    Ok((headers, bytes).into_response())
}

/// Whether a visit in this person's feed holds a photo of this name, whole and verified.
fn is_shown(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    sha256: String,
) -> Result<bool, Error> {
    let found = reader.count(
        "select count(*) as n from photo p
         join visit_photo i on i.county_id = p.county_id and i.sha256 = p.sha256
         join feed f on f.county_id = i.county_id and f.record_id = i.visit_id
         where p.county_id = $1 and p.sha256 = $2 and f.person_id = $3 and f.kind = $4
             and f.removed = 0",
        &[
            county.into(),
            sha256.into(),
            person.into(),
            kind::VISIT.into(),
        ],
    )?;
    Ok(found > 0)
}
