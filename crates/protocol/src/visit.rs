//! A sealed visit on the wire.

use domain::geo::{self, GeoQuality, Mock, Point, distance_m};
use domain::id::{HouseholdId, MemberId, PersonId, PhotoId, VisitId};
use domain::task::counts;
use serde::{Deserialize, Serialize};

use crate::clock::ClockV1;

/// One sealed revision of a visit: immutable once it has left the phone.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitV1 {
    pub id: VisitId,
    /// 1 for the first sealing; a returned visit comes back with the next number.
    pub revision: u32,
    pub household_id: HouseholdId,
    pub visitor_id: PersonId,
    pub template_id: String,
    /// Answers are always shown and judged with the template they were given under.
    pub template_version: String,
    /// `full`, `routine` or `four_ones`.
    pub profile: String,
    pub started_ms: i64,
    pub ended_ms: i64,
    /// The clocks at sealing.
    pub clock: ClockV1,
    pub geo: GeoV1,
    pub answers: Vec<AnswerV1>,
    pub photos: Vec<PhotoV1>,
    /// Why there is no photo of the visit, when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_waiver: Option<String>,
    /// What the rules found on the phone; the server runs them again.
    pub problems: Vec<ProblemV1>,
}

impl VisitV1 {
    /// Whether it was made at the dwelling: only then it counts (DOMAIN §5.1).
    pub fn is_on_site(&self) -> bool {
        self.answers.iter().any(|answer| {
            let choice = matches!(&answer.value, AnswerValueV1::Choice(code) if counts(code));
            answer.item == "visit_method" && choice
        })
    }

    /// How long after its end the visit was sealed. Some phones tell the end by their wall clock,
    /// others by the county's time: whichever brings the two closer.
    pub fn sealed_after_ms(&self) -> i64 {
        let offset = self.clock.server_offset_ms.unwrap_or(0);
        let by_wall = self.clock.wall_ms.saturating_sub(self.ended_ms);
        let by_county = by_wall.saturating_add(offset);
        let closer = if by_wall.unsigned_abs() < by_county.unsigned_abs() {
            by_wall
        } else {
            by_county
        };
        closer.max(0)
    }
}

/// One answer: `(visit, item, member)` under the visit's template version.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerV1 {
    pub item: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    pub value: AnswerValueV1,
    /// Confirmed as "no change" from the visit before, not asked anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unchanged: bool,
}

/// Mirrors the answer types of the checklist.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum AnswerValueV1 {
    Text(String),
    /// `yes_no`, `yes_no_na` and `enum` items.
    Choice(String),
    Choices(Vec<String>),
    Integer(i64),
    /// A decimal number as typed: never a float.
    Decimal(String),
    /// Integer fen (0.01 yuan).
    Money(i64),
    /// `YYYY-MM-DD`.
    Date(String),
    Photos(Vec<PhotoId>),
    Member(MemberId),
}

/// A photo the visit declares. Its bytes travel later, by `sha256`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhotoV1 {
    pub id: PhotoId,
    /// A code of the list `photo_kind`.
    pub kind: String,
    pub item: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    pub taken_ms: i64,
    pub geo: GeoV1,
    /// Of the stamped copy that is sent.
    pub sha256: String,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    /// Of the camera's own bytes, which stay on the phone until law 9 lets them go.
    pub original_sha256: String,
    /// Perceptual hashes, taken before the stamp; hex.
    pub phash: String,
    pub dhash: String,
    /// Picked from a gallery or file instead of taken in the app.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// Of an imported file that has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exif: Option<ExifV1>,
}

/// What an imported file's own metadata says. Anyone can write it there: it is shown beside the
/// photo, and never taken for its time or place.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ExifV1 {
    /// Local time as the maker wrote it: `2026-11-22T09:56:00`, with its offset if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<ExifPlaceV1>,
}

/// Degrees. EXIF means WGS-84; whether the maker kept to it, nobody knows.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExifPlaceV1 {
    pub lat: f64,
    pub lon: f64,
}

impl ExifV1 {
    /// Metres from where the phone says it was, when both are known.
    pub fn distance_m(&self, geo: &GeoV1) -> Option<f64> {
        let ExifPlaceV1 { lat, lon } = self.place?;
        let GeoV1::At { lat: y, lon: x, .. } = geo else {
            return None;
        };
        Some(distance_m(Point { lat: *y, lon: *x }, Point { lat, lon }).round())
    }
}

/// Where something happened (DOMAIN §4), or why that is not known.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fix", rename_all = "snake_case")]
pub enum GeoV1 {
    At {
        /// Degrees, WGS-84, seven decimals.
        lat: f64,
        lon: f64,
        /// Always `WGS84` as stored; written out so that no pair is ever without its datum.
        datum: String,
        accuracy_m: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        altitude_m: Option<f64>,
        /// `gps`, `network`, `manual` …
        provider: String,
        /// `yes`, `no` or `unknown`.
        mock: String,
        fix_ms: i64,
        age_s: f64,
    },
    Missing {
        reason: String,
    },
}

impl GeoV1 {
    /// How good the place is.
    pub fn quality(&self) -> GeoQuality {
        let Self::At {
            accuracy_m,
            provider,
            mock,
            age_s,
            ..
        } = self
        else {
            return GeoQuality::None;
        };
        let mock = if mock == "yes" {
            Mock::Yes
        } else {
            Mock::Unknown
        };
        // Ages are small and not negative; what is not stays stale.
        let age_s = if (0.0..1e9).contains(age_s) {
            *age_s as u32
        } else {
            u32::MAX
        };
        geo::quality(*accuracy_m, age_s, mock, provider)
    }
}

/// A problem candidate raised by the rules, or dismissed by the visitor with a reason.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemV1 {
    /// Stable over repeat visits: household, item or derived code, member, title.
    pub key: String,
    /// The item or derived rule that raised it.
    pub from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    pub category: String,
    pub severity: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissed: Option<String>,
}

// What is inside a visit is sensitive: `Debug` shows ids and counts only.
impl std::fmt::Debug for VisitV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "VisitV1({} r{}, {} answers)",
            self.id,
            self.revision,
            self.answers.len()
        )
    }
}

impl std::fmt::Debug for AnswerV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AnswerV1({})", self.item)
    }
}

impl std::fmt::Debug for AnswerValueV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnswerValueV1")
    }
}

impl std::fmt::Debug for GeoV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::At { .. } => "GeoV1::At",
            Self::Missing { .. } => "GeoV1::Missing",
        })
    }
}

impl std::fmt::Debug for ExifV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ExifV1")
    }
}

impl std::fmt::Debug for ProblemV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProblemV1({} {})", self.from, self.severity)
    }
}
