//! Everything a phone knows about the time, so that the server can work out the true one.

use serde::{Deserialize, Serialize};

/// One moment as a phone saw it (DESIGN law 11). The wall clock may lie; the rest tells by how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockV1 {
    /// The phone's wall clock, UTC milliseconds.
    pub wall_ms: i64,
    /// Milliseconds since the phone started; only comparable under the same `boot_id`.
    pub monotonic_ms: i64,
    pub boot_id: String,
    /// Server time minus wall clock at the last contact, if there ever was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_offset_ms: Option<i64>,
}
