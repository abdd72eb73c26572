//! What is set aside, and phones.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::AnsweredSection;
use crate::change::Reason;

/// Changes set aside, oldest first, with what can be filtered by.
#[derive(Serialize, TS, ToSchema)]
pub struct AsideList {
    pub changes: Vec<AsideRow>,
    pub next: Option<String>,
    pub held: u32,
    pub quarantined: u32,
    pub voided: u32,
    /// Phones and reasons of everything set aside, whatever the filter.
    pub phones: Vec<AsidePhone>,
    pub reasons: Vec<AsideReasonCount>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsidePhone {
    pub device_id: String,
    pub device_name: String,
    pub person_name: String,
    pub changes: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsideReasonCount {
    pub reason: Reason,
    pub changes: u32,
}

/// A change the county holds aside, with why and since when.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct AsideRow {
    pub change_id: String,
    /// `held`, `quarantined`, `voided`; `applied` on the page of one that took effect meanwhile.
    pub disposition: String,
    pub reason: Reason,
    /// What the rules said, for `refused_later`.
    pub code: String,
    pub kind: String,
    pub person_id: String,
    pub person_name: String,
    pub device_id: String,
    pub device_name: String,
    pub device_revoked: bool,
    pub record_kind: String,
    pub record_id: String,
    pub device_sequence: i64,
    pub received_ms: i64,
    pub bytes: u32,
    /// Names what was seen: a decision about another moment is refused as stale.
    pub sequence: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsidePage {
    pub change: AsideRow,
    pub digest: String,
    /// The change it waits for, where that is the reason.
    pub missing: Option<String>,
    /// The household's head, where the change names a household the county knows.
    pub head_name: Option<String>,
    pub place: Option<String>,
    /// The visit here, once there is one.
    pub visit_id: Option<String>,
    /// Later changes of the same record from the same phone, in order.
    pub followers: Vec<AsideRow>,
    pub decisions: Vec<AsideDecision>,
    /// `release`, `assign`, `void`, `restore`.
    pub actions: Vec<String>,
    /// Who may answer for it: helpers of the household and captains of the village.
    pub candidates: Vec<AsidePerson>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsidePerson {
    pub person_id: String,
    pub name: String,
    pub unit: String,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsideDecision {
    pub action: String,
    pub reason: String,
    pub assigned_name: Option<String>,
    /// Empty when it took effect; else why it did not.
    pub result: String,
    pub decided_by: String,
    pub decided_ms: i64,
}

/// One decision about one or many changes, each as it was seen.
#[derive(Deserialize, TS, ToSchema)]
pub struct AsideForm {
    /// A UUID made by the screen: the same click twice decides once.
    pub decision_id: String,
    /// `release`, `assign`, `void`, `restore`.
    pub action: String,
    pub reason: String,
    /// Who answers for it, when assigning.
    pub person_id: Option<String>,
    pub changes: Vec<AsideChoice>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct AsideChoice {
    pub change_id: String,
    pub sequence: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsideResult {
    pub changes: Vec<AsideOutcome>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct AsideOutcome {
    pub change_id: String,
    /// Absent when it took effect; `stale`, or what the rules said.
    pub refused: Option<String>,
}

/// The exact bytes, for somebody who asked to see them.
#[derive(Serialize, TS, ToSchema)]
pub struct AsideContent {
    /// A visit in words; empty for anything else.
    pub sections: Vec<AnsweredSection>,
    /// The bytes as text, if they are text, with line breaks to read them by.
    pub text: Option<String>,
    pub base64: String,
    pub digest: String,
}

/// Everything about the change, to be kept or taken elsewhere.
#[derive(Serialize, TS, ToSchema)]
pub struct AsideExport {
    pub change: AsideRow,
    pub digest: String,
    pub missing: Option<String>,
    /// The phone's clocks when it was made, as JSON.
    pub made_at: String,
    pub decisions: Vec<AsideDecision>,
    /// The exact bytes.
    pub edit_base64: String,
    pub exported_ms: i64,
}

#[derive(Serialize, TS, ToSchema)]
pub struct DeviceList {
    pub devices: Vec<DeviceRow>,
    pub next: Option<String>,
    pub active: u32,
    pub revoked: u32,
}

#[derive(Serialize, TS, ToSchema)]
pub struct DeviceRow {
    pub device_id: String,
    pub name: String,
    pub app_version: String,
    pub person_id: String,
    pub person_name: String,
    pub unit: String,
    pub enrolled_ms: i64,
    pub contact_ms: i64,
    pub revoked_ms: Option<i64>,
    pub revoked_reason: Option<String>,
    pub revoked_by: Option<String>,
    /// Of its changes, set aside and undecided.
    pub aside: u32,
}

/// Which phones to look for. A form and not an address: names belong in no address.
#[derive(Deserialize, TS, ToSchema)]
pub struct DeviceSearch {
    /// What the last page gave as `next`.
    pub after: Option<String>,
    /// Part of the person's or the phone's name.
    pub text: Option<String>,
    /// `active`, `revoked`, `day` and `week` (heard within), `silent` (not heard for a week); all when absent.
    pub state: Option<String>,
}

#[derive(Deserialize, TS, ToSchema)]
pub struct RevokeForm {
    pub reason: String,
}
