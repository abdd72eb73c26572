//! A file of village boundaries, read: a `FeatureCollection` of polygons, each with the village's
//! code or name among its properties, in whichever datum the person says it is in.

use domain::geo::{Point, gcj02_to_wgs84, is_plausible};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::simplify::simplify;
use crate::error::Error;

/// The largest file that is taken: a county of some hundred villages, drawn to the metre, has a
/// tenth of it.
pub(crate) const MAX_BYTES: usize = 40 * 1024 * 1024;
/// More is no county.
const MAX_FEATURES: usize = 5_000;
/// Of a whole file, before anything is left out.
const MAX_POINTS: usize = 3_000_000;
const VILLAGE_DIGITS: usize = 12;

/// What the coordinates of a file are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Datum {
    Wgs84,
    /// Differs from WGS-84 by less than anybody draws: taken as it is (DOMAIN §3.2).
    Cgcs2000,
    /// Some hundred metres off: moved.
    Gcj02,
}

impl Datum {
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "WGS84" => Some(Self::Wgs84),
            "CGCS2000" => Some(Self::Cgcs2000),
            "GCJ02" => Some(Self::Gcj02),
            _ => None,
        }
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS84",
            Self::Cgcs2000 => "CGCS2000",
            Self::Gcj02 => "GCJ02",
        }
    }
}

/// Longitude and latitude, WGS-84.
pub(super) type Place = [f64; 2];
pub(super) type Ring = Vec<Place>;

/// A GeoJSON geometry as it is kept and drawn.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct MultiPolygon {
    #[serde(rename = "type")]
    kind: String,
    coordinates: Vec<Vec<Ring>>,
}

impl MultiPolygon {
    pub(crate) fn points(&self) -> usize {
        let rings = self.coordinates.iter().flatten();
        rings.map(Vec::len).sum()
    }
}

/// One village of the file, whose code or name is still to be known.
pub(crate) struct Drawn {
    /// Its place in the file, from 1.
    pub number: usize,
    pub says: Says,
    pub geometry: MultiPolygon,
}

/// What a feature says it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Code(String),
    Name(String),
    Nothing,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// The villages of a file, simplified. What is wrong is said of the first place it is found at;
/// the file's own words are never repeated.
///
/// # Errors
/// `not_geojson`, `too_many`, `empty`, `not_a_polygon` or `out_of_range`, at `file`.
pub(crate) fn read(bytes: &[u8], datum: Datum) -> Result<Vec<Drawn>, Error> {
    let bad = |code: &'static str| Error::bad(code, "file");
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Collection = serde_json::from_slice(bytes).map_err(|_| bad("not_geojson"))?;
    if file.kind != "FeatureCollection" {
        return Err(bad("not_geojson"));
    }
    if file.features.is_empty() {
        return Err(bad("empty"));
    }
    if file.features.len() > MAX_FEATURES {
        return Err(bad("too_many"));
    }
    let mut left = MAX_POINTS;
    let mut drawn = Vec::with_capacity(file.features.len());
    for (number, feature) in (1..).zip(file.features) {
        let polygons = match feature.geometry {
            Some(Geometry::Polygon(rings)) => vec![rings],
            Some(Geometry::MultiPolygon(polygons)) => polygons,
            None => return Err(bad("not_a_polygon")),
        };
        let mut coordinates = Vec::with_capacity(polygons.len());
        for rings in polygons {
            let mut kept = Vec::with_capacity(rings.len());
            for ring in rings {
                left = left
                    .checked_sub(ring.len())
                    .ok_or_else(|| bad("too_many"))?;
                kept.extend(self::ring(&ring, datum)?);
            }
            if !kept.is_empty() {
                coordinates.push(kept);
            }
        }
        if coordinates.is_empty() {
            return Err(bad("not_a_polygon"));
        }
        drawn.push(Drawn {
            number,
            says: says(feature.properties.unwrap_or_default()),
            geometry: MultiPolygon {
                kind: "MultiPolygon".to_owned(),
                coordinates,
            },
        });
    }
    Ok(drawn)
}

/// A closed ring; nothing of one too small to be seen.
fn ring(ring: &[Vec<f64>], datum: Datum) -> Result<Option<Ring>, Error> {
    let mut places = Vec::with_capacity(ring.len());
    for position in ring {
        // A height, where there is one, is left out.
        let [lon, lat] = match position.as_slice() {
            [lon, lat, ..] => [*lon, *lat],
            _ => return Err(Error::bad("not_a_polygon", "file")),
        };
        let at = Point { lat, lon };
        if !is_plausible(at) {
            return Err(Error::bad("out_of_range", "file"));
        }
        let at = match datum {
            Datum::Gcj02 => gcj02_to_wgs84(at),
            Datum::Wgs84 | Datum::Cgcs2000 => at,
        };
        places.push([at.lon, at.lat]);
    }
    if places.len() < 4 {
        return Err(Error::bad("not_a_polygon", "file"));
    }
    if places.first() != places.last() {
        places.extend(places.first().copied());
    }
    Ok(simplify(&places))
}

/// The first property that is a village's code; else one that is called a name.
fn says(properties: Map<String, Value>) -> Says {
    let text = |value: &Value| match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let is_code = |text: &String| {
        text.len() == VILLAGE_DIGITS && text.bytes().all(|digit| digit.is_ascii_digit())
    };
    if let Some(code) = properties.values().map(text).find(is_code) {
        return Says::Code(code);
    }
    const NAMES: [&str; 8] = [
        "name",
        "名称",
        "村名",
        "村",
        "xzqmc",
        "zldwmc",
        "village",
        "行政村",
    ];
    let named = NAMES.iter().find_map(|wanted| {
        let mut each = properties.iter();
        let (_, value) = each.find(|(key, _)| key.trim().to_lowercase() == *wanted)?;
        Some(text(value)).filter(|name| !name.is_empty())
    });
    named.map_or(Says::Nothing, Says::Name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn file(properties: Value, ring: Value) -> Vec<u8> {
        json!({ "type": "FeatureCollection", "features": [{ "type": "Feature",
            "properties": properties, "geometry": { "type": "Polygon", "coordinates": [ring] } }] })
        .to_string()
        .into_bytes()
    }

    fn square() -> Value {
        json!([
            [105.0, 34.0],
            [105.1, 34.0],
            [105.1, 34.1],
            [105.0, 34.1],
            [105.0, 34.0]
        ])
    }

    fn code(result: Result<Vec<Drawn>, Error>) -> String {
        match result {
            Ok(_) => "taken".to_owned(),
            Err(Error::Refused(refusal)) => refusal.code.into_owned(),
            Err(_) => "failed".to_owned(),
        }
    }

    #[test]
    fn a_village_is_known_by_its_code_or_name_whatever_the_property_is_called() {
        for (properties, expected) in [
            (
                json!({ "id": 990_101_101_200_i64 }),
                Says::Code("990101101200".into()),
            ),
            (
                json!({ "ZLDWDM": " 990101101200 ", "name": "别村" }),
                Says::Code("990101101200".into()),
            ),
            (json!({ "XZQMC": "山村" }), Says::Name("山村".into())),
            (json!({ "name": "", "面积": 3.5 }), Says::Nothing),
            (Value::Null, Says::Nothing),
        ] {
            let drawn = read(&file(properties, square()), Datum::Wgs84).unwrap();
            assert_eq!(drawn[0].says, expected);
        }
    }

    #[test]
    fn what_is_no_boundary_is_refused_by_a_code_and_never_drawn() {
        let swapped = json!([[34.0, 105.0], [34.0, 105.1], [34.1, 105.1], [34.0, 105.0]]);
        let line = json!([[105.0, 34.0], [105.1, 34.0]]);
        for (bytes, expected) in [
            (b"not json".to_vec(), "not_geojson"),
            (
                json!({ "type": "Topology", "features": [] })
                    .to_string()
                    .into(),
                "not_geojson",
            ),
            (
                json!({ "type": "FeatureCollection", "features": [] })
                    .to_string()
                    .into(),
                "empty",
            ),
            (file(Value::Null, swapped), "out_of_range"),
            (file(Value::Null, line), "not_a_polygon"),
            (
                file(Value::Null, json!([[105.0], [1.0], [2.0], [3.0]])),
                "not_a_polygon",
            ),
        ] {
            assert_eq!(code(read(&bytes, Datum::Wgs84)), expected);
        }
    }

    #[test]
    fn a_file_in_gcj02_is_moved_by_hundreds_of_metres_and_one_in_cgcs2000_is_not() {
        let at = |datum| {
            read(&file(Value::Null, square()), datum).unwrap()[0]
                .geometry
                .coordinates[0][0][0]
        };
        assert_eq!(at(Datum::Cgcs2000), [105.0, 34.0]);
        let [lon, lat] = at(Datum::Gcj02);
        let moved = domain::geo::distance_m(
            Point { lat, lon },
            Point {
                lat: 34.0,
                lon: 105.0,
            },
        );
        assert!((200.0..800.0).contains(&moved), "{moved}");
    }
}
