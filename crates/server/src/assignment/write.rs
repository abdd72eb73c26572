//! A change of who helps a household, stored and shown to whoever may see it, in the caller's
//! transaction.

use axum::http::StatusCode;
use domain::assignment::{Assigned, Change, Kind, Refusal, Step, plan};
use domain::id::{AssignmentId, HouseholdId, PersonId};
use domain::time::{Date, Timestamp};
use protocol::row::{AssignmentV1, HouseholdV1, kind};

use super::{freshen, home, rows, seen};
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::{facts, feed, roster, secret};

/// A change that somebody at a screen wants of a household he looks at.
pub(crate) struct Wanted<'a> {
    pub(crate) household: HouseholdId,
    /// [`seen`] of the rows on the screen.
    pub(crate) seen: &'a str,
    pub(crate) change: Change,
    /// In words; kept with the row that ends.
    pub(crate) reason: &'a str,
}

/// What a change would come to, without doing it.
///
/// # Errors
/// `stale` when the rows are not those seen; the rules' refusals; `unknown_person`.
pub(crate) fn look(
    reader: &mut Reader<'_>,
    clerk: Clerk,
    wanted: &Wanted<'_>,
) -> Result<(Vec<Assigned>, Vec<Step>), Error> {
    let (county, id) = (clerk.county, wanted.household);
    let body: HouseholdV1 =
        facts::load(reader, county, &id.to_string())?.ok_or_else(Error::not_found)?;
    let rows = rows(reader, county, id)?;
    if wanted.seen != seen(&rows) {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    }
    if let Some(person) = newcomer(&wanted.change) {
        is_known(reader, clerk, person)?;
    }
    let steps = plan(home(&body), &rows, &wanted.change, today(clerk)).map_err(refused)?;
    Ok((rows, steps))
}

/// Does it: rows, the helper's name beside the household, the feed, a line in the audit log.
///
/// # Errors
/// As [`look`]; then nothing is to be stored.
pub(crate) fn take(tx: &mut Tx<'_>, clerk: Clerk, wanted: &Wanted<'_>) -> Result<(), Error> {
    let (rows, steps) = look(tx, clerk, wanted)?;
    let (county, household) = (clerk.county, wanted.household);
    freshen(tx, county, household, &today(clerk).to_string())?;
    let mut changed = Vec::with_capacity(steps.len());
    // Rows close before others open: the database, too, holds one primary at every moment.
    for step in &steps {
        changed.push(match *step {
            Step::Close { id, to } => {
                let row = rows.iter().find(|row| row.id == id);
                let row = row.ok_or(Error::Stored {
                    what: "an assignment",
                })?;
                close(tx, clerk, wanted, Assigned { to, ..*row })?;
                id
            }
            Step::Open {
                person,
                kind,
                from,
                to,
            } => {
                let id = AssignmentId::from_uuid(secret::id(clerk.now)?);
                open(
                    tx,
                    clerk,
                    household,
                    Assigned {
                        id,
                        person,
                        kind,
                        from,
                        to,
                    },
                )?;
                id
            }
        });
    }
    roster::helpers_changed(tx, county, household)?;
    for id in changed {
        feed::publish_assignment(tx, county, &id.to_string(), &household.to_string())?;
    }
    let action = match wanted.change {
        Change::Assign { .. } => "helper_assigned",
        Change::HandOver { .. } => "helper_handed_over",
        Change::End { .. } => "helper_ended",
        Change::Withdraw { .. } => "helper_plan_withdrawn",
    };
    let subject = match newcomer(&wanted.change) {
        Some(person) => format!("{household} {person}"),
        None => household.to_string(),
    };
    audit(tx, county, clerk.now, clerk.by, action, &subject)
}

fn close(tx: &mut Tx<'_>, clerk: Clerk, wanted: &Wanted<'_>, row: Assigned) -> Result<(), Error> {
    let id = row.id.to_string();
    let reason = row
        .to
        .map(|_| wanted.reason.trim())
        .filter(|reason| !reason.is_empty());
    // What the roster said last is remembered: saying it again must not undo this.
    tx.execute(
        "update assignment set ends = $3, active = $4, end_reason = $5,
             said = coalesce(said, (select r.body from record r where r.county_id = $1
                 and r.kind = 'assignment' and r.record_id = $2))
         where county_id = $1 and assignment_id = $2",
        &[
            clerk.county.into(),
            (&id).into(),
            row.to.map(|to| to.to_string()).into(),
            row.holds(today(clerk)).into(),
            reason.map(str::to_owned).into(),
        ],
    )?;
    put(tx, clerk, wanted.household, &row)
}

fn open(tx: &mut Tx<'_>, clerk: Clerk, household: HouseholdId, row: Assigned) -> Result<(), Error> {
    tx.execute(
        "insert into assignment (county_id, assignment_id, household_id, person_id, kind, starts,
             ends, active)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            clerk.county.into(),
            row.id.into(),
            household.into(),
            row.person.into(),
            row.kind.as_str().into(),
            row.from.to_string().into(),
            row.to.map(|to| to.to_string()).into(),
            row.holds(today(clerk)).into(),
        ],
    )?;
    put(tx, clerk, household, &row)
}

fn put(tx: &mut Tx<'_>, clerk: Clerk, household: HouseholdId, row: &Assigned) -> Result<(), Error> {
    let body = AssignmentV1 {
        id: row.id,
        household_id: household,
        person_id: row.person,
        kind: row.kind.as_str().to_owned(),
        from: row.from.to_string(),
        to: row.to.map(|to| to.to_string()),
    };
    let id = row.id.to_string();
    feed::put(tx, clerk.county, kind::ASSIGNMENT, &id, &body)?;
    Ok(())
}

/// The row somebody holds of a household on a day: what a hand-over begins with.
pub(crate) fn held_by(rows: &[Assigned], person: PersonId, day: Date) -> Option<&Assigned> {
    let own = || {
        rows.iter()
            .filter(|row| row.person == person && row.holds(day))
    };
    own()
        .find(|row| row.kind == Kind::Primary)
        .or_else(|| own().next())
}

pub(crate) fn refused(refusal: Refusal) -> Error {
    Error::bad(refusal.code, refusal.field)
}

pub(crate) fn today(clerk: Clerk) -> Date {
    Timestamp::from_ms(clerk.now).shanghai_date()
}

fn newcomer(change: &Change) -> Option<PersonId> {
    match change {
        Change::Assign { person, .. } | Change::HandOver { person, .. } => Some(*person),
        Change::End { .. } | Change::Withdraw { .. } => None,
    }
}

fn is_known(reader: &mut Reader<'_>, clerk: Clerk, person: PersonId) -> Result<(), Error> {
    let known = reader.count(
        "select count(*) as n from person
         where county_id = $1 and person_id = $2 and ended_on is null",
        &[clerk.county.into(), person.into()],
    )?;
    if known == 0 {
        Err(Error::bad("unknown_person", "person_id"))
    } else {
        Ok(())
    }
}
