//! Places. Stored as WGS-84, always; GCJ-02 exists for drawing on maps that want it.

use crate::time::Timestamp;
use std::f64::consts::PI;
use std::fmt;

/// A point, in degrees. Which datum it is in, its holder must know.
#[derive(Clone, Copy, PartialEq)]
pub struct Point {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

impl fmt::Debug for Point {
    /// Where people live stays out of logs.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Point(..)")
    }
}

/// The one datum that is stored.
pub const DATUM: &str = "WGS84";

/// Whether the platform says a fix was made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mock {
    /// It says so.
    Yes,
    /// It says not.
    No,
    /// It does not say.
    Unknown,
}

/// Which side of the village's fence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fence {
    /// Inside.
    Inside,
    /// Outside.
    Outside,
    /// The village has no fence, or the fix is too poor to say.
    Unknown,
}

/// How good a fix is: code list `geo_quality`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeoQuality {
    /// Within 30 m, by satellite.
    Good,
    /// Within 100 m.
    Fair,
    /// Worse.
    Poor,
    /// Older than a minute.
    Stale,
    /// No fix.
    None,
    /// Made up, says the platform.
    Mock,
}

macro_rules! codes {
    ($($name:ident { $($variant:ident = $code:literal)* })*) => {$(
        impl $name {
            /// Its code.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

codes! {
    Mock { Yes = "true" No = "false" Unknown = "unknown" }
    Fence { Inside = "inside" Outside = "outside" Unknown = "unknown" }
    GeoQuality { Good = "good" Fair = "fair" Poor = "poor" Stale = "stale" None = "none" Mock = "mock" }
}

/// Where a visit or photo was made; WGS-84.
#[derive(Debug, Clone, PartialEq)]
pub struct GeoFix {
    /// Where.
    pub at: Point,
    /// Radius of 68 % confidence.
    pub accuracy_m: f64,
    /// Height, where known.
    pub altitude_m: Option<f64>,
    /// `gps`, `network`, `fused`, `manual`.
    pub provider: String,
    /// Whether it was made up.
    pub mock: Mock,
    /// When it was taken.
    pub fix_time: Timestamp,
    /// How old it was when it was used.
    pub fix_age_s: u32,
    /// Which side of the fence.
    pub fence: Fence,
    /// How far from the fence's centre.
    pub fence_distance_m: Option<f64>,
    /// How good it is.
    pub quality: GeoQuality,
}

/// A place, or why there is none. Neither blocks a visit.
#[derive(Clone, PartialEq)]
pub enum Location {
    /// A fix.
    Fixed(Box<GeoFix>),
    /// The worker's reason.
    NoFix {
        /// In the worker's words, or a code.
        reason: String,
    },
}

impl fmt::Debug for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(fix) => out.debug_tuple("Fixed").field(fix).finish(),
            Self::NoFix { .. } => out.write_str("NoFix(..)"),
        }
    }
}

/// A fix older than this is stale.
const STALE_AFTER_S: u32 = 60;
/// Beyond this a fix says nothing about a fence.
const POOR_BEYOND_M: f64 = 100.0;
const GOOD_WITHIN_M: f64 = 30.0;

/// How good a fix is. Only satellites make a good one: networks in China may answer in
/// another datum, hundreds of metres off, without saying so.
#[must_use]
pub fn quality(accuracy_m: f64, fix_age_s: u32, mock: Mock, provider: &str) -> GeoQuality {
    if mock == Mock::Yes {
        GeoQuality::Mock
    } else if fix_age_s > STALE_AFTER_S {
        GeoQuality::Stale
    } else if !(0.0..=POOR_BEYOND_M).contains(&accuracy_m) {
        GeoQuality::Poor
    } else if accuracy_m <= GOOD_WITHIN_M && provider == "gps" {
        GeoQuality::Good
    } else {
        GeoQuality::Fair
    }
}

/// Which side of a round fence a fix lies, and how far from its centre.
#[must_use]
pub fn fence(centre: Point, radius_m: f64, at: Point, accuracy_m: f64) -> (Fence, f64) {
    let distance = distance_m(centre, at);
    // A poor fix near the edge could be on either side.
    let unsure = accuracy_m > POOR_BEYOND_M && (distance - radius_m).abs() < accuracy_m;
    if unsure || !distance.is_finite() {
        return (Fence::Unknown, distance);
    }
    (
        if distance <= radius_m {
            Fence::Inside
        } else {
            Fence::Outside
        },
        distance,
    )
}

/// Distance over the ground (haversine, mean radius): good to half a per cent.
#[must_use]
pub fn distance_m(from: Point, to: Point) -> f64 {
    const MEAN_RADIUS_M: f64 = 6_371_008.8;
    let (lat1, lat2) = (from.lat.to_radians(), to.lat.to_radians());
    let (dlat, dlon) = (lat2 - lat1, (to.lon - from.lon).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * MEAN_RADIUS_M * h.sqrt().min(1.0).asin()
}

/// The direction from one point to another, in degrees: 0 is north, 90 east.
#[must_use]
pub fn bearing_deg(from: Point, to: Point) -> f64 {
    let (lat1, lat2) = (from.lat.to_radians(), to.lat.to_radians());
    let dlon = (to.lon - from.lon).to_radians();
    let north = lat1.cos() * lat2.sin() - lat1.sin() * lat2.cos() * dlon.cos();
    let bearing = (dlon.sin() * lat2.cos()).atan2(north);
    bearing.to_degrees().rem_euclid(360.0)
}

/// Whether the numbers are a place on Earth. (0, 0) is what broken drivers answer.
#[must_use]
pub fn is_plausible(at: Point) -> bool {
    let on_earth = (-90.0..=90.0).contains(&at.lat) && (-180.0..=180.0).contains(&at.lon);
    on_earth && (at.lat != 0.0 || at.lon != 0.0)
}

/// WGS-84 to GCJ-02, for display only. Identity outside China's bounding box.
#[must_use]
pub fn wgs84_to_gcj02(at: Point) -> Point {
    if !in_china(at) {
        return at;
    }
    const A: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (at.lon - 105.0, at.lat - 35.0);
    let s = |k: f64| (k * PI).sin();
    let shared = (20.0 * s(6.0 * x) + 20.0 * s(2.0 * x)) * 2.0 / 3.0;
    let root = x.abs().sqrt();
    let dlat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + shared
        + (20.0 * s(y) + 40.0 * s(y / 3.0)) * 2.0 / 3.0
        + (160.0 * s(y / 12.0) + 320.0 * s(y / 30.0)) * 2.0 / 3.0;
    let dlon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + shared
        + (20.0 * s(x) + 40.0 * s(x / 3.0)) * 2.0 / 3.0
        + (150.0 * s(x / 12.0) + 300.0 * s(x / 30.0)) * 2.0 / 3.0;
    let r = at.lat.to_radians();
    let m = 1.0 - EE * r.sin().powi(2);
    Point {
        lat: at.lat + dlat * 180.0 / ((A * (1.0 - EE)) / (m * m.sqrt()) * PI),
        lon: at.lon + dlon * 180.0 / (A / m.sqrt() * r.cos() * PI),
    }
}

/// GCJ-02 to WGS-84 by fixed-point iteration; the usual single step errs by up to 2.3 m.
#[must_use]
pub fn gcj02_to_wgs84(at: Point) -> Point {
    /// The offset shrinks about a thousandfold each round; this leaves room.
    const ROUNDS: usize = 12;
    if !in_china(at) {
        return at;
    }
    let mut guess = at;
    for _ in 0..ROUNDS {
        let there = wgs84_to_gcj02(guess);
        let (dlat, dlon) = (at.lat - there.lat, at.lon - there.lon);
        guess = Point {
            lat: guess.lat + dlat,
            lon: guess.lon + dlon,
        };
        if dlat.abs() < 1e-14 && dlon.abs() < 1e-14 {
            break;
        }
    }
    guess
}

fn in_china(at: Point) -> bool {
    (72.004..=137.8347).contains(&at.lon) && (0.8293..=55.8271).contains(&at.lat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_direction_is_told_from_the_north_round_by_the_east() {
        let at = |lat, lon| Point { lat, lon };
        let to = |lat, lon| bearing_deg(at(34.58, 105.72), at(lat, lon)).round();
        assert_eq!((to(34.57, 105.72), to(34.58, 105.73)), (180.0, 90.0));
    }
    const VECTORS: [(Point, Point); 4] = [
        (
            Point {
                lat: 34.5808,
                lon: 105.7242,
            },
            Point {
                lat: 34.5794813,
                lon: 105.7281358,
            },
        ),
        (
            Point {
                lat: 38.4624,
                lon: 111.1277,
            },
            Point {
                lat: 38.4631222,
                lon: 111.1341862,
            },
        ),
        (
            Point {
                lat: 25.4901,
                lon: 103.7962,
            },
            Point {
                lat: 25.4870984,
                lon: 103.7982231,
            },
        ),
        (
            Point {
                lat: 34.6197,
                lon: 112.4536,
            },
            Point {
                lat: 34.6186749,
                lon: 112.4598515,
            },
        ),
    ];

    #[test]
    fn the_four_counties_are_drawn_where_the_map_has_them() {
        for (wgs, gcj) in VECTORS {
            let got = wgs84_to_gcj02(wgs);
            assert!((got.lat - gcj.lat).abs() < 1e-7 && (got.lon - gcj.lon).abs() < 1e-7);
            assert!(distance_m(gcj02_to_wgs84(got), wgs) < 1e-6);
        }
    }

    #[test]
    fn the_offset_is_as_large_as_measured() {
        let offsets = VECTORS.map(|(wgs, gcj)| distance_m(wgs, gcj).round());
        for (got, measured) in offsets.into_iter().zip([389.0, 570.0, 391.0, 583.0]) {
            assert!((got - measured).abs() < 4.0, "{got} {measured}");
        }
    }

    #[test]
    fn abroad_nothing_is_shifted() {
        let paris = Point {
            lat: 48.85,
            lon: 2.35,
        };
        assert_eq!(wgs84_to_gcj02(paris), paris);
        assert_eq!(gcj02_to_wgs84(paris), paris);
    }

    #[test]
    fn a_fix_is_graded_by_age_mock_provider_and_accuracy() {
        use GeoQuality as Q;
        let table = [
            (30.0, 60, Mock::No, "gps", Q::Good),
            (30.1, 0, Mock::Unknown, "gps", Q::Fair),
            (5.0, 0, Mock::No, "network", Q::Fair),
            (100.0, 0, Mock::No, "gps", Q::Fair),
            (100.1, 0, Mock::No, "gps", Q::Poor),
            (f64::NAN, 0, Mock::No, "gps", Q::Poor),
            (-1.0, 0, Mock::No, "gps", Q::Poor),
            (5.0, 61, Mock::No, "gps", Q::Stale),
            (5.0, 0, Mock::Yes, "gps", Q::Mock),
        ];
        for (accuracy, age, mock, provider, expected) in table {
            assert_eq!(
                quality(accuracy, age, mock, provider),
                expected,
                "{accuracy} {age}"
            );
        }
    }

    #[test]
    fn a_poor_fix_near_the_fence_says_nothing() {
        let centre = VECTORS[0].0;
        let near = Point {
            lat: centre.lat + 0.0135,
            lon: centre.lon,
        };
        assert_eq!(fence(centre, 1500.0, centre, 10.0).0, Fence::Inside);
        assert_eq!(fence(centre, 1500.0, near, 10.0).0, Fence::Outside);
        assert_eq!(fence(centre, 1500.0, near, 400.0).0, Fence::Unknown);
        assert!(!is_plausible(Point { lat: 0.0, lon: 0.0 }));
    }

    proptest! {
        #[test]
        fn going_there_and_back_ends_where_it_began(lat in 18.0..53.0f64, lon in 73.6..135.0f64) {
            let at = Point { lat, lon };
            prop_assert!(distance_m(gcj02_to_wgs84(wgs84_to_gcj02(at)), at) < 1e-6);
        }

        #[test]
        fn no_numbers_panic(lat: f64, lon: f64) {
            let at = Point { lat, lon };
            let _ = (wgs84_to_gcj02(at), gcj02_to_wgs84(at), distance_m(at, at));
        }
    }
}
