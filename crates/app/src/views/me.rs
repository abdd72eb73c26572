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
    /// Of these, how many only wait for Wi-Fi.
    pub photos_for_wifi: u32,
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
    /// Seconds until the next attempt; absent when nothing but an event will bring one.
    pub next_in_s: Option<u32>,
    /// Trying again does not cure the last failure.
    pub needs_person: bool,
}

/// What the shell or the screen heard of the network.
#[derive(Deserialize, TS)]
pub struct NetworkNews {
    pub up: bool,
}

#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WaitingChange {
    pub change_id: String,
    /// `save_visit_v1` …
    pub kind: String,
    pub title: String,
    pub visit_id: Option<String>,
    /// Of a correction of facts, or a decision between two.
    pub household_id: Option<String>,
    /// Of a problem raised or moved.
    pub problem_id: Option<String>,
    /// Of an entry of a ledger.
    pub entry_id: Option<String>,
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

/// What needs a person, here or at the county.
#[derive(Serialize, Deserialize, TS)]
pub struct SetAside {
    /// Refused: somebody here must decide.
    pub refused: Vec<AsideChange>,
    /// The county has them aside; somebody there decides.
    pub at_county: Vec<AsideChange>,
    pub photos: Vec<AsidePhoto>,
    /// Taken back here; nothing is deleted, each can be put back.
    pub taken_back: Vec<AsideChange>,
}

#[derive(Serialize, Deserialize, TS)]
pub struct AsideChange {
    pub change: WaitingChange,
    /// How many changes of the same record wait behind it.
    pub behind: u32,
    /// Whether the visit can be opened again and mended.
    pub editable: bool,
    pub last_attempt_ms: Option<i64>,
    /// Since when the county has it, by its own clock.
    pub county_since_ms: Option<i64>,
    /// What the county wrote about it.
    pub county_note: Option<String>,
    pub taken_back_ms: Option<i64>,
    pub taken_back_reason: Option<String>,
}

/// A photo the county refused.
#[derive(Serialize, Deserialize, TS)]
pub struct AsidePhoto {
    pub photo_id: String,
    pub visit_id: String,
    pub title: String,
    pub taken_ms: i64,
    pub code: String,
    pub attempts: u32,
}

#[derive(Serialize, Deserialize, TS)]
pub struct TakeBack {
    pub change_id: String,
    pub reason: String,
}

/// Whether this phone may be handed in, from receipts checked anew.
#[derive(Serialize, Deserialize, TS)]
pub struct HandIn {
    /// Everything recorded here is proved to be at the county.
    pub safe: bool,
    pub county: String,
    pub recorded: u32,
    pub verified: u32,
    pub outstanding: u32,
    pub photos: u32,
    pub photos_verified: u32,
    pub left: Vec<HandInLeft>,
    pub checked_ms: i64,
    /// When everything was last proved, and how much that was.
    pub proved_ms: Option<i64>,
    pub proved_count: Option<u32>,
}

/// Something only this phone has, or that the county has not taken in.
#[derive(Serialize, Deserialize, TS)]
pub struct HandInLeft {
    pub what: HandInWhat,
    /// The household's head, where there is one.
    pub title: String,
    pub visit_id: Option<String>,
    /// Of a problem raised or moved, or of a form about one.
    pub problem_id: Option<String>,
    /// Of an entry of a ledger, or of a form about one.
    pub entry_id: Option<String>,
    /// Photos of one visit are one line.
    pub count: u32,
    pub code: Option<String>,
}

/// What is left, each with something else to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandInWhat {
    /// A visit that was not sealed.
    Draft,
    /// A form about a problem that was typed and not sent.
    ProblemDraft,
    /// A form of a ledger that was typed and not saved.
    EntryDraft,
    /// To be sent: sync.
    Queued,
    /// Waits behind a refused one.
    Behind,
    /// Refused: decide here.
    Parked,
    Held,
    Quarantined,
    /// To be sent: sync, over Wi-Fi perhaps.
    Photo,
    PhotoRefused,
    /// Its receipt proves nothing.
    Unproved,
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
    /// Receipts, on the hand-in screen.
    Verify,
    Done,
}

/// Who prints a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Printing {
    /// The web view, when it is asked.
    InPage,
    /// The system's dialog is open.
    BySystem,
    /// This device cannot.
    Impossible,
}
