//! The figures a county looks at first.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;
use crate::disk::Room;

#[derive(Serialize, TS, ToSchema)]
pub struct Overview {
    /// `YYYY-MM-DD`, Asia/Shanghai.
    pub date: String,
    /// `2026-H2`.
    pub period: String,
    pub households: u32,
    /// Households with a counting visit this half-year: submitted, and approved or further.
    pub visited_submitted: u32,
    pub visited_approved: u32,
    pub today: TodayFigures,
    pub waiting_captain: u32,
    pub waiting_county: u32,
    pub returned: u32,
    pub accepted: u32,
    pub photos_outstanding: u32,
    /// Problem candidates by severity, of visits not voided.
    pub problems: Vec<ProblemCount>,
    pub towns: Vec<TownRow>,
    /// The last 14 days, oldest first.
    pub days: Vec<DayRow>,
    /// Changes held or in quarantine.
    pub aside: u32,
    /// Households with a fact two people say differently.
    pub contested: u32,
    /// Of the server's disk.
    pub room: Room,
    /// Absent when the system does not say.
    pub free_bytes: Option<f64>,
}

/// The towns a person sees, to choose from.
#[derive(Serialize, TS, ToSchema)]
pub struct TownList {
    pub towns: Vec<TownName>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TownName {
    /// Nine digits.
    pub code: String,
    pub name: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TodayFigures {
    pub visits: u32,
    pub photos: u32,
    pub batches: u32,
    pub accepted: u32,
    pub active_phones: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ProblemCount {
    pub severity: Labelled,
    pub count: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct TownRow {
    pub code: String,
    pub name: String,
    pub households: u32,
    pub visited_submitted: u32,
    pub visited_approved: u32,
    pub problems: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct DayRow {
    pub date: String,
    pub visits: u32,
    pub accepted: u32,
}
