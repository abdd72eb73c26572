//! Refused changes that a person here takes back, with a reason. Nothing is deleted: the bytes
//! stay, and what was taken back can be put back.

use domain::id::ChangeId;
use protocol::edit::{Edit, RecordKind};
use rusqlite::{Connection, Transaction};

use crate::waiting::{self, Delivery, SELECT, Waiting};
use crate::{Error, Result, column, outbox, photo};

/// The reason of what went along: nobody gives an empty one.
const ALONG: &str = "";

/// A change a person took back.
#[derive(Clone, Debug)]
pub struct TakenBack {
    pub waiting: Waiting,
    pub at_ms: i64,
    pub reason: String,
}

/// Takes a refused change back: it is never sent, and holds nothing up. A visit sealed with it
/// counts no longer; what was done to a problem on top of it goes along, for without it that means
/// nothing. Only what the county refused: what it holds, it decides about.
pub fn take_back(
    tx: &Transaction<'_>,
    change_id: ChangeId,
    reason: &str,
    now_ms: i64,
) -> Result<()> {
    let waiting = waiting::get(tx, change_id)?.ok_or(Error::NotFound("change"))?;
    if waiting.delivery != Delivery::Parked {
        return Err(Error::AlreadySent);
    }
    if waiting.record.kind == RecordKind::Problem {
        let all = outbox::of_record(tx, &waiting.record)?;
        // The last one first: each is then the end of the chain when it goes.
        for one in all.iter().rev() {
            let may_go = one.never_left() || one.delivery == Delivery::Parked;
            if one.position > waiting.position && may_go {
                set_back(tx, one.change_id, ALONG, now_ms)?;
            }
        }
    }
    set_back(tx, change_id, reason, now_ms)?;
    if let Some(Edit::SaveVisitV1(_)) = waiting.edit()
        && set_phase(tx, change_id, "sealed", "voided")?
    {
        photo::undeclare(tx, change_id)?;
    }
    Ok(())
}

fn set_back(tx: &Transaction<'_>, change_id: ChangeId, reason: &str, now_ms: i64) -> Result<()> {
    outbox::withdraw(tx, change_id)?;
    tx.execute(
        "update outbox set taken_back_ms = ?2, taken_back_reason = ?3 where change_id = ?1",
        (change_id.to_string(), now_ms, reason),
    )?;
    Ok(())
}

/// Puts it back where it was: refused, before a person; and behind it what went along.
pub fn put_back(tx: &Transaction<'_>, change_id: ChangeId) -> Result<()> {
    let along: Vec<ChangeId> = tx
        .prepare_cached(
            "select along.change_id from outbox taken
             join outbox along on along.record_kind = taken.record_kind
                 and along.record_id = taken.record_id and along.position > taken.position
                 and along.taken_back_ms = taken.taken_back_ms
             where taken.change_id = ?1 and along.delivery = 'withdrawn'
                 and along.taken_back_reason = ?2 order by along.position",
        )?
        .query_map((change_id.to_string(), ALONG), |row| {
            column::id(row, "change_id")
        })?
        .collect::<rusqlite::Result<_>>()?;
    let changed = tx.execute(
        "update outbox set delivery = 'parked', taken_back_ms = null, taken_back_reason = null
         where change_id = ?1 and delivery = 'withdrawn' and taken_back_ms is not null",
        [change_id.to_string()],
    )?;
    if changed == 0 {
        return Err(Error::NotFound("change taken back"));
    }
    let mut earlier = change_id;
    for one in along {
        tx.execute(
            "update outbox set delivery = 'queued', parked_code = null, parked_field = null,
                 taken_back_ms = null, taken_back_reason = null, after_change_id = ?2
             where change_id = ?1",
            (one.to_string(), earlier.to_string()),
        )?;
        earlier = one;
    }
    let waiting = waiting::get(tx, change_id)?.ok_or(Error::NotFound("change"))?;
    if let Some(Edit::SaveVisitV1(visit)) = waiting.edit()
        && set_phase(tx, change_id, "voided", "sealed")?
    {
        photo::declare(tx, &visit, change_id)?;
    }
    Ok(())
}

/// What was taken back, the latest first; what went along with one is not told beside it.
pub fn list(conn: &Connection) -> Result<Vec<TakenBack>> {
    Ok(conn
        .prepare_cached(&format!(
            "{SELECT} where delivery = 'withdrawn' and taken_back_ms is not null
                 and taken_back_reason <> ''
             order by taken_back_ms desc, position desc"
        ))?
        .query_map([], |row| {
            Ok(TakenBack {
                waiting: waiting::from_row(row)?,
                at_ms: row.get("taken_back_ms")?,
                reason: row.get("taken_back_reason")?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// Whether the visit sealed with this change stood where it was said to.
fn set_phase(tx: &Transaction<'_>, change: ChangeId, from: &str, to: &str) -> Result<bool> {
    let changed = tx.execute(
        "update visit set phase = ?3 where sealed_change_id = ?1 and phase = ?2",
        (change.to_string(), from, to),
    )?;
    Ok(changed > 0)
}

/// What the county wrote about a change.
pub fn county_note(conn: &Connection, change_id: ChangeId) -> Result<Option<String>> {
    let note = conn
        .prepare_cached("select county_note from outbox where change_id = ?1")?
        .query_map([change_id.to_string()], |row| row.get("county_note"))?
        .next()
        .transpose()?
        .flatten();
    Ok(note)
}
