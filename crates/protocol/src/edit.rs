//! The edits a phone can make, exactly as they stand in its outbox.

use domain::id::{BatchId, EntryId, HouseholdId, MemberId, ProblemId, ReviewId, VisitId};
use serde::{Deserialize, Serialize};

use crate::entry::{MoveEntryV1, SaveEntryV1};
use crate::facts::{FactsV1, ResolveFactV1};
use crate::problem::{MoveProblemV1, RaiseProblemV1};
use crate::visit::VisitV1;

/// One edit of one record. Its JSON bytes are what the receipt's digest covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Edit {
    /// A sealed revision of a visit.
    SaveVisitV1(VisitV1),
    VoidVisitV1(VoidVisitV1),
    /// A captain's decision on one revision.
    ReviewVisitV1(ReviewV1),
    /// Approved visits handed to the county together.
    SendBatchV1(BatchV1),
    /// Corrections of a household's facts.
    SaveHouseholdV1(FactsV1<HouseholdId>),
    /// Corrections of a member's facts.
    SaveMemberV1(FactsV1<MemberId>),
    /// A decision between two values of a fact.
    ResolveFactV1(ResolveFactV1),
    /// A problem no checklist found.
    RaiseProblemV1(RaiseProblemV1),
    /// A step of a problem through the ledger.
    MoveProblemV1(MoveProblemV1),
    /// An entry of a ledger: new, or corrected.
    SaveEntryV1(SaveEntryV1),
    /// A step of an entry.
    MoveEntryV1(MoveEntryV1),
}

impl Edit {
    /// The record this edit changes: later edits of the same record wait for earlier ones.
    pub fn record(&self) -> RecordRef {
        match self {
            Self::SaveVisitV1(visit) => RecordRef::visit(visit.id),
            Self::VoidVisitV1(void) => RecordRef::visit(void.visit_id),
            Self::ReviewVisitV1(review) => RecordRef::visit(review.visit_id),
            Self::SendBatchV1(batch) => RecordRef {
                kind: RecordKind::Batch,
                id: batch.id.to_string(),
            },
            Self::SaveHouseholdV1(facts) => RecordRef::household(facts.id),
            Self::SaveMemberV1(facts) => RecordRef::member(facts.id),
            Self::ResolveFactV1(resolve) => resolve.record.clone(),
            Self::RaiseProblemV1(raised) => RecordRef::problem(raised.id),
            Self::MoveProblemV1(moved) => RecordRef::problem(moved.problem_id),
            Self::SaveEntryV1(saved) => RecordRef::entry(saved.id),
            Self::MoveEntryV1(moved) => RecordRef::entry(moved.entry_id),
        }
    }
}

/// Names one record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecordRef {
    pub kind: RecordKind,
    pub id: String,
}

impl RecordRef {
    pub fn visit(id: VisitId) -> Self {
        Self {
            kind: RecordKind::Visit,
            id: id.to_string(),
        }
    }

    pub fn household(id: HouseholdId) -> Self {
        Self {
            kind: RecordKind::Household,
            id: id.to_string(),
        }
    }

    pub fn problem(id: ProblemId) -> Self {
        Self {
            kind: RecordKind::Problem,
            id: id.to_string(),
        }
    }

    pub fn entry(id: EntryId) -> Self {
        Self {
            kind: RecordKind::Entry,
            id: id.to_string(),
        }
    }
}

/// The records both sides know. A new kind is added here first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    Household,
    Visit,
    Batch,
    Member,
    Problem,
    Entry,
    /// One that a newer app knows: its changes are kept, and understood by nobody here.
    #[serde(other)]
    Unknown,
}

/// Takes a visit out of the count, with a reason. Nothing is deleted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoidVisitV1 {
    pub visit_id: VisitId,
    /// The revision the person saw; a stale one is refused.
    pub revision: u32,
    pub reason: String,
}

/// A captain's decision. Stale if the visit has moved on since `revision`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewV1 {
    pub id: ReviewId,
    pub visit_id: VisitId,
    pub revision: u32,
    pub decision: DecisionV1,
    /// Codes of the list `return_reason`; empty when approving.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<CommentV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The reviewer's wall clock, UTC milliseconds; order comes from the server.
    pub decided_ms: i64,
    /// Where the visit stood on his screen: what another captain decided meanwhile stands. Older
    /// phones do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecisionV1 {
    Approve,
    Return,
}

/// A remark on one item of a visit, or on the visit when `item` is absent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    pub text: String,
}

/// Approved visits handed to the county.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchV1 {
    pub id: BatchId,
    pub visits: Vec<BatchVisitV1>,
    /// [`BatchV1::manifest`] of `visits`: the county receives exactly what the captain sent.
    pub manifest_sha256: String,
    pub sent_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BatchVisitV1 {
    pub visit_id: VisitId,
    pub revision: u32,
}

impl BatchV1 {
    /// The digest of the visits in a batch, whatever order they were listed in.
    pub fn manifest(visits: &[BatchVisitV1]) -> String {
        let mut sorted = visits.to_vec();
        sorted.sort();
        let lines: String = sorted
            .iter()
            .map(|visit| format!("{} {}\n", visit.visit_id, visit.revision))
            .collect();
        crate::digest(lines.as_bytes())
    }
}

// Reasons, notes and comments are a person's words: `Debug` shows ids only.
impl std::fmt::Debug for VoidVisitV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VoidVisitV1({} r{})", self.visit_id, self.revision)
    }
}

impl std::fmt::Debug for ReviewV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ReviewV1({} {:?} {} r{})",
            self.id, self.decision, self.visit_id, self.revision
        )
    }
}

impl std::fmt::Debug for CommentV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CommentV1({:?})", self.item)
    }
}
