//! Households and their members.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, VisitRow};

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdList {
    pub households: Vec<HouseholdRow>,
    pub next: Option<String>,
    /// Of the whole filter, not the page; with the first page only.
    pub total: Option<u32>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct HouseholdRow {
    pub household_id: String,
    pub number: String,
    pub head_name: String,
    pub town: String,
    pub village: String,
    pub group: String,
    pub size: u32,
    pub category: Option<Labelled>,
    pub helper_name: Option<String>,
    pub last_visit_ms: Option<i64>,
    pub visits: u32,
    /// Facts of the household and its members of which two values are known.
    pub contested: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdPage {
    pub household: HouseholdRow,
    pub phone_masked: Option<String>,
    pub address: Option<String>,
    pub base_type: Labelled,
    pub monitor_since: Option<String>,
    /// Captains get none that tells of health.
    pub risks: Vec<Labelled>,
    /// How many were left out.
    pub risks_hidden: u32,
    pub risk_eliminated: bool,
    pub net_income_fen: Option<i64>,
    pub members: Vec<MemberRow>,
    /// Whether health stands with each member; otherwise only how many are concerned.
    pub shows_health: bool,
    pub members_ill: u32,
    pub visits: Vec<VisitRow>,
    /// Empty for those who may not decide; the row has their number.
    pub contested: Vec<ContestedFact>,
}

/// A fact of which two or more values are known.
#[derive(Serialize, TS, ToSchema)]
pub struct ContestedFact {
    /// `household` or `member`.
    pub kind: String,
    pub record_id: String,
    /// The head's name, or the member's.
    pub of: String,
    /// A decision names the version it saw.
    pub version: u32,
    pub field: Labelled,
    /// The one that stands comes first.
    pub values: Vec<FactValueRow>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct FactValueRow {
    /// Absent for the value that stands.
    pub contest_id: Option<String>,
    /// Empty when it was cleared.
    pub zh: String,
    pub en: String,
    /// Absent: as the roster says.
    pub by_name: Option<String>,
    pub at_ms: Option<i64>,
}

/// What to look for. A form and not an address: names belong in no address.
#[derive(Deserialize, TS, ToSchema)]
pub struct HouseholdSearch {
    /// The household shown last.
    pub after: Option<String>,
    /// Part of the head's name or of the household number.
    pub text: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
    /// Twelve digits.
    pub village: Option<String>,
    /// `all`, `there`, `due`, `overdue`, `monitored`, `visited`, `approved` or `contested`.
    pub filter: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ResolveFactForm {
    /// `household` or `member`.
    pub kind: String,
    pub record_id: String,
    pub field: String,
    pub version: u32,
    /// The value that wins; absent for the one that stands.
    pub contest_id: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MemberRow {
    pub member_id: String,
    pub name: String,
    pub id_number_masked: String,
    pub relation: String,
    pub gender: Labelled,
    pub birth: String,
    /// Empty unless the page shows health.
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    /// As the roster says.
    pub medins: Option<Labelled>,
    /// As the roster says.
    pub pension: Option<Labelled>,
    pub phone_masked: Option<String>,
    /// What last changed whether he belongs here.
    pub change: Option<Labelled>,
    /// `YYYY-MM-DD`.
    pub changed_on: Option<String>,
    pub active: bool,
}

/// A full ID number, shown once; showing it is in the audit log.
#[derive(Serialize, TS, ToSchema)]
pub struct IdNumber {
    pub id_number: String,
}
