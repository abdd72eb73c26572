//! A captain's team: whose work has not arrived, how far the half-year is, what is due.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::household::HouseholdCard;
use super::problems::LedgerCard;
use super::tasks::CampaignCard;

#[derive(Serialize, Deserialize, TS)]
pub struct TeamPage {
    pub teams: Vec<TeamCard>,
    /// When the county said so; absent before it was ever asked.
    pub heard_ms: Option<i64>,
    pub now_ms: i64,
    /// Of the village this captain leads; a town's households are not on this phone.
    pub coverage: Option<Coverage>,
    pub campaigns: Vec<CampaignCoverage>,
    /// Due within a week or overdue, most pressing first; at most 50.
    pub problems: Vec<LedgerCard>,
    pub problems_total: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TeamCard {
    pub team_id: String,
    pub village: String,
    pub town: String,
    /// By name.
    pub members: Vec<PersonSync>,
    /// How far a village's half-year is, as the county said when it was asked last: of a village of
    /// the owner's town. His own village's is counted here ([`TeamPage::coverage`]).
    pub coverage: Option<VillageCoverage>,
}

/// Households visits are asked of, as the county counts them.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct VillageCoverage {
    /// `2026-H2`.
    pub period: String,
    pub due: u32,
    pub visited: u32,
    pub approved: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PersonSync {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    /// Leads the team.
    pub captain: bool,
    /// This phone's owner: counted here and now.
    pub me: bool,
    /// Whether the county has told of him.
    pub known: bool,
    /// Phones of his in use.
    pub phones: u32,
    /// Absent when none was ever heard.
    pub contact_ms: Option<i64>,
    /// Absent when none ever said what it still has.
    pub reported: Option<Reported>,
    /// Photos of his visits that the county waits for.
    pub photos_missing: u32,
    /// Visits of his that wait for a captain.
    pub to_review: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Reported {
    pub visits: u32,
    pub changes: u32,
    pub photos: u32,
    pub at_ms: i64,
}

/// How far the visits of a half-year are.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Coverage {
    /// `2026-H2`.
    pub period: String,
    /// Days until its last one.
    pub days_left: i32,
    /// Households to be visited by their cadence: the other three together.
    pub due: u32,
    /// With a counting visit a captain has approved.
    pub approved: u32,
    /// With a counting visit that none has approved yet.
    pub submitted: u32,
    pub not_visited: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CampaignCoverage {
    pub card: CampaignCard,
    /// Of the visited households, those with an approved visit for it.
    pub approved: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CoveragePart {
    Approved,
    Submitted,
    NotVisited,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CoverageQuery {
    pub part: CoveragePart,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CoverageList {
    pub period: String,
    pub total: u32,
    /// By place; at most 500.
    pub households: Vec<HouseholdCard>,
}
