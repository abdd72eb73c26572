//! What the county decided about changes it had set aside, of whatever kind.

use domain::id::ChangeId;
use protocol::edit::Edit;
use protocol::keyring::CountyKeys;
use protocol::receipt::{Disposition, ReceiptV1};
use protocol::settled::ChangeStateV1;
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::journal::{self, Entry};
use crate::waiting::Delivery;
use crate::{Result, column, identity, outbox};

/// Where this phone keeps a change.
struct Kept {
    edit: String,
    /// Absent while the county has not confirmed it.
    confirmed: Option<ReceiptV1>,
}

/// Follows a decision of the county, if its receipt proves it. False when it cannot be checked
/// with the keys this phone has: it is kept, and looked at again once there are others.
pub fn apply(tx: &Transaction<'_>, state: &ChangeStateV1) -> Result<bool> {
    let Some(kept) = find(tx, state.change_id)? else {
        // Recorded on another phone of this person.
        return Ok(true);
    };
    let Some(county) = identity::county(tx)? else {
        return Ok(false);
    };
    let receipt = &state.receipt;
    let keys = CountyKeys::of(&county);
    if keys
        .check(receipt, state.change_id, kept.edit.as_bytes())
        .is_err()
    {
        return Ok(false);
    }
    let known = kept.confirmed.as_ref();
    if known.is_some_and(|known| known.server_sequence >= receipt.server_sequence) {
        return Ok(true);
    }
    // The signature covers where the county put it; the word beside it is for other readers.
    let event = match receipt.disposition {
        Disposition::Applied => {
            settle(tx, receipt, known.is_some())?;
            "released"
        }
        Disposition::Voided => {
            settle(tx, receipt, known.is_some())?;
            "voided_by_county"
        }
        Disposition::Held | Disposition::Quarantined => {
            if known.is_some() {
                outbox::requeue_confirmed(tx, state.change_id)?;
            }
            set_aside(tx, state)?;
            "set_aside_again"
        }
    };
    note(tx, state)?;
    follow_visit(tx, &kept.edit, state.change_id, known, receipt.disposition)?;
    let entry = Entry::new(state.decided_ms, event).about(state.change_id);
    journal::write(tx, &entry)?;
    Ok(true)
}

fn find(tx: &Transaction<'_>, change: ChangeId) -> Result<Option<Kept>> {
    let id = change.to_string();
    let waiting = tx
        .query_row(
            "select edit from outbox where change_id = ?1",
            [&id],
            |row| {
                Ok(Kept {
                    edit: row.get("edit")?,
                    confirmed: None,
                })
            },
        )
        .optional()?;
    if waiting.is_some() {
        return Ok(waiting);
    }
    Ok(tx
        .query_row(
            "select edit, body from receipt where change_id = ?1",
            [&id],
            |row| {
                Ok(Kept {
                    edit: row.get("edit")?,
                    confirmed: Some(column::json(row, "body")?),
                })
            },
        )
        .optional()?)
}

fn settle(tx: &Transaction<'_>, receipt: &ReceiptV1, is_confirmed: bool) -> Result<()> {
    if is_confirmed {
        tx.execute(
            "update receipt set body = ?2, received_ms = ?3 where change_id = ?1",
            (
                receipt.change_id.to_string(),
                column::to_json(receipt)?,
                receipt.received_ms,
            ),
        )?;
        Ok(())
    } else {
        outbox::confirm(tx, receipt, &[]).map(drop)
    }
}

fn set_aside(tx: &Transaction<'_>, state: &ChangeStateV1) -> Result<()> {
    let delivery = match state.receipt.disposition {
        Disposition::Held => Delivery::Held,
        _ => Delivery::Quarantined,
    };
    tx.execute(
        "update outbox set delivery = :delivery, parked_code = :code, parked_field = null,
             receipt = :receipt
         where change_id = :change_id and delivery <> 'withdrawn'",
        named_params! {
            ":change_id": state.change_id.to_string(),
            ":delivery": delivery.as_str(),
            ":code": state.code,
            ":receipt": column::to_json(&state.receipt)?,
        },
    )?;
    Ok(())
}

fn note(tx: &Transaction<'_>, state: &ChangeStateV1) -> Result<()> {
    for table in ["outbox", "receipt"] {
        tx.execute(
            &format!("update {table} set county_note = ?2 where change_id = ?1"),
            (state.change_id.to_string(), &state.note),
        )?;
    }
    Ok(())
}

/// A visit whose sealing the county voided counts no longer, here as there; one that it took in
/// after all counts again.
fn follow_visit(
    tx: &Transaction<'_>,
    edit: &str,
    change: ChangeId,
    known: Option<&ReceiptV1>,
    now: Disposition,
) -> Result<()> {
    if !matches!(serde_json::from_str(edit), Ok(Edit::SaveVisitV1(_))) {
        return Ok(());
    }
    let was_voided = known.is_some_and(|known| known.disposition == Disposition::Voided);
    let (from, to) = match now {
        Disposition::Voided => ("sealed", "voided"),
        _ if was_voided => ("voided", "sealed"),
        _ => return Ok(()),
    };
    tx.execute(
        "update visit set phase = ?3 where sealed_change_id = ?1 and phase = ?2",
        (change.to_string(), from, to),
    )?;
    Ok(())
}

/// Changes the county has aside, as far as this phone knows: what to ask about when it may no
/// longer pull.
pub fn to_ask(conn: &Connection, limit: usize) -> Result<Vec<ChangeId>> {
    Ok(conn
        .prepare_cached(
            "select change_id from outbox where delivery in ('held', 'quarantined')
             order by position limit ?1",
        )?
        .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            column::id(row, "change_id")
        })?
        .collect::<rusqlite::Result<_>>()?)
}
