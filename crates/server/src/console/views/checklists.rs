//! Versions of the checklist, and the county's parameters.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

/// Every version there was, newest first.
#[derive(Serialize, TS, ToSchema)]
pub struct ChecklistList {
    /// The base overlays are laid over now.
    pub base: String,
    pub in_force: String,
    /// What the next overlay may be called.
    pub next: String,
    /// `YYYY-MM-DD`.
    pub today: String,
    pub versions: Vec<ChecklistVersion>,
}

#[derive(Clone, Serialize, TS, ToSchema)]
pub struct ChecklistVersion {
    pub version: String,
    pub base: String,
    pub is_base: bool,
    /// First day visits are begun under it.
    pub from: String,
    /// `in_force`, `future` or `replaced`.
    pub state: String,
    pub note: String,
    pub published_ms: i64,
    pub published_by: Option<String>,
    /// What a visit asks, at most.
    pub items: u32,
}

/// An overlay as it is written.
#[derive(Deserialize, TS, ToSchema)]
pub struct OverlayForm {
    pub overlay: String,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct PublishForm {
    pub overlay: String,
    /// `YYYY-MM-DD`, today or later.
    pub from: String,
    pub note: String,
}

/// What is wrong with an overlay, or what a phone would show.
#[derive(Serialize, TS, ToSchema)]
pub struct OverlayCheck {
    /// Absent while anything is wrong.
    pub version: Option<String>,
    pub faults: Vec<OverlayFault>,
    pub sections: Vec<FormSection>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct OverlayFault {
    /// Within the overlay, such as `sections[3].items[2].min`.
    pub path: String,
    pub code: String,
    pub zh: String,
    pub en: String,
}

/// A version whole.
#[derive(Serialize, TS, ToSchema)]
pub struct ChecklistPage {
    pub version: ChecklistVersion,
    /// As the county wrote it; absent for a base.
    pub overlay: Option<String>,
    pub sections: Vec<FormSection>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct FormSection {
    pub code: String,
    pub zh: String,
    pub en: String,
    /// `visit`, `household` or `member`.
    pub scope: String,
    /// `same`, `new`, `changed` or `hidden`, beside the base.
    pub change: String,
    /// The kinds of visit that ask it: `full`, `routine`, `four_ones`.
    pub profiles: Vec<String>,
    pub items: Vec<FormItem>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct FormItem {
    pub code: String,
    pub zh: String,
    pub en: String,
    /// The kind of answer, such as `yes_no`.
    pub kind: String,
    pub required: bool,
    /// Shown only after certain answers.
    pub conditional: bool,
    /// As in [`FormSection`].
    pub change: String,
    pub options: Vec<Labelled>,
    pub min: Option<String>,
    pub max: Option<String>,
}

/// Every parameter there is, with its values over time.
#[derive(Serialize, TS, ToSchema)]
pub struct ParamList {
    pub today: String,
    pub params: Vec<ParamRow>,
    pub lacking: Vec<ParamLacking>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ParamRow {
    pub key: String,
    pub zh: String,
    pub en: String,
    pub unit_zh: Option<String>,
    pub unit_en: Option<String>,
    /// `number`, `option`, `month_day` or `text`.
    pub kind: String,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub max_length: Option<u32>,
    pub options: Vec<Labelled>,
    /// In force today; absent where nobody has said.
    pub now: Option<String>,
    /// What is in force is the default.
    pub by_default: bool,
    /// What the county set, the value that begins last first.
    pub values: Vec<ParamDated>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ParamDated {
    pub value: String,
    /// `YYYY-MM-DD`; absent for since ever.
    pub from: Option<String>,
    /// `in_force`, `future`, `past`, or `corrected`: another value begins on the same day.
    pub state: String,
    /// The legal basis, in words.
    pub basis: String,
    /// Absent for what was there before values had days.
    pub set_ms: Option<i64>,
    pub set_by: Option<String>,
}

/// Rules that do not fire, for want of a parameter.
#[derive(Serialize, TS, ToSchema)]
pub struct ParamLacking {
    pub key: String,
    pub rules: Vec<Labelled>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct ParamForm {
    pub key: String,
    pub value: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    pub basis: String,
}
