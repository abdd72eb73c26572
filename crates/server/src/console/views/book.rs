//! 一户一册 as it is printed, and the sheets of 户码.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{EntryRow, Labelled, VisitRow};

/// One household's book. Masked as DOMAIN §3.1 says for the person who prints it: printing is
/// showing, to whoever picks up the paper.
#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdBook {
    pub household_id: String,
    pub number: String,
    pub county: String,
    pub town: String,
    pub village: String,
    pub group: String,
    pub head_name: String,
    pub printed_ms: i64,
    pub printed_by: String,
    pub base_type: Labelled,
    pub category: Option<Labelled>,
    /// `YYYYMM`.
    pub monitor_since: Option<String>,
    /// Without those that tell of health, but for the household's own helper.
    pub risks: Vec<Labelled>,
    /// How many more there are.
    pub risks_hidden: u32,
    pub risk_eliminated: bool,
    pub welfare: Vec<Labelled>,
    pub relocated: bool,
    pub no_labor: bool,
    pub size: u32,
    pub address: Option<String>,
    pub phone_masked: Option<String>,
    pub net_income_fen: Option<i64>,
    pub percap_fen: Option<i64>,
    pub members: Vec<BookMember>,
    /// Whether health stands with each member; otherwise only how many are concerned.
    pub shows_health: bool,
    pub members_ill: u32,
    pub helpers: Vec<BookPerson>,
    pub captain: Option<BookPerson>,
    pub visits: Vec<VisitRow>,
    pub problems: Vec<BookProblem>,
    /// Plan and tasks, measures, good deeds, income: the newest first, none that was taken out.
    pub entries: Vec<EntryRow>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BookMember {
    pub name: String,
    pub relation: String,
    pub gender: Labelled,
    /// Full years on the day of printing; absent when the day of birth is not known.
    pub age: Option<u32>,
    pub id_number_masked: String,
    pub education: Option<Labelled>,
    pub school: Option<Labelled>,
    /// Empty unless the book shows health.
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    pub work: Option<Labelled>,
    pub work_months: u32,
    pub active: bool,
}

/// Somebody a household can turn to.
#[derive(Serialize, TS, ToSchema)]
pub struct BookPerson {
    pub name: String,
    pub unit: String,
    pub phone: Option<String>,
    pub primary: bool,
    /// `YYYY-MM-DD`; empty for a captain.
    pub from: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BookProblem {
    pub number: Option<String>,
    pub title: String,
    pub state: Labelled,
    pub unit: String,
    pub found_ms: i64,
    /// `YYYY-MM-DD`.
    pub due: Option<String>,
    pub closed_ms: Option<i64>,
}

/// Villages whose sheets the person may print.
#[derive(Serialize, TS, ToSchema)]
pub struct VillageList {
    pub villages: Vec<VillageName>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct VillageName {
    /// Twelve digits.
    pub code: String,
    pub town: String,
    pub name: String,
    pub households: u32,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct CodeSheetForm {
    /// Twelve digits.
    pub village: String,
}

/// 户码 of a village: what hangs at a door names nobody in full.
#[derive(Serialize, TS, ToSchema)]
pub struct CodeSheet {
    pub county: String,
    pub town: String,
    pub village: String,
    pub codes: Vec<HouseholdCode>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdCode {
    pub household_id: String,
    pub head_masked: String,
    pub number_tail: String,
    pub group: String,
}
