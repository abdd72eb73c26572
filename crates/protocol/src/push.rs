//! Changes going up, one outcome each coming back.

use domain::id::ChangeId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::clock::{ClockV1, ContactsV1};
use crate::{edit::RecordRef, receipt::ReceiptV1, team::OutstandingV1};

/// At most this many changes in a request: small enough to finish in a patch of signal.
pub const MAX_CHANGES: usize = 50;

/// At most this many bytes in a request body, unpacked.
pub const MAX_PUSH_BYTES: usize = 4 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
pub struct PushRequest {
    pub changes: Vec<ChangeV1>,
    /// What the phone will still have once these are taken in. Said only when it is not what was
    /// said last, with no changes if there are none to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outstanding: Option<OutstandingV1>,
}

/// One edit with what is needed to store it once and in order.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeV1 {
    /// The idempotency key.
    pub change_id: ChangeId,
    /// Counts this device's changes from 1; the order of work, whatever the clocks say.
    pub device_sequence: i64,
    pub record: RecordRef,
    /// The change of the same record made before this one on this phone, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<ChangeId>,
    pub made_at: ClockV1,
    /// Where `made_at` lies in the county's time, as far as the phone can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<ContactsV1>,
    /// Exactly the outbox's bytes: receipts sign their digest. Parsed as [`crate::edit::Edit`]
    /// by whoever knows its kind; an unknown kind is kept, not lost.
    pub edit: Box<RawValue>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct PushReply {
    /// One for each change, in the order they came.
    pub outcomes: Vec<ChangeOutcome>,
    pub server_ms: i64,
}

/// Read with patience: what cannot be read of one outcome spoils no other.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeOutcome {
    pub change_id: ChangeId,
    #[serde(flatten)]
    pub outcome: Outcome,
}

impl<'de> Deserialize<'de> for ChangeOutcome {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Whole {
            change_id: ChangeId,
            #[serde(flatten)]
            outcome: serde_json::Value,
        }
        let Whole { change_id, outcome } = Whole::deserialize(from)?;
        let outcome = serde_json::from_value(outcome).unwrap_or(Outcome::Unknown);
        Ok(Self { change_id, outcome })
    }
}

/// What became of a change. Only a valid receipt counts as delivered (law 3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Accepted {
        receipt: ReceiptV1,
    },
    /// The server had it already; the same receipt again.
    Duplicate {
        receipt: ReceiptV1,
    },
    /// Stored, and some fields were changed differently by somebody else.
    Merged {
        receipt: ReceiptV1,
        contested: Vec<String>,
    },
    /// Refused for a reason a person must see; the phone parks it.
    Rejected(Rejection),
    /// Stored aside until the change it follows arrives.
    Held {
        receipt: ReceiptV1,
        missing: ChangeId,
    },
    /// Stored aside with its bytes until a person at the county decides.
    Quarantined {
        receipt: ReceiptV1,
        code: String,
    },
    RetryAfter {
        seconds: u32,
    },
    /// Something a newer county says and this version cannot read. Nothing is proved by it, so
    /// the change stays on the phone.
    #[serde(other)]
    Unknown,
}

/// Why a change was refused: a code for the words, a field for the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The state the record is in, when the change came too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<CurrentState>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentState {
    pub state: String,
    pub revision: u32,
}

impl std::fmt::Debug for ChangeV1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ChangeV1({} #{})", self.change_id, self.device_sequence)
    }
}
