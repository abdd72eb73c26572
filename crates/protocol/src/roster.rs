//! The county's roster, a JSON value a line: how a county is set up from a file.
//!
//! `POST /v1/console/roster` takes the lines in any number of requests. Each line stands alone: a
//! bad one is refused with its number, code and field, and the rest goes on. Sending a line twice
//! is sending it once.

use domain::id::{AssignmentId, HouseholdId, PersonId, TeamId};
use serde::{Deserialize, Serialize};

use crate::row::{HouseholdV1, RoleV1};

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "snake_case")]
pub enum RosterRow {
    Area(AreaRow),
    Person(PersonRow),
    Team(TeamRow),
    Household(Box<HouseholdV1>),
    Member(Box<MemberRow>),
    Assignment(AssignmentRow),
}

/// A county (6 digits), town (9) or village (12).
#[derive(Clone, Serialize, Deserialize)]
pub struct AreaRow {
    pub code: String,
    pub name: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    pub roles: Vec<RoleV1>,
    /// For people who use the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// A code of `cadre_rank_quota`. What a line leaves out stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    /// First day of the posting, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_start: Option<String>,
    /// Last day of the posting, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_end: Option<String>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct TeamRow {
    pub id: TeamId,
    pub village_code: String,
    pub captain_id: PersonId,
    pub members: Vec<PersonId>,
}

/// A member with the full ID number, which never leaves the county again.
#[derive(Clone, Serialize, Deserialize)]
pub struct MemberRow {
    /// `id_number_masked` is derived on arrival and may be empty here.
    #[serde(flatten)]
    pub member: crate::row::MemberV1,
    pub id_number: String,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub household_id: HouseholdId,
    pub person_id: PersonId,
    pub kind: String,
    pub from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// What became of a request's lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterReply {
    pub stored: u32,
    /// Lines the county held already, to the letter.
    pub unchanged: u32,
    pub refused: Vec<RefusedLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedLine {
    /// Counts from 1 within the request.
    pub line: u32,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}
