//! A captain's work: visits to decide, batches to send.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::visit::VisitForm;
use super::{Labelled, VisitCard};

#[derive(Serialize, Deserialize, TS)]
pub struct ReviewQueue {
    /// Waiting for this captain, oldest first.
    pub waiting: Vec<VisitCard>,
    /// Approved and not yet in a batch.
    pub approved: Vec<VisitCard>,
    /// Sent back, waiting for the visitor.
    pub returned: Vec<VisitCard>,
    pub batches: Vec<BatchCard>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ReviewPage {
    pub card: VisitCard,
    /// Read-only; answers that differ from the visit before are listed in `changed`.
    pub form: VisitForm,
    pub changed: Vec<ChangedAnswer>,
    /// Codes of things to look at: `no_location`, `location_far`, `late`, `imported_photo`, `photos_outstanding` …
    pub flags: Vec<String>,
    /// Codes of `return_reason`.
    pub return_reasons: Vec<Labelled>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ChangedAnswer {
    pub item: String,
    pub label: String,
    pub member_name: Option<String>,
    pub before: Option<String>,
    pub now: Option<String>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct DecisionInput {
    pub visit_id: String,
    /// The revision that was on the screen.
    pub revision: u32,
    pub decision: Decision,
    pub reasons: Vec<String>,
    pub comments: Vec<CommentInput>,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    Approve,
    Return,
}

#[derive(Serialize, Deserialize, TS)]
pub struct CommentInput {
    pub item: Option<String>,
    pub member_id: Option<String>,
    pub text: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct BatchInput {
    pub visit_ids: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BatchCard {
    pub batch_id: String,
    /// `waiting` while only this phone has it, else a code of `batch_state`.
    pub state: String,
    pub visits: u32,
    pub accepted: u32,
    pub returned: u32,
    pub sent_ms: i64,
}
