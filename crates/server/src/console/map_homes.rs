//! Where households are: together, as far away as anybody looks; each by itself only closely, and
//! then it is written down that somebody looked. From afar a few that lie alone are drawn beside
//! where they are, or looking from afar would be looking closely.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use domain::CountyId;

use super::query::Values;
use super::session::Signed;
use super::views::{MapCluster, MapHomes, MapHomesSearch};
use crate::app::Shared;
use crate::county::audit;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;

/// From here on a household is shown by itself: a screen shows some hundred metres.
const CLOSE_ZOOM: f64 = 16.0;
/// Below, a village is one cluster: its index is added up, no household is read.
const VILLAGE_ZOOM: f64 = 11.0;
/// Households read for one screen. Where there are more, one looks closer.
const MOST: i64 = 4_000;
/// Pixels between clusters.
const APART_PX: f64 = 64.0;
/// Fewer are drawn in the middle of their square, not of their doors.
pub(super) const FEWEST: u32 = 3;
/// Degrees of such a square: three hundred metres, which a screen shows whole where households
/// are shown by themselves.
const SQUARE: f64 = 0.003;
/// Degrees of longitude in a pixel at zoom 0 (tiles of 512).
const DEGREES_PX: f64 = 360.0 / 512.0;

#[utoipa::path(post, path = "/v1/console/map/households", tag = "console",
    security(("console" = [])), request_body = MapHomesSearch,
    responses((status = 200, body = MapHomes), (status = 400, description = "out_of_range"),
        (status = 403, description = "not_allowed")))]
pub async fn homes(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(asked): extract::Json<MapHomesSearch>,
) -> Result<Json<MapHomes>, Error> {
    signed.needs_county()?;
    check(asked)?;
    let (county, now) = (app.county.id, app.now());
    if asked.zoom < CLOSE_ZOOM {
        let clusters = app
            .db
            .read(move |reader| {
                if asked.zoom < VILLAGE_ZOOM {
                    villages(reader, county, &signed, asked)
                } else {
                    let found = within(reader, county, &signed, asked)?;
                    Ok(together(found, asked.zoom))
                }
            })
            .await?;
        return Ok(Json(MapHomes { clusters }));
    }
    let clusters = app
        .db
        .write(move |tx| {
            let found = within(tx, county, &signed, asked)?;
            if !found.is_empty() {
                // Shown only if it is written down that it was: how many, never which.
                let many = found.len().to_string();
                audit(
                    tx,
                    county,
                    now,
                    Some(signed.person),
                    "map_homes_shown",
                    &many,
                )?;
            }
            let single = found.into_iter().map(|home| MapCluster {
                lat: home.lat,
                lon: home.lon,
                households: 1,
                household_id: Some(home.id),
                number: Some(home.number),
            });
            Ok::<_, Error>(single.collect())
        })
        .await?;
    Ok(Json(MapHomes { clusters }))
}

fn check(asked: MapHomesSearch) -> Result<(), Error> {
    let MapHomesSearch {
        west,
        south,
        east,
        north,
        zoom,
    } = asked;
    let lies = |number: f64, most: f64| number.is_finite() && number.abs() <= most;
    let sound = lies(west, 540.0)
        && lies(east, 540.0)
        && lies(south, 90.0)
        && lies(north, 90.0)
        && south <= north
        && west <= east
        && (0.0..=24.0).contains(&zoom);
    if sound {
        Ok(())
    } else {
        Err(Error::bad("out_of_range", "zoom"))
    }
}

struct Home {
    id: String,
    number: String,
    lat: f64,
    lon: f64,
}

/// The condition on households `h` of what is looked at.
fn inside(signed: &Signed, asked: MapHomesSearch, values: &mut Values) -> String {
    let scope = signed.scope.clause("h", values);
    let [south, north, west, east] =
        [asked.south, asked.north, asked.west, asked.east].map(|edge| values.add(edge));
    format!(
        "h.county_id = $1 and h.lat is not null and h.ended_on is null
             and h.lat >= {south} and h.lat <= {north} and h.lon >= {west} and h.lon <= {east}{scope}"
    )
}

fn villages(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    asked: MapHomesSearch,
) -> Result<Vec<MapCluster>, Error> {
    let mut values = Values::new(county);
    let inside = inside(signed, asked, &mut values);
    let rows = reader.query(
        &format!(
            "select avg(h.lat) as lat, avg(h.lon) as lon, count(*) as n from household h
             where {inside} group by h.area_code order by h.area_code"
        ),
        values.all(),
    )?;
    let cluster = |row: &Row| {
        let middle = (row.real("lat")?, row.real("lon")?);
        Ok(from_afar(middle, row.count("n")?))
    };
    rows.iter().map(cluster).collect()
}

/// Households as they are drawn together, around the middle of where they are.
fn from_afar((lat, lon): (f64, f64), households: u32) -> MapCluster {
    let shown = |degrees: f64| match households {
        0..FEWEST => ((degrees / SQUARE).floor() + 0.5) * SQUARE,
        _ => degrees,
    };
    MapCluster {
        lat: shown(lat),
        lon: shown(lon),
        households,
        household_id: None,
        number: None,
    }
}

fn within(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    asked: MapHomesSearch,
) -> Result<Vec<Home>, Error> {
    let mut values = Values::new(county);
    let inside = inside(signed, asked, &mut values);
    let most = values.add(MOST);
    let rows = reader.query(
        &format!(
            "select h.household_id, h.number, h.lat, h.lon from household h
             where {inside} order by h.area_code, h.lat, h.lon limit {most}"
        ),
        values.all(),
    )?;
    let home = |row: &Row| {
        Ok(Home {
            id: row.text("household_id")?,
            number: row.text("number")?,
            lat: row.real("lat")?,
            lon: row.real("lon")?,
        })
    };
    rows.iter().map(home).collect()
}

/// Those near one another on this screen, as one.
fn together(homes: Vec<Home>, zoom: f64) -> Vec<MapCluster> {
    let side = APART_PX * DEGREES_PX / zoom.exp2();
    let mut cells: BTreeMap<(i64, i64), (f64, f64, u32)> = BTreeMap::new();
    for home in homes {
        // Cells of whole numbers: what a cast cuts off is what makes them cells.
        #[allow(clippy::cast_possible_truncation)]
        let cell = (
            (home.lat / side).floor() as i64,
            (home.lon / side).floor() as i64,
        );
        let (lat, lon, n) = cells.entry(cell).or_default();
        *lat += home.lat;
        *lon += home.lon;
        *n += 1;
    }
    let middle = |sum: f64, n: u32| sum / f64::from(n);
    let clusters = cells
        .into_values()
        .map(|(lat, lon, n)| from_afar((middle(lat, n), middle(lon, n)), n));
    clusters.collect()
}
