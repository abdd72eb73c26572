//! Rows coming down, by cursor, in pages.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Rows in a page unless the phone asks for another number.
pub const PAGE_ROWS: u32 = 200;

/// Rows in a page at most, for a phone on a quick line.
pub const MAX_PAGE_ROWS: u32 = 1000;

/// The query string of `GET /v1/pull`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullRequest {
    /// The sequence number of the last row this phone has saved; 0 at first.
    pub after: i64,
    pub limit: u32,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct PullReply {
    pub rows: Vec<PulledRow>,
    /// To be saved in the same transaction as `rows`.
    pub cursor: i64,
    /// Whether another page waits.
    pub more: bool,
    pub server_ms: i64,
    /// Names this life of the county's database; another one after it was restored from a backup.
    /// Cursors of one epoch mean nothing in the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<String>,
    /// The cursor that was asked with is ahead of everything here: begin again from 0.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restart: bool,
}

/// One row the phone may see now, or may no longer.
#[derive(Clone, Serialize, Deserialize)]
pub struct PulledRow {
    pub sequence: i64,
    /// A name of [`crate::row`]; kinds an older phone does not know are kept, not refused.
    pub kind: String,
    pub id: String,
    /// Absent when the row left this phone's scope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Box<RawValue>>,
}

impl std::fmt::Debug for PulledRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PulledRow(#{} {} {})", self.sequence, self.kind, self.id)
    }
}
