//! What waits in all ledgers for somebody to decide.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{EntryRow, Labelled};

/// What waits for the signed-in person; everything absent is everything.
#[derive(Deserialize, TS, ToSchema)]
pub struct WaitingSearch {
    pub ledger: Option<String>,
    pub after: Option<String>,
}

/// A page of what waits, the longest waiting first; `next` goes back as `after`.
#[derive(Serialize, TS, ToSchema)]
pub struct WaitingList {
    pub entries: Vec<WaitingRow>,
    /// Of all ledgers, whichever was asked for; those where nothing waits are left out.
    pub ledgers: Vec<WaitingCount>,
    pub next: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct WaitingRow {
    pub row: EntryRow,
    /// The move it waits for.
    pub step: Labelled,
}

#[derive(Serialize, TS, ToSchema)]
pub struct WaitingCount {
    pub ledger: Labelled,
    pub waiting: u32,
}
