//! Households and their members.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, VisitRow};

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdList {
    pub households: Vec<HouseholdRow>,
    pub next: Option<String>,
    /// Of the whole filter, not the page.
    pub total: u32,
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
}

#[derive(Serialize, TS, ToSchema)]
pub struct HouseholdPage {
    pub household: HouseholdRow,
    pub phone_masked: Option<String>,
    pub address: Option<String>,
    pub base_type: Labelled,
    pub monitor_since: Option<String>,
    pub risks: Vec<Labelled>,
    pub risk_eliminated: bool,
    pub net_income_fen: Option<i64>,
    pub members: Vec<MemberRow>,
    pub visits: Vec<VisitRow>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct MemberRow {
    pub member_id: String,
    pub name: String,
    pub id_number_masked: String,
    pub relation: String,
    pub gender: Labelled,
    pub birth: String,
    pub health: Vec<Labelled>,
    pub labor: Option<Labelled>,
    pub active: bool,
}

/// A full ID number, shown once; showing it is in the audit log.
#[derive(Serialize, TS, ToSchema)]
pub struct IdNumber {
    pub id_number: String,
}
