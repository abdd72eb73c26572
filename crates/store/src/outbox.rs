//! Edits the county has not confirmed. Nothing leaves this table without a valid receipt.

use std::collections::HashSet;

use domain::id::{ChangeId, VisitId};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordRef};
use protocol::receipt::ReceiptV1;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

pub(crate) use crate::waiting::kind_name;
use crate::waiting::{self, SELECT};
pub use crate::waiting::{Delivery, Waiting, get, list, of_record};
use crate::{Error, Result, column, identity, receipt};

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

/// The next changes to send, in order. A change waits until every earlier one of its record is
/// settled, parked ones included: sent together, a refused one would leave the county holding its
/// followers for ever. `tried` were sent in this round already. At least one comes, however large;
/// otherwise no more than `limit` with `max_bytes` of edits.
pub fn next_batch(
    conn: &Connection,
    limit: usize,
    max_bytes: usize,
    tried: &HashSet<ChangeId>,
) -> Result<Vec<Waiting>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    let mut query = conn.prepare_cached(&format!(
        "{SELECT} where delivery = 'queued' and not exists (
             select 1 from outbox earlier
             where earlier.record_kind = waiting.record_kind
               and earlier.record_id = waiting.record_id
               and earlier.position < waiting.position
               and earlier.delivery in ('parked', 'queued'))
         order by position"
    ))?;
    for waiting in query.query_map([], waiting::from_row)? {
        let waiting = waiting?;
        if tried.contains(&waiting.change_id) {
            continue;
        }
        bytes += waiting.edit.get().len();
        // The rest keeps its order: a large change ends a batch, nothing overtakes it.
        if batch.len() == limit.max(1) || (!batch.is_empty() && bytes > max_bytes) {
            break;
        }
        batch.push(waiting);
    }
    Ok(batch)
}

/// How many a round could send: those behind a parked change wait for a person.
pub fn sendable(conn: &Connection) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "select count(*) from outbox waiting where delivery = 'queued' and not exists (
                 select 1 from outbox earlier
                 where earlier.record_kind = waiting.record_kind
                   and earlier.record_id = waiting.record_id
                   and earlier.position < waiting.position
                   and earlier.delivery = 'parked')",
        )?
        .query_row([], |row| row.get(0))?)
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
    tx.prepare_cached(
        "insert into receipt (change_id, position, device_sequence, record_kind, record_id, edit,
             made_at, after_change_id, body, contested, received_ms)
         select change_id, position, device_sequence, record_kind, record_id, edit, made_at,
             after_change_id, :body, :contested, :received_ms
         from outbox where change_id = :change_id
         on conflict (change_id) do nothing",
    )?
    .execute(named_params! {
        ":change_id": change_id,
        ":body": column::to_json(receipt)?,
        ":contested": column::to_json(&contested)?,
        ":received_ms": receipt.received_ms,
    })?;
    tx.prepare_cached("delete from outbox where change_id = ?1")?
        .execute([&change_id])?;
    // What waits for it is of the same record: asked so, SQLite need not read the whole outbox.
    Ok(tx
        .prepare_cached(
            "update outbox set delivery = 'queued'
             where record_kind = (select record_kind from receipt where change_id = ?1)
               and record_id = (select record_id from receipt where change_id = ?1)
               and delivery = 'held' and after_change_id = ?1",
        )?
        .execute([&change_id])?)
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
