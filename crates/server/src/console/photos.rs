//! A photo's bytes, for those who may see a visit it belongs to.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

use super::query::Values;
use super::session::Signed;
use crate::app::Shared;
use crate::change::is_digest;
use crate::error::Error;

#[utoipa::path(get, path = "/v1/console/photos/{sha256}", tag = "console",
    security(("console" = [])), params(("sha256" = String, Path)),
    responses((status = 200, description = "image/jpeg"), (status = 404, description = "not_found")))]
pub async fn photo(
    State(app): State<Shared>,
    signed: Signed,
    Path(sha256): Path<String>,
) -> Result<impl IntoResponse, Error> {
    if !is_digest(&sha256) {
        return Err(Error::not_found());
    }
    let (county, name) = (app.county.id, sha256.clone());
    let seen = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let key = values.add(name);
            let scope = signed.scope.clause("v", &mut values);
            let sql = format!(
                "select count(*) as n from visit v
                 where v.county_id = $1 and v.visit_id in (
                     select visit_id from visit_photo where county_id = $1 and sha256 = {key}
                     union
                     select visit_id from photo_print where county_id = $1 and sha256 = {key})
                 and exists (select 1 from photo where county_id = $1 and sha256 = {key}){scope}"
            );
            Ok::<_, Error>(reader.count(&sql, values.all())? > 0)
        })
        .await?;
    if !seen {
        return Err(Error::not_found());
    }
    let photos = app.photos.clone();
    let bytes = tokio::task::spawn_blocking(move || photos.read(&sha256))
        .await
        .map_err(|_| Error::Task)?
        .map_err(Error::Blobs)?;
    // Named by its digest, so it never changes; but not for shared caches.
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, bytes))
}
