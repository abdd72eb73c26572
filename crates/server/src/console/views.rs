//! What the console shows and sends. These types exist for the console alone; TypeScript
//! (`ui/src/console/api.ts`) and the OpenAPI document are both made from them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Deserialize, TS, ToSchema)]
pub struct SignInForm {
    pub login: String,
    pub password: String,
    /// Six digits of the authenticator.
    pub totp: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ConsoleMe {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub county: String,
    /// `captain`, `town_captain`, `county`, `administrator`.
    pub roles: Vec<String>,
}

/// A code with its label, Chinese and English.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct Labelled {
    pub code: String,
    pub zh: String,
    pub en: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct Overview {
    /// `YYYY-MM-DD`, Asia/Shanghai.
    pub date: String,
    /// `2026-H2`.
    pub period: String,
    pub households: u32,
    /// Households with a counting visit this half-year: submitted, and approved or further.
    pub visited_submitted: u32,
    pub visited_approved: u32,
    pub today: TodayFigures,
    pub waiting_captain: u32,
    pub waiting_county: u32,
    pub returned: u32,
    pub accepted: u32,
    pub photos_outstanding: u32,
    /// Problem candidates by severity, of visits not voided.
    pub problems: Vec<ProblemCount>,
    pub towns: Vec<TownRow>,
    /// The last 14 days, oldest first.
    pub days: Vec<DayRow>,
    /// Changes held or in quarantine.
    pub aside: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TodayFigures {
    pub visits: u32,
    pub photos: u32,
    pub batches: u32,
    pub accepted: u32,
    pub active_phones: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemCount {
    pub severity: Labelled,
    pub count: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TownRow {
    pub code: String,
    pub name: String,
    pub households: u32,
    pub visited_submitted: u32,
    pub visited_approved: u32,
    pub problems: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct DayRow {
    pub date: String,
    pub visits: u32,
    pub accepted: u32,
}

/// A page of rows; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct BatchList {
    pub batches: Vec<BatchRow>,
    pub next: Option<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct BatchRow {
    pub batch_id: String,
    /// A code of `batch_state`.
    pub state: Labelled,
    pub town: String,
    pub village: String,
    pub sender_name: String,
    pub visits: u32,
    pub waiting: u32,
    pub accepted: u32,
    pub returned: u32,
    pub problems: u32,
    pub photos_outstanding: u32,
    pub sent_ms: i64,
    pub received_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BatchPage {
    pub batch: BatchRow,
    pub manifest_sha256: String,
    pub visits: Vec<VisitRow>,
}

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
    /// `no_location`, `location_far`, `clock_off`, `late`, `imported_photo`, `no_photo`, `rules_differ` …
    pub flags: Vec<String>,
}

/// A visit whole, for review.
#[derive(Serialize, TS, ToSchema)]
pub struct VisitPage {
    pub visit: VisitRow,
    pub household: HouseholdRow,
    pub profile: String,
    pub template_version: String,
    pub started_ms: i64,
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
    pub width: u32,
    pub height: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct VisitProblem {
    pub key: String,
    pub title: String,
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
    pub title: String,
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
    pub text: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct DecideForm {
    /// The revision that was on the screen; a stale one is refused with the current state.
    pub revision: u32,
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

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdList {
    pub households: Vec<HouseholdRow>,
    pub next: Option<String>,
    /// Of the whole filter, not the page.
    pub total: u32,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct HouseholdRow {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub group: String,
    pub size: u32,
    pub category: Option<Labelled>,
    pub helper_name: Option<String>,
    pub last_visit_ms: Option<i64>,
    pub visits: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdPage {
    pub household: HouseholdRow,
    pub phone_masked: Option<String>,
    pub address: Option<String>,
    pub base_type: Labelled,
    pub monitor_since: Option<String>,
    pub risks: Vec<Labelled>,
    pub risk_eliminated: bool,
    pub net_income_fen: Option<i64>,
    pub members: Vec<MemberRow>,
    pub visits: Vec<VisitRow>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MemberRow {
    pub member_id: String,
    pub name: String,
    pub id_number_masked: String,
    pub relation: String,
    pub gender: Labelled,
    pub birth: String,
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    pub active: bool,
}

/// A full ID number, shown once; showing it is in the audit log.
#[derive(Serialize, TS, ToSchema)]
pub struct IdNumber {
    pub id_number: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PeopleList {
    pub people: Vec<PersonCard>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonCard {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub roles: Vec<String>,
    /// Town and village, where the role has one.
    pub area: String,
    pub households: u32,
    pub devices: u32,
    pub last_contact_ms: Option<i64>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct EnrolmentForm {
    pub person_id: String,
}

/// Shown once, as text and as a QR code of `ruhu://enrol?server=…&code=…`.
#[derive(Serialize, TS, ToSchema)]
pub struct EnrolmentCode {
    /// `ABCD-EFGH-JKMN`.
    pub code: String,
    pub expires_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsideList {
    pub changes: Vec<AsideRow>,
}

/// A change the county holds aside, with why and since when.
#[derive(Serialize, TS, ToSchema)]
pub struct AsideRow {
    pub change_id: String,
    /// `held` or `quarantined`.
    pub disposition: String,
    pub code: String,
    pub kind: String,
    pub person_name: String,
    pub received_ms: i64,
    pub bytes: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AuditList {
    pub entries: Vec<AuditRow>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AuditRow {
    pub position: i64,
    pub at_ms: i64,
    pub actor_name: String,
    /// `signed_in`, `visit_accepted`, `id_number_shown` …
    pub action: String,
    pub subject: String,
}
