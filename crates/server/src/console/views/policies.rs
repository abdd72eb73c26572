//! The policy card 政策“一口清”, as an administrator fills it in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Labelled;

#[derive(Serialize, TS, ToSchema)]
pub struct PolicyCardPage {
    pub policies: Vec<PolicyLine>,
    /// Letters a text may have.
    pub most_chars: u32,
    /// Whether the signed-in person may fill it in.
    pub may_edit: bool,
}

#[derive(Serialize, TS, ToSchema)]
pub struct PolicyLine {
    pub policy: Labelled,
    /// Whose matter it is in a town.
    pub unit_role: Labelled,
    /// By the first day they hold, the latest first.
    pub texts: Vec<PolicyTextRow>,
    pub set_ms: Option<i64>,
    pub set_by: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS, ToSchema)]
pub struct PolicyTextRow {
    pub text: String,
    /// `YYYY-MM-DD`, the first day.
    pub from: String,
    /// The last day; absent while it holds on.
    pub until: Option<String>,
}

/// All texts of one policy, in place of those it had.
#[derive(Deserialize, TS, ToSchema)]
pub struct PolicyTextsForm {
    pub policy: String,
    /// What was on the screen; if others stand there by now, nothing is changed.
    pub seen: Vec<PolicyTextRow>,
    pub texts: Vec<PolicyTextRow>,
}
