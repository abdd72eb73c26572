//! Households: the list and one page per household (一户一册).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::problems::LedgerCard;
use super::{Labelled, VisitCard};

#[derive(Serialize, Deserialize, TS)]
pub struct HouseholdQuery {
    /// Name, pinyin, initials, household number or group.
    pub text: String,
    pub filter: HouseholdFilter,
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
    pub task: TaskState,
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
    pub number: String,
    pub address: Option<String>,
    /// `138****1234`.
    pub phone_masked: Option<String>,
    /// For the dialler; shown nowhere.
    pub phone: Option<String>,
    pub base_type: Labelled,
    pub monitor_since: Option<String>,
    pub risks: Vec<Labelled>,
    pub risk_eliminated: bool,
    /// `YYYY-MM-DD`: when the risk was marked as removed.
    pub eliminated_on: Option<String>,
    /// `YYYY-MM-DD`: when the household ended, merged into another or gone.
    pub ended_on: Option<String>,
    pub welfare: Vec<Labelled>,
    pub net_income_fen: Option<i64>,
    pub percap_fen: Option<i64>,
    pub helper_name: Option<String>,
    pub members: Vec<MemberCard>,
    pub visits: Vec<VisitCard>,
    /// Open ones, most pressing first.
    pub problems: Vec<LedgerCard>,
    pub problems_closed: u32,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// Corrections and decisions of facts that only this phone has.
    pub facts_waiting: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MemberCard {
    pub member_id: String,
    pub name: String,
    pub id_number_masked: String,
    pub relation: String,
    pub gender: Labelled,
    pub age: u32,
    pub school: Option<Labelled>,
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    pub work: Option<Labelled>,
    pub active: bool,
}
