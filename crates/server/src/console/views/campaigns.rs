//! Campaigns 专项行动: plans, how far they are, who was not visited (DOMAIN §6 遍访进度).

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignList {
    /// The newest first.
    pub campaigns: Vec<CampaignRow>,
    pub next: Option<String>,
    /// County staff and administrators make and change campaigns.
    pub may_edit: bool,
    /// What a form offers.
    pub profiles: Vec<Labelled>,
    /// `YYYY-MM-DD`, Asia/Shanghai.
    pub today: String,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct CampaignRow {
    pub campaign_id: String,
    pub title: String,
    /// First day, `YYYY-MM-DD`.
    pub starts: String,
    /// Last day.
    pub ends: String,
    /// `upcoming`, `running`, `ended` or `cancelled`.
    pub state: String,
    /// Running: days to the last one, today not counted. Upcoming: days to the first.
    pub days_left: Option<u32>,
    pub profile: Labelled,
    /// Percent.
    pub required_coverage: u32,
    /// As far as the signed-in person sees.
    pub coverage: CampaignCoverage,
}

/// Figures of a campaign over an area. Visits count once a household, by whoever, at the dwelling,
/// within the campaign's days, of a kind that fulfils it.
#[derive(Clone, Default, Serialize, TS, ToSchema)]
pub struct CampaignCoverage {
    /// 应访户, frozen on the first day; those that ended since are left out.
    pub households: u32,
    /// 已提交: visited, the visit not voided.
    pub submitted: u32,
    /// 已审核: the captain approved it, or further.
    pub approved: u32,
    /// 未访户.
    pub not_visited: u32,
    /// 逾期未访: not visited, and the last day is over.
    pub overdue: u32,
    /// 应访人: members of the households who are there.
    pub people: u32,
    /// 已查人: those of visited households.
    pub people_visited: u32,
    /// 覆盖率, whole percent rounded down: 100 means all.
    pub percent: u32,
    /// Households that came into the scope later, in none of the figures above.
    pub added: u32,
    pub added_submitted: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignPage {
    pub campaign: CampaignRow,
    /// A change names the version it saw.
    pub version: u32,
    pub legal_basis: String,
    pub stages: Vec<CampaignStage>,
    /// Towns and villages it is limited to; empty: the whole county.
    pub areas: Vec<CampaignArea>,
    /// `monitored`, `exited`, `general`; empty: all.
    pub groups: Vec<String>,
    /// When its households were written down; absent: they are counted as they are now.
    pub frozen_ms: Option<i64>,
    pub made_ms: i64,
    pub made_by: String,
    pub cancelled_ms: Option<i64>,
    pub cancelled_by: Option<String>,
    pub cancel_reason: Option<String>,
    pub towns: Vec<CampaignTown>,
    /// May change and cancel it.
    pub may_edit: bool,
    /// What a form offers.
    pub profiles: Vec<Labelled>,
    pub today: String,
}

#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct CampaignStage {
    pub title: String,
    /// Last day, `YYYY-MM-DD`.
    pub ends: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignArea {
    /// Nine digits of a town, twelve of a village.
    pub code: String,
    /// A village's with its town.
    pub name: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignTown {
    pub code: String,
    pub name: String,
    /// 责任人: the town's captain.
    pub responsible: Vec<String>,
    pub coverage: CampaignCoverage,
    pub villages: Vec<CampaignVillage>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignVillage {
    pub code: String,
    pub name: String,
    /// 责任人: the village's captain.
    pub responsible: Vec<String>,
    pub coverage: CampaignCoverage,
}

/// A new campaign, or a campaign as it is to be.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct CampaignForm {
    /// The version a change saw; of a new one nothing.
    pub version: Option<u32>,
    pub title: String,
    pub starts: String,
    pub ends: String,
    pub areas: Vec<String>,
    pub groups: Vec<String>,
    /// `full`, `routine` or `four_ones`.
    pub profile: String,
    /// 1 to 100.
    pub required_coverage: u32,
    pub stages: Vec<CampaignStage>,
    pub legal_basis: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct CampaignCancelForm {
    pub version: u32,
    pub reason: String,
}

/// Whom a campaign would concern today.
#[derive(Deserialize, TS, ToSchema)]
pub struct CampaignScopeForm {
    pub areas: Vec<String>,
    pub groups: Vec<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignScope {
    pub households: u32,
    pub towns: Vec<CampaignScopeTown>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignScopeTown {
    pub code: String,
    pub name: String,
    pub households: u32,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct CampaignHouseholdSearch {
    /// The household shown last.
    pub after: Option<String>,
    /// A town or village; absent: all.
    pub area: Option<String>,
    /// `not_visited`, `visited` or `added`.
    pub show: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignHouseholdList {
    pub households: Vec<CampaignHousehold>,
    pub next: Option<String>,
    /// Of the whole list, not the page.
    pub total: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct CampaignHousehold {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    /// `monitored`, `exited` or `general`, as it is today.
    pub group: String,
    /// 责任人: who helps it.
    pub helper_name: Option<String>,
    /// The visit that counts; the last one where there are several.
    pub visit_id: Option<String>,
    pub visited_ms: Option<i64>,
    pub visit_state: Option<String>,
    /// When somebody last wrote down why it could not be visited, and why.
    pub hindered_on: Option<String>,
    pub hindered_by: Option<Labelled>,
}
