//! The photos of one visit, with what may be the same picture.

use domain::id::CountyId;
use protocol::visit::{ExifV1, GeoV1, VisitV1};

use super::session::Signed;
use super::views::{VisitPhoto, VisitPhotoExif};
use super::{labels, photo_matches};
use crate::db::Reader;
use crate::error::Error;

pub(super) fn photos(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    visit: &VisitV1,
) -> Result<Vec<VisitPhoto>, Error> {
    let matches = photo_matches::of_visit(reader, county, signed, visit.id)?;
    let mut photos = Vec::with_capacity(visit.photos.len());
    for photo in &visit.photos {
        let verified = reader.count(
            "select count(*) as n from photo where county_id = $1 and sha256 = $2",
            &[county.into(), (&photo.sha256).into()],
        )? > 0;
        photos.push(VisitPhoto {
            photo_id: photo.id.to_string(),
            kind: labels::labelled("photo_kind", &photo.kind),
            item: photo.item.clone(),
            sha256: photo.sha256.clone(),
            verified,
            taken_ms: photo.taken_ms,
            imported: photo.imported,
            exif: photo.exif.as_ref().map(|exif| claim(exif, &photo.geo)),
            width: photo.width,
            height: photo.height,
            matches: photo_matches::of_photo(&matches, visit.id, photo.id),
        });
    }
    Ok(photos)
}

fn claim(exif: &ExifV1, geo: &GeoV1) -> VisitPhotoExif {
    VisitPhotoExif {
        time: exif.time.clone(),
        lat: exif.place.map(|place| place.lat),
        lon: exif.place.map(|place| place.lon),
        distance_m: exif.distance_m(geo),
    }
}
