//! Entries of the ledgers: the county's rows, and what this phone says that is not in them yet.
//!
//! A pulled row never overwrites unsent work: that stands in the outbox and is handed out beside
//! the row. Whoever reads lays it over.

use std::collections::HashSet;

use domain::id::{ChangeId, EntryId, HouseholdId};
use domain::ledger::{Values, ledgers};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordRef};
use protocol::entry::{EntryFieldV1, EntryStateV1, MoveEntryV1, SaveEntryV1};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::entry_draft::{self, CORRECT, NEW};
use crate::facts::{self, Pending};
use crate::outbox::{self, Delivery};
use crate::{Error, Result, column};

/// An entry as this phone knows it.
#[derive(Clone)]
pub struct Known {
    pub id: EntryId,
    /// Absent for one written here that the county has not shown yet.
    pub row: Option<EntryStateV1>,
    /// What was done here and is not in the row, in the order it was done.
    pub pending: Vec<Pending>,
}

impl Known {
    /// How it was first written here, while the county has not shown it.
    pub fn written(&self) -> Option<&SaveEntryV1> {
        self.pending.iter().find_map(|one| match &one.edit {
            Edit::SaveEntryV1(saved) => Some(saved),
            _ => None,
        })
    }

    pub fn ledger(&self) -> Option<&str> {
        let row = self.row.as_ref().map(|row| row.ledger.as_str());
        row.or_else(|| self.written().map(|saved| saved.ledger.as_str()))
    }

    pub fn household_id(&self) -> Option<HouseholdId> {
        match &self.row {
            Some(row) => row.household_id,
            None => self.written().and_then(|saved| saved.household_id),
        }
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({} +{})", self.id, self.pending.len())
    }
}

/// Saves what the county sent. What waits in the outbox is another table.
pub(crate) fn apply(tx: &Transaction<'_>, state: &EntryStateV1, body: &str) -> Result<()> {
    let ledger = ledgers().find(&state.ledger);
    let settled = ledger.is_none_or(|ledger| ledger.is_settled(&state.state));
    let day = ledger
        .and_then(|ledger| ledger.day.as_ref())
        .and_then(|day| state.fields.get(day)?.text());
    tx.prepare_cached(
        "insert or replace into entry (entry_id, ledger, household_id, state, settled, day, due,
             author_id, made_ms, version, body)
         values (:entry_id, :ledger, :household_id, :state, :settled, :day, :due, :author_id,
             :made_ms, :version, :body)",
    )?
    .execute(named_params! {
        ":entry_id": state.id.to_string(),
        ":ledger": state.ledger,
        ":household_id": state.household_id.map(|id| id.to_string()),
        ":state": state.state,
        ":settled": settled,
        ":day": day,
        ":due": state.due,
        ":author_id": state.author_id.to_string(),
        ":made_ms": state.made_ms,
        ":version": i64::try_from(state.version).unwrap_or(i64::MAX),
        ":body": body,
    })?;
    Ok(())
}

/// The entry left this phone's scope: it goes, unless unsent work needs it.
pub(crate) fn remove(tx: &Transaction<'_>, id: &str) -> Result<()> {
    tx.execute("update entry set in_scope = 0 where entry_id = ?1", [id])?;
    sweep(tx)
}

/// Lets go of entries out of scope whose work has all arrived.
pub(crate) fn sweep(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "delete from entry where in_scope = 0
             and entry_id not in (select record_id from outbox
                 where record_kind = 'entry' and delivery <> 'withdrawn')
             and entry_id not in (select subject from entry_draft)",
        [],
    )?;
    Ok(())
}

/// One entry; absent when neither the county nor this phone speaks of it.
pub fn get(conn: &Connection, id: EntryId) -> Result<Option<Known>> {
    let row = conn
        .prepare_cached(&format!("{SELECT} where entry_id = ?1"))?
        .query_row([id.to_string()], from_row)
        .optional()?;
    let mut known = row.unwrap_or(Known {
        id,
        row: None,
        pending: Vec::new(),
    });
    known.pending = facts::pending(conn, &RecordRef::entry(id))?;
    Ok(known.ledger().is_some().then_some(known))
}

/// Every entry something is still to be done about, and those with something on its way.
pub fn open(conn: &Connection) -> Result<Vec<Known>> {
    let found = select(conn, "where settled = 0", [])?;
    with_others(conn, found, |_| true)
}

/// The entries of one ledger, the latest first; at most so many of the settled.
pub fn of_ledger(conn: &Connection, ledger: &str, most_settled: u32) -> Result<Vec<Known>> {
    let mut found = select(conn, "where ledger = ?1 and settled = 0", [ledger])?;
    found.extend(select(
        conn,
        "where ledger = ?1 and settled = 1 order by day desc, made_ms desc limit ?2",
        (ledger, most_settled),
    )?);
    with_others(conn, found, |known| known.ledger() == Some(ledger))
}

/// The entries of one household, the latest first.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<Known>> {
    let found = select(
        conn,
        "where household_id = ?1 order by day desc, made_ms desc",
        [household.to_string()],
    )?;
    with_others(conn, found, |known| known.household_id() == Some(household))
}

/// How many entries each ledger has and how many of them are open, without what waits here.
pub fn counts(conn: &Connection) -> Result<Vec<(String, u32, u32)>> {
    Ok(conn
        .prepare_cached(
            "select ledger, count(*) as n, sum(settled = 0) as open from entry
             where state <> 'voided' group by ledger",
        )?
        .query_map([], |row| {
            Ok((row.get("ledger")?, row.get("n")?, row.get("open")?))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// What is written or corrected.
pub struct Written<'a> {
    pub id: EntryId,
    pub ledger: &'a str,
    pub household_id: Option<HouseholdId>,
    pub area_code: Option<&'a str>,
    /// All fields, as they should be.
    pub values: &'a Values,
    pub saved_ms: i64,
}

/// Saves an entry and queues it: both or neither (DESIGN law 1). What never left, or was refused,
/// is taken up in this one. Answers whether anything is queued: what is as the county has it needs
/// no telling.
pub fn save(
    tx: &Transaction<'_>,
    written: &Written<'_>,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<bool> {
    let known = get(tx, written.id)?;
    let mut base: Option<Values> = None;
    let mut base_version = 0;
    let mut pending: &[Pending] = &[];
    if let Some(known) = &known {
        pending = &known.pending;
        if let Some(row) = &known.row {
            base = Some(row.fields.clone());
            base_version = row.version;
        }
    }
    for one in pending {
        let Edit::SaveEntryV1(saved) = &one.edit else {
            continue;
        };
        if one.can_undo {
            outbox::withdraw(tx, one.change_id)?;
        } else {
            lay(base.get_or_insert_with(Values::new), saved);
        }
    }
    let (subject, step) = match (&known, written.household_id) {
        (Some(_), _) => (written.id.to_string(), CORRECT),
        (None, Some(household)) => (household.to_string(), NEW),
        (None, None) => (String::new(), NEW),
    };
    entry_draft::discard(tx, written.ledger, &subject, step)?;
    let fields = difference(base.as_ref(), written.values);
    if fields.is_empty() {
        return Ok(false);
    }
    let saved = SaveEntryV1 {
        id: written.id,
        ledger: written.ledger.to_owned(),
        household_id: written.household_id,
        area_code: written.area_code.map(str::to_owned),
        of_id: None,
        fields,
        base_version,
        saved_ms: written.saved_ms,
    };
    outbox::push(tx, change_id, &Edit::SaveEntryV1(saved), made_at)?;
    Ok(true)
}

/// Lays a save over values.
pub fn lay(values: &mut Values, saved: &SaveEntryV1) {
    for field in &saved.fields {
        match &field.mine {
            Some(mine) => values.insert(field.field.clone(), mine.clone()),
            None => values.remove(&field.field),
        };
    }
}

/// The fields that are not as they were.
fn difference(base: Option<&Values>, values: &Values) -> Vec<EntryFieldV1> {
    let none = Values::new();
    let base = base.unwrap_or(&none);
    let mut names: Vec<&String> = base.keys().chain(values.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let fields = names.into_iter().map(|name| EntryFieldV1 {
        field: name.clone(),
        base: base.get(name).cloned(),
        mine: values.get(name).cloned(),
    });
    fields.filter(|field| field.base != field.mine).collect()
}

/// Saves a step and queues it. A refused one of this entry gives way to it, or it would wait
/// behind that for ever.
pub fn save_move(
    tx: &Transaction<'_>,
    ledger: &str,
    moved: &MoveEntryV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<()> {
    for waiting in outbox::of_record(tx, &RecordRef::entry(moved.entry_id))? {
        let is_move = matches!(waiting.edit(), Some(Edit::MoveEntryV1(_)));
        if is_move && waiting.delivery == Delivery::Parked {
            outbox::withdraw(tx, waiting.change_id)?;
        }
    }
    entry_draft::discard(tx, ledger, &moved.entry_id.to_string(), &moved.step)?;
    outbox::push(tx, change_id, &Edit::MoveEntryV1(moved.clone()), made_at)?;
    Ok(())
}

/// Takes back what never left, or was refused, and whatever was done here on top of it. Answers
/// all of it, the first one first.
pub fn withdraw(tx: &Transaction<'_>, change_id: ChangeId) -> Result<Vec<Edit>> {
    let first = outbox::get(tx, change_id)?.ok_or(Error::NotFound("change"))?;
    let mut edits = Vec::new();
    let all = outbox::of_record(tx, &first.record)?;
    // The last one first: each is then the end of the chain when it goes.
    for waiting in all
        .iter()
        .rev()
        .filter(|one| one.position >= first.position)
    {
        match waiting.edit() {
            Some(edit @ (Edit::SaveEntryV1(_) | Edit::MoveEntryV1(_))) => edits.push(edit),
            _ => return Err(Error::NotFound("entry")),
        }
        outbox::withdraw(tx, waiting.change_id)?;
    }
    edits.reverse();
    Ok(edits)
}

const SELECT: &str = "select entry_id, body from entry";

fn select(conn: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<Known>> {
    let mut found: Vec<Known> = conn
        .prepare_cached(&format!("{SELECT} {which}"))?
        .query_map(params, from_row)?
        .collect::<rusqlite::Result<_>>()?;
    // Nearly always there is nothing on its way, and nothing more to ask.
    let waiting = with_unpulled(conn)?;
    for known in found.iter_mut().filter(|known| waiting.contains(&known.id)) {
        known.pending = facts::pending(conn, &RecordRef::entry(known.id))?;
    }
    Ok(found)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: column::id(row, "entry_id")?,
        row: Some(column::json(row, "body")?),
        pending: Vec::new(),
    })
}

/// Adds those with something on its way that the rows so far lack.
fn with_others(
    conn: &Connection,
    mut found: Vec<Known>,
    wanted: impl Fn(&Known) -> bool,
) -> Result<Vec<Known>> {
    let seen: HashSet<EntryId> = found.iter().map(|known| known.id).collect();
    let mut others: Vec<_> = with_unpulled(conn)?.difference(&seen).copied().collect();
    // Ids of this phone tell the order in which they were made.
    others.sort_unstable();
    for id in others {
        found.extend(get(conn, id)?.filter(&wanted));
    }
    Ok(found)
}

/// Entries with an edit here that the county's row does not show.
fn with_unpulled(conn: &Connection) -> Result<HashSet<EntryId>> {
    Ok(conn
        .prepare_cached(
            "select record_id from outbox
             where record_kind = 'entry' and delivery <> 'withdrawn'
             union select record_id from receipt
             where record_kind = 'entry'
               and body ->> '$.server_sequence' > (select cursor from sync_state)",
        )?
        .query_map([], |row| column::id(row, "record_id"))?
        .collect::<rusqlite::Result<_>>()?)
}
