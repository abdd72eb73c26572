//! One photo looked at closely: its stamp in words, and how far it has come.

use domain::geo::{Point, bearing_deg, distance_m};
use domain::id::{PhotoId, VisitId};
use domain::mask;
use domain::time::Timestamp;
use protocol::visit::{ExifV1, GeoV1};
use store::{Connection, county_visit, photo};

use super::fonts::boxed;
use super::photo::{coordinates, photo_id_of, place_line, stamp};
use super::sheet::Sheet;
use crate::App;
use crate::cards::{bytes, count};
use crate::convert;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::photo::{PhotoDetails, PhotoExif, PhotoQuery};
use crate::words::labelled;

impl App {
    pub(crate) async fn photo_details(&self, query: PhotoQuery) -> Result<PhotoDetails, CallError> {
        let photo_id = photo_id_of(&query.photo_id)?;
        self.look(move |desk| desk.read(|conn| details(desk, conn, photo_id)))
            .await
    }
}

fn details(desk: &Desk, conn: &Connection, photo_id: PhotoId) -> Result<PhotoDetails, CallError> {
    let visit = visit_of(conn, photo_id)?.ok_or(ErrorCode::NotFound)?;
    let sheet = Sheet::load(desk, conn, visit)?;
    let shown = sheet
        .photos
        .iter()
        .find(|shown| shown.photo.id == photo_id)
        .ok_or(ErrorCode::NotFound)?;
    let row = photo::get(conn, photo_id)?.filter(|_| shown.here);
    let photo = &shown.photo;
    let household = &sheet.household;
    let (coordinates, accuracy_m, manual, mock) = match &photo.geo {
        GeoV1::At {
            accuracy_m,
            provider,
            mock,
            ..
        } => (
            Some(place_line(&photo.geo)),
            Some(*accuracy_m),
            provider == "manual",
            convert::is_mock(mock),
        ),
        GeoV1::Missing { .. } => (None, None, false, false),
    };
    let sent_percent = row.as_ref().map_or(0, |row| {
        row.upload_offset.saturating_mul(100) / photo.bytes.max(1)
    });
    let taken = Timestamp::from_ms(photo.taken_ms);
    let lines = stamp(conn, &sheet, &photo.geo, taken)?;
    Ok(PhotoDetails {
        boxed: row.as_ref().and_then(|_| boxed(&*desk.platform, &lines)),
        photo_id: photo_id.to_string(),
        visit_id: visit.to_string(),
        kind: labelled("photo_kind", &photo.kind, desk.language),
        item_label: sheet.label(desk, &photo.item),
        taken_ms: photo.taken_ms,
        place: format!(
            "{}{}{}{}",
            household.county, household.town, household.village, household.group
        ),
        coordinates,
        accuracy_m,
        quality: match &photo.geo {
            GeoV1::At { .. } => photo.geo.quality().as_str().to_owned(),
            GeoV1::Missing { .. } => "none".to_owned(),
        },
        manual,
        mock,
        distance_m: home_and(&sheet, &photo.geo).map(|(home, here)| distance_m(home, here).round()),
        bearing_deg: home_and(&sheet, &photo.geo)
            .map(|(home, here)| bearing_deg(home, here).round()),
        visitor: visitor(conn, &sheet)?,
        head_name: mask::name(&household.head_name),
        number_tail: mask::tail(&household.number),
        check_code: check_code(&photo.original_sha256),
        bytes: bytes(photo.bytes),
        width: photo.width,
        height: photo.height,
        imported: photo.imported,
        exif: photo.exif.as_ref().map(|exif| claim(exif, &photo.geo)),
        delivery: shown.delivery,
        sent_percent: u32::try_from(sent_percent.min(100)).unwrap_or(100),
        verified_ms: row.as_ref().and_then(|row| row.verified_ms),
        blurred: count(shown.blurred),
        can_blur: photo.kind != "signature"
            && sheet.may_change(conn)?
            && row.is_some_and(|row| row.original_path.is_some()),
    })
}

/// The visit a photo belongs to, on this phone or known from the county.
fn visit_of(conn: &Connection, photo_id: PhotoId) -> Result<Option<VisitId>, CallError> {
    if let Some(row) = photo::get(conn, photo_id)? {
        return Ok(Some(row.visit_id));
    }
    Ok(county_visit::visit_of_photo(conn, photo_id)?)
}

fn visitor(conn: &Connection, sheet: &Sheet) -> Result<String, CallError> {
    let me = desk::device(conn)?.person_id;
    Ok(match &sheet.county {
        Some(county) if sheet.visitor_id != me => county.visitor_name.clone(),
        _ => desk::owner(conn)?.map_or_else(String::new, |owner| {
            format!("{} {}", owner.name, owner.unit)
        }),
    })
}

/// The household's known place and where the photo was taken.
fn home_and(sheet: &Sheet, geo: &GeoV1) -> Option<(Point, Point)> {
    let GeoV1::At { lat, lon, .. } = geo else {
        return None;
    };
    let home = Point {
        lat: sheet.household.lat?,
        lon: sheet.household.lon?,
    };
    let here = Point {
        lat: *lat,
        lon: *lon,
    };
    Some((home, here))
}

/// What the file says of itself, beside what the phone knows.
fn claim(exif: &ExifV1, geo: &GeoV1) -> PhotoExif {
    PhotoExif {
        time: exif.time.clone(),
        coordinates: exif.place.map(|place| coordinates(place.lat, place.lon)),
        distance_m: exif.distance_m(geo),
    }
}

/// As printed on the stamp; empty for a name that is no digest.
fn check_code(original_sha256: &str) -> String {
    let mut digest = [0; 32];
    for (at, byte) in digest.iter_mut().enumerate() {
        let digits = original_sha256.get(at * 2..at * 2 + 2);
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(found) => *byte = found,
            None => return String::new(),
        }
    }
    ::photo::check_code(&digest)
}
