//! Reading the outbox: one change as it waits. [`crate::outbox`] shows these as its own.

use std::str::FromStr;

use domain::id::ChangeId;
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordKind, RecordRef};
use protocol::push::ChangeV1;
use protocol::receipt::ReceiptV1;
use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::value::RawValue;

use crate::{Error, Result, column};

/// Where a change is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// To be sent.
    Queued,
    /// The county has it aside until an earlier change arrives.
    Held,
    /// The county has it aside until a person there decides.
    Quarantined,
    /// Refused: a person here must decide. Later changes of the same record wait.
    Parked,
    /// Replaced by a later change before it counted. Kept, never sent, in nobody's way.
    Withdrawn,
}

impl Delivery {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Held => "held",
            Self::Quarantined => "quarantined",
            Self::Parked => "parked",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl FromStr for Delivery {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "queued" => Ok(Self::Queued),
            "held" => Ok(Self::Held),
            "quarantined" => Ok(Self::Quarantined),
            "parked" => Ok(Self::Parked),
            "withdrawn" => Ok(Self::Withdrawn),
            _ => Err(Error::NotFound("delivery")),
        }
    }
}

/// One change as it waits.
#[derive(Clone)]
pub struct Waiting {
    pub position: i64,
    pub change_id: ChangeId,
    pub device_sequence: i64,
    pub record: RecordRef,
    /// Exactly the JSON that is sent.
    pub edit: Box<RawValue>,
    pub made_at: ClockV1,
    pub after: Option<ChangeId>,
    pub delivery: Delivery,
    /// Why a person is needed.
    pub code: Option<String>,
    pub field: Option<String>,
    pub receipt: Option<ReceiptV1>,
    pub attempts: u32,
    pub last_attempt_ms: Option<i64>,
    /// Queued behind a parked change of the same record.
    pub behind: bool,
}

impl Waiting {
    /// The change on the wire.
    pub fn to_change(&self) -> ChangeV1 {
        ChangeV1 {
            change_id: self.change_id,
            device_sequence: self.device_sequence,
            record: self.record.clone(),
            after: self.after,
            made_at: self.made_at.clone(),
            contacts: None,
            edit: self.edit.clone(),
        }
    }

    /// `save_visit_v1` …, as the edit says it.
    pub fn kind(&self) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Tag {
            kind: String,
        }
        serde_json::from_str::<Tag>(self.edit.get())
            .ok()
            .map(|tag| tag.kind)
    }

    /// Queued, and on no account at the county.
    pub fn never_left(&self) -> bool {
        self.delivery == Delivery::Queued && self.attempts == 0
    }

    /// The edit, if this version knows its kind.
    pub fn edit(&self) -> Option<Edit> {
        serde_json::from_str(self.edit.get()).ok()
    }
}

// The edit is full of people's facts.
impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Waiting({} #{} {:?})",
            self.change_id, self.position, self.delivery
        )
    }
}

/// One waiting change.
pub fn get(conn: &Connection, change_id: ChangeId) -> Result<Option<Waiting>> {
    Ok(conn
        .query_row(
            &format!("{SELECT} where change_id = ?1"),
            [change_id.to_string()],
            from_row,
        )
        .optional()?)
}

/// Everything that waits, in order; withdrawn changes wait for nothing.
pub fn list(conn: &Connection) -> Result<Vec<Waiting>> {
    Ok(conn
        .prepare_cached(&format!(
            "{SELECT} where delivery <> 'withdrawn' order by position"
        ))?
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// What waits for one record, in order.
pub fn of_record(conn: &Connection, record: &RecordRef) -> Result<Vec<Waiting>> {
    Ok(conn
        .prepare_cached(&format!(
            "{SELECT} where delivery <> 'withdrawn' and record_kind = ?1 and record_id = ?2
             order by position"
        ))?
        .query_map((kind_name(record.kind), &record.id), from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

pub(crate) const SELECT: &str = "select waiting.*, exists (
         select 1 from outbox ahead
         where ahead.record_kind = waiting.record_kind and ahead.record_id = waiting.record_id
           and ahead.position < waiting.position and ahead.delivery = 'parked') as is_behind
     from outbox waiting";

pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let delivery = column::id(row, "delivery")?;
    Ok(Waiting {
        position: row.get("position")?,
        change_id: column::id(row, "change_id")?,
        device_sequence: row.get("device_sequence")?,
        record: RecordRef {
            kind: column::tag(row, "record_kind")?,
            id: row.get("record_id")?,
        },
        edit: column::json(row, "edit")?,
        made_at: column::json(row, "made_at")?,
        after: column::maybe_id(row, "after_change_id")?,
        delivery,
        code: row.get("parked_code")?,
        field: row.get("parked_field")?,
        receipt: column::maybe_json(row, "receipt")?,
        attempts: row.get("attempts")?,
        last_attempt_ms: row.get("last_attempt_ms")?,
        behind: delivery == Delivery::Queued && row.get("is_behind")?,
    })
}

/// The record's name in a column: the same word as on the wire.
pub(crate) fn kind_name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Household => "household",
        RecordKind::Visit => "visit",
        RecordKind::Batch => "batch",
        RecordKind::Member => "member",
        RecordKind::Problem => "problem",
        RecordKind::Entry => "entry",
        RecordKind::Unknown => "unknown",
    }
}
