//! Reports: which there are, a page of one, and making a file of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{JobView, Labelled};

#[derive(Serialize, TS, ToSchema)]
pub struct ReportList {
    /// In the order of the county's rules.
    pub reports: Vec<ReportView>,
    /// `YYYY-MM-DD`.
    pub today: String,
    /// The person's own exports of the last day, the newest first.
    pub exports: Vec<JobView>,
    /// Whether the signed-in person may switch on what is off.
    pub may_switch: bool,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ReportView {
    pub report: Labelled,
    /// `week`, `month`, `quarter`, `half_year`, `year`: what it is about, unless days are chosen.
    pub span: String,
    pub columns: Vec<ReportColumn>,
    pub sheets: Vec<ReportSheet>,
    /// The list behind one of its figures.
    pub behind: Option<ReportBehind>,
    /// What may be left out: `open`, `overdue`, `closed`, `approved`, `waiting`.
    pub groups: Vec<String>,
    /// `ranking` or `attendance`: what has to be switched on for it.
    pub switch: Option<String>,
    pub is_on: bool,
    /// Also made as a document.
    pub document: bool,
    pub of_campaign: bool,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ReportColumn {
    pub zh: String,
    pub en: String,
    /// `text`, `number`, `date`, `percent`.
    pub kind: String,
}

/// A sheet of the workbook: which of the columns it shows.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ReportSheet {
    pub zh: String,
    pub en: String,
    pub columns: Vec<usize>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ReportBehind {
    pub zh: String,
    pub en: String,
    pub columns: Vec<ReportColumn>,
}

/// What to see of a report.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct ReportAsk {
    /// `YYYY-MM-DD`.
    pub from: String,
    /// The last day, included.
    pub to: String,
    /// Nine digits.
    pub town: Option<String>,
    /// Twelve digits.
    pub village: Option<String>,
    pub campaign_id: Option<String>,
    pub group: Option<String>,
    /// The list behind the figure instead.
    #[serde(default)]
    pub behind: bool,
    pub after: Option<String>,
    /// What people write themselves: 典型做法.
    pub practice: Option<String>,
    /// 下周安排.
    pub plans: Option<String>,
}

/// A page of rows; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct ReportRows {
    /// In the order of the columns; a share is 0 to 1.
    #[ts(type = "(string | number | null)[][]")]
    #[schema(value_type = Vec<Vec<Object>>)]
    pub rows: Vec<Vec<serde_json::Value>>,
    /// Absent where that is only known at the end.
    pub total: Option<i64>,
    pub next: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ReportExport {
    pub ask: ReportAsk,
    /// `workbook`, `behind`, `document`.
    pub made: String,
}
