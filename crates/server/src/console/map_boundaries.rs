//! Boundaries from a file: looked at first, then taken in, and taken back.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::map::{collection, read};
use super::overview::{name, names};
use super::session::Signed;
use super::views::{AreaName, BoundaryCheck, BoundaryUnknown, MapPage};
use crate::app::Shared;
use crate::error::Error;
use crate::map::boundaries;
use crate::map::geojson::{self, Datum, MAX_BYTES};
use crate::routes::extract;

#[derive(Deserialize, IntoParams)]
pub struct Asked {
    /// `WGS84`, `CGCS2000` or `GCJ02`: what the file is in. It cannot be seen from the file.
    datum: String,
    /// Otherwise the file is only looked at.
    #[serde(default)]
    save: bool,
}

#[utoipa::path(post, path = "/v1/console/map/boundaries", tag = "console",
    security(("console" = [])), params(Asked),
    request_body(content = String, content_type = "application/geo+json"),
    responses((status = 200, body = BoundaryCheck),
        (status = 400, description = "unknown_option, not_geojson, empty, too_many, not_a_polygon, out_of_range, no_village_known"),
        (status = 403, description = "not_allowed"), (status = 413, description = "too_large")))]
pub async fn bring(
    State(app): State<Shared>,
    signed: Signed,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Json<BoundaryCheck>, Error> {
    signed.needs_administrator()?;
    let datum =
        Datum::from_code(&asked.datum).ok_or_else(|| Error::bad("unknown_option", "datum"))?;
    let body = extract::body(request, &()).await?;
    // Some seconds for a large file: no other request waits for it.
    let drawn = tokio::task::spawn_blocking(move || geojson::read(&body, datum));
    let drawn = drawn.await.map_err(|_| Error::Task)??;
    let (county, now) = (app.county.id, app.now());
    let (check, known) = app
        .db
        .read(move |reader| {
            let matched = boundaries::matched(reader, county, drawn)?;
            let names = names(reader, county)?;
            let mut preview = Vec::with_capacity(matched.known.len());
            for (code, geometry) in &matched.known {
                let text = serde_json::to_string(geometry);
                preview.push((
                    code.clone(),
                    text.map_err(|_| Error::Stored { what: "a boundary" })?,
                ));
            }
            let points: usize = matched
                .known
                .values()
                .map(geojson::MultiPolygon::points)
                .sum();
            let unknown = matched
                .unknown
                .into_iter()
                .map(|(at, says)| BoundaryUnknown {
                    number: number(at),
                    says,
                });
            let missing = matched.missing.into_iter().map(|code| AreaName {
                name: name(&names, &code),
                code,
            });
            let check = BoundaryCheck {
                villages: number(matched.known.len()),
                points: number(points),
                unknown: unknown.collect(),
                repeated: matched.repeated.into_iter().map(number).collect(),
                ambiguous: matched.ambiguous.into_iter().map(number).collect(),
                missing: missing.collect(),
                preview: collection(&preview),
                saved: asked.save,
            };
            Ok::<_, Error>((check, matched.known))
        })
        .await?;
    if asked.save {
        if known.is_empty() {
            return Err(Error::bad("no_village_known", "file"));
        }
        app.db
            .write(move |tx| boundaries::save(tx, county, signed.person, (datum, &known), now))
            .await?;
    }
    Ok(Json(check))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(MAX_BYTES)
}

#[utoipa::path(post, path = "/v1/console/map/boundaries/{version}/take-back", tag = "console",
    security(("console" = [])), params(("version" = u32, Path)),
    responses((status = 200, body = MapPage), (status = 403, description = "not_allowed"),
        (status = 409, description = "stale")))]
pub async fn take_back(
    State(app): State<Shared>,
    signed: Signed,
    Path(version): Path<u32>,
) -> Result<Json<MapPage>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .write(move |tx| {
            boundaries::take_back(tx, county, signed.person, version, now)?;
            read(tx, county, &signed, now)
        })
        .await?;
    Ok(Json(page))
}
