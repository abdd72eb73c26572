//! Households: the list and one page per household (一户一册).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::problems::LedgerCard;
use super::tasks::{TaskCard, TaskReason};
use super::visit::PhotoCard;
use super::{Labelled, VisitCard};

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdQuery {
    /// Name, pinyin, initials, household number, group, or what a tag is called.
    pub text: String,
    pub filter: HouseholdFilter,
    /// `group.code`, as [`HouseholdTag`] has them: any of one group, each group.
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub order: HouseholdOrder,
    /// Rows to skip; pages hold 50.
    pub skip: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdFilter {
    All,
    Due,
    Monitored,
    Visited,
    /// Two people say differently.
    Contested,
    /// A good deed is due for it.
    Deed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HouseholdOrder {
    /// Village, group, number.
    #[default]
    Place,
    /// The most pressing first.
    Due,
    /// The head's name, by pinyin.
    Name,
    /// The latest first, never visited last.
    LastVisit,
}

/// What households can be told apart by, as far as this phone has any.
#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdTag {
    /// `risk.illness`, `member.child`.
    pub tag: String,
    /// `monitor`, `base`, `risk`, `welfare`, `member`, `health` or `home`.
    pub group: String,
    pub label: String,
    /// How many have it. Health is counted among the owner's own households alone.
    pub households: u32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdList {
    pub total: u32,
    pub households: Vec<HouseholdCard>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HouseholdCard {
    pub household_id: String,
    pub head_name: String,
    /// Last four of the household number.
    pub number_tail: String,
    pub village: String,
    pub group: String,
    pub size: u32,
    /// Monitored category in words, when monitored.
    pub category: Option<Labelled>,
    /// By the cadence of its group.
    pub task: TaskState,
    /// Why it is not to be visited.
    pub task_reason: Option<TaskReason>,
    /// `YYYY-MM-DD`.
    pub due_on: Option<String>,
    pub last_visit_on: Option<String>,
    /// An unfinished or unsent visit on this phone.
    pub draft: Option<String>,
    /// Facts of which two values are known, members' included.
    pub contested: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Upcoming,
    Due,
    Overdue,
    Done,
    Missed,
    Cancelled,
}

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdRef {
    pub household_id: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdPage {
    pub card: HouseholdCard,
    /// The visit first, then good deeds, then campaigns by their last day.
    pub tasks: Vec<TaskCard>,
    pub number: String,
    pub address: Option<String>,
    /// `138****1234`.
    pub phone_masked: Option<String>,
    /// For the dialler; shown nowhere.
    pub phone: Option<String>,
    pub base_type: Labelled,
    pub monitor_since: Option<String>,
    /// In order of weight. Those that tell of health are left out unless the phone's owner helps
    /// the household (DOMAIN §3.1).
    pub risks: Vec<Labelled>,
    pub risks_hidden: u32,
    pub risk_eliminated: bool,
    /// `YYYY-MM-DD`: when the risk was marked as removed.
    pub eliminated_on: Option<String>,
    /// `YYYY-MM-DD`: when the household ended, merged into another or gone.
    pub ended_on: Option<String>,
    pub welfare: Vec<Labelled>,
    pub relocated: bool,
    pub no_labor: bool,
    pub net_income_fen: Option<i64>,
    pub percap_fen: Option<i64>,
    pub county: String,
    pub town: String,
    /// Who helps it, the primary first.
    pub helpers: Vec<HelperCard>,
    /// Who leads the village's team, where this phone has it.
    pub captain: Option<HelperCard>,
    pub members: Vec<MemberCard>,
    /// Members who can work.
    pub labor_count: u32,
    /// Whether health stands with each member; otherwise only how many are concerned.
    pub shows_health: bool,
    pub members_ill: u32,
    pub visits: Vec<VisitCard>,
    /// Open ones, most pressing first.
    pub problems: Vec<LedgerCard>,
    pub problems_closed: u32,
    /// Of its visits, as far as this phone holds the picture; the newest first.
    pub photos: Vec<HouseholdPhoto>,
    /// The latest first.
    pub history: Vec<HistoryLine>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// Corrections and decisions of facts that only this phone has.
    pub facts_waiting: u32,
}

/// Somebody a household can turn to.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HelperCard {
    /// Empty where this phone does not know the person.
    pub name: String,
    pub unit: String,
    /// Known of the phone's owner alone.
    pub phone: Option<String>,
    pub primary: bool,
    /// `YYYY-MM-DD`; empty for a captain.
    pub from: String,
    /// The last day, where it is set: a hand-over is under way.
    pub to: Option<String>,
    /// He is to begin.
    pub planned: bool,
}

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdPhoto {
    pub visit_id: String,
    pub photo: PhotoCard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    Visit,
    Problem,
    Facts,
}

/// One line of what happened.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HistoryLine {
    pub at_ms: i64,
    pub kind: HistoryKind,
    /// The problem's title and its step; the facts corrected; empty for a visit.
    pub what: String,
    /// Who visited; whose fact it was. May be empty.
    pub of: String,
    /// The visit, the problem, or the household.
    pub record_id: String,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MemberCard {
    pub member_id: String,
    pub name: String,
    pub id_number_masked: String,
    pub relation: String,
    pub gender: Labelled,
    pub age: u32,
    pub education: Option<Labelled>,
    pub school: Option<Labelled>,
    /// Empty unless the page shows health.
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    pub work: Option<Labelled>,
    pub company: Option<String>,
    /// As the roster says; each visit asks again.
    pub medins: Option<Labelled>,
    /// As the roster says; each visit asks again.
    pub pension: Option<Labelled>,
    /// Kind and level; absent unless the page shows health.
    pub disability: Option<String>,
    pub ethnicity: Option<Labelled>,
    pub guardian: Option<String>,
    pub phone_masked: Option<String>,
    /// Whole, to be called: for the household's own helper only.
    pub phone: Option<String>,
    /// What last changed whether he belongs here.
    pub change: Option<Labelled>,
    /// `YYYY-MM-DD`.
    pub changed_on: Option<String>,
    pub active: bool,
}
