//! Teams, and whose work has not arrived.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Deserialize, TS, ToSchema)]
pub struct TeamSyncSearch {
    /// Part of a village's or town's name.
    #[ts(optional)]
    pub text: Option<String>,
    #[ts(optional)]
    pub after: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamSyncList {
    /// By village.
    pub teams: Vec<TeamSync>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamSync {
    pub team_id: String,
    pub village: String,
    pub town: String,
    /// Names of the town's captains.
    pub reviewers: Vec<String>,
    /// By name.
    pub members: Vec<TeamSyncMember>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TeamSyncMember {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub captain: bool,
    /// Phones in use.
    pub phones: u32,
    /// Absent when no phone of his was ever heard.
    pub contact_ms: Option<i64>,
    /// Absent when none of them ever said what it still has.
    pub reported: Option<TeamSyncReport>,
    /// Photos of his visits that the county waits for.
    pub photos_missing: u32,
    /// Visits of his that no captain has decided.
    pub to_review: u32,
}

/// What a person's phones said they still have.
#[derive(Serialize, TS, ToSchema)]
pub struct TeamSyncReport {
    pub visits: u32,
    pub changes: u32,
    pub photos: u32,
    pub at_ms: i64,
}
