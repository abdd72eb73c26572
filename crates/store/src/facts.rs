//! Corrections of facts made on this phone: how they are saved, and how they lie over the
//! county's rows until the county's own row tells.
//!
//! There is no second copy of them: what waits is in the outbox, and what the county has
//! confirmed since the last pull is among the receipts.

use domain::facts::{FactValue, find};
use domain::id::{ChangeId, HouseholdId};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordKind, RecordRef};
use protocol::facts::{
    ChoiceV1, FactRow, FactsV1, FieldV1, ResolveFactV1, from_json, subject, to_json,
};
use protocol::receipt::Disposition;
use protocol::row::{HouseholdV1, MemberV1};
use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::de::DeserializeOwned;

use crate::waiting::{Delivery, kind_name};
use crate::{Error, Result, column, outbox, receipt};

/// An edit whose effect is not in the county's row here: of a fact, or of a problem
/// ([`crate::problem`]).
#[derive(Clone, Debug)]
pub struct Pending {
    pub change_id: ChangeId,
    pub edit: Edit,
    /// Absent once the county confirmed it and only its row has not come.
    pub delivery: Option<Delivery>,
    /// Why a person is needed.
    pub code: Option<String>,
    /// The path of what was refused.
    pub refused_field: Option<String>,
    /// Never left, or was refused: can be taken back.
    pub can_undo: bool,
    /// Queued behind a refused change of the same record.
    pub behind: bool,
}

impl Pending {
    /// The corrections, if it is not a decision.
    pub fn fields(&self) -> Option<&[FieldV1]> {
        match &self.edit {
            Edit::SaveHouseholdV1(facts) => Some(&facts.fields),
            Edit::SaveMemberV1(facts) => Some(&facts.fields),
            _ => None,
        }
    }

    pub fn decision(&self) -> Option<&ResolveFactV1> {
        match &self.edit {
            Edit::ResolveFactV1(resolve) => Some(resolve),
            _ => None,
        }
    }
}

/// What is on its way about a record, in the order it was made.
pub fn pending(conn: &Connection, record: &RecordRef) -> Result<Vec<Pending>> {
    let mut all = unpulled(conn, record)?;
    for waiting in outbox::of_record(conn, record)? {
        let Some(edit) = waiting.edit() else { continue };
        all.push(Pending {
            change_id: waiting.change_id,
            edit,
            can_undo: waiting.never_left() || waiting.delivery == Delivery::Parked,
            delivery: Some(waiting.delivery),
            code: waiting.code,
            refused_field: waiting.field,
            behind: waiting.behind,
        });
    }
    Ok(all)
}

/// Confirmed changes whose effect the pull has not brought yet: until then the county's row here
/// is older than they are.
fn unpulled(conn: &Connection, record: &RecordRef) -> Result<Vec<Pending>> {
    let confirmed = receipt::of_record(conn, record)?;
    if confirmed.is_empty() {
        return Ok(Vec::new());
    }
    let cursor = crate::sync_state::get(conn)?.cursor;
    let mut all = Vec::new();
    for one in confirmed {
        let receipt = &one.receipt;
        if receipt.disposition != Disposition::Applied || receipt.server_sequence <= cursor {
            continue;
        }
        let text: String = conn.query_row(
            "select edit from receipt where change_id = ?1",
            [one.change_id.to_string()],
            |row| row.get(0),
        )?;
        let Ok(edit) = serde_json::from_str(&text) else {
            continue;
        };
        all.push(Pending {
            change_id: one.change_id,
            edit,
            delivery: None,
            code: None,
            refused_field: None,
            can_undo: false,
            behind: false,
        });
    }
    Ok(all)
}

/// The county's own row, without what this phone says over it.
pub fn county<Row: FactRow + DeserializeOwned>(conn: &Connection, id: &str) -> Result<Option<Row>> {
    let table = match Row::SUBJECT {
        domain::facts::Subject::Household => "household",
        domain::facts::Subject::Member => "member",
    };
    Ok(conn
        .prepare_cached(&format!(
            "select body from {table} join {table}_body using ({table}_row) where {table}_id = ?1"
        ))?
        .query_row([id], |row| column::json(row, "body"))
        .optional()?)
}

/// Lays this phone's corrections and decisions over the county's row.
pub fn overlay<Row: FactRow>(conn: &Connection, row: &mut Row) -> Result<()> {
    for one in pending(conn, &row.record())? {
        lay(row, &one.edit);
    }
    Ok(())
}

fn lay<Row: FactRow>(row: &mut Row, edit: &Edit) {
    match edit {
        Edit::SaveHouseholdV1(FactsV1 { fields, .. })
        | Edit::SaveMemberV1(FactsV1 { fields, .. }) => {
            for one in fields {
                set(row, &one.field, &one.mine);
            }
        }
        Edit::ResolveFactV1(resolve) => {
            let ChoiceV1::Other { contest_id } = &resolve.choice else {
                return;
            };
            let chosen = row.contested().iter().find(|contest| {
                contest.field == resolve.field && contest.contest_id == *contest_id
            });
            if let Some(other) = chosen.map(|contest| contest.other.clone()) {
                set(row, &resolve.field, &other);
            }
        }
        _ => {}
    }
}

fn set<Row: FactRow>(row: &mut Row, name: &str, value: &serde_json::Value) {
    let field = find(Row::SUBJECT, name);
    if let Some(value) = field.and_then(|field| from_json(field, value)) {
        row.set_fact(name, value);
    }
}

/// Saves what a person corrected and queues it: both or neither (DESIGN law 1). Corrections that
/// never left, or were refused, are taken up in this one. Answers whether anything is queued:
/// what is back at the county's value needs no telling.
pub fn save(
    tx: &Transaction<'_>,
    record: &RecordRef,
    values: &[(&str, FactValue)],
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<bool> {
    match record.kind {
        RecordKind::Household => save_row::<HouseholdV1>(tx, record, values, change_id, made_at),
        RecordKind::Member => save_row::<MemberV1>(tx, record, values, change_id, made_at),
        RecordKind::Visit
        | RecordKind::Batch
        | RecordKind::Problem
        | RecordKind::Entry
        | RecordKind::Unknown => Err(Error::NotFound("record with facts")),
    }
}

fn save_row<Row: FactRow + DeserializeOwned>(
    tx: &Transaction<'_>,
    record: &RecordRef,
    values: &[(&str, FactValue)],
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<bool> {
    let mut row = county::<Row>(tx, &record.id)?.ok_or(Error::NotFound("record"))?;
    let base_version = row.version();
    let pending = pending(tx, record)?;
    // From the first correction after the last one that may have left.
    let first_open = pending
        .iter()
        .rposition(|one| one.fields().is_some() && !one.can_undo)
        .map_or(0, |at| at + 1);
    let (gone, open) = pending.split_at(first_open);
    for one in gone {
        lay(&mut row, &one.edit);
    }
    let mut fields: Vec<FieldV1> = Vec::new();
    for one in open {
        let Some(taken_up) = one.fields() else {
            lay(&mut row, &one.edit);
            continue;
        };
        for field in taken_up {
            put(&mut fields, field.clone());
        }
        outbox::withdraw(tx, one.change_id)?;
    }
    for (name, value) in values {
        let base = row.fact(name).ok_or(Error::NotFound("fact"))?;
        put(
            &mut fields,
            FieldV1 {
                field: (*name).to_owned(),
                base: to_json(&base),
                mine: to_json(value),
            },
        );
    }
    fields.retain(|field| field.base != field.mine);
    if fields.is_empty() {
        return Ok(false);
    }
    let edit = edit(record, base_version, fields, made_at)?;
    outbox::push(tx, change_id, &edit, made_at)?;
    Ok(true)
}

/// A field corrected again keeps the value that was first seen under it.
fn put(fields: &mut Vec<FieldV1>, new: FieldV1) {
    match fields.iter_mut().find(|field| field.field == new.field) {
        Some(field) => field.mine = new.mine,
        None => fields.push(new),
    }
}

fn edit(
    record: &RecordRef,
    base_version: u64,
    fields: Vec<FieldV1>,
    made_at: &ClockV1,
) -> Result<Edit> {
    let clock = made_at.clone();
    let not_an_id = |_| Error::NotFound("record");
    Ok(match record.kind {
        RecordKind::Member => Edit::SaveMemberV1(FactsV1 {
            id: record.id.parse().map_err(not_an_id)?,
            base_version,
            fields,
            clock,
        }),
        _ => Edit::SaveHouseholdV1(FactsV1 {
            id: record.id.parse().map_err(not_an_id)?,
            base_version,
            fields,
            clock,
        }),
    })
}

/// Queues a decision between two values; an earlier one of the same fact that never left, or was
/// refused, gives way to it.
pub fn save_decision(
    tx: &Transaction<'_>,
    decision: &ResolveFactV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<()> {
    for one in pending(tx, &decision.record)? {
        let same = one
            .decision()
            .is_some_and(|earlier| earlier.field == decision.field);
        if same && one.delivery.is_some() {
            outbox::withdraw(tx, one.change_id)?;
        }
    }
    outbox::push(
        tx,
        change_id,
        &Edit::ResolveFactV1(decision.clone()),
        made_at,
    )?;
    Ok(())
}

/// Takes back a correction or decision that never left, or was refused.
pub fn undo(tx: &Transaction<'_>, change_id: ChangeId) -> Result<()> {
    let waiting = outbox::get(tx, change_id)?.ok_or(Error::NotFound("change"))?;
    if subject(waiting.record.kind).is_none() {
        return Err(Error::NotFound("correction"));
    }
    outbox::withdraw(tx, change_id)
}

/// How many of a household's and its members' facts have two values.
pub fn contested(conn: &Connection, household: HouseholdId) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "select (select coalesce(sum(contested), 0) from household where household_id = ?1)
                 + (select coalesce(sum(contested), 0) from member where household_id = ?1)",
        )?
        .query_row([household.to_string()], |row| row.get(0))?)
}

/// How many corrections and decisions of a household and its members still wait here.
pub fn waiting(conn: &Connection, household: HouseholdId) -> Result<u32> {
    Ok(conn
        .prepare_cached(
            "select count(*) from outbox where delivery <> 'withdrawn' and (
                 (record_kind = ?2 and record_id = ?1)
                 or (record_kind = ?3 and record_id in (
                     select member_id from member where household_id = ?1)))",
        )?
        .query_row(
            (
                household.to_string(),
                kind_name(RecordKind::Household),
                kind_name(RecordKind::Member),
            ),
            |row| row.get(0),
        )?)
}

/// The number of facts of a row that have two values.
pub(crate) fn count<Row: FactRow>(row: &Row) -> u32 {
    let mut fields: Vec<&str> = row
        .contested()
        .iter()
        .map(|contest| contest.field.as_str())
        .collect();
    fields.sort_unstable();
    fields.dedup();
    u32::try_from(fields.len()).unwrap_or(u32::MAX)
}
