//! The map: villages and their figures, where they end, and households as far as somebody may know
//! where they are.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::CountyId;

use super::area_figures::{self, Asked};
use super::map_homes::FEWEST;
use super::overview::{name, names};
use super::query::Values;
use super::session::Signed;
use super::views::{BoundarySet, MapPage, MapSource, MapVillage};
use crate::app::Shared;
use crate::change::town_code;
use crate::db::Reader;
use crate::error::Error;
use crate::map::{boundaries, source};

#[utoipa::path(get, path = "/v1/console/map", tag = "console", security(("console" = [])),
    responses((status = 200, body = MapPage)))]
pub async fn page(State(app): State<Shared>, signed: Signed) -> Result<Json<MapPage>, Error> {
    let (county, now) = (app.county.id, app.now());
    let page = app
        .db
        .read(move |reader| read(reader, county, &signed, now))
        .await?;
    Ok(Json(page))
}

pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    now: i64,
) -> Result<MapPage, Error> {
    let asked = Asked {
        county,
        signed,
        town: None,
        now,
    };
    let names = names(reader, county)?;
    let set = boundaries::current(reader, county)?;
    let bounded = match &set {
        Some(set) => bounded(reader, county, set.version)?,
        None => Vec::new(),
    };
    let places = middles(reader, county, signed)?;
    let source = source::read(reader, county)?;
    let villages = area_figures::villages(reader, &asked)?;
    let villages = villages.into_iter().map(|(code, village)| {
        let place = places.get(&code);
        MapVillage {
            name: name(&names, &code),
            town: name(&names, town_code(&code)),
            bounded: bounded.binary_search(&code).is_ok(),
            lat: place.map(|place| place.0),
            lon: place.map(|place| place.1),
            figures: village.figures,
            code,
        }
    });
    Ok(MapPage {
        villages: villages.collect(),
        boundaries: set.map(shown),
        source: MapSource {
            kind: source.kind,
            attribution: source.attribution,
            least_zoom: source.least_zoom,
            most_zoom: source.most_zoom,
            version: source.set_ms.unwrap_or(0),
        },
        shows_homes: signed.needs_county().is_ok(),
        may_set: signed.needs_administrator().is_ok(),
    })
}

fn shown(set: boundaries::Set) -> BoundarySet {
    let boundaries::Set {
        version,
        datum,
        villages,
        points,
        made_ms,
        made_by,
        has_before,
    } = set;
    BoundarySet {
        version,
        datum,
        villages,
        points,
        made_ms,
        made_by,
        has_before,
    }
}

/// Villages that are drawn, in order.
fn bounded(reader: &mut Reader<'_>, county: CountyId, version: u32) -> Result<Vec<String>, Error> {
    let rows = reader.query(
        "select b.area_code from boundary b where b.county_id = $1 and b.version = $2
         order by b.area_code",
        &[county.into(), version.into()],
    )?;
    rows.iter().map(|row| Ok(row.text("area_code")?)).collect()
}

/// The middle of the households of each village. One household is no middle: its village would be
/// drawn on its door.
fn middles(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<BTreeMap<String, (f64, f64)>, Error> {
    let mut values = Values::new(county);
    let few = values.add(FEWEST);
    let scope = signed.scope.clause("h", &mut values);
    let rows = reader.query(
        &format!(
            "select h.area_code, avg(h.lat) as lat, avg(h.lon) as lon from household h
             where h.county_id = $1 and h.lat is not null and h.ended_on is null{scope}
             group by h.area_code having count(*) >= {few}"
        ),
        values.all(),
    )?;
    let each = rows
        .iter()
        .map(|row| Ok((row.text("area_code")?, (row.real("lat")?, row.real("lon")?))));
    each.collect()
}

#[utoipa::path(get, path = "/v1/console/map/boundaries/{version}", tag = "console",
    security(("console" = [])), params(("version" = u32, Path)),
    responses((status = 200, description = "A GeoJSON FeatureCollection, WGS-84",
        content_type = "application/geo+json"), (status = 404, description = "not_found")))]
pub async fn boundaries(
    State(app): State<Shared>,
    signed: Signed,
    Path(version): Path<u32>,
) -> Result<Response, Error> {
    let county = app.county.id;
    let text = app
        .db
        .read(move |reader| {
            let rows = reader.query(
                "select b.area_code, b.geometry from boundary b
                 where b.county_id = $1 and b.version = $2 order by b.area_code",
                &[county.into(), version.into()],
            )?;
            if rows.is_empty() {
                return Err(Error::not_found());
            }
            let mut seen = Vec::new();
            for row in rows {
                let code = row.text("area_code")?;
                if signed.scope.sees_village(&code) {
                    seen.push((code, row.text("geometry")?));
                }
            }
            Ok::<_, Error>(collection(&seen))
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/geo+json"),
        // A version never changes; what a person sees of it may.
        (header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, text).into_response())
}

/// Geometries as GeoJSON, each with its village's code.
pub(super) fn collection(geometries: &[(String, String)]) -> String {
    let mut text = "{\"type\":\"FeatureCollection\",\"features\":[".to_owned();
    for (at, (code, geometry)) in geometries.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Codes are digits. Writing to a text cannot fail.
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\"}},\"geometry\":{geometry}}}"
        );
    }
    text.push_str("]}");
    text
}
