//! Visits: rows, the page for review, and a decision.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{HouseholdRow, Labelled, PhotoMatch};

#[derive(Serialize, TS, ToSchema)]
pub struct VisitList {
    pub visits: Vec<VisitRow>,
    pub next: Option<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct VisitRow {
    pub visit_id: String,
    pub revision: u32,
    /// A name of the review states.
    pub state: String,
    pub household_id: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub visitor_name: String,
    pub ended_ms: i64,
    pub received_ms: i64,
    pub problems: u32,
    pub photos: u32,
    pub photos_verified: u32,
    /// `no_location`, `location_far`, `clock_off`, `late`, `imported_photo`, `no_photo`, `rules_differ`, `photo_repeated` …
    pub flags: Vec<String>,
}

/// A visit whole, for review.
#[derive(Serialize, TS, ToSchema)]
pub struct VisitPage {
    pub visit: VisitRow,
    pub household: HouseholdRow,
    pub profile: String,
    pub template_version: String,
    /// By the county's reckoning, like every time here.
    pub started_ms: i64,
    pub time: VisitTime,
    pub location: Option<VisitLocation>,
    pub location_missing: Option<String>,
    pub photo_waiver: Option<String>,
    pub sections: Vec<AnsweredSection>,
    pub photos: Vec<VisitPhoto>,
    pub problems: Vec<VisitProblem>,
    pub conclusions: Vec<Conclusion>,
    pub reviews: Vec<ReviewRow>,
    pub batch_id: Option<String>,
    /// What the signed-in person may do now: `accept`, `return`, `revoke`, `approve`, `void`.
    pub moves: Vec<String>,
    /// Codes of `return_reason`.
    pub return_reasons: Vec<Labelled>,
    pub digest: String,
    pub server_sequence: i64,
}

/// When the visit ended, and how well that is known.
#[derive(Serialize, TS, ToSchema)]
pub struct VisitTime {
    pub ended_ms: i64,
    /// It ended this much earlier or later at most; absent for visits from before this was kept.
    pub error_ms: Option<i64>,
    /// `contact`, `offset` or `wall`.
    pub basis: Option<String>,
    /// How far the phone's clock was ahead of the county's.
    pub wall_off_ms: Option<i64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct VisitLocation {
    pub lat: f64,
    pub lon: f64,
    pub accuracy_m: f64,
    pub provider: String,
    pub mock: String,
    /// From the household's known place.
    pub distance_m: Option<f64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AnsweredSection {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub groups: Vec<AnsweredGroup>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AnsweredGroup {
    pub member_id: Option<String>,
    pub member_name: Option<String>,
    pub answers: Vec<AnsweredItem>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AnsweredItem {
    pub item: String,
    pub zh: String,
    pub en: String,
    /// The answer in words.
    pub answer_zh: String,
    pub answer_en: String,
    pub unchanged: bool,
    /// The answer of the visit before, when it differs.
    pub before_zh: Option<String>,
    pub before_en: Option<String>,
    /// Raised a problem.
    pub raised: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct VisitPhoto {
    pub photo_id: String,
    pub kind: Labelled,
    pub item: String,
    pub sha256: String,
    pub verified: bool,
    pub taken_ms: i64,
    pub imported: bool,
    pub exif: Option<VisitPhotoExif>,
    pub width: u32,
    pub height: u32,
    /// Other photos that may be the same one, the nearest first.
    pub matches: Vec<PhotoMatch>,
}

/// What an imported file's own metadata claims. Shown, never trusted.
#[derive(Serialize, TS, ToSchema)]
pub struct VisitPhotoExif {
    /// Local time as its maker wrote it: `2026-11-22T09:56:00`, perhaps with an offset.
    pub time: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// From where the phone added the photo, when both are known.
    pub distance_m: Option<f64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct VisitProblem {
    pub key: String,
    pub title: String,
    /// Where the checklist still raises this problem.
    pub title_en: Option<String>,
    pub member_name: Option<String>,
    pub category: Labelled,
    pub severity: Labelled,
    pub dismissed: Option<String>,
    /// Found by the server's own run of the rules but not reported by the phone, or the other way round.
    pub differs: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct Conclusion {
    pub code: String,
    pub zh: String,
    pub en: String,
    pub value: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ReviewRow {
    pub by: String,
    pub reviewer_name: String,
    pub decision: String,
    pub revision: u32,
    pub note: Option<String>,
    pub reasons: Vec<Labelled>,
    pub comments: Vec<ReviewComment>,
    pub received_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ReviewComment {
    pub item: Option<String>,
    pub item_zh: Option<String>,
    pub item_en: Option<String>,
    pub text: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct DecideForm {
    /// The revision that was on the screen; a stale one is refused with the current state.
    pub revision: u32,
    /// The state that was on the screen: a captain whom another forestalled is told.
    pub seen: Option<String>,
    /// `accept`, `return`, `revoke`, `approve` or `void`.
    pub decision: String,
    pub reasons: Vec<String>,
    pub comments: Vec<DecideComment>,
    pub note: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct DecideComment {
    pub item: Option<String>,
    pub member_id: Option<String>,
    pub text: String,
}
