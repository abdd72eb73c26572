//! Ways out for what was set aside: release, assign, void, restore. A person at the county
//! decides, with a reason; each decision is made once, on what that person saw.
//!
//! *Release* applies a change now as its own author. *Assign* applies a visit under another
//! person's responsibility: the visitor stays as recorded, since the bytes and their digest are
//! evidence, and whether the visit was called for is asked of the assigned person, who sees it,
//! mends it when it is returned, and never reviews it. *Void* keeps the bytes and gives the
//! change no effect; *restore* puts it back where it was.

use domain::id::{ChangeId, PersonId};
use protocol::edit::Edit;
use protocol::receipt::Disposition;

use super::keep::{self, Place};
use super::release::{self, Kept, move_to, tell};
use super::{Stop, apply, incoming};
use crate::county::{County, audit, next_sequence};
use crate::db::{Row, Tx};
use crate::error::Error;

/// Changes `c` set aside that wait for a person, as a condition. In the words of the index
/// `change_aside`, or SQLite does not take it; and which they are, or it takes another that knows as
/// much of a change: all changes would be read.
pub(crate) const WAITING: &str = "c.disposition <> 'applied'
    and c.disposition in ('held', 'quarantined')";

/// The same with those a person voided.
pub(crate) const ASIDE: &str = "c.disposition <> 'applied'
    and c.disposition in ('held', 'quarantined', 'voided')";

/// What a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Release,
    Assign(PersonId),
    Void,
    Restore,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Assign(_) => "assign",
            Self::Void => "void",
            Self::Restore => "restore",
        }
    }

    fn audited(self) -> &'static str {
        match self {
            Self::Release => "change_released",
            Self::Assign(_) => "change_assigned",
            Self::Void => "change_voided",
            Self::Restore => "change_restored",
        }
    }
}

/// A decision about one or many changes.
pub struct Decision<'a> {
    /// Made by the screen, so that a second click decides nothing twice.
    pub id: &'a str,
    pub action: Action,
    pub reason: &'a str,
    pub by: PersonId,
    pub now: i64,
}

/// That a decision took effect, or the code that says why not.
pub type Told = Result<(), String>;

/// Decides about changes as the person saw them: each sequence names that moment. They are taken
/// in the order they were made, so that none is judged before the one it follows. What fails is
/// undone alone, kept where it is, and said.
///
/// # Errors
/// When the database failed, or there is no such change.
pub fn decide(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    changes: &[(ChangeId, i64)],
) -> Result<Vec<(ChangeId, Told)>, Error> {
    let mut all = Vec::with_capacity(changes.len());
    for (change_id, seen) in changes {
        let row = find(tx, county, *change_id)?.ok_or_else(Error::not_found)?;
        let order = (row.text("device_id")?, row.int("device_sequence")?);
        let is_fresh = row.int("sequence")? == *seen;
        all.push((order, *change_id, is_fresh));
    }
    all.sort();
    all.dedup_by_key(|(_, change_id, _)| *change_id);
    all.into_iter()
        .map(|(_, change_id, is_fresh)| {
            let told = match decided(tx, county, decision.id, change_id)? {
                Some(told) => told,
                None if is_fresh => decide_one(tx, county, decision, change_id)?,
                None => Err("stale".to_owned()),
            };
            Ok((change_id, told))
        })
        .collect()
}

fn decide_one(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    change_id: ChangeId,
) -> Result<Told, Error> {
    let row = find(tx, county, change_id)?.ok_or_else(Error::not_found)?;
    let releases = matches!(decision.action, Action::Release | Action::Assign(_));
    if releases && row.text("disposition")? == "applied" {
        // Released beside the one it follows, a moment ago.
        return Ok(Ok(()));
    }
    let told = match tx.savepoint(|tx| carry_out(tx, county, decision, &row)) {
        Ok(()) => Ok(()),
        Err(Stop::Reject(rejection)) => Err(rejection.code),
        Err(Stop::Quarantine(reason)) => Err(reason.code().to_owned()),
        Err(Stop::Fail(error)) => return Err(error),
    };
    record(tx, county, decision, change_id, &told)?;
    if told.is_ok() && releases {
        release::release(tx, county, change_id, decision.now).map_err(Stop::into_error)?;
    }
    Ok(told)
}

/// What the same click was told before.
fn decided(
    tx: &mut Tx<'_>,
    county: &County,
    decision_id: &str,
    change_id: ChangeId,
) -> Result<Option<Told>, Error> {
    let row = tx.first(
        "select result from aside_decision
         where county_id = $1 and decision_id = $2 and change_id = $3",
        &[county.id.into(), decision_id.into(), change_id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let result = row.text("result")?;
    Ok(Some(if result.is_empty() {
        Ok(())
    } else {
        Err(result)
    }))
}

fn find(tx: &mut Tx<'_>, county: &County, change_id: ChangeId) -> Result<Option<Row>, Error> {
    Ok(tx.first(
        "select change_id, device_id, device_sequence, person_id, kind, edit, digest, disposition, code, missing,
             voided_from, outcome, sequence
         from change where county_id = $1 and change_id = $2",
        &[county.id.into(), change_id.into()],
    )?)
}

fn carry_out(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    row: &Row,
) -> Result<(), Stop> {
    let is_voided = match row.text("disposition")?.as_str() {
        "held" | "quarantined" => false,
        "voided" => true,
        _ => return Err(Stop::reject("not_from_here", "")),
    };
    if is_voided != (decision.action == Action::Restore) {
        return Err(Stop::reject("not_from_here", ""));
    }
    let kept = Kept::from_row(row)?;
    match decision.action {
        Action::Release => take_effect(tx, county, decision, &kept, None),
        Action::Assign(person) => take_effect(tx, county, decision, &kept, Some(person)),
        Action::Void => void(tx, county, decision, &kept, row),
        Action::Restore => restore(tx, county, decision, &kept, row),
    }
}

/// Applies a change now; the rules are asked as ever.
fn take_effect(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    kept: &Kept,
    assigned: Option<PersonId>,
) -> Result<(), Stop> {
    let mut arrival = kept.arrival(county, next_sequence(tx, county.id)?, decision.now);
    let Some(edit) = incoming::kept(&kept.kind, &kept.edit_bytes)? else {
        return Err(Stop::Quarantine(super::Reason::UnknownKind));
    };
    match (&edit, assigned) {
        (Edit::SaveVisitV1(visit), _) => {
            // Handed in on somebody else's phone: its author is who recorded it.
            arrival.device.person = visit.visitor_id;
            arrival.assigned = assigned;
        }
        // What somebody saw stays his; whether he was to record it is asked of the assigned.
        (Edit::SaveHouseholdV1(_) | Edit::SaveMemberV1(_), _) => arrival.assigned = assigned,
        // A decision or a batch is its author's; nobody else can have made it.
        (_, Some(_)) => return Err(Stop::reject("not_assignable", "person_id")),
        (_, None) => {}
    }
    let known = tx.count(
        "select count(*) as n from person where county_id = $1 and person_id = $2",
        &[
            county.id.into(),
            assigned.unwrap_or(arrival.device.person).into(),
        ],
    )?;
    if known == 0 {
        return Err(Stop::reject("unknown_person", "person_id"));
    }
    apply(tx, &arrival, &edit)?;
    move_to(tx, &arrival, &Place::Applied, Some(decision.reason))?;
    release::wake(tx, county, &edit, decision.now)
}

/// Keeps the change, without effect. The answer to a retry stays one that every phone can read.
fn void(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    kept: &Kept,
    row: &Row,
) -> Result<(), Stop> {
    let sequence = next_sequence(tx, county.id)?;
    let arrival = kept.arrival(county, sequence, decision.now);
    tx.execute(
        "update change set disposition = 'voided', voided_from = $3, sequence = $4
         where county_id = $1 and change_id = $2",
        &[
            county.id.into(),
            arrival.change_id.into(),
            row.text("disposition")?.into(),
            sequence.into(),
        ],
    )?;
    let receipt = keep::receipt(&arrival, Disposition::Voided);
    tell(tx, &arrival, receipt, None, Some(decision.reason))?;
    release::set_followers_aside(tx, county, arrival.change_id, decision.now)
}

fn restore(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    kept: &Kept,
    row: &Row,
) -> Result<(), Stop> {
    let arrival = kept.arrival(county, next_sequence(tx, county.id)?, decision.now);
    let missing = row
        .optional_text("missing")?
        .and_then(|id| id.parse::<ChangeId>().ok());
    let place = match (row.optional_text("voided_from")?.as_deref(), missing) {
        (Some("held"), Some(missing)) => Place::Held(missing),
        (_, behind) => Place::Quarantined {
            code: row.text("code")?,
            behind,
        },
    };
    move_to(tx, &arrival, &place, Some(decision.reason))
}

fn record(
    tx: &mut Tx<'_>,
    county: &County,
    decision: &Decision<'_>,
    change_id: ChangeId,
    told: &Told,
) -> Result<(), Error> {
    let assigned = match decision.action {
        Action::Assign(person) => Some(person),
        _ => None,
    };
    let result = told.as_ref().err().map_or("", String::as_str);
    let sequence = next_sequence(tx, county.id)?;
    tx.execute(
        "insert into aside_decision (county_id, decision_id, change_id, action, reason,
             assigned_id, result, decided_by, decided_ms, sequence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            county.id.into(),
            decision.id.into(),
            change_id.into(),
            decision.action.name().into(),
            decision.reason.into(),
            assigned.into(),
            result.into(),
            decision.by.into(),
            decision.now.into(),
            sequence.into(),
        ],
    )?;
    let action = match told {
        Ok(()) => decision.action.audited(),
        Err(_) => "change_decision_refused",
    };
    let subject = change_id.to_string();
    audit(
        tx,
        county.id,
        decision.now,
        Some(decision.by),
        action,
        &subject,
    )
}
