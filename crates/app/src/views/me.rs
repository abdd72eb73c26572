//! Me: sync, journal, what waits.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Serialize, Deserialize, TS)]
pub struct Me {
    pub sync: SyncState,
    /// Changes that only this phone has.
    pub waiting: Vec<WaitingChange>,
    pub photos_waiting: u32,
    pub photos_waiting_bytes: u32,
    /// Everything this phone ever recorded, and what of it the county proved to hold.
    pub recorded: u32,
    pub verified: u32,
    pub database_bytes: u32,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SyncState {
    pub running: bool,
    pub last_success_ms: Option<i64>,
    pub last_attempt_ms: Option<i64>,
    /// The error code of the last attempt, if it failed.
    pub last_error: Option<String>,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WaitingChange {
    pub change_id: String,
    /// `save_visit_v1` …
    pub kind: String,
    pub title: String,
    pub visit_id: Option<String>,
    pub made_ms: i64,
    pub delivery: Delivery,
    /// Why a person is needed.
    pub code: Option<String>,
    pub field: Option<String>,
    pub attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    Queued,
    /// The county has it aside until an earlier change arrives.
    Held,
    /// The county has it aside until a person there decides.
    Quarantined,
    /// Refused: it stays here until a person here decides.
    Parked,
    /// Waits behind a parked change of the same record.
    Behind,
}

#[derive(Serialize, Deserialize, TS)]
pub struct ParkedRef {
    pub change_id: String,
}

#[derive(Serialize, Deserialize, TS)]
pub struct JournalQuery {
    /// Entries before this position; absent for the newest.
    pub before: Option<i64>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct JournalPage {
    pub entries: Vec<JournalEntry>,
    pub more: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct JournalEntry {
    pub position: i64,
    pub at_ms: i64,
    /// `round_done`, `sent`, `received`, `refused`, `photo_verified` …
    pub event: String,
    /// What it was about: a visit, a batch; ids and counts, never names.
    pub subject: Option<String>,
    pub count: Option<u32>,
    pub code: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SyncSummary {
    pub sent: u32,
    pub refused: u32,
    pub received: u32,
    pub photos: u32,
    pub bytes_up: u32,
    pub bytes_down: u32,
    pub ms: u32,
}

/// Sent as an event, at most ten times a second, while a round runs.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SyncProgress {
    pub step: SyncStep,
    pub done: u32,
    pub total: u32,
    pub bytes_done: u32,
    pub bytes_total: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncStep {
    Push,
    Pull,
    Photos,
    Done,
}
