//! People, codes for their phones, the audit log.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

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
    /// The first day of his posting.
    pub post_start: Option<String>,
    /// Whether his unit is one of the list.
    pub unit_listed: bool,
    /// The last day of somebody who is to leave.
    pub leaves_on: Option<String>,
    /// The day he left.
    pub ended_on: Option<String>,
}

/// Whom to look for. A form and not an address: names belong in no address.
#[derive(Deserialize, TS, ToSchema)]
pub struct PeopleSearch {
    /// The person shown last.
    pub after: Option<String>,
    /// Part of the name or unit.
    pub text: Option<String>,
    /// `current`, `leaving`, `left`, `without_mentor` (new to a posting, and nobody guides him);
    /// everybody when absent.
    pub state: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct EnrolmentForm {
    pub person_id: String,
    /// How long the code is good for; three days when absent.
    pub hours: Option<u32>,
}

/// Shown once, as text and as a QR code of `ruhu://enrol?server=…&code=…`.
#[derive(Serialize, TS, ToSchema)]
pub struct EnrolmentCode {
    /// `ABCD-EFGH-JKMN`.
    pub code: String,
    pub expires_ms: i64,
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

/// What to look for in the audit log.
#[derive(Default, Deserialize, TS, ToSchema)]
pub struct AuditSearch {
    /// The position shown last.
    pub after: Option<String>,
    pub person_id: Option<String>,
    pub action: Option<String>,
    /// The id of a visit, household, person …, whole.
    pub subject: Option<String>,
    /// `YYYY-MM-DD`, the first day.
    pub from: Option<String>,
    /// `YYYY-MM-DD`, the last day.
    pub to: Option<String>,
}
