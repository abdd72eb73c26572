//! The figures a county looks at first. Each leads to a list that counts the same.

use serde::Serialize;
use ts_rs::TS;
use utoipa::ToSchema;

use crate::disk::Room;

#[derive(Serialize, TS, ToSchema)]
pub struct Overview {
    /// `YYYY-MM-DD`, Asia/Shanghai.
    pub date: String,
    /// `2026-H2`.
    pub period: String,
    /// Of everything the person sees.
    #[serde(flatten)]
    #[ts(flatten)]
    pub figures: AreaFigures,
    pub campaigns: Vec<RunningCampaign>,
    pub problems: ProblemFigures,
    pub batches: BatchFigures,
    pub phones: PhoneFigures,
    pub today: TodayFigures,
    pub returned: u32,
    pub accepted: u32,
    pub photos_outstanding: u32,
    pub visits_missing_photos: u32,
    pub towns: Vec<AreaRow>,
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

/// What stands in a village, a town or the county.
#[derive(Clone, Default, Serialize, TS, ToSchema)]
pub struct AreaFigures {
    /// Those that are there.
    pub households: u32,
    /// With a counting visit of a helper this half-year; and one that is approved or further.
    pub visited_submitted: u32,
    pub visited_approved: u32,
    pub not_visited: u32,
    /// Not visited since the period before this one began, by the cadence of their group.
    pub overdue: u32,
    /// Open ones in the ledger.
    pub problems_open: u32,
    pub problems_overdue: u32,
    /// Visits.
    pub waiting_captain: u32,
    pub waiting_county: u32,
}

/// A town or a village; in the order of codes.
#[derive(Serialize, TS, ToSchema)]
pub struct AreaRow {
    /// Nine or twelve digits.
    pub code: String,
    pub name: String,
    #[serde(flatten)]
    #[ts(flatten)]
    pub figures: AreaFigures,
}

/// The villages of a town.
#[derive(Serialize, TS, ToSchema)]
pub struct AreaList {
    pub areas: Vec<AreaRow>,
}

/// A campaign of today, as far as the person sees; households that came later are not in it.
#[derive(Serialize, TS, ToSchema)]
pub struct RunningCampaign {
    pub campaign_id: String,
    pub title: String,
    /// `YYYY-MM-DD`, the last day.
    pub ends: String,
    /// Percent.
    pub required_coverage: u32,
    pub households: u32,
    pub visited_submitted: u32,
    pub visited_approved: u32,
}

/// Open problems: by who is to do something, and by days since they were found.
#[derive(Clone, Default, Serialize, TS, ToSchema)]
pub struct ProblemFigures {
    pub open: u32,
    pub unassigned: u32,
    /// Somebody answers for them and has not reported yet.
    pub under_way: u32,
    pub to_verify: u32,
    pub to_sign_off: u32,
    pub overdue: u32,
    /// Up to 7 days.
    pub week: u32,
    /// 8 to 15.
    pub fortnight: u32,
    /// 16 to 30.
    pub month: u32,
    pub older: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct BatchFigures {
    /// Not answered to the end.
    pub waiting: u32,
    /// When the oldest of them came.
    pub oldest_ms: Option<i64>,
}

/// Phones in use.
#[derive(Serialize, TS, ToSchema)]
pub struct PhoneFigures {
    /// Heard within 24 hours.
    pub day: u32,
    /// Within 7 days, those of the last day among them.
    pub week: u32,
    /// Not heard for longer.
    pub silent: u32,
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
}

#[derive(Serialize, TS, ToSchema)]
pub struct DayRow {
    pub date: String,
    pub visits: u32,
    pub accepted: u32,
}
