//! When and where the photos of visits were taken, for comparing two of them.

use std::collections::BTreeMap;

use domain::geo::{Point, distance_m};
use domain::id::{CountyId, VisitId};
use protocol::visit::GeoV1;

use super::views::VisitRow;
use crate::db::Reader;
use crate::error::Error;
use crate::visit;

/// When and where a photo was taken, as its visit says.
pub(super) struct Shot {
    pub taken_ms: i64,
    at: Option<Point>,
}

/// The photos of these visits as they stand, each visit read once.
pub(super) fn of(
    reader: &mut Reader<'_>,
    county: CountyId,
    visits: &BTreeMap<String, VisitRow>,
) -> Result<BTreeMap<(String, String), Shot>, Error> {
    let mut shots = BTreeMap::new();
    for row in visits.values() {
        let id: VisitId = row.visit_id.parse().map_err(|_| Error::not_found())?;
        let whole = visit::sealed(reader, county, id, row.revision)?;
        for photo in &whole.photos {
            let shot = Shot {
                taken_ms: photo.taken_ms,
                at: point(&photo.geo).or_else(|| point(&whole.geo)),
            };
            shots.insert((row.visit_id.clone(), photo.id.to_string()), shot);
        }
    }
    Ok(shots)
}

fn point(geo: &GeoV1) -> Option<Point> {
    match geo {
        GeoV1::At { lat, lon, .. } => Some(Point {
            lat: *lat,
            lon: *lon,
        }),
        GeoV1::Missing { .. } => None,
    }
}

/// Metres between two photos, where both know where they were.
pub(super) fn apart_m((one, other): (Option<&Shot>, Option<&Shot>)) -> Option<f64> {
    Some(distance_m(one?.at?, other?.at?).round())
}
