//! What became of a change the county had set aside: a row of its own, so that the decision
//! travels back to the phone that recorded it. An older phone keeps it unread.

use domain::id::ChangeId;
use serde::{Deserialize, Serialize};

use crate::receipt::{Disposition, ReceiptV1};

/// Changes asked about in one request: more than any phone has aside.
pub const MAX_ASKED: usize = 500;

/// Where a change stands after the county moved it. The receipt is what proves it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeStateV1 {
    pub change_id: ChangeId,
    pub receipt: ReceiptV1,
    /// As the receipt says it: kept beside it for readers that check no signatures.
    pub disposition: Disposition,
    /// Why it is still aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What the person at the county wrote to whoever recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub decided_ms: i64,
}

/// Asked by a phone that may no longer pull: what became of what it handed in?
#[derive(Debug, Serialize, Deserialize)]
pub struct SettledRequest {
    pub changes: Vec<ChangeId>,
}

/// Those of the asked changes that somebody has decided about.
#[derive(Debug, Serialize, Deserialize)]
pub struct SettledReply {
    pub settled: Vec<ChangeStateV1>,
}

// A note is a person's words: `Debug` shows ids only.
impl std::fmt::Debug for ChangeStateV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "ChangeStateV1({} {:?})",
            self.change_id, self.disposition
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Phones in the field speak exactly this.
    #[test]
    fn change_state_v1_is_frozen() {
        let frozen = concat!(
            r#"{"change_id":"00000000-0000-0000-0000-000000000007","#,
            r#""receipt":{"county_id":"00000000-0000-0000-0000-000000000001","key_id":"k","#,
            r#""change_id":"00000000-0000-0000-0000-000000000007","digest":"ab","#,
            r#""server_sequence":8,"received_ms":9,"disposition":"voided","signature":"c2ln"},"#,
            r#""disposition":"voided","code":"device_revoked","note":"done twice","decided_ms":10}"#
        );
        let state: ChangeStateV1 = serde_json::from_str(frozen).unwrap();
        assert_eq!(serde_json::to_string(&state).unwrap(), frozen);
        assert!(!format!("{state:?}").contains("twice"));
    }
}
