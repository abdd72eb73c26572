//! The problem ledger: the county's rows, and what this phone says that is not in them yet.
//!
//! A pulled row never overwrites an unsent move: moves stand in the outbox and are handed out
//! beside the row. Whoever reads lays them over it.

use std::collections::HashSet;

use domain::id::{ChangeId, HouseholdId, ProblemId};
use protocol::clock::ClockV1;
use protocol::edit::{Edit, RecordRef};
use protocol::problem::{MoveProblemV1, ProblemStateV1, RaiseProblemV1};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use crate::facts::{self, Pending};
use crate::problem_draft::{self, RAISE};
use crate::waiting::Delivery;
use crate::{Error, Result, column, outbox};

/// A problem as this phone knows it.
#[derive(Clone)]
pub struct Known {
    pub id: ProblemId,
    /// Absent for one raised here that the county has not shown yet.
    pub row: Option<ProblemStateV1>,
    /// The village's code, as the county says it, or as the household on this phone does.
    pub area_code: Option<String>,
    /// False once it has left, and only work of this phone keeps it.
    pub in_scope: bool,
    /// What was done here and is not in the row, in the order it was done.
    pub pending: Vec<Pending>,
}

impl Known {
    /// How it was raised here, while the county has not shown it.
    pub fn raised(&self) -> Option<&RaiseProblemV1> {
        self.pending.iter().find_map(|one| match &one.edit {
            Edit::RaiseProblemV1(raised) => Some(raised),
            _ => None,
        })
    }

    pub fn household_id(&self) -> Option<HouseholdId> {
        match &self.row {
            Some(row) => row.household_id,
            None => self.raised()?.household_id,
        }
    }
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({} +{})", self.id, self.pending.len())
    }
}

/// Saves what the county sent. What waits in the outbox is another table.
pub(crate) fn apply(tx: &Transaction<'_>, state: &ProblemStateV1, body: &str) -> Result<()> {
    let changed_ms = state.steps.last().map_or(state.found_ms, |step| step.at_ms);
    tx.prepare_cached(
        "insert or replace into problem (problem_id, household_id, area_code, state, severity, due,
             owner_id, found_ms, changed_ms, version, body)
         values (:problem_id, :household_id, :area_code, :state, :severity, :due, :owner_id,
             :found_ms, :changed_ms, :version, :body)",
    )?
    .execute(named_params! {
        ":problem_id": state.id.to_string(),
        ":household_id": state.household_id.map(|id| id.to_string()),
        ":area_code": state.area_code,
        ":state": state.state,
        ":severity": state.severity,
        ":due": state.due,
        ":owner_id": state.owner_id.map(|id| id.to_string()),
        ":found_ms": state.found_ms,
        ":changed_ms": changed_ms,
        ":version": i64::try_from(state.version).unwrap_or(i64::MAX),
        ":body": body,
    })?;
    Ok(())
}

/// The problem left this phone's scope: it goes, unless an unsent move needs it.
pub(crate) fn remove(tx: &Transaction<'_>, id: &str) -> Result<()> {
    tx.execute(
        "update problem set in_scope = 0 where problem_id = ?1",
        [id],
    )?;
    sweep(tx)
}

/// Lets go of problems out of scope whose moves have all arrived.
pub(crate) fn sweep(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "delete from problem where in_scope = 0
             and problem_id not in (select record_id from outbox
                 where record_kind = 'problem' and delivery <> 'withdrawn')
             and problem_id not in (select subject from problem_draft)",
        [],
    )?;
    Ok(())
}

/// One problem; absent when neither the county nor this phone speaks of it.
pub fn get(conn: &Connection, id: ProblemId) -> Result<Option<Known>> {
    let pending = facts::pending(conn, &RecordRef::problem(id))?;
    let mut known = conn
        .prepare_cached(&format!("{SELECT} where problem_id = ?1"))?
        .query_row([id.to_string()], from_row)
        .optional()?
        .unwrap_or(Known {
            id,
            row: None,
            area_code: None,
            in_scope: true,
            pending: Vec::new(),
        });
    known.pending = pending;
    if known.row.is_some() {
        return Ok(Some(known));
    }
    let Some(raised) = known.raised() else {
        return Ok(None);
    };
    known.area_code = match raised.household_id {
        None => raised.area_code.clone(),
        Some(household) => conn
            .prepare_cached("select area_code from household where household_id = ?1")?
            .query_row([household.to_string()], |row| row.get(0))
            .optional()?,
    };
    Ok(Some(known))
}

/// Every problem that is open at the county, and those with something on its way.
pub fn open(conn: &Connection) -> Result<Vec<Known>> {
    let found = select(
        conn,
        "where state not in ('closed', 'merged', 'cancelled')",
        [],
    )?;
    with_others(conn, found, |_| true)
}

/// Problems closed, merged or cancelled since a moment, the latest first.
pub fn closed_since(conn: &Connection, since_ms: i64) -> Result<Vec<Known>> {
    select(
        conn,
        "where state in ('closed', 'merged', 'cancelled') and changed_ms >= ?1
         order by changed_ms desc",
        [since_ms],
    )
}

/// Every problem of a household, those raised here and not shown by the county included.
pub fn of_household(conn: &Connection, household: HouseholdId) -> Result<Vec<Known>> {
    let found = select(
        conn,
        "where problem.household_id = ?1 order by found_ms desc",
        [household.to_string()],
    )?;
    with_others(conn, found, |known| known.household_id() == Some(household))
}

/// What the form of a report is about while there is no problem: the household, or the village.
pub fn subject(raised: &RaiseProblemV1) -> String {
    let household = raised.household_id.map(|id| id.to_string());
    household
        .or_else(|| raised.area_code.clone())
        .unwrap_or_default()
}

/// Saves a problem found without a visit and queues it; what was typed is no draft any more.
pub fn save_raised(
    tx: &Transaction<'_>,
    raised: &RaiseProblemV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<()> {
    problem_draft::discard(tx, &subject(raised), RAISE)?;
    outbox::push(
        tx,
        change_id,
        &Edit::RaiseProblemV1(raised.clone()),
        made_at,
    )?;
    Ok(())
}

/// Saves a move and queues it: both or neither (DESIGN law 1). A refused one of this problem gives
/// way to it, or it would wait behind it for ever; and so does whatever was done on top of the
/// refused one, which would leave before it now. Answers the latter: the words in it are a
/// person's.
pub fn save_move(
    tx: &Transaction<'_>,
    moved: &MoveProblemV1,
    change_id: ChangeId,
    made_at: &ClockV1,
) -> Result<Vec<MoveProblemV1>> {
    let mut behind = Vec::new();
    let mut gives_way = false;
    for waiting in outbox::of_record(tx, &RecordRef::problem(moved.problem_id))? {
        let Some(Edit::MoveProblemV1(earlier)) = waiting.edit() else {
            continue;
        };
        if waiting.delivery == Delivery::Parked {
            gives_way = true;
        } else if gives_way && waiting.never_left() {
            behind.push(earlier);
        } else {
            continue;
        }
        outbox::withdraw(tx, waiting.change_id)?;
    }
    problem_draft::discard(tx, &moved.problem_id.to_string(), &moved.step)?;
    outbox::push(tx, change_id, &Edit::MoveProblemV1(moved.clone()), made_at)?;
    Ok(behind)
}

/// Takes back what never left, or was refused, and whatever was done here on top of it. Answers
/// what it was, and then what was on top, in the order it was done.
pub fn withdraw(tx: &Transaction<'_>, change_id: ChangeId) -> Result<Vec<Edit>> {
    let first = outbox::get(tx, change_id)?.ok_or(Error::NotFound("change"))?;
    let is_raised = match first.edit() {
        Some(Edit::MoveProblemV1(_)) => false,
        Some(Edit::RaiseProblemV1(_)) => true,
        _ => return Err(Error::NotFound("move of a problem")),
    };
    let mut edits = Vec::new();
    let all = outbox::of_record(tx, &first.record)?;
    // The last one first: each is then the end of the chain when it goes.
    for waiting in all
        .iter()
        .rev()
        .filter(|one| one.position >= first.position)
    {
        outbox::withdraw(tx, waiting.change_id)?;
        edits.extend(waiting.edit());
    }
    edits.reverse();
    if is_raised {
        // Forms about a problem that is no more could be neither opened nor given up.
        problem_draft::discard_all(tx, &first.record.id)?;
    }
    Ok(edits)
}

const SELECT: &str = "select problem.problem_id, problem.body, problem.in_scope,
        coalesce(problem.area_code, household.area_code) as area_code
    from problem left join household on household.household_id = problem.household_id";

fn select(conn: &Connection, which: &str, params: impl rusqlite::Params) -> Result<Vec<Known>> {
    let mut found: Vec<Known> = conn
        .prepare_cached(&format!("{SELECT} {which}"))?
        .query_map(params, from_row)?
        .collect::<rusqlite::Result<_>>()?;
    // Nearly always there is nothing on its way, and nothing more to ask.
    let waiting = with_unpulled(conn)?;
    for known in found.iter_mut().filter(|known| waiting.contains(&known.id)) {
        known.pending = facts::pending(conn, &RecordRef::problem(known.id))?;
    }
    Ok(found)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        id: column::id(row, "problem_id")?,
        row: Some(column::json(row, "body")?),
        area_code: row.get("area_code")?,
        in_scope: row.get("in_scope")?,
        pending: Vec::new(),
    })
}

/// Adds those with something on its way that no row brought.
fn with_others(
    conn: &Connection,
    mut found: Vec<Known>,
    wanted: impl Fn(&Known) -> bool,
) -> Result<Vec<Known>> {
    let seen: HashSet<ProblemId> = found.iter().map(|known| known.id).collect();
    let mut others: Vec<_> = with_unpulled(conn)?.difference(&seen).copied().collect();
    // Ids of this phone tell the order in which they were made.
    others.sort_unstable();
    for id in others {
        found.extend(get(conn, id)?.filter(&wanted));
    }
    Ok(found)
}

/// Problems with an edit here that the county's row does not show.
fn with_unpulled(conn: &Connection) -> Result<HashSet<ProblemId>> {
    Ok(conn
        .prepare_cached(
            "select record_id from outbox
             where record_kind = 'problem' and delivery <> 'withdrawn'
             union select record_id from receipt
             where record_kind = 'problem'
               and body ->> '$.server_sequence' > (select cursor from sync_state)",
        )?
        .query_map([], |row| column::id(row, "record_id"))?
        .collect::<rusqlite::Result<_>>()?)
}
