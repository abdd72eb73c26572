//! Somebody leaves: what he answers for, and who takes it over.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::LoadNotice;

/// Who takes over, from when, and until when the one who leaves helps beside him.
#[derive(Deserialize, TS, ToSchema)]
pub struct LeaveForm {
    /// `YYYY-MM-DD`, the first day of those who take over: today at latest.
    pub first_day: String,
    /// `YYYY-MM-DD`, the last day of the one who leaves: today at the earliest.
    pub last_day: String,
    /// For all villages that are not named.
    pub successor_id: Option<String>,
    pub by_village: Vec<LeaveHeir>,
    /// Of households that are planned to go to somebody else after the last day: `keep`, whoever was
    /// to take over does so now; `replace`, whoever is named here does. Absent while nobody chose.
    pub planned: Option<String>,
    /// May be empty while it is only looked at.
    pub reason: String,
    /// What the preview said; needed to do it.
    pub seen: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct LeaveHeir {
    pub village_code: String,
    pub person_id: String,
}

/// What would become of everything he answers for. Done only as it was seen.
#[derive(Serialize, TS, ToSchema)]
pub struct LeavePreview {
    pub households: Vec<LeaveHousehold>,
    pub teams: Vec<LeaveTeam>,
    pub problems: Vec<LeaveProblem>,
    /// Roles that end with him; a captain's goes to whom his village is handed.
    pub roles: Vec<LeaveRole>,
    /// Where he has something, for naming one who takes over there.
    pub villages: Vec<LeaveVillage>,
    /// Who gets how much.
    pub gains: Vec<LeaveGain>,
    /// Of those who take over, as it would be afterwards.
    pub notices: Vec<LoadNotice>,
    pub phones: Vec<LeavePhone>,
    /// Visits that were returned to him, to be put right on his phone.
    pub returned_visits: u32,
    /// Whether all of it can be done.
    pub can: bool,
    pub seen: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveHousehold {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub village: String,
    pub primary: bool,
    /// `handed_over`, `ends`, `as_planned`, `withdrawn`.
    pub becomes: String,
    pub successor_name: Option<String>,
    /// Who was to take it over before anybody left.
    pub planned: Option<LeavePlanned>,
    /// `planned_to_another` while nobody chose what becomes of that.
    pub refused: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeavePlanned {
    pub name: String,
    /// `YYYY-MM-DD`.
    pub from: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveTeam {
    pub team_id: String,
    pub village: String,
    pub leads: bool,
    pub successor_name: Option<String>,
    pub refused: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveProblem {
    pub problem_id: String,
    pub number: Option<String>,
    pub title: String,
    pub village: String,
    pub successor_name: Option<String>,
    pub refused: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveRole {
    pub role: String,
    /// Town and village.
    pub area: String,
    pub successor_name: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveVillage {
    pub code: String,
    /// Town and village.
    pub name: String,
    pub households: u32,
    pub problems: u32,
    /// Whether he leads it, by role or by team.
    pub leads: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct LeaveGain {
    pub person_id: String,
    pub name: String,
    /// He answers for them then.
    pub households: u32,
    pub co_households: u32,
    pub problems: u32,
    pub teams: u32,
}

/// A phone in use. It is not cut off: what it holds comes in after he has left, too.
#[derive(Serialize, TS, ToSchema)]
pub struct LeavePhone {
    pub device_id: String,
    pub name: String,
    pub contact_ms: i64,
    /// Absent: it never said.
    pub reported: Option<super::TeamSyncReport>,
}
