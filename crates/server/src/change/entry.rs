//! Entries of the ledgers from phones: new ones, corrections, and steps (see [`crate::entry`]).

use domain::id::PersonId;
use domain::ledger::{EntryRole, Ledger, Scope, ledgers};
use protocol::entry::{MoveEntryV1, SaveEntryV1};

use super::{Arrival, Reason, Stop, rights};
use crate::clock::date_text;
use crate::db::Tx;
use crate::entry::correct;
use crate::entry::place::{self, Place};
use crate::entry::save::{self, New};
use crate::entry::step::{self, Step};
use crate::entry::{Current, find};
use crate::problem::ledger::Clerk;

/// Digits of a village's code.
const VILLAGE_DIGITS: usize = 12;

fn clerk(arrival: &Arrival<'_>, by: PersonId) -> Clerk {
    Clerk {
        county: arrival.county.id,
        by: Some(by),
        now: arrival.now,
    }
}

/// Whose work it is: a person at the county may have called for it in somebody's name.
fn author(arrival: &Arrival<'_>) -> PersonId {
    arrival.assigned.unwrap_or(arrival.device.person)
}

/// A new entry, or a correction.
pub(super) fn saved(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    saved: &SaveEntryV1,
) -> Result<(), Stop> {
    let by = author(arrival);
    // A ledger of a newer app waits here until this server knows it.
    let ledger = ledgers().find(&saved.ledger);
    let ledger = ledger.ok_or(Stop::Quarantine(Reason::UnknownKind))?;
    match find(tx, arrival.county.id, saved.id)? {
        Some(current) => corrected(tx, arrival, by, saved, &current),
        // A correction of what is not here.
        None if saved.base_version > 0 => Err(Stop::Quarantine(Reason::UnknownEntry)),
        None => added(tx, arrival, by, saved, ledger),
    }
}

fn added(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    by: PersonId,
    saved: &SaveEntryV1,
    ledger: &'static Ledger,
) -> Result<(), Stop> {
    let place = place_of(tx, arrival, by, saved, ledger)?;
    let role = role(tx, arrival, by, &place)?;
    if role < ledger.authors {
        return Err(Stop::reject("wrong_role", "edit.ledger"));
    }
    if let Some(of) = saved.of_id {
        let of = find(tx, arrival.county.id, of)?;
        // Another's is none of its business; one that has not come yet may still come.
        if of.is_some_and(|of| Place::of(&of).owner() != place.owner()) {
            return Err(Stop::reject("unknown_entry", "edit.of_id"));
        }
    }
    let new = New {
        id: saved.id,
        ledger,
        place,
        author: Some(by),
        of_id: saved.of_id,
        member: None,
    };
    let given = save::typed(&saved.fields)?;
    save::add(tx, clerk(arrival, by), &new, &given)
}

/// Where a new entry belongs. What belongs nowhere else must not say that it does.
fn place_of(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    by: PersonId,
    saved: &SaveEntryV1,
    ledger: &Ledger,
) -> Result<Place, Stop> {
    let (county, scope) = (arrival.county.id, ledger.scope);
    if saved.household_id.is_some() != (scope == Scope::Household) {
        return Err(said_or_not(saved.household_id.is_some(), "household_id"));
    }
    if saved.area_code.is_some() && scope != Scope::Village {
        return Err(said_or_not(true, "area_code"));
    }
    match (scope, saved.household_id, &saved.area_code) {
        (Scope::Household, Some(household), _) => place::household(tx, county, household)?
            .ok_or(Stop::Quarantine(Reason::UnknownHousehold)),
        (Scope::Village, _, Some(area)) => {
            if area.len() != VILLAGE_DIGITS || !area.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(Stop::reject("malformed", "edit.area_code"));
            }
            Ok(place::village(area))
        }
        (Scope::Person, ..) => Ok(place::own(tx, county, by, ledger)?),
        _ => Err(said_or_not(false, "area_code")),
    }
}

fn said_or_not(is_said: bool, field: &str) -> Stop {
    let code = if is_said { "malformed" } else { "empty" };
    Stop::reject(code, format!("edit.{field}"))
}

/// In what capacity somebody writes there. Whoever has nothing to do with it is kept apart.
fn role(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    by: PersonId,
    place: &Place,
) -> Result<EntryRole, Stop> {
    let county = arrival.county.id;
    if let Some(role) = place::role(tx, county, by, place)? {
        return Ok(role);
    }
    if let Some(household) = place.household_id {
        // Says which: never asked to help, or no longer.
        let day = date_text(arrival.now);
        rights::may_record(tx, county, household, &place.area_code, by, &day)?;
        return Ok(EntryRole::Anyone);
    }
    Err(Stop::Quarantine(Reason::OutOfScope))
}

fn corrected(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    by: PersonId,
    saved: &SaveEntryV1,
    current: &Current,
) -> Result<(), Stop> {
    let role = place::role(tx, arrival.county.id, by, &Place::of(current))?;
    // Whoever has nothing to do with it is told nothing of where it stands.
    let role = role.ok_or(Stop::Quarantine(Reason::OutOfScope))?;
    if current.ledger.code != saved.ledger {
        return Err(Stop::reject("malformed", "edit.ledger"));
    }
    let actor = place::actor(role, by, current);
    correct::correct(tx, clerk(arrival, by), actor, current, &saved.fields)
}

/// A step of an entry.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    arrival: &Arrival<'_>,
    said: &MoveEntryV1,
) -> Result<(), Stop> {
    let (county, by) = (arrival.county.id, author(arrival));
    let Some(current) = find(tx, county, said.entry_id)? else {
        return Err(Stop::Quarantine(Reason::UnknownEntry));
    };
    let role = place::role(tx, county, by, &Place::of(&current))?;
    let role = role.ok_or(Stop::Quarantine(Reason::OutOfScope))?;
    let step = Step {
        clerk: clerk(arrival, by),
        actor: place::actor(role, by, &current),
        said,
    };
    step::take(tx, &step, &current)
}
