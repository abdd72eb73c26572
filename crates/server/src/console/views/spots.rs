//! Spot checks: the draw, those drawn, and what was found.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Labelled, ProblemRow};

/// What to draw. A preview and the draw say the same; only the draw names the frame it saw.
#[derive(Clone, Deserialize, TS, ToSchema)]
pub struct SpotForm {
    /// `member`, `team` or `household`.
    pub kind: String,
    /// `video`, `phone` or `on_site`.
    pub method: String,
    #[serde(default)]
    pub title: String,
    /// Nine digits each; empty is the whole county.
    #[serde(default)]
    pub towns: Vec<String>,
    /// Whoever was reached in the last so many days is left out.
    pub days: u32,
    /// One of the two.
    pub count: Option<u32>,
    pub percent: Option<u32>,
    /// Letters, digits and hyphens; the server gives one where there is none.
    pub seed: Option<String>,
    /// As the preview said; asked of a draw.
    pub frame_sha256: Option<String>,
}

/// What a draw would take from each town; never whom.
#[derive(Serialize, TS, ToSchema)]
pub struct SpotPreview {
    pub seed: String,
    pub frame_sha256: String,
    pub eligible: u32,
    pub sample: u32,
    pub towns: Vec<SpotTown>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotTown {
    pub code: String,
    pub town: String,
    /// All of them.
    pub units: u32,
    /// Left out: reached recently.
    pub recent: u32,
    /// Left out: drawn and not yet checked.
    pub waiting: u32,
    pub eligible: u32,
    /// Of those, with two tickets.
    pub alerted: u32,
    pub quota: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotCheckList {
    pub checks: Vec<SpotCheckRow>,
    pub next: Option<String>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct SpotCheckRow {
    pub check_id: String,
    /// The year and how many there were in it.
    pub number: String,
    pub title: String,
    pub kind: String,
    pub method: String,
    pub drawn: u32,
    /// With a result.
    pub done: u32,
    pub reached: u32,
    pub problems: u32,
    /// Of a hundred, of those with points; with one digit.
    pub average: Option<f64>,
    pub made_ms: i64,
    pub made_by: String,
    pub cancelled: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotCheckPage {
    pub check: SpotCheckRow,
    pub seed: String,
    pub days: u32,
    /// What was asked for, one of the two.
    pub count: Option<u32>,
    pub percent: Option<u32>,
    /// Names of the towns asked for; empty is the whole county.
    pub asked_towns: Vec<String>,
    pub frame_units: u32,
    pub frame_sha256: String,
    pub towns: Vec<SpotProgress>,
    pub cancelled_ms: Option<i64>,
    pub cancelled_by: Option<String>,
    pub cancel_reason: Option<String>,
    /// The list `spot_check_area`.
    pub areas: Vec<Labelled>,
    pub today: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotProgress {
    pub code: String,
    pub town: String,
    pub drawn: u32,
    pub done: u32,
    pub reached: u32,
    pub problems: u32,
    pub average: Option<f64>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct SpotCancelForm {
    pub reason: String,
}

/// Whether the draw holds when it is made again, and the frame to make it again oneself.
#[derive(Serialize, TS, ToSchema)]
pub struct SpotProof {
    pub frame_holds: bool,
    pub sample_holds: bool,
    /// Town, id and tickets, a line each.
    pub frame: String,
    /// Without a name in it.
    pub file_name: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct SpotItemSearch {
    /// `waiting`, `checked`, `unreached`, `problem` or `all`.
    pub group: Option<String>,
    /// Nine digits.
    pub town: Option<String>,
    pub after: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotItemList {
    pub items: Vec<SpotItemRow>,
    pub next: Option<String>,
}

/// Points of the five areas, up to 20 each.
#[derive(Clone, Copy, Deserialize, Serialize, TS, ToSchema)]
pub struct SpotScores {
    pub facts: u32,
    pub policy: u32,
    pub action: u32,
    pub role: u32,
    pub support: u32,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct SpotItemRow {
    pub item_id: String,
    pub position: u32,
    pub town: String,
    pub village: String,
    /// The captain of the village's team; empty for a household.
    pub captain: String,
    /// The member, the team's captain, or the head of the household.
    pub asked: String,
    pub unit: String,
    pub household_id: Option<String>,
    /// Its village had an alert when it was drawn.
    pub alerted: bool,
    /// `yes`, `no_answer`, `off` or `left`; absent while it waits.
    pub reached: Option<String>,
    pub in_village: Option<bool>,
    pub scores: Option<SpotScores>,
    /// Of a hundred.
    pub total: Option<u32>,
    pub notes: String,
    pub checked_on: Option<String>,
    pub checked_by: String,
    /// Results so far; goes back with the next.
    pub version: u32,
    pub problem_number: Option<String>,
    pub problem_id: Option<String>,
    pub problem_title: String,
    /// `YYYY-MM-DD`.
    pub problem_due: Option<String>,
    /// A code of `problem_state`.
    pub problem_state: Option<Labelled>,
    /// What rectifying came to, in words.
    pub problem_result: String,
}

/// An earlier or later check of the same.
#[derive(Serialize, TS, ToSchema)]
pub struct SpotOther {
    pub item_id: String,
    pub number: String,
    pub method: String,
    pub reached: Option<String>,
    pub total: Option<u32>,
    pub checked_on: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct SpotItemPage {
    pub check: SpotCheckRow,
    pub seed: String,
    pub item: SpotItemRow,
    /// To call; absent where nobody gave one.
    pub phone: Option<String>,
    /// No longer on a team.
    pub left: bool,
    /// The list `spot_check_area`, in the order of the points.
    pub areas: Vec<Labelled>,
    /// The day of the draw: no result is of a day before.
    pub drawn_on: String,
    pub results: Vec<SpotResultRow>,
    /// Other checks of the same, that were not cancelled.
    pub others: Vec<SpotOther>,
    pub problem: Option<ProblemRow>,
    /// The next in the draw without a result.
    pub next_id: Option<String>,
    pub today: String,
}

/// A result that was written down; former ones stay.
#[derive(Serialize, TS, ToSchema)]
pub struct SpotResultRow {
    pub version: u32,
    /// `first`, `again` or `correct`.
    pub how: String,
    pub reason: String,
    pub reached: String,
    pub in_village: Option<bool>,
    pub scores: Option<SpotScores>,
    pub total: Option<u32>,
    pub notes: String,
    pub checked_on: String,
    pub by_name: String,
    pub at_ms: i64,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct SpotResultForm {
    /// As the page said.
    pub version: u32,
    /// `first`, `again` or `correct`.
    pub how: String,
    /// Why it is corrected.
    pub reason: Option<String>,
    pub reached: String,
    pub in_village: Option<bool>,
    pub scores: Option<SpotScores>,
    #[serde(default)]
    pub notes: String,
    /// `YYYY-MM-DD`.
    pub checked_on: String,
}

/// A problem a check found: a rectification order with its day.
#[derive(Deserialize, TS, ToSchema)]
pub struct SpotProblemForm {
    /// A code of `problem_category`.
    pub category: String,
    /// A code of `severity`.
    pub severity: String,
    pub title: String,
    pub detail: Option<String>,
    /// A code of `unit_role`.
    pub role: String,
    /// `YYYY-MM-DD`.
    pub due: String,
}
