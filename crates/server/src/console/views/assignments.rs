//! Who answers for which household: lists, one household's helpers, changes of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

/// Who helps a household, who did and who will.
#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdHelpers {
    pub household_id: String,
    pub head_name: String,
    pub number: String,
    pub town: String,
    pub village: String,
    pub category: Option<Labelled>,
    /// Monitored and not out of danger: never without a primary helper.
    pub monitored: bool,
    pub ended: bool,
    /// `YYYY-MM-DD` at the county.
    pub today: String,
    /// Names what stands here; a change sends it back.
    pub seen: String,
    pub may_change: bool,
    /// In force first, then planned, then what is over, the newest first.
    pub helpers: Vec<HelperRow>,
    /// Of the people of the change just made; empty when only read.
    pub notices: Vec<LoadNotice>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelperRow {
    pub assignment_id: String,
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub primary: bool,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub to: Option<String>,
    /// `now`, `planned`, `past`, `withdrawn`.
    pub standing: String,
    pub reason: Option<String>,
    /// What the rules allow: `hand_over`, `end`, `withdraw`. Empty for those who only read.
    pub moves: Vec<String>,
}

/// That somebody helps fewer households than his rank is to, or more than one person well can.
/// Never refuses anything.
#[derive(Serialize, TS, ToSchema)]
pub struct LoadNotice {
    pub person_id: String,
    pub name: String,
    pub households: u32,
    pub quota: Option<u32>,
    /// `under_quota`, `over_quota`.
    pub load: String,
}

/// A change of who helps a household.
#[derive(Deserialize, TS, ToSchema)]
pub struct HelperForm {
    /// `assign`, `hand_over`, `end`, `withdraw`.
    pub step: String,
    /// What the screen showed.
    pub seen: String,
    /// Who begins or takes over.
    pub person_id: Option<String>,
    /// `primary`, `co`: of one who begins.
    pub kind: Option<String>,
    /// The row that is handed over, ends or is taken back.
    pub assignment_id: Option<String>,
    /// First day of whoever begins or takes over; the last of one that ends.
    pub day: Option<String>,
    /// Days on which both help.
    pub overlap_days: Option<u32>,
    pub reason: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct UnhelpedSearch {
    /// The household shown last.
    pub after: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
}

/// Households without a primary helper, the monitored first.
#[derive(Serialize, TS, ToSchema)]
pub struct UnhelpedList {
    pub households: Vec<UnhelpedRow>,
    pub next: Option<String>,
    /// With the first page only.
    pub total: Option<u32>,
    /// Of them, monitored.
    pub monitored: Option<u32>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UnhelpedRow {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub category: Option<Labelled>,
    pub risk_eliminated: bool,
    /// Who helps all the same.
    pub co_helpers: u32,
    /// From when somebody is to answer for it.
    pub planned_from: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct HelperSearch {
    /// The person shown last.
    pub after: Option<String>,
    /// `all`, `idle` (without a household), `under_quota`, `over_quota`.
    pub group: String,
    /// Part of the name or unit.
    pub text: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HelperList {
    pub people: Vec<HelperLoad>,
    pub next: Option<String>,
    /// With the first page only.
    pub total: Option<u32>,
    /// Households of one person before a notice.
    pub most: Option<u32>,
}

/// 责任人 单位 职级 包户数 配额.
#[derive(Serialize, TS, ToSchema)]
pub struct HelperLoad {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    /// Of `cadre_rank_quota`.
    pub rank: Option<Labelled>,
    /// Households he answers for.
    pub households: u32,
    /// Households he helps beside another.
    pub co_households: u32,
    pub quota: Option<u32>,
    /// `under_quota`, `fits`, `over_quota`: a notice.
    pub load: String,
    pub post_start: Option<String>,
    pub post_end: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct UpcomingSearch {
    /// `next` of the page before.
    pub after: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
}

/// Households whose helpers change on a day that is planned, the nearest first.
#[derive(Serialize, TS, ToSchema)]
pub struct UpcomingList {
    pub households: Vec<UpcomingRow>,
    pub next: Option<String>,
    pub today: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct UpcomingRow {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub category: Option<Labelled>,
    /// The next day on which somebody begins or for the last time helps.
    pub day: String,
    /// In force and planned.
    pub helpers: Vec<HelperRow>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct TermSearch {
    /// `next` of the page before.
    pub after: Option<String>,
    /// `due` (ends soon, over, or nobody comes), `all`.
    pub group: String,
    /// Nine digits.
    pub town: Option<String>,
}

/// Terms on village teams, those that end first in front.
#[derive(Serialize, TS, ToSchema)]
pub struct TermList {
    pub terms: Vec<TermRow>,
    pub next: Option<String>,
    pub total: u32,
    /// The parameters in force.
    pub rotation_months: u32,
    pub alert_days: u32,
    pub today: String,
    pub may_change: bool,
    pub ranks: Vec<RankChoice>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TermRow {
    pub team_id: String,
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub town: String,
    pub village: String,
    pub captain: bool,
    pub rank: Option<Labelled>,
    pub post_start: Option<String>,
    /// The last day somebody set.
    pub post_end: Option<String>,
    /// That day, or the last of the full months.
    pub ends: Option<String>,
    /// Until then; negative when it is over.
    pub days_left: Option<i32>,
    /// `unknown`, `running`, `ends_soon`, `over`, `left`.
    pub state: String,
    pub successor_name: Option<String>,
    /// He leaves and nobody came before: a notice (先补后撤).
    pub lacks_successor: bool,
}

/// A person's rank and posting.
#[derive(Clone, PartialEq, Eq, Deserialize, TS, ToSchema)]
pub struct PostFacts {
    /// A code of `cadre_rank_quota`.
    pub rank: Option<String>,
    /// `YYYY-MM-DD`.
    pub post_start: Option<String>,
    /// `YYYY-MM-DD`.
    pub post_end: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PostForm {
    /// What the screen showed.
    pub seen: PostFacts,
    pub wanted: PostFacts,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PostSaved {
    /// A team he is on would have his seat empty: a notice (先补后撤).
    pub lacks_successor: bool,
}

/// Households of one person that are to go to another.
#[derive(Deserialize, TS, ToSchema)]
pub struct BulkMoveForm {
    pub from_person_id: String,
    pub to_person_id: String,
    /// The first day of whoever takes over.
    pub day: String,
    pub overlap_days: u32,
    pub reason: Option<String>,
    /// Those of the preview that are to go; a preview without any is of all.
    pub households: Option<Vec<BulkMoveChoice>>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct BulkMoveChoice {
    pub household_id: String,
    /// As the preview said.
    pub seen: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BulkMovePreview {
    pub households: Vec<BulkMoveRow>,
    pub can: u32,
    pub cannot: u32,
    /// Of both people as it would be afterwards.
    pub notices: Vec<LoadNotice>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BulkMoveRow {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub village: String,
    pub primary: bool,
    pub seen: String,
    /// Why it cannot go: a code of the rules.
    pub refused: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BulkMoved {
    pub moved: u32,
    pub notices: Vec<LoadNotice>,
}

/// A rank to choose.
#[derive(Serialize, TS, ToSchema)]
pub struct RankChoice {
    pub rank: Labelled,
    pub quota: Option<u32>,
}
