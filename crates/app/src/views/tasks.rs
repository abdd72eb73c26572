//! What is to be done for a household, and campaigns.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Labelled;
use super::household::{HouseholdCard, TaskState};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// By the cadence of its group.
    Visit,
    GoodDeed,
    Campaign,
}

/// Why a task is not to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskReason {
    HouseholdEnded,
    AssignmentEnded,
    /// Fewer than thirty days of the period were left.
    AssignedTooLate,
    /// The county asks for no visits of such households.
    NoCadence,
}

/// One task of a household.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TaskCard {
    pub kind: TaskKind,
    pub state: TaskState,
    /// Of a cancelled one.
    pub reason: Option<TaskReason>,
    pub campaign_id: Option<String>,
    /// The campaign's title; empty for the other kinds.
    pub title: String,
    /// Of the visit it asks for: `full`, `routine` or `four_ones`.
    pub profile: String,
    /// `YYYY-MM-DD`: first and last day of its period. Absent where nothing is asked.
    pub from: Option<String>,
    pub until: Option<String>,
    /// Days until the last one: 0 on it, negative after it.
    pub days_left: Option<i32>,
    /// Times done in the period, and asked for.
    pub done: u32,
    pub times: u32,
    /// When it was done last in the period, `YYYY-MM-DD`.
    pub done_on: Option<String>,
    /// The last time in the period that a visit could not be made; it is still to be made.
    pub could_not: Option<Attempt>,
}

/// A visit that could not be made.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Attempt {
    pub entry_id: String,
    /// `YYYY-MM-DD`.
    pub on: String,
    pub reason: Labelled,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CampaignRef {
    pub campaign_id: String,
}

/// A campaign as far as it concerns the households of this phone.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct CampaignCard {
    pub campaign_id: String,
    pub title: String,
    /// `YYYY-MM-DD`.
    pub starts: String,
    pub ends: String,
    /// 0 on the last day, negative after it.
    pub days_left: i32,
    /// Households of this phone it concerns, and those of them that were visited for it.
    pub households: u32,
    pub visited: u32,
    /// Percent of the households that are to be visited.
    pub required_coverage: u32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CampaignPage {
    pub card: CampaignCard,
    /// `full`, `routine` or `four_ones`.
    pub profile: String,
    /// Ended early or withdrawn by the county.
    pub cancelled: bool,
    pub stages: Vec<CampaignStage>,
    pub legal_basis: String,
    /// Not yet visited: those a visit was tried at first. At most 500.
    pub waiting: Vec<CampaignHousehold>,
    pub waiting_total: u32,
    /// Visited, the latest first. At most 500.
    pub visited: Vec<CampaignHousehold>,
    pub visited_total: u32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CampaignStage {
    pub title: String,
    /// `YYYY-MM-DD`.
    pub ends: String,
    pub days_left: i32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CampaignHousehold {
    pub household: HouseholdCard,
    /// `YYYY-MM-DD`.
    pub visited_on: Option<String>,
    pub could_not: Option<Attempt>,
}
