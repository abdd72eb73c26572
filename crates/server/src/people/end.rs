//! Somebody leaves. What he answers for is handed over first ([`leave`](super::leave)), so that
//! nothing is left to nobody; what his phones still hold may come in afterwards.

use axum::http::StatusCode;
use domain::id::{CountyId, PersonId, TeamId};
use domain::time::parse_date;
use serde_json::json;

use super::{
    Facts, PERSON, administrators, keeps_an_administrator, load, note, sign_in, team, write,
};
use crate::clock::date_text;
use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::history::{self, Changed};
use crate::problem::ledger::Clerk;

/// What a person still answers for.
pub(crate) struct OpenWork {
    /// Households he helps on that day, or will.
    pub households: u32,
    /// Teams he leads.
    pub teams_led: u32,
    /// Open problems he is to rectify.
    pub problems: u32,
    /// Phones in use: what they hold may not have been handed in.
    pub phones: u32,
    pub last_contact_ms: Option<i64>,
}

impl OpenWork {
    /// Whether somebody else has to take it over first.
    pub fn holds_back(&self) -> bool {
        self.households > 0 || self.teams_led > 0 || self.problems > 0
    }
}

/// What he answers for on a day, and after it.
pub(crate) fn open_work(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
    day: &str,
) -> Result<OpenWork, Error> {
    let row = reader.first(
        "select (select count(distinct a.household_id) from assignment a
                 where a.county_id = $1 and a.person_id = $2
                     and (a.ends is null or a.ends >= $3)) as households,
             (select count(*) from team t
                 where t.county_id = $1 and t.captain_id = $2) as teams_led,
             (select count(*) from problem o
                 where o.county_id = $1 and o.owner_id = $2 and o.is_open = 1) as problems,
             (select count(*) from device d where d.county_id = $1 and d.person_id = $2
                 and d.revoked_ms is null) as phones,
             (select max(d.contact_ms) from device d where d.county_id = $1
                 and d.person_id = $2 and d.revoked_ms is null) as last_contact_ms",
        &[county.into(), person.into(), day.into()],
    )?;
    let row = row.ok_or(Error::Stored {
        what: "a person's open work",
    })?;
    Ok(OpenWork {
        households: row.count("households")?,
        teams_led: row.count("teams_led")?,
        problems: row.count("problems")?,
        phones: row.count("phones")?,
        last_contact_ms: row.optional_int("last_contact_ms")?,
    })
}

/// Ends a person's time with the county, today.
///
/// # Errors
/// `has_open_work`, `last_administrator`, `person_ended`, `not_found`.
pub(crate) fn end(tx: &mut Tx<'_>, clerk: Clerk, id: PersonId, reason: &str) -> Result<(), Error> {
    end_on(tx, clerk, id, reason, &date_text(clerk.now))
}

/// Ends it on a day: the last on which he helped.
///
/// # Errors
/// As [`end`].
pub(super) fn end_on(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: PersonId,
    reason: &str,
    day: &str,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let stands = load(tx, county, id)?.ok_or_else(Error::not_found)?;
    if stands.ended_on.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "person_ended"));
    }
    let next = parse_date(day).and_then(|day| day.tomorrow().ok());
    let next = next.ok_or_else(|| Error::bad("not_a_date", "last_day"))?;
    if open_work(tx, county, id, &next.to_string())?.holds_back() {
        return Err(Error::refused(StatusCode::CONFLICT, "has_open_work"));
    }
    let had = administrators(tx, county)?;
    let teams = tx.query(
        "select team_id from team_member where county_id = $1 and person_id = $2",
        &[county.into(), id.into()],
    )?;
    for row in teams {
        let team_id: TeamId = row.id("team_id")?;
        team::leave(tx, clerk, team_id, id)?;
    }
    let after = Facts {
        roles: Vec::new(),
        ..stands.facts.clone()
    };
    write(tx, county, id, &after, now)?;
    sign_in::take_away(tx, county, id)?;
    tx.execute(
        "delete from enrolment where county_id = $1 and person_id = $2",
        &[county.into(), id.into()],
    )?;
    tx.execute(
        "update person set ended_on = $3, end_reason = $4, leaves_on = null,
             leaves_reason = null, leaves_by = null
         where county_id = $1 and person_id = $2",
        &[county.into(), id.into(), day.into(), reason.into()],
    )?;
    keeps_an_administrator(tx, county, had)?;
    note(tx, clerk, id, Some(&stands.facts), &after)?;
    ended(tx, clerk, id, "ended_on", (json!(null), json!(day)))?;
    audit(tx, county, now, by, "person_ended", &id.to_string())
}

/// Somebody is with the county again. Roles and a way to sign in are given anew.
///
/// # Errors
/// `stale` for somebody who has not left; `not_found`.
pub(crate) fn bring_back(tx: &mut Tx<'_>, clerk: Clerk, id: PersonId) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let stands = load(tx, county, id)?.ok_or_else(Error::not_found)?;
    let Some(day) = stands.ended_on else {
        return Err(Error::refused(StatusCode::CONFLICT, "stale"));
    };
    tx.execute(
        "update person set ended_on = null, end_reason = null
         where county_id = $1 and person_id = $2",
        &[county.into(), id.into()],
    )?;
    ended(tx, clerk, id, "ended_on", (json!(day), json!(null)))?;
    audit(tx, county, now, by, "person_brought_back", &id.to_string())
}

/// A step of the history: `ended_on` or `leaves_on`.
pub(super) fn ended(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: PersonId,
    field: &str,
    (was, became): (serde_json::Value, serde_json::Value),
) -> Result<(), Error> {
    let change = Changed { field, was, became };
    let at = (PERSON, &*id.to_string());
    history::note(tx, clerk.county, at, (clerk.by, clerk.now), &[change])
}
