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
    /// One's own, waiting for another captain.
    pub own: Vec<OwnVisit>,
    /// Decisions that only this phone has, the latest first.
    pub decided: Vec<Decided>,
    /// Decisions the county refused, because somebody decided first or the visit came anew.
    pub superseded: Vec<Superseded>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct OwnVisit {
    pub card: VisitCard,
    /// Names of the town's captains, as far as known.
    pub reviewers: Vec<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Decided {
    pub change_id: String,
    pub card: VisitCard,
    pub decision: Decision,
    pub decided_ms: i64,
    /// It has certainly not left this phone, and no batch waits with it.
    pub takes_back: bool,
    /// A batch with it waits on this phone: that is taken back first.
    pub in_batch: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Superseded {
    pub change_id: String,
    pub card: VisitCard,
    /// What was decided here.
    pub decision: Decision,
    pub decided_ms: i64,
    /// Why the county refused it: `stale`, `not_from_here` …
    pub code: String,
    /// The visit came again since, as this revision.
    pub newer_revision: Option<u32>,
    /// Who decided last at the county, what, and when that was received.
    pub by: Option<String>,
    pub theirs: Option<Decision>,
    pub at_ms: Option<i64>,
}

/// Where something was, seen from the household's known place.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Sketch {
    pub distance_m: f64,
    /// 0 is north, 90 east.
    pub bearing_deg: f64,
    pub accuracy_m: f64,
    /// Further than this is worth a look.
    pub far_m: f64,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ReviewPage {
    pub card: VisitCard,
    /// What this captain may decide now.
    pub moves: Vec<Decision>,
    /// His own: he does not review it.
    pub own: bool,
    /// Of his own: who does, as far as known.
    pub reviewers: Vec<String>,
    /// What he decided and the county has not.
    pub decided: Option<Decided>,
    /// Read-only; answers that differ from the visit before are listed in `changed`.
    pub form: VisitForm,
    pub changed: Vec<ChangedAnswer>,
    /// Whether there was a visit before to compare with.
    pub has_previous: bool,
    /// Codes of things to look at: `no_location`, `location_far`, `late`, `imported_photo`, `photos_outstanding` …
    pub flags: Vec<String>,
    /// Absent when either place is unknown.
    pub sketch: Option<Sketch>,
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

#[derive(Serialize, Deserialize, TS)]
pub struct BatchRef {
    pub batch_id: String,
}

/// A batch followed to its end.
#[derive(Serialize, Deserialize, TS)]
pub struct BatchPage {
    pub card: BatchCard,
    /// Of a batch only this phone has.
    pub change_id: Option<String>,
    /// Why the county refused it.
    pub code: Option<String>,
    /// It has certainly not left this phone, or was refused.
    pub takes_back: bool,
    /// The county's signed receipt, if this phone sent the batch.
    pub receipt: Option<BatchReceipt>,
    pub received_ms: Option<i64>,
    pub visits: Vec<BatchVisit>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BatchReceipt {
    /// Its number in the county's books.
    pub number: i64,
    pub received_ms: i64,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BatchVisit {
    pub card: VisitCard,
    /// `waiting`, `accepted` or `returned`.
    pub outcome: String,
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
