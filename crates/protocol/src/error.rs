//! How a request is refused as a whole.

use serde::{Deserialize, Serialize};

/// The body of every answer that is not 2xx. The code names the words to show; the cause stays
/// in the server's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorReply {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}
