//! Edits the county has not confirmed. Nothing leaves this table without a valid receipt.

use std::str::FromStr;

use domain::id::{ChangeId, VisitId};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordKind, RecordRef};
use protocol::push::ChangeV1;
use protocol::receipt::ReceiptV1;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};
use serde_json::value::RawValue;

use crate::{Error, Result, column, identity, receipt};

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

/// Queues an edit behind the earlier changes of its record. Called beside the write of the record
/// itself, in the same transaction (DESIGN law 1).
pub fn push(
    tx: &Transaction<'_>,
    change_id: ChangeId,
    edit: &Edit,
    made_at: &ClockV1,
) -> Result<ChangeId> {
    let record = edit.record();
    let after = latest_of(tx, &record)?;
    tx.prepare_cached(
        "insert into outbox (change_id, device_sequence, record_kind, record_id, edit, made_at,
             after_change_id)
         values (:change_id, :sequence, :kind, :id, :edit, :made_at, :after)",
    )?
    .execute(named_params! {
        ":change_id": change_id.to_string(),
        ":sequence": identity::take_sequence(tx)?,
        ":kind": kind_name(record.kind),
        ":id": record.id,
        ":edit": column::to_json(edit)?,
        ":made_at": column::to_json(made_at)?,
        ":after": after.map(|id| id.to_string()),
    })?;
    Ok(change_id)
}

/// The next changes to send after `position`, in order. A change waits while an earlier one of its
/// record is parked, or was tried before `position` and is still unconfirmed. At least one comes,
/// however large; otherwise no more than `limit` with `max_bytes` of edits.
pub fn next_batch(
    conn: &Connection,
    position: i64,
    limit: usize,
    max_bytes: usize,
) -> Result<Vec<Waiting>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut query = conn.prepare_cached(&format!(
        "{SELECT} where delivery = 'queued' and position > :position and not exists (
             select 1 from outbox earlier
             where earlier.record_kind = waiting.record_kind
               and earlier.record_id = waiting.record_id
               and earlier.position < waiting.position
               and (earlier.delivery = 'parked'
                    or (earlier.delivery = 'queued' and earlier.position <= :position)))
         order by position limit :limit"
    ))?;
    let rows = query.query_map(
        named_params! {
            ":position": position,
            ":limit": i64::try_from(limit.max(1)).unwrap_or(i64::MAX),
        },
        from_row,
    )?;
    for waiting in rows {
        let waiting = waiting?;
        bytes += waiting.edit.get().len();
        // The rest keeps its order: a large change ends a batch, nothing overtakes it.
        if !batch.is_empty() && bytes > max_bytes {
            break;
        }
        batch.push(waiting);
    }
    Ok(batch)
}

/// Notes that these changes are about to leave: from here on nobody can know that they did not.
pub fn mark_attempt(tx: &Transaction<'_>, batch: &[Waiting], now_ms: i64) -> Result<()> {
    let mut update = tx.prepare_cached(
        "update outbox set attempts = attempts + 1, last_attempt_ms = ?2 where change_id = ?1",
    )?;
    for waiting in batch {
        update.execute((waiting.change_id.to_string(), now_ms))?;
    }
    Ok(())
}

/// Moves a change to the confirmed ones, with the receipt that was checked, and frees those the
/// county held for its sake. Confirming twice is confirming once. Answers how many it freed.
pub fn confirm(tx: &Transaction<'_>, receipt: &ReceiptV1, contested: &[String]) -> Result<usize> {
    let change_id = receipt.change_id.to_string();
    tx.execute(
        "insert into receipt (change_id, position, device_sequence, record_kind, record_id, edit,
             made_at, after_change_id, body, contested, received_ms)
         select change_id, position, device_sequence, record_kind, record_id, edit, made_at,
             after_change_id, :body, :contested, :received_ms
         from outbox where change_id = :change_id
         on conflict (change_id) do nothing",
        named_params! {
            ":change_id": change_id,
            ":body": column::to_json(receipt)?,
            ":contested": column::to_json(&contested)?,
            ":received_ms": receipt.received_ms,
        },
    )?;
    tx.execute("delete from outbox where change_id = ?1", [&change_id])?;
    Ok(tx.execute(
        "update outbox set delivery = 'queued' where delivery = 'held' and after_change_id = ?1",
        [&change_id],
    )?)
}

/// Sets a refused change aside for a person. Its bytes stay.
pub fn park(
    tx: &Transaction<'_>,
    change_id: ChangeId,
    code: &str,
    field: Option<&str>,
) -> Result<()> {
    set(tx, change_id, Delivery::Parked, Some(code), field, None)
}

/// The county keeps the change until the one it follows arrives.
pub fn hold(tx: &Transaction<'_>, receipt: &ReceiptV1) -> Result<()> {
    set(
        tx,
        receipt.change_id,
        Delivery::Held,
        None,
        None,
        Some(receipt),
    )
}

/// The county keeps the change until a person there decides.
pub fn quarantine(tx: &Transaction<'_>, receipt: &ReceiptV1, code: &str) -> Result<()> {
    set(
        tx,
        receipt.change_id,
        Delivery::Quarantined,
        Some(code),
        None,
        Some(receipt),
    )
}

/// A person asks for a parked change to be sent again.
pub fn retry(tx: &Transaction<'_>, change_id: ChangeId) -> Result<()> {
    let changed = tx.execute(
        "update outbox set delivery = 'queued', parked_code = null, parked_field = null
         where change_id = ?1 and delivery in ('parked', 'held', 'quarantined')",
        [change_id.to_string()],
    )?;
    if changed == 0 {
        Err(Error::NotFound("parked change"))
    } else {
        Ok(())
    }
}

/// Takes back a change that never left, or was refused, because a later one replaces it.
pub fn withdraw(tx: &Transaction<'_>, change_id: ChangeId) -> Result<()> {
    let changed = tx.execute(
        "update outbox set delivery = 'withdrawn' where change_id = ?1
         and (delivery = 'parked' or (delivery = 'queued' and attempts = 0))",
        [change_id.to_string()],
    )?;
    if changed == 0 {
        return Err(Error::AlreadySent);
    }
    // What followed it now follows what it followed, or the county would wait for it for ever.
    tx.execute(
        "update outbox set after_change_id =
             (select gone.after_change_id from outbox gone where gone.change_id = ?1)
         where after_change_id = ?1 and attempts = 0",
        [change_id.to_string()],
    )?;
    Ok(())
}

/// Sends a confirmed change again, in its old place: the county says that it lacks it, which is
/// what a county restored from a backup says.
pub fn requeue_confirmed(tx: &Transaction<'_>, change_id: ChangeId) -> Result<bool> {
    let id = change_id.to_string();
    let moved = tx.execute(
        "insert into outbox (position, change_id, device_sequence, record_kind, record_id, edit,
             made_at, after_change_id, attempts)
         select position, change_id, device_sequence, record_kind, record_id, edit, made_at,
             after_change_id, 1
         from receipt where change_id = ?1",
        [&id],
    )?;
    tx.execute("delete from receipt where change_id = ?1", [&id])?;
    Ok(moved > 0)
}

/// A pulled row shows that the county has taken in what it had set aside.
pub(crate) fn settle_visit(tx: &Transaction<'_>, visit: VisitId, revision: u32) -> Result<()> {
    for waiting in of_record(tx, &RecordRef::visit(visit))? {
        let taken_in = matches!(
            waiting.edit(),
            Some(Edit::SaveVisitV1(saved)) if saved.revision <= revision
        );
        if let (true, Delivery::Held | Delivery::Quarantined, Some(receipt)) =
            (taken_in, waiting.delivery, &waiting.receipt)
        {
            confirm(tx, receipt, &[])?;
        }
    }
    Ok(())
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

/// Everything this phone ever recorded, and what of it the county proved to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub recorded: u32,
    pub verified: u32,
}

/// Counts changes; photos have [`crate::photo::tally`].
pub fn tally(conn: &Connection) -> Result<Tally> {
    let verified = receipt::count(conn)?;
    let waiting: u32 = conn.query_row(
        "select count(*) from outbox where delivery <> 'withdrawn'",
        [],
        |row| row.get(0),
    )?;
    Ok(Tally {
        recorded: waiting + verified,
        verified,
    })
}

const SELECT: &str = "select waiting.*, exists (
         select 1 from outbox ahead
         where ahead.record_kind = waiting.record_kind and ahead.record_id = waiting.record_id
           and ahead.position < waiting.position and ahead.delivery = 'parked') as is_behind
     from outbox waiting";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Waiting> {
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
    }
}

/// The last change made here of a record, confirmed or not.
fn latest_of(tx: &Transaction<'_>, record: &RecordRef) -> Result<Option<ChangeId>> {
    let latest = tx
        .query_row(
            "select change_id, position from outbox
             where record_kind = ?1 and record_id = ?2 and delivery <> 'withdrawn'
             union all
             select change_id, position from receipt where record_kind = ?1 and record_id = ?2
             order by position desc limit 1",
            (kind_name(record.kind), &record.id),
            |row| column::id(row, "change_id"),
        )
        .optional()?;
    Ok(latest)
}

fn set(
    tx: &Transaction<'_>,
    change_id: ChangeId,
    delivery: Delivery,
    code: Option<&str>,
    field: Option<&str>,
    receipt: Option<&ReceiptV1>,
) -> Result<()> {
    tx.execute(
        "update outbox set delivery = :delivery, parked_code = :code, parked_field = :field,
             receipt = coalesce(:receipt, receipt)
         where change_id = :change_id and delivery <> 'withdrawn'",
        named_params! {
            ":change_id": change_id.to_string(),
            ":delivery": delivery.as_str(),
            ":code": code,
            ":field": field,
            ":receipt": receipt.map(column::to_json).transpose()?,
        },
    )?;
    Ok(())
}
