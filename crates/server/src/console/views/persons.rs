//! One person as an administrator keeps him, and teams.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

/// A role and where it holds.
#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct RoleFacts {
    /// `cadre`, `captain`, `town_captain`, `county`, `administrator`.
    pub role: String,
    /// Digits of a village, town or the county.
    pub area: String,
}

/// What is written of a person.
#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct PersonFacts {
    pub name: String,
    pub unit: String,
    pub phone: Option<String>,
    pub roles: Vec<RoleFacts>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonPage {
    pub person_id: String,
    pub facts: PersonFacts,
    /// The roles in words: town and village.
    pub role_areas: Vec<String>,
    pub county_code: String,
    pub rank: Option<Labelled>,
    pub post_start: Option<String>,
    pub post_end: Option<String>,
    pub sign_in: PersonSignIn,
    pub work: PersonWork,
    pub teams: Vec<PersonTeam>,
    pub devices: Vec<PersonDevice>,
    /// The unit of the list that he names as his; absent where none is called so.
    pub helping_unit_id: Option<String>,
    /// Who guides him (一对一帮带).
    pub mentor: Option<PersonMentor>,
    /// Whom he guides today.
    pub guides: Vec<PersonGuided>,
    /// Whether he is new to his posting, and nobody guides him.
    pub needs_mentor: bool,
    /// The last day of somebody who is to leave. Past, it could not be: something came to him since.
    pub leaves_on: Option<String>,
    pub leaves_reason: Option<String>,
    /// `YYYY-MM-DD`.
    pub today: String,
    /// The day he left.
    pub ended_on: Option<String>,
    pub end_reason: Option<String>,
    pub history: Vec<EditStepRow>,
    /// Whether the one who looks may change him.
    pub may_edit: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonMentor {
    pub name: String,
    pub facts: MentorFacts,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonGuided {
    pub person_id: String,
    pub name: String,
}

/// Who guides somebody, and from when to when.
#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct MentorFacts {
    pub mentor_id: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: Option<String>,
}

/// Nobody where it is absent.
#[derive(Deserialize, TS, ToSchema)]
pub struct MentorForm {
    pub seen: Option<MentorFacts>,
    pub wanted: Option<MentorFacts>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonSignIn {
    pub login: Option<String>,
    pub has_password: bool,
    /// When the one-time password given last is over; absent once he chose his own.
    pub one_time_until_ms: Option<i64>,
    /// Whether the roles ask for an authenticator, and whether there is one.
    pub needs_totp: bool,
    pub has_totp: bool,
    /// Whether the roles open the console at all.
    pub may_sign_in: bool,
}

/// What has to be handed over before he leaves, and the phones that may hold work.
#[derive(Serialize, TS, ToSchema)]
pub struct PersonWork {
    pub households: u32,
    pub teams_led: u32,
    pub problems: u32,
    pub phones: u32,
    pub last_contact_ms: Option<i64>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonTeam {
    pub team_id: String,
    pub village: String,
    pub town: String,
    pub leads: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PersonDevice {
    pub device_id: String,
    pub name: String,
    pub app_version: String,
    pub contact_ms: i64,
    pub revoked_ms: Option<i64>,
}

/// One field that was changed.
#[derive(Serialize, TS, ToSchema)]
pub struct EditStepRow {
    pub sequence: i64,
    /// Whose: empty for the record the page is of.
    pub of: String,
    pub field: Labelled,
    pub was_zh: String,
    pub was_en: String,
    pub became_zh: String,
    pub became_en: String,
    /// Absent: the roster.
    pub by_name: Option<String>,
    pub at_ms: i64,
}

/// A new person where nothing was seen.
#[derive(Deserialize, TS, ToSchema)]
pub struct PersonForm {
    /// What was on the screen. Anything else by now is refused as stale.
    pub seen: Option<PersonFacts>,
    pub wanted: PersonFacts,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PersonEndForm {
    pub reason: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PersonSignInForm {
    pub login: String,
}

/// Shown once: the county keeps only hashes of it.
#[derive(Serialize, TS, ToSchema)]
pub struct PersonSignInMade {
    pub login: String,
    /// Absent when only the authenticator is new.
    pub password: Option<String>,
    pub until_ms: Option<i64>,
    pub totp_secret: Option<String>,
    /// `otpauth://…`, for a QR code.
    pub otpauth: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamList {
    pub teams: Vec<TeamCard>,
    pub may_edit: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamCard {
    pub team_id: String,
    pub village_code: String,
    pub village: String,
    pub town: String,
    pub captain_id: String,
    /// In order.
    pub members: Vec<TeamPerson>,
    pub households: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamPerson {
    pub person_id: String,
    pub name: String,
    pub unit: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct TeamFacts {
    pub village_code: String,
    pub captain_id: String,
    pub members: Vec<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct TeamForm {
    /// Absent for a new team.
    pub team_id: Option<String>,
    pub seen: Option<TeamFacts>,
    pub wanted: TeamFacts,
}

#[derive(Serialize, TS, ToSchema)]
pub struct EditHistory {
    pub steps: Vec<EditStepRow>,
}
